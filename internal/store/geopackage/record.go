package geopackage

import (
	"strings"
	"time"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store/geopackage/btree"
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

// geometryLayers are the tables with a place in gpkg_geometry_columns and an R-tree.
var geometryLayers = []*table{sites, areaKind.table, constraintKind.table, facilityKind.table}

var (
	flowsOfSite     = flowKind.table.selectWhere("site_id")
	exchangesOfFlow = exchangeKind.table.selectWhere("surplus_id", "need_id")
)

// anyKind is a kind of record, whatever its noun.
type anyKind interface {
	remembered
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
		values: func(x T) ([]any, error) {
			values, err := n.Values(x)
			for i, v := range values {
				if err == nil {
					values[i], err = bound(v)
				}
			}
			return values, err
		},
		check:      n.Check,
		setVersion: n.SetVersion,
	}
}

// timeFormat is how a GeoPackage writes a DATETIME.
const timeFormat = "2006-01-02T15:04:05.000Z"

// bound returns a value of package record as SQLite takes it.
func bound(v any) (any, error) {
	switch v := v.(type) {
	case symbiosis.Date:
		return v.String(), nil
	case time.Time:
		return v.UTC().Format(timeFormat), nil
	case symbiosis.Document:
		return string(v), nil
	case []string:
		return strings.Join(v, ";"), nil
	case []float64:
		return joinNumbers(v), nil
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case orb.Geometry:
		return encodeGeometry(v, wgs84)
	}
	return v, nil
}

// recordRow is a row as package record reads it.
type recordRow struct{ *row }

var _ record.Row = recordRow{}

func (r recordRow) Text() string            { return r.text() }
func (r recordRow) Code() string            { return code[string](r.row) }
func (r recordRow) Number() (float64, bool) { return r.float() }
func (r recordRow) Whole() int              { return r.whole() }
func (r recordRow) Date() symbiosis.Date    { return r.date() }
func (r recordRow) List() []string          { return r.list() }
func (r recordRow) Months() [12]float64     { return r.months() }
func (r recordRow) Geometry() orb.Geometry  { return r.geometry() }

func (r recordRow) Document() symbiosis.Document { return symbiosis.Document(r.text()) }

func (r recordRow) Flag() bool {
	v, column := r.take()
	switch {
	case v.Kind == btree.Null:
		return false
	case v.Kind == btree.Whole && (v.Whole() == 0 || v.Whole() == 1):
		return v.Whole() == 1
	}
	r.add(column, "unknown_code", v, "is neither 0 nor 1", "1 for yes, 0 for no")
	return false
}

func (r recordRow) Time() time.Time {
	v, column := r.take()
	if v.Kind == isTime {
		return *v.time
	}
	s := r.asText(v, column)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		r.add(column, "not_a_date", v, "is not a time", "such as 2026-11-22T13:45:00.000Z")
	}
	return t
}

// Fault implements record.Row: it tells of the value last taken.
func (r recordRow) Fault(code, value, text, hint string) {
	var shown any
	if value != "" {
		shown = value
	}
	r.add(r.table.columns[r.next-2], code, shown, text, hint)
}
