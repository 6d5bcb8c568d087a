package exchangeformat

import (
	"context"
	"errors"
	"io"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Counts are how many records there are of each noun.
type Counts map[Noun]int

// Stream writes what Write does of records that come piece by piece: all of them, or those of one noun when noun
// isn't "", as CSV asks for. GeoJSON and CSV hold a few pieces at a time, a workbook all. It returns how many were
// written of each noun; progress is told how many rows are written by now.
func Stream(ctx context.Context, w io.Writer, f Format, noun Noun, r symbiosis.RegionPieces, progress func(rows int)) (Counts, error) {
	r = only(r, noun)
	switch f {
	case CSV, SemicolonCSV:
		p := newParts(ctx, w, progress)
		err := p.csv(noun, r, cellsOf(f))
		return p.counts, err
	case GeoJSON:
		p := newParts(ctx, w, progress)
		err := p.geoJSON(r)
		return p.counts, err
	}
	var all Records
	if err := errors.Join(
		gather(r.Sites, &all.Sites),
		gather(r.Flows, &all.Flows),
		gather(r.Areas, &all.Areas),
		gather(r.Exchanges, &all.Exchanges),
		gather(r.Constraints, &all.Constraints),
		gather(r.Facilities, &all.Facilities),
	); err != nil {
		return nil, err
	}
	counts := Counts{}
	for _, n := range Nouns() {
		counts[n] = all.count(n)
	}
	if f != Excel {
		return nil, symbiosis.Errorf(symbiosis.Invalid, "%q is not a format that can be written; csv, geojson and xlsx are", string(f))
	}
	if progress == nil {
		progress = func(int) {}
	}
	return counts, writeExcel(ctx, w, all, progress)
}

// About is how many records of one noun, or of all when noun is "", there are about.
func About(r symbiosis.RegionPieces, noun Noun) int {
	r = only(r, noun)
	return r.Sites.About + r.Flows.About + r.Areas.About + r.Exchanges.About + r.Constraints.About + r.Facilities.About
}

// only leaves out what isn't of the noun; "" leaves out nothing.
func only(r symbiosis.RegionPieces, noun Noun) symbiosis.RegionPieces {
	if noun == "" {
		return r
	}
	one := symbiosis.RegionPieces{Sites: listed[symbiosis.Site](nil), Flows: listed[symbiosis.Flow](nil), Areas: listed[symbiosis.Area](nil),
		Exchanges: listed[symbiosis.Exchange](nil), Constraints: listed[symbiosis.Constraint](nil), Facilities: listed[symbiosis.Facility](nil)}
	switch noun {
	case Sites:
		one.Sites = r.Sites
	case Flows:
		one.Flows = r.Flows
	case Areas:
		one.Areas = r.Areas
	case Exchanges:
		one.Exchanges = r.Exchanges
	case Constraints:
		one.Constraints = r.Constraints
	case Facilities:
		one.Facilities = r.Facilities
	}
	return one
}

func gather[T any](pieces symbiosis.Pieces[T], into *[]T) (err error) {
	*into, err = pieces.Gather()
	return err
}
