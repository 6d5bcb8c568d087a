package tile

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Field is an attribute of a layer's features.
type Field struct{ Name, Type, Text string }

// layer is a kind of tile: what its features carry, and how they are read from a snapshot.
type layer struct {
	name   string
	text   string
	fields []Field
	load   func(context.Context, *planner.Snapshot) (drawing, error)
}

// drawing is a layer of one snapshot, made ready for any tile.
type drawing interface {
	draw(e *encoder, a Address)
}

func (l *layer) keys() []string {
	keys := make([]string, len(l.fields))
	for i, f := range l.fields {
		keys[i] = f.Name
	}
	return keys
}

// layers are all there are.
var layers = []*layer{siteLayer, flowLayer, matchLayer, exchangeLayer, areaLayer, constraintLayer, zoneLayer, facilityLayer}

func layerOf(name string) *layer {
	for _, l := range layers {
		if l.name == name {
			return l
		}
	}
	return nil
}

// points are features at a point each, in order of weight.
type points[T any] struct {
	x, y  []float64
	group []uint16 // features of different groups are never drawn as one
	rows  []T
	tag   func(*encoder, *T, uint64)
}

func (p *points[T]) add(at orb.Point, group uint16, row T) {
	x, y := project(at)
	p.x, p.y = append(p.x, x), append(p.y, y)
	p.group = append(p.group, group)
	p.rows = append(p.rows, row)
}

func (p *points[T]) draw(e *encoder, a Address) {
	w := a.window()
	one := func(i int, count uint64) {
		x, y := w.units(p.x[i], p.y[i])
		e.begin()
		p.tag(e, &p.rows[i], count)
		e.point(x, y)
		e.end(pointType)
	}
	thin := newThinner()
	for i, x := range p.x {
		switch {
		case !w.holds(x, p.y[i]):
		case a.Z >= thinPointsBelow:
			one(i, 1)
		default:
			s := spot{group: p.group[i]}
			s.x0, s.y0 = cellOf(w.units(x, p.y[i]))
			thin.add(s, i, true)
		}
	}
	for k, i := range thin.kept {
		one(i, thin.count[k])
	}
}

// lines are features of two ends each, in order of weight.
type lines[T any] struct {
	ends  [][4]float64 // x, y of one end and of the other
	group []uint16
	rows  []T
	tag   func(e *encoder, row *T, count, leftOut uint64)
	few   *fewer // nil: all are drawn
}

func (l *lines[T]) add(from, to orb.Point, group uint16, row T) {
	x0, y0 := project(from)
	x1, y1 := project(to)
	l.ends = append(l.ends, [4]float64{x0, y0, x1, y1})
	l.group = append(l.group, group)
	l.rows = append(l.rows, row)
	if l.few != nil {
		l.few.add(l.ends[len(l.ends)-1], group)
	}
}

func (l *lines[T]) draw(e *encoder, a Address) {
	w := a.window()
	best, leftOut := l.few.at(a.Z)
	among := func(i int) bool { return l.few == nil || l.few.rank[i] < best }
	one := func(i int, count uint64) {
		p := l.ends[i]
		from, to, ok := w.clip(p[0], p[1], p[2], p[3])
		if !ok {
			return
		}
		x0, y0 := w.units(from[0], from[1])
		x1, y1 := w.units(to[0], to[1])
		if x0 == x1 && y0 == y1 {
			x1++ // both ends in one unit: a line of none is no valid geometry
		}
		e.begin()
		l.tag(e, &l.rows[i], count, leftOut)
		e.line([][2]int{{x0, y0}, {x1, y1}})
		e.end(lineType)
	}
	thin := newThinner()
	for i := range l.ends {
		p := &l.ends[i]
		if math.Max(p[0], p[2]) < w.west || math.Min(p[0], p[2]) > w.east || math.Max(p[1], p[3]) < w.north || math.Min(p[1], p[3]) > w.south {
			continue
		}
		if a.Z >= thinLinesBelow {
			if among(i) {
				one(i, 1)
			}
			continue
		}
		if _, _, ok := w.clip(p[0], p[1], p[2], p[3]); ok {
			s := spot{group: l.group[i]}
			s.x0, s.y0 = cellOf(w.units(p[0], p[1]))
			s.x1, s.y1 = cellOf(w.units(p[2], p[3]))
			thin.add(s, i, among(i))
		}
	}
	for k, i := range thin.kept {
		one(i, thin.count[k])
	}
}

// kindGroup numbers the kinds of resource and the directions, for points and lines that are
// to stay apart.
func kindGroup(k symbiosis.Kind, d symbiosis.Direction) uint16 {
	n := uint16(slices.Index(symbiosis.Kinds(), k)+1) * 2
	if d == symbiosis.Need {
		n++
	}
	return n
}

// byWeight sorts records by weight, the greatest first, then by id.
func byWeight[T any](rows []T, weight func(T) float64, id func(T) string) {
	slices.SortStableFunc(rows, func(a, b T) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(id(a), id(b)))
	})
}
