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
	sites := newSiteIDs(s.Sites)
	for i := range s.Sites {
		if sites.before(i) {
			ps.add("id", "duplicate", string(s.Sites[i].ID), "stands twice", "")
		}
		if err := s.Sites[i].check().err("the site"); err != nil {
			ps.at(placeOf("points", i), err)
		}
	}
	for i := range s.Flows {
		f := &s.Flows[i]
		if !sites.has(f.SiteID) {
			ps = append(ps, Problem{Place: placeOf("flows", i), Field: "site_id", Code: "unknown_code", Value: string(f.SiteID), Text: "is not a site of the scenario"})
		}
		if err := f.checkIn(c).err("the flow"); err != nil {
			ps.at(placeOf("flows", i), err)
		}
	}
	return ps.err("the scenario")
}

// siteIDs are the ids of a scenario's sites: most scenarios have one, which needs no map.
type siteIDs struct {
	sites []Site
	first map[SiteID]int // nil: a few
}

func newSiteIDs(sites []Site) siteIDs {
	const few = 8
	ids := siteIDs{sites: sites}
	if len(sites) > few {
		ids.first = make(map[SiteID]int, len(sites))
		for i := range sites {
			if _, twice := ids.first[sites[i].ID]; !twice {
				ids.first[sites[i].ID] = i
			}
		}
	}
	return ids
}

// find returns the place of the first with an id.
func (s siteIDs) find(id SiteID) (int, bool) {
	if s.first != nil {
		i, ok := s.first[id]
		return i, ok
	}
	for i := range s.sites {
		if s.sites[i].ID == id {
			return i, true
		}
	}
	return 0, false
}

func (s siteIDs) has(id SiteID) bool {
	_, ok := s.find(id)
	return ok
}

// before says that a site's id stands before it too.
func (s siteIDs) before(i int) bool {
	first, _ := s.find(s.sites[i].ID)
	return first < i
}

func placeOf(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

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
