package tile

import (
	"context"
	"math"

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
		{"left_out", "Number", "How many of the region's matches are too many to be drawn at this zoom, those with the least net benefit: closer by they are"},
		{"surplus_site", "String", "Name of the surplus's site"},
		{"need_site", "String", "Name of the need's site"},
		{"surplus_municipality", "String", ""},
		{"need_municipality", "String", ""},
	},
	load: func(ctx context.Context, s *planner.Snapshot) (drawing, error) {
		l := &lines[matchRow]{tag: tagMatch, few: newFewer()}
		kinds := map[symbiosis.ResourceCode]symbiosis.Kind{}
		err := s.EachPair(ctx, func(p planner.Pair) bool {
			kind, ok := kinds[p.Resource]
			if !ok {
				kind = s.Kind(p.Resource)
				kinds[p.Resource] = kind
			}
			l.add(p.SurplusSite.Location, p.NeedSite.Location, kindGroup(kind, symbiosis.Surplus), matchRowOf(&p, kind))
			return true
		})
		return l, err
	},
}

// matchRow is what a tile shows of a match: a tenth of the whole pair, of which there are hundred thousands.
type matchRow struct {
	surplus, need                         symbiosis.FlowID
	resource                              symbiosis.ResourceCode
	kind                                  symbiosis.Kind
	class                                 symbiosis.HeatClass
	benefit, score, distance, supply      float64 // SEK a year, 0–1, m, °C; NaN where there is none
	estimated, needsAssessment            bool
	surplusSite, needSite                 string
	surplusMunicipality, needMunicipality string
}

func matchRowOf(p *planner.Pair, kind symbiosis.Kind) matchRow {
	r := matchRow{
		surplus: p.SurplusID, need: p.NeedID, resource: p.Resource, kind: kind, class: p.Class,
		benefit: math.NaN(), score: p.Score.Total, distance: p.Distance.Metres(), supply: math.NaN(),
		estimated: p.Surplus.Certainty == symbiosis.Estimated || p.Need.Certainty == symbiosis.Estimated ||
			p.SurplusSite.Accuracy == symbiosis.Approximate || p.NeedSite.Accuracy == symbiosis.Approximate,
		needsAssessment: p.NeedsAssessment,
		surplusSite:     p.SurplusSite.Name, needSite: p.NeedSite.Name,
		surplusMunicipality: p.SurplusSite.Municipality, needMunicipality: p.NeedSite.Municipality,
	}
	if p.NetBenefit != nil {
		r.benefit = p.NetBenefit.SEK()
	}
	if p.Surplus.Supply != nil {
		r.supply = p.Surplus.Supply.Celsius()
	}
	return r
}

func tagMatch(e *encoder, r *matchRow, count, leftOut uint64) {
	e.text(0, string(r.surplus)+":"+string(r.need))
	e.text(1, string(r.surplus))
	e.text(2, string(r.need))
	e.text(3, string(r.resource))
	e.text(4, string(r.kind))
	e.text(5, string(r.class))
	e.number(6, r.benefit)
	e.number(7, r.score)
	e.number(8, r.distance)
	e.number(9, r.supply)
	e.flag(10, r.estimated)
	e.flag(11, r.needsAssessment)
	e.uint(12, count)
	if leftOut > 0 {
		e.uint(13, leftOut)
	}
	e.text(14, r.surplusSite)
	e.text(15, r.needSite)
	e.text(16, r.surplusMunicipality)
	e.text(17, r.needMunicipality)
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

func tagExchange(e *encoder, r *exchangeRow, count, _ uint64) {
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
