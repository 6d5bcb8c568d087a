package exchangeformat

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
)

// The shape types (ESRI Shapefile Technical Description, 1998). Z and M variants have the same
// beginning; their heights and measures are passed over.
const (
	shapeNull       = 0
	shapePoint      = 1
	shapeLine       = 3
	shapePolygon    = 5
	shapeMultiPoint = 8
)

const shpHeader = 100

// readShapefile reads a .shp with what stands beside it: .dbf (attributes), .prj (reference system)
// and .cpg (encoding), each of which may be missing.
func readShapefile(ctx context.Context, f *findings, s *settings, data []byte, opts Options) error {
	stem := s.name
	if i := strings.LastIndexByte(stem, '.'); i > strings.LastIndexAny(stem, `/\`) {
		stem = stem[:i]
	}
	base := stem[strings.LastIndexAny(stem, `/\`)+1:]
	beside := func(ext string) []byte {
		for _, name := range []string{base + ext, base + strings.ToUpper(ext)} {
			if opts.Beside == nil {
				return nil
			}
			if r, err := opts.Beside(name); err == nil {
				content, err := readAll(ctx, r, defaultMaxBytes)
				_ = r.Close() // it was only read
				if err == nil {
					return content
				}
			}
		}
		return nil
	}
	return readShapes(ctx, f, s, shapeFiles{shp: data, dbf: beside(".dbf"), prj: beside(".prj"), cpg: beside(".cpg")}, opts.As)
}

// Accompanies says that a file is only part of a shapefile among names, not one to be read by itself:
// its table, reference system, encoding, index or description.
func Accompanies(name string, names []string) bool {
	stem, ext := stemOf(name)
	switch ext {
	case ".dbf", ".prj", ".cpg", ".shx", ".qpj", ".sbn", ".sbx", ".qix", ".qmd", ".qml":
	default:
		if ext != ".xml" { // as in land.shp.xml
			return false
		}
		if stem, ext = stemOf(stem); ext != ".shp" {
			return false
		}
	}
	return slices.ContainsFunc(names, func(other string) bool {
		s, e := stemOf(other)
		return e == ".shp" && s == stem
	})
}

// stemOf divides a file's name before its ending, which comes in lower case.
func stemOf(name string) (stem, ext string) {
	ext = filepath.Ext(name)
	return strings.TrimSuffix(name, ext), strings.ToLower(ext)
}

// shapeFiles are the files of one shapefile; all but shp may be missing.
type shapeFiles struct{ shp, dbf, prj, cpg []byte }

func readShapes(ctx context.Context, f *findings, s *settings, files shapeFiles, as As) error {
	inFile := *s
	switch {
	case s.crs.Valid():
	case len(files.prj) > 0:
		system, err := geo.SystemFromPRJ(string(files.prj))
		if err != nil {
			return unknownSystem(s, "", shorten(string(files.prj)), err)
		}
		inFile.fileCRS = system
	default:
		if !shpLooksLonLat(files.shp) {
			return unknownSystem(s, "", "", fmt.Errorf("there is no .prj beside it that says which"))
		}
		f.notice(symbiosis.Problem{Place: s.name, Field: "crs", Code: "required", Text: "has no .prj beside it; its coordinates look like degrees and were read as WGS 84", Hint: "name the reference system with the import if they aren't"})
	}
	table, err := readDBF(files.dbf, files.cpg)
	if err != nil {
		return symbiosis.Errorf(symbiosis.Invalid, "the .dbf beside %s can't be read: %w", s.name, err)
	}
	if len(files.dbf) == 0 {
		f.notice(symbiosis.Problem{Place: s.name, Code: "required", Text: "has no .dbf beside it: its features have neither ids nor names", Hint: "hand in .shp, .dbf, .prj and .cpg together, or a zip of them"})
	}
	if table.guessed != "" {
		f.notice(symbiosis.Problem{Place: s.name, Code: "encoding", Value: table.guessed, Text: "has no .cpg that names the encoding of its .dbf, which was read in the one that its letters point to", Hint: "look at å, ä, ö, æ and ø"})
	}
	place := Place{File: s.name, Feature: true}
	isPoint := len(files.shp) >= shpHeader && binary.LittleEndian.Uint32(files.shp[32:])%10 == shapePoint
	return readLayer(ctx, f, &inFile, as, place, isPoint, table.columns, func(take func(outside) error) error {
		return eachShape(files.shp, func(n int, g orb.Geometry, bad *fault) error {
			deleted, values := table.row(n - 1)
			if deleted {
				return nil
			}
			return take(outside{place: numbered(place, n), names: table.columns, values: values, geometry: g, fault: bad})
		})
	})
}

// shpLooksLonLat says that the bounds in the header lie within degrees.
func shpLooksLonLat(shp []byte) bool {
	if len(shp) < shpHeader {
		return false
	}
	for i, limit := range []float64{180, 90, 180, 90} {
		if v := math.Float64frombits(binary.LittleEndian.Uint64(shp[36+8*i:])); !(math.Abs(v) <= limit) {
			return false
		}
	}
	return true
}

// eachShape gives the shapes of a .shp, numbered from 1. A shape that can't be read has a fault; a
// file that ends early is an error.
func eachShape(shp []byte, give func(n int, g orb.Geometry, bad *fault) error) error {
	if len(shp) < shpHeader || binary.BigEndian.Uint32(shp) != 9994 {
		return symbiosis.Errorf(symbiosis.Invalid, "the .shp has no header of a shapefile")
	}
	rest := shp[shpHeader:]
	for n := 1; len(rest) >= 8; n++ {
		length := 2 * uint64(binary.BigEndian.Uint32(rest[4:]))
		if length > uint64(len(rest)-8) {
			return symbiosis.Errorf(symbiosis.Invalid, "the .shp ends within shape %d: it was not copied whole", n)
		}
		g, err := decodeShape(rest[8 : 8+length])
		var bad *fault
		if err != nil {
			bad = &fault{field: "geometry", code: string(geo.ProblemGeometry), text: "can't be read: " + err.Error(), hint: "export the file again"}
		}
		if err := give(n, g, bad); err != nil {
			return err
		}
		rest = rest[8+length:]
	}
	return nil
}

// decodeShape reads the content of a record. A null shape is nil.
func decodeShape(b []byte) (orb.Geometry, error) {
	if len(b) < 4 {
		return nil, io.ErrUnexpectedEOF
	}
	le := binary.LittleEndian
	point := func(at int) orb.Point {
		return orb.Point{math.Float64frombits(le.Uint64(b[at:])), math.Float64frombits(le.Uint64(b[at+8:]))}
	}
	code := le.Uint32(b)
	if code > 28 { // 31 is a multipatch
		return nil, fmt.Errorf("shape type %d is none of points, lines and polygons", code)
	}
	switch code % 10 {
	case shapeNull:
		return nil, nil
	case shapePoint:
		if len(b) < 20 {
			return nil, io.ErrUnexpectedEOF
		}
		return point(4), nil
	case shapeMultiPoint:
		if len(b) < 40 {
			return nil, io.ErrUnexpectedEOF
		}
		n := int64(le.Uint32(b[36:]))
		if n*16 > int64(len(b)-40) {
			return nil, io.ErrUnexpectedEOF
		}
		points := make(orb.MultiPoint, n)
		for i := range points {
			points[i] = point(40 + 16*i)
		}
		return points, nil
	case shapeLine, shapePolygon:
		if len(b) < 44 {
			return nil, io.ErrUnexpectedEOF
		}
		parts, n := int64(le.Uint32(b[36:])), int64(le.Uint32(b[40:]))
		if 44+4*parts+16*n > int64(len(b)) {
			return nil, io.ErrUnexpectedEOF
		}
		lines := make([][]orb.Point, parts)
		for i := range lines {
			from, to := int64(le.Uint32(b[44+4*i:])), n
			if i+1 < len(lines) {
				to = int64(le.Uint32(b[48+4*i:]))
			}
			if from > to || to > n {
				return nil, fmt.Errorf("its parts are out of order")
			}
			for j := from; j < to; j++ {
				lines[i] = append(lines[i], point(int(44+4*parts+16*j)))
			}
		}
		if code%10 == shapeLine {
			out := make(orb.MultiLineString, len(lines))
			for i, l := range lines {
				out[i] = l
			}
			if len(out) == 1 {
				return out[0], nil
			}
			return out, nil
		}
		return ringsToPolygons(lines), nil
	}
	return nil, fmt.Errorf("shape type %d is none of points, lines and polygons", code)
}

// ringsToPolygons sorts rings into polygons: in a shapefile shells go clockwise and holes
// anticlockwise, in any order. A hole goes to the smallest shell that holds its first corner; one
// that lies in none is a shell wound the wrong way.
func ringsToPolygons(rings [][]orb.Point) orb.Geometry {
	var shells orb.MultiPolygon
	var holes []orb.Ring
	for _, points := range rings {
		if ring := orb.Ring(points); ring.Orientation() == orb.CCW && len(rings) > 1 {
			holes = append(holes, ring)
		} else if len(points) > 0 {
			shells = append(shells, orb.Polygon{ring})
		}
	}
	for _, hole := range holes {
		best, least := -1, math.Inf(1)
		for i, shell := range shells {
			b := shell[0].Bound()
			if size := (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1]); size < least && b.Contains(hole[0]) && ringHolds(shell[0], hole[0]) {
				best, least = i, size
			}
		}
		if best < 0 {
			shells = append(shells, orb.Polygon{hole})
			continue
		}
		shells[best] = append(shells[best], hole)
	}
	if len(shells) == 1 {
		return shells[0]
	}
	return shells
}

// ringHolds says that p lies inside a ring or on it.
func ringHolds(ring orb.Ring, p orb.Point) bool {
	inside := false
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		if a == p {
			return true
		}
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			inside = !inside
		}
	}
	return inside
}
