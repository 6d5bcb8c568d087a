package planner

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/parallel"
	"github.com/samloka/samloka/internal/symbiosis"
)

// surveys keep what was found of a snapshot's areas. It depends on no weights, so who moves a slider
// doesn't wait for it. What was found of the land outlives changes of sites and flows: rankings need no
// more than that.
type surveys struct {
	today    symbiosis.Date // that the figures are of
	ground   *lazy[*appraise.Ground]
	vicinity *lazy[*appraise.Vicinity]
	land     *kept[*appraise.LandSurvey]
	whole    *kept[*appraise.Survey]
}

func (s *Snapshot) newSurveys() *surveys {
	v := &surveys{today: symbiosis.DateOf(time.Now()), land: &kept[*appraise.LandSurvey]{}, whole: &kept[*appraise.Survey]{}}
	v.ground = lazily(func() (*appraise.Ground, error) { return s.landGround(v.today), nil })
	v.vicinity = lazily(func() (*appraise.Vicinity, error) { return s.vicinity(v.today, symbiosis.BrokerOnly) })
	return v
}

// surveysAfter returns what stays of the surveys when the snapshot before has become s by a change:
// what rests on nothing that was changed. On another day all is surveyed anew.
func (s *Snapshot) surveysAfter(before *Snapshot, c change) *surveys {
	next, old := s.newSurveys(), before.surveys
	if next.today != old.today {
		return next
	}
	var areas []symbiosis.AreaID
	for _, a := range c.areas.put {
		areas = append(areas, a.ID)
	}
	for _, id := range c.areas.gone {
		areas = append(areas, symbiosis.AreaID(id))
	}
	land := c.constraints.empty() && c.facilities.empty()
	neighbours := len(c.sites)+len(c.flows)+len(c.exchanges)+len(c.goneSites)+len(c.goneFlows)+len(c.goneExchanges) == 0 && c.assumptions == nil
	if land {
		next.ground, next.land = old.ground, old.land.without(areas)
	}
	if neighbours {
		next.vicinity = old.vicinity
	}
	if land && neighbours {
		next.whole = old.whole.without(areas)
	}
	return next
}

// landGround gathers the land that areas are surveyed against.
func (s *Snapshot) landGround(today symbiosis.Date) *appraise.Ground {
	around := appraise.Surroundings{Today: today}
	for row := range s.land.constraints.all() {
		around.Constraints = append(around.Constraints, row.Constraint)
	}
	for row := range s.land.facilities.all() {
		around.Facilities = append(around.Facilities, row.Facility)
	}
	return appraise.Prepare(around)
}

// vicinity gathers the flows that areas may reach, and the places of work, those that a reader may see;
// exchanges with an end that he may not see count as none.
func (s *Snapshot) vicinity(today symbiosis.Date, reader symbiosis.Visibility) (*appraise.Vicinity, error) {
	e, _, err := s.engineFor(reader)
	if err != nil {
		return nil, err
	}
	offers, err := e.Offers(context.Background()) // some microseconds a flow, for all who ask
	if err != nil {
		return nil, err
	}
	offers = slices.DeleteFunc(offers, func(o symbiosis.Offer) bool { return !o.Visibility.Within(reader) })
	near := appraise.Neighbours{Offers: offers, Today: today}
	for row := range s.sites.all() {
		if !row.Visibility.Within(reader) {
			continue
		}
		near.Industries = append(near.Industries, appraise.Industry{Place: row.Location, Branch: row.Division()})
	}
	return appraise.Around(near), nil
}

// surveyLand surveys areas as land, on all cores; faults are the areas' own.
func (s *Snapshot) surveyLand(ctx context.Context, areas []PlacedArea) (found []*appraise.LandSurvey, faults []error, err error) {
	return eachArea(ctx, areas, s.landOf)
}

// surveyAll surveys areas whole, on all cores; faults are the areas' own.
func (s *Snapshot) surveyAll(ctx context.Context, areas []PlacedArea) (found []*appraise.Survey, faults []error, err error) {
	vicinity, err := s.surveys.vicinity.get()
	if err != nil {
		return nil, nil, err
	}
	return eachArea(ctx, areas, func(ctx context.Context, a symbiosis.Area) (*appraise.Survey, error) {
		return s.surveys.whole.of(ctx, a.ID, func(ctx context.Context) (*appraise.Survey, error) {
			land, err := s.landOf(ctx, a)
			if err != nil {
				return nil, err
			}
			return vicinity.Survey(ctx, land)
		})
	})
}

// surveyor surveys areas whole.
type surveyor func(ctx context.Context, areas []PlacedArea) (found []*appraise.Survey, faults []error, err error)

// surveyorFor surveys areas whole as if what a reader may not see were not there; nothing of it is kept.
func (s *Snapshot) surveyorFor(reader symbiosis.Visibility) surveyor {
	return func(ctx context.Context, areas []PlacedArea) ([]*appraise.Survey, []error, error) {
		vicinity, err := s.vicinity(s.surveys.today, reader)
		if err != nil {
			return nil, nil, err
		}
		return eachArea(ctx, areas, func(ctx context.Context, a symbiosis.Area) (*appraise.Survey, error) {
			land, err := s.landOf(ctx, a)
			if err != nil {
				return nil, err
			}
			return vicinity.Survey(ctx, land)
		})
	}
}

// landOf returns the survey of an area as land.
func (s *Snapshot) landOf(ctx context.Context, a symbiosis.Area) (*appraise.LandSurvey, error) {
	ground, err := s.surveys.ground.get()
	if err != nil {
		return nil, err
	}
	return s.surveys.land.of(ctx, a.ID, func(ctx context.Context) (*appraise.LandSurvey, error) { return ground.Survey(ctx, a) })
}

// eachArea asks for something of each area, on all cores. err is the context's.
func eachArea[T any](ctx context.Context, areas []PlacedArea, of func(context.Context, symbiosis.Area) (T, error)) (found []T, faults []error, err error) {
	found, faults = make([]T, len(areas)), make([]error, len(areas))
	parallel.Each(len(areas), func(i int) {
		if ctx.Err() == nil {
			found[i], faults[i] = of(ctx, areas[i].Area)
		}
	})
	return found, faults, outOfTime(ctx)
}

// kept is something that is found of areas, of each once for all who ask.
type kept[T any] struct {
	mu     sync.Mutex
	byArea map[symbiosis.AreaID]*shared[T]
}

// of returns what is found of an area, finding it if nobody has.
func (k *kept[T]) of(ctx context.Context, id symbiosis.AreaID, find func(context.Context) (T, error)) (T, error) {
	k.mu.Lock()
	if k.byArea == nil {
		k.byArea = map[symbiosis.AreaID]*shared[T]{}
	}
	one := k.byArea[id]
	if one == nil {
		one = new(shared[T])
		k.byArea[id] = one
	}
	k.mu.Unlock()
	return one.get(ctx, "the land", find)
}

// without returns what is kept of all areas but some; what is being found is found for both.
func (k *kept[T]) without(ids []symbiosis.AreaID) *kept[T] {
	if len(ids) == 0 {
		return k
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	next := &kept[T]{byArea: make(map[symbiosis.AreaID]*shared[T], len(k.byArea))}
	for id, one := range k.byArea {
		next.byArea[id] = one
	}
	for _, id := range ids {
		delete(next.byArea, id)
	}
	return next
}
