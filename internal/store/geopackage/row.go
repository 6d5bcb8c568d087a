package geopackage

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store/geopackage/btree"
	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// row reads the values of one row in the order of its table's columns, and gathers what is wrong
// with them: any program may have written them, and SQLite keeps any type in any column.
type row struct {
	table   *table
	values  []value // fid, the columns, version
	scanned []any   // as the driver gave them
	targets []any   // pointers to scanned, for Scan
	next    int
	texts   map[string]string // one copy of each text of a closed set; nil: none are kept
	faults  record.RowFaults
}

func newRow(t *table) *row {
	return &row{table: t, values: make([]value, len(t.columns)+2), texts: map[string]string{}}
}

// scan reads the present row of rows, and makes r ready for its values.
func (r *row) scan(rows *sql.Rows) error {
	if r.targets == nil {
		r.scanned = make([]any, len(r.values))
		r.targets = make([]any, len(r.values))
		for i := range r.scanned {
			r.targets[i] = &r.scanned[i]
		}
	}
	if err := rows.Scan(r.targets...); err != nil {
		return err
	}
	for i, v := range r.scanned {
		r.values[i] = valueFrom(v)
	}
	r.start()
	return nil
}

// start makes r ready for values that were just set.
func (r *row) start() {
	r.next = 1
	r.faults.Next()
}

func (r *row) fid() int64 {
	if v := &r.values[0]; v.Kind == btree.Whole {
		return v.Whole()
	}
	return 0
}

// version returns the last value. Rows of other programs may have none: it is 1 then.
func (r *row) version() int64 {
	v := &r.values[len(r.values)-1]
	switch {
	case v.Kind == btree.Null:
		return 1
	case v.Kind == btree.Whole && v.Whole() >= 1:
		return v.Whole()
	}
	r.add("version", "out_of_range", v, "must be a whole number of at least 1", "leave it to Samloka")
	return 1
}

// take returns the next value and the column it stands in.
func (r *row) take() (*value, string) {
	v := &r.values[r.next]
	column := r.table.columns[r.next-1]
	r.next++
	return v, column
}

func (r *row) add(column, code string, given any, text, hint string) {
	shown := ""
	switch v := given.(type) {
	case nil:
	case *value:
		shown = v.shown()
	default:
		shown = fmt.Sprint(v)
	}
	r.faults.Add(r.table.name, r.key(), symbiosis.Problem{Place: r.place(), Field: column, Code: code, Value: shown, Text: text, Hint: hint})
}

// place names the row for people.
func (r *row) place() string { return fmt.Sprintf("table %s, row %d", r.table.name, r.fid()) }

// key is what the row is known by, "" where it has none.
func (r *row) key() string {
	if at := r.table.keyAt; at > 0 {
		return r.values[at].shown()
	}
	return r.table.knownAs
}

// check adds what err, of a noun's Validate, found wrong with the row.
func (r *row) check(err error) {
	if err != nil {
		r.faults.Check(r.table.name, r.key(), r.place(), err)
	}
}

// checkSameID reports an id that was tidied when it was read: it could not be found by that name.
func (r *row) checkSameID(stored, read string) {
	if stored != read {
		r.add("id", "not_text", stored, "has spaces before or after it", read)
	}
}

// text returns the next value as text, "" for NULL. Numbers are written out: a GIS may well keep
// an id such as 17 as a number.
func (r *row) text() string {
	v, column := r.take()
	return r.asText(v, column)
}

func (r *row) asText(v *value, column string) string {
	switch v.Kind {
	case btree.Null:
		return ""
	case btree.Text:
		return v.Text
	case btree.Whole:
		return strconv.FormatInt(v.Whole(), 10)
	case btree.Real:
		return strconv.FormatFloat(v.Real(), 'g', -1, 64)
	}
	r.add(column, "not_text", v, "is not text", "")
	return ""
}

// code is text of a small set of values, of which one copy is kept.
func code[T ~string](r *row) T {
	s := r.text()
	if s == "" || r.texts == nil {
		return T(s)
	}
	if known, ok := r.texts[s]; ok {
		return T(known)
	}
	r.texts[s] = s
	return T(s)
}

