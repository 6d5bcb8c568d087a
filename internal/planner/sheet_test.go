package planner_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

// land is a square kilometre at a place.
func land(id string, lon, lat float64) symbiosis.Area {
	const w, h = 0.01, 0.0045
	a := symbiosis.Area{
		ID: symbiosis.AreaID(id), Name: "Land " + id, Municipality: "Krokom", Source: "map of " + id,
		Geometry: orb.MultiPolygon{{{{lon - w, lat - h}, {lon + w, lat - h}, {lon + w, lat + h}, {lon - w, lat + h}, {lon - w, lat - h}}}},
	}
	a.Normalise()
	return a
}

// fishFarm needs 3 MW of heat and 500 t of CO2 for each unit, and has biomass over.
func fishFarm() symbiosis.Profile {
	supply, back, hours := 40*unit.Celsius, 20*unit.Celsius, unit.Hours(8000)
	origin := symbiosis.Origin{Source: "a made-up library"}
	p := symbiosis.Profile{
		ID: "fish", Names: symbiosis.Names{SV: "Fiskodling", NB: "Oppdrett", EN: "Fish farm"}, CapacityUnit: "t/yr", Capacity: 1, Source: "a made-up library",
		Flows: []symbiosis.ProfileFlow{
			{Direction: symbiosis.Need, Resource: "heat", PerCapacity: symbiosis.Quantity{Amount: 3, Unit: symbiosis.MW}, FullLoadHours: &hours, Supply: &supply, Return: &back, Origin: origin},
			{Direction: symbiosis.Need, Resource: "co2", PerCapacity: symbiosis.Quantity{Amount: 500, Unit: symbiosis.TonneYear}, Origin: origin},
			{Direction: symbiosis.Surplus, Resource: "heat", PerCapacity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.MW}, FullLoadHours: &hours, Supply: ptr(60 * unit.Celsius), Return: ptr(30 * unit.Celsius), Origin: origin},
		},
	}
	p.Normalise()
	return p
}

func ptr[T any](v T) *T { return &v }

// around is a region round the land.
type around = symbiosis.Region

// neighbours draws sites within a few kilometres of 14.6, 63.2, each with flows that could pair
// with a fish farm's, and exchanges in operation between them.
func neighbours(t *rapid.T) around {
	var b around
	visibility := rapid.SampledFrom(symbiosis.Visibilities())
	n := rapid.IntRange(1, 10).Draw(t, "sites")
	var surpluses, needs []symbiosis.FlowID
	for i := range n {
		// Names, ids and amounts that no text could hold by chance.
		s := symbiosis.Site{
			ID: symbiosis.SiteID(fmt.Sprintf("zqsite%dx", i)), Name: fmt.Sprintf("Zqname%dx", i), Organisation: fmt.Sprintf("Zqorg%dx", rapid.IntRange(0, n).Draw(t, "organisation")),
			Municipality: fmt.Sprintf("Zqtown%dx", i), Note: fmt.Sprintf("Zqnote%dx", i), Visibility: visibility.Draw(t, "site visibility"),
			Location: orb.Point{14.6 + float64(i)*0.000137 + rapid.Float64Range(-0.08, 0.08).Draw(t, "lon"), 63.2 + float64(i)*0.000173 + rapid.Float64Range(-0.03, 0.03).Draw(t, "lat")},
		}
		s.Normalise()
		b.Sites = append(b.Sites, s)
		for j := range rapid.IntRange(1, 3).Draw(t, "flows") {
			id := fmt.Sprintf("zqflow%dy%dx", i, j)
			f := aHeat(id, string(s.ID), rapid.SampledFrom(symbiosis.Directions()).Draw(t, "direction"))
			if rapid.Bool().Draw(t, "co2") {
				f.Resource, f.Supply, f.Return, f.FullLoadHours = "co2", nil, nil, nil
				f.Quantity = symbiosis.Quantity{Amount: 1, Unit: symbiosis.TonneYear}
				f.MaxDistance = ptr(50 * unit.Kilometre)
			}
			if f.Resource == "co2" {
				f.Quantity.Amount = rapid.Float64Range(1, 5000).Draw(t, "tonnes")
			} else {
				f.Quantity.Amount = rapid.Float64Range(0.1, 20).Draw(t, "MW")
			}
			f.Name, f.Source, f.Note = "Zqflowname"+id, "Zqsource"+id, "Zqflownote"+id
			f.Visibility = visibility.Draw(t, "visibility")
			f.Normalise()
			b.Flows = append(b.Flows, f)
			if f.Resource != "co2" && f.Direction == symbiosis.Surplus {
				surpluses = append(surpluses, f.ID)
			} else if f.Resource != "co2" {
				needs = append(needs, f.ID)
			}
		}
	}
	for i := range min(len(surpluses), len(needs), rapid.IntRange(0, 3).Draw(t, "exchanges")) {
		e := symbiosis.Exchange{ID: symbiosis.ExchangeID(fmt.Sprintf("zqexchange%dx", i)), SurplusID: surpluses[i], NeedID: needs[i], State: symbiosis.Operation}
		if rapid.Bool().Draw(t, "known amount") {
			e.Quantity = symbiosis.Quantity{Amount: rapid.Float64Range(100, 20000).Draw(t, "exchanged"), Unit: symbiosis.MWhYear}
		}
		e.Normalise()
		b.Exchanges = append(b.Exchanges, e)
	}
	return b
}

