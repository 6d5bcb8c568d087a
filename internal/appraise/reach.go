package appraise

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Neighbours are the flows and places of work that an area may have to do with.
type Neighbours struct {
	Offers     []symbiosis.Offer
	Industries []Industry
	Today      symbiosis.Date // figures of what is reached are of this day
}

// Industry is a place of work, for the diversity of the neighbourhood.
type Industry struct {
	Place  orb.Point // WGS 84
	Branch string    // division of NACE, two digits; "" is left out
}

// DiversityRadius is how far away a place of work still makes the neighbourhood more diverse. [A]
const DiversityRadius = 25 * unit.Kilometre

// Vicinity is neighbours made ready for many surveys. It is immutable and safe for many goroutines.
type Vicinity struct {
	Neighbours
	vectors  [][3]float64   // of the offers
	places   []geo.Prepared // of the offers
	site     []int32        // of the offers, numbered from 0
	sites    int
	crow     []float64    // how far the offers reach as the crow flies, m
	branches [][3]float64 // of the industries
}

// Around makes a vicinity. The neighbours must not be changed afterwards.
func Around(n Neighbours) *Vicinity {
	v := &Vicinity{Neighbours: n}
	known := map[symbiosis.SiteID]int32{}
	for _, o := range n.Offers {
		number, ok := known[o.SiteID]
		if !ok {
			number = int32(len(known)) //nolint:gosec // sites fit in memory
			known[o.SiteID] = number
		}
		v.site, v.places = append(v.site, number), append(v.places, geo.Prepare(o.Place))
		v.vectors = append(v.vectors, geo.UnitVector(o.Place))
		v.crow = append(v.crow, o.Budget.Metres()/math.Max(1, o.Detour))
	}
	v.sites = len(known)
	for _, i := range n.Industries {
		v.branches = append(v.branches, geo.UnitVector(i.Place))
	}
	return v
}

// Survey completes the survey of an area by what it can reach and who is near. land is not changed.
func (v *Vicinity) Survey(ctx context.Context, land *LandSurvey) (*Survey, error) {
	s := &Survey{LandSurvey: *land, vicinity: v}
	s.Findings = maps.Clone(land.Findings)
	if err := v.reach(ctx, s); err != nil {
		return nil, err
	}
	v.neighbourhood(s)
	return s, nil
}

// reach finds the flows whose budget reaches the fit land, each from the land's point nearest to
// it, and what they amount to.
func (v *Vicinity) reach(ctx context.Context, s *Survey) error {
	keys := []string{"reach_gwh", "reach_t", "reach_sek", "reach_co2e", "reach_flows", "give_flows", "donor_share"}
	if s.Unfit() {
		for _, key := range keys {
			findings(s.Findings).missing(key, nothingFit)
		}
		return nil
	}
	middle := geo.UnitVector(*s.Land.FitPoint)
	b := s.Surface.fit.Bound()
	// No point of the land is farther from the fit point than its bounds' diagonal.
	size := math.Hypot(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]) * 1.01
	for i := range v.Offers {
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		reach := v.crow[i]
		if !(reach > 0) || geo.MinDistance(geo.SquaredChord(middle, v.vectors[i])).Metres() > reach+size {
			continue
		}
		o := &v.Offers[i]
		crow := s.Surface.farFrom(&v.places[i])
		route := o.Route(crow)
		if route > o.Budget {
			continue
		}
		h := hit{offer: int32(i), crow: crow, route: route}
		if net, ok := o.NetBenefit(route); ok {
			h.net, h.priced = net, true
		}
		s.hits = append(s.hits, h)
	}
	s.hits = slices.Clip(s.hits)
	v.order(s.hits)
	s.Reach = v.sum(s.hits)
	v.reachFindings(s)
	return nil
}

// hit is an offer that reaches an area: of many, so small and without pointers.
type hit struct {
	crow, route unit.Length
	net         unit.Money
	offer       int32
	priced      bool
}

// order puts surpluses before needs, by net benefit, and those alike by their ids.
func (v *Vicinity) order(hits []hit) {
	slices.SortFunc(hits, func(a, b hit) int {
		x, y := &v.Offers[a.offer], &v.Offers[b.offer]
		if x.Direction != y.Direction {
			return -cmp.Compare(x.Direction, y.Direction)
		}
		return cmp.Or(cmp.Compare(b.net, a.net), cmp.Compare(x.FlowID, y.FlowID))
	})
}

