package planner

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

// FoundType says what kind of thing a search found.
type FoundType string

// What a search finds, in the order of equally good hits.
const (
	FoundMunicipality FoundType = "municipality"
	FoundSite         FoundType = "site"
	FoundArea         FoundType = "area"
	FoundFlow         FoundType = "flow"
)

// Found is a record that fits a search.
type Found struct {
	Type   FoundType
	ID     string // the name, of a municipality
	Name   string
	Detail string // what tells it from its namesakes
	Point  orb.Point
	Bounds *orb.Bound // of what isn't a point
}

// How well a text fits, best first.
const (
	fitsWhole = iota
	fitsStart
	fitsWord
	fitsWithin
	fitsDetail // another attribute than the name
	fitsNot
)

func fitOf(name, query string) int {
	switch {
	case query == "":
		return fitsNot
	case name == query:
		return fitsWhole
	case strings.HasPrefix(name, query):
		return fitsStart
	case wordStarts(name, query):
		return fitsWord
	case strings.Contains(name, query):
		return fitsWithin
	}
	return fitsNot
}

// fitWith is fitOf, or a fit of another attribute, word by word.
func fitWith(query, name string, others ...string) int {
	if fit := fitOf(name, query); fit < fitsNot {
		return fit
	}
	all := name
	for _, o := range others {
		all += " " + o
	}
	for _, word := range strings.Fields(query) {
		if !wordStarts(all, word) {
			return fitsNot
		}
	}
	return fitsDetail
}

type hit struct {
	fit, order int
	name       string
	Found
}

// Search finds municipalities, sites, land and flows whose name, or whose organisation or
// municipality, fits the query in any case and without regard to diacritics. The best fits
// come first: the whole name, its beginning, a word's beginning, a part.
func (s *Snapshot) Search(query string, limit int) []Found {
	query = fold(query)
	if strings.TrimSpace(query) == "" {
		return nil
	}
	hits := s.foundMunicipalities(query)
	for row := range s.sites.all() {
		if fit := fitWith(query, row.name, row.organisation, row.municipality); fit < fitsNot {
			hits = append(hits, hit{fit, 1, row.name, Found{FoundSite, string(row.ID), row.Name, join(row.Organisation, row.Municipality), row.Location, nil}})
		}
	}
	for row := range s.areas.all() {
		if fit := fitWith(query, row.name, row.municipality); fit < fitsNot {
			bounds := row.bounds
			hits = append(hits, hit{fit, 2, row.name, Found{FoundArea, string(row.ID), row.Name, row.Municipality, row.label, &bounds}})
		}
	}
	hits = append(hits, s.foundFlows(query)...)
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.fit, b.fit), cmp.Compare(a.order, b.order), cmp.Compare(a.name, b.name), cmp.Compare(a.ID, b.ID))
	})
	found := make([]Found, 0, min(limit, len(hits)))
	for _, h := range hits[:min(limit, len(hits))] {
		found = append(found, h.Found)
	}
	return found
}

// foundFlows finds flows by their own name; most have none.
func (s *Snapshot) foundFlows(query string) []hit {
	var hits []hit
	for row := range s.flows.all() {
		fit := fitOf(row.name, query)
		if row.name == "" || fit >= fitsNot {
			continue
		}
		if site := s.sites.get(string(row.SiteID)); site != nil {
			hits = append(hits, hit{fit, 3, row.name, Found{FoundFlow, string(row.ID), row.Name, site.Name, site.Location, nil}})
		}
	}
	return hits
}

func (s *Snapshot) foundMunicipalities(query string) []hit {
	var hits []hit
	for _, m := range s.Municipalities() {
		folded := fold(m.Name)
		if fit := fitOf(folded, query); fit < fitsNot {
			bounds := m.Bounds
			hits = append(hits, hit{fit, 0, folded, Found{FoundMunicipality, m.Name, m.Name, "", bounds.Center(), &bounds}})
		}
	}
	return hits
}

// Municipality is a municipality that has sites.
type Municipality struct {
	Name   string
	Sites  int
	Bounds orb.Bound // of its sites
}

// Municipalities lists the municipalities of the sites in the order of their names. Names
// that differ in case or diacritics only are one, under the name that sorts first.
func (s *Snapshot) Municipalities() []Municipality {
	byName := map[string]*Municipality{}
	var folded []string
	for row := range s.sites.all() {
		if row.municipality == "" {
			continue
		}
		m := byName[row.municipality]
		if m == nil {
			m = &Municipality{Name: row.Municipality, Bounds: row.Location.Bound()}
			byName[row.municipality] = m
			folded = append(folded, row.municipality)
		}
		m.Sites++
		m.Name = min(m.Name, row.Municipality)
		m.Bounds = m.Bounds.Extend(row.Location)
	}
	slices.Sort(folded)
	list := make([]Municipality, len(folded))
	for i, name := range folded {
		list[i] = *byName[name]
	}
	return list
}

func join(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return a + ", " + b
}

// FlowAmount returns what a flow amounts to in a year, GWh and tonnes, as far as it can be
// told: the full-load hours and the density are the catalogue's where the flow has none.
func (s *Snapshot) FlowAmount(f symbiosis.Flow) (gwh, tonnes *float64) {
	return yearly(s.catalogue, f)
}
