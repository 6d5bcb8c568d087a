package planner_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// TestATriggerOfOthersSpoilsWhatIsWritten: a trigger of somebody else's spoils the row that a server writes, and one
// beside it. The write is kept, and who wrote tells of the rows as the others do; each has its way back.
func TestATriggerOfOthersSpoilsWhatIsWritten(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		r.pair(t)
		do := sqlOf(t, r)
		if strings.HasPrefix(r.path, "postgres") {
			must(t, do(`CREATE FUNCTION slarv() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
				IF NEW.note = 'slarv' AND OLD.note IS DISTINCT FROM NEW.note THEN
					UPDATE flows SET unit = 'MWh' WHERE site_id = NEW.id;
					NEW.name := NULL;
				END IF;
				RETURN NEW;
			END $$`))
			must(t, do(`CREATE TRIGGER slarv BEFORE UPDATE ON sites FOR EACH ROW EXECUTE FUNCTION slarv()`))
		} else {
			must(t, do(`CREATE TRIGGER slarv AFTER UPDATE OF note ON sites WHEN NEW.note = 'slarv' AND OLD.note IS NOT NEW.note BEGIN
				UPDATE flows SET unit = 'MWh' WHERE site_id = NEW.id;
				UPDATE sites SET name = NULL WHERE id = NEW.id;
			END`))
		}
		site, err := r.Snapshot().Site("a")
		must(t, err)
		site.Note = "slarv"
		if _, err := r.UpdateSite(t.Context(), site, site.Version); err != nil {
			t.Fatalf("what is kept is told as a failure: %v", err)
		}
		same := func(want ...string) {
			t.Helper()
			fresh := r.again(t).Snapshot()
			if diff := cmp.Diff(fresh.Everything(), r.Snapshot().Everything(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("who wrote shows another state than a server that has just begun (-new +writer):\n%s", diff)
			}
			if diff := cmp.Diff(fresh.Broken(), r.Snapshot().Broken(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("who wrote leaves out other rows (-new +writer):\n%s", diff)
			}
			var got []string
			for _, b := range fresh.Broken() {
				got = append(got, b.Table+" "+b.ID)
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("left out (-want +got):\n%s", diff)
			}
		}
		same("flows s", "sites a")
		for range 2 {
			rows, _, err := r.BrokenRows(t.Context())
			must(t, err)
			last := rows[len(rows)-1] // a flow can't come back before its site
			if last.Spoilt == nil {
				t.Fatalf("%+v has no way back", last)
			}
			_, err = r.Undo(t.Context(), last.Spoilt.Number, planner.UndoOptions{Version: planner.AnyVersion})
			must(t, err)
		}
		same()
		if n := len(pairs(t, r.Snapshot())); n != 1 {
			t.Errorf("%d pairs once all is back", n)
		}
	})
}

// TestJobsGoOnOverBrokenRows: a matching of the whole region and a file of it leave broken rows out, with what hangs on
// them, and say how many.
func TestJobsGoOnOverBrokenRows(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		r.pair(t)
		r.exchange(t)
		for _, s := range []symbiosis.Site{aSite("c", 16.60, 62.20), aSite("d", 16.64, 62.20)} {
			_, err := r.CreateSite(t.Context(), s)
			must(t, err)
		}
		for _, f := range []symbiosis.Flow{aHeat("s2", "c", symbiosis.Surplus), aHeat("n2", "d", symbiosis.Need)} {
			_, err := r.CreateFlow(t.Context(), f)
			must(t, err)
		}
		do := sqlOf(t, r)
		working(t, r.Planner)
		for _, c := range []struct {
			spoil       string
			leftOut     int
			sites, rows int // in a file of the sites, of all
		}{
			{"UPDATE sites SET note = 'right'", 0, 0, 0},
			{"UPDATE sites SET name = NULL WHERE id = 'a'", 1, 1, 1}, // its surplus hangs on nothing
			{"UPDATE flows SET unit = 'MWh' WHERE id = 'n'", 2, 1, 2},
			{"UPDATE exchanges SET state = '?'", 3, 1, 3},
			{"INSERT INTO assumptions (key, value) VALUES ('detour_pipe', 99)", 4, 1, 3},
		} {
			must(t, do(c.spoil))
			job, err := r.StartMatching(t.Context(), planner.Once{}, planner.MatchJobOptions{Cells: 2})
			must(t, err)
			var matched planner.MatchJobResult
			job = ends(t, r.Planner, job.ID)
			if err := json.Unmarshal(job.Result, &matched); err != nil || job.State != store.JobDone {
				t.Fatalf("%s: %+v, %v", c.spoil, job, err)
			}
			want := int64(2)
			if c.leftOut > 0 {
				want = 1
			}
			if matched.LeftOut != c.leftOut || matched.Pairs != want {
				t.Errorf("%s: %d pairs, %d rows left out", c.spoil, matched.Pairs, matched.LeftOut)
			}
			for table, n := range map[string]int{"sites": c.sites, planner.AllTables: c.rows, planner.MatchTable: c.leftOut} {
				job, err := r.StartExport(t.Context(), planner.Once{}, planner.ExportOrder{Format: planner.GeoJSON, Table: table})
				must(t, err)
				job = ends(t, r.Planner, job.ID)
				var made struct {
					LeftOut int `json:"broken_rows"`
				}
				if err := json.Unmarshal(job.Result, &made); err != nil || job.State != store.JobDone || made.LeftOut != n {
					t.Errorf("%s: the file of %s: %s, %v", c.spoil, table, job.Result, err)
				}
			}
		}
	})
}

