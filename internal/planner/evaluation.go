package planner

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/symbiosis"
)

// criteria is the book of what land is judged by.
var criteria = sync.OnceValues(func() (*appraise.Book, error) { return appraise.NewBook(geodata.Criteria()) })

// Criteria returns what land is judged by.
func (p *Planner) Criteria() (*appraise.Book, error) { return criteria() }

// MostEvaluated is how many areas one question can hold.
const MostEvaluated = 2000

// Evaluate asks how areas come out.
type Evaluate struct {
	Areas    []symbiosis.AreaID // none: all
	Settings appraise.Settings
	// Sensitivity also finds what the ranking hangs on.
	Sensitivity bool
}

// Evaluated is how areas come out. It holds all it is shown with, so that it can be kept.
type Evaluated struct {
	appraise.Judgement
	Criteria []appraise.Definition // as the region's defaults have them
	Own      bool                  // those defaults are the region's own
	Areas    []PlacedArea          // in the order of the evaluations
	// Reached are the flows that each area reaches, the worthiest first, at most MostReached;
	// their sums and numbers stand in the evaluations. Donors names each area's largest donor.
	Reached [][]ReachedFlow
	Donors  []string
	Refused []RefusedArea
	// Revision and Taken name the state of the region that the figures are of.
	Revision string
	Taken    time.Time
}

// MostReached is how many flows are told of an area, in each direction.
const MostReached = 100

// ReachedFlow is a flow that an area reaches, with what it is called.
type ReachedFlow struct {
	symbiosis.Reached
	Name         string
	SiteName     string
	Municipality string
	Place        orb.Point
	Kind         symbiosis.Kind
}

// RefusedArea is an area that can't be evaluated, and why.
type RefusedArea struct {
	Area PlacedArea
	Why  string
}

// Evaluate judges areas together: their ranks are among those asked for. An unknown area is
// NotFound, settings that aren't valid Invalid with every fault. An area whose outline can't be
// used is told as refused; when it is the only one asked for, its fault is the error.
func (s *Snapshot) Evaluate(ctx context.Context, q Evaluate) (Evaluated, error) {
	book, err := s.book()
	if err != nil {
		return Evaluated{}, err
	}
	if _, err := book.Weigh(q.Settings); err != nil {
		return Evaluated{}, err
	}
	areas, err := s.areasOf(q.Areas)
	if err != nil {
		return Evaluated{}, err
	}
	surveys, faults, err := s.surveyAll(ctx, areas)
	if err != nil {
		return Evaluated{}, err
	}
	_, unset := s.Setting(symbiosis.AppraisalSetting)
	out := Evaluated{Criteria: book.All(), Own: unset == nil, Revision: s.Revision(), Taken: s.taken}
	var kept []*appraise.Survey
	for i, area := range areas {
		if faults[i] != nil {
			if len(areas) == 1 {
				return Evaluated{}, faults[i]
			}
			out.Refused = append(out.Refused, RefusedArea{area, faults[i].Error()})
			continue
		}
		out.Areas, kept = append(out.Areas, area), append(kept, surveys[i])
	}
	samples := 0
	if q.Sensitivity {
		// Of many areas fewer samples: who moves a slider waits for them.
		samples = max(256, min(appraise.Samples, 400_000/max(1, len(kept))))
	}
	if out.Judgement, err = book.Judge(q.Settings, kept, samples); err != nil {
		return Evaluated{}, err
	}
	for i := range out.Evaluations {
		e := &out.Evaluations[i]
		out.Reached = append(out.Reached, s.reached(e.Reach.Flows))
		donor, _ := s.Site(e.Reach.LargestSite)
		out.Donors = append(out.Donors, donor.Name)
	}
	return out, nil
}

// reached names the flows that are told.
func (s *Snapshot) reached(flows []symbiosis.Reached) []ReachedFlow {
	var out []ReachedFlow
	told := map[symbiosis.Direction]int{}
	for _, x := range flows {
		if told[x.Direction]++; told[x.Direction] > MostReached {
			continue
		}
		flow, _ := s.Flow(x.FlowID)
		site, _ := s.Site(x.SiteID)
		out = append(out, ReachedFlow{x, flow.Name, site.Name, site.Municipality, site.Location, s.Kind(x.Resource)})
	}
	return out
}