func sites(b around) map[symbiosis.SiteID]symbiosis.Site {
	m := map[symbiosis.SiteID]symbiosis.Site{}
	for _, s := range b.Sites {
		m[s.ID] = s
	}
	return m
}

func mayBeSeen(b around, f symbiosis.Flow, reader symbiosis.Visibility) bool {
	return f.Visibility.Within(reader) && sites(b)[f.SiteID].Visibility.Within(reader)
}

// sheetOf makes the sheet of a region that holds a batch and one piece of land.
func sheetOf(t testing.TB, b around, reader symbiosis.Visibility) report.Sheet {
	b.Areas = []symbiosis.Area{land("l", 14.6, 63.2)}
	snapshot, err := planner.SnapshotOf(known(), defaults(), b)
	must(t, err)
	s, err := snapshot.Sheet(t.Context(), "l", fishFarm(), 1, reader)
	must(t, err)
	s.Made = "2026-11-25"
	return s
}

// texts are the bytes that leave the house as text: the stored sheet and the page.
func texts(t testing.TB, s report.Sheet) map[string][]byte {
	content, err := json.Marshal(s)
	must(t, err)
	page, err := report.HTML(documentOf(s), "")
	must(t, err)
	return map[string][]byte{"sheet": content, "page": page}
}

// forms are all bytes that leave the house.
func forms(t testing.TB, s report.Sheet) map[string][]byte {
	out := texts(t, s)
	var err error
	out["PDF"], err = report.PDF(documentOf(s), nil)
	must(t, err)
	return out
}

func documentOf(s report.Sheet) report.Document {
	return report.Pitch(s, wording.In(symbiosis.Swedish, defaults(), known()))
}

// What a sheet shows of what may be seen is the same whether the rest is there or not, in every
// byte; only sums of what may be told are added. So there is nothing to find by difference, and
// changing the rest changes nothing. PDFs are not compared: they are made of what the page is made of,
// the same bytes of the same document (report's tests hold that), and each takes 50 ms.
func TestHiddenFlowsChangeNothingButSums(t *testing.T) {
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		b := neighbours(t)
		reader := rapid.SampledFrom([]symbiosis.Visibility{symbiosis.Public, symbiosis.Network}).Draw(t, "reader")
		whole := sheetOf(outer, b, reader)
		open := around{Sites: b.Sites}
		shown := map[symbiosis.FlowID]bool{}
		for _, f := range b.Flows {
			if mayBeSeen(b, f, reader) {
				open.Flows = append(open.Flows, f)
				shown[f.ID] = true
			}
		}
		for _, e := range b.Exchanges {
			if shown[e.SurplusID] && shown[e.NeedID] {
				open.Exchanges = append(open.Exchanges, e)
			}
		}
		want := sheetOf(outer, open, reader)
		told := whole
		told.Flows = append([]report.FirmFlow(nil), whole.Flows...)
		for i := range told.Flows {
			told.Flows[i].Sum, told.Flows[i].SumUnit = nil, ""
			// That something is in use is told of whoever may be seen, not by whom.
			told.Flows[i].Partners = append([]report.Partner(nil), told.Flows[i].Partners...)
			for j := range told.Flows[i].Partners {
				told.Flows[i].Partners[j].PartlyTaken = false
			}
		}
		if diff := cmp.Diff(want, told); diff != "" {
			t.Fatalf("hidden flows change what is shown of others (-without +with):\n%s", diff)
		}
		without := texts(outer, want)
		for name, content := range texts(outer, told) {
			if !bytes.Equal(content, without[name]) {
				t.Fatalf("the %s differs", name)
			}
		}
		noTrace(t, outer, b, reader, whole)
		sumsAreOfThree(t, b, reader, whole)
	})
}

