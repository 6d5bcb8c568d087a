package symbiosis

import (
	"fmt"
	"strings"
	"time"
)

// ComparisonID names a saved comparison within a region.
type ComparisonID string

// Least and greatest number of areas that are compared side by side.
const (
	LeastCompared = 2
	MostCompared  = 6
)

// Comparison is two to six areas side by side as they were judged once: the criteria and
// weights, and the result with the figures it rests on, so that it shows unchanged in a year.
type Comparison struct {
	ID      ComparisonID
	Name    string
	AreaIDs []AreaID // in the order they are shown; an area may since have been deleted
	// Revision and DataTime name the state of the region that the result was reckoned from.
	Revision string
	DataTime time.Time
	// Settings are the criteria, value functions and weights; Result what came of them. The
	// appraisal owns both forms.
	Settings Document
	Result   Document
	// Visibility is the narrowest of what the result shows; who may see less may not see it.
	Visibility Visibility
	Created    time.Time
	Note       string
	Version    int64
}

// Normalise fills the attributes that have a default, and takes the spaces off both ends of
// ids and names.
func (c *Comparison) Normalise() {
	c.ID = ComparisonID(strings.TrimSpace(string(c.ID)))
	c.Name = strings.TrimSpace(c.Name)
	c.Settings, c.Result = c.Settings.tidied(), c.Result.tidied()
	c.DataTime, c.Created = stored(c.DataTime), stored(c.Created)
	if c.Visibility == "" {
		c.Visibility = Public
	}
}

// Validate returns an Invalid error with every fault of the comparison, or nil.
func (c Comparison) Validate() error {
	var ps problems
	ps.checkID("id", string(c.ID))
	ps.checkText("name", c.Name, maxName, true)
	if n := len(c.AreaIDs); n < LeastCompared || n > MostCompared {
		ps.add("area_ids", "out_of_range", fmt.Sprint(n), fmt.Sprintf("must name %d to %d areas", LeastCompared, MostCompared), "")
	}
	seen := map[AreaID]bool{}
	for _, id := range c.AreaIDs {
		ps.checkID("area_ids", string(id))
		if seen[id] {
			ps.add("area_ids", "duplicate", string(id), "stands twice", "")
		}
		if strings.Contains(string(id), ";") {
			ps.add("area_ids", "not_text", string(id), "has a semicolon, which separates the items of a list", "")
		}
		seen[id] = true
	}
	ps.checkText("revision", c.Revision, maxName, true)
	ps.checkTime("data_time", c.DataTime)
	ps.checkTime("created", c.Created)
	ps.checkDocument("settings", c.Settings, true)
	ps.checkDocument("result", c.Result, true)
	checkOneOf(&ps, "visibility", c.Visibility, Visibilities())
	ps.checkText("note", c.Note, maxText, false)
	return ps.err("the comparison")
}

// stored is the moment as stores keep it: to the millisecond, in UTC.
func stored(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Millisecond)
}

// checkTime reports a moment that is missing or outside the years that dates are written with.
func (ps *problems) checkTime(field string, t time.Time) {
	switch {
	case t.IsZero():
		ps.add(field, "required", "", "is missing", "such as 2026-11-22T13:45:00Z")
	case t.Year() < 1900 || t.Year() > 2200:
		ps.add(field, "out_of_range", fmt.Sprint(t.Year()), "is not a year of this age", "such as 2026-11-22T13:45:00Z")
	}
}
