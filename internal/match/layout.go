package match

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/parallel"
	"github.com/samloka/samloka/internal/radix"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
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
	best      [len(carriers)]symbiosis.Envelope // of all surpluses, for the needs' pulls
	wanting   [len(carriers)]symbiosis.Envelope // of all needs, for the surpluses' reaches
}

// packedGroup is flows of one base; for runs that reckon needs of one transport and octave of their own
// limit too, each with its pull (Reckoner), and surpluses of one octave of figures.
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
	// How far its own figures let it go for needs of its transport, where a budget is reckoned (laid.goes).
	fixed, perPull, most float64
	base                 base
	slot                 int32
	transport            carrier
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

// LayOut makes what the first run over all pairs with these options would make, and questions about one flow
// are quicker by. Errors: an unknown gate is Invalid; the context's.
func (e *Engine) LayOut(ctx context.Context, opts Options) error {
	p, err := newPlan(opts)
	if err != nil {
		return err
	}
	_, err = e.layoutOf(ctx, &p)
	return err
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

func layOut(ctx context.Context, e *Engine, byFigures bool) (l laid, err error) {
	needKeyOf := func(_ *record, k groupKey) groupKey {
		if !byFigures {
			return groupKey{base: k.base}
		}
		k.a, k.b = 0, 0
		return k
	}
	// What a need asks for reaches as far as the surpluses' limits: these are kept apart in
	// steps of a fifth.
	surplusKeyOf := func(r *record, k groupKey) groupKey {
		if byFigures {
			return k
		}
		k = groupKey{base: k.base}
		if r.HasLimit {
			k.limit = octave(r.Limit.Metres(), 0.25)
		}
		return k
	}
	// By group and then by place.
	var surpluses, needs []radix.Item
	var bases numbering[base] // of the surpluses: those of all figures may sit in a row, each with its own reach
	for slot := range int32(e.records.size) {
		if slot%checkEach == 0 && ctx.Err() != nil {
			return laid{}, ctx.Err()
		}
		r := e.records.at(slot)
		if r == nil {
			continue
		}
		f := radix.Item{Key: r.curve, At: slot}
		if r.surplus {
			f.Of = bases.of(r.base)
			surpluses = append(surpluses, f)
			l.best[carrierOf(r.Resource.Transport)].Include(&r.Stream)
		} else {
			l.wanting[carrierOf(r.Resource.Transport)].Include(&r.Stream)
			needs = append(needs, f)
		}
	}
	place := make([]int32, len(bases.all)) // of each base in their order
	for i, b := range slices.Sorted(slices.Values(bases.all)) {
		place[bases.of(b)] = int32(i)
	}
	for i := range surpluses {
		surpluses[i].Key |= uint64(place[surpluses[i].Of]) << spatial.CurveKeyBits
	}
	l.rank, l.nodes = make([]uint32, e.records.size), new(nodeGroups)
	// The two halves have nothing in common but the list of ranks, each its own slots.
	var failed [2]error
	parallel.Each(2, func(half int) {
		if half == 0 {
			e.sortByPlace(needs)
			l.needs, failed[0] = l.group(ctx, e, needs, needKeyOf, byFigures)
			return
		}
		e.sortByPlace(surpluses)
		if failed[1] = l.seat(ctx, e, surpluses, byFigures); failed[1] != nil {
			return
		}
		l.surpluses, failed[1] = l.group(ctx, e, surpluses, surplusKeyOf, false)
	})
	if err := cmp.Or(failed[0], failed[1]); err != nil {
		return laid{}, err
	}
	return l, nil
}

// seat puts the surpluses in rows.
func (l *laid) seat(ctx context.Context, e *Engine, surpluses []radix.Item, byFigures bool) error {
	l.asking = make([]asker, len(surpluses))
	for i := range surpluses {
		if i%checkEach == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		f, a := &surpluses[i], &l.asking[i]
		s := e.records.at(f.At)
		*a = asker{space: s.at.Space, within: -1, beyond: -1, slot: s.slot, base: s.base, transport: carrierOf(s.Resource.Transport)}
		if s.HasLimit {
			a.within, a.beyond = geo.Straight(s.Limit)
		}
		if byFigures {
			l.goes(e, s, a)
		}
		if i == 0 || f.Of != surpluses[i-1].Of || i-int(l.rows[len(l.rows)-1]) == rowLength {
			l.rows = append(l.rows, int32(i))
		}
	}
	l.rows = append(l.rows, int32(len(surpluses)))
	return nil
}

// askerAt is a surplus by itself, as a row of one.
func (l *laid) askerAt(slot int32) []asker {
	at := l.rank[slot]
	return l.asking[at : at+1]
}

// goes keeps how far a surplus is searched round for needs of its transport, whatever their group: the bound that
// reach would find for each group anew is dear. It is that for all of them together, which their own limits
// (capped) and pulls bring down to much the same.
func (l *laid) goes(e *Engine, s *record, a *asker) {
	own := s.envelope()
	r, ok := l.reach(e, &plan{distance: true}, s, &own, true, groupKey{transport: a.transport}, &l.wanting[a.transport], 1, 0)
	if a.fixed, a.perPull, a.most = r.Fixed, r.PerPull, r.Most; !ok {
		a.most = -1
	}
}

// reachFor is laid.reach for one of the region, by what is kept of it where that is of the group's transport.
func (l *laid) reachFor(e *Engine, p *plan, a *asker, g *packedGroup, limit float64) (spatial.Pulling, bool) {
	if a.transport == g.key.transport && carriers[a.transport] != symbiosis.NoTransport {
		most := min(a.most, limit)
		return spatial.Pulling{Fixed: a.fixed, PerPull: a.perPull, Least: min(hair.Metres(), most), Most: most}, most >= 0
	}
	s := e.records.at(a.slot)
	own := s.envelope()
	return l.reach(e, p, s, &own, true, g.key, &g.env, 1, 0)
}

// limitFor is how far the needs of a group let surpluses of a transport come by their own limits, metres along
// the crow's way; infinite where they have none.
func (l *laid) limitFor(e *Engine, t symbiosis.Transport, g *packedGroup) float64 {
	return (g.env.Cap(unit.Length(math.Inf(1)))*crowOf(e, t, 1) + hair).Metres()
}

// group packs needs, or surpluses, by key, with their pulls where they are asked for.
func (l *laid) group(ctx context.Context, e *Engine, flows []radix.Item, keyOf func(*record, groupKey) groupKey, pulling bool) (map[base][]*packedGroup, error) {
	byBase := map[base][]*packedGroup{}
	var known numbering[groupKey]
	var groups []*packedGroup
	var members [][]int32 // slots
	var keys []groupKey
	for i := range flows {
		if i%checkEach == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r := e.records.at(flows[i].At)
		l.rank[r.slot] = uint32(i)
		keys = keys[:0]
		for _, k := range r.keys {
			if k = keyOf(r, k); !containsKey(keys, k) {
				keys = append(keys, k)
			}
		}
		for _, k := range keys {
			number := known.of(k)
			if int(number) == len(groups) {
				groups, members = append(groups, &packedGroup{key: k}), append(members, nil)
			}
			g := groups[number]
			g.env.Include(&r.Stream)
			members[number] = append(members[number], r.slot)
			g.shared = g.shared || len(keys) > 1
		}
	}
	for _, k := range slices.SortedFunc(slices.Values(known.all), compareKeys) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		number := known.of(k)
		g, slots := groups[number], members[number]
		points := make([][3]float64, len(slots))
		var pulls []float64
		if pulling {
			pulls = make([]float64, len(slots))
		}
		for i, slot := range slots {
			r := e.records.at(slot)
			points[i] = r.at.Space
			if pulling {
				pulls[i] = l.pull(e, r)
			}
		}
		g.packed = spatial.PackPulling(points, slots, pulls)
		byBase[k.base] = append(byBase[k.base], g)
	}
	return byBase, nil
}

