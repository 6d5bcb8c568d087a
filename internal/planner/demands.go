package planner

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/symbiosis"
)

// checkRanking returns what is wrong with a question about a firm: what nobody knows of must not be
// passed over, or the answer is to another question.
func (s *Snapshot) checkRanking(r Ranking, p symbiosis.Profile) error {
	var faults []symbiosis.Problem
	var needs []string
	for _, f := range p.Flows {
		if f.Direction == symbiosis.Need {
			needs = append(needs, string(f.Resource))
		}
	}
	for _, code := range slices.Sorted(maps.Keys(r.Demands.Needs)) {
		field, share := "demands.needs."+string(code), r.Demands.Needs[code]
		if _, known := s.catalogue.Resource(code); !known {
			faults = append(faults, symbiosis.Problem{Field: field, Code: "unknown_code", Value: string(code), Text: "is no resource of the catalogue", Hint: "the firm needs " + strings.Join(needs, ", ")})
		} else if !slices.Contains(needs, string(code)) {
			faults = append(faults, symbiosis.Problem{Field: field, Code: "unknown_code", Value: string(code), Text: "is nothing that the firm needs", Hint: "it needs " + strings.Join(needs, ", ")})
		}
		if !(share >= 0 && share <= 1) {
			faults = append(faults, symbiosis.Problem{Field: field, Code: "out_of_range", Value: fmt.Sprint(share), Text: "must lie within 0 and 1", Hint: "the least share of the need"})
		}
	}
	asked := p
	asked.MustHaves = r.Demands.MustHaves
	faults = append(faults, inField("demands", "must_haves.", asked.Validate())...)
	if r.Order != "" && !slices.Contains(opportunity.Orders(), r.Order) {
		faults = append(faults, symbiosis.Problem{Field: "order", Code: "unknown_code", Value: string(r.Order), Text: "is no order", Hint: fmt.Sprintf("one of %v", opportunity.Orders())})
	}
	if w := r.LandWeight; w != nil && !(*w >= 0 && *w <= 1) {
		faults = append(faults, symbiosis.Problem{Field: "land_weight", Code: "out_of_range", Value: fmt.Sprint(*w), Text: "must lie within 0 and 1"})
	}
	for i, id := range r.Areas {
		if _, err := s.Area(id); err != nil {
			faults = append(faults, symbiosis.Problem{Field: fmt.Sprintf("areas[%d]", i), Code: "unknown_code", Value: string(id), Text: "is no area of the region"})
		}
	}
	if faults != nil {
		return cantBeAnswered(faults...)
	}
	return nil
}

// inField returns the problems of an error whose fields begin with a prefix, under another name.
func inField(name, prefix string, err error) []symbiosis.Problem {
	var list []symbiosis.Problem
	for _, p := range placed("", err) {
		if rest, ok := strings.CutPrefix(p.Field, prefix); ok {
			p.Field = name + "." + rest
			list = append(list, p)
		}
	}
	return list
}

// landWorth returns what each area is worth as land alone, by the region's criteria but those of
// exchanges, which a ranking reckons for the firm itself. An area that can't be surveyed may be worth
// anything.
func (s *Snapshot) landWorth(ctx context.Context) ([]opportunity.Worth, error) {
	book, err := s.book()
	if err != nil {
		return nil, err
	}
	alone := appraise.Settings{Weights: map[string]float64{}}
	for _, c := range book.All() {
		if c.Group == exchangesGroup {
			alone.Weights[c.Key] = 0
		}
	}
	areas := s.Areas(AreaFilter{}, Page{}).Items
	surveys, faults, err := s.surveyLand(ctx, areas)
	if err != nil {
		return nil, err
	}
	worth := make([]opportunity.Worth, len(areas))
	var kept []*appraise.Survey
	var places []int
	for i := range areas {
		worth[i] = opportunity.Worth{Low: 0, High: 1}
		if faults[i] == nil {
			kept, places = append(kept, &appraise.Survey{LandSurvey: *surveys[i]}), append(places, i)
		}
	}
	judged, err := book.Judge(alone, kept, 0)
	if err != nil {
		return nil, err
	}
	for n, e := range judged.Evaluations {
		worth[places[n]] = opportunity.Worth{Low: e.Low, High: e.High}
	}
	return worth, nil
}

// exchangesGroup is the group of criteria of what land can reach.
const exchangesGroup = "symbiosis"
