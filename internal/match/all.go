package match

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
)

const (
	chunkSize = 32  // surpluses a worker takes at a time
	blockSize = 256 // matches it hands over at a time
	checkEach = 1024
)

// All calls yield for every match, in the order of the surpluses' and then the needs' ids,
// until yield returns false. The same engine and options give the same matches in the same
// order, on one core or many. Matches stream: no more than some thousand are held at a time,
// however many there are. It returns the context's error when that ends first.
func (e *Engine) All(ctx context.Context, opts Options, yield func(symbiosis.Match) bool) error {
	p, err := newPlan(opts)
	if err != nil {
		return err
	}
	order := e.ordered()
	workers := opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = max(1, min(workers, (len(order.surpluses)+chunkSize-1)/chunkSize))

	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	defer group.Wait()
	defer cancel()

	// Chunks are worked on by whoever is free and read in their order. What waits to be read
	// is bounded: window chunks of at most two blocks each.
	window := 4 * workers
	waiting, reading := make(chan *chunk, window), make(chan *chunk, window)
	group.Go(func() {
		defer close(waiting)
		defer close(reading)
		for from := 0; from < len(order.surpluses); from += chunkSize {
			c := &chunk{surpluses: order.surpluses[from:min(from+chunkSize, len(order.surpluses))], blocks: make(chan []symbiosis.Match, 2)}
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
			w := &worker{e: e, p: &p, order: order}
			for c := range waiting {
				c.err = w.do(ctx, c)
				close(c.blocks)
			}
		})
	}
	for c := range reading {
		for {
			var block []symbiosis.Match
			more := false
			select {
			case block, more = <-c.blocks:
			case <-ctx.Done():
				return ctx.Err()
			}
			if !more {
				break
			}
			for i := range block {
				if !yield(block[i]) {
					return nil
				}
			}
		}
		if c.err != nil {
			return c.err
		}
	}
	return ctx.Err()
}

// chunk is some surpluses with the matches found for them. err is set before blocks is
// closed.
type chunk struct {
	surpluses []int32
	blocks    chan []symbiosis.Match
	err       error
}

// worker finds the matches of chunks; its buffers are used again and again.
type worker struct {
	e      *Engine
	p      *plan
	order  *ordering
	q      pairing
	ranks  []uint32
	values values
}

func (w *worker) do(ctx context.Context, c *chunk) error {
	var block []symbiosis.Match
	send := func() error {
		if len(block) == 0 {
			return nil
		}
		select {
		case c.blocks <- block:
			block = nil
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for _, slot := range c.surpluses {
		s := w.e.records.at(slot)
		if err := w.candidates(ctx, s); err != nil {
			return err
		}
		for i, rank := range w.ranks {
			if i%checkEach == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			w.q = pairing{e: w.e, p: w.p, s: s, n: w.e.records.at(w.order.needs[rank])}
			ok, assess := w.q.judge()
			if !ok {
				continue
			}
			m := w.q.match(assess, w.p.parts, &w.values)
			if !w.p.keep(&m) {
				continue
			}
			if block == nil {
				block = make([]symbiosis.Match, 0, blockSize)
			}
			if block = append(block, m); len(block) == blockSize {
				if err := send(); err != nil {
					return err
				}
			}
		}
	}
	return send()
}

// candidates fills w.ranks with the ranks of the needs that s may pair with, in order, each
// once.
func (w *worker) candidates(ctx context.Context, s *record) error {
	w.ranks = w.ranks[:0]
	err := w.e.needsOf(w.p, s, 1, 0, func(slot int32) bool {
		w.ranks = append(w.ranks, w.order.rank[slot])
		return len(w.ranks)%checkEach != 0 || ctx.Err() == nil
	})
	if err == nil {
		err = ctx.Err()
	}
	slices.Sort(w.ranks)
	w.ranks = slices.Compact(w.ranks)
	return err
}
