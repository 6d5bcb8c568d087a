package opportunity

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Order is by what land is ranked.
type Order string

// The orders. All put land that is excluded last.
const (
	ByNetBenefit Order = "net_benefit"
	ByCO2e       Order = "co2e"
	ByCoverage   Order = "coverage" // mean share of the needs
	ByCost       Order = "delivered_cost"
	// ByCombined lets the land itself count, and with it what bears on it, beside the net benefit.
	ByCombined Order = "combined"
)

// Orders lists the orders.
func Orders() []Order { return []Order{ByNetBenefit, ByCO2e, ByCoverage, ByCost, ByCombined} }

// Question asks where a firm would find most.
type Question struct {
	Profile  symbiosis.Profile
	Capacity float64 // in the profile's unit, above zero
	Demands  Demands
	Order    Order // "": ByNetBenefit
	// LandWeight is how much the land counts by ByCombined, 0–1; nil: UsualLandWeight. Worth is what
	// each lot is worth, in their order; needed by ByCombined alone.
	LandWeight *float64
	Worth      []Worth
}

// Standing is one piece of land in a ranking.
type Standing struct {
	Lot      int
	Finds    []Find // the profile's flows in their order
	Checks   []Check
	Excluded bool

	NetBenefit unit.Money // of each flow with its best partner
	CO2e       unit.Mass
	Matched    int
	// Coverage is the mean, over the needs whose share can be told, of what the best partner
	// covers, 0–1; nil when there is none.
	Coverage *float64
	// Cost is the delivered cost of the need with the greatest yearly worth, SEK per unit; nil when
	// nothing priced reaches it.
	Cost     *float64
	Combined *Combined // by ByCombined
}

// Rank ranks all land for a firm. Errors: Invalid when the profile's flows can't be reckoned with,
// or the capacity is no capacity; ctx's.
func (g *Ground) Rank(ctx context.Context, finder Finder, q Question) ([]Standing, error) {
	if !(q.Capacity > 0) || !unit.Finite(q.Capacity) {
		return nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: []symbiosis.Problem{{
			Field: "capacity", Code: "out_of_range", Text: "must be above zero", Hint: "in " + q.Profile.CapacityUnit,
		}}}
	}
	if q.Order == ByCombined && len(q.Worth) != len(g.lots) {
		return nil, symbiosis.Errorf(symbiosis.Internal, "the worth of %d lots is told of %d", len(q.Worth), len(g.lots))
	}
	flows := sizesOf(q.Profile, []float64{q.Capacity})
	found := make([]*swept, len(flows))
	errs := make([]error, len(flows))
	var group sync.WaitGroup
	for i, f := range flows {
		group.Go(func() { found[i], errs[i] = g.sweep(ctx, finder, f, nil) })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	list := make([]Standing, len(g.lots))
	for lot := range list {
		list[lot] = g.standing(q, found, lot)
	}
	if q.Order == ByCombined {
		q.combine(list)
	}
	slices.SortStableFunc(list, func(a, b Standing) int { return g.compare(q.Order, &a, &b) })
	return list, ctx.Err()
}

func (g *Ground) standing(q Question, found []*swept, lot int) Standing {
	s := Standing{Lot: lot, Finds: make([]Find, len(found))}
	covered, needs := 0.0, 0
	worth := 0.0
	for i, f := range found {
		s.Finds[i] = g.bestFind(f, lot)
		find := &s.Finds[i]
		if find.Flow.Direction == symbiosis.Need && (find.Share != nil || find.Partner == "") {
			needs++
			if find.Share != nil {
				covered += *find.Share
			}
		}
		if find.Partner == "" {
			continue
		}
		s.Matched++
		if find.NetBenefit != nil {
			s.NetBenefit += *find.NetBenefit
		}
		if find.CO2e != nil {
			s.CO2e += *find.CO2e
		}
		if find.Flow.Direction == symbiosis.Need && find.Cost != nil {
			if v := f.prospects[f.bestOn(lot, 0).prospect].Worth * find.Delivered.Amount; s.Cost == nil || v > worth {
				s.Cost, worth = find.Cost, v
			}
		}
	}
	if needs > 0 {
		mean := covered / float64(needs)
		s.Coverage = &mean
	}
	s.Checks = append(checks(q.Profile, q.Capacity, q.Demands, &g.lots[lot]), needChecks(q.Demands, s.Finds)...)
	s.Excluded = slices.ContainsFunc(s.Checks, func(c Check) bool { return c.Excludes() })
	return s
}

// compare puts the better land first; by id where nothing tells them apart.
func (g *Ground) compare(by Order, a, b *Standing) int {
	if a.Excluded != b.Excluded {
		if a.Excluded {
			return 1
		}
		return -1
	}
	last := cmp.Or(cmp.Compare(b.NetBenefit, a.NetBenefit), cmp.Compare(b.Matched, a.Matched), cmp.Compare(g.lots[a.Lot].Area.ID, g.lots[b.Lot].Area.ID))
	switch by {
	case ByCO2e:
		return cmp.Or(cmp.Compare(b.CO2e, a.CO2e), last)
	case ByCoverage:
		return cmp.Or(rising(b.Coverage, a.Coverage, -1), last)
	case ByCombined:
		return cmp.Or(cmp.Compare(b.Combined.Score, a.Combined.Score), last)
	case ByCost:
		return cmp.Or(rising(a.Cost, b.Cost, 1), last)
	}
	return last
}

// rising puts the smaller number first. What isn't known comes last when known is 1, first when it
// is −1: last again, once the caller has turned the two round.
func rising(a, b *float64, known int) int {
	switch {
	case a == nil && b == nil:
		return 0
	case b == nil:
		return -known
	case a == nil:
		return known
	}
	return cmp.Compare(*a, *b)
}
