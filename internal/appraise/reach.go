package appraise

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// reach finds the flows whose budget reaches the fit land, each from the land's point nearest to
// it, and what they amount to.
func (s *site) reach(ctx context.Context) (symbiosis.Reach, error) {
	keys := []string{"reach_gwh", "reach_t", "reach_sek", "reach_co2e", "reach_flows", "give_flows", "donor_share"}
	if s.land.FitPoint == nil {
		for _, key := range keys {
			s.missing(key, nothingFit)
		}
		return symbiosis.Reach{}, nil
	}
	var r symbiosis.Reach
	middle := geo.UnitVector(*s.land.FitPoint)
	b := s.fit.Bound()
	// No point of the land is farther from the fit point than its bounds' diagonal.
	size := math.Hypot(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]) * 1.01
	for i := range s.ground.Offers {
		if i%4096 == 0 && ctx.Err() != nil {
			return r, ctx.Err()
		}
		reach := s.ground.reach[i]
		if !(reach > 0) || geo.MinDistance(geo.SquaredChord(middle, s.ground.vectors[i])).Metres() > reach+size {
			continue
		}
		o := &s.ground.Offers[i]
		crow := s.farFrom(o)
		route := o.Route(crow)
		if route > o.Budget {
			continue
		}
		x := symbiosis.Reached{
			FlowID: o.FlowID, SiteID: o.SiteID, Direction: o.Direction, Resource: o.Resource, Distance: crow, Route: route,
			Budget: o.Budget, Delivered: o.Delivered, Certainty: o.Certainty, Visibility: o.Visibility,
		}
		if v, ok := o.NetBenefit(route); ok {
			x.NetBenefit = &v
		}
		if v, ok := o.CO2e(route); ok {
			x.CO2e = &v
		}
		r.Flows = append(r.Flows, x)
	}
	sum(&r)
	s.reachFindings(&r)
	return r, nil
}

// farFrom returns the distance from a flow's site to the nearest point of the fit land.
func (s *site) farFrom(o *symbiosis.Offer) unit.Length {
	at := s.surface.Nearest(o.Place)
	if at == o.Place {
		return 0
	}
	return geo.Distance(at, o.Place)
}

// sum orders what is reached and adds up the surpluses.
func sum(r *symbiosis.Reach) {
	worth := func(x *symbiosis.Reached) float64 {
		if x.NetBenefit == nil {
			return 0
		}
		return x.NetBenefit.SEK()
	}
	slices.SortStableFunc(r.Flows, func(a, b symbiosis.Reached) int {
		return cmp.Or(-cmp.Compare(a.Direction, b.Direction), cmp.Compare(worth(&b), worth(&a)), cmp.Compare(a.FlowID, b.FlowID))
	})
	bySite := map[symbiosis.SiteID]float64{}
	for i := range r.Flows {
		x := &r.Flows[i]
		if x.Direction == symbiosis.Need {
			r.Needs++
			continue
		}
		r.Surpluses++
		switch {
		case x.Delivered.IsEnergy():
			r.Energy += x.Delivered.Energy(unit.HoursPerYear)
		case x.Delivered.IsMass():
			r.Mass += x.Delivered.Mass(0)
		}
		if x.NetBenefit != nil {
			r.NetBenefit += *x.NetBenefit
			bySite[x.SiteID] += x.NetBenefit.SEK()
		}
		if x.CO2e != nil {
			r.CO2e += *x.CO2e
		}
	}
	if total := r.NetBenefit.SEK(); total > 0 {
		for i := range r.Flows { // in their order: ties go to the first
			if site := r.Flows[i].SiteID; bySite[site]/total > r.LargestShare {
				r.LargestShare, r.LargestSite = bySite[site]/total, site
			}
		}
	}
}

func (s *site) reachFindings(r *symbiosis.Reach) {
	note := func(key string, v float64, u string) {
		s.found(key, v, u, Finding{Certainty: symbiosis.Estimated, Date: s.ground.Today}, sourceReach, 0)
		f := s.findings[key]
		f.Figure.Assumption = true
		s.findings[key] = f
	}
	note("reach_gwh", r.Energy.GigawattHours(), "GWh/yr")
	note("reach_t", r.Mass.Tonnes(), "t/yr")
	note("reach_sek", r.NetBenefit.SEK(), "SEK/yr")
	note("reach_co2e", r.CO2e.Tonnes(), "t/yr")
	note("reach_flows", float64(r.Surpluses), "1")
	note("give_flows", float64(r.Needs), "1")
	share := r.LargestShare
	if r.LargestSite == "" {
		share = 1 // nothing is reached: all hangs on whoever comes
	}
	note("donor_share", share, "1")
	f := s.findings["donor_share"]
	f.Of = string(r.LargestSite)
	s.findings["donor_share"] = f
}

// neighbourhood tells how many branches of industry the places of work nearby amount to: the
// number of equally common ones that would be as diverse (exponential of Shannon's entropy).
func (s *site) neighbourhood() {
	middle := geo.UnitVector(s.bound.Center())
	if s.land.FitPoint != nil {
		middle = geo.UnitVector(*s.land.FitPoint)
	}
	counts := map[string]int{}
	n := 0
	for i, v := range s.ground.branches {
		if b := s.ground.Industries[i].Branch; b != "" && geo.MinDistance(geo.SquaredChord(middle, v)) <= DiversityRadius {
			counts[b]++
			n++
		}
	}
	if n == 0 {
		s.missing("diversity", noIndustry)
		return
	}
	s.found("diversity", diversity(counts, n), "1", Finding{Certainty: symbiosis.Reported, Date: s.ground.Today}, sourceDiversity, 0)
}

// diversity is exp(−Σ p·ln p).
func diversity(counts map[string]int, n int) float64 {
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys) // sums in one order: the same to the last bit
	entropy := 0.0
	for _, k := range keys {
		p := float64(counts[k]) / float64(n)
		entropy -= p * math.Log(p)
	}
	return math.Exp(entropy)
}
