package planner_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"log/slog"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// TestABrokenRowHoldsNobodyUp: another program spoils a row. All else goes on, on servers that run and on one that
// starts now; the row is told, with the change that spoilt it, and undoing that or mending the row ends it.
func TestABrokenRowHoldsNobodyUp(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		var log bytes.Buffer
		watching, err := planner.Open(t.Context(), r.other(), known(), defaults(), planner.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
		must(t, err)
		// All servers show the same, with so many rows left out.
		same := func(leftOut ...string) {
			t.Helper()
			fresh := r.again(t)
			for name, p := range map[string]*planner.Planner{"the one who wrote": r.Planner, "another": watching} {
				must(t, p.Refresh(t.Context()))
				must(t, p.Check(t.Context()))
				if diff := cmp.Diff(fresh.Snapshot().Everything(), p.Snapshot().Everything(), cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%s shows another state than a server that has just begun (-new +it):\n%s", name, diff)
				}
				var rows []string
				for _, b := range p.Snapshot().Broken() {
					rows = append(rows, b.Table+" "+b.ID)
				}
				if diff := cmp.Diff(leftOut, rows, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%s leaves out other rows (-want +got):\n%s", name, diff)
				}
			}
		}
		for _, id := range []string{"a", "b"} {
			_, err := r.CreateSite(t.Context(), aSite(id, 14.6, 63.2))
			must(t, err)
			_, err = r.CreateFlow(t.Context(), aHeat("f-"+id, id, symbiosis.Surplus))
			must(t, err)
		}
		same()

		before := watching.Snapshot().Revision()
		r.byOthers(t, `UPDATE sites SET name = NULL WHERE id = 'a'`)
		same("sites a")
		if _, tables, known := watching.ChangedSince(before); !known || !slices.Equal(tables, []string{"sites"}) {
			t.Errorf("pages are told that %v has changed, %v", tables, known)
		}
		if s := log.String(); strings.Count(s, "rows of the store are left out") != 1 || !strings.Contains(s, `table sites, row`) || !strings.Contains(s, "name is missing") {
			t.Errorf("the log says\n%s", s)
		}
		if _, err := watching.Snapshot().Site("a"); symbiosis.KindOf(err) != symbiosis.NotFound || !strings.Contains(err.Error(), "left out") {
			t.Errorf("the site that is left out: %v", err)
		}
		if _, err := watching.Snapshot().Summary(t.Context()); err != nil { // with a flow whose site isn't there
			t.Error(err)
		}
		// Writes of others' records go on; those that rest on the row are told why not.
		b, err := watching.Snapshot().Site("b")
		must(t, err)
		b.Name = "Renamed"
		_, err = watching.UpdateSite(t.Context(), b, b.Version)
		must(t, err)
		same("sites a")
		for what, do := range map[string]func() error{
			"a flow there":        func() error { _, err := r.CreateFlow(t.Context(), aHeat("g", "a", symbiosis.Need)); return err },
			"the id once more":    func() error { _, err := r.CreateSite(t.Context(), aSite("a", 15, 63)); return err },
			"a change of the row": func() error { _, err := r.UpdateSite(t.Context(), aSite("a", 15, 63), 1); return err },
		} {
			if err := do(); symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), "name") {
				t.Errorf("%s: %v", what, err)
			}
		}
		same("sites a")

		rows, count, err := watching.BrokenRows(t.Context())
		must(t, err)
		if count != 1 || len(rows) != 1 || rows[0].Spoilt == nil || rows[0].Problems[0].Field != "name" {
			t.Fatalf("%d rows are told of: %+v", count, rows)
		}
		r.byOthers(t, `UPDATE sites SET note = 'still without a name' WHERE id = 'a'`)
		same("sites a")
		again, _, err := watching.BrokenRows(t.Context())
		must(t, err)
		if again[0].Spoilt == nil || again[0].Spoilt.Number != rows[0].Spoilt.Number {
			t.Fatalf("another change has spoilt the row: %+v", again)
		}
		_, err = watching.Undo(t.Context(), again[0].Spoilt.Number, planner.UndoOptions{Version: planner.AnyVersion})
		must(t, err)
		same()

		// A row that was never right; one that somebody deletes; one that is mended by who spoilt it; values.
		r.byOthers(t, `INSERT INTO flows (id, site_id, direction) VALUES ('h', 'b', 'need')`, `UPDATE flows SET unit = 'MWh' WHERE id = 'f-a'`)
		same("flows f-a", "flows h")
		if rows, _, err = r.BrokenRows(t.Context()); err != nil || rows[0].Spoilt == nil || rows[1].Spoilt != nil {
			t.Errorf("the rows are told as %+v, %v", rows, err)
		}
		if _, err := r.DeleteSite(t.Context(), "b", planner.AnyVersion); symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), "quantity") {
			t.Errorf("a site goes with a flow that nobody sees: %v", err)
		}
		r.byOthers(t, `DELETE FROM flows WHERE id = 'h'`)
		same("flows f-a")
		r.byOthers(t, `UPDATE flows SET unit = 'MW' WHERE id = 'f-a'`)
		same()
		must(t, r.SetAssumptions(t.Context(), map[string]float64{"detour_pipe": 1.5}))
		r.byOthers(t, `UPDATE assumptions SET value = NULL`)
		same("assumptions detour_pipe")
		must(t, r.SetAssumptions(t.Context(), map[string]float64{"detour_pipe": 1.6}))
		same()
		// A row that comes broken changes no record, but pages are told of it.
		before = watching.Snapshot().Revision()
		r.byOthers(t, `INSERT INTO flows (id, site_id, direction) VALUES ('i', 'b', 'need')`)
		same("flows i")
		if _, tables, known := watching.ChangedSince(before); !known || !slices.Equal(tables, []string{"flows"}) {
			t.Errorf("pages are told that %v has changed, %v", tables, known)
		}
		r.byOthers(t, `DELETE FROM flows WHERE id = 'i'`)
		same()
		must(t, r.SetInfo(t.Context(), symbiosis.RegionInfo{Name: symbiosis.Names{SV: "Jämtland"}}))
		r.byOthers(t, `UPDATE region_info SET questions = '[1]'`)
		must(t, r.Refresh(t.Context()))
		if len(r.Snapshot().Broken()) != 1 {
			t.Fatalf("the description is broken, and %v is told", r.Snapshot().Broken())
		}
		must(t, r.SetInfo(t.Context(), symbiosis.RegionInfo{Name: symbiosis.Names{SV: "Härjedalen"}}))
		same()
		if s := log.String(); !strings.Contains(s, "no row of the store is left out any more") {
			t.Errorf("the log says\n%s", s)
		}
	})
}

