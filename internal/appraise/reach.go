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
	reach    []float64    // of the offers as the crow flies, m
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
		v.reach = append(v.reach, o.Budget.Metres()/math.Max(1, o.Detour))
	}
	v.sites = len(known)
	for _, i := range n.Industries {
		v.branches = append(v.branches, geo.UnitVector(i.Place))
	}
	return v
}

// Survey completes the survey of an area by what it can reach and who is near. land is not changed.
func (v *Vicinity) Survey(ctx context.Context, land *LandSurvey) (*Survey, error) {
	s := &Survey{LandSurvey: *land}
	s.Findings = maps.Clone(land.Findings)
	var err error
	if s.Reach, err = v.reached(ctx, s); err != nil {
		return nil, err
	}
	v.neighbourhood(s)
	return s, nil
}

// reached finds the flows whose budget reaches the fit land, each from the land's point nearest to
// it, and what they amount to.
func (v *Vicinity) reached(ctx context.Context, s *Survey) (symbiosis.Reach, error) {
	keys := []string{"reach_gwh", "reach_t", "reach_sek", "reach_co2e", "reach_flows", "give_flows", "donor_share"}
	if s.Unfit() {
		for _, key := range keys {
			findings(s.Findings).missing(key, nothingFit)
		}
		return symbiosis.Reach{}, nil
	}
	middle := geo.UnitVector(*s.Land.FitPoint)
	b := s.Surface.fit.Bound()
	// No point of the land is farther from the fit point than its bounds' diagonal.
	size := math.Hypot(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]) * 1.01
	var hits []hit
	for i := range v.Offers {
		if i%4096 == 0 && ctx.Err() != nil {
			return symbiosis.Reach{}, ctx.Err()
		}
		reach := v.reach[i]
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
		hits = append(hits, h)
	}
	v.order(hits)
	r := v.sum(hits)
	v.reachFindings(s, &r)
	return r, nil
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

// sum lists what is reached, in the order of the hits, and adds up the surpluses.
func (v *Vicinity) sum(hits []hit) symbiosis.Reach {
	if len(hits) == 0 {
		return symbiosis.Reach{}
	}
	r := symbiosis.Reach{Flows: make([]symbiosis.Reached, len(hits))}
	money, saved := make([]unit.Money, len(hits)), make([]unit.Mass, len(hits))
	bySite := make([]float64, v.sites)
	for i, h := range hits {
		o := &v.Offers[h.offer]
		x := &r.Flows[i]
		*x = symbiosis.Reached{
			FlowID: o.FlowID, SiteID: o.SiteID, Direction: o.Direction, Resource: o.Resource, Distance: h.crow, Route: h.route,
			Budget: o.Budget, Delivered: o.Delivered, Certainty: o.Certainty, Visibility: o.Visibility,
		}
		if h.priced {
			money[i] = h.net
			x.NetBenefit = &money[i]
		}
		if c, ok := o.CO2e(h.route); ok {
			saved[i] = c
			x.CO2e = &saved[i]
		}
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
		r.NetBenefit += money[i]
		bySite[v.site[h.offer]] += money[i].SEK()
		r.CO2e += saved[i]
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

func (v *Vicinity) reachFindings(s *Survey, r *symbiosis.Reach) {
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
