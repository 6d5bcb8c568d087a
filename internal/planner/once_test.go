package planner_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Asked for again under its key, a thing is what was made: on the same server, and on one that has not
// heard of it yet.
func TestWhatIsAskedForTwiceIsMadeOnce(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		r.demo(t)
		firm, err := r.Snapshot().Firm("greenhouse")
		must(t, err)
		late := r.again(t) // opened before anything is made, and told of nothing
		one := planner.Once{Key: "a key that nobody else has", Asked: "this"}
		other := planner.Once{Key: one.Key, Asked: "that"}
		refused := func(what, id string, err error) {
			t.Helper()
			e, ok := errors.AsType[*symbiosis.Error](err)
			if !ok || e.Kind != symbiosis.Conflict || len(e.Problems) != 1 || e.Problems[0].Code != "made_otherwise" || e.Problems[0].Value != id {
				t.Errorf("%s, asked for otherwise under one key: %v", what, err)
			}
		}

		order := planner.PitchOrder{AreaID: "krokom-a", Profile: firm.Profile, Once: one}
		sheet, token, err := r.MakePitch(t.Context(), order)
		must(t, err)
		if _, _, err := r.OpenPitch(token); err != nil {
			t.Error(err)
		}
		for name, p := range map[string]*planner.Planner{"here": r.Planner, "elsewhere": late} {
			again, secret, err := p.MakePitch(t.Context(), order)
			must(t, err)
			if again.ID != sheet.ID || secret != token || again.Version != 1 {
				t.Errorf("%s a sheet is made twice: %s and %s, %q and %q", name, sheet.ID, again.ID, token, secret)
			}
		}
		order.Once = other
		_, _, err = r.MakePitch(t.Context(), order)
		refused("a sheet", string(sheet.ID), err)
		order.Once = planner.Once{Key: "another key, another sheet", Asked: "this"}
		if next, secret, err := r.MakePitch(t.Context(), order); err != nil || next.ID == sheet.ID || secret == token {
			t.Errorf("another key gives %s, %q, %v", next.ID, secret, err)
		}

		wish := planner.Compare{Name: "Två", Areas: []symbiosis.AreaID{"krokom-a", "krokom-b"}, Once: one}
		saved, again, err := r.SaveComparison(t.Context(), wish)
		must(t, err)
		if again {
			t.Error("the first is called a repetition")
		}
		for name, p := range map[string]*planner.Planner{"here": r.Planner, "elsewhere": late} {
			if same, again, err := p.SaveComparison(t.Context(), wish); err != nil || !again || same.ID != saved.ID {
				t.Errorf("%s a comparison is saved twice: %s and %s, %v", name, saved.ID, same.ID, err)
			}
		}
		wish.Once = other
		_, _, err = r.SaveComparison(t.Context(), wish)
		refused("a comparison", string(saved.ID), err)
		// Taken away, it can be made again.
		_, err = r.DeleteComparison(t.Context(), saved.ID, 1)
		must(t, err)
		if _, again, err := r.SaveComparison(t.Context(), wish); err != nil || again {
			t.Errorf("after the first was taken away: %v, %v", again, err)
		}

		export := planner.ExportOrder{Format: planner.CSV, Table: "sites"}
		job, err := r.StartExport(t.Context(), one, export)
		must(t, err)
		if same, err := late.StartExport(t.Context(), one, export); err != nil || same.ID != job.ID {
			t.Errorf("a job is begun twice: %d and %d, %v", job.ID, same.ID, err)
		}
		_, err = r.StartExport(t.Context(), other, export)
		refused("a job", fmt.Sprint(job.ID), err)
		_, err = r.StartMatching(t.Context(), one, planner.MatchJobOptions{})
		refused("a job of another kind", fmt.Sprint(job.ID), err)

		files := func(row string) []planner.NamedFile {
			return []planner.NamedFile{{Name: "sites.csv", Open: content("id,name,lon,lat\n" + row + "\n")}}
		}
		once := planner.Once{Key: "the key of an import", Asked: "as it is"}
		imported, err := r.StartImport(t.Context(), once, files("a,A,14,63"), planner.ReadWish{}, planner.ImportOptions{})
		must(t, err)
		if same, err := r.StartImport(t.Context(), once, files("a,A,14,63"), planner.ReadWish{}, planner.ImportOptions{}); err != nil || same.ID != imported.ID {
			t.Errorf("an import is begun twice: %d and %d, %v", imported.ID, same.ID, err)
		}
		_, err = r.StartImport(t.Context(), once, files("b,B,14,63"), planner.ReadWish{}, planner.ImportOptions{})
		refused("an import of other files", fmt.Sprint(imported.ID), err)
		working(t, r.Planner)
		if imported = ends(t, r.Planner, imported.ID); imported.State != store.JobDone {
			t.Errorf("the import, sent twice, ends as %+v", imported)
		}
		list, err := r.Jobs(t.Context(), 10)
		must(t, err)
		if len(list) != 2 {
			t.Errorf("%d jobs were begun, not an export and an import", len(list))
		}
	})
}
