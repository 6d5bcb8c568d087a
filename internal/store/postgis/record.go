package postgis

import (
	"time"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// The nouns whose columns package record says for both stores.
var (
	flowKind       = kindOf(record.Flows)
	areaKind       = kindOf(record.Areas)
	exchangeKind   = kindOf(record.Exchanges)
	constraintKind = kindOf(record.Constraints)
	facilityKind   = kindOf(record.Facilities)
	profileKind    = kindOf(record.Profiles)
	comparisonKind = kindOf(record.Comparisons)
	pitchKind      = kindOf(record.Pitches)
	settingKind    = kindOf(record.Settings)
)

var (
	flowsOfSite     = flowKind.table.selectWhere("site_id")
	exchangesOfFlow = exchangeKind.table.selectWhere("surplus_id", "need_id")
)

// anyKind is a kind of record, whatever its noun.
type anyKind interface {
	remembered
	ofTable() *table
	changed(*reader, *symbiosis.Region) ([]symbiosis.BrokenRow, error)
}

// kinds are all of them, in the order in which their faults are told.
var kinds = []anyKind{
	&siteKind, &flowKind, &areaKind, &exchangeKind, &constraintKind, &facilityKind, &profileKind, &comparisonKind, &pitchKind, &settingKind,
}

// kindTables are their tables.
var kindTables = func() (tables []*table) {
	for _, k := range kinds {
		tables = append(tables, k.ofTable())
	}
	return tables
}()

// kindOf returns how this store keeps a noun.
func kindOf[T symbiosis.Record](n record.Noun[T]) kind[T] {
	return kind[T]{
		table: newTable(n.Table, n.Names()...),
		noun:  n.Name,
		read: func(r *row) T {
			var x T
			for _, c := range n.Columns {
				c.Read(&x, recordRow{r})
			}
			x, stored, err := n.Finish(x, r.version())
			r.checkSameID(stored, x.RecordID())
			r.check(err)
			return x
		},
		write: func(x *T, to rowWriter) error {
			values, err := n.Values(*x)
			for _, v := range values {
				to.value(bound(v))
			}
			return err
		},
		check:      n.Check,
		setVersion: n.SetVersion,
	}
}

// bound returns a value of package record as pgx takes it.
func bound(v any) any {
	switch v := v.(type) {
	case symbiosis.Date:
		return dateOrNull(v)
	case symbiosis.Document:
		return string(v)
	}
	return v
}

// recordRow is a row as package record reads it.
type recordRow struct{ *row }

var _ record.Row = recordRow{}

func (r recordRow) Text() string                 { return r.text() }
func (r recordRow) Code() string                 { return code[string](r.row) }
func (r recordRow) Number() (float64, bool)      { return r.float() }
func (r recordRow) Whole() int                   { return r.whole() }
func (r recordRow) Date() symbiosis.Date         { return r.date() }
func (r recordRow) List() []string               { return r.list() }
func (r recordRow) Months() [12]float64          { return r.months() }
func (r recordRow) Document() symbiosis.Document { return symbiosis.Document(r.text()) }
func (r recordRow) Geometry() orb.Geometry       { return r.geometry() }

func (r recordRow) Flag() bool {
	at := r.take()
	if r.raw[at] == nil {
		return false
	}
	var yes bool
	r.scan(at, &yes, "unknown_code", "is neither true nor false", "")
	return yes
}

func (r recordRow) Time() time.Time {
	at := r.take()
	if r.raw[at] == nil {
		return time.Time{}
	}
	var t pgtype.Timestamptz
	const text, hint = "is not a time", "such as 2026-11-22 13:45:00+00"
	if !r.scan(at, &t, "not_a_date", text, hint) {
		return time.Time{}
	}
	if t.InfinityModifier != pgtype.Finite {
		r.add(r.column(at), "not_a_date", t.InfinityModifier.String(), text, hint)
		return time.Time{}
	}
	return t.Time
}

// Fault implements record.Row: it tells of the value last taken.
func (r recordRow) Fault(code, value, text, hint string) {
	r.add(r.column(r.next-1), code, value, text, hint)
}
