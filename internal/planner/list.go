package planner

import (
	"iter"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Page is a part of a list: at most Limit records after the one whose key is After. The zero
// Page is the whole list.
type Page struct {
	After string
	Limit int // 0: all
	// Of sites, flows, areas and exchanges: ByName lists them in the order of their names, by id when false;
	// Search leaves out those that don't say it, in any case and diacritics. Language is that of
	// the names and the alphabet, Swedish when empty.
	ByName   bool
	Search   string
	Language symbiosis.Language
}

// Listed is a page with what a reader must know of the rest.
type Listed[T any] struct {
	Items []T
	Total int    // how many fit the filter
	Next  string // After of the next page; "" on the last
}

// collect walks rows, counts those that fit and keeps the page's. Rows come in the order of
// their keys.
func collect[R, T any](rows iter.Seq[*R], key func(*R) string, page Page, fits func(*R) bool, show func(*R) T) Listed[T] {
	var l Listed[T]
	last, more := "", false
	for row := range rows {
		if !fits(row) {
			continue
		}
		l.Total++
		if page.After != "" && key(row) <= page.After {
			continue
		}
		if page.Limit > 0 && len(l.Items) == page.Limit {
			more = true
			continue
		}
		l.Items = append(l.Items, show(row))
		last = key(row)
	}
	if more {
		l.Next = last
	}
	return l
}

// SiteFilter chooses sites; zero values choose all.
type SiteFilter struct {
	Bounds       *orb.Bound // Min longitude above Max crosses the antimeridian
	Resource     symbiosis.ResourceCode
	Direction    symbiosis.Direction
	Municipality string // in any case and diacritics
	Sector       string // section of NACE
}

// Sites lists sites by id. An unknown resource is an Invalid error.
func (s *Snapshot) Sites(f SiteFilter, page Page) (Listed[symbiosis.Site], error) {
	if err := s.checkResource(f.Resource); err != nil {
		return Listed[symbiosis.Site]{}, err
	}
	municipality := fold(f.Municipality)
	fits := func(row *siteRow) bool {
		return (municipality == "" || row.municipality == municipality) &&
			(f.Sector == "" || row.Sector() == strings.ToUpper(f.Sector)) &&
			(f.Resource == "" && f.Direction == "" || s.hasFlow(row.ID, f.Resource, f.Direction)) &&
			(f.Bounds == nil || !page.ByName || contains(*f.Bounds, row.Location))
	}
	says := func(r *siteRow, to []string) []string { return append(to, r.name, r.organisation, r.municipality) }
	return listed(s.sites, s.sitesWithin(f.Bounds), s.names.sites, page, fits, says, func(r *siteRow) symbiosis.Site { return r.Site }), nil
}

// sitesWithin returns the rows of the sites in a bound, by id; all when it is nil.
func (s *Snapshot) sitesWithin(b *orb.Bound) iter.Seq[*siteRow] {
	if b == nil {
		return s.sites.all()
	}
	var rows []*siteRow
	s.places.InBound(placeGroup{}, *b, func(id symbiosis.SiteID, _ orb.Point) bool {
		rows = append(rows, s.sites.get(string(id)))
		return true
	})
	slices.SortFunc(rows, func(a, b *siteRow) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return slices.Values(rows)
}

func (s *Snapshot) hasFlow(id symbiosis.SiteID, resource symbiosis.ResourceCode, d symbiosis.Direction) bool {
	for f := range s.flowsOf(id) {
		if (d == "" || f.Direction == d) && (resource == "" || s.catalogue.Is(f.Resource, resource)) {
			return true
		}
	}
	return false
}

func (s *Snapshot) checkResource(code symbiosis.ResourceCode) error {
	if code == "" {
		return nil
	}
	if _, ok := s.catalogue.Resource(code); ok {
		return nil
	}
	p := symbiosis.Problem{Field: "resource", Code: "unknown_code", Value: string(code), Text: "is not in the catalogue", Hint: "a code of the catalogue of resources"}
	if near := s.catalogue.DidYouMean(string(code)); near != "" {
		p.Hint = near
	}
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the filter is not valid", Problems: []symbiosis.Problem{p}}
}

// FlowFilter chooses flows; zero values choose all.
type FlowFilter struct {
	Bounds       *orb.Bound // of the site
	Resource     symbiosis.ResourceCode
	Direction    symbiosis.Direction
	Kind         symbiosis.Kind
	Municipality string
	Site         symbiosis.SiteID
}

// Flows lists flows by id. An unknown resource is an Invalid error.
func (s *Snapshot) Flows(f FlowFilter, page Page) (Listed[symbiosis.Flow], error) {
	if err := s.checkResource(f.Resource); err != nil {
		return Listed[symbiosis.Flow]{}, err
	}
	atSite := s.siteTest(f.Bounds, f.Municipality)
	fits := func(row *flowRow) bool {
		return (f.Direction == "" || row.Direction == f.Direction) &&
			(f.Kind == "" || row.kind == f.Kind) &&
			(f.Resource == "" || s.catalogue.Is(row.Resource, f.Resource)) && atSite(row.SiteID) &&
			(f.Site == "" || row.SiteID == f.Site)
	}
	rows := s.flows.all()
	if f.Site != "" {
		rows = s.flowsOf(f.Site)
	}
	resources := map[symbiosis.ResourceCode]string{}
	says := func(r *flowRow, to []string) []string {
		resource, ok := resources[r.Resource]
		if !ok {
			resource = fold(resourceName(s.catalogue, r.Resource, page.Language))
			resources[r.Resource] = resource
		}
		if site := s.sites.get(string(r.SiteID)); site != nil {
			to = append(to, site.name, site.organisation, site.municipality)
		}
		return append(to, r.name, resource)
	}
	return listed(s.flows, rows, s.names.flows, page, fits, says, func(r *flowRow) symbiosis.Flow { return r.Flow }), nil
}

// siteTest returns a test of whether a site lies in a bound and a municipality.
func (s *Snapshot) siteTest(b *orb.Bound, municipality string) func(symbiosis.SiteID) bool {
	municipality = fold(municipality)
	if b == nil && municipality == "" {
		return func(symbiosis.SiteID) bool { return true }
	}
	return func(id symbiosis.SiteID) bool {
		row := s.sites.get(string(id))
		return row != nil && (municipality == "" || row.municipality == municipality) && (b == nil || contains(*b, row.Location))
	}
}

// contains says that p lies in b or on its edge; b may cross the antimeridian.
func contains(b orb.Bound, p orb.Point) bool {
	if p[1] < b.Min[1] || p[1] > b.Max[1] {
		return false
	}
	if b.Min[0] > b.Max[0] {
		return p[0] >= b.Min[0] || p[0] <= b.Max[0]
	}
	return p[0] >= b.Min[0] && p[0] <= b.Max[0]
}

// overlaps says that a and b have a point in common; b may cross the antimeridian.
func overlaps(a, b orb.Bound) bool {
	if a.Max[1] < b.Min[1] || a.Min[1] > b.Max[1] {
		return false
	}
	if b.Min[0] > b.Max[0] {
		return a.Max[0] >= b.Min[0] || a.Min[0] <= b.Max[0]
	}
	return a.Max[0] >= b.Min[0] && a.Min[0] <= b.Max[0]
}

// PlacedArea is an area with a point within, for a label.
type PlacedArea struct {
	symbiosis.Area
	Label orb.Point
}

// AreaFilter chooses areas; zero values choose all.
type AreaFilter struct {
	Bounds       *orb.Bound // overlaps the area's bounds
	Municipality string
}

// Areas lists industrial land by id.
func (s *Snapshot) Areas(f AreaFilter, page Page) Listed[PlacedArea] {
	municipality := fold(f.Municipality)
	fits := func(row *areaRow) bool {
		return (municipality == "" || row.municipality == municipality) && (f.Bounds == nil || overlaps(row.bounds, *f.Bounds))
	}
	says := func(r *areaRow, to []string) []string { return append(to, r.name, r.municipality) }
	return listed(s.areas, nil, s.names.areas, page, fits, says, (*areaRow).placed)
}

// Placed returns an area, which need not be in the region, with its label's point.
func Placed(a symbiosis.Area) PlacedArea { return PlacedArea{a, labelPoint(a.Geometry)} }

func (r *areaRow) placed() PlacedArea { return PlacedArea{r.Area, r.label} }

// PlacedArea returns an area with its label's point, or a NotFound error.
func (s *Snapshot) PlacedArea(id symbiosis.AreaID) (PlacedArea, error) {
	if row := s.areas.get(string(id)); row != nil {
		return row.placed(), nil
	}
	return PlacedArea{}, s.missing("area", string(id))
}

// ExchangeFilter chooses exchanges; zero values choose all.
type ExchangeFilter struct {
	Bounds *orb.Bound // holds either end
	State  symbiosis.ExchangeState
	Site   symbiosis.SiteID // is either end
}

// Exchanges lists exchanges by id.
func (s *Snapshot) Exchanges(f ExchangeFilter, page Page) Listed[symbiosis.Exchange] {
	inBounds := s.siteTest(f.Bounds, "")
	fits := func(e *symbiosis.Exchange) bool {
		if f.State != "" && e.State != f.State {
			return false
		}
		if f.Site == "" && f.Bounds == nil {
			return true
		}
		return slices.ContainsFunc([]symbiosis.FlowID{e.SurplusID, e.NeedID}, func(id symbiosis.FlowID) bool {
			row := s.flows.get(string(id))
			return row != nil && inBounds(row.SiteID)
		}) && (f.Site == "" || s.isOf(e.SurplusID, f.Site) || s.isOf(e.NeedID, f.Site))
	}
	says := func(e *symbiosis.Exchange, to []string) []string {
		to = append(to, s.ends().of(e, func(r *siteRow) string { return r.name + " " + r.municipality })...)
		if flow := s.flows.get(string(e.SurplusID)); flow != nil {
			to = append(to, fold(resourceName(s.catalogue, flow.Resource, page.Language)))
		}
		return to
	}
	return listed(s.exchanges, nil, s.names.exchanges, page, fits, says, func(e *symbiosis.Exchange) symbiosis.Exchange { return *e })
}

func (s *Snapshot) isOf(id symbiosis.FlowID, site symbiosis.SiteID) bool {
	row := s.flows.get(string(id))
	return row != nil && row.SiteID == site
}

// CountByResource returns how many flows are of each node of the catalogue or of what lies
// below it.
func (s *Snapshot) CountByResource() map[symbiosis.ResourceCode]int {
	direct := map[symbiosis.ResourceCode]int{}
	for row := range s.flows.all() {
		direct[row.Resource]++
	}
	counts := map[symbiosis.ResourceCode]int{}
	for code, n := range direct {
		for _, above := range s.catalogue.Path(code) {
			counts[above] += n
		}
	}
	return counts
}

// IsIn says that an area lies in a municipality, by its name in any case and diacritics.
func (s *Snapshot) IsIn(a symbiosis.Area, municipality string) bool {
	return fold(a.Municipality) == fold(municipality)
}
