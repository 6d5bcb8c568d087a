package planner

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// mostPartners is how many partners of a flow a sheet shows: a reader looks no further.
const mostPartners = 12

// sheetFirm is the site of the firm that a sheet is about; it is no site of the region.
const sheetFirm symbiosis.SiteID = "samloka:firm"

// seen is the visibility of a flow at its site: the narrower of the two.
func seen(f symbiosis.Flow, site symbiosis.Site) symbiosis.Visibility {
	return f.Visibility.Narrower(site.Visibility)
}

// Sheet reckons what a firm of a capacity would find on a piece of land, and leaves out what a
// reader who may see madeFor may not. Hidden flows take no part in what is shown of others: exchanges with them count as none, and
// what they would give or take enters in sums (symbiosis.Disclosable) only.
//
// Errors: NotFound for unknown land; Invalid for land or a profile that the reader may not see as a
// whole, or that can't be reckoned with; the context's.
func (s *Snapshot) Sheet(ctx context.Context, id symbiosis.AreaID, profile symbiosis.Profile, capacity float64, madeFor symbiosis.Visibility) (report.Sheet, error) {
	area, err := s.PlacedArea(id)
	if err != nil {
		return report.Sheet{}, err
	}
	if err := checkSheet(area, profile, capacity, madeFor); err != nil {
		return report.Sheet{}, err
	}
	land, err := s.sheetArea(ctx, area)
	if err != nil {
		return report.Sheet{}, err
	}
	ground, err := s.firmGround(ctx)
	if err != nil {
		return report.Sheet{}, err
	}
	lot := s.areas.seek(string(area.ID)) // the ground has the areas in their order
	e, taken, err := s.engineFor(madeFor)
	if err != nil {
		return report.Sheet{}, err
	}
	flows := profile.FlowsOf(sheetFirm, capacity)
	for i := range flows {
		flows[i].Visibility = symbiosis.Public // the reader's own
	}
	sheet := report.Sheet{
		Area: land, Firm: sheetFirmOf(profile, capacity, madeFor), MadeFor: madeFor, Revision: string(s.revision),
	}
	summed := map[symbiosis.FlowID]bool{} // hidden flows that stand in a sum already: sums don't overlap
	for i, own := range flows {
		f := s.sheetFlow(own)
		matches, err := matchesOn(ctx, e, ground, lot, own)
		if err != nil {
			return report.Sheet{}, err
		}
		if profile.Visibility.Within(madeFor) {
			f.Source = profile.Flows[i].Origin.Source
		}
		var held []symbiosis.Held
		for _, m := range matches {
			id := m.SurplusID
			if own.Direction == symbiosis.Surplus {
				id = m.NeedID
			}
			other, site := s.end(laidOver{}, id)
			switch {
			case !seen(other, site).Within(madeFor):
				if amount, u := s.yearlyIn(other, f.Unit); u != "" && !summed[id] {
					summed[id] = true
					f.SumUnit = u
					held = append(held, symbiosis.Held{Holder: holder(site), Amount: amount, Visibility: seen(other, site), Of: id})
				}
			case len(f.Partners) == mostPartners:
				f.More++
			default:
				p, err := s.partner(e, firmAt(profile, own, ground, lot, site), m, other, site)
				if err != nil {
					return report.Sheet{}, err
				}
				p.PartlyTaken = taken[id]
				f.Partners = append(f.Partners, p)
			}
		}
		if _, sum, ok := symbiosis.DisclosableTo(madeFor, held); ok {
			f.Sum = &sum
		} else {
			f.SumUnit = ""
		}
		sheet.Flows = append(sheet.Flows, f)
	}
	return sheet, ctx.Err()
}

// checkSheet refuses what can't be shown to the reader.
func checkSheet(area PlacedArea, profile symbiosis.Profile, capacity float64, madeFor symbiosis.Visibility) error {
	var faults []symbiosis.Problem
	if madeFor != symbiosis.Public && madeFor != symbiosis.Network {
		faults = append(faults, symbiosis.Problem{
			Field: "visibility", Code: "unknown_code", Value: string(madeFor), Text: "is not whom a sheet is made for", Hint: "public or network: what only a facilitator may see never leaves the house by itself",
		})
	}
	if !area.Visibility.Within(madeFor) {
		faults = append(faults, symbiosis.Problem{
			Field: "area_id", Code: "hidden", Value: string(area.ID), Text: "may be seen by fewer than the sheet is made for", Hint: "make the sheet for the network, or open the land first",
		})
	}
	if fault := capacityFault(profile, capacity); fault != nil {
		faults = append(faults, *fault)
	}
	if len(faults) > 0 {
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the sheet can't be made", Problems: faults}
	}
	return nil
}

