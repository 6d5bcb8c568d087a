package exchangeformat

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
)

// geojsonReader reads the features of one file.
type geojsonReader struct {
	*findings
	*settings
	scan      *jsonScanner
	number    int // of the feature, from 1
	props     []property
	names     map[string]propertyName // property names, one copy each
	last      []propertyName          // of the features read last, by their place: most have the same
	texts     []recent                // of the same, by their place among the properties
	patterns  patterns                // of the same
	idText    recent                  // of the same, what a feature is called
	unknown   map[string]bool         // unknown properties that have been told, by noun and name
	sites     *rows[siteDraft, *siteDraft]
	flows     *rows[flowDraft, *flowDraft]
	areas     *rows[areaDraft, *areaDraft]
	exchanges *rows[exchangeDraft, *exchangeDraft]

	constraints *rows[constraintDraft, *constraintDraft]
	facilities  *rows[facilityDraft, *facilityDraft]

	// base is how many bytes of the file stand before the scanner's data, total how many there are in
	// all; 0: nobody knows.
	base, total int64

	foreign      *foreign // of somebody else's file; nil for one of ours
	foreignNames []string // its properties
}

func newGeoJSONReader(f *findings, s *settings, scan *jsonScanner) *geojsonReader {
	return &geojsonReader{findings: f, settings: s, scan: scan, total: int64(len(scan.data)), names: map[string]propertyName{}, unknown: map[string]bool{},
		patterns: patterns{off: s.noPatterns},
		sites:    siteRows(f, s), flows: flowRows(f, s), areas: areaRows(f, s), exchanges: exchangeRows(f, s),
		constraints: constraintRows(f, s), facilities: facilityRows(f, s)}
}

// feature is a feature before its noun is known; its properties stand in the reader.
type feature struct {
	id       string
	geometry jsonGeometry
	place    Place
}

func readGeoJSON(ctx context.Context, f *findings, s *settings, data []byte, as As) error {
	if as.Noun != "" || len(data) < leastInParts {
		return readWhole(ctx, f, s, data, as)
	}
	start := *f
	read, err := readInParts(ctx, f, s, data, partBytes)
	switch {
	case err != nil || read:
		return err
	case f.given > 0:
		return ErrNotInParts
	}
	*f, s.fileCRS = start, geo.System{}
	return readWhole(ctx, f, s, data, as)
}

// readWhole reads a file from one end to the other, twice: what it is and whether it is whole, then
// its features.
func readWhole(ctx context.Context, f *findings, s *settings, data []byte, as As) error {
	scan := &jsonScanner{data: data}
	var root struct {
		kind     string
		features int
		crs      []byte
		twice    string
	}
	root.features = -1
	if scan.peek() != '{' {
		return badJSON(s, scan, "a GeoJSON file is an object: {\"type\": \"FeatureCollection\", …}")
	}
	seen := map[string]bool{}
	scan.object(func(key []byte) {
		name := string(key)
		if seen[name] {
			root.twice = name
		}
		if len(seen) < 1000 {
			seen[name] = true
		}
		c := scan.peek()
		from := scan.pos
		scan.skip()
		switch {
		case scan.fault != "":
		case name == "type" && c == '"':
			root.kind = unescape(data[from+1 : scan.pos-1])
		case name == "features":
			if root.features = from; c != '[' {
				root.features = -2
			}
		case name == "crs":
			root.crs = data[from:scan.pos]
		}
	})
	if scan.fault == "" && scan.peek() != 0 {
		scan.fail("goes on after its end; one file holds one FeatureCollection")
	}
	if scan.fault != "" {
		return badJSON(s, scan, scan.fault)
	}
	if root.twice == "type" || root.twice == "features" || root.twice == "crs" {
		return badGeoJSON(s, fmt.Sprintf("has the member %q twice", root.twice), "leave one of them out")
	}
	if err := readCRS(f, s, root.crs); err != nil {
		return err
	}
	r := newGeoJSONReader(f, s, scan)
	if as.Noun != "" {
		r.foreign = newForeign(f, s, as)
		defer func() { r.foreign.done(r.foreignNames) }()
	}
	f.Distinct = r.foreign == nil
	switch root.kind {
	case "FeatureCollection":
		switch root.features {
		case -1:
			return badGeoJSON(s, "is a FeatureCollection without features", "add the member \"features\"")
		case -2:
			return badGeoJSON(s, "has features that are not a list", "")
		}
		scan.pos = root.features
		return r.collection(ctx)
	case "Feature":
		scan.pos = 0
		r.feature()
		return nil
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
		return badGeoJSON(s, "is a bare "+root.kind+", which can't tell what stands there", "wrap it in a Feature with an id and a name")
	}
	return badGeoJSON(s, fmt.Sprintf("has the type %q", shorten(root.kind)), "a GeoJSON file is a FeatureCollection")
}

