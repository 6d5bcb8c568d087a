package geopackage

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// SQLite has no way to fill an R*Tree but row by row, which takes most of the time of an import. Its
// tables, though, are documented (sqlite.org/rtree.html, "Shadow Tables"), and so is a node: a blob
// of a fixed size that begins with the depth of the tree (in the root; big-endian, 2 bytes) and the
// number of cells (2 bytes); a cell is a 64-bit number (of the row in a leaf, of a node above) and
// its box as 32-bit numbers: min x, max x, min y, max y.

const (
	rootNode = 1
	cellSize = 8 + 4*4
	nodeHead = 4
)

// cell is an entry of a node.
type cell struct {
	id                     int64
	minX, maxX, minY, maxY float32
}

// cellOf is the cell of a row: its box with 32-bit numbers, rounded outward as SQLite does.
func cellOf(fid int64, b orb.Bound) cell {
	return cell{fid, down(b.Min[0]), up(b.Max[0]), down(b.Min[1]), up(b.Max[1])}
}

func down(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func up(v float64) float32 {
	f := float32(v)
	if float64(f) < v {
		f = math.Nextafter32(f, float32(math.Inf(1)))
	}
	return f
}

// packed is an R*Tree laid out at once.
type packed struct {
	nodes    [][]byte        // by number, from 1 at index 0
	parents  map[int64]int64 // of each node but the root
	leaves   []cell          // in the order of the leaves
	capacity int             // of a leaf
}

// leaf is the number of the node that the i-th of leaves lies in.
func (p packed) leaf(i int) int64 {
	if len(p.nodes) == 1 {
		return rootNode
	}
	return int64(2 + i/p.capacity)
}

// pack lays out cells, which it reorders: in stripes by x and within a stripe by y (sort-tile-
// recursive; Leutenegger, Lopez and Edgington 1997), the nodes above likewise. nodeSize is that of
// the tree's nodes in bytes.
func pack(cells []cell, nodeSize int) packed {
	capacity := (nodeSize - nodeHead) / cellSize
	p := packed{parents: map[int64]int64{}, nodes: [][]byte{nil}, leaves: cells, capacity: capacity}
	level, depth := cells, 0
	for ; len(level) > capacity; depth++ {
		tile(level, capacity)
		var above []cell
		for part := range slices.Chunk(level, capacity) {
			p.nodes = append(p.nodes, node(part, 0, nodeSize))
			number := int64(len(p.nodes))
			p.adopt(part, number, depth)
			above = append(above, around(part, number))
		}
		level = above
	}
	p.nodes[0] = node(level, depth, nodeSize)
	p.adopt(level, rootNode, depth)
	return p
}

// adopt notes which node the nodes of a node above lie in.
func (p *packed) adopt(part []cell, number int64, depth int) {
	if depth == 0 {
		return
	}
	for _, c := range part {
		p.parents[c.id] = number
	}
}

// tile orders cells so that each run of capacity lies close together. Runs are full but for the
// last: SQLite asks of nodes that it fills itself a third at least, and of no others.
func tile(cells []cell, capacity int) {
	byMiddle := func(middle func(*cell) float32) func(a, b cell) int {
		return func(a, b cell) int {
			switch x, y := middle(&a), middle(&b); {
			case x != y:
				if x < y {
					return -1
				}
				return 1
			case a.id < b.id:
				return -1
			}
			return 1
		}
	}
	slices.SortFunc(cells, byMiddle(func(c *cell) float32 { return c.minX + c.maxX }))
	nodes := (len(cells) + capacity - 1) / capacity
	stripe := int(math.Ceil(math.Sqrt(float64(nodes)))) * capacity
	for part := range slices.Chunk(cells, stripe) {
		slices.SortFunc(part, byMiddle(func(c *cell) float32 { return c.minY + c.maxY }))
	}
}

// around is the entry, in the node above, of a node with cells.
func around(cells []cell, number int64) cell {
	box := cells[0]
	for _, c := range cells[1:] {
		box.minX, box.maxX = min(box.minX, c.minX), max(box.maxX, c.maxX)
		box.minY, box.maxY = min(box.minY, c.minY), max(box.maxY, c.maxY)
	}
	box.id = number
	return box
}

// node writes a node.
func node(cells []cell, depth, size int) []byte {
	b := make([]byte, nodeHead, size)
	binary.BigEndian.PutUint16(b, uint16(depth))
	binary.BigEndian.PutUint16(b[2:], uint16(len(cells)))
	for _, c := range cells {
		b = binary.BigEndian.AppendUint64(b, uint64(c.id))
		for _, v := range [4]float32{c.minX, c.maxX, c.minY, c.maxY} {
			b = binary.BigEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	return b[:size]
}
