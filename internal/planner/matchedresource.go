package planner

import (
	"cmp"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// MatchedResource is what a whole-region matching found of one resource. Pairs share flows, so that their
// sum says nothing: what is summed is each surplus with its best need alone. Surpluses may still have the
// same one; what could all come true together is the region's summary to tell.
type MatchedResource struct {
	Resource   symbiosis.ResourceCode `json:"resource"` // the surplus's
	Pairs      int64                  `json:"pairs"`
	Surpluses  int64                  `json:"surpluses"` // that some need could take
	Delivered  float64                `json:"delivered"` // a year
	Unit       symbiosis.QuantityUnit `json:"unit"`
	NetBenefit float64                `json:"net_benefit_sek_per_year"` // of the pairs that have one
}

// matchedResources grows surplus by surplus.
type matchedResources map[symbiosis.ResourceCode]*MatchedResource

// add takes in a surplus: its best match, and how many it has.
func (all matchedResources) add(best symbiosis.Match, pairs int64) {
	r := all[best.Resource]
	if r == nil { // what goes over is in the resource's unit, the same for all of them
		r = &MatchedResource{Resource: best.Resource, Unit: best.Delivered.Unit}
		all[best.Resource] = r
	}
	r.Pairs += pairs
	r.Surpluses++
	r.Delivered += best.Delivered.Amount
	if best.NetBenefit != nil {
		r.NetBenefit += best.NetBenefit.SEK()
	}
}

// sorted gives the greatest net benefit first.
func (all matchedResources) sorted() []MatchedResource {
	list := make([]MatchedResource, 0, len(all))
	for _, r := range all {
		list = append(list, *r)
	}
	slices.SortFunc(list, func(a, b MatchedResource) int {
		return cmp.Or(cmp.Compare(b.NetBenefit, a.NetBenefit), cmp.Compare(a.Resource, b.Resource))
	})
	return list
}
