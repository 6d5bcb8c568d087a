package match

import (
	"context"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Worth is a match in numbers: 32 bytes.
type Worth struct {
	Need            Number
	Priced          bool // a net benefit is reckoned
	InOperation     bool // an exchange joins the two already
	NeedsAssessment bool
	Distance        unit.Length // geodesic
	NetBenefit      unit.Money  // in a year; 0 unless Priced
	Score           float64     // 0–1
}

// worthBlock is surpluses with their pairs, one after the other.
type worthBlock struct {
	surpluses []Number
	ends      []int // of each surplus's pairs
	pairs     []Worth
}

var worthBlocks = sync.Pool{New: func() any { return new(worthBlock) }}

func newWorthBlock() *worthBlock {
	b := worthBlocks.Get().(*worthBlock)
	b.surpluses, b.ends, b.pairs = b.surpluses[:0], b.ends[:0], b.pairs[:0]
	return b
}

// Worths calls yield once for each surplus that has matches, with what each of them is worth, until
// it returns false: the matches of All with the same figures to the last bit, for those who rank
// or sum up. Options are those of All, which must ask for more gates than direction, resource and
// distance (Invalid otherwise: nothing is reckoned then, and Pairs tells the pairs). pairs stand until
// yield returns.
//
// Surpluses and their needs come in an order of place that the region alone decides: the same on
// one core or many.
func (e *Engine) Worths(ctx context.Context, opts Options, yield func(surplus Number, pairs []Worth) bool) error {
	p, err := newPlan(opts)
	if err != nil {
		return err
	}
	if p.ownLimit {
		return symbiosis.Errorf(symbiosis.Invalid, "nothing is calculated where the gates are direction, resource and distance alone: leave the gates out, or name more of them")
	}
	l, err := e.layoutOf(ctx, &p)
	if err != nil {
		return err
	}
	newWorker := func() func(context.Context, int, func(*worthBlock) error) error {
		f := e.newFinder(&p, l)
		r := e.newRow(&p)
		var needs []int32
		return func(ctx context.Context, row int, send func(*worthBlock) error) error {
			block := newWorthBlock()
			asking := l.asking[l.rows[row]:l.rows[row+1]]
			f.aim(asking)
			for i := range asking {
				needs = f.appendNeeds(needs[:0], asking, i)
				first := len(block.pairs)
				for left := needs; len(left) > 0; {
					if ctx.Err() != nil {
						return ctx.Err()
					}
					some := left[:min(len(left), checkEach)]
					left = left[len(some):]
					block.pairs = r.worthsOf(block.pairs, asking[i].slot, some)
				}
				if len(block.pairs) > first {
					block.surpluses, block.ends = append(block.surpluses, asking[i].slot), append(block.ends, len(block.pairs))
				}
				if len(block.pairs) >= mostPairs {
					if err := send(block); err != nil {
						return err
					}
					block = newWorthBlock()
				}
			}
			return send(block)
		}
	}
	return inOrder(ctx, opts.cores(), len(l.rows)-1, newWorker, func(b *worthBlock) bool {
		first := 0
		for i, end := range b.ends {
			if !yield(b.surpluses[i], b.pairs[first:end:end]) {
				return false
			}
			first = end
		}
		worthBlocks.Put(b)
		return true
	})
}

// worthsOf appends what the matches among a surplus's candidates are worth.
func (r *row) worthsOf(pairs []Worth, surplus int32, candidates []int32) []Worth {
	if !r.q.p.reckons() {
		e := r.q.e
		s := e.records.at(surplus)
		for _, slot := range candidates {
			r.q.turnTo(s, e.records.at(slot))
			if w, ok := r.q.worth(); ok {
				pairs = append(pairs, w)
			}
		}
		return pairs
	}
	r.turnTo(surplus, candidates)
	r.stay()
	return r.appendWorths(pairs)
}

// worth judges a pair and tells what it is worth; false when it is no match.
func (q *pairing) worth() (Worth, bool) {
	ok, assess := q.judge()
	if !ok {
		return Worth{}, false
	}
	f := q.figures()
	if !q.p.keep(f.priced, f.benefit) {
		return Worth{}, false
	}
	w := Worth{Need: q.n.slot, Priced: f.priced, NeedsAssessment: assess, Distance: q.crow, NetBenefit: f.benefit, Score: f.score}
	if q.s.taken != nil {
		w.InOperation = q.s.exchangeWith(q.n.Flow.ID) != ""
	}
	return w, true
}