// areasOf finds areas by their ids, in that order; all of them for none.
func (s *Snapshot) areasOf(ids []symbiosis.AreaID) ([]PlacedArea, error) {
	if len(ids) == 0 {
		areas := s.Areas(AreaFilter{}, Page{}).Items
		if len(areas) > MostEvaluated {
			return nil, tooManyAreas(len(areas))
		}
		return areas, nil
	}
	if len(ids) > MostEvaluated {
		return nil, tooManyAreas(len(ids))
	}
	areas := make([]PlacedArea, 0, len(ids))
	seen := map[symbiosis.AreaID]bool{}
	for _, id := range ids {
		area, err := s.PlacedArea(id)
		if err != nil {
			return nil, err
		}
		if seen[id] {
			return nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: []symbiosis.Problem{{
				Field: "areas", Code: "duplicate", Value: string(id), Text: "stands twice",
			}}}
		}
		seen[id] = true
		areas = append(areas, area)
	}
	return areas, nil
}

func tooManyAreas(n int) error {
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: []symbiosis.Problem{{
		Field: "areas", Code: "too_many", Value: fmt.Sprint(n), Text: fmt.Sprintf("are more than the %d that one question can hold", MostEvaluated), Hint: "name those to be evaluated",
	}}}
}

// landSurveys keeps what was found of a snapshot's areas: it depends on no weights, so who moves a
// slider doesn't wait for it.
type landSurveys struct {
	ground *lazy[*appraise.Ground]
	mu     sync.Mutex
	byArea map[symbiosis.AreaID]*appraise.Survey
}

func (s *Snapshot) newLandSurveys() *landSurveys {
	return &landSurveys{ground: lazily(s.landGround), byArea: map[symbiosis.AreaID]*appraise.Survey{}}
}

// surveysAfter returns what stays of the surveys when the snapshot before has become s: all of
// them when nothing changed that they rest on, those of other areas when areas did.
func (s *Snapshot) surveysAfter(before *Snapshot, c change) *landSurveys {
	if len(c.sites)+len(c.flows)+len(c.exchanges)+len(c.goneSites)+len(c.goneFlows)+len(c.goneExchanges) > 0 ||
		!c.constraints.empty() || !c.facilities.empty() || c.assumptions != nil {
		return s.newLandSurveys()
	}
	if c.areas.empty() {
		return before.surveys
	}
	next := &landSurveys{ground: before.surveys.ground}
	before.surveys.mu.Lock()
	defer before.surveys.mu.Unlock()
	next.byArea = maps.Clone(before.surveys.byArea)
	for _, a := range c.areas.put {
		delete(next.byArea, a.ID)
	}
	for _, id := range c.areas.gone {
		delete(next.byArea, symbiosis.AreaID(id))
	}
	return next
}

// landGround gathers what areas are surveyed against.
func (s *Snapshot) landGround() (*appraise.Ground, error) {
	e, err := s.engine.get()
	if err != nil {
		return nil, err
	}
	offers, err := e.Offers(context.Background()) // some microseconds a flow, for all who ask
	if err != nil {
		return nil, err
	}
	around := appraise.Surroundings{Offers: offers, Today: symbiosis.DateOf(s.taken)}
	for _, row := range s.land.constraints.rows {
		around.Constraints = append(around.Constraints, row.Constraint)
	}
	for _, row := range s.land.facilities.rows {
		around.Facilities = append(around.Facilities, row.Facility)
	}
	for _, row := range s.sites.rows {
		around.Industries = append(around.Industries, appraise.Industry{Place: row.Location, Branch: row.Division()})
	}
	return appraise.Prepare(around), nil
}

// surveyAll surveys areas on all cores; faults are the areas' own.
func (s *Snapshot) surveyAll(ctx context.Context, areas []PlacedArea) (surveys []*appraise.Survey, faults []error, err error) {
	ground, err := s.surveys.ground.get()
	if err != nil {
		return nil, nil, err
	}
	surveys, faults = make([]*appraise.Survey, len(areas)), make([]error, len(areas))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(len(areas), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				surveys[i], faults[i] = s.surveys.of(ctx, ground, areas[i].Area)
			}
		})
	}
	for i := range areas {
		next <- i
	}
	close(next)
	workers.Wait()
	return surveys, faults, ctx.Err()
}

// of returns the survey of an area, made once a snapshot.
func (l *landSurveys) of(ctx context.Context, ground *appraise.Ground, area symbiosis.Area) (*appraise.Survey, error) {
	l.mu.Lock()
	known := l.byArea[area.ID]
	l.mu.Unlock()
	if known != nil {
		return known, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	made, err := ground.Survey(ctx, area)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byArea[area.ID] = made
	return made, nil
}