func badJSON(s *settings, scan *jsonScanner, text string) error {
	pos := min(scan.pos, len(scan.data))
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: s.name + " is not valid JSON", Problems: []symbiosis.Problem{{
		Place: Place{File: s.name, Line: scan.line(pos)}.String(), Code: "bad_json", Text: text, Hint: "let the program that wrote it write it again"}}}
}

func badGeoJSON(s *settings, text, hint string) error {
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: s.name + " is not valid GeoJSON", Problems: []symbiosis.Problem{{
		Place: s.name, Code: "bad_geojson", Text: text, Hint: hint}}}
}

// readCRS honours the member that GeoJSON had before RFC 7946, and GDAL still writes.
func readCRS(f *findings, s *settings, member []byte) error {
	if member == nil || string(member) == "null" {
		return nil
	}
	var crs struct {
		Properties struct{ Name string }
	}
	if err := json.Unmarshal(member, &crs); err != nil || crs.Properties.Name == "" {
		if s.crs.Valid() {
			return nil
		}
		return badGeoJSON(s, "has a crs that names no reference system", "name it with the import, such as EPSG:3006, or leave the member out for WGS 84")
	}
	system, err := geo.ParseSystem(crs.Properties.Name)
	switch {
	case s.crs.Valid() && (err != nil || system != s.crs):
		f.notice(symbiosis.Problem{Place: s.name, Field: "crs", Value: crs.Properties.Name, Code: "contradiction",
			Text: "is what the file says, but it was read as " + s.crs.Name() + " as asked for"})
	case err != nil:
		fault := geoFault("crs", err)
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: s.name + " is in a reference system we don't know", Problems: []symbiosis.Problem{{
			Place: s.name, Field: "crs", Value: crs.Properties.Name, Code: fault.code, Text: fault.text, Hint: fault.hint}}}
	default:
		s.fileCRS = system
	}
	return nil
}

func (r *geojsonReader) collection(ctx context.Context) error {
	var err error
	r.scan.array(func() {
		if r.number&0x3ff == 0 && err == nil {
			err = ctx.Err()
		}
		if err != nil {
			r.scan.skip()
			return
		}
		r.feature()
		err = r.handOverMany(r.scan.pos, len(r.scan.data))
	})
	return err
}

// feature takes one feature. Where the JSON is not well formed, which is known before but of a part,
// the scanner has a fault and what was read is void.
func (r *geojsonReader) feature() {
	r.number++
	r.scan.peek()
	f := feature{place: Place{File: r.name, Row: r.number, Line: r.scan.line(r.scan.pos), Feature: true}}
	if r.likeBefore(&f) {
		return
	}
	g := &geometryReader{jsonScanner: r.scan}
	if r.scan.peek() != '{' {
		r.scan.skip()
		r.badFeature(f.place, "is not an object")
		return
	}
	from, like := r.scan.pos, r.newPattern()
	if r.members(&f, g, like); g.bad != "" {
		r.badFeature(f.place, g.bad)
		return
	}
	if r.foreign != nil {
		r.foreignFeature(&f)
	} else {
		r.recordOf(like, &f)
	}
	r.learn(like, &f, from)
}

// members takes the members of a feature, and takes down in like where their values stand. What is wrong
// with them g says.
func (r *geojsonReader) members(f *feature, g *geometryReader, like *pattern) {
	kind := ""
	var seen struct{ kind, id, geometry, properties bool }
	once := func(b *bool) {
		if *b {
			g.wrong("has a member twice")
		}
		*b = true
	}
	r.scan.object(func(key []byte) {
		switch string(key) {
		case "type":
			once(&seen.kind)
			kind = g.text("a type")
		case "id":
			once(&seen.id)
			r.scan.peek()
			from := r.scan.pos
			p := r.valueLike(&r.idText)
			like.add(from, r.scan.pos, idValue)
			if p.isBad {
				g.wrong("has an id that is neither text nor number")
			} else {
				f.id = p.text
			}
		case "geometry":
			once(&seen.geometry)
			f.geometry = g.geometry()
			like.addGeometry(f.geometry.kind, g)
		case "properties":
			once(&seen.properties)
			switch r.scan.peek() {
			case '{':
				r.scan.object(func(key []byte) {
					name := r.intern(key, len(r.props))
					if len(r.props) == len(r.texts) && len(r.texts) < maxColumns {
						r.texts = append(r.texts, recent{})
					}
					r.scan.peek()
					from := r.scan.pos
					p := r.valueLike(&r.texts[min(len(r.props), len(r.texts)-1)])
					p.propertyName = name
					like.add(from, r.scan.pos, len(r.props))
					r.props = append(r.props, p)
				})
			case 'n':
				r.scan.skip()
			default:
				g.wrong("has properties that are not an object")
				r.scan.skip()
			}
		default:
			r.scan.peek()
			from := r.scan.pos
			r.scan.skip()
			like.add(from, r.scan.pos, skippedValue)
		}
	})
	if kind != "Feature" {
		g.wrong("has not the type Feature")
	}
}

