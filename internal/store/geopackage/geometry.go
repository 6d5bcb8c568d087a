package geopackage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// The GeoPackage binary geometry (GeoPackage 1.3, clause 2.1.3): a header, then ISO WKB.
//
//	bytes 0–1   "GP"
//	byte  2     version, 0 for version 1
//	byte  3     flags: bit 0 byte order of the header (1 little-endian), bits 1–3 kind of
//	            envelope, bit 4 empty geometry, bit 5 extended type
//	bytes 4–7   srs_id
//	then        the envelope: minx, maxx, miny, maxy [, min/max of z and m], then WKB
const (
	flagLittleEndian = 1 << 0
	envelopeShift    = 1
	envelopeMask     = 0b111
	flagEmpty        = 1 << 4
	flagExtended     = 1 << 5

	headerSize = 8
)

// envelopeSizes are the bytes of each kind of envelope: none, xy, xyz, xym, xyzm.
var envelopeSizes = [...]int{0, 32, 48, 48, 64}

// wgs84 is the srs_id of the region's tables.
const wgs84 = 4326

// errNotGeometry is what every failure to read a geometry wraps.
var errNotGeometry = errors.New("is not a GeoPackage geometry")

// header is what stands before the WKB.
type header struct {
	srs      int32
	envelope orb.Bound
	hasBound bool // the envelope was there
	empty    bool
	wkb      []byte
}

func readHeader(b []byte) (header, error) {
	if len(b) < headerSize || b[0] != 'G' || b[1] != 'P' {
		return header{}, fmt.Errorf("%w: it lacks the mark GP", errNotGeometry)
	}
	if b[2] != 0 {
		return header{}, fmt.Errorf("%w of version 1 but of %d", errNotGeometry, int(b[2])+1)
	}
	flags := b[3]
	if flags&flagExtended != 0 {
		return header{}, fmt.Errorf("%w of a standard kind", errNotGeometry)
	}
	kind := int(flags>>envelopeShift) & envelopeMask
	if kind >= len(envelopeSizes) || len(b) < headerSize+envelopeSizes[kind] {
		return header{}, fmt.Errorf("%w: its envelope is broken", errNotGeometry)
	}
	var order binary.ByteOrder = binary.BigEndian
	if flags&flagLittleEndian != 0 {
		order = binary.LittleEndian
	}
	h := header{
		srs:   int32(order.Uint32(b[4:])), //nolint:gosec // srs_id is signed: −1 is a value of the standard
		empty: flags&flagEmpty != 0,
		wkb:   b[headerSize+envelopeSizes[kind]:],
	}
	if kind > 0 {
		at := func(i int) float64 { return math.Float64frombits(order.Uint64(b[headerSize+8*i:])) }
		h.envelope = orb.Bound{Min: orb.Point{at(0), at(2)}, Max: orb.Point{at(1), at(3)}}
		h.hasBound = true
	}
	return h, nil
}

// encodeGeometry returns g as a GeoPackage binary geometry, little-endian. Points carry no
// envelope, as the standard recommends; neither do empty geometries.
func encodeGeometry(g orb.Geometry, srs int32) ([]byte, error) {
	body, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, err
	}
	flags := byte(flagLittleEndian)
	empty := isEmpty(g)
	if empty {
		flags |= flagEmpty
	}
	_, isPoint := g.(orb.Point)
	withBound := !isPoint && !empty
	size := headerSize + len(body)
	if withBound {
		flags |= 1 << envelopeShift
		size += envelopeSizes[1]
	}
	b := make([]byte, 0, size)
	b = append(b, 'G', 'P', 0, flags)
	b = binary.LittleEndian.AppendUint32(b, uint32(srs)) //nolint:gosec // as above
	if withBound {
		bound := g.Bound()
		for _, v := range []float64{bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1]} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return append(b, body...), nil
}

