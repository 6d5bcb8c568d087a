package exchangeformat

import (
	"context"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// WriteGeoJSON writes all records into one FeatureCollection (RFC 7946), a feature a line:
// sites, flows, areas, exchanges, constraints, facilities. The property kind names the noun. A flow has its site's
// point for geometry, an exchange the line between its sites, null where the sites are not
// among the records; Read takes neither from there.
func WriteGeoJSON(ctx context.Context, w io.Writer, r Records) error {
	site := map[symbiosis.SiteID]orb.Point{}
	flow := map[symbiosis.FlowID]symbiosis.SiteID{}
	if len(r.Flows) > 0 {
		for _, s := range r.Sites {
			site[s.ID] = s.Location
		}
	}
	if len(r.Exchanges) > 0 {
		for _, x := range r.Flows {
			flow[x.ID] = x.SiteID
		}
	}
	return writeFeatures(newOutput(ctx, w), []features{
		{len(r.Sites), func(f *featureWriter, i int) {
			d := siteDraft{Site: r.Sites[i]}
			writeFeature(f, siteTable, &d, string(d.ID), func() { f.point(d.Location) })
		}},
		{len(r.Flows), func(f *featureWriter, i int) {
			d := flowDraft{Flow: r.Flows[i]}
			writeFeature(f, flowTable, &d, string(d.ID), func() {
				if p, ok := site[d.SiteID]; ok {
					f.point(p)
				} else {
					f.raw("null")
				}
			})
		}},
		{len(r.Areas), func(f *featureWriter, i int) {
			d := areaDraft{Area: r.Areas[i]}
			writeFeature(f, areaTable, &d, string(d.ID), func() { f.polygons(rewound(d.Geometry)) })
		}},
		{len(r.Exchanges), func(f *featureWriter, i int) {
			d := exchangeDraft{Exchange: r.Exchanges[i]}
			from, okFrom := site[flow[d.SurplusID]]
			to, okTo := site[flow[d.NeedID]]
			writeFeature(f, exchangeTable, &d, string(d.ID), func() { f.line(from, to, okFrom && okTo) })
		}},
		{len(r.Constraints), func(f *featureWriter, i int) {
			d := constraintDraft{Constraint: r.Constraints[i]}
			writeFeature(f, constraintTable, &d, string(d.ID), func() { f.geometry(d.Geometry) })
		}},
		{len(r.Facilities), func(f *featureWriter, i int) {
			var d facilityDraft
			setFacility(&d, r.Facilities[i])
			writeFeature(f, facilityTable, &d, string(d.ID), func() { f.geometry(r.Facilities[i].Geometry) })
		}},
	})
}

// featureWriter writes features one after the other into its buffer.
type featureWriter struct {
	*output
	buf   []byte
	count int
}

func (f *featureWriter) open() {
	f.WriteString(`{"type":"FeatureCollection","features":[`)
}

func (f *featureWriter) close() {
	if f.count > 0 {
		f.WriteByte('\n')
	}
	f.WriteString("]}\n")
}

// begin starts a feature behind those in the buffer, up to its geometry.
func (f *featureWriter) begin(id string) {
	if f.count > 0 {
		f.buf = append(f.buf, ',')
	}
	f.count++
	f.raw("\n" + `{"type":"Feature"`)
	if id != "" {
		f.raw(`,"id":`)
		f.buf = appendJSON(f.buf, id)
	}
	f.raw(`,"geometry":`)
}

func (f *featureWriter) raw(s string) { f.buf = append(f.buf, s...) }

func writeFeature[D any](f *featureWriter, t *table[D], d *D, id string, geometry func()) {
	f.begin(id)
	geometry()
	f.raw(`,"properties":{"kind":"`)
	f.raw(string(t.noun))
	f.raw(`"`)
	for i := range t.columns {
		c := &t.columns[i]
		if c.ReadOnly || c.Type == GeometryType || t.noun == Sites && (c.Name == "lon" || c.Name == "lat") {
			continue
		}
		s := c.format(d)
		if s == "" {
			continue
		}
		f.raw(`,"`)
		f.raw(c.Name)
		f.raw(`":`)
		if c.Type == NumberType {
			f.raw(s)
		} else {
			f.buf = appendJSON(f.buf, s)
		}
	}
	f.raw("}}")
}

func (f *featureWriter) position(p orb.Point) {
	f.buf = append(f.buf, '[')
	f.buf = strconv.AppendFloat(f.buf, p[0], 'f', -1, 64)
	f.buf = append(f.buf, ',')
	f.buf = strconv.AppendFloat(f.buf, p[1], 'f', -1, 64)
	f.buf = append(f.buf, ']')
}

func isPlace(p orb.Point) bool { return unit.Finite(p[0]) && unit.Finite(p[1]) }

func (f *featureWriter) point(p orb.Point) {
	if !isPlace(p) {
		f.raw("null")
		return
	}
	f.raw(`{"type":"Point","coordinates":`)
	f.position(p)
	f.raw("}")
}

func (f *featureWriter) line(from, to orb.Point, known bool) {
	if !known || !isPlace(from) || !isPlace(to) {
		f.raw("null")
		return
	}
	f.raw(`{"type":"LineString","coordinates":[`)
	f.position(from)
	f.raw(",")
	f.position(to)
	f.raw("]}")
}

// geometry writes a geometry of any type but a collection.
func (f *featureWriter) geometry(g orb.Geometry) {
	open := func(kind string) { f.raw(`{"type":"` + kind + `","coordinates":`) }
	switch g := g.(type) {
	case orb.Point:
		f.point(g)
	case orb.MultiPoint:
		open("MultiPoint")
		f.positions(g)
		f.raw("}")
	case orb.LineString:
		open("LineString")
		f.positions(g)
		f.raw("}")
	case orb.MultiLineString:
		open("MultiLineString")
		sep := "["
		for _, line := range g {
			f.raw(sep)
			sep = ","
			f.positions(line)
		}
		f.raw("]}")
	case orb.Polygon:
		f.polygons(rewound(orb.MultiPolygon{g}))
	case orb.MultiPolygon:
		if len(g) == 1 { // stays what it is
			open("MultiPolygon")
			f.raw("[")
			f.polygon(rewound(g)[0])
			f.raw("]}")
			return
		}
		f.polygons(rewound(g))
	default:
		f.raw("null")
	}
}

func (f *featureWriter) positions(points []orb.Point) {
	sep := byte('[')
	for _, p := range points {
		f.buf = append(f.buf, sep)
		sep = ','
		f.position(p)
	}
	f.raw("]")
}

func (f *featureWriter) polygons(mp orb.MultiPolygon) {
	if len(mp) == 0 {
		f.raw("null")
		return
	}
	if len(mp) == 1 {
		f.raw(`{"type":"Polygon","coordinates":`)
		f.polygon(mp[0])
		f.raw("}")
		return
	}
	f.raw(`{"type":"MultiPolygon","coordinates":`)
	sep := "["
	for _, p := range mp {
		f.raw(sep)
		sep = ","
		f.polygon(p)
	}
	f.raw("]}")
}

func (f *featureWriter) polygon(p orb.Polygon) {
	f.raw("[")
	for i, ring := range p {
		if i > 0 {
			f.raw(",")
		}
		f.raw("[")
		for j, point := range ring {
			if j > 0 {
				f.raw(",")
			}
			f.position(point)
		}
		f.raw("]")
	}
	f.raw("]")
}

// appendJSON writes s as a JSON string; broken UTF-8 becomes the replacement character.
func appendJSON(b []byte, s string) []byte {
	const hexDigits = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c < ' ':
			b = append(b, `\u00`...)
			b = append(b, hexDigits[c>>4], hexDigits[c&0xf])
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		i++
	}
	return append(b, '"')
}
