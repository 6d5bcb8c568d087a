package planner_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func (r *region) read(t testing.TB, name, text string) exchangeformat.Batch {
	b, err := exchangeformat.Read(t.Context(), name, strings.NewReader(text), exchangeformat.Options{Catalogue: r.Catalogue()})
	must(t, err)
	return b
}

const (
	sitesCSV = "id,name,lon,lat,municipality\na,Ångverket,14.60,63.20,Östersund\nb,Badhuset,14.64,63.20,Östersund\n"
	flowsCSV = "id,site_id,direction,resource,quantity,unit,full_load_hours,supply_c,return_c\n" +
		"s,a,surplus,heat,3,MW,6000,80,45\nn,b,need,heat,3,MW,6000,60,40\n"
	exchangesCSV = "id,surplus_id,need_id,state\ne,s,n,operation\n"
)

func (r *region) importAll(t testing.TB, opts planner.ImportOptions, flows string) (planner.ImportReport, error) {
	return r.Import(t.Context(), opts, r.read(t, "flows.csv", flows), r.read(t, "exchanges.csv", exchangesCSV), r.read(t, "sites.csv", sitesCSV))
}

func TestASecondImportRewritesOnlyWhatHasChanged(t *testing.T) {
	r := newRegion(t, planner.Options{})
	report, err := r.importAll(t, planner.ImportOptions{}, flowsCSV)
	must(t, err)
	if report.Sites.Created != 2 || report.Flows.Created != 2 || report.Exchanges.Created != 1 {
		t.Fatalf("report %+v", report)
	}
	if n := len(pairs(t, r.Snapshot())); n != 1 {
		t.Errorf("%d matches, want 1", n)
	}
	before := r.Snapshot().Revision()
	report, err = r.importAll(t, planner.ImportOptions{}, flowsCSV)
	must(t, err)
	if report.Sites.Unchanged != 2 || report.Flows.Unchanged != 2 || report.Exchanges.Unchanged != 1 || report.Flows.Updated+report.Flows.Created != 0 {
		t.Errorf("of the same files %+v", report)
	}
	if got := r.Snapshot().Revision(); got != before {
		t.Errorf("revision %s after importing the same, want %s", got, before)
	}
	report, err = r.importAll(t, planner.ImportOptions{}, strings.Replace(flowsCSV, "60,40", "65,40", 1))
	must(t, err)
	if report.Flows.Updated != 1 || report.Flows.Unchanged != 1 {
		t.Errorf("of one changed row %+v", report)
	}
	n, err := r.Snapshot().Flow("n")
	must(t, err)
	s, err := r.Snapshot().Flow("s")
	must(t, err)
	if n.Version != 2 || s.Version != 1 || n.Supply.Celsius() != 65 {
		t.Errorf("versions %d and %d, supply %v", n.Version, s.Version, n.Supply)
	}
}

// What the region writes, it reads back as it is: nothing is rewritten.
func TestAnExportImportsAsUnchanged(t *testing.T) {
	r := newRegion(t, planner.Options{})
	_, err := r.importAll(t, planner.ImportOptions{}, flowsCSV)
	must(t, err)
	var b strings.Builder
	must(t, exchangeformat.WriteGeoJSON(t.Context(), &b, r.Snapshot().Records()))
	report, err := r.Import(t.Context(), planner.ImportOptions{}, r.read(t, "region.geojson", b.String()))
	must(t, err)
	if report.Sites.Unchanged != 2 || report.Flows.Unchanged != 2 || report.Exchanges.Unchanged != 1 {
		t.Errorf("report %+v", report)
	}
}

const badFlows = "id,site_id,direction,resource,quantity,unit,full_load_hours,supply_c,return_c\n" +
	"s,a,surplus,heat,3,MW,6000,80,45\n" +
	"n,nowhere,need,heat,3,MW,6000,60,40\n" + // no such site
	"x,a,need,heat,lots,MW,6000,60,40\n" + // no number
	"y,b,need,heat,3,MW,6000,40,60\n" // return above supply

func TestOneBadRowRefusesAllAndEveryBadRowIsTold(t *testing.T) {
	r := newRegion(t, planner.Options{})
	before := r.Snapshot()
	report, err := r.importAll(t, planner.ImportOptions{}, badFlows)
	kindOf(t, err, symbiosis.Invalid)
	var told []string
	for _, p := range problems(t, err) {
		told = append(told, p.Place+" "+p.Field)
	}
	for _, want := range []string{"flows.csv, row 3, column site_id site_id", "flows.csv, row 4, column quantity quantity", "exchanges.csv, row 2, column need_id need_id"} {
		if !slices.Contains(told, want) {
			t.Errorf("%q is not told of in %q", want, told)
		}
	}
	if !slices.ContainsFunc(told, func(s string) bool { return strings.HasPrefix(s, "flows.csv, row 5, ") }) {
		t.Errorf("row 5 is not told of in %q", told)
	}
	if report.LeftOut != 4 {
		t.Errorf("rows left out: %d, want 4", report.LeftOut)
	}
	if r.Snapshot() != before {
		t.Error("something was written")
	}
}