// whole returns the next value, 0 for NULL.
func (r *row) whole() int {
	v, column := r.take()
	switch v.Kind {
	case btree.Null:
		return 0
	case btree.Whole:
		if n := v.Whole(); n >= math.MinInt32 && n <= math.MaxInt32 {
			return int(n)
		}
	case btree.Real:
		if x := v.Real(); x == math.Trunc(x) && math.Abs(x) <= math.MaxInt32 {
			return int(x)
		}
	}
	r.add(column, "not_a_number", v, "is not a whole number", "")
	return 0
}

// float returns the next value, and whether there is one.
func (r *row) float() (x float64, known bool) {
	v, column := r.take()
	switch v.Kind {
	case btree.Null:
		return 0, false
	case btree.Real:
		return v.Real(), true
	case btree.Whole:
		return float64(v.Whole()), true
	}
	r.add(column, "not_a_number", v, "is not a number", "a number, or NULL when it is not known")
	return 0, false
}

// date returns the next value, the zero Date for NULL.
func (r *row) date() symbiosis.Date {
	v, column := r.take()
	if v.Kind == isTime {
		return symbiosis.DateOf(*v.time)
	}
	d, err := symbiosis.ParseDate(r.asText(v, column))
	if err != nil {
		r.add(column, "not_a_date", v, "is not a date", "a day such as 2026-11-22")
	}
	return d
}

// list returns the next value split at ";", nil for NULL.
func (r *row) list() []string {
	s := r.text()
	if s == "" {
		return nil
	}
	var parts []string
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// months reads twelve numbers separated by ";", January first.
func (r *row) months() (shares [12]float64) {
	v, column := r.take()
	s := r.asText(v, column)
	if s == "" {
		return shares
	}
	parts := strings.Split(s, ";")
	if len(parts) != len(shares) {
		r.add(column, "not_a_number", s, "does not hold twelve numbers", "twelve shares separated by ;, January first")
		return shares
	}
	for m, part := range parts {
		x, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			r.add(column, "not_a_number", part, "is not a number", "twelve shares separated by ;, January first")
			return shares
		}
		shares[m] = x
	}
	return shares
}

// fromJSON returns the next value, nil for NULL.
func fromJSON[T any](r *row) []T {
	v, column := r.take()
	s := r.asText(v, column)
	if s == "" {
		return nil
	}
	var items []T
	if err := json.Unmarshal([]byte(s), &items); err != nil {
		r.add(column, "not_json", nil, "is not the JSON list it should be ("+err.Error()+")", "")
		return nil
	}
	if len(items) == 0 {
		return nil
	}
	return items
}

// point returns the next value; anything but a point is told, and is the point 0, 0.
func (r *row) point() (p orb.Point) {
	if v := &r.values[r.next]; v.Kind == btree.Blob { // not by geometry, which makes a piece of memory of each
		if p, ok := plainPoint(v.Text); ok {
			r.next++
			return p
		}
	}
	return record.Point(recordRow{r})
}

// geometry returns the next value, nil when there is none.
func (r *row) geometry() orb.Geometry {
	v, column := r.take()
	if v.Kind != btree.Blob {
		if v.Kind != btree.Null {
			r.add(column, "not_a_geometry", nil, errNotGeometry.Error(), "")
		} else {
			r.add(column, "required", nil, "is missing", "place it on the map")
		}
		return nil
	}
	if p, ok := plainPoint(v.Text); ok {
		return p
	}
	g, srs, err := decodeGeometry([]byte(v.Text))
	switch {
	case err != nil:
		r.add(column, "not_a_geometry", nil, err.Error(), "")
	case srs != wgs84:
		r.add(column, "wrong_reference_system", srs, "has another reference system than its table", "EPSG:4326, WGS 84")
	case isEmpty(g):
		r.add(column, "required", nil, "is empty", "place it on the map")
	default:
		return g
	}
	return nil
}

// The other way: values for binding. What is absent is NULL.

func orNull[T ~string](s T) any {
	if s == "" {
		return nil
	}
	return string(s)
}

func jsonOrNull[T any](items []T) (any, error) {
	if len(items) == 0 {
		return nil, nil
	}
	b, err := json.Marshal(items)
	return string(b), err
}

// joinNumbers writes numbers as months reads them.
func joinNumbers(numbers []float64) string {
	parts := make([]string, len(numbers))
	for i, x := range numbers {
		parts[i] = strconv.FormatFloat(x, 'g', -1, 64)
	}
	return strings.Join(parts, ";")
}
