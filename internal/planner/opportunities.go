package planner

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// opportunities are what land and firms mean to each other in a snapshot, reckoned when asked for.
type opportunities struct {
	ground shared[*opportunity.Ground]
	hunts  hunts
	matrix shared[*opportunity.Matrix]
	// supposing are matrices under other assumptions, the last asked for.
	mu        sync.Mutex
	supposing []supposed
}

// supposed is the matrix under assumptions of a question's own.
type supposed struct {
	key    string
	matrix *shared[*opportunity.Matrix]
}

// mostSupposed is how many matrices under other assumptions a snapshot keeps: who compares two goes
// back and forth.
const mostSupposed = 3

// under returns the matrix under assumptions, reckoned or not.
func (o *opportunities) under(values map[string]float64) *shared[*opportunity.Matrix] {
	if len(values) == 0 {
		return &o.matrix
	}
	var key strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&key, "%s=%x;", name, math.Float64bits(values[name]))
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range o.supposing {
		if s.key == key.String() {
			return s.matrix
		}
	}
	s := supposed{key.String(), new(shared[*opportunity.Matrix])}
	o.supposing = append(o.supposing, s)
	if len(o.supposing) > mostSupposed {
		o.supposing = slices.Clone(o.supposing[1:])
	}
	return s.matrix
}

// firmGround returns the region's land as firms see it.
func (s *Snapshot) firmGround(ctx context.Context) (*opportunity.Ground, error) {
	return s.opportunities.ground.get(ctx, "the land", s.newFirmGround)
}

// newFirmGround surveys the region's land. What is fit, the fit land that distances are measured from,
// its nearest point each time, and the distances to infrastructure are those that the land is
// evaluated by; an area that can't be surveyed counts whole, from its label's point, with distances
// that aren't known.
func (s *Snapshot) newFirmGround(ctx context.Context) (*opportunity.Ground, error) {
	areas := s.Areas(AreaFilter{}, Page{}).Items
	surveys, faults, err := s.surveyLand(ctx, areas)
	if err != nil {
		return nil, err
	}
	lots := make([]opportunity.Lot, len(areas))
	for i, a := range areas {
		lots[i] = opportunity.Lot{Area: a.Area, Point: a.Label, Fit: geo.AreaOf(a.Geometry)}
		if faults[i] != nil {
			continue
		}
		found := surveys[i]
		lots[i].Fit, lots[i].Near = found.Land.Fit, map[symbiosis.FacilityKind]unit.Length{}
		lots[i].Total, lots[i].Penalised = found.Land.Total, found.Land.Penalised
		if p := found.Land.FitPoint; p != nil {
			lots[i].Point, lots[i].Surface, lots[i].Radius = *p, found.Surface, found.Surface.Radius(*p)
		}
		for key, kind := range appraise.Measured() {
			if f := found.Findings[key].Figure; f != nil {
				lots[i].Near[kind] = unit.Length(f.Value) * unit.Metre
			}
		}
		for _, b := range found.Land.Bearings {
			switch {
			case b.Effect == symbiosis.Excludes && b.Overlap > 0:
				lots[i].Excluding = append(lots[i].Excluding, cmp.Or(b.Name, string(b.Layer)))
			case b.Effect != symbiosis.Excludes && found.Land.Total > 0:
				lots[i].Against = append(lots[i].Against, opportunity.Against{Bearing: b, Share: min(1, float64(max(b.Overlap, b.Warned)/found.Land.Total))})
			}
		}
	}
	return opportunity.NewGround(lots)
}

// Ranked is a piece of land in a ranking, with the flows and sites it would pair with.
type Ranked struct {
	opportunity.Standing
	Area     PlacedArea
	Partners []Partner // beside Finds
	// Against is what bears on the land without excluding it; PenalisedShare the part of it, 0–1, that
	// something counts against.
	Against        []opportunity.Against
	PenalisedShare float64
}

// Partner is the flow of the region that a firm's flow pairs with best; the zero value when none.
type Partner struct {
	Flow symbiosis.Flow
	Site symbiosis.Site
}

// Ranking asks where a firm would find most.
type Ranking struct {
	Firm        symbiosis.ProfileID
	Profile     *symbiosis.Profile // instead of Firm: one that isn't on file
	Capacity    *float64           // nil: the profile's own
	Demands     opportunity.Demands
	Order       opportunity.Order
	LandWeight  *float64           // by opportunity.ByCombined; nil: the usual
	Areas       []symbiosis.AreaID // that the reader will pick from the answer: they must be there
	Assumptions map[string]float64 // values that stand for this question only
}