func TestAPartialImportTakesTheGoodRows(t *testing.T) {
	r := newRegion(t, planner.Options{})
	report, err := r.importAll(t, planner.ImportOptions{Partial: true}, badFlows)
	must(t, err)
	if report.Sites.Created != 2 || report.Flows.Created != 1 || report.Exchanges.Created != 0 || report.LeftOut != 4 {
		t.Errorf("report %+v", report)
	}
	if f, err := r.Snapshot().Flow("s"); err != nil || f.SiteID != "a" {
		t.Errorf("the good row is not there: %v", err)
	}
}

func TestADryRunCountsAndWritesNothing(t *testing.T) {
	r := newRegion(t, planner.Options{})
	before := r.Snapshot()
	report, err := r.importAll(t, planner.ImportOptions{DryRun: true}, flowsCSV)
	must(t, err)
	if report.Sites.Created != 2 || report.Flows.Created != 2 {
		t.Errorf("report %+v", report)
	}
	anew, err := r.other().Revision(t.Context())
	must(t, err)
	if r.Snapshot() != before || string(anew) != before.Revision() {
		t.Error("something was written")
	}
}

func TestAnIdStandsOnceInAllFiles(t *testing.T) {
	r := newRegion(t, planner.Options{})
	_, err := r.Import(t.Context(), planner.ImportOptions{}, r.read(t, "sites.csv", sitesCSV), r.read(t, "more.csv", "id,name,lon,lat\na,Another,14,63\n"))
	kindOf(t, err, symbiosis.Invalid)
	p := problems(t, err)
	if len(p) != 1 || p[0].Code != "duplicate" || !strings.Contains(p[0].Place, "more.csv, row 2") || !strings.Contains(p[0].Text, "sites.csv, row 2") {
		t.Errorf("problems %v, want the second place and the first", p)
	}
	// Layers of others, each numbered from 1: what to do is told.
	as := exchangeformat.As{Noun: exchangeformat.Constraints, Layer: "flood", Certainty: symbiosis.Reported}
	layer := func(name, prefix string) exchangeformat.Batch {
		as.Prefix = prefix
		b, err := exchangeformat.Read(t.Context(), name, strings.NewReader(`{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"geometry":{"type":"Polygon","coordinates":[[[14,63],[14.1,63],[14.1,63.1],[14,63]]]},"properties":{}}]}`),
			exchangeformat.Options{Catalogue: r.Catalogue(), As: as})
		must(t, err)
		return b
	}
	_, err = r.Import(t.Context(), planner.ImportOptions{}, layer("north.geojson", ""), layer("south.geojson", ""))
	if p := problems(t, err); len(p) != 1 || p[0].Value != "flood-1" || !strings.Contains(p[0].Hint, "(--id-prefix)") {
		t.Errorf("problems %v, want one that names the flag", p)
	}
	report, err := r.Import(t.Context(), planner.ImportOptions{}, layer("north.geojson", "north"), layer("south.geojson", "south"))
	if must(t, err); report.Constraints.Created != 2 {
		t.Errorf("with beginnings of their own: %+v", report)
	}
}

