package planner

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Compare asks for two to six areas to be kept side by side as they are judged now.
type Compare struct {
	Name     string
	Note     string
	Areas    []symbiosis.AreaID
	Settings appraise.Settings
	Once     Once
}

// Compared is a saved comparison with what it shows.
type Compared struct {
	symbiosis.Comparison
	Settings  appraise.Settings
	Evaluated Evaluated
	rests     [][]symbiosis.FlowID
	readers   []forReader
	asked     string
}

// keptForm is the form of the documents below. A program that changes it must still read the old.
const keptForm = 1

// keptSettings and keptResult are what a comparison's documents hold.
type (
	keptSettings struct {
		Form     int
		Settings appraise.Settings
		Asked    string `json:",omitempty"` // of the Once that it was saved under
	}
	keptResult struct {
		Form   int
		Result Evaluated
		// Rests are the flows that each area's figures rest on; nil in comparisons saved before
		// 2026-11-26, which told of MostReached only and took their visibility from those.
		Rests   [][]symbiosis.FlowID `json:",omitempty"`
		Readers []forReader          `json:",omitempty"`
	}
)

// SaveComparison judges areas and keeps the result with its weights, value functions and figures,
// so that it shows unchanged when the region has moved on. Errors are those of Evaluate, and
// Invalid for a wrong number of areas or a missing name. again says that an earlier try has saved it.
func (p *Planner) SaveComparison(ctx context.Context, c Compare) (saved Compared, again bool, err error) {
	id := symbiosis.ComparisonID(c.Once.id("comparison"))
	return onceMade(ctx, p, string(id), func(s *Snapshot) (Compared, error) {
		there, err := s.OpenComparison(id)
		if err == nil && there.asked != c.Once.Asked {
			err = madeOtherwise(string(id))
		}
		return there, err
	}, func() (Compared, error) { return p.saveComparison(ctx, id, c) })
}

func (p *Planner) saveComparison(ctx context.Context, id symbiosis.ComparisonID, c Compare) (Compared, error) {
	snapshot := p.Snapshot()
	evaluated, err := snapshot.Evaluate(ctx, Evaluate{Areas: c.Areas, Settings: c.Settings, Sensitivity: true})
	if err != nil {
		return Compared{}, err
	}
	if len(evaluated.Refused) > 0 {
		r := evaluated.Refused[0]
		return Compared{}, symbiosis.Errorf(symbiosis.Invalid, "%s", r.Why)
	}
	kept, visibility, err := snapshot.keepFor(ctx, c, evaluated)
	if err != nil {
		return Compared{}, err
	}
	record := symbiosis.Comparison{
		ID: id, Name: c.Name, Note: c.Note, AreaIDs: c.Areas, Revision: evaluated.Revision, DataTime: evaluated.Taken,
		Created: time.Now(), Visibility: visibility,
	}
	if record.Settings, err = symbiosis.DocumentOf(keptSettings{keptForm, c.Settings, c.Once.Asked}); err != nil {
		return Compared{}, err
	}
	if record.Result, err = symbiosis.DocumentOf(kept); err != nil {
		return Compared{}, err
	}
	if record, err = p.CreateComparison(ctx, record); err != nil {
		return Compared{}, err
	}
	return opened(record)
}

// narrowest returns the most closed visibility of what a result rests on: the sums among its criteria
// count every flow that is reached, also those beyond MostReached.
func narrowest(e Evaluated) symbiosis.Visibility {
	v := symbiosis.Public
	for i, a := range e.Areas {
		v = v.Narrower(a.Visibility)
		for _, f := range e.Evaluations[i].Reach.Flows {
			v = v.Narrower(f.Visibility)
		}
	}
	return v
}

// OpenComparison returns a saved comparison as it was, or a NotFound error.
func (s *Snapshot) OpenComparison(id symbiosis.ComparisonID) (Compared, error) {
	record, err := s.Comparison(id)
	if err != nil {
		return Compared{}, err
	}
	return opened(record)
}

// opened reads what a comparison keeps.
func opened(record symbiosis.Comparison) (Compared, error) {
	var settings keptSettings
	var result keptResult
	if err := cmp.Or(record.Settings.Into(&settings), record.Result.Into(&result)); err != nil {
		return Compared{}, err
	}
	r := result.Result
	n := len(r.Evaluations)
	if settings.Form != keptForm || result.Form != keptForm || n == 0 || len(r.Areas) != n || len(r.Reached) != n || len(r.Donors) != n ||
		len(r.Weighing.Weights) != len(r.Criteria) || len(r.Weighing.Curves) != len(r.Criteria) || result.Rests != nil && len(result.Rests) != n || slices.ContainsFunc(result.Readers, func(f forReader) bool { return !f.whole(n) }) {
		return Compared{}, symbiosis.Errorf(symbiosis.Invalid, "the comparison %q is not one that this version of Samloka can read", record.ID)
	}
	return Compared{record, settings.Settings, r, result.Rests, result.Readers, settings.Asked}, nil
}

// RestoreComparison brings a deleted comparison back under its id. A document that is none is
// Invalid. One that is on file as it is sent stays as it is; another under its id is a Conflict.
func (p *Planner) RestoreComparison(ctx context.Context, c symbiosis.Comparison) (Compared, error) {
	if _, err := opened(c); err != nil {
		return Compared{}, err
	}
	record, err := comparisonRules.restore(ctx, p, c, func(c symbiosis.Comparison) symbiosis.Comparison {
		c.Normalise()
		c.Version = 0
		return c
	})
	if err != nil {
		return Compared{}, err
	}
	return opened(record)
}

// StillSo says that today's figures give the saved areas the scores they had.
func (s *Snapshot) StillSo(ctx context.Context, c Compared) (bool, error) {
	settings, err := s.SettingsNow(c)
	if err != nil {
		return false, err
	}
	now, err := s.Evaluate(ctx, Evaluate{Areas: c.AreaIDs, Settings: settings})
	switch {
	case symbiosis.KindOf(err) == symbiosis.NotFound || symbiosis.KindOf(err) == symbiosis.Invalid:
		return false, nil // an area has gone, or a criterion
	case err != nil:
		return false, err
	case len(now.Evaluations) != len(c.Evaluated.Evaluations):
		return false, nil
	}
	for i, e := range now.Evaluations {
		if was := c.Evaluated.Evaluations[i]; e.Low != was.Low || e.High != was.High || e.Unfit != was.Unfit {
			return false, nil
		}
	}
	return true, nil
}
