package exchangeformat

import (
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/geo/overlay"
	"github.com/samloka/samloka/internal/symbiosis"
)

// mending is something that was put right in a geometry.
type mending overlay.Notice

// mendings says what was put right, for people.
var mendings = map[mending]string{
	mending(overlay.SelfCrossing): "crosses itself, and was read as what lies within its outline an odd number of times",
	mending(overlay.HoleOutside):  "has a hole that reaches outside its outline; only what lies inside is taken out",
	mending(overlay.Overlapping):  "has parts that overlap; what they share counts once",
	mending(overlay.Degenerate):   "has a ring without any surface, which was left out",
	collected:                     "is a collection of geometries; its surfaces, else its lines, else its points were taken",
	unclosed:                      "has a ring that doesn't end where it starts, and was closed",
	bent:                          "has curves or parts that were left out",
	turned:                        swappedText,
	sliver:                        "is less than a metre wide on the mean: a sliver, on which nothing can be built",
}

const (
	collected mending = "collection"
	unclosed  mending = "not_closed"
	bent      mending = "left_out"
	turned    mending = "axes_swapped" // looks so; nothing was changed
	sliver    mending = "sliver"       // nor here
)

// swappedText and swappedHint tell of coordinates that look changed for each other, at every door.
const (
	swappedText = "lies outside the Nordic countries, but would lie inside with longitude and latitude the other way round"
	swappedHint = "check which is which: longitude comes first"
)

// hint says what to do about something that was put right.
func (m mending) hint() string {
	if m == turned {
		return swappedHint
	}
	return "look at it on the map"
}

// Swapped is the notice of a place whose longitude and latitude look changed for each other; ok is
// false where they don't.
func Swapped(p orb.Point) (notice symbiosis.Problem, ok bool) {
	if !geo.LooksSwapped(p) {
		return notice, false
	}
	return symbiosis.Problem{
		Field: "lon", Code: string(turned), Value: formatNumber(p.Lon()) + ", " + formatNumber(p.Lat()), Text: swappedText, Hint: swappedHint,
	}, true
}

// whole returns a geometry in WGS 84 of a type that a record may have, its surfaces whole: nothing
// crosses itself, no hole lies outside its shell, no ring is without surface. A geometry that is
// whole comes back as it is, to the last bit. Rings are wound by RFC 7946.
func whole(g orb.Geometry) (orb.Geometry, []mending, *fault) {
	mended, told, f := mend(g)
	if f == nil && geo.BoundLooksSwapped(mended.Bound()) {
		told = append(told, turned)
	}
	if polygons, ok := polygonsOf(mended); f == nil && ok && geo.MeanWidth(polygons) < geo.LeastWidth {
		told = append(told, sliver)
	}
	return mended, told, f
}

// mend is whole without the look at where it lies.
func mend(g orb.Geometry) (orb.Geometry, []mending, *fault) {
	var told []mending
	if c, ok := g.(orb.Collection); ok {
		var of bool
		if g, of = flattened(c); !of {
			return nil, nil, &fault{field: "geometry", code: "required", text: "is an empty collection of geometries", hint: "give it a place, or leave the row out"}
		}
		told = append(told, collected)
	}
	polygons, ok := polygonsOf(g)
	if !ok {
		if err := geo.CheckGeometry(g); err != nil {
			f := geoFault("geometry", err)
			return nil, nil, &f
		}
		return g, told, nil
	}
	polygons, closed := closedRings(polygons)
	if closed {
		told = append(told, unclosed)
	}
	mended, more, f := mendPolygons(polygons)
	if f != nil {
		return nil, nil, f
	}
	mended = rewound(mended)
	told = append(told, more...)
	if _, one := g.(orb.Polygon); one && len(mended) == 1 {
		return mended[0], told, nil
	}
	return mended, told, nil
}

// flattened returns the surfaces of a collection, else its lines, else its points.
func flattened(c orb.Collection) (orb.Geometry, bool) {
	var surfaces orb.MultiPolygon
	var lines orb.MultiLineString
	var points orb.MultiPoint
	var walk func(orb.Geometry)
	walk = func(g orb.Geometry) {
		switch g := g.(type) {
		case orb.Collection:
			for _, part := range g {
				walk(part)
			}
		case orb.Polygon:
			surfaces = append(surfaces, g)
		case orb.MultiPolygon:
			surfaces = append(surfaces, g...)
		case orb.LineString:
			lines = append(lines, g)
		case orb.MultiLineString:
			lines = append(lines, g...)
		case orb.Point:
			points = append(points, g)
		case orb.MultiPoint:
			points = append(points, g...)
		}
	}
	walk(c)
	switch {
	case len(surfaces) > 0:
		return surfaces, true
	case len(lines) > 0:
		return lines, true
	}
	return points, len(points) > 0
}