// Rank ranks the region's land for a firm. Nothing is stored. An unknown firm is NotFound; one that
// isn't valid, and a capacity that is none, are Invalid.
func (s *Snapshot) Rank(ctx context.Context, r Ranking) (symbiosis.Profile, float64, []Ranked, error) {
	profile, capacity, err := s.firmOf(r)
	if err != nil {
		return profile, 0, nil, err
	}
	if err := s.checkRanking(r, profile); err != nil {
		return profile, 0, nil, err
	}
	e, err := s.assuming(r.Assumptions)
	if err != nil {
		return profile, 0, nil, err
	}
	var worth []opportunity.Worth
	if r.Order == opportunity.ByCombined {
		if worth, err = s.landWorth(ctx); err != nil {
			return profile, 0, nil, err
		}
	}
	ground, err := s.firmGround(ctx)
	if err != nil {
		return profile, 0, nil, err
	}
	hunt, err := s.opportunities.hunts.hunt(ctx, e, ground)
	if err != nil {
		return profile, 0, nil, err
	}
	list, err := ground.Rank(ctx, hunt, opportunity.Question{Profile: profile, Capacity: capacity, Demands: r.Demands, Order: r.Order, LandWeight: r.LandWeight, Worth: worth})
	if err != nil {
		return profile, 0, nil, err
	}
	out := make([]Ranked, len(list))
	for i, standing := range list {
		row := s.areas.at(standing.Lot)
		out[i] = Ranked{Standing: standing, Area: PlacedArea{row.Area, row.label}, Partners: make([]Partner, len(standing.Finds))}
		lot := &ground.Lots()[standing.Lot]
		out[i].Against, out[i].PenalisedShare = lot.Against, lot.PenalisedShare()
		for j, f := range standing.Finds {
			if flow := s.flows.get(string(f.Partner)); flow != nil {
				out[i].Partners[j].Flow = flow.Flow
				out[i].Partners[j].Site, _ = s.Site(flow.SiteID)
			}
		}
	}
	return profile, capacity, out, nil
}

// Opportunities returns the region's land × the profiles at hand, each at its best capacity, under
// assumptions of the question's own or, for none, the region's. It is reckoned once for a snapshot,
// for all who ask. Assumptions that aren't valid are Invalid.
func (s *Snapshot) Opportunities(ctx context.Context, assumptions map[string]float64) (*opportunity.Matrix, error) {
	e, err := s.assuming(assumptions)
	if err != nil {
		return nil, err
	}
	return s.opportunities.under(assumptions).get(ctx, "the opportunities", func(ctx context.Context) (*opportunity.Matrix, error) {
		ground, err := s.firmGround(ctx)
		if err != nil {
			return nil, err
		}
		var profiles []symbiosis.Profile
		for _, f := range s.Firms() {
			profiles = append(profiles, f.Profile)
		}
		hunt, err := s.opportunities.hunts.hunt(ctx, e, ground)
		if err != nil {
			return nil, err
		}
		return ground.Reckon(ctx, hunt, profiles)
	})
}

// Untaken is a surplus that no profile would take on any land.
type Untaken struct {
	Flow    symbiosis.Flow
	Site    symbiosis.Site
	Matched bool // some need of the region would take it all the same
}

// Untaken lists the surpluses without a taker under any profile, those that no need of the region
// would take either first, then the larger by what they amount to, then by id.
func (s *Snapshot) Untaken(ctx context.Context, assumptions map[string]float64) ([]Untaken, error) {
	m, err := s.Opportunities(ctx, assumptions)
	if err != nil {
		return nil, err
	}
	matches, err := s.allMatches(ctx)
	if err != nil {
		return nil, err
	}
	matched := map[symbiosis.FlowID]bool{}
	for i := range matches.rows {
		matched[matches.rows[i].SurplusID] = true
	}
	var surpluses []symbiosis.FlowID
	for row := range s.flows.all() {
		if row.Direction == symbiosis.Surplus {
			surpluses = append(surpluses, row.ID)
		}
	}
	var list []Untaken
	for _, id := range m.Untaken(surpluses) {
		f := s.flows.get(string(id)).Flow
		site, _ := s.Site(f.SiteID)
		list = append(list, Untaken{f, site, matched[id]})
	}
	slices.SortStableFunc(list, func(a, b Untaken) int {
		switch {
		case a.Matched == b.Matched:
			return 0
		case a.Matched:
			return 1
		}
		return -1
	})
	return list, nil
}
