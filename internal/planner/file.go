package planner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// File is a file to take home, made of the region: a report, a pitch sheet, an export. It is
// made when it is written, of the state that it was asked of, as often as one likes.
type File struct {
	Name      string // as it is to be saved
	MediaType string
	LeftOut   int // rows of the store that break a rule, of the tables that an export is made of
	Write     func(ctx context.Context, w io.Writer) error
}

// FileFormat is a kind of file, by the ending of its name.
type FileFormat string

// The formats of reports and exports.
const (
	PDF        FileFormat = "pdf"
	Excel      FileFormat = "xlsx"
	GeoPackage FileFormat = "gpkg"
	GeoJSON    FileFormat = "geojson"
	CSV        FileFormat = "csv"
	// SemicolonCSV is exchangeformat.SemicolonCSV; the names of its files end as those of CSV.
	SemicolonCSV FileFormat = "csv-semicolon"
)

var mediaTypes = map[FileFormat]string{
	PDF:        "application/pdf",
	Excel:      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	GeoPackage: "application/geopackage+sqlite3",
	GeoJSON:    "application/geo+json",
	CSV:        "text/csv; charset=utf-8",

	SemicolonCSV: "text/csv; charset=utf-8",
}

// MediaType returns the media type of the files.
func (f FileFormat) MediaType() string { return mediaTypes[f] }

// onlyFormats refuses a format that isn't among those allowed.
func onlyFormats(f FileFormat, what string, allowed ...FileFormat) error {
	if slices.Contains(allowed, f) {
		return nil
	}
	names := make([]string, len(allowed))
	for i, a := range allowed {
		names[i] = string(a)
	}
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: what + " can't be made in this format", Problems: []symbiosis.Problem{{
		Field: "format", Code: "not_allowed", Value: string(f), Text: "is no format of " + what, Hint: strings.Join(names, ", "),
	}}}
}

// ComparisonFile is a saved comparison as a report, PDF, Excel or GeoPackage, for readers who may see
// madeFor ("": who may see all it rests on). Errors are those of OpenComparison and LandReport, and
// Invalid for another format.
func (p *Planner) ComparisonFile(id symbiosis.ComparisonID, f FileFormat, madeFor symbiosis.Visibility, lang symbiosis.Language) (File, error) {
	return p.comparisonFile(id, f, madeFor, lang, nil)
}

func (p *Planner) comparisonFile(id symbiosis.ComparisonID, f FileFormat, madeFor symbiosis.Visibility, lang symbiosis.Language, progress report.Progress) (File, error) {
	if err := onlyFormats(f, "a report of a comparison", PDF, Excel, GeoPackage); err != nil {
		return File{}, err
	}
	snapshot := p.Snapshot()
	c, err := snapshot.OpenComparison(id)
	if err != nil {
		return File{}, err
	}
	r, err := snapshot.LandReport(c, madeFor)
	if err != nil {
		return File{}, err
	}
	words := wording.In(lang, snapshot.Assumptions(), p.catalogue)
	return File{fileName(string(id), f), f.MediaType(), 0, func(ctx context.Context, w io.Writer) error {
		switch f {
		case PDF:
			return written(w)(report.PDF(report.LandDocument(r, words), progress))
		case Excel:
			return written(w)(report.LandWorkbook(r, words, progress))
		}
		return writeLandLayers(ctx, w, r, words, progress)
	}}, nil
}

// PitchFile is a pitch sheet as its reader sees it today, PDF; "" is the language it was made in. An
// unknown id is NotFound, a sheet that shows nothing as its land may not be seen a Conflict.
func (p *Planner) PitchFile(id symbiosis.PitchID, lang symbiosis.Language) (File, error) {
	return p.pitchFile(id, lang, nil)
}

func (p *Planner) pitchFile(id symbiosis.PitchID, lang symbiosis.Language, progress report.Progress) (File, error) {
	snapshot := p.Snapshot()
	pitch, err := snapshot.Pitch(id)
	if err != nil {
		return File{}, err
	}
	sheet, err := snapshot.shownPitch(pitch)
	if err != nil {
		return File{}, err
	}
	if lang == "" {
		lang = pitch.Language
	}
	words := wording.In(lang, snapshot.Assumptions(), p.catalogue)
	return File{fileName(string(id), PDF), PDF.MediaType(), 0, func(_ context.Context, w io.Writer) error {
		return written(w)(report.PDF(report.Pitch(sheet, words), progress))
	}}, nil
}

