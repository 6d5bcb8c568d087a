package match

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
)

// BestOrder returns the greatest net benefit of any order in which pairs could be served, each
// with all that it can use of what those before it have left, those that don't pay left out.
func BestOrder(e *Engine, matches []symbiosis.Match) float64 {
	a := &allocator{e: e, ledgers: map[int32]*ledger{}}
	if err := a.gather(context.Background(), func(yield func(*symbiosis.Match) bool) {
		for i := range matches {
			if !yield(&matches[i]) {
				return
			}
		}
	}); err != nil {
		return 0
	}
	best := 0.0
	var serve func(left []candidate, worth float64)
	serve = func(left []candidate, worth float64) {
		best = max(best, worth)
		for i, c := range left {
			before := a.ledgers
			a.ledgers = map[int32]*ledger{}
			for slot, l := range before {
				kept := *l
				a.ledgers[slot] = &kept
			}
			if a.again(&c) {
				a.choose(&c)
				rest := append(append([]candidate(nil), left[:i]...), left[i+1:]...)
				serve(rest, worth+c.benefit)
			}
			a.ledgers = before
		}
	}
	serve(a.queue, 0)
	return best
}

// LayOut makes the layout that runs of opts go through, so that questions of one flow do too.
func LayOut(t interface{ Fatal(...any) }, e *Engine, opts Options) {
	p, err := newPlan(opts)
	if err != nil {
		t.Fatal(err)
	}
	if e.laidOut(&p) != nil {
		t.Fatal("laid out before it was asked for")
	}
	e.layoutOf(&p)
	if e.laidOut(&p) == nil {
		t.Fatal("not laid out")
	}
}
