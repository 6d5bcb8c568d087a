package exchangeformat

import (
	"context"
	"strings"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
)

// readForeignCSV reads a table with a column of well-known text, or of x and y, as one noun.
func readForeignCSV(ctx context.Context, f *findings, s *settings, text string, as As) error {
	text, comma := foreignComma(text)
	sc := newCSVScanner(text, comma)
	if !sc.next() || sc.fault != nil {
		return symbiosis.Errorf(symbiosis.Invalid, "%s has no header that can be read", s.name)
	}
	header := make([]string, len(sc.cells))
	at := -1
	for i, c := range sc.cells {
		header[i] = trim(c.text)
		switch strings.ToLower(header[i]) {
		case "geometry", "wkt", "geom", "the_geom", "geometri", "wkt_geom", "shape":
			if at < 0 {
				at = i
			}
		}
	}
	if at < 0 {
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: s.name + " has no column with geometries", Problems: []symbiosis.Problem{{
			Place: s.name + ", row 1", Field: "geometry", Code: "required", Value: shorten(strings.Join(header, ", ")), Text: "is missing among the columns", Hint: "a column geometry or wkt with well-known text, such as POLYGON((…))"}}}
	}
	r := newForeign(f, s, as)
	for n := 0; sc.next(); n++ {
		if n&0xff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		row := sc.found()
		o := outside{place: Place{File: s.name, Row: row.row, Line: row.line}, names: header}
		if row.fault != nil {
			f.problem(symbiosis.Problem{Place: o.place.String(), Code: row.fault.code, Text: row.fault.text, Hint: row.fault.hint})
			continue
		}
		for i := range header {
			value := ""
			if i < len(row.cells) && i != at {
				value = row.cells[i].text
			}
			o.values = append(o.values, value)
		}
		if at < len(row.cells) && row.cells[at].text != "" {
			o.wkt(row.cells[at].text)
		}
		r.take(o)
	}
	r.done(header)
	return nil
}

func (o *outside) wkt(text string) {
	g, srid, err := geo.ParseWKT(text)
	if err == nil && srid != 0 {
		o.system, err = geo.SystemByEPSG(srid)
	}
	if err != nil {
		fault := geoFault("geometry", err)
		o.fault = &fault
		return
	}
	o.geometry = g
}

// foreignComma finds the separator that gives the header most columns. Commas within the well-known
// text of rows don't count.
func foreignComma(text string) (rest string, comma byte) {
	if line, after, _ := strings.Cut(text, "\n"); len(line) >= 5 && strings.EqualFold(line[:4], "sep=") {
		if l := strings.TrimRight(line, "\r"); len(l) == 5 {
			return after, l[4]
		}
	}
	comma, most := ',', 0
	for _, c := range []byte{',', ';', '\t'} {
		if sc := newCSVScanner(text, c); sc.next() && sc.fault == nil && sc.width > most {
			comma, most = c, sc.width
		}
	}
	return text, comma
}

// foreignFeature hands a feature of GeoJSON over.
func (r *geojsonReader) foreignFeature(f *feature) {
	o := outside{place: f.place, id: f.id, geometry: f.geometry.any()}
	for _, p := range r.props {
		o.names = append(o.names, p.name)
		o.values = append(o.values, p.text)
		if !r.unknown[p.name] && len(r.unknown) < maxColumns {
			r.unknown[p.name] = true
			r.foreignNames = append(r.foreignNames, p.name)
		}
	}
	r.foreign.take(o)
}
