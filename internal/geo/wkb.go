package geo

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom/encoding/ewkb"
	"github.com/twpayne/go-geom/encoding/wkb"
)

// EncodeWKB returns the well-known binary form of a geometry (OGC 06-103r4, little-endian,
// two dimensions), as GeoPackage has it.
func EncodeWKB(g orb.Geometry) ([]byte, error) {
	t, err := ToGeom(g, 0)
	if err != nil {
		return nil, err
	}
	return wkb.Marshal(t, wkb.NDR)
}

// EncodeEWKB returns PostGIS's extended binary form of a geometry, with its SRID.
func EncodeEWKB(g orb.Geometry, srid int) ([]byte, error) {
	t, err := ToGeom(g, srid)
	if err != nil {
		return nil, err
	}
	return ewkb.Marshal(t, ewkb.NDR)
}

// DecodeWKB reads a geometry from well-known binary or PostGIS's extended form, with its
// SRID (0 when none is given). Heights and measures are dropped, and so are empty points in
// a collection; an empty point alone is an error with ProblemEmpty.
//
// It reads the bytes itself since go-geom believes the counts it finds: a few damaged bytes
// would make it ask for gigabytes.
func DecodeWKB(data []byte) (orb.Geometry, int, error) {
	r := wkbReader{data: data}
	g := r.geometry(0)
	switch {
	case r.fault != "":
		return nil, 0, problem(ProblemGeometry, "export the file again", "the binary geometry (%d bytes) cannot be read at byte %d: %s", len(data), len(data)-len(r.data), r.fault)
	case len(r.data) > 0:
		return nil, 0, problem(ProblemGeometry, "export the file again", "%d bytes follow after the end of a binary geometry", len(r.data))
	case g == nil:
		return nil, 0, emptyGeometry()
	}
	return g, r.srid, nil
}

type wkbReader struct {
	data   []byte
	order  binary.ByteOrder
	stride int // numbers a coordinate has
	srid   int
	fault  string // the first one; everything reads as zero after it
}

func (r *wkbReader) fail(fault string) {
	if r.fault == "" {
		r.fault = fault
	}
}

func (r *wkbReader) uint32() uint32 {
	if r.fault != "" || len(r.data) < 4 {
		r.fail("it ends too early")
		return 0
	}
	v := r.order.Uint32(r.data)
	r.data = r.data[4:]
	return v
}

// count reads how many parts follow, each of which takes at least size bytes.
func (r *wkbReader) count(size int) int {
	n := r.uint32()
	if uint64(n)*uint64(size) > uint64(len(r.data)) {
		r.fail("it promises more than it holds")
		return 0
	}
	return int(n)
}

func (r *wkbReader) point() orb.Point {
	if r.fault != "" || len(r.data) < 8*r.stride {
		r.fail("it ends too early")
		return orb.Point{}
	}
	p := orb.Point{
		math.Float64frombits(r.order.Uint64(r.data)),
		math.Float64frombits(r.order.Uint64(r.data[8:])),
	}
	r.data = r.data[8*r.stride:]
	return p
}

func (r *wkbReader) points() []orb.Point {
	points := make([]orb.Point, r.count(8*r.stride))
	for i := range points {
		points[i] = r.point()
	}
	return points
}

// The kinds of geometry and the flags of the extended form.
const (
	wkbPoint = iota + 1
	wkbLineString
	wkbPolygon
	wkbMultiPoint
	wkbMultiLineString
	wkbMultiPolygon
	wkbCollection

	ewkbZ    = 0x80000000
	ewkbM    = 0x40000000
	ewkbSRID = 0x20000000
)

// header reads byte order, kind and SRID, and sets the stride.
func (r *wkbReader) header() uint32 {
	if r.fault != "" || len(r.data) < 5 {
		r.fail("it ends too early")
		return 0
	}
	switch r.data[0] {
	case 0:
		r.order = binary.BigEndian
	case 1:
		r.order = binary.LittleEndian
	default:
		r.fail("its byte order is neither 0 nor 1")
		return 0
	}
	r.data = r.data[1:]
	kind := r.uint32()
	r.stride = 2
	if kind&ewkbZ != 0 {
		r.stride++
	}
	if kind&ewkbM != 0 {
		r.stride++
	}
	if kind&ewkbSRID != 0 {
		r.srid = int(r.uint32())
	}
	kind &^= ewkbZ | ewkbM | ewkbSRID
	switch kind / 1000 { // the ISO way to say Z, M, ZM
	case 1, 2:
		r.stride = 3
	case 3:
		r.stride = 4
	}
	if kind >= 4000 {
		r.fail("its kind is unknown")
	}
	return kind % 1000
}

// geometry returns nil for an empty point.
func (r *wkbReader) geometry(depth int) orb.Geometry {
	const deepest = 32
	if depth > deepest {
		r.fail("its collections are nested too deeply")
		return nil
	}
	const smallest = 9 // bytes of an empty geometry
	switch kind := r.header(); kind {
	case wkbPoint:
		p := r.point()
		if math.IsNaN(p[0]) && math.IsNaN(p[1]) {
			return nil
		}
		return p
	case wkbLineString:
		return orb.LineString(r.points())
	case wkbPolygon:
		rings := make(orb.Polygon, r.count(4))
		for i := range rings {
			rings[i] = r.points()
		}
		return rings
	case wkbMultiPoint:
		return readParts[orb.MultiPoint](r, r.count(smallest), depth)
	case wkbMultiLineString:
		return readParts[orb.MultiLineString](r, r.count(smallest), depth)
	case wkbMultiPolygon:
		return readParts[orb.MultiPolygon](r, r.count(smallest), depth)
	case wkbCollection:
		return readParts[orb.Collection](r, r.count(smallest), depth)
	default:
		r.fail("its kind is unknown")
		return nil
	}
}

// readParts reads n whole geometries, all of the type that S holds.
func readParts[S ~[]G, G any](r *wkbReader, n, depth int) S {
	parts := make(S, 0, n)
	for range n {
		g := r.geometry(depth + 1)
		if r.fault != "" {
			return nil
		}
		if g == nil {
			continue // an empty point
		}
		part, ok := g.(G)
		if !ok {
			r.fail("a part is of another kind than the whole")
			return nil
		}
		parts = append(parts, part)
	}
	return parts
}
