package postgis

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// row reads the values of one row in the order of its table's columns, and gathers what is wrong
// with them: any program may have written them.
type row struct {
	table    *table
	types    *pgtype.Map
	fields   []pgconn.FieldDescription
	raw      [][]byte // the columns, version; nil is NULL
	together string   // of packed rows: what holds them all
	begins   []int    // of packed rows: where each value begins in it
	next     int
	texts    map[string]string // one copy of each text of a closed set; nil: none are kept
	faults   record.RowFaults
}

func newRow(t *table, types *pgtype.Map) *row {
	return &row{table: t, types: types, texts: map[string]string{}}
}

// start makes r ready for the present row of rows.
func (r *row) start(rows pgx.Rows) {
	if r.fields == nil {
		r.fields = rows.FieldDescriptions()
	}
	r.raw, r.next = rows.RawValues(), 0
	r.faults.Next()
}

// take returns where the next value stands among the columns.
func (r *row) take() int {
	r.next++
	return r.next - 1
}

func (r *row) column(at int) string {
	if at < len(r.table.columns) {
		return r.table.columns[at]
	}
	return "version"
}

// scan reads a value by its type; a type that does not fit is a fault.
func (r *row) scan(at int, into any, code, text, hint string) bool {
	if err := r.types.Scan(r.fields[at].DataTypeOID, r.fields[at].Format, r.raw[at], into); err != nil {
		r.add(r.column(at), code, r.shown(at), text, hint)
		return false
	}
	return true
}

// shown is a value as text, "" where it has none.
func (r *row) shown(at int) string {
	var s string
	if r.raw[at] == nil || r.types.Scan(r.fields[at].DataTypeOID, r.fields[at].Format, r.raw[at], &s) != nil {
		return ""
	}
	return s
}

func (r *row) add(column, code, value, text, hint string) {
	r.faults.Add(r.table.name, r.id(), symbiosis.Problem{Place: r.place(), Field: column, Code: code, Value: value, Text: text, Hint: hint})
}

// place names the row for people.
func (r *row) place() string {
	return fmt.Sprintf("table %s, row %q", r.table.name, r.key())
}

// key is what the row is known by in its table.
func (r *row) key() string { return r.shown(r.table.keyAt) }

// id is what the history calls the row.
func (r *row) id() string {
	if r.table.knownAs != "" {
		return r.table.knownAs
	}
	return r.key()
}

// check adds what err, of a noun's Validate, found wrong with the row.
func (r *row) check(err error) {
	if err != nil {
		r.faults.Check(r.table.name, r.id(), r.place(), err)
	}
}

// checkSameID reports an id that was tidied when it was read: it could not be found by that name.
func (r *row) checkSameID(stored, read string) {
	if stored != read {
		r.add("id", "not_text", stored, "has spaces before or after it", read)
	}
}

// text returns the next value as text, "" for NULL.
func (r *row) text() string {
	at := r.take()
	if r.raw[at] == nil {
		return ""
	}
	switch r.fields[at].DataTypeOID {
	case pgtype.TextOID, pgtype.VarcharOID, pgtype.JSONOID:
		if r.together != "" {
			return r.together[r.begins[at] : r.begins[at]+len(r.raw[at])]
		}
		return string(r.raw[at])
	}
	var s string
	r.scan(at, &s, "not_text", "is not text", "")
	return s
}

// code is text of a small set of values, of which one copy is kept.
func code[T ~string](r *row) T {
	at := r.next
	if r.texts == nil {
		return T(r.text())
	}
	if known, ok := r.texts[string(r.raw[at])]; ok && r.fields[at].DataTypeOID == pgtype.TextOID {
		r.next++
		return T(known)
	}
	s := r.text()
	r.texts[s] = s
	return T(s)
}

func (r *row) float() (v float64, known bool) {
	at := r.take()
	switch {
	case r.raw[at] == nil:
		return 0, false
	case r.fields[at].DataTypeOID == pgtype.Float8OID && r.fields[at].Format == pgtype.BinaryFormatCode && len(r.raw[at]) == 8:
		return math.Float64frombits(binary.BigEndian.Uint64(r.raw[at])), true
	}
	return v, r.scan(at, &v, "not_a_number", "is not a number", "a number, or NULL when it is not known")
}

// whole returns the next value, 0 for NULL.
func (r *row) whole() int {
	at := r.take()
	if r.raw[at] == nil {
		return 0
	}
	var n int64
	r.scan(at, &n, "not_a_number", "is not a whole number", "")
	return int(n)
}

