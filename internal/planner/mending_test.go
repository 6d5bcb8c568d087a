package planner_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// TestAnImportMendsBrokenRows: a file has records that another program has spoilt in the store. They are mended and
// count as changed, whether the server has seen that they are broken or hasn't yet.
func TestAnImportMendsBrokenRows(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		do := sqlOf(t, r)
		r.pair(t)
		r.exchange(t)
		sample := storetest.Sample()
		file := exchangeformat.Batch{
			Sites:     placed([]symbiosis.Site{aSite("a", 14.60, 63.20), aSite("b", 14.64, 63.20)}),
			Flows:     placed([]symbiosis.Flow{aHeat("s", "a", symbiosis.Surplus), aHeat("n", "b", symbiosis.Need)}),
			Exchanges: placed([]symbiosis.Exchange{{ID: "e", SurplusID: "s", NeedID: "n", State: symbiosis.Operation, Certainty: symbiosis.Estimated}}),
			Areas:     placed(sample.Areas[:1]), Constraints: placed(sample.Constraints[:1]), Facilities: placed(sample.Facilities[:1]),
		}
		again := func() exchangeformat.Batch { // an import makes its records what is on file
			b := file
			b.Sites, b.Flows, b.Exchanges = slices.Clone(b.Sites), slices.Clone(b.Flows), slices.Clone(b.Exchanges)
			b.Areas, b.Constraints, b.Facilities = slices.Clone(b.Areas), slices.Clone(b.Constraints), slices.Clone(b.Facilities)
			return b
		}
		_, err := r.Import(t.Context(), planner.ImportOptions{}, again())
		must(t, err)
		want := r.Snapshot().Everything()
		for _, spoil := range []string{
			"UPDATE sites SET name = NULL WHERE id = 'a'", "UPDATE flows SET unit = 'MWh' WHERE id = 's'", "UPDATE exchanges SET state = '?'",
			"UPDATE areas SET name = NULL", "UPDATE constraints SET source = NULL", "UPDATE facilities SET kind = NULL",
			"UPDATE flows SET direction = NULL WHERE id = 'n'",
		} {
			for _, seen := range []bool{true, false} {
				must(t, do(spoil))
				if seen {
					must(t, r.Refresh(t.Context()))
				}
				if report, err := r.Import(t.Context(), planner.ImportOptions{DryRun: true}, again()); err != nil || changed(report) != [3]int{0, 1, 7} {
					t.Errorf("%s, seen: %v: checking counts %v, %v", spoil, seen, changed(report), err)
				}
				report, err := r.Import(t.Context(), planner.ImportOptions{}, again())
				if err != nil || changed(report) != [3]int{0, 1, 7} {
					t.Errorf("%s, seen: %v: counts %v, %v", spoil, seen, changed(report), err)
				}
				for name, s := range map[string]*planner.Snapshot{"who imported": r.Snapshot(), "who has just begun": r.again(t).Snapshot()} {
					if diff := cmp.Diff(want, s.Everything(), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(symbiosis.Site{}, "Version"), cmpopts.IgnoreFields(symbiosis.Flow{}, "Version"),
						cmpopts.IgnoreFields(symbiosis.Exchange{}, "Version"), cmpopts.IgnoreFields(symbiosis.Area{}, "Version"), cmpopts.IgnoreFields(symbiosis.Constraint{}, "Version"),
						cmpopts.IgnoreFields(symbiosis.Facility{}, "Version")); diff != "" || len(s.Broken()) != 0 {
						t.Fatalf("%s, seen: %v: %s leaves out %v and has (-before +now):\n%s", spoil, seen, name, s.Broken(), diff)
					}
				}
			}
		}
	})
}

// changed counts what a report tells as new, changed and as it was.
func changed(r planner.ImportReport) (sum [3]int) {
	for _, c := range []planner.ImportCount{r.Sites, r.Flows, r.Areas, r.Exchanges, r.Constraints, r.Facilities} {
		sum[0], sum[1], sum[2] = sum[0]+c.Created, sum[1]+c.Updated, sum[2]+c.Unchanged
	}
	return sum
}

