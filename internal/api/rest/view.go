package rest

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

// view shows the records of one snapshot in one language.
type view struct {
	snapshot  *planner.Snapshot
	catalogue *symbiosis.Catalogue
	lang      symbiosis.Language
	words     wording.Words
}

func (s *Service) view(snapshot *planner.Snapshot, l Language) view {
	catalogue := s.planner.Catalogue()
	return view{snapshot, catalogue, l.lang(), wording.In(l.lang(), snapshot.Assumptions(), catalogue)}
}

// now is a view of the present state: a change is seen in it when it has been carried out.
func (s *Service) now(l Language) view { return s.view(s.planner.Snapshot(), l) }

func (v view) site(s symbiosis.Site) Site {
	surpluses, needs := v.snapshot.CountFlows(s.ID)
	out := Site{attributesOfSite(s), SiteDerived{Version: s.Version, Sector: s.Sector(), Surpluses: surpluses, Needs: needs}}
	if n, ok := exchangeformat.Swapped(s.Location); ok {
		out.Notices = append(out.Notices, wording.Fault(v.lang, n))
	}
	return out
}

func (v view) siteFeature(s symbiosis.Site) feature[Site] {
	return feature[Site]{ID: string(s.ID), Geometry: point(s.Location), Properties: v.site(s)}
}

func point(p orb.Point) geometry { return geometry{"Point", p} }

func (v view) flow(f symbiosis.Flow) Flow {
	// A flow without its site can be on file after another program's edit.
	site, _ := v.snapshot.Site(f.SiteID)
	return v.flowAt(f, site)
}

func (v view) flowAt(f symbiosis.Flow, site symbiosis.Site) Flow {
	gwh, tonnes := v.snapshot.FlowAmount(f)
	return Flow{
		SiteID: string(f.SiteID), FlowAttributes: attributesOf(f),
		FlowDerived: FlowDerived{
			Version: f.Version, Kind: v.snapshot.Kind(f.Resource), ResourceName: v.words.Resource(f.Resource),
			SiteName: site.Name, Municipality: site.Municipality, Lon: site.Location.Lon(), Lat: site.Location.Lat(),
			EnergyGWh: roundedOf(gwh, flowDecimals), MassTonnes: roundedOf(tonnes, flowDecimals),
		},
	}
}

func (v view) flowFeature(f symbiosis.Flow) feature[Flow] {
	site, _ := v.snapshot.Site(f.SiteID)
	return feature[Flow]{ID: string(f.ID), Geometry: point(site.Location), Properties: v.flowAt(f, site)}
}

func (v view) area(a planner.PlacedArea) Area {
	return Area{
		AreaAttributes: attributesOfArea(a.Area),
		ID:             string(a.ID), PlanStatus: a.PlanStatus, Accuracy: a.Accuracy, Certainty: a.Certainty, Visibility: a.Visibility,
		Geometry:    MultiPolygon{"MultiPolygon", rightHanded(a.Geometry)},
		AreaDerived: AreaDerived{AreaHa: geo.AreaOf(a.Geometry).Hectares(), Lon: a.Label.Lon(), Lat: a.Label.Lat(), Version: a.Version},
	}
}

// shape is any geometry, wound by RFC 7946.
func shape(g orb.Geometry) geometry {
	switch surface := g.(type) {
	case orb.Polygon:
		g = rightHanded(orb.MultiPolygon{surface})[0]
	case orb.MultiPolygon:
		g = rightHanded(surface)
	}
	return geometry{g.GeoJSONType(), g}
}

// rightHanded winds shells anticlockwise and holes clockwise (RFC 7946, 3.1.6), whatever
// another program has written.
func rightHanded(mp orb.MultiPolygon) orb.MultiPolygon {
	out := make(orb.MultiPolygon, len(mp))
	for i, polygon := range mp {
		out[i] = make(orb.Polygon, len(polygon))
		for j, ring := range polygon {
			if (ring.Orientation() == orb.CCW) != (j == 0) {
				ring = ring.Clone()
				ring.Reverse()
			}
			out[i][j] = ring
		}
	}
	return out
}

func megawatts(a symbiosis.Area) *float64 {
	if a.GridPower == nil {
		return nil
	}
	mw := a.GridPower.Megawatts()
	return &mw
}

// areaProperties are an area's attributes without its geometry, which stands beside them.
type areaProperties struct {
	Area
	Geometry *MultiPolygon `json:"geometry,omitempty"`
}

func (v view) areaFeature(a planner.PlacedArea) feature[areaProperties] {
	shown := v.area(a)
	return feature[areaProperties]{
		ID: string(a.ID), Geometry: geometry{"MultiPolygon", shown.Geometry.Coordinates}, Properties: areaProperties{Area: shown},
	}
}

