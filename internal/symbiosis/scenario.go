package symbiosis

import (
	"errors"
	"fmt"
)

// Scenario is hypothetical sites and flows laid over the region without touching it. A
// what-if on the map is one.
type Scenario struct {
	Sites []Site
	Flows []Flow
}

// Validate returns an Invalid error with every fault of the scenario's records, each with
// its place in the scenario, or nil.
func (s Scenario) Validate(c *Catalogue) error {
	var ps problems
	sites := map[SiteID]bool{}
	for i, site := range s.Sites {
		if sites[site.ID] {
			ps.add("id", "duplicate", string(site.ID), "stands twice", "")
		}
		sites[site.ID] = true
		ps.at(fmt.Sprintf("points[%d]", i), site.Validate())
	}
	for i, flow := range s.Flows {
		if !sites[flow.SiteID] {
			ps = append(ps, Problem{Place: fmt.Sprintf("flows[%d]", i), Field: "site_id", Code: "unknown_code", Value: string(flow.SiteID), Text: "is not a site of the scenario"})
		}
		ps.at(fmt.Sprintf("flows[%d]", i), flow.ValidateIn(c))
	}
	return ps.err("the scenario")
}

// at adds the problems of err, each with its place.
func (ps *problems) at(place string, err error) {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return
	}
	for _, p := range e.Problems {
		p.Place = place
		*ps = append(*ps, p)
	}
}