// noTrace looks for whatever names a hidden flow or site in what leaves the house.
func noTrace(t *rapid.T, outer testing.TB, b around, reader symbiosis.Visibility, s report.Sheet) {
	secrets := secretsOf(b, reader)
	all := forms(outer, s)
	all["text of the PDF"] = textOf(outer, all["PDF"])
	for name, content := range all {
		for _, secret := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				t.Fatalf("%s stands in the %s", secret, name)
			}
		}
	}
}

// secretsOf are names, texts and places of what a reader may not see.
func secretsOf(b around, reader symbiosis.Visibility) []string {
	var secrets []string
	visible, open := map[symbiosis.SiteID]bool{}, map[string]bool{} // numbers can be alike by chance
	for _, f := range b.Flows {
		if mayBeSeen(b, f, reader) {
			visible[f.SiteID] = true
		} else {
			secrets = append(secrets, string(f.ID), f.Name, f.Source, f.Note)
		}
	}
	for _, x := range b.Sites {
		if visible[x.ID] {
			open[fmt.Sprintf("%.7f", x.Location.Lon())], open[fmt.Sprintf("%.7f", x.Location.Lat())] = true, true
		} else {
			secrets = append(secrets, string(x.ID), x.Name, x.Municipality, x.Note, fmt.Sprintf("%.7f", x.Location.Lon()), fmt.Sprintf("%.7f", x.Location.Lat()))
		}
	}
	for _, e := range b.Exchanges {
		secrets = append(secrets, string(e.ID))
	}
	return slices.DeleteFunc(secrets, func(secret string) bool { return open[secret] })
}

// sumsAreOfThree reckons each sum again, from the region's own matches.
func sumsAreOfThree(t *rapid.T, b around, reader symbiosis.Visibility, s report.Sheet) {
	holders := map[string]bool{}
	for _, f := range b.Flows {
		if !mayBeSeen(b, f, reader) {
			holders[sites(b)[f.SiteID].Organisation] = true
		}
	}
	for _, f := range s.Flows {
		if f.Sum == nil {
			continue
		}
		if len(holders) < symbiosis.LeastHolders {
			t.Fatalf("a sum of %g is told where only %d hold anything hidden", *f.Sum, len(holders))
		}
		if text := fmt.Sprintf("%.0e", *f.Sum); fmt.Sprintf("%.12e", *f.Sum) != strings.Replace(text, "e", ".000000000000e", 1) {
			t.Fatalf("the sum %g has more than one digit", *f.Sum)
		}
	}
}

// textOf is what a reader of PDF reads.
func textOf(t testing.TB, pdf []byte) []byte {
	pdftotext := testtool.Require(t, "pdftotext")
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	must(t, os.WriteFile(path, pdf, 0o600))
	text, err := exec.CommandContext(t.Context(), pdftotext, "-layout", path, "-").Output()
	must(t, err)
	return text
}

// donors are n firms with 2 MW of hidden heat each beside the land, 16 GWh a year.
func donors(n int, organisation func(i int) string) around {
	var b around
	for i := range n {
		s := aSite(fmt.Sprintf("d%d", i), 14.6+float64(i)*0.01, 63.21)
		s.Organisation = organisation(i)
		f := aHeat(fmt.Sprintf("f%d", i), string(s.ID), symbiosis.Surplus)
		f.Quantity.Amount, *f.FullLoadHours = 2, 8000
		f.Visibility = symbiosis.BrokerOnly
		b.Sites, b.Flows = append(b.Sites, s), append(b.Flows, f)
	}
	return b
}

func TestSumsAreOfThreeOrMore(t *testing.T) {
	own := func(i int) string { return fmt.Sprint("firm ", i) }
	for _, c := range []struct {
		name string
		b    around
		sum  *float64
	}{
		{"two", donors(2, own), nil},
		{"three", donors(3, own), ptr(50.0)}, // 48 GWh
		{"three sites of one firm", donors(3, func(int) string { return "One AB" }), nil},
		{"three sites of two firms", donors(3, func(i int) string { return own(i / 2) }), nil},
	} {
		for _, reader := range []symbiosis.Visibility{symbiosis.Public, symbiosis.Network} {
			s := sheetOf(t, c.b, reader)
			if diff := cmp.Diff(c.sum, s.Flows[0].Sum); diff != "" || len(s.Flows[0].Partners) != 0 {
				t.Errorf("%s, for %s: (-want +got)\n%s%d partners", c.name, reader, diff, len(s.Flows[0].Partners))
			}
		}
	}
}