// written writes what a maker of documents returns.
func written(w io.Writer) func([]byte, error) error {
	return func(content []byte, err error) error {
		if err != nil {
			return err
		}
		_, err = w.Write(content)
		return err
	}
}

func fileName(of string, f FileFormat) string {
	if f == SemicolonCSV {
		f = CSV
	}
	return "samloka-" + of + "." + string(f)
}

// Tables of an export that are no nouns of files.
const (
	AllTables  = "all"
	MatchTable = "matches"
)

// ExportFile is the region as a file: GeoJSON or Excel with all, or one table, which may also be CSV.
// The matches are GeoJSON or CSV, by net benefit. Anything else is Invalid.
func (s *Snapshot) ExportFile(f FileFormat, table string) (File, error) {
	return s.exportFile(f, table, func(_, _ int) {})
}

// exportFile is ExportFile; progress is told how many records are written, of how many. Of matches nobody
// knows how many there will be.
func (s *Snapshot) exportFile(f FileFormat, table string, progress func(rows, all int)) (File, error) {
	if err := onlyFormats(f, "an export", GeoJSON, CSV, SemicolonCSV, Excel); err != nil {
		return File{}, err
	}
	noun, one := exchangeformat.ParseNoun(table)
	hint := ""
	switch {
	case table == MatchTable && f == Excel:
		hint = "csv or geojson"
	case table == AllTables && (f == CSV || f == SemicolonCSV):
		hint = "sites, flows, areas, exchanges, constraints, facilities or matches; or format=geojson"
	case table != AllTables && table != MatchTable && !one:
		hint = "all, sites, flows, areas, exchanges, constraints, facilities or matches"
	}
	if hint != "" {
		return File{}, &symbiosis.Error{Kind: symbiosis.Invalid, Text: fmt.Sprintf("%q can't be exported as %s", table, f), Problems: []symbiosis.Problem{{
			Field: "table", Code: "not_allowed", Value: table, Text: "doesn't fit into a file of this format", Hint: hint,
		}}}
	}
	write := func(ctx context.Context, w io.Writer) error {
		r := s.pieces()
		all := exchangeformat.About(r, noun)
		_, err := exchangeformat.Stream(ctx, w, exchangeformat.Format(f), noun, r, func(rows int) { progress(rows, all) })
		return err
	}
	if table == MatchTable {
		write = func(ctx context.Context, w io.Writer) error { return s.writeMatches(ctx, w, f) }
	}
	of := []string{table}
	switch table {
	case AllTables:
		of = filedTables
	case MatchTable:
		of = matchedTables
	}
	return File{fileName(table, f), f.MediaType(), s.leftOutOf(of...), write}, nil
}

func (s *Snapshot) writeMatches(ctx context.Context, w io.Writer, f FileFormat) error {
	places := map[symbiosis.FlowID]orb.Point{}
	out := exchangeformat.NewMatchCSV(ctx, w, exchangeformat.Format(f))
	if f == GeoJSON {
		out = exchangeformat.NewMatchGeoJSON(ctx, w, func(id symbiosis.FlowID) (orb.Point, bool) {
			p, ok := places[id]
			return p, ok
		})
	}
	var failed error
	err := s.EachPair(ctx, func(p Pair) bool {
		places[p.SurplusID], places[p.NeedID] = p.SurplusSite.Location, p.NeedSite.Location
		failed = out.Write(p.Match)
		return failed == nil
	})
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	return out.Close()
}

// pieces hands over what files hold, some at a time.
func (s *Snapshot) pieces() symbiosis.RegionPieces {
	return symbiosis.RegionPieces{
		Sites:       symbiosis.PiecesOf(s.sites.len(), func(i int) symbiosis.Site { return s.sites.at(i).Site }),
		Flows:       symbiosis.PiecesOf(s.flows.len(), func(i int) symbiosis.Flow { return s.flows.at(i).Flow }),
		Areas:       symbiosis.PiecesOf(s.areas.len(), func(i int) symbiosis.Area { return s.areas.at(i).Area }),
		Exchanges:   symbiosis.PiecesOf(s.exchanges.len(), func(i int) symbiosis.Exchange { return *s.exchanges.at(i) }),
		Constraints: symbiosis.PiecesOf(s.land.constraints.len(), func(i int) symbiosis.Constraint { return s.land.constraints.at(i).Constraint }),
		Facilities:  symbiosis.PiecesOf(s.land.facilities.len(), func(i int) symbiosis.Facility { return s.land.facilities.at(i).Facility }),
	}
}
