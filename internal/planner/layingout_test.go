package planner

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/geopackage"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
)

// atPull is the transport models, with something done when a need is first laid out.
type atPull struct {
	*transport.Model
	first func()
}

func (m atPull) Pull(need *symbiosis.Stream, best *symbiosis.Envelope) float64 {
	m.first()
	return m.Model.Pull(need, best)
}

// A layout that a server is making is given up when an edit comes, and the state after the edit gets its own
// once changes have settled.
func TestAnEditGivesUpTheLayoutThatIsBeingMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, a := books(t)
		ctx, stop := context.WithCancel(t.Context())
		s, err := geopackage.Open(ctx, filepath.Join(t.TempDir(), "region.gpkg"))
		if err != nil {
			t.Fatal(err)
		}
		region := regiongen.Clustered(500, 3)
		if _, err := s.Update(ctx, func(tx store.Tx) error {
			for _, site := range region.Sites {
				if _, err := tx.PutSite(ctx, site); err != nil {
					return err
				}
			}
			for _, f := range region.Flows {
				if _, err := tx.PutFlow(ctx, f); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		p, err := Open(ctx, s, c, a, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var laying atomic.Bool
		goOn := make(chan struct{})
		hold := func() {
			if laying.CompareAndSwap(false, true) {
				<-goOn
			}
		}
		before := p.Snapshot()
		before.engine = lazily(func() (*match.Engine, error) {
			return match.New(c, func(a symbiosis.Assumptions) match.Reckoner { return atPull{transport.New(a), hold} }, a, region.Sites, region.Flows)
		})
		// isLaidOut: with a context that has ended nothing is made, what is there is found.
		ended, end := context.WithCancel(ctx)
		end()
		isLaidOut := func(s *Snapshot) bool { return s.layOut(ended) == nil }

		ran := make(chan error, 1)
		go func() { ran <- p.Run(ctx) }()
		synctest.Wait()
		if !laying.Load() {
			t.Fatal("the background has not begun to lay the region out")
		}
		f := region.Flows[0]
		f.Quantity.Amount *= 2
		if _, err := p.UpdateFlow(ctx, f, AnyVersion); err != nil {
			t.Fatal(err)
		}
		after := p.Snapshot()
		synctest.Wait()
		close(goOn)
		synctest.Wait()
		if isLaidOut(before) {
			t.Error("the state before the edit has been laid out to the end")
		}
		if isLaidOut(after) {
			t.Error("the state after the edit has been laid out before changes had settled")
		}
		time.Sleep(2 * settled)
		synctest.Wait()
		if !isLaidOut(after) || isLaidOut(before) {
			t.Error("once changes have settled, not the state after the edit is laid out, or the one before it")
		}
		if _, done := after.plan.done(); !done {
			t.Error("the plan has not been reckoned")
		}
		stop()
		if err := <-ran; err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
