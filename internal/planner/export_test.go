package planner

import "github.com/samloka/samloka/internal/symbiosis"

// SnapshotOf is a snapshot of a region that no store keeps: for properties that are tried on
// hundreds of regions.
func SnapshotOf(c *symbiosis.Catalogue, a symbiosis.Assumptions, region symbiosis.Region) (*Snapshot, error) {
	p := &Planner{catalogue: c, defaults: a, opts: Options{}.withDefaults()}
	return p.snapshotOf(&region, "revision")
}

// SetMostPairs sets another bound on the pairs that are held in memory, and returns what sets
// the old one again.
func SetMostPairs(n int) (restore func()) {
	old := mostPairs
	mostPairs = n
	return func() { mostPairs = old }
}
