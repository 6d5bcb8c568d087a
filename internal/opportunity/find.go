package opportunity

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Find is what one flow of a firm finds on a piece of land.
type Find struct {
	Flow     symbiosis.Flow   // the firm's, at the capacity
	Partner  symbiosis.FlowID // the best; "": none
	Site     symbiosis.SiteID // of the partner
	Partners int              // in reach

	From                orb.Point // of the land, nearest to the partner: what distances are measured from
	Crow, Route, Budget unit.Length
	Class               symbiosis.HeatClass
	Delivered           symbiosis.Quantity
	// Share is how much of the firm's flow that is, 0–1; nil when it can't be compared.
	Share           *float64
	NetBenefit      *unit.Money
	CO2e            *unit.Mass
	NeedsAssessment bool
	// Cost is what a unit of Delivered costs at the receiver's, SEK: what it is worth there less the
	// net benefit, so what its holder saves by being rid of it is taken off. Nil when nothing is
	// reckoned.
	Cost *float64
}

// bestFind tells what a flow finds on a lot at its first amount.
func (g *Ground) bestFind(s *swept, lot int) Find {
	b := s.bestOn(lot, 0)
	if b.prospect < 0 {
		return Find{Flow: s.sizes[0]}
	}
	f := g.find(lot, s.sizes[0], &s.prospects[b.prospect], s.termsOf(b.prospect, 0), b.crow)
	f.Partners = int(b.count)
	return f
}

// find tells what a firm's flow gets from a partner, or gives it, so far away.
func (g *Ground) find(lot int, flow symbiosis.Flow, p *symbiosis.Prospect, t *symbiosis.Terms, crow unit.Length) Find {
	f := Find{
		Flow: flow, Partner: p.FlowID, Site: p.SiteID, Class: p.Class, Delivered: t.Delivered, NeedsAssessment: p.NeedsAssessment,
		From: g.From(lot, p.At.Point), Crow: crow, Route: p.Route(crow), Budget: t.Budget,
	}
	hours := unit.HoursPerYear
	if flow.FullLoadHours != nil {
		hours = *flow.FullLoadHours
	}
	if own, ok := flow.Quantity.In(t.Delivered.Unit, hours); ok && own.Amount > 0 {
		share := min(1, t.Delivered.Amount/own.Amount)
		f.Share = &share
	}
	if !p.Priced {
		return f
	}
	benefit := t.NetBenefit(f.Route)
	f.NetBenefit = &benefit
	if t.Delivered.Amount > 0 {
		cost := p.Worth - benefit.SEK()/t.Delivered.Amount
		f.Cost = &cost
	}
	if p.CO2eKnown {
		saved := t.SavedCO2e(f.Route)
		f.CO2e = &saved
	}
	return f
}
