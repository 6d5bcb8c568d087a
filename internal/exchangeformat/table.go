package exchangeformat

import (
	"fmt"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// column ties a documented column to a draft of type D: how a cell is read into it, and how
// it is written back. Neither is called for an empty cell; format gives "" for no value.
type column[D any] struct {
	Column
	parse  func(*D, cell) *fault
	format func(*D) string
	// or names a column that can stand in for this required one.
	or string
}

// table is the columns of one noun. It is not changed after it is made.
type table[D any] struct {
	noun    Noun
	number  int // of the noun in Nouns
	columns []column[D]
	byName  map[string]int // normalised name or synonym → column

	features []featureColumn[D]
}

// featureColumn is a column that features of GeoJSON have as a property.
type featureColumn[D any] struct {
	format func(*D) string
	key    string // with all that stands before the value
	number bool
}

// newTable panics on a header that means two columns: a slip of the program that the first
// test finds.
func newTable[D any](noun Noun, columns ...column[D]) *table[D] {
	t := &table[D]{noun: noun, number: slices.Index(Nouns(), noun), columns: columns, byName: map[string]int{}}
	for i := range t.columns {
		c := &t.columns[i]
		c.Noun = noun
		for _, name := range append([]string{c.Name}, c.Synonyms...) {
			key := normaliseHeader(name)
			if _, twice := t.byName[key]; twice {
				panic("two columns are called " + name)
			}
			t.byName[key] = i
		}
		if !c.ReadOnly && c.Type != GeometryType && (noun != Sites || c.Name != "lon" && c.Name != "lat") {
			t.features = append(t.features, featureColumn[D]{c.format, `,"` + c.Name + `":`, c.Type == NumberType})
		}
	}
	return t
}

func (t *table[D]) docs() []Column {
	docs := make([]Column, len(t.columns))
	for i, c := range t.columns {
		docs[i] = c.Column
	}
	return docs
}

// find returns the index of the column a header means, or −1.
func (t *table[D]) find(header string) int {
	if i, ok := t.byName[header]; ok {
		return i
	}
	if i, ok := t.byName[normaliseHeader(header)]; ok {
		return i
	}
	if name, unit, ok := unitBehind(header); ok {
		if i, ok := t.byName[normaliseHeader(name)]; ok && meansUnit(t.columns[i].Unit, unit) {
			return i
		}
	}
	return -1
}

// at returns the index of the column called so, but for capitals, or −1: files of others are not read
// by synonyms.
func (t *table[D]) at(name string) int {
	return slices.IndexFunc(t.columns, func(c column[D]) bool { return c.Name == strings.ToLower(name) })
}

// called says that a column is called so and that files fill it.
func (t *table[D]) called(name string) bool {
	at := t.at(name)
	return at >= 0 && !t.columns[at].ReadOnly
}

// normaliseHeader makes "Full load hours", "full-load-hours" and "FULL_LOAD_HOURS" one.
func normaliseHeader(s string) string {
	s = strings.ToLower(trim(s))
	return strings.Map(func(r rune) rune {
		if isSpace(r) || r == '-' || r == '.' {
			return '_'
		}
		return r
	}, s)
}

// draft is a record while it is read, with what the file said that isn't an attribute.
type draft[D any] interface {
	*D
	id() string
	// finish turns what was read into the record, once all cells are in.
	finish(*settings) []fault
	// validate checks the record by the rules of package symbiosis; c may be nil. With
	// brief set no hints are needed: the problems will only be counted.
	validate(c *symbiosis.Catalogue, brief bool) error
}

// rows reads records of one noun, one after the other, and gathers what is wrong.
type rows[D any, P draft[D]] struct {
	*findings
	*settings
	table *table[D]
	keep  func(*D, Place)
	grow  func(n int) // makes room for n more records
	from  int         // byte of the file where the first record of this noun began

	unit    string   // of all quantities, from their header: "Mängd (MWh/år)"; "": each row has its own
	headers []string // as they stand in the file, by column of the table; "" when absent
	broken  bool     // a required column is absent and has been reported: nothing is kept
	seen    *spots   // where ids have stood; nil: somebody else looks for ids that stand twice

	count int // of the records begun
	kept  int // the one kept last

	d      D
	place  Place
	given  []bool
	faults []symbiosis.Problem
}

func newRows[D any, P draft[D]](f *findings, s *settings, t *table[D], grow func(int), keep func(*D, Place)) *rows[D, P] {
	return &rows[D, P]{findings: f, settings: s, table: t, grow: grow, keep: keep,
		headers: make([]string, len(t.columns)), given: make([]bool, len(t.columns)), seen: newSpots()}
}

// begin starts a record.
func (r *rows[D, P]) begin(place Place) *D {
	var empty D
	r.d, r.place = empty, place
	r.count++
	r.faults = r.faults[:0]
	clear(r.given)
	return &r.d
}

// set reads a cell into column i of the table. Empty cells are no values.
func (r *rows[D, P]) set(i int, header string, c cell) {
	if c.text == "" {
		return
	}
	r.given[i] = true
	if f := r.table.columns[i].parse(&r.d, c); f != nil {
		r.fault(*f, i, header, c.text)
	}
}

// sample is how many records are read before the number of the rest is guessed.
const sample = 512

// expect makes room for the records to come, once the first ones show how many there may
// be. The reader has come to byte pos of all.
func (r *rows[D, P]) expect(pos, all int) {
	if r.seen == nil || all <= pos {
		return // one of many readers, of few records; or nobody knows
	}
	switch r.seen.len() {
	case 0:
		r.from = pos
	case sample:
		r.expectRecords(int(min(1.02*sample*float64(all-pos)/float64(max(1, pos-r.from)), mostExpected)))
	}
}

// mostExpected is for how many records room is made before they have come.
const mostExpected = 1 << 20

// expectRecords makes room for n more records.
func (r *rows[D, P]) expectRecords(n int) {
	if n == 0 {
		return
	}
	if r.give == nil {
		r.grow(n)
	}
	r.seen.expect(n) // growing bit by bit takes as long as filling
}

// mark notes that a column's value came from elsewhere: a feature's geometry or id.
func (r *rows[D, P]) mark(names ...string) {
	for _, name := range names {
		r.given[r.table.byName[name]] = true
	}
}

func (r *rows[D, P]) fault(f fault, i int, header, value string) {
	field := r.table.columns[i].Name
	if header == "" {
		header = field
	}
	r.faults = append(r.faults, symbiosis.Problem{Place: r.place.column(header), Field: field,
		Value: value, Code: f.code, Text: f.text, Hint: f.hint})
}

// header returns what the file calls the column of a field.
func (r *rows[D, P]) header(field string) string {
	if i, ok := r.table.byName[field]; ok && r.headers[i] != "" {
		return r.headers[i]
	}
	return field
}

// end finishes the record: it is kept when nothing is wrong with it.
func (r *rows[D, P]) end() {
	if !r.broken {
		r.check()
	}
	for _, p := range r.faults {
		r.problem(p)
	}
	if !r.broken && len(r.faults) == 0 {
		r.keep(&r.d, r.place)
		r.kept = r.count
	}
}

func (r *rows[D, P]) check() {
	for i := range r.table.columns {
		c := &r.table.columns[i]
		if c.Required && !r.given[i] && (c.or == "" || !r.given[r.table.byName[c.or]]) {
			missing := i
			if or, ok := r.table.byName[c.or]; ok && r.headers[i] == "" && r.headers[or] != "" {
				missing = or // the one that the file has
			}
			r.fault(fault{code: "required", text: "is missing", hint: "for instance " + r.table.columns[missing].Example}, missing, r.headers[missing], "")
		}
	}
	d := P(&r.d)
	for _, f := range d.finish(r.settings) {
		i := r.table.byName[f.field]
		r.fault(f, i, r.headers[i], "")
	}
	if err, ok := d.validate(r.catalogue, r.full()).(*symbiosis.Error); ok {
		told := len(r.faults)
		for _, p := range err.Problems {
			if !hasField(r.faults[:told], p.Field) {
				p.Place = r.place.column(r.header(p.Field))
				r.faults = append(r.faults, p)
			}
		}
	}
	id := d.id()
	if id == "" || r.seen == nil {
		return
	}
	if first, twice := r.seen.add(id, r.place.spot()); twice {
		r.fault(fault{code: "duplicate", text: "stands twice: first in " + r.place.at(first).String(),
			hint: "give each its own id, or leave one out"}, r.table.byName["id"], r.header("id"), id)
	}
}

func hasField(ps []symbiosis.Problem, field string) bool {
	for _, p := range ps {
		if p.Field == field {
			return true
		}
	}
	return false
}

// nearest returns the column's name most like a mistyped header, or "".
func (t *table[D]) nearest(header string) string {
	key := normaliseHeader(header)
	if len(key) < 4 {
		return ""
	}
	for _, c := range t.columns {
		if strings.HasPrefix(c.Name, key) || strings.HasPrefix(key, c.Name) && len(c.Name) > 3 {
			return c.Name
		}
	}
	return ""
}

// unknownHeader tells of a column that is left out.
func (t *table[D]) unknownHeader(f *findings, place Place, header string) {
	hint := "samloka columns lists what " + withArticle(t.noun) + " can have"
	if near := t.nearest(header); near != "" {
		hint = fmt.Sprintf("did you mean %s? %s", near, hint)
	}
	f.notice(symbiosis.Problem{Place: place.column(header), Code: "unknown_column", Text: "is not a column of " + withArticle(t.noun) + " and was left out", Hint: hint})
}

// withArticle is "a site", "an area".
func withArticle(n Noun) string {
	if strings.ContainsRune("aeiou", rune(n[0])) {
		return "an " + string(n)
	}
	return "a " + string(n)
}
