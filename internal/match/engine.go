package match

import (
	"maps"
	"slices"
	"sync"

	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Engine holds a region's flows ready for matching. It is immutable and safe for many
// goroutines; With makes the next one and shares nearly all memory with it.
type Engine struct {
	cat         *symbiosis.Catalogue
	kin         *kinship
	model       Model
	reckoner    Reckoner
	assumptions symbiosis.Assumptions
	score       scorer

	records pages
	free    []int32 // slots of deleted flows, to be used again
	flows   shards[symbiosis.FlowID, int32]
	sites   shards[symbiosis.SiteID, *place]
	ofSite  shards[symbiosis.SiteID, []int32]

	index  *spatial.Snapshot[groupKey, int32]
	groups map[base][]group
	serves map[base]served // by base of the surpluses there are

	skipped   shards[symbiosis.FlowID, struct{}]
	exchanges shards[symbiosis.ExchangeID, *symbiosis.Exchange] // in operation
	takers    shards[symbiosis.FlowID, []symbiosis.ExchangeID]  // of each flow, by id
	order     *ordering
	panels    *panels    // of the assumptions
	layouts   *[2]layout // for runs over all pairs: without and with budgets reckoned
	allNeeds  []base     // by node: every need is in one of them
}

// group is a group of the index with a bound on its members. A flow that leaves doesn't
// narrow it: the bound stays one.
type group struct {
	key groupKey
	env symbiosis.Envelope
}

// served lists the bases of needs that the surpluses of a base can serve, with any heat
// serving any heat and without.
type served struct{ anyHeat, tree []base }

// Change is an edit of the region. Deletions are carried out first. A site that is put
// again takes its flows along; a site that is deleted, its flows as well. What isn't there
// needs no deleting.
type Change struct {
	PutSites    []symbiosis.Site
	PutFlows    []symbiosis.Flow
	DeleteSites []symbiosis.SiteID
	DeleteFlows []symbiosis.FlowID
	// What exchanges in operation take is left out for other pairs; exchanges in another state
	// take nothing.
	PutExchanges    []symbiosis.Exchange
	DeleteExchanges []symbiosis.ExchangeID
}

// edition is an engine in the making.
type edition struct {
	*Engine
	records *pageEditor
	flows   *editor[symbiosis.FlowID, int32]
	sites   *editor[symbiosis.SiteID, *place]
	ofSite  *editor[symbiosis.SiteID, []int32]
	skipped *editor[symbiosis.FlowID, struct{}]
	touched map[int32]*record                       // the slots that change, with what they held before the edit
	members map[symbiosis.SiteID]map[int32]struct{} // of the sites whose flows change
	// exchanges and takers are edited, and the flows whose takes may have changed noted.
	exchanges *editor[symbiosis.ExchangeID, *symbiosis.Exchange]
	takers    *editor[symbiosis.FlowID, []symbiosis.ExchangeID]
	stale     map[symbiosis.FlowID]struct{}
}

// With returns an engine with the change; e stays as it was. An error, of a site off the
// globe, leaves no new engine.
func (e *Engine) With(c Change) (*Engine, error) {
	next := *e
	next.free = slices.Clone(e.free)
	next.order, next.layouts = new(ordering), new([2]layout)
	d := &edition{
		Engine: &next, records: e.records.edit(), flows: e.flows.edit(), sites: e.sites.edit(),
		ofSite: e.ofSite.edit(), skipped: e.skipped.edit(), touched: map[int32]*record{},
		members:   map[symbiosis.SiteID]map[int32]struct{}{},
		exchanges: e.exchanges.edit(), takers: e.takers.edit(), stale: map[symbiosis.FlowID]struct{}{},
	}
	for _, id := range c.DeleteFlows {
		d.deleteFlow(id)
	}
	for _, id := range c.DeleteSites {
		for slot := range maps.Clone(d.membersOf(id)) {
			d.deleteFlow(d.records.at(slot).Flow.ID)
		}
		d.sites.delete(id)
	}
	for _, s := range c.PutSites {
		if err := d.putSite(s); err != nil {
			return nil, err
		}
	}
	for i := range c.PutFlows {
		f := c.PutFlows[i]
		d.putFlow(&f)
	}
	d.exchange(c)
	d.keepMembers()
	if err := d.reindex(); err != nil {
		return nil, err
	}
	next.records, next.flows, next.sites = d.records.pages, d.flows.shards, d.sites.shards
	next.ofSite, next.skipped = d.ofSite.shards, d.skipped.shards
	next.exchanges, next.takers = d.exchanges.shards, d.takers.shards
	return &next, nil
}

// membersOf returns the slots of a site's flows, to be changed.
func (d *edition) membersOf(id symbiosis.SiteID) map[int32]struct{} {
	m := d.members[id]
	if m == nil {
		slots, _ := d.ofSite.get(id)
		m = make(map[int32]struct{}, len(slots))
		for _, slot := range slots {
			m[slot] = struct{}{}
		}
		d.members[id] = m
	}
	return m
}

// keepMembers writes back what membersOf handed out.
func (d *edition) keepMembers() {
	for id, m := range d.members {
		if len(m) == 0 {
			d.ofSite.delete(id)
		} else {
			d.ofSite.put(id, slices.Sorted(maps.Keys(m)))
		}
	}
}

func (d *edition) deleteFlow(id symbiosis.FlowID) {
	if d.takers.count > 0 {
		d.stale[id] = struct{}{}
	}
	d.skipped.delete(id)
	slot, ok := d.flows.get(id)
	if !ok {
		return
	}
	r := d.records.at(slot)
	d.flows.delete(id)
	delete(d.membersOf(r.place.site.ID), slot)
	d.set(slot, nil)
	d.free = append(d.free, slot)
}

func (d *edition) putSite(s symbiosis.Site) error {
	p, err := newPlace(s)
	if err != nil {
		return err
	}
	d.sites.put(s.ID, p)
	for slot := range d.membersOf(s.ID) {
		r := *d.records.at(slot)
		r.place, r.at, r.curve, r.level = p, p.at, p.curve, max(level(r.Flow.Visibility), p.level)
		d.set(slot, &r)
	}
	return nil
}

func (d *edition) putFlow(f *symbiosis.Flow) {
	d.deleteFlow(f.ID)
	at, ok := d.sites.get(f.SiteID)
	if !ok {
		d.skipped.put(f.ID, struct{}{})
		return
	}
	r, ok := d.newRecord(f, at)
	if !ok {
		d.skipped.put(f.ID, struct{}{})
		return
	}
	slot := int32(d.records.size)
	if n := len(d.free); n > 0 {
		slot, d.free = d.free[n-1], d.free[:n-1]
	}
	d.flows.put(f.ID, slot)
	d.membersOf(f.SiteID)[slot] = struct{}{}
	r.slot, r.keys = slot, r.groupKeys()
	d.set(slot, r)
}

// set puts a record, or nil, at a slot and remembers what was there.
func (d *edition) set(slot int32, r *record) {
	if _, ok := d.touched[slot]; !ok {
		d.touched[slot] = nil
		if int(slot) < d.records.size {
			d.touched[slot] = d.records.at(slot)
		}
	}
	d.records.set(slot, r)
}

// reindex carries what changed into the index, and widens the groups' bounds to hold for it.
func (d *edition) reindex() error {
	var added, removed []spatial.Entry[groupKey, int32]
	fresh := map[base]map[groupKey]*symbiosis.Envelope{}
	for slot, old := range d.touched {
		if old != nil {
			removed = appendEntries(removed, old)
		}
		r := d.records.at(slot)
		if r == nil {
			continue
		}
		added = appendEntries(added, r)
		for _, k := range r.keys {
			if fresh[k.base] == nil {
				fresh[k.base] = map[groupKey]*symbiosis.Envelope{}
			}
			if fresh[k.base][k] == nil {
				fresh[k.base][k] = new(symbiosis.Envelope)
			}
			fresh[k.base][k].Include(&r.Stream)
		}
		if _, ok := d.serves[r.base]; !ok && r.surplus {
			d.serves = maps.Clone(d.serves)
			d.serves[r.base] = served{d.kin.serves(r, true), d.kin.serves(r, false)}
		}
	}
	index, err := d.index.With(added, removed)
	if err != nil {
		return symbiosis.Errorf(symbiosis.Internal, "the index can't take the change: %w", err)
	}
	d.index = index
	if len(fresh) == 0 {
		return nil
	}
	d.groups = maps.Clone(d.groups)
	for b, byKey := range fresh {
		list := slices.Clone(d.groups[b])
		for key, env := range byKey {
			if i := slices.IndexFunc(list, func(g group) bool { return g.key == key }); i >= 0 {
				list[i].env.Merge(env)
			} else {
				list = append(list, group{key: key, env: *env})
			}
		}
		d.groups[b] = list
	}
	return nil
}

func appendEntries(list []spatial.Entry[groupKey, int32], r *record) []spatial.Entry[groupKey, int32] {
	for _, k := range r.keys {
		list = append(list, spatial.Entry[groupKey, int32]{Group: k, ID: r.slot, Point: r.at.Point})
	}
	return list
}

// ordering is the flows by id, made when the first asks for it.
type ordering struct {
	once      sync.Once
	surpluses []int32  // slots, by id
	rank      []uint32 // of each slot of a need
	needs     []int32  // slots, by id
}

func (e *Engine) ordered() *ordering {
	o := e.order
	o.once.Do(func() {
		o.rank = make([]uint32, e.records.size)
		for slot := range int32(e.records.size) {
			switch r := e.records.at(slot); {
			case r == nil:
			case r.surplus:
				o.surpluses = append(o.surpluses, slot)
			default:
				o.needs = append(o.needs, slot)
			}
		}
		byID := func(a, b int32) int {
			x, y := e.records.at(a).Flow.ID, e.records.at(b).Flow.ID
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		}
		slices.SortFunc(o.surpluses, byID)
		slices.SortFunc(o.needs, byID)
		for i, slot := range o.needs {
			o.rank[slot] = uint32(i)
		}
	})
	return o
}

// Skipped lists, by id, the flows that take no part.
func (e *Engine) Skipped() []symbiosis.FlowID {
	var ids []symbiosis.FlowID
	if e.skipped.table != nil {
		for _, shard := range e.skipped.table {
			for id := range shard {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

// Flows returns how many flows take part.
func (e *Engine) Flows() int { return e.flows.count }

// SurplusesWithoutLimit returns how many surpluses have no max_distance_m: with the gates
// resource and distance alone they have no pairs.
func (e *Engine) SurplusesWithoutLimit() int {
	n := 0
	for _, slot := range e.ordered().surpluses {
		if !e.records.at(slot).HasLimit {
			n++
		}
	}
	return n
}

// Assumptions returns the set the engine reckons with.
func (e *Engine) Assumptions() symbiosis.Assumptions { return e.assumptions }
