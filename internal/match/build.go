package match

import (
	"slices"
	"sync"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/parallel"
	"github.com/samloka/samloka/internal/radix"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
)

// New makes an engine. A flow whose site is missing, whose resource isn't in the catalogue
// or whose figures are no numbers takes no part (see Skipped); a site off the globe is an
// Invalid error. Of records with one id the last counts.
//
// It is what an edit that puts everything would make, on all cores and in another order: places
// lie in memory along the curve, flows by direction and resource and then along it, so that
// what is asked about neighbours reads neighbouring memory. A page of them stays in memory as
// long as one of its records is in use.
func New(cat *symbiosis.Catalogue, model Model, a symbiosis.Assumptions, sites []symbiosis.Site, flows []symbiosis.Flow) (*Engine, error) {
	e := &Engine{
		cat: cat, kin: newKinship(cat), model: model, reckoner: model(a), assumptions: a, score: newScorer(a),
		groups: map[base][]group{}, serves: map[base]served{}, order: new(ordering), panels: new(panels), layouts: new([2]layout),
	}
	for node := range e.kin.parent {
		e.allNeeds = append(e.allNeeds, needNode(int32(node)))
	}
	for i := range sites {
		if err := checkPlace(&sites[i]); err != nil {
			return nil, err
		}
	}
	b := builder{Engine: e}
	b.putSites(sites)
	if !b.putFlows(flows) {
		return New(cat, model, a, sites, lastOfEach(flows))
	}
	b.listMembers()
	b.bound()
	if err := b.plant(); err != nil {
		return nil, err
	}
	return e, nil
}

// builder is an engine being made of all its records at once.
type builder struct {
	*Engine
	places []*place // along the curve
}

// inOrderOf returns 0…n−1, as At, in the order of their keys.
func inOrderOf(n int, key func(int) uint64) []radix.Item {
	list := make([]radix.Item, n)
	eachPage(n, func(i int) { list[i] = radix.Item{Key: key(i), At: int32(i)} })
	radix.Sort(list)
	return list
}

// eachPage calls work for 0…n−1, those of a page on one core.
func eachPage(n int, work func(int)) {
	parallel.Each((n+pageSize-1)/pageSize, func(page int) {
		for i := page * pageSize; i < min(n, (page+1)*pageSize); i++ {
			work(i)
		}
	})
}

func (b *builder) putSites(sites []symbiosis.Site) {
	along := inOrderOf(len(sites), func(i int) uint64 { return spatial.CurveKey(geo.Prepare(sites[i].Location).Space) })
	b.places = make([]*place, len(sites))
	ofInput := make([]*place, len(sites))
	parallel.Each((len(sites)+pageSize-1)/pageSize, func(page int) {
		list := along[page*pageSize : min(len(sites), (page+1)*pageSize)]
		slab := make([]place, len(list))
		for i, s := range list {
			p := &slab[i]
			p.set(&sites[s.At])
			p.number = int32(page*pageSize + i)
			b.places[p.number], ofInput[s.At] = p, p
		}
	})
	b.sites = newShards(len(sites), func(i int) (symbiosis.SiteID, *place) { return sites[i].ID, ofInput[i] })
}