// A beginning of ids with a separator of its own gets no second one; who imported while it did finds the
// records again by the same wish, by either kind of region.
func TestABeginningOfIdsMayEndInASeparator(t *testing.T) {
	read := func(r *region, noun exchangeformat.Noun) exchangeformat.Batch {
		as := exchangeformat.As{Noun: noun, Certainty: symbiosis.Reported, Prefix: "krokom-"}
		switch noun {
		case exchangeformat.Constraints:
			as.Layer = "flood"
		case exchangeformat.Facilities:
			as.Facility = symbiosis.Rail
		}
		b, err := exchangeformat.Read(t.Context(), "north.geojson", strings.NewReader(`{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"geometry":{"type":"Polygon","coordinates":[[[14,63],[14.1,63],[14.1,63.1],[14,63]]]},"properties":{}}]}`),
			exchangeformat.Options{Catalogue: r.Catalogue(), As: as})
		must(t, err)
		return b
	}
	for _, noun := range []exchangeformat.Noun{exchangeformat.Areas, exchangeformat.Constraints, exchangeformat.Facilities} {
		for _, before := range []string{"", "krokom-1", "krokom--1"} {
			r := newRegion(t, planner.Options{})
			if before != "" {
				b := read(r, noun)
				for i := range b.Areas {
					b.Areas[i].Record.ID, b.Areas[i].Record.Name = symbiosis.AreaID(before), before
				}
				for i := range b.Constraints {
					b.Constraints[i].Record.ID = symbiosis.ConstraintID(before)
				}
				for i := range b.Facilities {
					b.Facilities[i].Record.ID = symbiosis.FacilityID(before)
				}
				b.Doubled = ""
				_, err := r.Import(t.Context(), planner.ImportOptions{}, b)
				must(t, err)
			}
			want := "krokom-1"
			if before != "" {
				want = before
			}
			for i := range 2 {
				report, err := r.Import(t.Context(), planner.ImportOptions{}, read(r, noun))
				must(t, err)
				made := planner.ImportCount{Unchanged: 1}
				if before == "" && i == 0 {
					made = planner.ImportCount{Created: 1}
				}
				if got := []planner.ImportCount{report.Areas, report.Constraints, report.Facilities}; !slices.Contains(got, made) {
					t.Errorf("%s, %q before: %+v, want %+v", noun, before, got, made)
				}
			}
			s := r.Snapshot()
			_, errArea := s.Area(symbiosis.AreaID(want))
			_, errConstraint := s.Constraint(symbiosis.ConstraintID(want))
			_, errFacility := s.Facility(symbiosis.FacilityID(want))
			if errArea != nil && errConstraint != nil && errFacility != nil {
				t.Errorf("%s, %q before: no %s in the region", noun, before, want)
			}
		}
	}
}

func TestAnImportMayNotTurnAFlowInUse(t *testing.T) {
	r := newRegion(t, planner.Options{})
	_, err := r.importAll(t, planner.ImportOptions{}, flowsCSV)
	must(t, err)
	_, err = r.Import(t.Context(), planner.ImportOptions{}, r.read(t, "flows.csv", strings.Replace(flowsCSV, "s,a,surplus", "s,a,need", 1)))
	kindOf(t, err, symbiosis.Invalid)
	if p := problems(t, err); len(p) != 1 || p[0].Field != "direction" {
		t.Errorf("problems %v, want direction", p)
	}
}

func TestProgressIsToldToTheEnd(t *testing.T) {
	r := newRegion(t, planner.Options{})
	last, total := 0, 0
	_, err := r.importAll(t, planner.ImportOptions{Progress: func(done, of int) { last, total = done, of }}, flowsCSV)
	must(t, err)
	if last != 5 || total != 5 {
		t.Errorf("told of %d of %d, want 5 of 5", last, total)
	}
}

func TestLandsLayersAreImportedOnce(t *testing.T) {
	r := newRegion(t, planner.Options{})
	file := "id,layer,source,geometry\nc1,flood,MSB,\"POLYGON((14 63,14.1 63,14.1 63.1,14 63))\"\nc2,shore,LST,\"LINESTRING(14 63,15 63)\"\n"
	roads := "id,facility,source,geometry,capacity,capacity_unit\nf1,substation,nät,POINT(14 63),0,MW\n"
	run := func(texts ...string) planner.ImportReport {
		t.Helper()
		var batches []exchangeformat.Batch
		for i, text := range texts {
			b, err := exchangeformat.Read(t.Context(), fmt.Sprintf("f%d.csv", i), strings.NewReader(text), exchangeformat.Options{})
			must(t, err)
			batches = append(batches, b)
		}
		report, err := r.Import(t.Context(), planner.ImportOptions{}, batches...)
		must(t, err)
		return report
	}
	if got := run(file, roads); got.Constraints.Created != 2 || got.Facilities.Created != 1 {
		t.Errorf("first: %+v", got)
	}
	if f, err := r.Snapshot().Facility("f1"); err != nil || f.Capacity == nil || f.Capacity.Amount != 0 {
		t.Errorf("a full substation is %+v, %v", f, err)
	}
	before := r.Snapshot().Revision()
	if got := run(file, roads); got.Constraints.Unchanged != 2 || got.Facilities.Unchanged != 1 || r.Snapshot().Revision() != before {
		t.Errorf("again: %+v", got)
	}
	if got := run(strings.Replace(file, "MSB", "MSB 2026", 1)); got.Constraints.Updated != 1 || got.Constraints.Unchanged != 1 {
		t.Errorf("changed: %+v", got)
	}
	records := r.Snapshot().Records()
	if len(records.Constraints) != 2 || len(records.Facilities) != 1 {
		t.Errorf("to be written: %d and %d", len(records.Constraints), len(records.Facilities))
	}
}
