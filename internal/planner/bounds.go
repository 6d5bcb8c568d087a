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
	for _, row := range s.sites.rows {
		add(row.Location.Bound())
	}
	for _, row := range s.areas.rows {
		add(row.bounds)
	}
	return b
}
