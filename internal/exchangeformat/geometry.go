package exchangeformat

import (
	"strconv"

	"github.com/paulmach/orb"
)

// jsonGeometry is what a GeoJSON geometry holds, as far as a record can use it.
type jsonGeometry struct {
	kind     string       // "Point", …; "" for null
	point    orb.Point    // of a Point; others have a
	geometry orb.Geometry // instead
}

// any returns the geometry whatever its type, nil for null.
func (g jsonGeometry) any() orb.Geometry {
	if g.kind == "Point" {
		return g.point
	}
	return g.geometry
}

func (g jsonGeometry) isSurface() bool {
	_, ok := polygonsOf(g.geometry)
	return ok
}

// geometryReader reads geometries whose JSON is known to be well formed; what breaks RFC
// 7946 goes into fault.
type geometryReader struct {
	*jsonScanner
	bad string

	count     int       // of the numbers among the coordinates
	numbersAt [3]bounds // where the first ones stand
}

func (g *geometryReader) wrong(text string) {
	if g.bad == "" {
		g.bad = text
	}
}

// geometry takes a geometry or null. The members may come in any order: coordinates that come before
// the type are read once that is known.
func (g *geometryReader) geometry() jsonGeometry {
	var out jsonGeometry
	switch g.peek() {
	case '{':
	case 'n':
		g.skip()
		return out
	default:
		g.wrong("has a geometry that is neither an object nor null")
		g.skip()
		return out
	}
	coordinates, members, read := -1, -1, false
	g.object(func(key []byte) {
		switch string(key) {
		case "type":
			if out.kind != "" {
				g.wrong("has a geometry with two types")
			}
			out.kind = g.text("the type of a geometry")
			return
		case "coordinates":
			g.peek()
			if coordinates >= 0 {
				g.wrong("has a geometry with coordinates twice")
			}
			if coordinates < 0 && out.kind != "" && out.kind != "GeometryCollection" {
				coordinates, read = g.pos, true
				g.coordinates(&out)
				return
			}
			coordinates = g.pos
		case "geometries":
			g.peek()
			members = g.pos
		}
		g.skip()
	})
	after := g.pos
	switch {
	case out.kind == "GeometryCollection":
		out.geometry = g.collection(members)
	case coordinates < 0:
		g.wrong("has a geometry without coordinates")
	case !read:
		g.pos = coordinates
		g.coordinates(&out)
	}
	g.pos = after
	return out
}

func (g *geometryReader) collection(at int) orb.Geometry {
	if at < 0 {
		g.wrong("has a GeometryCollection without geometries")
		return nil
	}
	if g.pos = at; g.peek() != '[' {
		g.wrong("has geometries that are not a list")
		return nil
	}
	var all orb.Collection
	g.array(func() {
		member := g.geometry()
		if member.kind == "" {
			g.wrong("has a GeometryCollection with something that is no geometry")
		}
		if x := member.any(); x != nil {
			all = append(all, x)
		}
	})
	return all
}

// coordinates takes the coordinates of a geometry whose type is known.
func (g *geometryReader) coordinates(out *jsonGeometry) {
	switch out.kind {
	case "Point":
		out.point = g.position()
	case "MultiPoint":
		out.geometry = orb.MultiPoint(g.positions())
	case "LineString":
		out.geometry = g.line()
	case "MultiLineString":
		var lines orb.MultiLineString
		g.each(func() { lines = append(lines, g.line()) })
		out.geometry = lines
	case "Polygon":
		out.geometry = g.polygon()
	case "MultiPolygon":
		var polygons orb.MultiPolygon
		g.each(func() { polygons = append(polygons, g.polygon()) })
		out.geometry = polygons
	default:
		g.wrong("has a geometry of unknown type " + strconv.Quote(shorten(out.kind)))
		g.skip()
	}
}

// each takes a list.
func (g *geometryReader) each(item func()) {
	if g.peek() != '[' {
		g.wrong("has coordinates that are not nested deep enough")
		g.skip()
		return
	}
	g.array(item)
}

func (g *geometryReader) polygon() orb.Polygon {
	var p orb.Polygon
	g.each(func() {
		ring := orb.Ring(g.positions())
		if g.bad == "" && (len(ring) < 4 || !ring.Closed()) {
			g.wrong("has a ring that is not closed or has fewer than three corners")
		}
		p = append(p, ring)
	})
	return p
}

func (g *geometryReader) line() orb.LineString {
	points := g.positions()
	if g.bad == "" && len(points) < 2 {
		g.wrong("has a line of fewer than two points")
	}
	return points
}

func (g *geometryReader) positions() []orb.Point {
	var points []orb.Point
	g.each(func() { points = append(points, g.position()) })
	return points
}

// position takes a position; heights and what may follow them are dropped.
func (g *geometryReader) position() orb.Point {
	var p orb.Point
	n := 0
	g.each(func() {
		if c := g.peek(); c != '-' && (c < '0' || c > '9') {
			g.wrong("has a coordinate that is not a number")
			g.skip()
			return
		}
		if n < len(p) {
			p[n] = g.coordinate()
		} else {
			g.coordinate()
		}
		n++
	})
	if n < len(p) {
		g.wrong("has a position of fewer than two numbers")
	}
	return p
}

// coordinate takes a number.
func (g *geometryReader) coordinate() float64 {
	from := g.pos
	v, end, ok := decimal(g.data, g.pos)
	if g.pos = end; !ok {
		g.pos = from
		var err error
		if v, err = strconv.ParseFloat(string(g.rawNumber()), 64); err != nil {
			g.wrong("has a coordinate that is not a number")
		}
	}
	if g.count++; g.count <= len(g.numbersAt) {
		g.numbersAt[g.count-1] = bounds{from, g.pos}
	}
	return v
}

// text takes a string; anything else is wrong.
func (g *geometryReader) text(what string) string {
	if g.peek() != '"' {
		g.wrong("has " + what + " that is not a text")
		g.skip()
		return ""
	}
	return unescape(g.rawString())
}
