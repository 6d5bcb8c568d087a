package exchangeformat

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// As says what the features of somebody else's file are: files of authorities have columns of their
// own, of which we take the name and an id. Columns called as ours, to the letter, are taken too.
type As struct {
	Noun Noun // Areas, Constraints or Facilities; "" for files of ours

	// Of constraints. No effect: the usual one of the layer.
	Layer           symbiosis.ConstraintLayer
	Effect          symbiosis.ConstraintEffect
	Buffer          unit.Length
	WarningDistance unit.Length

	Facility symbiosis.FacilityKind // of facilities

	Certainty  symbiosis.Certainty
	Source     string // none: the name of the file
	SourceDate symbiosis.Date
	// Prefix of ids; none: the layer, the kind of facility or "area".
	Prefix string
}

// check returns what is wrong with the wish itself.
func (a As) check() error {
	faults := a.misplaced()
	switch a.Noun {
	case Areas:
	case Constraints:
		probe := symbiosis.Constraint{ID: "x", Layer: a.Layer, Effect: a.Effect, Buffer: a.Buffer, WarningDistance: a.WarningDistance, Certainty: a.Certainty, Source: "x", Date: a.SourceDate, Geometry: orb.Point{}}
		probe.Normalise()
		faults = append(faults, problemsOf(probe.Validate())...)
	case Facilities:
		probe := symbiosis.Facility{ID: "x", Kind: a.Facility, Certainty: a.Certainty, Source: "x", Date: a.SourceDate, Geometry: orb.Point{}}
		probe.Normalise()
		faults = append(faults, problemsOf(probe.Validate())...)
		for i := range faults {
			if faults[i].Field == "kind" {
				faults[i].Field = "facility"
			}
		}
	default:
		faults = []symbiosis.Problem{{Field: "as", Code: "unknown_code", Value: string(a.Noun), Text: "is nothing that somebody else's file can be read as", Hint: "area, constraint or facility"}}
	}
	if len(faults) > 0 {
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the file can't be read as that", Problems: faults}
	}
	return nil
}

// misplaced says what is given of another noun than that of the file: left aside in silence it would
// be missed later.
func (a As) misplaced() []symbiosis.Problem {
	var faults []symbiosis.Problem
	for _, x := range []struct {
		field string
		given bool
		noun  Noun
	}{
		{"layer", a.Layer != "", Constraints}, {"effect", a.Effect != "", Constraints}, {"buffer_m", a.Buffer != 0, Constraints},
		{"warning_distance_m", a.WarningDistance != 0, Constraints}, {"facility", a.Facility != "", Facilities},
	} {
		if x.given && x.noun != a.Noun {
			faults = append(faults, symbiosis.Problem{Field: x.field, Code: "not_of_this", Text: "is nothing that a file read as " + string(a.Noun) + " has", Hint: "leave it out, or read the file as " + string(x.noun)})
		}
	}
	return faults
}

func problemsOf(err error) []symbiosis.Problem {
	if e, ok := err.(*symbiosis.Error); ok { //nolint:errorlint // of a noun's Validate
		return e.Problems
	}
	return nil
}

// prefix is what ids begin with.
func (a As) prefix() string {
	switch {
	case a.Prefix != "":
		return a.Prefix
	case a.Noun == Constraints:
		return strings.ToLower(strings.TrimSpace(string(a.Layer)))
	case a.Noun == Facilities:
		return string(a.Facility)
	}
	return "area"
}

// separators may end what ids are to begin with; then no other stands between it and the feature's own.
const separators = "-_.:"

// begins is what stands before the feature's own id.
func (a As) begins() string {
	prefix := a.prefix()
	if strings.TrimRight(prefix, separators) != prefix {
		return prefix
	}
	return prefix + "-"
}

// doubled is begins where it has a separator of its own, "" otherwise.
func (a As) doubled() string {
	if a.Noun == "" || a.begins() != a.prefix() {
		return ""
	}
	return a.prefix()
}

// FormerID is the id that a record of somebody else's file had where ids begin with doubled: until
// 2026-11-26 a hyphen was put behind a separator too.
func FormerID(doubled, id string) string {
	own, _ := strings.CutPrefix(id, doubled)
	return cutID(doubled + "-" + own)
}

func cutID(id string) string {
	const longest = 110
	if runes := []rune(id); len(runes) > longest {
		return string(runes[:longest])
	}
	return id
}

// outside is a feature of somebody else's file.
type outside struct {
	place         Place
	id            string // its own, outside the columns; may be empty
	names, values []string
	geometry      orb.Geometry
	system        geo.System // none: the file's
	fault         *fault     // what is wrong with its geometry
}

// foreign reads features of somebody else's file as records of one noun.
type foreign struct {
	*findings
	*settings
	as     As
	source string

	areas       *rows[areaDraft, *areaDraft]
	constraints *rows[constraintDraft, *constraintDraft]
	facilities  *rows[facilityDraft, *facilityDraft]

	idColumn string          // of the first feature that has one
	left     map[string]bool // columns left out
	ids      map[string]int
}

