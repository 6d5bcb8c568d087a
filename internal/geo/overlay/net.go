package overlay

import "math"

// net is a grid of cells with the edges that pass through each.
type net struct {
	x0, y0     int64
	cell       float64 // side, mm
	cols, rows int
	start      []int32 // of a cell's edges in list; one more at the end
	list       []int32
}

func newNet(edges []edge) (*net, error) {
	n := &net{x0: math.MaxInt64, y0: math.MaxInt64}
	x1, y1 := int64(math.MinInt64), int64(math.MinInt64)
	long := 0.0
	for i := range edges {
		e := &edges[i]
		n.x0, x1 = min(n.x0, e.a.x), max(x1, e.b.x)
		n.y0, y1 = min(n.y0, e.a.y, e.b.y), max(y1, e.a.y, e.b.y)
		long += math.Hypot(float64(e.b.x-e.a.x), float64(e.b.y-e.a.y))
	}
	wide, high := float64(x1-n.x0)+1, float64(y1-n.y0)+1
	// About one edge a cell, and no cell shorter than the edges are on average.
	n.cell = max(1, math.Sqrt(wide*high/float64(len(edges))), long/float64(len(edges))/2)
	n.cell = max(n.cell, wide/4096, high/4096)
	n.cols, n.rows = int(wide/n.cell)+1, int(high/n.cell)+1
	n.start = make([]int32, n.cols*n.rows+1)
	total := 0
	for i := range edges {
		n.through(&edges[i], func(c int) { n.start[c+1]++; total++ })
		if total > mostEntries {
			return nil, ErrTangled
		}
	}
	for c := 1; c < len(n.start); c++ {
		n.start[c] += n.start[c-1]
	}
	n.list = make([]int32, total)
	next := append([]int32(nil), n.start...)
	for i := range edges {
		n.through(&edges[i], func(c int) { n.list[next[c]] = int32(i); next[c]++ })
	}
	return n, nil
}

func (n *net) cells() int       { return n.cols * n.rows }
func (n *net) in(c int) []int32 { return n.list[n.start[c]:n.start[c+1]] }

// through visits every cell that the edge passes, and perhaps one beside it.
func (n *net) through(e *edge, visit func(cell int)) {
	ax, ay := float64(e.a.x-n.x0), float64(e.a.y-n.y0)
	bx, by := float64(e.b.x-n.x0), float64(e.b.y-n.y0)
	first, last := int(ax/n.cell), int(bx/n.cell)
	for col := first; col <= last; col++ {
		low, high := ay, by
		if first != last {
			slope := (by - ay) / (bx - ax)
			at := func(x float64) float64 { return ay + slope*(max(ax, min(bx, x))-ax) }
			low, high = at(float64(col)*n.cell-1), at(float64(col+1)*n.cell+1)
		}
		if low > high {
			low, high = high, low
		}
		from, to := int(max(0, low-1)/n.cell), min(n.rows-1, int((high+1)/n.cell))
		for row := from; row <= to; row++ {
			visit(row*n.cols + col)
		}
	}
}