// farFrom returns the distance from a place to the nearest point of the fit land.
func (s *Surface) farFrom(place *geo.Prepared) unit.Length {
	at := s.Nearest(place.Point)
	if at == place.Point {
		return 0
	}
	from := geo.Prepare(at)
	return geo.Between(&from, place)
}

// Flows returns what is reached, surpluses before needs, by net benefit: at most so many of each
// direction, all of them below nil. They are made when asked for: an area among thousands of flows
// reaches thousands.
func (s *Survey) Flows(most int) []symbiosis.Reached {
	var list []symbiosis.Reached
	told := map[symbiosis.Direction]int{}
	for _, h := range s.hits {
		o := &s.vicinity.Offers[h.offer]
		if told[o.Direction]++; most >= 0 && told[o.Direction] > most {
			continue
		}
		x := symbiosis.Reached{
			FlowID: o.FlowID, SiteID: o.SiteID, Direction: o.Direction, Resource: o.Resource, Distance: h.crow, Route: h.route,
			Budget: o.Budget, Delivered: o.Delivered, Certainty: o.Certainty, Visibility: o.Visibility,
		}
		if h.priced {
			x.NetBenefit = new(h.net)
		}
		if saved, ok := o.CO2e(h.route); ok {
			x.CO2e = &saved
		}
		list = append(list, x)
	}
	return list
}

// sum adds up what is reached, the surpluses in the order of the hits.
func (v *Vicinity) sum(hits []hit) symbiosis.Reach {
	var r symbiosis.Reach
	bySite := make([]float64, v.sites)
	for _, h := range hits {
		o := &v.Offers[h.offer]
		if o.Direction == symbiosis.Need {
			r.Needs++
			continue
		}
		r.Surpluses++
		switch {
		case o.Delivered.IsEnergy():
			r.Energy += o.Delivered.Energy(unit.HoursPerYear)
		case o.Delivered.IsMass():
			r.Mass += o.Delivered.Mass(0)
		}
		r.NetBenefit += h.net // nil where it isn't priced
		bySite[v.site[h.offer]] += h.net.SEK()
		if saved, ok := o.CO2e(h.route); ok {
			r.CO2e += saved
		}
	}
	if total := r.NetBenefit.SEK(); total > 0 {
		for _, h := range hits { // in their order: ties go to the first
			if share := bySite[v.site[h.offer]] / total; share > r.LargestShare {
				r.LargestShare, r.LargestSite = share, v.Offers[h.offer].SiteID
			}
		}
	}
	return r
}

func (v *Vicinity) reachFindings(s *Survey) {
	r := &s.Reach
	note := func(key string, value float64, u, of string) {
		figure := &symbiosis.Figure{Value: value, Unit: u, Source: sourceReach, Assumption: true}
		s.Findings[key] = Finding{Figure: figure, Certainty: symbiosis.Estimated, Date: v.Today, Of: of}
	}
	note("reach_gwh", r.Energy.GigawattHours(), "GWh/yr", "")
	note("reach_t", r.Mass.Tonnes(), "t/yr", "")
	note("reach_sek", r.NetBenefit.SEK(), "SEK/yr", "")
	note("reach_co2e", r.CO2e.Tonnes(), "t/yr", "")
	note("reach_flows", float64(r.Surpluses), "1", "")
	note("give_flows", float64(r.Needs), "1", "")
	share := r.LargestShare
	if r.LargestSite == "" {
		share = 1 // nothing is reached: all hangs on whoever comes
	}
	note("donor_share", share, "1", string(r.LargestSite))
}

// neighbourhood tells how many branches of industry the places of work nearby amount to: the
// number of equally common ones that would be as diverse (exponential of Shannon's entropy).
func (v *Vicinity) neighbourhood(s *Survey) {
	middle := geo.UnitVector(s.Area.Geometry.Bound().Center())
	if s.Land.FitPoint != nil {
		middle = geo.UnitVector(*s.Land.FitPoint)
	}
	counts := map[string]int{}
	n := 0
	for i, at := range v.branches {
		if b := v.Industries[i].Branch; b != "" && geo.MinDistance(geo.SquaredChord(middle, at)) <= DiversityRadius {
			counts[b]++
			n++
		}
	}
	all := findings(s.Findings)
	if n == 0 {
		all.missing("diversity", noIndustry)
		return
	}
	all.found("diversity", diversity(counts, n), "1", Finding{Certainty: symbiosis.Reported, Date: v.Today}, sourceDiversity, 0)
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
