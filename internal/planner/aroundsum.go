package planner

import (
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// aroundSums gathers flows by resource.
type aroundSums struct {
	catalogue *symbiosis.Catalogue
	by        map[symbiosis.ResourceCode]*aroundTally
}

// aroundTally is what is gathered of a resource and of all below it.
type aroundTally struct {
	own           int // flows of the resource itself
	surplus, need directionTally
}

type directionTally struct {
	AroundSum
	last symbiosis.SiteID // flows come site by site
}

// add counts a flow, which is of the class given, for the class and for all above it.
func (a *aroundSums) add(f *flowRow, class symbiosis.ResourceCode) {
	amount := yearlyIn(a.catalogue, f.Flow)
	for _, code := range a.catalogue.Path(class) {
		t := a.by[code]
		if t == nil {
			t = &aroundTally{}
			a.by[code] = t
		}
		if code == class {
			t.own++
		}
		if f.Direction == symbiosis.Surplus {
			t.surplus.add(f, amount)
		} else {
			t.need.add(f, amount)
		}
	}
}

func (d *directionTally) add(f *flowRow, amount symbiosis.Quantity) {
	if d.Flows == 0 || d.last != f.SiteID {
		d.Sites++
		d.last = f.SiteID
	}
	d.Flows++
	if f.Certainty == symbiosis.Estimated {
		d.Estimated++
	}
	i, found := slices.BinarySearchFunc(d.Amounts, amount, func(a, b symbiosis.Quantity) int {
		return slices.Index(symbiosis.QuantityUnits(), a.Unit) - slices.Index(symbiosis.QuantityUnits(), b.Unit)
	})
	if !found {
		d.Amounts = slices.Insert(d.Amounts, i, symbiosis.Quantity{Unit: amount.Unit})
	}
	d.Amounts[i].Amount += amount.Amount
}

// lines lists what was gathered in the order of the catalogue, depth first.
func (a *aroundSums) lines() []AroundLine {
	below := map[symbiosis.ResourceCode][]symbiosis.ResourceCode{}
	for _, r := range a.catalogue.Resources() {
		if a.by[r.Code] != nil {
			below[r.Parent] = append(below[r.Parent], r.Code)
		}
	}
	var lines []AroundLine
	var walk func(of symbiosis.ResourceCode, depth int)
	walk = func(of symbiosis.ResourceCode, depth int) {
		for _, code := range below[of] {
			t, next := a.by[code], depth
			// What only repeats the one line below it says nothing.
			if of == "" || t.own > 0 || len(below[code]) > 1 {
				lines = append(lines, AroundLine{code, depth, t.surplus.AroundSum, t.need.AroundSum})
				next++
			}
			walk(code, next)
		}
	}
	walk("", 0)
	return lines
}
