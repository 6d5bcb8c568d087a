package exchangeformat

import (
	"context"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

// readLayer reads the features of a layer of a GIS file (GeoPackage, Shapefile), which each gives.
// Without a wish what they are, the names of their columns tell: a layer of ours.
func readLayer(ctx context.Context, f *findings, s *settings, as As, place Place, isPoint bool, columns []string, each func(func(outside) error) error) error {
	if as.Noun == "" {
		noun, err := nounOfLayer(place.String(), isPoint, columns)
		if err != nil {
			return &symbiosis.Error{Kind: symbiosis.Invalid, Text: place.String() + " has columns of its own", Problems: []symbiosis.Problem{{
				Place: place.String(), Field: "as", Code: "required", Value: shorten(strings.Join(columns, ", ")), Text: "is needed: what the features are doesn't show from their columns",
				Hint: "say what they are: land, constraints or infrastructure (--as area, --as constraint --layer protected_nature, --as facility --facility rail)"}}}
		}
		return readOwnLayer(ctx, f, s, noun, wholeNames(f, place, noun, columns), each)
	}
	r := newForeign(f, s, as)
	n := 0
	columns = wholeNames(f, place, as.Noun, columns)
	err := each(func(o outside) error {
		o.names = columns
		if n++; n&0xff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		r.take(o)
		return f.handOverMany(0, 0)
	})
	r.done(columns)
	return err
}

// nounOfLayer tells from its columns what a layer of ours holds.
func nounOfLayer(name string, isPoint bool, columns []string) (Noun, error) {
	header := append([]string{}, columns...)
	if isPoint {
		header = append(header, "lon", "lat")
	}
	if !isPoint || constraintTable.among("layer", columns) || facilityTable.among("facility", columns) {
		header = append(header, "geometry")
	}
	noun, err := nounOfHeader(name, header)
	if err == nil && (noun == Areas && !(areaTable.among("id", columns) && areaTable.among("name", columns)) ||
		noun == Sites && !(siteTable.among("id", columns) && siteTable.among("name", columns))) {
		err = symbiosis.Errorf(symbiosis.Invalid, "%s has neither ids nor names as ours do", name)
	}
	return noun, err
}

// among says that a column is among headers.
func (t *table[D]) among(column string, headers []string) bool {
	return slices.ContainsFunc(headers, func(h string) bool { return t.find(h) == t.byName[column] })
}

// readOwnLayer reads features whose columns are ours.
func readOwnLayer(ctx context.Context, f *findings, s *settings, noun Noun, columns []string, each func(func(outside) error) error) error {
	switch noun {
	case Sites:
		return ownRows(ctx, f, siteRows(f, s), columns, each, func(d *siteDraft, o *outside) []string { return d.at(o) })
	case Areas:
		return ownRows(ctx, f, areaRows(f, s), columns, each, func(d *areaDraft, o *outside) []string { return d.shape.at(o) })
	case Constraints:
		return ownRows(ctx, f, constraintRows(f, s), columns, each, func(d *constraintDraft, o *outside) []string { return d.shape.at(o) })
	case Facilities:
		return ownRows(ctx, f, facilityRows(f, s), columns, each, func(d *facilityDraft, o *outside) []string { return d.shape.at(o) })
	case Flows:
		return ownRows(ctx, f, flowRows(f, s), columns, each, func(*flowDraft, *outside) []string { return nil })
	}
	return ownRows(ctx, f, exchangeRows(f, s), columns, each, func(*exchangeDraft, *outside) []string { return nil })
}

// at takes the geometry of a feature, and says which columns it stands for.
func (r *rawShape) at(o *outside) []string {
	if o.geometry == nil {
		return nil
	}
	r.geometry, r.system = o.geometry, o.system
	return []string{"geometry"}
}

func ownRows[D any, P draft[D]](ctx context.Context, f *findings, r *rows[D, P], columns []string, each func(func(outside) error) error, place func(*D, *outside) []string) error {
	at := make([]int, len(columns))
	for i, c := range columns {
		if at[i] = r.table.find(c); at[i] < 0 {
			r.table.unknownHeader(f, Place{File: r.name}, c)
		} else {
			r.headers[at[i]] = c
		}
	}
	n := 0
	return each(func(o outside) error {
		if n++; n&0xff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		d := r.begin(o.place)
		if o.fault != nil {
			i, known := r.table.byName["geometry"]
			if !known {
				i = r.table.byName["lon"]
			}
			r.fault(*o.fault, i, "geometry", "")
		}
		r.mark(place(d, &o)...)
		for i, value := range o.values {
			if at[i] >= 0 && value != "" && !r.given[at[i]] {
				r.limited(at[i], columns[i], cell{text: value})
			}
		}
		r.end()
		return r.handOverMany(0, 0)
	})
}

// numbered is the place of the nth feature.
func numbered(place Place, n int) Place {
	place.Row = n
	return place
}

// at takes the point of a feature, and says which columns it stands for.
func (d *siteDraft) at(o *outside) []string {
	switch g := o.geometry.(type) {
	case orb.Point:
		d.Location, d.fromPoint = g, true
		return []string{"lon", "lat"}
	case orb.MultiPoint: // as some programs write every point
		if len(g) == 1 {
			d.Location, d.fromPoint = g[0], true
			return []string{"lon", "lat"}
		}
	}
	return nil
}
