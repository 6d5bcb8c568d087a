// Package spatial finds what lies near a point, in metres. A Snapshot is an immutable index
// of points in groups (a group is, say, the surpluses of one resource); an edit makes a new
// Snapshot that shares nearly all of its memory with the old one. Readers hold a *Snapshot
// and never wait; the writer builds the next and swaps the pointer.
//
// The index answers one question at a time and can be edited. An engine that asks for all
// pairs at once may lay the same points out another way; this one is what it is tested
// against.
package spatial

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"sync"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/unit"
)

// Entry is a point to be found, in WGS 84, with the caller's key for it. Entries are told
// apart by all three fields; the same entry may be indexed more than once.
type Entry[G, ID comparable] struct {
	Group G
	ID    ID
	Point orb.Point
}

// Snapshot is an immutable index. All its methods may be called from many goroutines at
// once. The order in which entries come out is not defined: sort what people see.
type Snapshot[G, ID comparable] struct {
	groups map[G]*rtree.RTreeG[item[ID]]
	count  int
	// edits keeps two With of the same snapshot apart: copying a tree marks the original.
	// It never holds up a reader.
	edits *sync.Mutex
}

// item is what the tree stores beside the longitude and latitude of a point.
type item[ID comparable] struct {
	id   ID
	unit [3]float64 // geo.UnitVector of the point
}

// ErrNotIndexed is returned when an entry to be removed is not in the snapshot.
var ErrNotIndexed = errors.New("the entry to remove is not in the index")

// With returns a snapshot without the removed entries and with the added ones; s stays as it
// was. It takes O((added+removed)·log n) and one step per group. When an entry to remove is
// missing (ErrNotIndexed) or a point is not on the globe, there is no new snapshot.
func (s *Snapshot[G, ID]) With(added, removed []Entry[G, ID]) (*Snapshot[G, ID], error) {
	for _, e := range added {
		if err := geo.CheckLonLat(e.Point); err != nil {
			return nil, fmt.Errorf("index entry %v: %w", e.ID, err)
		}
	}
	next := &Snapshot[G, ID]{
		groups: maps.Clone(s.groups),
		count:  s.count + len(added) - len(removed),
		edits:  new(sync.Mutex),
	}
	if next.groups == nil {
		next.groups = make(map[G]*rtree.RTreeG[item[ID]])
	}
	touched := make(map[G]*rtree.RTreeG[item[ID]])
	tree := func(g G) *rtree.RTreeG[item[ID]] {
		t := touched[g]
		if t == nil {
			if old := s.groups[g]; old != nil {
				s.edits.Lock()
				t = old.Copy()
				s.edits.Unlock()
			} else {
				t = new(rtree.RTreeG[item[ID]])
			}
			touched[g], next.groups[g] = t, t
		}
		return t
	}
	for _, e := range removed {
		t, before := tree(e.Group), 0
		before = t.Len()
		t.Delete(e.Point, e.Point, item[ID]{e.ID, geo.UnitVector(e.Point)})
		if t.Len() == before {
			return nil, fmt.Errorf("entry %v of %v at %v: %w", e.ID, e.Group, e.Point, ErrNotIndexed)
		}
	}
	for _, e := range added {
		tree(e.Group).Insert(e.Point, e.Point, item[ID]{e.ID, geo.UnitVector(e.Point)})
	}
	for g, t := range touched {
		if t.Len() == 0 {
			delete(next.groups, g)
		}
	}
	return next, nil
}

// Len returns the number of entries.
func (s *Snapshot[G, ID]) Len() int { return s.count }

// LenOf returns the number of entries of a group.
func (s *Snapshot[G, ID]) LenOf(group G) int {
	if t := s.groups[group]; t != nil {
		return t.Len()
	}
	return 0
}

// Within calls yield for each entry of the group with geo.Distance to the centre ≤ radius,
// and for no other, until yield returns false. It allocates nothing. A centre off the globe
// and a radius that is NaN or negative are errors; a group without entries is not.
func (s *Snapshot[G, ID]) Within(group G, centre orb.Point, radius unit.Length, yield func(ID, orb.Point) bool) error {
	c, err := NewCircle(centre, radius)
	if err != nil {
		return err
	}
	s.In(group, &c, yield)
	return nil
}

// Circle is a centre and a radius made ready for asking several groups.
type Circle struct {
	centre         orb.Point
	radius         unit.Length
	unit           [3]float64
	within, beyond float64
	bounds         [2]orb.Bound
	n              int // of the bounds
}

// NewCircle makes a circle. A centre off the globe and a radius that is NaN or negative are
// errors.
func NewCircle(centre orb.Point, radius unit.Length) (c Circle, err error) {
	if err := checkQuery(centre, radius); err != nil {
		return c, err
	}
	c.centre, c.radius, c.unit = centre, radius, geo.UnitVector(centre)
	c.within, c.beyond = geo.Chords(radius)
	c.bounds, c.n = geo.BoundPairAround(centre, radius)
	return c, nil
}

// In is Within for a circle.
//
// The tree gives candidates by longitude and latitude, their chord through the unit sphere
// settles all but those within 0.34 % of the radius, and the geodesic settles these.
func (s *Snapshot[G, ID]) In(group G, c *Circle, yield func(ID, orb.Point) bool) {
	t := s.groups[group]
	if t == nil {
		return
	}
	more := true
	for i := 0; i < c.n && more; i++ {
		// The halves of a circle over the antimeridian end at 180 and begin at −180: no stored
		// point lies in both.
		t.Search(c.bounds[i].Min, c.bounds[i].Max, func(p, _ [2]float64, it item[ID]) bool {
			chord := geo.SquaredChord(c.unit, it.unit)
			if chord > c.beyond || chord > c.within && !(geo.Distance(c.centre, p) <= c.radius) {
				return true
			}
			more = yield(it.id, p)
			return more
		})
	}
}

// InBound calls yield for each entry of the group inside the bound or on its edge, until
// yield returns false. A bound with Min[0] > Max[0] crosses the antimeridian, as in GeoJSON.
func (s *Snapshot[G, ID]) InBound(group G, bound orb.Bound, yield func(ID, orb.Point) bool) {
	t := s.groups[group]
	if t == nil {
		return
	}
	more := true
	visit := func(p, _ [2]float64, it item[ID]) bool {
		more = yield(it.id, p)
		return more
	}
	if bound.Min[0] <= bound.Max[0] {
		t.Search(bound.Min, bound.Max, visit)
		return
	}
	t.Search(bound.Min, [2]float64{180, bound.Max[1]}, visit)
	if more {
		t.Search([2]float64{-180, bound.Min[1]}, bound.Max, visit)
	}
}

func checkQuery(centre orb.Point, radius unit.Length) error {
	if err := geo.CheckLonLat(centre); err != nil {
		return fmt.Errorf("centre of the search: %w", err)
	}
	if !(radius >= 0) || math.IsNaN(radius.Metres()) {
		return fmt.Errorf("search radius %v m: give a length of 0 m or more", radius.Metres())
	}
	return nil
}