func (r *geojsonReader) badFeature(at Place, text string) {
	r.problem(symbiosis.Problem{Place: at.String(), Code: "bad_geojson", Text: text, Hint: "as RFC 7946 has it"})
}

// noun tells from kind, or else from geometry and properties, what a feature is.
func (r *geojsonReader) noun(f *feature) Noun {
	has := func(name string) bool {
		for _, p := range r.props {
			if p.text != "" && p.key == name {
				return true
			}
		}
		return false
	}
	for _, p := range r.props {
		if p.name == "kind" {
			for _, n := range Nouns() {
				if p.text == string(n) {
					return n
				}
			}
		}
	}
	switch {
	case has("layer") && f.geometry.kind != "":
		return Constraints
	case has("facility") && f.geometry.kind != "":
		return Facilities
	case f.geometry.isSurface():
		return Areas
	case has("surplus_id") && has("need_id"):
		return Exchanges
	case has("direction"), has("riktning"), has("retning"), has("site_id") && has("resource"):
		return Flows
	case f.geometry.kind == "Point", f.geometry.kind == "" && (has("lon") && has("lat") || has("x") && has("y")):
		return Sites
	}
	return ""
}

// record hands the feature to the rows of its noun.
func (r *geojsonReader) record(f *feature) {
	switch noun := r.noun(f); noun {
	case Sites:
		d := r.sites.begin(f.place)
		if f.geometry.kind == "Point" {
			d.Location, d.fromPoint = f.geometry.point, true
			r.sites.mark("lon", "lat")
		} else if f.geometry.kind != "" {
			r.badFeature(f.place, "is a site with a "+f.geometry.kind+" for its place, not a Point")
			return
		}
		fill(r, r.sites, f)
	case Areas:
		d := r.areas.begin(f.place)
		if f.geometry.isSurface() {
			d.shape.geometry = f.geometry.geometry
			r.areas.mark("geometry")
		} else if f.geometry.kind != "" {
			r.badFeature(f.place, "is an area with a "+f.geometry.kind+" for its outline, not a Polygon")
			return
		}
		fill(r, r.areas, f)
	case Flows:
		r.flows.begin(f.place)
		fill(r, r.flows, f)
	case Exchanges:
		r.exchanges.begin(f.place)
		fill(r, r.exchanges, f)
	case Constraints:
		if d := r.constraints.begin(f.place); f.geometry.kind != "" {
			d.shape.geometry = f.geometry.any()
			r.constraints.mark("geometry")
		}
		fill(r, r.constraints, f)
	case Facilities:
		if d := r.facilities.begin(f.place); f.geometry.kind != "" {
			d.shape.geometry = f.geometry.any()
			r.facilities.mark("geometry")
		}
		fill(r, r.facilities, f)
	default:
		what := "a feature without geometry"
		if f.geometry.kind != "" {
			what = "a " + f.geometry.kind
		}
		r.problem(symbiosis.Problem{Place: f.place.String(), Code: "unknown_kind", Text: "is " + what + " whose properties don't tell what it is",
			Hint: "sites are points, areas polygons; or give it a property kind: site, flow, area, exchange, constraint or facility; layers of others are read as land, constraints or infrastructure (--as)"})
	}
}

// fill sets the properties of a feature in a record that has begun, and ends it.
func fill[D any, P draft[D]](r *geojsonReader, to *rows[D, P], f *feature) {
	to.expect(int(r.base)+r.scan.pos, int(r.total))
	clear(to.headers)
	to.unit = ""
	for _, p := range r.props {
		i := int(p.columns[to.table.number])
		if i < 0 && strings.HasSuffix(p.name, ")") || i < 0 && strings.HasSuffix(p.name, "]") {
			i = to.quantityWithUnit(p.name, r.propertyNames())
		}
		switch {
		case i < 0:
			if key := string(to.table.noun) + "." + p.name; p.name != "kind" && !r.unknown[key] && len(r.unknown) < maxColumns {
				r.unknown[key] = true
				to.table.unknownHeader(r.findings, f.place, p.name)
			}
		case p.isBad:
			to.given[i] = true
			to.fault(fault{code: "not_text", text: "is neither text, number nor a list of them"}, i, p.name, "")
		case p.text == "":
		case to.headers[i] != "":
			to.fault(fault{code: "duplicate", text: "means the same as property " + strconv.Quote(to.headers[i]), hint: "leave one of them out"}, i, p.name, p.text)
		default:
			to.headers[i] = p.name
			to.limited(i, p.name, cell{text: p.text})
		}
	}
	if to.unit != "" {
		to.set(to.table.byName["unit"], "", cell{text: to.unit})
	}
	if i := to.table.byName["id"]; !to.given[i] {
		to.set(i, "id", cell{text: f.id})
	}
	to.end()
}

// propertyNames are those of the feature that is being read.
func (r *geojsonReader) propertyNames() []string {
	names := make([]string, len(r.props))
	for i, p := range r.props {
		names[i] = p.name
	}
	return names
}
