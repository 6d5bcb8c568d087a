package opportunity

import (
	"cmp"
	"context"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Reached is a flow of the region that a firm's flow finds on a piece of land.
type Reached struct {
	symbiosis.Prospect
	symbiosis.Terms
	From orb.Point // of the land, nearest to the partner
	Crow unit.Length
}

// Reached lists all that one flow of a firm finds on a lot, as a ranking counts them, the best first.
func (g *Ground) Reached(ctx context.Context, finder Finder, lot int, flow symbiosis.Flow) ([]Reached, error) {
	var list []Reached
	err := finder.Anywhere(ctx, []symbiosis.Flow{flow}, func(p *symbiosis.Prospect, at []symbiosis.Terms) bool {
		// Its point tells in nanoseconds of most that they are too far.
		limit := at[0].Budget/unit.Length(p.Detour) + g.lots[lot].Radius
		if _, beyond := geo.Straight(limit); geo.SquaredLine(&g.at[lot], &p.At) > beyond {
			return true
		}
		if crow := g.crow(int32(lot), &p.At); p.Route(crow) <= at[0].Budget {
			list = append(list, Reached{*p, at[0], g.From(lot, p.At.Point), crow})
		}
		return true
	})
	slices.SortFunc(list, func(a, b Reached) int {
		switch {
		case a.Priced && !b.Priced:
			return -1
		case b.Priced && !a.Priced:
			return 1
		case !a.Priced:
			return cmp.Compare(a.FlowID, b.FlowID)
		}
		return cmp.Or(cmp.Compare(b.NetBenefit(b.Route(b.Crow)), a.NetBenefit(a.Route(a.Crow))), cmp.Compare(a.FlowID, b.FlowID))
	})
	return list, err
}