// version returns the last value, 0 where it wasn't asked for; the table itself holds it to 1 and above.
func (r *row) version() int64 {
	if r.next == len(r.raw) {
		return 0
	}
	at := r.take()
	if f := &r.fields[at]; f.DataTypeOID == pgtype.Int8OID && f.Format == pgtype.BinaryFormatCode && len(r.raw[at]) == 8 {
		return int64(binary.BigEndian.Uint64(r.raw[at])) //nolint:gosec // the same bits
	}
	var n int64
	r.scan(at, &n, "out_of_range", "must be a whole number of at least 1", "leave it to Samloka")
	return n
}

// date returns the next value, the zero Date for NULL.
func (r *row) date() symbiosis.Date {
	at := r.take()
	if r.raw[at] == nil {
		return symbiosis.Date{}
	}
	var d pgtype.Date
	const text, hint = "is not a date", "a day such as 2026-11-22"
	if !r.scan(at, &d, "not_a_date", text, hint) {
		return symbiosis.Date{}
	}
	if d.InfinityModifier != pgtype.Finite {
		r.add(r.column(at), "not_a_date", d.InfinityModifier.String(), text, hint)
		return symbiosis.Date{}
	}
	return symbiosis.DateOf(d.Time)
}

// list returns the next value, an array of text, nil for NULL. Empty items are passed over.
func (r *row) list() []string {
	at := r.take()
	if r.raw[at] == nil {
		return nil
	}
	var texts []pgtype.Text
	r.scan(at, &texts, "not_a_list", "is not a list of texts", "")
	var items []string
	for _, s := range texts {
		if part := strings.TrimSpace(s.String); part != "" {
			items = append(items, part)
		}
	}
	return items
}

// months reads an array of twelve numbers, January first.
func (r *row) months() (shares [12]float64) {
	at := r.take()
	if r.raw[at] == nil {
		return shares
	}
	const code, text, hint = "not_a_number", "does not hold twelve numbers", "twelve shares, January first"
	var numbers []pgtype.Float8
	if !r.scan(at, &numbers, code, text, hint) {
		return shares
	}
	if len(numbers) != len(shares) {
		r.add(r.column(at), code, fmt.Sprintf("%d numbers", len(numbers)), text, hint)
		return shares
	}
	for m, x := range numbers {
		if !x.Valid {
			r.add(r.column(at), code, "NULL", text, hint)
			return [12]float64{}
		}
		shares[m] = x.Float64
	}
	return shares
}

// fromJSON returns the next value, nil for NULL.
func fromJSON[T any](r *row) []T {
	at := r.next
	s := r.text()
	if s == "" {
		return nil
	}
	var items []T
	if err := json.Unmarshal([]byte(s), &items); err != nil {
		r.add(r.column(at), "not_json", "", "is not the JSON list it should be ("+err.Error()+")", "")
		return nil
	}
	if len(items) == 0 {
		return nil
	}
	return items
}

// point returns the next value; anything but a point is told, and is the point 0, 0.
func (r *row) point() (p orb.Point) {
	if at := r.next; r.fields[at].Format == pgtype.BinaryFormatCode { // not by geometry, which makes a piece of memory of each
		if p, ok := plainPoint(r.raw[at]); ok {
			r.next++
			return p
		}
	}
	return record.Point(recordRow{r})
}

// geometry returns the next value, nil when there is none.
func (r *row) geometry() orb.Geometry {
	at := r.take()
	if r.raw[at] == nil {
		r.add(r.column(at), "required", "", "is missing", "place it on the map")
		return nil
	}
	if p, ok := plainPoint(r.raw[at]); ok && r.fields[at].Format == pgtype.BinaryFormatCode {
		return p
	}
	var g located
	if !r.scan(at, &g, "not_a_geometry", "can't be read as a geometry", "") {
		return nil
	}
	if g.Geometry == nil || g.Bound().IsEmpty() {
		r.add(r.column(at), "required", "", "is empty", "place it on the map")
		return nil
	}
	return g.Geometry
}

// The other way: values for binding. What is absent is NULL.

func orNull[T ~string](s T) any {
	if s == "" {
		return nil
	}
	return string(s)
}

func dateOrNull(d symbiosis.Date) any {
	if d.IsZero() {
		return nil
	}
	return pgtype.Date{Time: time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC), Valid: true}
}

func jsonOrNull[T any](items []T) (any, error) {
	if len(items) == 0 {
		return nil, nil
	}
	b, err := json.Marshal(items)
	return string(b), err
}