// byOthers changes the store as another program does.
func (r *region) byOthers(t testing.TB, statements ...string) {
	t.Helper()
	if strings.HasPrefix(r.path, "postgres") {
		psql(t, r.path, statements...)
		return
	}
	// By GDAL, as QGIS does: SQLite alone lacks what the index of places asks for.
	for _, q := range statements {
		out, err := exec.CommandContext(t.Context(), testtool.Require(t, "ogrinfo"), r.path, "-sql", q).CombinedOutput()
		if must(t, err); bytes.Contains(out, []byte("ERROR")) {
			t.Fatalf("%s: %s", q, out)
		}
	}
}

func sqlite(t testing.TB, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	defer db.Close()
	for _, q := range statements {
		_, err := db.ExecContext(t.Context(), q)
		must(t, err)
	}
}

// TestWhatIsWrongIsToldOfEveryRow: of more than a hundred broken rows some are mended. The others are told with what
// is wrong with them, on a server that follows as on one that has just begun.
func TestWhatIsWrongIsToldOfEveryRow(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		do := sqlOf(t, r)
		_, err := r.other().Update(t.Context(), func(tx store.Tx) error {
			for i := range 150 {
				if _, err := tx.PutSite(t.Context(), aSite(fmt.Sprintf("s%03d", i), 14.6, 63.2)); err != nil {
					return err
				}
			}
			return nil
		})
		must(t, err)
		for _, step := range []struct {
			set  string
			left int
		}{
			{"name = NULL WHERE id >= 's060'", 90}, {"name = NULL", 150}, {"name = 'Verk' WHERE id < 's120'", 30}, {"name = NULL", 150}, {"name = 'Verk'", 0},
		} {
			must(t, do("UPDATE sites SET "+step.set))
			must(t, r.Refresh(t.Context()))
			rows := r.Snapshot().Broken()
			if diff := cmp.Diff(r.again(t).Snapshot().Broken(), rows, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: the rows are told otherwise than by a server that has just begun (-new +it):\n%s", step.set, diff)
			}
			for _, row := range rows {
				if len(row.Problems) != 1 {
					t.Fatalf("%s: what is wrong with %s is told as %v", step.set, row.ID, row.Problems)
				}
			}
			if len(rows) != step.left {
				t.Errorf("%s: %d rows are left out", step.set, len(rows))
			}
		}
	})
}

// TestABrokenValueIsToldAndFollowed: an infinite value of an assumption, which GeoPackages can hold too, is told as
// one that is missing is, and doesn't have the region read anew with each later change of values.
func TestABrokenValueIsToldAndFollowed(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		do := sqlOf(t, r)
		must(t, r.SetAssumptions(t.Context(), map[string]float64{"detour_pipe": 1.5, "detour_road": 1.2, "heat_value_sek_per_mwh": 300}))
		infinite := "9e999"
		if strings.HasPrefix(r.path, "postgres") {
			infinite = "'Infinity'"
		}
		must(t, do("UPDATE assumptions SET value = "+infinite+" WHERE key = 'detour_pipe'"))
		must(t, r.Refresh(t.Context()))
		must(t, do("UPDATE assumptions SET value = 310 WHERE key = 'heat_value_sek_per_mwh'"))
		must(t, r.Refresh(t.Context()))
		for name, s := range map[string]*planner.Snapshot{"who follows": r.Snapshot(), "who has just begun": r.again(t).Snapshot()} {
			if b := s.Broken(); len(b) != 1 || b[0].Table != "assumptions" || b[0].ID != "detour_pipe" || b[0].Problems[0].Code != "not_a_number" {
				t.Errorf("%s leaves out %+v", name, b)
			}
		}
		if _, reloads := r.Followed(); reloads != 1 {
			t.Errorf("the region was read %d times", reloads)
		}
	})
}