// numbering gives each of some keys a number, in the order they come. Where neighbours mostly have the same it
// hardly looks any up.
type numbering[K comparable] struct {
	all     []K
	numbers map[K]int32
	last    int32
}

func (n *numbering[K]) of(k K) int32 {
	if len(n.all) > 0 && n.all[n.last] == k {
		return n.last
	}
	number, known := n.numbers[k]
	if !known {
		if n.numbers == nil {
			n.numbers = map[K]int32{}
		}
		number = int32(len(n.all))
		n.numbers[k], n.all = number, append(n.all, k)
	}
	n.last = number
	return number
}

// pull is a need's number, finite: one that bounds nothing is the greatest there is.
func (l *laid) pull(e *Engine, need *record) float64 {
	if v := e.reckoner.Pull(&need.Stream, &l.best[carrierOf(need.Resource.Transport)]); v >= 0 && v < math.MaxFloat64 {
		return v
	}
	return math.MaxFloat64
}

// hair is added to reaches: places in space are rounded.
const hair = 1e-6 * unit.Metre

// crowOf is what a route's length is multiplied by for the crow distance that is searched, stretched so much: a
// little more, as in Engine.radius.
func crowOf(e *Engine, t symbiosis.Transport, stretch float64) unit.Length {
	return unit.Length(stretch / e.reckoner.Detour(t) * (1 + 1e-9))
}

// reach is how far a surplus is searched round for needs of a group's key and envelope in a run that reckons; false when it
// pairs with none. own bounds it alone; known says that it is one of the region, which best bounds.
func (l *laid) reach(e *Engine, p *plan, s *record, own *symbiosis.Envelope, known bool, key groupKey, env *symbiosis.Envelope, stretch float64, floor unit.Length) (spatial.Pulling, bool) {
	radius := e.radiusRound(p, s, own, key, env, stretch, floor)
	if radius < 0 {
		return spatial.Pulling{}, false
	}
	most := (radius + hair).Metres()
	r := spatial.Pulling{Fixed: most, Most: most}
	t := s.Resource.Transport
	if t != carriers[key.transport] || !known && !l.best[carrierOf(t)].Holds(own) {
		return r, true
	}
	fixed, perPull, ok := e.reckoner.Pulled(t, own)
	scale := crowOf(e, t, stretch)
	if fixed, perPull = fixed*scale, perPull*scale; ok && unit.Finite(fixed) && unit.Finite(perPull) {
		r.Fixed, r.PerPull, r.Least = fixed.Metres()+2e-9*math.Abs(fixed.Metres())+hair.Metres(), perPull.Metres(), min((floor+hair).Metres(), most)
	}
	return r, true
}

// sortByPlace puts slots in the order of their keys, those at one place by the flows' ids.
func (e *Engine) sortByPlace(flows []radix.Item) {
	radix.Sort(flows)
	for first, i := 0, 1; i <= len(flows); i++ {
		if i < len(flows) && flows[i].Key == flows[first].Key {
			continue
		}
		if i-first > 1 {
			slices.SortFunc(flows[first:i], func(a, b radix.Item) int {
				return cmp.Compare(e.records.at(a.At).Flow.ID, e.records.at(b.At).Flow.ID)
			})
		}
		first = i
	}
}

func compareKeys(a, b groupKey) int {
	return cmp.Or(cmp.Compare(a.base, b.base), cmp.Compare(a.transport, b.transport), cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b), cmp.Compare(a.limit, b.limit))
}