// closedRings closes rings that don't end where they start; the input isn't changed.
func closedRings(mp orb.MultiPolygon) (orb.MultiPolygon, bool) {
	changed := false
	for i, p := range mp {
		for j, ring := range p {
			if len(ring) < 3 || ring.Closed() {
				continue
			}
			if !changed {
				mp, changed = mp.Clone(), true
			}
			mp[i][j] = append(slices.Clone(ring), ring[0])
		}
	}
	return mp, changed
}

// mendPolygons makes polygons whole together, or each by itself where they lie too far apart for one
// plane.
func mendPolygons(mp orb.MultiPolygon) (orb.MultiPolygon, []mending, *fault) {
	if len(mp) == 0 {
		return nil, nil, &fault{field: "geometry", code: "required", text: "is empty", hint: "give it a place, or leave the row out"}
	}
	frame := geo.NewFrame(mp.Bound().Center())
	planar, err := frame.GeometryTo(mp)
	if err != nil {
		f := geoFault("geometry", err)
		return nil, nil, &f
	}
	region, notices, err := overlay.New(planar.(orb.MultiPolygon))
	switch {
	case errors.Is(err, overlay.ErrTooFar) && len(mp) > 1:
		return mendEach(mp)
	case errors.Is(err, overlay.ErrEmpty):
		return nil, nil, &fault{field: "geometry", code: "required", text: "has no surface", hint: "draw it again, with at least three corners that don't lie on one line"}
	case err != nil:
		return nil, nil, &fault{field: "geometry", code: string(geo.ProblemGeometry), text: "can't be made whole: " + err.Error(), hint: "mend it in a GIS, or split it"}
	case len(notices) == 0:
		return mp, nil, nil
	}
	back, err := frame.GeometryFrom(region.Polygons())
	if err != nil {
		f := geoFault("geometry", err)
		return nil, nil, &f
	}
	var told []mending
	for _, n := range notices {
		told = append(told, mending(n))
	}
	return back.(orb.MultiPolygon), told, nil
}

func mendEach(mp orb.MultiPolygon) (orb.MultiPolygon, []mending, *fault) {
	var all orb.MultiPolygon
	var told []mending
	var empty *fault
	for _, p := range mp {
		part, more, f := mendPolygons(orb.MultiPolygon{p})
		switch {
		case f != nil && f.code == "required":
			empty, more = f, []mending{mending(overlay.Degenerate)}
		case f != nil:
			return nil, nil, f
		}
		all = append(all, part...)
		for _, m := range more {
			if !slices.Contains(told, m) {
				told = append(told, m)
			}
		}
	}
	if len(all) == 0 {
		return nil, nil, empty
	}
	return all, told, nil
}

// tellMendings tells what was put right in the geometry of a record.
func (f *findings) tellMendings(at Place, header string, told []mending) {
	for _, m := range told {
		f.notice(symbiosis.Problem{Place: at.column(header), Field: "geometry", Code: string(m), Text: mendings[m], Hint: m.hint()})
	}
}

// Mended makes a geometry in WGS 84 whole, as Read does, and tells what was put right. What can't be
// made whole is an Invalid error.
func Mended(g orb.Geometry) (orb.Geometry, []symbiosis.Problem, error) {
	mended, told, f := whole(g)
	if f != nil {
		return nil, nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the geometry is not valid", Problems: []symbiosis.Problem{{
			Field: f.field, Code: f.code, Text: f.text, Hint: f.hint}}}
	}
	var notices []symbiosis.Problem
	for _, m := range told {
		notices = append(notices, symbiosis.Problem{Field: "geometry", Code: string(m), Text: mendings[m], Hint: m.hint()})
	}
	return mended, notices, nil
}

// notPolygons is the fault of land that isn't a surface.
func notPolygons(g orb.Geometry) fault {
	return fault{field: "geometry", code: "bad_geometry", text: fmt.Sprintf("is a %s", g.GeoJSONType()), hint: "an area is a polygon or multipolygon"}
}
