package planner_test

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// undoable is a record of a table: how it is put in two forms, taken away, and read.
type undoable struct {
	table, id string
	put       func(ctx context.Context, tx store.Tx, second bool) error
	del       func(ctx context.Context, tx store.Tx) error
	get       func(*planner.Snapshot) (symbiosis.Record, error)
}

// noun makes an undoable of a record and what its second form differs by.
func noun[T symbiosis.Record, ID ~string](table string, x T, id ID, change func(*T), put func(store.Tx, context.Context, T) (T, error),
	del func(store.Tx, context.Context, ID) error, get func(*planner.Snapshot, ID) (T, error),
) undoable {
	return undoable{table, string(id),
		func(ctx context.Context, tx store.Tx, second bool) error {
			y := x
			if second {
				change(&y)
			}
			_, err := put(tx, ctx, y)
			return err
		},
		func(ctx context.Context, tx store.Tx) error { return del(tx, ctx, id) },
		func(s *planner.Snapshot) (symbiosis.Record, error) { return get(s, id) },
	}
}

// undoables has one of each noun, and a prospect.
func undoables() []undoable {
	s := storetest.Sample()
	prospect := s.Profiles[0]
	setting := s.Settings[0]
	return []undoable{
		noun("sites", s.Sites[0], s.Sites[0].ID, func(x *symbiosis.Site) { x.Note = "ändrad" }, store.Tx.PutSite, store.Tx.DeleteSite, (*planner.Snapshot).Site),
		noun("areas", s.Areas[0], s.Areas[0].ID, func(x *symbiosis.Area) { x.Name = "Ändrad" }, store.Tx.PutArea, store.Tx.DeleteArea, (*planner.Snapshot).Area),
		noun("constraints", s.Constraints[0], s.Constraints[0].ID, func(x *symbiosis.Constraint) { x.Note = "ändrad" }, store.Tx.PutConstraint, store.Tx.DeleteConstraint, (*planner.Snapshot).Constraint),
		noun("facilities", s.Facilities[1], s.Facilities[1].ID, func(x *symbiosis.Facility) { x.Year = 2031 }, store.Tx.PutFacility, store.Tx.DeleteFacility, (*planner.Snapshot).Facility),
		noun("profiles", s.Profiles[1], s.Profiles[1].ID, func(x *symbiosis.Profile) { x.Capacity = 2000 }, store.Tx.PutProfile, store.Tx.DeleteProfile, (*planner.Snapshot).Profile),
		noun("profiles", prospect, prospect.ID, func(x *symbiosis.Profile) { x.Note = "tvekar" }, store.Tx.PutProfile, store.Tx.DeleteProfile, (*planner.Snapshot).Profile),
		noun("comparisons", s.Comparisons[0], s.Comparisons[0].ID, func(x *symbiosis.Comparison) { x.Note = "ändrad" }, store.Tx.PutComparison, store.Tx.DeleteComparison, (*planner.Snapshot).Comparison),
		noun("pitches", s.Pitches[1], s.Pitches[1].ID, func(x *symbiosis.Pitch) { x.Title = "Ändrad" }, store.Tx.PutPitch, store.Tx.DeletePitch, (*planner.Snapshot).Pitch),
		noun("settings", setting, setting.Key, func(x *symbiosis.Setting) { x.Body = `{"ändrad": 1}` }, store.Tx.PutSetting, store.Tx.DeleteSetting, (*planner.Snapshot).Setting),
	}
}

// withoutVersion is a record but for its version, as text.
func withoutVersion(t *testing.T, r symbiosis.Record) string {
	t.Helper()
	text, err := json.Marshal(clean(r))
	must(t, err)
	return string(text)
}

// TestEveryNounIsUndone: made, changed and deleted by another program, each undone, and the undoing
// undone, and an undoing not done twice.
func TestEveryNounIsUndone(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		for _, n := range undoables() {
			t.Run(n.table+" "+n.id, func(t *testing.T) { undoesAll(t, r, n) })
		}
	})
}

