package planner_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
)

// today is a kept sheet as its reader may see it in a region.
func today(t testing.TB, b around, s report.Sheet) (report.Sheet, []planner.LeftOut, bool) {
	content, err := symbiosis.DocumentOf(s)
	must(t, err)
	snapshot, err := planner.SnapshotOf(known(), defaults(), b)
	must(t, err)
	sheet, left, closed, err := snapshot.PitchToday(symbiosis.Pitch{AreaID: "l", Visibility: s.MadeFor, Language: symbiosis.Swedish, Content: content})
	must(t, err)
	return sheet, left, closed
}

// Whatever is closed or deleted after a sheet was made, no byte of it leaves the house from then on,
// also of sheets that keep no ids; nothing else is left out, and each thing that is, is told of.
func TestWhatIsClosedLaterLeavesTheSheet(t *testing.T) {
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		b := neighbours(t)
		reader := rapid.SampledFrom([]symbiosis.Visibility{symbiosis.Public, symbiosis.Network}).Draw(t, "reader")
		was := sheetOf(outer, b, reader)
		if rapid.Bool().Draw(t, "an old sheet") {
			for i := range was.Flows {
				for j := range was.Flows[i].Partners {
					was.Flows[i].Partners[j].FlowID, was.Flows[i].Partners[j].SiteID = "", ""
				}
			}
		}
		b.Exchanges = nil
		for i := range b.Sites {
			if rapid.IntRange(0, 3).Draw(t, "close a site") == 0 {
				b.Sites[i].Visibility = symbiosis.BrokerOnly
			}
		}
		then := slices.Clone(b.Flows)
		b.Flows = slices.DeleteFunc(b.Flows, func(symbiosis.Flow) bool { return rapid.IntRange(0, 4).Draw(t, "delete") == 0 })
		for i := range b.Flows {
			if rapid.IntRange(0, 3).Draw(t, "close a flow") == 0 {
				b.Flows[i].Visibility = symbiosis.BrokerOnly
			}
		}
		b.Areas = []symbiosis.Area{land("l", 14.6, 63.2)}
		got, left, closed := today(outer, b, was)
		if closed {
			t.Fatal("the land has not been closed")
		}
		// Deleted flows are looked for like hidden ones.
		traces := b
		traces.Flows = slices.Clone(b.Flows)
		for _, f := range then {
			if !slices.ContainsFunc(b.Flows, func(x symbiosis.Flow) bool { return x.ID == f.ID }) {
				f.Visibility = symbiosis.BrokerOnly
				traces.Flows = append(traces.Flows, f)
			}
		}
		content, err := symbiosis.DocumentOf(got) // all forms are made of it
		must(outer, err)
		for _, secret := range secretsOf(traces, reader) {
			if strings.Contains(string(content), secret) {
				t.Fatalf("%s stands in the sheet", secret)
			}
		}
		for i, f := range was.Flows {
			for _, p := range f.Partners {
				stays := slices.ContainsFunc(got.Flows[i].Partners, func(x report.Partner) bool { return x == p || cmp.Equal(x, p) })
				told := slices.ContainsFunc(left, func(l planner.LeftOut) bool { return l.Name == p.Site && l.Resource == p.Resource })
				if !stays && !told {
					t.Fatalf("%s is left out and not told of: %+v", p.Site, left)
				}
				if p.FlowID == "" {
					continue
				}
				visible := slices.ContainsFunc(b.Flows, func(x symbiosis.Flow) bool { return x.ID == p.FlowID && mayBeSeen(b, x, reader) })
				if visible != stays {
					t.Fatalf("%s may be seen: %v, is shown: %v", p.FlowID, visible, stays)
				}
			}
		}
	})
}

func TestASheetOfClosedLandShowsNothing(t *testing.T) {
	was := sheetOf(t, donors(1, func(int) string { return "" }), symbiosis.Network)
	closedLand := land("l", 14.6, 63.2)
	closedLand.Visibility = symbiosis.BrokerOnly
	for name, b := range map[string]around{"closed": {Areas: []symbiosis.Area{closedLand}}, "deleted": {}} {
		_, left, closed := today(t, b, was)
		if !closed || len(left) == 0 || left[0].What != planner.LeftOutArea || left[0].Gone != (name == "deleted") {
			t.Errorf("%s: %v %+v", name, closed, left)
		}
	}
}