// spoiltRow is a region with a row that another program has spoilt in the place of a record.
func spoiltRow(b around, table, id string) around {
	gone := func(t, x string) bool { return t == table && x == id }
	b.Sites = slices.DeleteFunc(slices.Clone(b.Sites), func(x symbiosis.Site) bool { return gone("sites", string(x.ID)) })
	b.Flows = slices.DeleteFunc(slices.Clone(b.Flows), func(x symbiosis.Flow) bool { return gone("flows", string(x.ID)) })
	b.Areas = slices.DeleteFunc(slices.Clone(b.Areas), func(x symbiosis.Area) bool { return gone("areas", string(x.ID)) })
	b.Broken = append(slices.Clone(b.Broken), symbiosis.BrokenRow{Table: table, ID: id, Problems: []symbiosis.Problem{{Field: "name", Code: "required", Text: "is missing"}}})
	return b
}

// openDonors are donors that all may see.
func openDonors(n int) around {
	b := donors(n, func(int) string { return "firm" })
	for i := range b.Flows {
		b.Flows[i].Visibility = symbiosis.Public
	}
	return b
}

// TestReportsTellWhatWasLeftOut: a comparison that is saved while a row is broken is without it, and its report says
// so in each of its forms' words; one that rests on a row which is spoilt later says that, and doesn't say that the
// record has been deleted.
func TestReportsTellWhatWasLeftOut(t *testing.T) {
	b := openDonors(4)
	whole, c := kept(t, b)
	r, err := whole.LandReport(c, "")
	must(t, err)
	if r.LeftOut != 0 {
		t.Errorf("of a whole region %d rows are left out", r.LeftOut)
	}
	flow := string(b.Flows[0].ID)
	b.Areas = twoAreas()
	for table, id := range map[string]string{"flows": flow, "sites": string(b.Flows[0].SiteID), "areas": "l"} {
		now, err := planner.SnapshotOf(known(), defaults(), spoiltRow(b, table, id))
		must(t, err)
		if _, err := now.LandReport(c, symbiosis.Public); symbiosis.KindOf(err) != symbiosis.Conflict || !strings.Contains(err.Error(), "stand in rows that are left out") {
			t.Errorf("the report for all while a row of %s is spoilt: %v", table, err)
		}
	}
	_, without := kept(t, spoiltRow(b, "flows", flow))
	if r, err = whole.LandReport(without, ""); err != nil || r.LeftOut != 1 {
		t.Fatalf("%d rows are left out, %v", r.LeftOut, err)
	}
	words := wording.In(symbiosis.Swedish, defaults(), known())
	document := report.LandDocument(r, words)
	said := slices.ContainsFunc(document.Blocks, func(b report.Block) bool {
		p, ok := b.(report.Paragraph)
		return ok && strings.Contains(p.Text.Text, "en rad i regionens data")
	})
	if !said {
		t.Errorf("the document doesn't say it: %+v", document.Blocks[:3])
	}
	about := report.LandLayers(r, words)
	if !slices.ContainsFunc(about[len(about)-1].Rows, func(row report.LayerRow) bool {
		return row.Values[0] == "left_out" && strings.Contains(row.Values[1].(string), "en rad")
	}) {
		t.Errorf("the layers don't say it: %+v", about[len(about)-1].Rows)
	}
}

// TestASheetOverBrokenRows: what a pitch sheet shows and that is spoilt since is kept from its reader, and who made it
// is told that it can't be used, not that it has been deleted.
func TestASheetOverBrokenRows(t *testing.T) {
	b := openDonors(3)
	was := sheetOf(t, b, symbiosis.Network)
	b.Areas = []symbiosis.Area{land("l", 14.6, 63.2)}
	flow := b.Flows[0]
	for table, id := range map[string]string{"flows": string(flow.ID), "sites": string(flow.SiteID)} {
		sheet, left, closed := today(t, spoiltRow(b, table, id), was)
		if closed || len(left) != 1 || left[0].Gone || !left[0].Broken || left[0].ID != string(flow.ID) {
			t.Errorf("a row of %s: %v, %+v", table, closed, left)
		}
		for _, f := range sheet.Flows {
			if slices.ContainsFunc(f.Partners, func(p report.Partner) bool { return p.FlowID == flow.ID }) {
				t.Errorf("a row of %s: the partner is still shown", table)
			}
		}
	}
	_, left, closed := today(t, spoiltRow(b, "areas", "l"), was)
	if !closed || len(left) != 1 || left[0].Gone || !left[0].Broken {
		t.Errorf("the land: %v, %+v", closed, left)
	}
}