// decodeGeometry reads a GeoPackage binary geometry in two dimensions.
func decodeGeometry(b []byte) (g orb.Geometry, srs int32, err error) {
	h, err := readHeader(b)
	if err != nil {
		return nil, 0, err
	}
	g, err = decodeWKB(h.wkb)
	return g, h.srs, err
}

func decodeWKB(b []byte) (orb.Geometry, error) {
	// orb takes some codes that mean something else for two-dimensional geometries.
	switch code, ok := wkbType(b); {
	case !ok:
		return nil, fmt.Errorf("%w: it ends early", errNotGeometry)
	case code >= 1001 && code <= 3007 || code >= 1<<28:
		return nil, fmt.Errorf("%w in two dimensions: store it without Z and M", errNotGeometry)
	case code < 1 || code > 7:
		return nil, fmt.Errorf("%w: it has the unknown type %d", errNotGeometry, code)
	}
	g, err := wkb.Unmarshal(b)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotGeometry, err)
	}
	return g, nil
}

// wkbType returns the type code of a WKB geometry: 1–7 in two dimensions, 1001 and up with Z
// or M (ISO), or with high bits set (EWKB).
func wkbType(b []byte) (code uint32, ok bool) {
	if len(b) < 5 {
		return 0, false
	}
	if b[0] == 0 {
		return binary.BigEndian.Uint32(b[1:]), true
	}
	return binary.LittleEndian.Uint32(b[1:]), true
}

// boundOf returns the box around a GeoPackage binary geometry, from its envelope if it has
// one, and whether the geometry is empty.
func boundOf(b []byte) (bound orb.Bound, empty bool, err error) {
	h, err := readHeader(b)
	switch {
	case err != nil || h.empty:
		return orb.Bound{}, h.empty, err
	case h.hasBound:
		return h.envelope, false, nil
	}
	g, err := decodeWKB(h.wkb)
	if err != nil {
		return orb.Bound{}, false, err
	}
	if isEmpty(g) {
		return orb.Bound{}, true, nil
	}
	return g.Bound(), false, nil
}

// isEmpty says that g has no place. An empty point is written with NaN coordinates.
func isEmpty(g orb.Geometry) bool {
	switch g := g.(type) {
	case nil:
		return true
	case orb.Point:
		return math.IsNaN(g[0]) || math.IsNaN(g[1])
	case orb.MultiPoint:
		return len(g) == 0
	case orb.LineString:
		return len(g) == 0
	case orb.MultiLineString:
		return allEmpty(g)
	case orb.Ring:
		return len(g) == 0
	case orb.Polygon:
		return allEmpty(g)
	case orb.MultiPolygon:
		return allEmpty(g)
	case orb.Collection:
		return allEmpty(g)
	case orb.Bound:
		return g.IsEmpty()
	}
	return false
}

func allEmpty[T orb.Geometry](parts []T) bool {
	for _, p := range parts {
		if !isEmpty(p) {
			return false
		}
	}
	return true
}

// plainPoint reads a point as encodeGeometry writes it, which is how most are; ok is false for
// any other geometry, and for an empty one.
func plainPoint(b string) (p orb.Point, ok bool) {
	if len(b) != len(plainPointHead)+16 || b[:len(plainPointHead)] != plainPointHead {
		return p, false
	}
	p = orb.Point{littleEndian(b[len(plainPointHead):]), littleEndian(b[len(plainPointHead)+8:])}
	return p, !math.IsNaN(p[0]) && !math.IsNaN(p[1])
}

// littleEndian is the number that b begins with.
func littleEndian(b string) float64 {
	_ = b[7]
	return math.Float64frombits(uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56)
}

// plainPointHead is what stands before the coordinates of a point: the mark, the first version,
// little-endian without an envelope, EPSG:4326; little-endian again, a point.
const plainPointHead = "GP\x00\x01\xe6\x10\x00\x00" + "\x01\x01\x00\x00\x00"