// engineFor returns the engine without the exchanges that a reader may not see both ends of, and
// the flows he may see that such exchanges take from.
func (s *Snapshot) engineFor(reader symbiosis.Visibility) (*match.Engine, map[symbiosis.FlowID]bool, error) {
	e, err := s.engine.get()
	if err != nil {
		return nil, nil, err
	}
	taken := map[symbiosis.FlowID]bool{}
	var gone []symbiosis.ExchangeID
	for x := range s.exchanges.all() {
		if x.State != symbiosis.Operation {
			continue
		}
		ends := []symbiosis.FlowID{x.SurplusID, x.NeedID}
		hidden := func(id symbiosis.FlowID) bool {
			f, site := s.end(laidOver{}, id)
			return !seen(f, site).Within(reader)
		}
		if !slices.ContainsFunc(ends, hidden) {
			continue
		}
		gone = append(gone, x.ID)
		for _, id := range ends {
			if !hidden(id) {
				taken[id] = true
			}
		}
	}
	if gone != nil {
		e, err = e.With(match.Change{DeleteExchanges: gone})
	}
	return e, taken, err
}

// holder is whose a site's flows are: its organisation, which may have several sites.
func holder(s symbiosis.Site) string {
	return cmp.Or(fold(s.Organisation), string(s.ID))
}

// sheetFlow is a flow of the firm with what it amounts to in a year.
func (s *Snapshot) sheetFlow(f symbiosis.Flow) report.FirmFlow {
	out := report.FirmFlow{
		Direction: f.Direction, Resource: f.Resource, Amount: f.Quantity.Amount, Unit: string(f.Quantity.Unit),
		SupplyC: celsius(f.Supply), ReturnC: celsius(f.Return), Estimated: f.Certainty == symbiosis.Estimated,
	}
	switch gwh, tonnes := s.FlowAmount(f); {
	case gwh != nil:
		out.Amount, out.Unit = *gwh, string(symbiosis.GWhYear)
	case tonnes != nil:
		out.Amount, out.Unit = *tonnes, string(symbiosis.TonneYear)
	}
	return out
}

// yearlyIn is what a flow amounts to in a year in the unit of the firm's flow; no unit where it
// can't be told.
func (s *Snapshot) yearlyIn(f symbiosis.Flow, u string) (float64, string) {
	gwh, tonnes := s.FlowAmount(f)
	switch {
	case u == string(symbiosis.GWhYear) && gwh != nil:
		return *gwh, u
	case u == string(symbiosis.TonneYear) && tonnes != nil:
		return *tonnes, u
	case u == string(f.Quantity.Unit):
		return f.Quantity.Amount, u
	}
	return 0, ""
}

func celsius(t *unit.Temperature) *float64 {
	if t == nil {
		return nil
	}
	c := t.Celsius()
	return &c
}

// partner is a site of the region that a flow of the firm could pair with.
func (s *Snapshot) partner(e *match.Engine, sc symbiosis.Scenario, m symbiosis.Match, f symbiosis.Flow, site symbiosis.Site) (report.Partner, error) {
	p := report.Partner{
		FlowID: f.ID, SiteID: site.ID, Site: site.Name, Municipality: site.Municipality, Point: site.Location, Resource: f.Resource, Amount: m.Delivered.Amount,
		Unit: string(m.Delivered.Unit), RouteM: m.Route.Metres(), Class: m.Class, Source: f.Source,
		Estimated: f.Certainty == symbiosis.Estimated || site.Accuracy == symbiosis.Approximate,
	}
	if f.Direction == symbiosis.Surplus {
		p.SupplyC = celsius(f.Supply)
	}
	if m.NetBenefit == nil {
		return p, nil
	}
	x, err := e.ExplainIn(sc, m.SurplusID, m.NeedID, nil, match.Options{})
	if err != nil {
		return p, err
	}
	if v, ok := reckonedFigure(x, "investment"); ok && v > 0 {
		p.Investment = &v
	}
	p.Cost, p.CostUnit = deliveredCost(x, m)
	return p, nil
}

