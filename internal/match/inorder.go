package match

import (
	"context"
	"errors"
	"sync"
)

// errStopped is what send returns when nobody wants more.
var errStopped = errors.New("stopped by the reader")

// inOrder works on chunks 0…chunks−1, on several cores when workers are more than one, and hands all that
// work sends to yield, in the order of the chunks and of the sending: the same on one core or
// many. What waits to be read is bounded. It ends when yield returns false, with the first
// error in that order, or with the context's.
//
// newWorker is called once for each worker; the function it returns works on one chunk.
func inOrder[B any](ctx context.Context, workers, chunks int, newWorker func() func(ctx context.Context, chunk int, send func(B) error) error, yield func(B) bool) error {
	if workers = max(1, min(workers, chunks)); workers == 1 {
		work := newWorker()
		send := func(b B) error {
			if !yield(b) {
				return errStopped
			}
			return ctx.Err()
		}
		for i := range chunks {
			if err := work(ctx, i, send); errors.Is(err, errStopped) {
				return nil
			} else if err != nil {
				return err
			}
		}
		return ctx.Err()
	}

	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	defer group.Wait()
	defer cancel()
	type chunk struct {
		number int
		blocks chan B
		err    error // set before blocks is closed
	}
	// Chunks are worked on by whoever is free and read in their order.
	window := 4 * workers
	waiting, reading := make(chan *chunk, window), make(chan *chunk, window)
	group.Go(func() {
		defer close(waiting)
		defer close(reading)
		for i := range chunks {
			c := &chunk{number: i, blocks: make(chan B, 2)}
			for _, to := range []chan *chunk{reading, waiting} {
				select {
				case to <- c:
				case <-ctx.Done():
					return
				}
			}
		}
	})
	for range workers {
		group.Go(func() {
			work := newWorker()
			for c := range waiting {
				c.err = work(ctx, c.number, func(b B) error {
					select {
					case c.blocks <- b:
						return nil
					case <-ctx.Done():
						return ctx.Err()
					}
				})
				close(c.blocks)
			}
		})
	}
	for c := range reading {
		for open := true; open; {
			var block B
			select {
			case block, open = <-c.blocks:
			case <-ctx.Done():
				return ctx.Err()
			}
			if open && !yield(block) {
				return nil
			}
		}
		if c.err != nil {
			return c.err
		}
	}
	return ctx.Err()
}