func undoesAll(t *testing.T, r *region, n undoable) {
	// is says what the region holds; "": nothing.
	is := func(when, want string) {
		t.Helper()
		for name, s := range map[string]*planner.Snapshot{"here": r.Snapshot(), "read anew": r.again(t).Snapshot()} {
			got := ""
			if x, err := n.get(s); err == nil {
				got = withoutVersion(t, x)
			} else if symbiosis.KindOf(err) != symbiosis.NotFound {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("%s, %s: it is %s, want %s", when, name, got, want)
			}
		}
	}
	now := func() string {
		t.Helper()
		x, err := n.get(r.Snapshot())
		must(t, err)
		return withoutVersion(t, x)
	}
	elsewhere := func(write func(ctx context.Context, tx store.Tx) error) planner.Change {
		t.Helper()
		_, err := r.other().Update(t.Context(), func(tx store.Tx) error { return write(t.Context(), tx) })
		must(t, err)
		must(t, r.Refresh(t.Context()))
		return r.newest(t, n.table, n.id)
	}
	undo := func(c planner.Change) planner.Change {
		t.Helper()
		made, err := r.Undo(planner.By(t.Context(), "Kim"), c.Number, planner.UndoOptions{})
		must(t, err)
		if len(made) != 1 || made[0].Undoes != c.Number || made[0].Actor != "Kim" || made[0].Table != n.table || made[0].ID != n.id {
			t.Fatalf("it is told as %+v", made)
		}
		if !reflect.DeepEqual(clean(made[0].Before), clean(c.After)) || !reflect.DeepEqual(clean(made[0].After), clean(c.Before)) {
			t.Errorf("undoing went from %+v to %+v, and the change from %+v to %+v", made[0].Before, made[0].After, c.Before, c.After)
		}
		// Once more, with or without the version on file: it says by which change.
		for _, version := range []int64{0, planner.AnyVersion} {
			_, err = r.Undo(t.Context(), c.Number, planner.UndoOptions{Version: version})
			kindOf(t, err, symbiosis.Conflict)
			if err != nil && !strings.Contains(err.Error(), fmt.Sprintf("already undone, by change %d", made[0].Number)) {
				t.Errorf("undoing twice says: %v", err)
			}
		}
		return made[0]
	}
	made := elsewhere(func(ctx context.Context, tx store.Tx) error { return n.put(ctx, tx, false) })
	first := now()
	gone := undo(made)
	is("undone", "")
	back := undo(gone)
	is("the undoing undone", first)
	// What is back can be undone anew: by its own number, since the record has another version now.
	undo(back)
	is("undone again", "")

	elsewhere(func(ctx context.Context, tx store.Tx) error { return n.put(ctx, tx, false) })
	changed := elsewhere(func(ctx context.Context, tx store.Tx) error { return n.put(ctx, tx, true) })
	second := now()
	if second == first {
		t.Fatal("the second form is the first: the test shows nothing")
	}
	restored := undo(changed)
	is("the change undone", first)
	undo(restored)
	is("the change back", second)
	deleted := elsewhere(n.del)
	is("deleted", "")
	undo(deleted)
	is("the deletion undone", second)
	// Made and deleted, and others' changes since: the older change is told as changed since.
	_, err := r.Undo(t.Context(), changed.Number, planner.UndoOptions{})
	kindOf(t, err, symbiosis.Stale)
	elsewhere(n.del)
	is("at the end", "")
}

// clean is a record of the history without its version.
func clean(record any) any {
	if record == nil {
		return nil
	}
	v := reflect.New(reflect.TypeOf(record)).Elem()
	v.Set(reflect.ValueOf(record))
	v.FieldByName("Version").SetInt(0)
	return v.Interface()
}

// TestAnImportIsUndoneOnce, wherever in it one begins.
func TestAnImportIsUndoneOnce(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		_, err := r.Import(t.Context(), planner.ImportOptions{}, batchOf([]symbiosis.Site{aSite("a", 14, 63), aSite("b", 14.5, 63)}, []symbiosis.Flow{aHeat("f", "a", symbiosis.Need)}))
		must(t, err)
		a, b, f := r.newest(t, "sites", "a"), r.newest(t, "sites", "b"), r.newest(t, "flows", "f")
		made, err := r.Undo(t.Context(), a.Number, planner.UndoOptions{Whole: true})
		must(t, err)
		if len(made) != 3 {
			t.Errorf("%d changes undid it", len(made))
		}
		for _, c := range []planner.Change{a, b, f} {
			for _, whole := range []bool{true, false} {
				_, err := r.Undo(t.Context(), c.Number, planner.UndoOptions{Whole: whole})
				kindOf(t, err, symbiosis.Conflict)
				if err != nil && !strings.Contains(err.Error(), "already undone, by change") {
					t.Errorf("undoing %s %s again says: %v", c.Table, c.ID, err)
				}
			}
		}
		// Undone once more it is back, and can be undone as at first by its new number.
		again, err := r.Undo(t.Context(), made[0].Number, planner.UndoOptions{Whole: true})
		must(t, err)
		if n := len(r.Snapshot().Records().Sites); n != 2 || len(again) != 3 {
			t.Errorf("%d sites are back, by %d changes", n, len(again))
		}
	})
}