func (v view) end(f symbiosis.Flow, s symbiosis.Site) End {
	return End{
		FlowID: string(f.ID), FlowName: f.Name, Resource: string(f.Resource), ResourceName: v.words.Resource(f.Resource),
		SiteID: string(s.ID), SiteName: s.Name, Municipality: s.Municipality, Lon: s.Location.Lon(), Lat: s.Location.Lat(),
		Estimated: f.Certainty == symbiosis.Estimated || s.Accuracy == symbiosis.Approximate,
	}
}

// endOf is the end of an exchange, as far as it is in the region.
func (v view) endOf(id symbiosis.FlowID) End {
	f, err := v.snapshot.Flow(id)
	if err != nil {
		return End{FlowID: string(id)}
	}
	s, _ := v.snapshot.Site(f.SiteID)
	return v.end(f, s)
}

func (v view) exchange(e symbiosis.Exchange) Exchange {
	surplus := v.endOf(e.SurplusID)
	x := Exchange{
		ID: string(e.ID), SurplusID: string(e.SurplusID), NeedID: string(e.NeedID), State: e.State, Since: e.Since.String(),
		Certainty: e.Certainty, Source: e.Source, Note: e.Note, Version: e.Version,
		Resource: surplus.Resource, Kind: v.snapshot.Kind(symbiosis.ResourceCode(surplus.Resource)),
		Surplus: surplus, Need: v.endOf(e.NeedID),
	}
	if e.Quantity.Amount != 0 {
		x.Quantity, x.Unit = &e.Quantity.Amount, e.Quantity.Unit
	}
	return x
}

func line(a, b End) geometry {
	return geometry{"LineString", [2]orb.Point{{a.Lon, a.Lat}, {b.Lon, b.Lat}}}
}

func (v view) exchangeFeature(e symbiosis.Exchange) feature[Exchange] {
	x := v.exchange(e)
	return feature[Exchange]{ID: x.ID, Geometry: line(x.Surplus, x.Need), Properties: x}
}

func (v view) match(p planner.Pair) Match {
	m := v.matchOf(&p.Match, v.end(p.Surplus, p.SurplusSite), v.end(p.Need, p.NeedSite))
	if u := p.Sure; u != nil {
		m.Sure = &Sureness{Chance: u.Chance, Text: v.words.Sure(*u), Short: v.words.Chance(u.Chance), Figures: v.spreads(u.Spreads)}
		if len(u.Effects) > 0 {
			m.Sure.DecidedBy = u.Effects[0].Input
		}
	}
	return m
}

func (v view) matchOf(p *symbiosis.Match, surplus, need End) (m Match) {
	v.fillMatch(&m, new(matchFigures), p)
	m.Surplus, m.Need = surplus, need
	m.Estimated = surplus.Estimated || need.Estimated
	return m
}

// matchFigures are what a Match points to.
type matchFigures struct{ benefit, co2e, score float64 }

// fillMatch fills m but for its ends and what follows from them. m points into figures.
func (v view) fillMatch(m *Match, figures *matchFigures, p *symbiosis.Match) {
	*m = Match{
		SurplusID: string(p.SurplusID), NeedID: string(p.NeedID), Resource: string(p.Resource), Kind: v.snapshot.Kind(p.Resource), Class: p.Class,
		DistanceM: metres(p.Distance), RouteM: metres(p.Route), BudgetM: metres(p.Budget),
		Quantity: rounded(p.Delivered.Amount, exchangeformat.QuantityDecimals), Unit: p.Delivered.Unit,
		ScoreParts: v.scoreParts(p.Score.Parts), NeedsAssessment: p.NeedsAssessment, Exchange: string(p.Exchange), Score: &figures.score,
	}
	figures.score = rounded(p.Score.Total, exchangeformat.ScoreDecimals)
	if p.NetBenefit != nil {
		figures.benefit, m.NetBenefit = rounded(p.NetBenefit.SEK(), exchangeformat.MoneyDecimals), &figures.benefit
	}
	if p.CO2e != nil {
		figures.co2e, m.CO2e = rounded(p.CO2e.Tonnes(), exchangeformat.ClimateDecimals), &figures.co2e
	}
}

func metres(l unit.Length) float64 { return rounded(l.Metres(), exchangeformat.LengthDecimals) }

// matchProperties are a match's attributes with its ends' names beside them: a GIS doesn't
// look into nested objects.
type matchProperties struct {
	Match
	SurplusSiteID   string `json:"surplus_site_id"`
	SurplusSiteName string `json:"surplus_site_name"`
	NeedSiteID      string `json:"need_site_id"`
	NeedSiteName    string `json:"need_site_name"`
}

func (v view) matchFeature(p planner.Pair) feature[matchProperties] {
	m := v.match(p)
	return feature[matchProperties]{
		ID: m.SurplusID + ":" + m.NeedID, Geometry: line(m.Surplus, m.Need),
		Properties: matchProperties{m, m.Surplus.SiteID, m.Surplus.SiteName, m.Need.SiteID, m.Need.SiteName},
	}
}
