package planner_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// spoiled is a store in which another program has left a row that breaks its rules, for as
// long as fault is set.
type spoiled struct {
	store.Store
	fault *error
}

func (s spoiled) Load(ctx context.Context) (*symbiosis.Region, store.Revision, error) {
	if *s.fault != nil {
		return nil, "", *s.fault
	}
	return s.Store.Load(ctx)
}

func (s spoiled) Since(ctx context.Context, from store.Revision, most int) (store.News, error) {
	if *s.fault != nil {
		return store.News{}, *s.fault
	}
	return s.Store.Since(ctx, from, most)
}

// TestAPlannerBehindItsStoreSaysSo: after a broken edit by another program the last good
// state is still shown, the check tells that it is old and why, and a mended row ends it.
func TestAPlannerBehindItsStoreSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "region.gpkg")
	var fault error
	p, err := planner.Open(t.Context(), spoiled{openStore(t, path), &fault}, catalogue(t), assumptions(t), planner.Options{})
	must(t, err)
	_, err = p.CreateSite(t.Context(), aSite("a", 14.6, 63.2))
	must(t, err)
	must(t, p.Check(t.Context()))

	_, err = openStore(t, path).Update(t.Context(), func(tx store.Tx) error {
		_, err := tx.PutSite(t.Context(), aSite("b", 14.7, 63.2))
		return err
	})
	must(t, err)
	fault = symbiosis.Errorf(symbiosis.Invalid, "flows, row 131: quantity must be above zero")
	if err := p.Refresh(t.Context()); err == nil {
		t.Error("a store that can't be read was read")
	}
	if err := p.Check(t.Context()); symbiosis.KindOf(err) != symbiosis.Unavailable || !strings.Contains(err.Error(), "row 131") {
		t.Errorf("the check says %v", err)
	}
	if _, err := p.Snapshot().Site("a"); err != nil {
		t.Errorf("the last good state is gone: %v", err)
	}

	fault = nil
	must(t, p.Refresh(t.Context()))
	must(t, p.Check(t.Context()))
	if _, err := p.Snapshot().Site("b"); err != nil {
		t.Errorf("the edit has not come: %v", err)
	}
}

// TestAPlannerThatDoesNotFollowSaysSo: a moment behind the store is nothing, the same old state for
// longer is told until it has been read anew.
func TestAPlannerThatDoesNotFollowSaysSo(t *testing.T) {
	r := newRegion(t, planner.Options{MostBehind: 1})
	change := func(id string) {
		t.Helper()
		_, err := r.other.Update(t.Context(), func(tx store.Tx) error {
			_, err := tx.PutSite(t.Context(), aSite(id, 14.7, 63.2))
			return err
		})
		must(t, err)
	}
	change("a")
	must(t, r.Check(t.Context()))
	if err := r.Check(t.Context()); symbiosis.KindOf(err) != symbiosis.Unavailable || !strings.Contains(err.Error(), "older than the store") {
		t.Errorf("the check says %v", err)
	}
	must(t, r.Refresh(t.Context()))
	must(t, r.Check(t.Context()))
	change("b")
	must(t, r.Check(t.Context())) // behind anew, for a moment
	change("c")
	must(t, r.Refresh(t.Context()))
	must(t, r.Check(t.Context()))
}
