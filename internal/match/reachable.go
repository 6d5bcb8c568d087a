package match

import (
	"context"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Spot is a hypothetical flow as far as the gates resource and distance know it: without waste
// code and without a list of what it accepts.
type Spot struct {
	Direction symbiosis.Direction
	Resource  symbiosis.ResourceCode
	At        orb.Point
	// Within is how far a surplus may go, as the crow flies. A need goes as far as the surpluses do.
	Within unit.Length
	// Viewer is the most closed visibility that counts; "" counts everything.
	Viewer symbiosis.Visibility
}

// nodeGroups are the groups of a layout that the flows of a node of the catalogue ask.
type nodeGroups struct {
	once      sync.Once
	needs     [][]*packedGroup // of surpluses of a node
	surpluses [][]limitedGroup // of needs of a node
}

// limitedGroup is a group of surpluses with the straight line beyond which none of them goes, squared.
type limitedGroup struct {
	*packedGroup
	reach float64
}

// reaching is one spot's question; its room is used again.
type reaching struct {
	search spatial.Search
	disc   spatial.Disc
	from   [1][3]float64
	e      *Engine
	at     geo.Prepared
	within unit.Length
}

var reachings = sync.Pool{New: func() any {
	q := new(reaching)
	q.disc.Exact = func(slot int32) bool { return geo.Between(&q.at, &q.e.records.at(slot).place.at) <= q.within }
	return q
}}

// Reachable appends to found the region's flows that a flow at a spot pairs with by the gates
// resource and distance, each once: the pairs of a what-if with these gates as numbers, without
// their figures, and many times faster. What it needs is laid out when the first asks; after that it
// allocates nothing when found has room. Errors: Invalid for an unknown direction, resource or visibility, a spot off the
// globe or a surplus with a distance that is no number or below nil.
func (e *Engine) Reachable(found []Number, spot Spot) ([]Number, error) {
	node, ok := e.kin.number[spot.Resource]
	if !ok {
		return found, symbiosis.Errorf(symbiosis.Invalid, "there is no resource %q", spot.Resource)
	}
	if err := geo.CheckLonLat(spot.At); err != nil {
		return found, symbiosis.Errorf(symbiosis.Invalid, "the spot: %w", err)
	}
	surplus := spot.Direction == symbiosis.Surplus
	switch {
	case !surplus && spot.Direction != symbiosis.Need:
		return found, symbiosis.Errorf(symbiosis.Invalid, "%q is neither surplus nor need", spot.Direction)
	case surplus && (!unit.Finite(spot.Within) || spot.Within < 0):
		return found, symbiosis.Errorf(symbiosis.Invalid, "a surplus can't go %g m", spot.Within.Metres())
	}
	viewer, err := viewerOf(spot.Viewer)
	if err != nil {
		return found, err
	}
	first := len(found)
	l, err := e.layoutOf(context.Background(), &plan{resource: true, distance: true, ownLimit: true})
	if err != nil {
		return found, err
	}
	groups := l.groupsOf(e)
	q := reachings.Get().(*reaching)
	q.e, q.at, q.within = e, geo.Prepare(spot.At), spot.Within
	q.from[0], q.disc.Centre = q.at.Space, q.at.Space
	if surplus {
		found = q.needs(found, l, groups.needs[node])
	} else {
		found = q.surpluses(found, l, groups.surpluses[node])
	}
	q.e = nil
	reachings.Put(q)
	if spot.Viewer == "" {
		return found, nil
	}
	seen := found[:first]
	for _, slot := range found[first:] {
		if e.records.at(slot).level <= viewer {
			seen = append(seen, slot)
		}
	}
	return seen, nil
}

// MostClosed returns the most closed visibility of some flows, with their sites: that of what is
// told of them together. Public of none.
func (e *Engine) MostClosed(numbers []Number) symbiosis.Visibility {
	most := uint8(0)
	for _, slot := range numbers {
		most = max(most, e.records.at(slot).level)
	}
	return visibilityOf(most)
}

func (q *reaching) needs(found []Number, l *layout, groups []*packedGroup) []Number {
	first, several := len(found), false
	q.disc.Within, q.disc.Beyond = geo.Straight(q.within)
	for _, g := range groups {
		if q.search.Aim(g.packed, q.from[:], q.disc.Beyond) == 0 {
			continue
		}
		n := len(found)
		found = q.search.Append(found, &q.disc)
		several = several || n > first && len(found) > n && g.shared
	}
	if several {
		own := found[first:]
		slices.Sort(own)
		found = found[:first+len(slices.Compact(own))]
	}
	return found
}

// surpluses finds those that reach the spot: in each group all as near as the farthest of them
// goes, and of these the ones that go so far themselves.
func (q *reaching) surpluses(found []Number, l *layout, groups []limitedGroup) []Number {
	for i := range groups {
		g := &groups[i]
		q.disc.Within, q.disc.Beyond = g.reach, g.reach
		if q.search.Aim(g.packed, q.from[:], g.reach) == 0 {
			continue
		}
		n := len(found)
		found = q.search.Append(found, &q.disc)
		kept := found[:n]
		for _, slot := range found[n:] {
			a := &l.asking[l.rank[slot]]
			x, y, z := a.space[0]-q.at.Space[0], a.space[1]-q.at.Space[1], a.space[2]-q.at.Space[2]
			switch line := x*x + y*y + z*z; {
			case line > a.beyond:
				continue
			case line > a.within:
				if s := q.e.records.at(slot); geo.Between(&q.at, &s.place.at) > s.Limit {
					continue
				}
			}
			kept = append(kept, slot)
		}
		found = kept
	}
	return found
}

// groupsOf finds, once, which groups each node of the catalogue asks.
func (l *layout) groupsOf(e *Engine) *nodeGroups {
	n := l.nodes
	n.once.Do(func() {
		nodes := len(e.kin.parent)
		n.needs, n.surpluses = make([][]*packedGroup, nodes), make([][]limitedGroup, nodes)
		for node := range int32(nodes) {
			plain := record{node: node}
			plain.Flow = new(symbiosis.Flow)
			for _, b := range e.kin.serves(&plain, false) {
				n.needs[node] = append(n.needs[node], l.needs[b]...)
			}
		}
		for b, groups := range l.surpluses {
			served := e.serves[b].tree
			for _, g := range groups {
				_, reach := geo.Straight(g.env.MaxLimit)
				for node := range int32(nodes) {
					if slices.Contains(served, needNode(node)) {
						n.surpluses[node] = append(n.surpluses[node], limitedGroup{g, reach})
					}
				}
			}
		}
		for node := range n.surpluses { // maps have no order
			slices.SortFunc(n.surpluses[node], func(a, b limitedGroup) int { return compareKeys(a.key, b.key) })
		}
	})
	return n
}