// TestAnImportThatRestsOnBrokenRows: what names a row that is left out, and doesn't bring it, is told so at its place
// in the file; a flow that is mended stays on the side on which its exchanges have it.
func TestAnImportThatRestsOnBrokenRows(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		do := sqlOf(t, r)
		r.pair(t)
		r.exchange(t)
		for _, seen := range []bool{true, false} {
			spoil := func(statement string) {
				t.Helper()
				must(t, do(statement))
				if seen {
					must(t, r.Refresh(t.Context()))
				}
			}
			flow := func(f symbiosis.Flow) error {
				_, err := r.Import(t.Context(), planner.ImportOptions{}, exchangeformat.Batch{Flows: []exchangeformat.Placed[symbiosis.Flow]{{Record: f, Place: exchangeformat.Place{File: "flows.csv", Row: 2}}}})
				return err
			}
			told := func(what string, err error, wants ...string) {
				t.Helper()
				for _, want := range append(wants, "flows.csv, row 2") {
					if symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), want) {
						t.Errorf("seen: %v: %s: %v lacks %q", seen, what, err, want)
					}
				}
			}
			spoil("UPDATE sites SET name = NULL WHERE id = 'a'")
			told("a flow at a broken site", flow(aHeat("new", "a", symbiosis.Need)), "column site_id", "left out")
			must(t, do("UPDATE sites SET name = 'Site a' WHERE id = 'a'"))

			spoil("UPDATE flows SET unit = 'MWh' WHERE id = 's'")
			e := exchangeformat.Batch{Exchanges: []exchangeformat.Placed[symbiosis.Exchange]{{
				Record: symbiosis.Exchange{ID: "e2", SurplusID: "s", NeedID: "n", State: symbiosis.Idea}, Place: exchangeformat.Place{File: "flows.csv", Row: 2}}}}
			_, err := r.Import(t.Context(), planner.ImportOptions{}, e)
			told("an exchange with a broken flow", err, "column surplus_id", "left out")
			told("a broken flow turned round", flow(aHeat("s", "a", symbiosis.Need)), "column direction", "as a surplus")
			must(t, flow(aHeat("s", "a", symbiosis.Surplus)))

			// Where the exchange is broken too it is on neither side; one that is right still is.
			spoil("UPDATE exchanges SET state = '?'")
			told("a flow turned round under a broken exchange", flow(aHeat("s", "a", symbiosis.Need)), "column direction", "left out")
			spoil("UPDATE flows SET unit = 'MWh' WHERE id = 's'")
			must(t, flow(aHeat("s", "a", symbiosis.Surplus)))
			must(t, do("UPDATE exchanges SET state = 'operation'"))
			must(t, r.Refresh(t.Context()))
		}
	})
}

// TestAnImportMendsAVersion: another program has made the version what none can be, in a GeoPackage, where any column
// holds anything.
func TestAnImportMendsAVersion(t *testing.T) {
	r := newRegion(t, planner.Options{})
	do := sqlOf(t, r)
	r.pair(t)
	for _, version := range []string{"'two'", "-1", "x'00'", "2.5"} {
		must(t, do("UPDATE sites SET version = "+version+" WHERE id = 'a'"))
		must(t, r.Refresh(t.Context()))
		if rows, _, err := r.BrokenRows(t.Context()); err != nil || len(rows) != 1 || rows[0].Problems[0].Field != "version" || rows[0].Spoilt == nil {
			t.Fatalf("version %s: %+v, %v", version, rows, err)
		}
		report, err := r.Import(t.Context(), planner.ImportOptions{}, exchangeformat.Batch{Sites: placed([]symbiosis.Site{aSite("a", 14.60, 63.20)})})
		if err != nil || report.Sites != (planner.ImportCount{Updated: 1}) || len(r.again(t).Snapshot().Broken()) != 0 {
			t.Fatalf("version %s: %+v, %v", version, report.Sites, err)
		}
		if _, err := r.History(t.Context(), planner.HistoryQuery{}); err != nil {
			t.Errorf("version %s: the history: %v", version, err)
		}
	}
}
