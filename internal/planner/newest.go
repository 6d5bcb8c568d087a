package planner

import (
	"context"
	"sync"
	"time"
)

// settled is how long no change must have come for the background to reckon the region anew: while
// many come one after the other, each would throw away what was begun for the one before, and
// writes would wait for the processor. Who asks meanwhile has it reckoned at once.
const settled = 250 * time.Millisecond

// newest works for the newest of what comes: it gives up what it does for the one before.
type newest struct {
	ctx    context.Context //nolint:containedctx // bounds all the work
	cancel context.CancelFunc
	at     sync.WaitGroup
}

// start does work once nothing newer has come for so long.
func (n *newest) start(after time.Duration, work func(context.Context)) {
	if n.cancel != nil {
		n.cancel()
	}
	var ctx context.Context
	ctx, n.cancel = context.WithCancel(n.ctx)
	n.at.Go(func() {
		timer := time.NewTimer(after)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
			work(ctx)
		}
	})
}

// end gives up what is done and waits until it is.
func (n *newest) end() {
	if n.cancel != nil {
		n.cancel()
	}
	n.at.Wait()
}