// deliveredCost is what a unit costs at the receiver's: what it is worth there less the net
// benefit, so what the holder saves by being rid of it is taken off.
func deliveredCost(x symbiosis.Explanation, m symbiosis.Match) (*float64, string) {
	q := m.Delivered
	switch {
	case q.Amount <= 0:
		return nil, ""
	case q.IsEnergy():
		worth, ok := reckonedFigure(x, "heat_value") // the need's own
		if !ok {
			worth, ok = reckonedFigure(x, "heat_value_sek_per_mwh")
		}
		if !ok {
			return nil, ""
		}
		cost := worth - m.NetBenefit.SEK()/q.Energy(unit.HoursPerYear).MegawattHours()
		return &cost, "SEK/MWh"
	case q.IsMass():
		price, ok := reckonedFigure(x, "price_replaced")
		share, known := reckonedFigure(x, "substitution")
		if !ok {
			return nil, ""
		}
		if !known {
			share = 1
		}
		cost := price*share - m.NetBenefit.SEK()/q.Mass(0).Tonnes()
		return &cost, "SEK/t"
	}
	return nil, ""
}

// reckonedFigure finds a figure of a reckoning by its key.
func reckonedFigure(x symbiosis.Explanation, key string) (float64, bool) {
	for _, step := range x.Steps {
		for _, f := range step.Figures {
			if f.Key == key {
				return f.Value, true
			}
		}
	}
	return 0, false
}

// sheetArea is the land with what is near, as the land is evaluated.
func (s *Snapshot) sheetArea(ctx context.Context, a PlacedArea) (report.SheetArea, error) {
	out := report.SheetArea{
		Name: a.Name, Municipality: a.Municipality, Geometry: a.Geometry, Hectares: geo.AreaOf(a.Geometry).Hectares(),
		Plan: a.PlanStatus, YearsToReady: a.YearsToBuildReady, Restrictions: a.Restrictions, GridYear: a.GridYear,
		Remediation: a.Remediation, SlopePct: a.Slope, Source: a.Source,
		Estimated: a.Certainty == symbiosis.Estimated || a.Accuracy == symbiosis.Approximate,
	}
	if a.GridPower != nil {
		v := a.GridPower.Megawatts()
		out.GridMW = &v
	}
	if a.Price != nil {
		v := float64(*a.Price)
		out.PriceSEKPerM2 = &v
	}
	if a.RemediationCost != nil {
		v := a.RemediationCost.SEK()
		out.RemediationCost = &v
	}
	for _, u := range symbiosis.Utilities() {
		out.Connections = append(out.Connections, report.Connection{Utility: u, State: a.Connection(u)})
	}
	surveys, faults, err := s.surveyLand(ctx, []PlacedArea{a})
	if err != nil || faults[0] != nil { // land that can't be surveyed counts whole
		return out, err
	}
	found := surveys[0]
	fit := found.Land.Fit.Hectares()
	out.FitHa = &fit
	measured := appraise.Measured()
	for _, key := range slices.Sorted(maps.Keys(measured)) {
		if f := found.Findings[key]; f.Figure != nil {
			out.Near = append(out.Near, report.Near{Kind: measured[key], Name: f.Of, Distance: f.Figure.Value, Source: f.Figure.Source})
		}
	}
	return out, nil
}

// sheetFirmOf is the firm; who it is, and where its figures come from, only where the reader may
// see it.
func sheetFirmOf(p symbiosis.Profile, capacity float64, reader symbiosis.Visibility) report.SheetFirm {
	times := func(v *float64) *float64 {
		if v == nil {
			return nil
		}
		x := *v * capacity
		return &x
	}
	out := report.SheetFirm{
		Capacity: capacity, CapacityUnit: p.CapacityUnit, CapacityOf: p.CapacityOf, Staff: times(p.Staff),
		Estimated: p.Certainty == symbiosis.Estimated,
	}
	if p.Land != nil {
		ha := p.Land.Hectares()
		out.LandHa = times(&ha)
	}
	if p.GridPower != nil {
		mw := p.GridPower.Megawatts()
		out.GridMW = times(&mw)
	}
	if p.Water != nil {
		m3 := float64(*p.Water)
		out.WaterM3 = times(&m3)
	}
	if p.Visibility.Within(reader) {
		out.Names, out.Source = p.Names, p.Source
	}
	return out
}
