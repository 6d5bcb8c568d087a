package planner

import (
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Snapshot is one state of the region with its indexes. It is immutable and safe for many
// goroutines; what its methods return must not be changed.
type Snapshot struct {
	revision    store.Revision
	info        symbiosis.RegionInfo
	defaults    symbiosis.Assumptions
	own         map[string]float64 // the region's own values of assumptions
	assumptions symbiosis.Assumptions
	catalogue   *symbiosis.Catalogue
	library     *symbiosis.ProfileLibrary

	sites     table[siteRow]
	flows     table[flowRow]
	bySite    table[flowRow] // the flows in the order of their sites
	areas     table[areaRow]
	exchanges table[symbiosis.Exchange]
	land      land
	names     names
	broken    []symbiosis.BrokenRow // left out of all the above
	places    *spatial.Snapshot[placeGroup, symbiosis.SiteID]

	taken time.Time // when the state was taken in

	engine  *lazy[*match.Engine]
	matches *matchSet
	plan    *shared[symbiosis.Allocation] // of the matches
	other   *otherEngine
	surveys *surveys

	opportunities *opportunities
}

// otherEngine is the engine with other assumptions that was last asked for.
type otherEngine struct {
	mu     sync.Mutex
	name   string // of the assumptions
	engine *match.Engine
}

// placeGroup is the group of the spatial index; sites are the only one.
type placeGroup struct{}

// siteRow is a site with what searches and filters ask for again and again.
type siteRow struct {
	symbiosis.Site
	name, organisation, municipality string // folded
}

// flowRow is a flow with its node of the catalogue.
type flowRow struct {
	symbiosis.Flow
	name  string // folded
	kind  symbiosis.Kind
	place string // its key in the order of sites
}

// areaRow is an area with its bounds and a point within.
type areaRow struct {
	symbiosis.Area
	name, municipality string // folded
	bounds             orb.Bound
	label              orb.Point
}

func siteKey(s *siteRow) string                { return string(s.ID) }
func flowKey(f *flowRow) string                { return string(f.ID) }
func bySiteKey(f *flowRow) string              { return f.place }
func areaKey(a *areaRow) string                { return string(a.ID) }
func exchangeKey(e *symbiosis.Exchange) string { return string(e.ID) }

func newSiteRow(s symbiosis.Site) *siteRow {
	return &siteRow{s, fold(s.Name), fold(s.Organisation), fold(s.Municipality)}
}

func newFlowRow(f symbiosis.Flow, c *symbiosis.Catalogue) *flowRow {
	r, _ := c.Resource(f.Resource)
	return &flowRow{f, fold(f.Name), r.Kind, string(f.SiteID) + "\x00" + string(f.ID)}
}

func newAreaRow(a symbiosis.Area) *areaRow {
	return &areaRow{a, fold(a.Name), fold(a.Municipality), a.Geometry.Bound(), labelPoint(a.Geometry)}
}

func rowsOf[T, R any](records []T, row func(T) *R) []*R {
	rows := make([]*R, len(records))
	for i, r := range records {
		rows[i] = row(r)
	}
	return rows
}

// snapshotOf makes the snapshot of a region as it was read.
func (p *Planner) snapshotOf(region *symbiosis.Region, revision store.Revision) (*Snapshot, error) {
	s := &Snapshot{revision: revision, info: region.Info, catalogue: p.catalogue, library: p.opts.Profiles, defaults: p.defaults}
	var notAllowed []symbiosis.BrokenRow
	s.own, notAllowed = p.ownValues(region.Assumptions)
	s.broken = slices.Concat(region.Broken, notAllowed)
	symbiosis.SortBroken(s.broken)
	var err error
	if s.assumptions, err = p.defaults.With(s.own); err != nil {
		return nil, err
	}
	if p.opts.Once {
		return s.withoutIndexes(region), nil
	}
	s.sites = newTable(rowsOf(region.Sites, newSiteRow), siteKey)
	flows := rowsOf(region.Flows, func(f symbiosis.Flow) *flowRow { return newFlowRow(f, p.catalogue) })
	s.flows = newTable(flows, flowKey)
	s.bySite = newTable(slices.Clone(flows), bySiteKey)
	s.areas = newTable(rowsOf(region.Areas, newAreaRow), areaKey)
	s.exchanges = newTable(rowsOf(region.Exchanges, func(e symbiosis.Exchange) *symbiosis.Exchange { return &e }), exchangeKey)
	s.land = newLand(region)
	s.names = s.newNames()
	if s.places, err = spatial.New(placesOf(s.sites)); err != nil {
		return nil, symbiosis.Errorf(symbiosis.Invalid, "the sites can't be indexed: %w", err)
	}
	s.engine = lazily(s.newEngine)
	s.surveys = s.newSurveys()
	s.forgetMatches()
	s.opportunities = &opportunities{}
	return s, nil
}

// withoutIndexes gives a snapshot the records of a region and no more: what has an id is found by it.
func (s *Snapshot) withoutIndexes(region *symbiosis.Region) *Snapshot {
	s.sites = newTable(rowsOf(region.Sites, func(x symbiosis.Site) *siteRow { return &siteRow{Site: x} }), siteKey)
	s.flows = newTable(rowsOf(region.Flows, func(x symbiosis.Flow) *flowRow { return &flowRow{Flow: x} }), flowKey)
	s.areas = newTable(rowsOf(region.Areas, func(x symbiosis.Area) *areaRow { return &areaRow{Area: x} }), areaKey)
	s.exchanges = newTable(rowsOf(region.Exchanges, pointer), exchangeKey)
	s.land = newLand(region)
	s.names = s.newNames()
	return s
}

func placesOf(sites table[siteRow]) []spatial.Entry[placeGroup, symbiosis.SiteID] {
	entries := make([]spatial.Entry[placeGroup, symbiosis.SiteID], 0, sites.len())
	for r := range sites.all() {
		entries = append(entries, spatial.Entry[placeGroup, symbiosis.SiteID]{ID: r.ID, Point: r.Location})
	}
	return entries
}

// Revision names the state.
func (s *Snapshot) Revision() string { return string(s.revision) }

// Info describes the region.
func (s *Snapshot) Info() symbiosis.RegionInfo { return s.info }

// Assumptions returns the assumptions with the region's own values.
func (s *Snapshot) Assumptions() symbiosis.Assumptions { return s.assumptions }

// Site returns a site, or a NotFound error.
func (s *Snapshot) Site(id symbiosis.SiteID) (symbiosis.Site, error) {
	if row := s.sites.get(string(id)); row != nil {
		return row.Site, nil
	}
	return symbiosis.Site{}, s.missing("site", string(id))
}

// Flow returns a flow, or a NotFound error.
func (s *Snapshot) Flow(id symbiosis.FlowID) (symbiosis.Flow, error) {
	if row := s.flows.get(string(id)); row != nil {
		return row.Flow, nil
	}
	return symbiosis.Flow{}, s.missing("flow", string(id))
}

// Area returns a piece of land, or a NotFound error.
func (s *Snapshot) Area(id symbiosis.AreaID) (symbiosis.Area, error) {
	if row := s.areas.get(string(id)); row != nil {
		return row.Area, nil
	}
	return symbiosis.Area{}, s.missing("area", string(id))
}

// Exchange returns an exchange, or a NotFound error.
func (s *Snapshot) Exchange(id symbiosis.ExchangeID) (symbiosis.Exchange, error) {
	if e := s.exchanges.get(string(id)); e != nil {
		return *e, nil
	}
	return symbiosis.Exchange{}, s.missing("exchange", string(id))
}

// flowsOf goes through the flows of a site in the order of their ids.
func (s *Snapshot) flowsOf(id symbiosis.SiteID) iter.Seq[*flowRow] {
	return func(yield func(*flowRow) bool) {
		for row := range s.bySite.since(string(id) + "\x00") {
			if row.SiteID != id || !yield(row) {
				return
			}
		}
	}
}

// FlowsOf returns the flows of a site in the order of their ids.
func (s *Snapshot) FlowsOf(id symbiosis.SiteID) []symbiosis.Flow {
	flows := []symbiosis.Flow{}
	for r := range s.flowsOf(id) {
		flows = append(flows, r.Flow)
	}
	return flows
}

// CountFlows returns how many surpluses and needs a site has.
func (s *Snapshot) CountFlows(id symbiosis.SiteID) (surpluses, needs int) {
	for f := range s.flowsOf(id) {
		if f.Direction == symbiosis.Surplus {
			surpluses++
		} else {
			needs++
		}
	}
	return surpluses, needs
}

// Kind returns the family of a flow's resource.
func (s *Snapshot) Kind(code symbiosis.ResourceCode) symbiosis.Kind {
	r, _ := s.catalogue.Resource(code)
	return r.Kind
}
