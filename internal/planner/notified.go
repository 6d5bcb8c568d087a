package planner

import (
	"context"
	"sync"

	"github.com/samloka/samloka/internal/store"
)

// notified listens to a store that can tell of changes. With another store nothing ever comes.
type notified struct {
	changed   chan struct{} // something has changed since it was last read
	ended     chan error    // listening has failed
	listening bool
	begin     func()
}

// listen begins to listen to the store, in a goroutine of background that ends with ctx.
func (p *Planner) listen(ctx context.Context, background *sync.WaitGroup) *notified {
	n := &notified{changed: make(chan struct{}, 1), ended: make(chan error, 1)}
	notifier, ok := p.store.(store.Notifier)
	if !ok {
		return n
	}
	n.begin = func() {
		background.Go(func() {
			n.ended <- notifier.Notify(ctx, func() {
				select {
				case n.changed <- struct{}{}:
				default: // the one before hasn't been read yet
				}
			})
		})
	}
	n.start()
	return n
}

// start listens, unless that is being done.
func (n *notified) start() {
	if n.begin != nil && !n.listening {
		n.listening = true
		n.begin()
	}
}