// putFlows makes the records. It returns false when flows share an id.
func (b *builder) putFlows(flows []symbiosis.Flow) bool {
	at := make([]*place, len(flows))
	// By direction, resource and place; what has no place, or no resource, comes last.
	order := inOrderOf(len(flows), func(i int) uint64 {
		node, known := b.kin.number[flows[i].Resource]
		p, there := b.sites.get(flows[i].SiteID)
		if !known || !there {
			return 1 << 63
		}
		at[i] = p
		key := uint64(node)<<32 | uint64(p.number)
		if flows[i].Direction != symbiosis.Surplus {
			key |= 1 << 62
		}
		return key
	})
	n := len(order)
	for n > 0 && at[order[n-1].At] == nil {
		n--
	}
	b.records = pages{list: make([][]*record, (n+pageSize-1)/pageSize), size: n}
	parallel.Each(len(b.records.list), func(page int) {
		list := order[page*pageSize : min(n, (page+1)*pageSize)]
		slab, own := make([]record, len(list)), make([]symbiosis.Flow, len(list))
		records := make([]*record, pageSize)
		for i, f := range list {
			own[i] = flows[f.At]
			if r := &slab[i]; b.compile(r, &own[i], at[f.At]) {
				r.slot, r.keys = int32(page*pageSize+i), r.groupKeys()
				records[i] = r
			}
		}
		b.records.list[page] = records
	})
	skipped := make([]symbiosis.FlowID, 0, len(order)-n)
	for _, f := range order[n:] {
		skipped = append(skipped, flows[f.At].ID)
	}
	live := make([]int32, 0, n)
	for slot := range int32(n) {
		if b.records.at(slot) == nil {
			b.free = append(b.free, slot)
			skipped = append(skipped, flows[order[slot].At].ID)
			continue
		}
		live = append(live, slot)
	}
	b.flows = newShards(len(live), func(i int) (symbiosis.FlowID, int32) { return b.records.at(live[i]).Flow.ID, live[i] })
	if len(skipped) > 0 {
		b.skipped = newShards(len(skipped), func(i int) (symbiosis.FlowID, struct{}) { return skipped[i], struct{}{} })
	}
	return b.flows.count == len(live) && b.skipped.count == len(skipped) &&
		!slices.ContainsFunc(skipped, func(id symbiosis.FlowID) bool { _, both := b.flows.get(id); return both })
}

// lastOfEach leaves, of flows with one id, the last.
func lastOfEach(flows []symbiosis.Flow) []symbiosis.Flow {
	last := make(map[symbiosis.FlowID]int, len(flows))
	for i := range flows {
		last[flows[i].ID] = i
	}
	kept := make([]symbiosis.Flow, 0, len(last))
	for i := range flows {
		if last[flows[i].ID] == i {
			kept = append(kept, flows[i])
		}
	}
	return kept
}

// listMembers writes down which flows each site has.
func (b *builder) listMembers() {
	ends := make([]int32, len(b.places)+1)
	each := func(visit func(*record)) {
		for slot := range int32(b.records.size) {
			if r := b.records.at(slot); r != nil {
				visit(r)
			}
		}
	}
	each(func(r *record) { ends[r.place.number+1]++ })
	var with []int32 // places that have flows
	for i := range b.places {
		if ends[i+1] > 0 {
			with = append(with, int32(i))
		}
		ends[i+1] += ends[i]
	}
	slots, next := make([]int32, ends[len(b.places)]), slices.Clone(ends)
	each(func(r *record) {
		slots[next[r.place.number]] = r.slot
		next[r.place.number]++
	})
	b.ofSite = newShards(len(with), func(i int) (symbiosis.SiteID, []int32) {
		at := with[i]
		return b.places[at].site.ID, slots[ends[at]:ends[at+1]:ends[at+1]]
	})
}

// bound makes the groups' bounds, and the list of what surpluses can serve.
func (b *builder) bound() {
	var mutex sync.Mutex
	bounds := map[groupKey]*symbiosis.Envelope{}
	parallel.Each(len(b.records.list), func(page int) {
		own := map[groupKey]*symbiosis.Envelope{}
		for _, r := range b.records.list[page] {
			if r == nil {
				continue
			}
			for _, k := range r.keys {
				env := own[k]
				if env == nil {
					env = new(symbiosis.Envelope)
					own[k] = env
				}
				env.Include(&r.Stream)
			}
		}
		mutex.Lock()
		defer mutex.Unlock()
		for k, env := range own {
			if all := bounds[k]; all != nil {
				all.Merge(env)
			} else {
				bounds[k] = env
			}
		}
		for _, r := range b.records.list[page] {
			if r == nil || !r.surplus {
				continue
			}
			if _, known := b.serves[r.base]; !known {
				b.serves[r.base] = served{b.kin.serves(r, true), b.kin.serves(r, false)}
			}
		}
	})
	for k, env := range bounds {
		b.groups[k.base] = append(b.groups[k.base], group{key: k, env: *env})
	}
}

// plant makes the live index.
func (b *builder) plant() error {
	entries := make([]spatial.Entry[groupKey, int32], 0, b.records.size)
	for slot := range int32(b.records.size) {
		if r := b.records.at(slot); r != nil {
			entries = appendEntries(entries, r)
		}
	}
	index, err := spatial.New(entries)
	if err != nil {
		return symbiosis.Errorf(symbiosis.Internal, "the index can't be made: %w", err)
	}
	b.index = index
	return nil
}
