package match

import (
	"context"
	"runtime"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Number stands for a flow in one engine: Pairs tells pairs by it. Another engine may number
// the same flow otherwise.
type Number = int32

// IDOf returns the id of a flow that Pairs told of.
func (e *Engine) IDOf(n Number) symbiosis.FlowID { return e.records.at(n).Flow.ID }

const (
	rowsPerChunk = 8       // rows a worker takes at a time
	mostPairs    = 1 << 14 // pairs it hands over at a time, when no surplus alone has more
)

// pairBlock is surpluses with their needs, one after the other.
type pairBlock struct {
	surpluses []Number
	ends      []int // of each surplus's needs
	needs     []Number
}

var pairBlocks = sync.Pool{New: func() any { return new(pairBlock) }}

func newPairBlock() *pairBlock {
	b := pairBlocks.Get().(*pairBlock)
	b.surpluses, b.ends, b.needs = b.surpluses[:0], b.ends[:0], b.needs[:0]
	return b
}

// Pairs calls yield once for each surplus that has pairs, with all its needs, until it returns
// false: the pairs of All without their figures, and many times faster. It is for runs in which nothing is
// reckoned, with no other than the gates direction, resource and distance; with others it
// returns an Invalid error. needs stand until yield returns.
//
// Surpluses and needs come in an order of place that the region alone decides: the same on
// one core or many.
func (e *Engine) Pairs(ctx context.Context, opts Options, yield func(surplus Number, needs []Number) bool) error {
	p, err := newPlan(opts)
	if err != nil {
		return err
	}
	if !p.ownLimit {
		return symbiosis.Errorf(symbiosis.Invalid, "pairs without figures are of the gates direction, resource and distance alone")
	}
	l, err := e.layoutOf(ctx, &p)
	if err != nil {
		return err
	}
	rows := len(l.rows) - 1
	newWorker := func() func(context.Context, int, func(*pairBlock) error) error {
		f := e.newFinder(&p, l)
		return func(ctx context.Context, chunk int, send func(*pairBlock) error) error {
			block := newPairBlock()
			for row := chunk * rowsPerChunk; row < min(rows, (chunk+1)*rowsPerChunk); row++ {
				asking := l.asking[l.rows[row]:l.rows[row+1]]
				f.aim(asking)
				for i := 0; f.live > 0 && i < len(asking); i++ {
					first := len(block.needs)
					block.needs = f.appendNeeds(block.needs, asking, i)
					if p.direction {
						block.needs = e.elsewhere(asking[i].slot, block.needs, first)
					}
					if len(block.needs) == first {
						continue
					}
					block.surpluses, block.ends = append(block.surpluses, asking[i].slot), append(block.ends, len(block.needs))
					if len(block.needs) >= mostPairs {
						if err := send(block); err != nil {
							return err
						}
						block = newPairBlock()
					}
				}
			}
			return send(block)
		}
	}
	return inOrder(ctx, opts.cores(), (rows+rowsPerChunk-1)/rowsPerChunk, newWorker, func(b *pairBlock) bool {
		first := 0
		for i, end := range b.ends {
			if !yield(b.surpluses[i], b.needs[first:end:end]) {
				return false
			}
			first = end
		}
		pairBlocks.Put(b)
		return true
	})
}

// elsewhere keeps, of needs from the given place on, those of other sites than the surplus's.
func (e *Engine) elsewhere(surplus int32, needs []int32, from int) []int32 {
	s := e.records.at(surplus)
	kept := needs[:from]
	for _, slot := range needs[from:] {
		if !e.records.at(slot).sameSite(s) {
			kept = append(kept, slot)
		}
	}
	return kept
}

// cores is how many workers a run has.
func (o Options) cores() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}
