package planner_test

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// spoiled is a store that can't be read, for as long as fault is set.
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

// TestAPlannerBehindItsStoreSaysSo: when the store can't be read the last state is still shown, the check
// tells that it is old and why, and a store that can be read again ends it.
func TestAPlannerBehindItsStoreSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "region.gpkg")
	var fault error
	p, err := planner.Open(t.Context(), spoiled{openStore(t, path), &fault}, known(), defaults(), planner.Options{})
	must(t, err)
	_, err = p.CreateSite(t.Context(), aSite("a", 14.6, 63.2))
	must(t, err)
	must(t, p.Check(t.Context()))

	_, err = openStore(t, path).Update(t.Context(), func(tx store.Tx) error {
		_, err := tx.PutSite(t.Context(), aSite("b", 14.7, 63.2))
		return err
	})
	must(t, err)
	fault = symbiosis.Errorf(symbiosis.Unavailable, "the table flows lacks a column")
	if err := p.Refresh(t.Context()); err == nil {
		t.Error("a store that can't be read was read")
	}
	if err := p.Check(t.Context()); symbiosis.KindOf(err) != symbiosis.Unavailable || !strings.Contains(err.Error(), "lacks a column") {
		t.Errorf("the check says %v", err)
	}
	if _, err := p.Snapshot().Site("a"); err != nil {
		t.Errorf("the last good state is gone: %v", err)
	}
	// A change of ours is kept meanwhile: who made it must not be told that it failed, and make it twice.
	if _, err := p.CreateSite(t.Context(), aSite("c", 14.8, 63.2)); err != nil {
		t.Errorf("a change that is kept is told as a failure: %v", err)
	}

	fault = nil
	must(t, p.Refresh(t.Context()))
	must(t, p.Check(t.Context()))
	for _, id := range []symbiosis.SiteID{"b", "c"} {
		if _, err := p.Snapshot().Site(id); err != nil {
			t.Errorf("the edit has not come: %v", err)
		}
	}
}

// TestAPlannerThatDoesNotFollowSaysSo: a moment behind the store is nothing, the same old state for
// longer is told until it has been read anew.
func TestAPlannerThatDoesNotFollowSaysSo(t *testing.T) {
	r := newRegion(t, planner.Options{MostBehind: 1})
	change := func(id string) {
		t.Helper()
		_, err := r.other().Update(t.Context(), func(tx store.Tx) error {
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

// gone is a store that was opened and can't be asked any more, while fault is set.
type gone struct {
	store.Store
	fault *error
	asked chan struct{}
}

func (s gone) Revision(ctx context.Context) (store.Revision, error) {
	if *s.fault == nil {
		return s.Store.Revision(ctx)
	}
	s.asked <- struct{}{}
	return "", *s.fault
}

// TestAStoreThatIsGoneIsLoggedOnce, not every second of the night.
func TestAStoreThatIsGoneIsLoggedOnce(t *testing.T) {
	var fault error
	var log bytes.Buffer
	asked, ticks := make(chan struct{}, 1), make(chan time.Time)
	ticker := func(time.Duration) (<-chan time.Time, func()) { return ticks, func() {} }
	s := gone{openStore(t, filepath.Join(t.TempDir(), "region.gpkg")), &fault, asked}
	p, err := planner.Open(t.Context(), s, known(), defaults(), planner.Options{Ticker: ticker, Log: slog.New(slog.NewTextHandler(&log, nil))})
	must(t, err)
	fault = symbiosis.Errorf(symbiosis.Unavailable, "the store was moved")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- p.Run(ctx) }()
	for range 5 {
		ticks <- time.Time{}
		<-asked
	}
	cancel()
	must(t, <-ended)
	if n := strings.Count(log.String(), "could not be taken in"); n != 1 {
		t.Errorf("logged %d times:\n%s", n, log.String())
	}
}
