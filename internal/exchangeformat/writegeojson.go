package exchangeformat

import (
	"context"
	"encoding/binary"
	"io"
	"slices"
	"strings"
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
	return newParts(ctx, w, nil).geoJSON(r.pieces())
}

// geoJSON keeps no records, but where sites are, and where flows are, when a later noun asks.
func (p *parts) geoJSON(r symbiosis.RegionPieces) error {
	var site map[symbiosis.SiteID]orb.Point
	var flow map[symbiosis.FlowID]symbiosis.SiteID
	keepSites, keepFlows := r.Flows.About > 0, r.Exchanges.About > 0
	if keepSites {
		site = make(map[symbiosis.SiteID]orb.Point, r.Sites.About)
	}
	if keepFlows {
		flow = make(map[symbiosis.FlowID]symbiosis.SiteID, r.Flows.About)
	}
	p.skip = len(",")
	p.openFeatures()
	writePieces(p, Sites, r.Sites, features(siteTable, setSite, func(f *featureWriter, d *siteDraft) {
		f.point(d.Location)
	}), func(sites []symbiosis.Site) {
		for i := range sites {
			if keepSites {
				site[symbiosis.SiteID(strings.Clone(string(sites[i].ID)))] = sites[i].Location
			}
		}
	})
	writePieces(p, Flows, r.Flows, features(flowTable, setFlow, func(f *featureWriter, d *flowDraft) {
		if p, ok := site[d.SiteID]; ok {
			f.point(p)
		} else {
			f.raw("null")
		}
	}), func(flows []symbiosis.Flow) {
		for i := range flows {
			if keepFlows {
				flow[symbiosis.FlowID(strings.Clone(string(flows[i].ID)))] = symbiosis.SiteID(strings.Clone(string(flows[i].SiteID)))
			}
		}
	})
	writePieces(p, Areas, r.Areas, features(areaTable, setArea, func(f *featureWriter, d *areaDraft) {
		f.polygons(rewound(d.Geometry))
	}), nil)
	writePieces(p, Exchanges, r.Exchanges, features(exchangeTable, setExchange, func(f *featureWriter, d *exchangeDraft) {
		from, okFrom := site[flow[d.SurplusID]]
		to, okTo := site[flow[d.NeedID]]
		f.line(from, to, okFrom && okTo)
	}), nil)
	writePieces(p, Constraints, r.Constraints, features(constraintTable, setConstraint, func(f *featureWriter, d *constraintDraft) {
		f.geometry(d.Geometry)
	}), nil)
	writePieces(p, Facilities, r.Facilities, features(facilityTable, setFacility, func(f *featureWriter, d *facilityDraft) {
		f.geometry(d.Geometry)
	}), nil)
	if p.err != nil {
		return p.err
	}
	p.closeFeatures(p.rows > 0)
	return p.done()
}

func (o *output) openFeatures() { o.WriteString(`{"type":"FeatureCollection","features":[`) }

func (o *output) closeFeatures(some bool) {
	if some {
		o.WriteByte('\n')
	}
	o.WriteString("]}\n")
}

// featureWriter writes features one after the other into its buffer, each behind a comma and on a
// line of its own.
type featureWriter struct{ buf []byte }

func (f *featureWriter) raw(s string) { f.buf = append(f.buf, s...) }

// begin starts a feature behind those in the buffer, up to its geometry.
func (f *featureWriter) begin(id string) {
	f.raw(",\n" + `{"type":"Feature"`)
	if id != "" {
		f.raw(`,"id":`)
		f.buf = appendJSON(f.buf, id)
	}
	f.raw(`,"geometry":`)
}

// features writes records as features: fill makes one a draft, geometry writes where it is.
func features[T, D any, P draft[D]](t *table[D], fill func(*D, *T), geometry func(*featureWriter, *D)) func() putter[T] {
	opening := `,"properties":{"kind":"` + string(t.noun) + `"`
	return drafted(fill, func(f *featureWriter, d *D) {
		f.begin(P(d).id())
		geometry(f, d)
		b := append(f.buf, opening...)
		for i := range t.features {
			p := &t.features[i]
			s := p.format(d)
			if s == "" {
				continue
			}
			b = append(b, p.key...)
			if p.number {
				b = append(b, s...)
			} else {
				b = appendJSON(b, s)
			}
		}
		f.buf = append(b, "}}"...)
	})
}

func (f *featureWriter) position(p orb.Point) {
	f.buf = append(f.buf, '[')
	f.buf = appendDecimal(f.buf, p[0])
	f.buf = append(f.buf, ',')
	f.buf = appendDecimal(f.buf, p[1])
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
	b = slices.Grow(b, len(s)+len(`""`))
	b = append(b, '"')
	for {
		room := b[len(b) : len(b)+len(s)]
		plain := 0
		for ; plain+8 <= len(s); plain += 8 {
			eight := eightBytes(s, plain)
			if !areAsTheyAre(eight) {
				break
			}
			binary.LittleEndian.PutUint64(room[plain:], eight)
		}
		if last := len(s) - 8; plain > last && last >= 0 { // the rest, with some of those before it
			if eight := eightBytes(s, last); areAsTheyAre(eight) {
				binary.LittleEndian.PutUint64(room[last:], eight)
				plain = len(s)
			}
		}
		for ; plain < len(s) && asItIs[s[plain]]; plain++ {
			room[plain] = s[plain]
		}
		b = b[:len(b)+plain]
		if s = s[plain:]; s == "" {
			return append(b, '"')
		}
		size := 1
		switch c := s[0]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c < ' ':
			b = append(b, `\u00`...)
			b = append(b, hexDigits[c>>4], hexDigits[c&0xf])
		default:
			var r rune
			r, size = utf8.DecodeRuneInString(s)
			b = utf8.AppendRune(b, r)
		}
		s = s[size:]
		b = slices.Grow(b, len(s)+len(`"`))
	}
}

// asItIs are the bytes that stand in a JSON string as they are.
var asItIs = func() (is [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		is[c] = c != '"' && c != '\\'
	}
	return is
}()

// eightBytes are eight bytes of s, the first one lowest.
func eightBytes(s string, at int) uint64 {
	s = s[at : at+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// areAsTheyAre says of eight bytes at once that each is ASCII, from ' ' on, and neither quote nor backslash:
// a byte that isn't leaves its highest bit set in one of the four.
func areAsTheyAre(x uint64) bool {
	const each, high = 0x0101010101010101, 0x8080808080808080
	return (x|(x-' '*each)|((x^'"'*each)-each)|((x^'\\'*each)-each))&high == 0
}