func newForeign(f *findings, s *settings, as As) *foreign {
	source := as.Source
	if source == "" {
		source = path.Base(strings.ReplaceAll(s.name, `\`, "/"))
	}
	return &foreign{findings: f, settings: s, as: as, source: source, left: map[string]bool{}, ids: map[string]int{},
		areas: areaRows(f, s), constraints: constraintRows(f, s), facilities: facilityRows(f, s)}
}

// take reads one feature.
func (r *foreign) take(o outside) {
	switch r.as.Noun {
	case Areas:
		d := r.areas.begin(o.place)
		d.Source, d.SourceDate, d.Certainty = r.source, r.as.SourceDate, r.as.Certainty
		takeOutside(r, r.areas, &o, d.rawShape())
	case Constraints:
		d := r.constraints.begin(o.place)
		d.Layer, d.Effect, d.Buffer, d.WarningDistance = r.as.Layer, r.as.Effect, r.as.Buffer, r.as.WarningDistance
		d.Source, d.Date, d.Certainty = r.source, r.as.SourceDate, r.as.Certainty
		r.constraints.mark("layer", "source")
		takeOutside(r, r.constraints, &o, d.rawShape())
	case Facilities:
		d := r.facilities.begin(o.place)
		d.Kind, d.Source, d.Date, d.Certainty = r.as.Facility, r.source, r.as.SourceDate, r.as.Certainty
		r.facilities.mark("facility", "source")
		takeOutside(r, r.facilities, &o, d.rawShape())
	}
}

func takeOutside[D any, P draft[D]](r *foreign, to *rows[D, P], o *outside, shape *rawShape) {
	if o.fault != nil {
		to.fault(*o.fault, to.table.byName["geometry"], "geometry", "")
	}
	shape.geometry, shape.system = o.geometry, o.system
	if o.geometry != nil || o.fault != nil {
		to.mark("geometry")
	}
	taken := map[string]bool{"geometry": true, "id": true, "layer": r.as.Noun == Constraints, "facility": r.as.Noun == Facilities}
	for i, name := range o.names {
		at := to.table.at(name)
		switch {
		case at < 0 || taken[to.table.columns[at].Name] || to.table.columns[at].ReadOnly:
		case o.values[i] != "":
			to.limited(at, name, cell{text: o.values[i]})
			taken[to.table.columns[at].Name] = true
		}
	}
	if name := o.named(nameColumns); !taken["name"] && name != "" {
		to.limited(to.table.byName["name"], "name", cell{text: name})
	}
	to.set(to.table.byName["id"], "id", cell{text: r.idOf(o)})
	if at := to.table.byName["name"]; !to.given[at] && to.table.columns[at].Required {
		to.set(at, "name", cell{text: r.idOf(o)}) // better a number than no record
	}
	to.end()
}

// Columns in which files of Nordic authorities and of GIS programs keep a name and an id, by the
// header in lower case, the likeliest first.
var (
	nameColumns = []string{"name", "namn", "navn", "objektnamn", "skyddsnamn", "områdesnamn", "omradesnamn", "naam_sv", "benamning", "benämning", "title", "titel", "beteckning", "fastighet", "lokalnamn", "ref", "name_sv"}
	idColumns   = []string{"id", "uuid", "guid", "gml_id", "globalid", "nvrid", "naturvernid", "sitecode", "site_code", "lokalid", "objektid", "objekt_id", "objectid", "objectid_1", "inspireid", "localid", "osm_id", "@id", "full_id", "kod", "fid", "ogc_fid", "ogr_fid"}
)

// named returns the first value in one of columns.
func (o *outside) named(columns []string) string {
	for _, c := range columns {
		for i, name := range o.names {
			if strings.ToLower(trim(name)) == c && trim(o.values[i]) != "" {
				return trim(o.values[i])
			}
		}
	}
	return ""
}

// idOf makes an id of the feature's own, else of its number in the file.
func (r *foreign) idOf(o *outside) string {
	own := o.named(idColumns)
	if own == "" {
		own = o.id
	}
	if own == "" {
		n := r.before + o.place.Row
		r.numbered = max(r.numbered, n)
		own = strconv.Itoa(n)
	}
	return cutID(r.as.begins() + strings.Map(func(c rune) rune {
		switch {
		case c == '/' || c == '\\' || unicode.IsControl(c) || unicode.IsSpace(c):
			return '_'
		case c == '{' || c == '}':
			return -1
		}
		return c
	}, own))
}

// done tells which columns were left out, once a file.
func (r *foreign) done(names []string) {
	ours := map[Noun]func(string) bool{Areas: areaTable.called, Constraints: constraintTable.called, Facilities: facilityTable.called}[r.as.Noun]
	var left []string
	for _, n := range names {
		if lower := strings.ToLower(trim(n)); !slices.Contains(nameColumns, lower) && !slices.Contains(idColumns, lower) && lower != "geometry" && lower != "geom" && lower != "wkt" && !ours(n) && !slices.Contains(left, n) && n != "" {
			left = append(left, n)
		}
	}
	if len(left) > 0 {
		r.notice(symbiosis.Problem{Place: r.name, Code: "unknown_column", Value: strings.Join(left, ", "), Text: "are columns of the file that were not taken: of somebody else's file only those are whose names are ours to the letter", Hint: "samloka columns lists ours"})
	}
}
