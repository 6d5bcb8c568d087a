package planner

import "github.com/paulmach/orb"

// Bounds returns the bounds of all sites and areas; nil when there are none.
func (s *Snapshot) Bounds() *orb.Bound {
	var b *orb.Bound
	add := func(other orb.Bound) {
		if b == nil {
			b = &other
			return
		}
		*b = b.Union(other)
	}
	for row := range s.sites.all() {
		add(row.Location.Bound())
	}
	for row := range s.areas.all() {
		add(row.bounds)
	}
	return b
}