func TestWhatASheetShowsOfAPartner(t *testing.T) {
	b := donors(1, func(int) string { return "" })
	b.Flows[0].Visibility = symbiosis.Network
	if s := sheetOf(t, b, symbiosis.Public); len(s.Flows[0].Partners) != 0 {
		t.Error("a flow of the network stands in a sheet for all")
	}
	s := sheetOf(t, b, symbiosis.Network)
	if len(s.Flows[0].Partners) != 1 {
		t.Fatalf("%d partners", len(s.Flows[0].Partners))
	}
	p := s.Flows[0].Partners[0]
	if p.Site != "Site d0" || p.Class != symbiosis.Direct || p.Cost == nil || p.Investment == nil || p.PartlyTaken {
		t.Errorf("%+v", p)
	}
	// What it costs at the land and what is gained are together what the heat is worth there.
	snapshot, err := planner.SnapshotOf(known(), defaults(), around{Sites: b.Sites, Flows: b.Flows, Areas: []symbiosis.Area{land("l", 14.6, 63.2)}})
	must(t, err)
	asked := fishFarm()
	_, _, ranked, err := snapshot.Rank(t.Context(), planner.Ranking{Profile: &asked})
	must(t, err)
	firm := symbiosis.Site{ID: "firm", Name: "firm", Location: ranked[0].Finds[0].From} // the land nearest to it
	firm.Normalise()
	got, err := snapshot.WhatIf(t.Context(), planner.WhatIf{Points: []symbiosis.Scenario{{Sites: []symbiosis.Site{firm}, Flows: fishFarm().FlowsOf("firm", 1)[:1]}}})
	must(t, err)
	m := got[0].Pairs[0]
	worth := defaults().Value("heat_value_sek_per_mwh")
	mwh := m.Delivered.Energy(unit.HoursPerYear).MegawattHours()
	if d := *p.Cost + m.NetBenefit.SEK()/mwh - worth; d > 1e-6 || d < -1e-6 {
		t.Errorf("cost %g, benefit %g a MWh, worth %g", *p.Cost, m.NetBenefit.SEK()/mwh, worth)
	}
}

// A prospect is the facilitators' secret: its sheet doesn't say who it is.
func TestAConfidentialProspectIsNotNamed(t *testing.T) {
	snapshot, err := planner.SnapshotOf(known(), defaults(), around{Areas: []symbiosis.Area{land("l", 14.6, 63.2)}})
	must(t, err)
	p := fishFarm()
	p.Prospect, p.Visibility, p.Names = true, symbiosis.BrokerOnly, symbiosis.Names{SV: "Zqfirma", NB: "Zqfirma", EN: "Zqfirma"}
	p.Source, p.Note, p.Flows[0].Origin.Source = "Zqsource", "Zqnote", "Zqorigin"
	s, err := snapshot.Sheet(t.Context(), "l", p, 1, symbiosis.Network)
	must(t, err)
	for name, content := range forms(t, s) {
		if bytes.Contains(content, []byte("Zq")) {
			t.Errorf("the %s tells who it is", name)
		}
	}
}

func TestSheetsThatAreRefused(t *testing.T) {
	hidden := land("h", 14.6, 63.2)
	hidden.Visibility = symbiosis.Network
	snapshot, err := planner.SnapshotOf(known(), defaults(), around{Areas: []symbiosis.Area{hidden, land("l", 14.6, 63.2)}})
	must(t, err)
	for _, c := range []struct {
		name     string
		area     symbiosis.AreaID
		capacity float64
		reader   symbiosis.Visibility
		kind     symbiosis.ErrorKind
	}{
		{"unknown land", "nowhere", 1, symbiosis.Public, symbiosis.NotFound},
		{"land that fewer may see", "h", 1, symbiosis.Public, symbiosis.Invalid},
		{"a sheet for facilitators", "l", 1, symbiosis.BrokerOnly, symbiosis.Invalid},
		{"no capacity", "l", 0, symbiosis.Public, symbiosis.Invalid},
	} {
		if _, err := snapshot.Sheet(t.Context(), c.area, fishFarm(), c.capacity, c.reader); symbiosis.KindOf(err) != c.kind || err == nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := snapshot.Sheet(t.Context(), "h", fishFarm(), 1, symbiosis.Network); err != nil {
		t.Error(err)
	}
}
