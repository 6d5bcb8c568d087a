package tile

import (
	"context"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

var matchLayer = &layer{
	name: "matches", text: "Feasible pairs, from surplus to need",
	fields: []Field{
		{"id", "String", "surplus_id:need_id"},
		{"surplus_id", "String", ""},
		{"need_id", "String", ""},
		{"resource", "String", "The surplus's"},
		{"kind", "String", "Family of the resource"},
		{"class", "String", "Of heat: direct, preheat or heat_pump"},
		{"net_benefit_sek_per_year", "Number", "Left out where none is reckoned"},
		{"score", "Number", "0–1"},
		{"distance_m", "Number", "As the crow flies"},
		{"supply_c", "Number", "Of the surplus, °C"},
		{"estimated", "Boolean", "Rests on an estimate or an approximate place"},
		{"needs_assessment", "Boolean", "Someone must look"},
		{"count", "Number", "How many matches the line stands for"},
		{"surplus_site", "String", "Name of the surplus's site"},
		{"need_site", "String", "Name of the need's site"},
		{"surplus_municipality", "String", ""},
		{"need_municipality", "String", ""},
	},
	load: func(ctx context.Context, s *planner.Snapshot) (drawing, error) {
		l := &lines[planner.Pair]{}
		kinds := map[symbiosis.ResourceCode]symbiosis.Kind{}
		l.tag = func(e *encoder, p *planner.Pair, count uint64) { tagMatch(e, p, kinds[p.Resource], count) }
		err := s.EachPair(ctx, func(p planner.Pair) bool {
			if _, ok := kinds[p.Resource]; !ok {
				kinds[p.Resource] = s.Kind(p.Resource)
			}
			l.add(p.SurplusSite.Location, p.NeedSite.Location, kindGroup(kinds[p.Resource], symbiosis.Surplus), p)
			return true
		})
		return l, err
	},
}

func tagMatch(e *encoder, p *planner.Pair, kind symbiosis.Kind, count uint64) {
	e.text(0, string(p.SurplusID)+":"+string(p.NeedID))
	e.text(1, string(p.SurplusID))
	e.text(2, string(p.NeedID))
	e.text(3, string(p.Resource))
	e.text(4, string(kind))
	e.text(5, string(p.Class))
	if p.NetBenefit != nil {
		e.number(6, p.NetBenefit.SEK())
	}
	e.number(7, p.Score.Total)
	e.number(8, p.Distance.Metres())
	if p.Surplus.Supply != nil {
		e.number(9, p.Surplus.Supply.Celsius())
	}
	e.flag(10, p.Surplus.Certainty == symbiosis.Estimated || p.Need.Certainty == symbiosis.Estimated ||
		p.SurplusSite.Accuracy == symbiosis.Approximate || p.NeedSite.Accuracy == symbiosis.Approximate)
	e.flag(11, p.NeedsAssessment)
	e.uint(12, count)
	e.text(13, p.SurplusSite.Name)
	e.text(14, p.NeedSite.Name)
	e.text(15, p.SurplusSite.Municipality)
	e.text(16, p.NeedSite.Municipality)
}

// exchangeRow is what a tile shows of an exchange.
type exchangeRow struct {
	symbiosis.Exchange
	surplus symbiosis.Flow
	kind    symbiosis.Kind
}

var exchangeLayer = &layer{
	name: "exchanges", text: "Exchanges that are, or are on their way, from surplus to need",
	fields: []Field{
		{"id", "String", "Id of the exchange"},
		{"surplus_id", "String", ""},
		{"need_id", "String", ""},
		{"state", "String", "idea, contact, study, agreement, operation or ended"},
		{"resource", "String", "The surplus's"},
		{"kind", "String", "Family of the resource"},
		{"supply_c", "Number", "Of the surplus, °C"},
		{"estimated", "Boolean", ""},
		{"count", "Number", "How many exchanges the line stands for"},
	},
	load: func(_ context.Context, s *planner.Snapshot) (drawing, error) {
		l := &lines[exchangeRow]{tag: tagExchange}
		for _, e := range s.Exchanges(planner.ExchangeFilter{}, planner.Page{}).Items {
			surplus, err := s.Flow(e.SurplusID)
			if err != nil {
				continue // another program may have left an exchange without its flows
			}
			need, err := s.Flow(e.NeedID)
			if err != nil {
				continue
			}
			from, err := s.Site(surplus.SiteID)
			if err != nil {
				continue
			}
			to, err := s.Site(need.SiteID)
			if err != nil {
				continue
			}
			kind := s.Kind(surplus.Resource)
			l.add(from.Location, to.Location, kindGroup(kind, symbiosis.Surplus), exchangeRow{e, surplus, kind})
		}
		return l, nil
	},
}

func tagExchange(e *encoder, r *exchangeRow, count uint64) {
	e.text(0, string(r.ID))
	e.text(1, string(r.SurplusID))
	e.text(2, string(r.NeedID))
	e.text(3, string(r.State))
	e.text(4, string(r.surplus.Resource))
	e.text(5, string(r.kind))
	if r.surplus.Supply != nil {
		e.number(6, r.surplus.Supply.Celsius())
	}
	e.flag(7, r.Certainty == symbiosis.Estimated)
	e.uint(8, count)
}
