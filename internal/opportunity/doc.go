// Package opportunity sets land against kinds of firm: where a firm finds most, what a piece of
// land could attract, which firm would unlock most, and which surplus nobody would take.
//
// Each flow of a firm is held against every flow of the region within the pair's own distance
// budget. Who may pair with whom, and at what gain, another engine reckons (Finder): planner hands
// in the matching engine, so that a cell of the matrix is what a what-if on that land would give.
// What doesn't depend on the place is asked once for a firm, at all its capacities together, and
// only of flows that land may lie within reach of (Ground.Away); the land within each budget is then
// found in an index of the land (Land), so that a matrix of thousands of areas takes moments.
//
// A flow counts with its best partner, the one with the greatest net benefit, as in a what-if:
// what several partners could give together is not summed.
//
// The package is pure: values in, values out.
package opportunity
