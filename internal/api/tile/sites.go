package tile

import (
	"context"
	"math"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// siteRow is what a tile shows of a site.
type siteRow struct {
	symbiosis.Site
	surpluses, needs int
}

var siteLayer = &layer{
	name: "sites", text: "Places of firms and public bodies",
	fields: []Field{
		{"id", "String", "Id of the site"},
		{"name", "String", ""},
		{"sector", "String", "Section of NACE, A–U"},
		{"municipality", "String", ""},
		{"surpluses", "Number", "How many surpluses the site has"},
		{"needs", "Number", "How many needs the site has"},
		{"approximate", "Boolean", "The place is approximate"},
		{"count", "Number", "How many sites the point stands for"},
	},
	load: func(_ context.Context, s *planner.Snapshot) (drawing, error) {
		all, err := s.Sites(planner.SiteFilter{}, planner.Page{})
		if err != nil {
			return nil, err
		}
		rows := make([]siteRow, len(all.Items))
		for i, site := range all.Items {
			surpluses, needs := s.CountFlows(site.ID)
			rows[i] = siteRow{site, surpluses, needs}
		}
		byWeight(rows, func(r siteRow) float64 { return float64(r.surpluses + r.needs) }, func(r siteRow) string { return string(r.ID) })
		p := &points[siteRow]{tag: tagSite}
		for _, r := range rows {
			p.add(r.Location, 0, r)
		}
		return p, nil
	},
}

func tagSite(e *encoder, r *siteRow, count uint64) {
	e.text(0, string(r.ID))
	e.text(1, r.Name)
	e.text(2, r.Sector())
	e.text(3, r.Municipality)
	e.uint(4, uint64(r.surpluses))
	e.uint(5, uint64(r.needs))
	e.flag(6, r.Accuracy == symbiosis.Approximate)
	e.uint(7, count)
}

// flowRow is what a tile shows of a flow.
type flowRow struct {
	symbiosis.Flow
	site        symbiosis.Site
	kind        symbiosis.Kind
	gwh, tonnes float64 // of a year; NaN when not known
	nth, of     int     // the flow's place among its site's
}

var flowLayer = &layer{
	name: "flows", text: "Surpluses and needs, at their sites",
	fields: []Field{
		{"id", "String", "Id of the flow"},
		{"site_id", "String", ""},
		{"site_name", "String", ""},
		{"direction", "String", "surplus or need"},
		{"resource", "String", "Code of the catalogue"},
		{"kind", "String", "Family of the resource"},
		{"energy_gwh_per_year", "Number", "Left out of what is no energy"},
		{"mass_t_per_year", "Number", "Left out of what is no mass"},
		{"supply_c", "Number", "Of heat, °C"},
		{"estimated", "Boolean", "The flow is an estimate; whether the place is approximate stands at the site"},
		{"nth", "Number", "The flow's place among its site's, from 0"},
		{"of", "Number", "How many flows the site has"},
		{"count", "Number", "How many flows the point stands for"},
		{"municipality", "String", "Of the site"},
	},
	load: func(_ context.Context, s *planner.Snapshot) (drawing, error) {
		rows, err := flowRows(s)
		if err != nil {
			return nil, err
		}
		// Energies and masses don't compare; they are never drawn as one, either.
		weight := func(r flowRow) float64 { return math.Max(zeroIfNaN(r.gwh), zeroIfNaN(r.tonnes)) }
		byWeight(rows, weight, func(r flowRow) string { return string(r.ID) })
		p := &points[flowRow]{tag: tagFlow}
		for _, r := range rows {
			p.add(r.site.Location, kindGroup(r.kind, r.Direction), r)
		}
		return p, nil
	},
}

// flowRows reads all flows that have a site.
func flowRows(s *planner.Snapshot) ([]flowRow, error) {
	all, err := s.Sites(planner.SiteFilter{}, planner.Page{})
	if err != nil {
		return nil, err
	}
	var rows []flowRow
	for _, site := range all.Items {
		flows := s.FlowsOf(site.ID)
		for i, f := range flows {
			r := flowRow{Flow: f, site: site, kind: s.Kind(f.Resource), gwh: math.NaN(), tonnes: math.NaN(), nth: i, of: len(flows)}
			gwh, tonnes := s.FlowAmount(f)
			if gwh != nil {
				r.gwh = *gwh
			}
			if tonnes != nil {
				r.tonnes = *tonnes
			}
			rows = append(rows, r)
		}
	}
	return rows, nil
}

func zeroIfNaN(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

func tagFlow(e *encoder, r *flowRow, count uint64) {
	e.text(0, string(r.ID))
	e.text(1, string(r.SiteID))
	e.text(2, r.site.Name)
	e.text(3, string(r.Direction))
	e.text(4, string(r.Resource))
	e.text(5, string(r.kind))
	e.number(6, r.gwh)
	e.number(7, r.tonnes)
	if r.Supply != nil {
		e.number(8, r.Supply.Celsius())
	}
	e.flag(9, r.Certainty == symbiosis.Estimated)
	e.uint(10, uint64(r.nth))
	e.uint(11, uint64(r.of))
	e.uint(12, count)
	e.text(13, r.site.Municipality)
}
