package match

import (
	"context"
	"slices"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

const (
	surplusesPerChunk = 32  // surpluses a worker takes at a time
	mostMatches       = 256 // matches it hands over at a time
	checkEach         = 1024
)

// matchBlock is matches on their way to the reader, used again when they were read.
type matchBlock struct{ matches []symbiosis.Match }

var matchBlocks = sync.Pool{New: func() any { return &matchBlock{make([]symbiosis.Match, 0, mostMatches)} }}

// All calls yield for every match, in the order of the surpluses' and then the needs' ids, or
// of place (Options.ByPlace), until yield returns false. The same region and options give the
// same matches in the same order, on one core or many. Matches stream: no more than some
// thousand are held at a time, however many there are. It returns the context's error when
// that ends first.
func (e *Engine) All(ctx context.Context, opts Options, yield func(symbiosis.Match) bool) error {
	p, err := newPlan(opts)
	if err != nil {
		return err
	}
	l, err := e.layoutOf(ctx, &p)
	if err != nil {
		return err
	}
	newWorker := func() func(context.Context, int, func(*matchBlock) error) error {
		w := &worker{p: &p, finder: e.newFinder(&p, l), q: pairing{e: e, p: &p}}
		return func(ctx context.Context, row int, send func(*matchBlock) error) error {
			asking := l.asking[l.rows[row]:l.rows[row+1]]
			w.finder.aim(asking)
			for i := range asking {
				w.needs = w.finder.appendNeeds(w.needs[:0], asking, i)
				if err := w.pair(ctx, asking[i].slot, send); err != nil {
					return err
				}
			}
			return w.flush(send)
		}
	}
	chunks := len(l.rows) - 1
	if !opts.ByPlace {
		order := e.ordered()
		chunks = (len(order.surpluses) + surplusesPerChunk - 1) / surplusesPerChunk
		newWorker = func() func(context.Context, int, func(*matchBlock) error) error {
			w := &worker{p: &p, finder: e.newFinder(&p, l), q: pairing{e: e, p: &p}}
			byID := func(a, b int32) int { return int(order.rank[a]) - int(order.rank[b]) }
			return func(ctx context.Context, chunk int, send func(*matchBlock) error) error {
				first := chunk * surplusesPerChunk
				for _, slot := range order.surpluses[first:min(first+surplusesPerChunk, len(order.surpluses))] {
					asking := l.askerAt(slot)
					w.finder.aim(asking)
					w.needs = w.finder.appendNeeds(w.needs[:0], asking, 0)
					slices.SortFunc(w.needs, byID)
					if err := w.pair(ctx, slot, send); err != nil {
						return err
					}
				}
				return w.flush(send)
			}
		}
	}
	return inOrder(ctx, opts.cores(), chunks, newWorker, func(b *matchBlock) bool {
		for i := range b.matches {
			if !yield(b.matches[i]) {
				return false
			}
		}
		matchBlocks.Put(b)
		return true
	})
}

// worker judges candidates; its room is used again and again.
type worker struct {
	p      *plan
	finder *finder
	needs  []int32
	crows  []unit.Length // to them
	q      pairing
	values values
	block  *matchBlock
}

// pair puts the matches of a surplus with the needs found for it in blocks, and sends those
// that are full.
func (w *worker) pair(ctx context.Context, surplus int32, send func(*matchBlock) error) error {
	e := w.finder.e
	s := e.records.at(surplus)
	w.crows = e.appendCrows(w.crows[:0], s, w.needs)
	for i, slot := range w.needs {
		if i%checkEach == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		w.q.turnToAt(s, e.records.at(slot), w.crows[i])
		ok, assess := w.q.judge()
		if !ok {
			continue
		}
		m := w.q.match(assess, w.p.parts, &w.values)
		if !w.p.keeps(&m) {
			continue
		}
		if w.block == nil {
			w.block = matchBlocks.Get().(*matchBlock)
			w.block.matches = w.block.matches[:0]
		}
		if w.block.matches = append(w.block.matches, m); len(w.block.matches) == mostMatches {
			if err := w.flush(send); err != nil {
				return err
			}
		}
	}
	return nil
}

// flush sends what is held.
func (w *worker) flush(send func(*matchBlock) error) error {
	block := w.block
	if block == nil {
		return nil
	}
	w.block = nil
	return send(block)
}
