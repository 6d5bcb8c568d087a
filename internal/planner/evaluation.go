package planner

import (
	"context"
	"fmt"
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
	// ToldOnly leaves the flows that aren't told (Evaluated.Reached) out of the evaluations' reach too.
	// Who judges what a reader may see needs all of them.
	ToldOnly bool
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
	// LeftOut counts the rows of the store that broke a rule at that state and are in none of the figures.
	LeftOut int `json:",omitempty"`
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
	return s.evaluateBy(ctx, q, s.surveyAll)
}

// evaluateBy judges areas by what is found of them.
func (s *Snapshot) evaluateBy(ctx context.Context, q Evaluate, survey surveyor) (Evaluated, error) {
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
	surveys, faults, err := survey(ctx, areas)
	if err != nil {
		return Evaluated{}, err
	}
	_, unset := s.Setting(symbiosis.AppraisalSetting)
	out := Evaluated{Criteria: book.All(), Own: unset == nil, Revision: s.Revision(), Taken: s.taken, LeftOut: s.leftOutOf(evaluatedTables...)}
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
		if !q.ToldOnly {
			e.Reach.Flows = kept[i].Flows(-1)
		}
		out.Reached = append(out.Reached, s.reached(kept[i].Flows(MostReached)))
		donor, _ := s.Site(e.Reach.LargestSite)
		out.Donors = append(out.Donors, donor.Name)
	}
	return out, nil
}

// reached names the flows that are told.
func (s *Snapshot) reached(flows []symbiosis.Reached) []ReachedFlow {
	var out []ReachedFlow
	for _, x := range flows {
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
