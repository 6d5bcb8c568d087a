package match

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/parallel"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
)

// layout is the region's flows laid out for a run over all pairs: needs in groups packed by
// place, surpluses in the order they ask in. It is made when the first run needs it, from one
// engine, and never edited: an edit makes another engine. One flow's questions go to it once
// it is there (around.go) and to the live index before.
type layout struct {
	mu   sync.Mutex // of who makes it
	made atomic.Bool
	laid
}

// laid is what a layout holds.
type laid struct {
	needs     map[base][]*packedGroup // in the order of their keys
	surpluses map[base][]*packedGroup // by their own limits too
	asking    []asker
	rows      []int32  // where each row of askers begins, and the end
	rank      []uint32 // of a slot: by place, then by id, among its like
	nodes     *nodeGroups
}

// packedGroup is flows of one base, and for runs that reckon of one octave of figures.
type packedGroup struct {
	key    groupKey
	env    symbiosis.Envelope
	packed *spatial.Packed
	shared bool // some of them are in other groups too
}

// asker is a surplus that asks for its needs.
type asker struct {
	space          [3]float64
	within, beyond float64 // of its own limit (geo.Straight)
	slot           int32
	base           base
	transport      carrier
}

// rowLength bounds how many surpluses ask together: neighbours of one base, which aim at the
// same blocks.
const rowLength = 16

// layoutOf returns the layout for a plan. Where nothing is reckoned needs of a base are one
// group; where a budget is, they are kept apart by what decides how far they reach. When ctx ends
// while it is made, what was made is dropped and the context's error comes back; the next who wants it
// begins anew.
func (e *Engine) layoutOf(ctx context.Context, p *plan) (*layout, error) {
	l, byFigures := e.layoutFor(p)
	if l.made.Load() {
		return l, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.made.Load() {
		return l, nil
	}
	var err error
	if l.laid, err = layOut(ctx, e, byFigures); err != nil {
		return nil, err
	}
	l.made.Store(true)
	return l, nil
}

// laidOut is layoutOf when it has been made, and nil otherwise.
func (e *Engine) laidOut(p *plan) *layout {
	if l, _ := e.layoutFor(p); l.made.Load() {
		return l
	}
	return nil
}

func (e *Engine) layoutFor(p *plan) (l *layout, byFigures bool) {
	if p.reckons() {
		return &e.layouts[1], true
	}
	return &e.layouts[0], false
}

// reckons says that the distance gate holds a reckoned budget against the route.
func (p *plan) reckons() bool { return p.distance && !p.ownLimit }

// placed is a flow in the order of its group and place.
type placed struct {
	group int32
	curve uint64
	r     *record
}

func layOut(ctx context.Context, e *Engine, byFigures bool) (l laid, err error) {
	keyOf := func(k groupKey) groupKey {
		if !byFigures {
			return groupKey{base: k.base}
		}
		return k
	}
	// What a need asks for reaches as far as the surpluses' limits: these are kept apart in
	// steps of a fifth.
	surplusKeyOf := func(r *record, k groupKey) groupKey {
		k = keyOf(k)
		if r.HasLimit && !byFigures {
			k.limit = octave(r.Limit.Metres(), 0.25)
		}
		return k
	}
	// Surpluses of all limits may sit in a row: each has its own.
	rowOf := func(r *record) groupKey {
		k := keyOf(r.keys[0])
		k.limit = 0
		return k
	}
	var surpluses, needs []placed
	surplusKeys := map[groupKey]int32{}
	for slot := range int32(e.records.size) {
		if slot%checkEach == 0 && ctx.Err() != nil {
			return laid{}, ctx.Err()
		}
		r := e.records.at(slot)
		if r == nil {
			continue
		}
		f := placed{curve: r.place.curve, r: r}
		if r.surplus {
			surplusKeys[rowOf(r)] = 0
			surpluses = append(surpluses, f)
		} else {
			needs = append(needs, f)
		}
	}
	for i, k := range slices.SortedFunc(maps.Keys(surplusKeys), compareKeys) {
		surplusKeys[k] = int32(i)
	}
	for i := range surpluses {
		surpluses[i].group = surplusKeys[rowOf(surpluses[i].r)]
	}
	l.rank, l.nodes = make([]uint32, e.records.size), new(nodeGroups)
	// The two halves have nothing in common but the list of ranks, each its own slots.
	var failed [2]error
	parallel.Each(2, func(half int) {
		if half == 0 {
			slices.SortFunc(needs, comparePlaced)
			l.needs, failed[0] = l.group(ctx, e, needs, func(_ *record, k groupKey) groupKey { return keyOf(k) })
			return
		}
		slices.SortFunc(surpluses, comparePlaced)
		l.seat(surpluses)
		l.surpluses, failed[1] = l.group(ctx, e, surpluses, surplusKeyOf)
	})
	if err := cmp.Or(failed[0], failed[1]); err != nil {
		return laid{}, err
	}
	return l, nil
}

// seat puts the surpluses in rows.
func (l *laid) seat(surpluses []placed) {
	l.asking = make([]asker, len(surpluses))
	for i := range surpluses {
		f := &surpluses[i]
		l.asking[i] = askerOf(f.r)
		if i == 0 || f.group != surpluses[i-1].group || i-int(l.rows[len(l.rows)-1]) == rowLength {
			l.rows = append(l.rows, int32(i))
		}
	}
	l.rows = append(l.rows, int32(len(surpluses)))
}

func askerOf(s *record) asker {
	a := asker{space: s.at.Space, within: -1, beyond: -1, slot: s.slot, base: s.base, transport: carrierOf(s.Resource.Transport)}
	if s.HasLimit {
		a.within, a.beyond = geo.Straight(s.Limit)
	}
	return a
}

// group packs needs, or surpluses, by key.
func (l *laid) group(ctx context.Context, e *Engine, flows []placed, keyOf func(*record, groupKey) groupKey) (map[base][]*packedGroup, error) {
	byBase := map[base][]*packedGroup{}
	byKey, slots := map[groupKey]*packedGroup{}, map[groupKey][]int32{}
	var keys []groupKey
	for i := range flows {
		if i%checkEach == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r := flows[i].r
		l.rank[r.slot] = uint32(i)
		keys = keys[:0]
		for _, k := range r.keys {
			if k = keyOf(r, k); !containsKey(keys, k) {
				keys = append(keys, k)
			}
		}
		for _, k := range keys {
			g := byKey[k]
			if g == nil {
				g = &packedGroup{key: k}
				byKey[k] = g
			}
			g.env.Include(&r.Stream)
			slots[k] = append(slots[k], r.slot)
			g.shared = g.shared || len(keys) > 1
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(byKey), compareKeys) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		g := byKey[k]
		points := make([][3]float64, len(slots[k]))
		for i, slot := range slots[k] {
			points[i] = e.records.at(slot).at.Space
		}
		g.packed = spatial.Pack(points, slots[k])
		byBase[k.base] = append(byBase[k.base], g)
	}
	return byBase, nil
}

func comparePlaced(a, b placed) int {
	switch {
	case a.group != b.group:
		return cmp.Compare(a.group, b.group)
	case a.curve != b.curve:
		return cmp.Compare(a.curve, b.curve)
	}
	return cmp.Compare(a.r.Flow.ID, b.r.Flow.ID)
}

func compareKeys(a, b groupKey) int {
	return cmp.Or(cmp.Compare(a.base, b.base), cmp.Compare(a.transport, b.transport), cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b), cmp.Compare(a.limit, b.limit))
}
