package opportunity

import (
	"cmp"
	"context"
	"slices"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Reached lists all that one flow of a firm finds on a lot, as a ranking counts them, the best first:
// the first is the one that a ranking tells of.
func (g *Ground) Reached(ctx context.Context, finder Finder, lot int, flow symbiosis.Flow) ([]Find, error) {
	var list []Find
	err := finder.Anywhere(ctx, []symbiosis.Flow{flow}, func(p *symbiosis.Prospect, at []symbiosis.Terms) bool {
		// Its point tells in nanoseconds of most that they are too far.
		limit := at[0].Budget/unit.Length(p.Detour) + g.lots[lot].Radius
		if _, beyond := geo.Straight(limit); geo.SquaredLine(&g.at[lot], &p.At) > beyond {
			return true
		}
		if crow := g.crow(int32(lot), &p.At); p.Route(crow) <= at[0].Budget {
			list = append(list, g.find(lot, flow, p, &at[0], crow))
		}
		return true
	})
	slices.SortFunc(list, func(a, b Find) int {
		switch {
		case a.NetBenefit != nil && b.NetBenefit == nil:
			return -1
		case b.NetBenefit != nil && a.NetBenefit == nil:
			return 1
		case a.NetBenefit == nil:
			return cmp.Compare(a.Partner, b.Partner)
		}
		return cmp.Or(cmp.Compare(*b.NetBenefit, *a.NetBenefit), cmp.Compare(a.Partner, b.Partner))
	})
	for i := range list {
		list[i].Partners = len(list)
	}
	return list, err
}
