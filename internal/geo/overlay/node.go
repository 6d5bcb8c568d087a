package overlay

import (
	"errors"
	"math"
	"slices"
)

// ErrTangled is of a shape whose edges cross each other more often than any map's would.
var ErrTangled = errors.New("the outline crosses itself too often to be made whole")

// What a shape may cost: a coastline of 100 000 corners stays far below.
const (
	mostEntries = 8_000_000
	mostPairs   = 60_000_000
	mostEdges   = 2_000_000
	mostRounds  = 24
)

func sortEdges(edges []edge) {
	slices.SortFunc(edges, func(e, f edge) int { return e.compare(&f) })
}

// node splits edges where they meet, until they have nothing in common but their ends. A place
// where two cross is rounded to the grid, which may make new crossings: those of the next round.
func node(edges []edge) ([]edge, error) {
	edges = merge(edges)
	for range mostRounds {
		cuts, err := meetings(edges)
		if err != nil || cuts == nil {
			return edges, err
		}
		if edges = merge(split(edges, cuts)); len(edges) > mostEdges {
			return nil, ErrTangled
		}
	}
	return nil, ErrTangled
}

// cut is a place at which an edge is split.
type cut struct {
	edge int32
	at   pt
}

// split cuts each edge at its places, in their order along it.
func split(edges []edge, cuts []cut) []edge {
	slices.SortFunc(cuts, func(c, d cut) int {
		if c.edge != d.edge {
			return int(c.edge) - int(d.edge)
		}
		return c.at.compare(d.at)
	})
	out := make([]edge, 0, len(edges)+len(cuts))
	for i, e := range edges {
		from := e.a
		step := func(to pt) {
			// Rounding may put a cut before the one it should follow: the edge then turns back.
			switch c := from.compare(to); {
			case c < 0:
				out = append(out, edge{from, to, e.up})
			case c > 0:
				out = append(out, edge{to, from, [2]int32{-e.up[0], -e.up[1]}})
			}
			from = to
		}
		for len(cuts) > 0 && int(cuts[0].edge) == i {
			step(cuts[0].at)
			cuts = cuts[1:]
		}
		step(e.b)
	}
	return out
}

// meetings returns where edges must be cut; nil when nowhere. Only edges that pass through the
// same cell of a net are held against each other.
func meetings(edges []edge) ([]cut, error) {
	if len(edges) == 0 {
		return nil, nil
	}
	net, err := newNet(edges)
	if err != nil {
		return nil, err
	}
	var cuts []cut
	pairs := 0
	for c := range net.cells() {
		in := net.in(c)
		if pairs += len(in) * (len(in) - 1) / 2; pairs > mostPairs {
			return nil, ErrTangled
		}
		for i, e := range in {
			for _, f := range in[i+1:] {
				cuts = meet(edges, e, f, cuts)
			}
		}
		if len(cuts) > 2*mostEdges {
			return nil, ErrTangled
		}
	}
	return cuts, nil
}

// meet adds the cuts of two edges.
func meet(edges []edge, i, j int32, cuts []cut) []cut {
	e, f := &edges[i], &edges[j]
	if e.b.x < f.a.x || f.b.x < e.a.x || max(e.a.y, e.b.y) < min(f.a.y, f.b.y) || max(f.a.y, f.b.y) < min(e.a.y, e.b.y) {
		return cuts
	}
	fa, fb := side(e.a, e.b, f.a), side(e.a, e.b, f.b)
	ea, eb := side(f.a, f.b, e.a), side(f.a, f.b, e.b)
	if fa > 0 && fb > 0 || fa < 0 && fb < 0 || ea > 0 && eb > 0 || ea < 0 && eb < 0 {
		return cuts
	}
	if fa != 0 && fb != 0 && ea != 0 && eb != 0 {
		t := float64(ea) / (float64(ea) - float64(eb))
		p := pt{
			e.a.x + int64(math.Round(t*float64(e.b.x-e.a.x))),
			e.a.y + int64(math.Round(t*float64(e.b.y-e.a.y))),
		}
		if p != e.a && p != e.b {
			cuts = append(cuts, cut{i, p})
		}
		if p != f.a && p != f.b {
			cuts = append(cuts, cut{j, p})
		}
		return cuts
	}
	if fa == 0 && within(e, f.a) {
		cuts = append(cuts, cut{i, f.a})
	}
	if fb == 0 && within(e, f.b) {
		cuts = append(cuts, cut{i, f.b})
	}
	if ea == 0 && within(f, e.a) {
		cuts = append(cuts, cut{j, e.a})
	}
	if eb == 0 && within(f, e.b) {
		cuts = append(cuts, cut{j, e.b})
	}
	return cuts
}

// within says that p, which is on the edge's line, lies between its ends.
func within(e *edge, p pt) bool { return e.a.compare(p) < 0 && p.compare(e.b) < 0 }
