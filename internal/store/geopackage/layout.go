package geopackage

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/store/geopackage/btree"
)

// layout is how a table lies in its file.
type layout struct {
	db          btree.Database
	root, index uint32 // the first pages of the table, and of the index of its ids
	columns     []columnLayout
	at          []int  // where each of fid, the table's columns and version stands among columns
	asTheyAre   []bool // of at: the driver would give the value as it is kept
	fid         int    // among columns: SQLite keeps it as the row's number
}

// columnLayout is how a column is kept.
type columnLayout struct {
	name    string
	real    bool  // whole numbers in it mean real ones
	timed   bool  // the driver reads its texts as times
	missing value // of rows older than the column
}

// layoutOf finds out how a table lies; btree.ErrFormat for one that must be read row by row, since
// another program has made it in another way.
func (s *session) layoutOf(t *table) (l layout, err error) {
	first, err := s.page(1)
	if err != nil {
		return l, err
	}
	if l.db, err = btree.New(first); err != nil {
		return l, err
	}
	name := []driver.NamedValue{{Ordinal: 1, Value: t.name}}
	unlike := func(why string) error { return fmt.Errorf("%w: the table %s %s", btree.ErrFormat, t.name, why) }
	l.fid = -1
	at := map[string]int{}
	var defaults []string
	var defaultOf []int
	why := ""
	err = s.query(`
		SELECT m.rootpage, x.name, x.type, x.dflt_value, x.pk, x.hidden
		FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS x
		WHERE m.type = 'table' AND m.name = ? AND NOT EXISTS (SELECT 1 FROM pragma_table_list AS l WHERE l.schema = 'main' AND l.name = m.name AND (l.wr OR l.type <> 'table'))
		ORDER BY x.cid`, 6, name, func(v []driver.Value) error {
		root, _ := v[0].(int64)
		l.root = uint32(root) //nolint:gosec // a page number
		column, _ := v[1].(string)
		declared, _ := v[2].(string)
		declared = strings.ToUpper(declared)
		if pk, _ := v[4].(int64); pk > 0 {
			if pk != 1 || declared != "INTEGER" || l.fid >= 0 {
				why = "has another primary key"
			}
			l.fid = len(l.columns)
		}
		if hidden, _ := v[5].(int64); hidden != 0 {
			why = "has columns that are reckoned"
		}
		if d, some := v[3].(string); some {
			defaults, defaultOf = append(defaults, d), append(defaultOf, len(l.columns))
		}
		at[column] = len(l.columns)
		l.columns = append(l.columns, columnLayout{name: column, real: isReal(declared),
			timed: declared == "DATE" || declared == "DATETIME" || declared == "TIMESTAMP"})
		return nil
	})
	switch {
	case err != nil:
		return l, err
	case l.root == 0:
		return l, unlike("is none that stands by itself")
	case why != "":
		return l, unlike(why)
	case l.fid < 0:
		return l, unlike("has no number of rows")
	}
	for _, c := range append(append([]string{"fid"}, t.columns...), "version") {
		i, ok := at[c]
		if !ok {
			return l, unlike("lacks the column " + c)
		}
		l.at = append(l.at, i)
		l.asTheyAre = append(l.asTheyAre, i != l.fid && !l.columns[i].real && !l.columns[i].timed)
	}
	if len(defaults) > 0 {
		err = s.query("SELECT "+strings.Join(defaults, ", "), len(defaults), nil, func(v []driver.Value) error {
			for i, x := range v {
				l.columns[defaultOf[i]].missing = valueFrom(x)
			}
			return nil
		})
		if err != nil {
			return l, err
		}
	}
	err = s.query(`
		SELECT m.rootpage
		FROM pragma_index_list(?) AS l
		JOIN sqlite_schema AS m ON m.type = 'index' AND m.name = l.name
		JOIN pragma_index_xinfo(l.name) AS x
		WHERE l."unique" AND NOT l.partial AND (SELECT count(*) FROM pragma_index_xinfo(l.name) WHERE "key") = 1
			AND x."key" AND x.name = 'id' AND x.coll = 'BINARY' AND NOT x."desc"
		LIMIT 1`, 1, name, func(v []driver.Value) error {
		root, _ := v[0].(int64)
		l.index = uint32(root) //nolint:gosec // a page number
		return nil
	})
	if err == nil && l.index == 0 {
		err = unlike("has no index of its ids")
	}
	return l, err
}

// isReal says that a column of a declared type has the affinity REAL: by the rules of
// https://www.sqlite.org/datatype3.html, in their order.
func isReal(declared string) bool {
	for _, other := range []string{"INT", "CHAR", "CLOB", "TEXT", "BLOB"} {
		if strings.Contains(declared, other) {
			return false
		}
	}
	return strings.Contains(declared, "REAL") || strings.Contains(declared, "FLOA") || strings.Contains(declared, "DOUB")
}

// pagedRow reads rows of a page.
type pagedRow struct {
	row
	layout layout
	stored []btree.Value // as they stand in the page
}

func newPagedRow(t *table, l layout) *pagedRow {
	r := &pagedRow{row: *newRow(t), layout: l, stored: make([]btree.Value, len(l.columns))}
	r.texts = nil // texts are parts of pages: copies would not save memory
	return r
}

// read takes the values of the i-th row of a leaf, as the driver would give them.
func (r *pagedRow) read(from *btree.Rows, i int) error {
	number, count, err := from.Read(i, r.stored)
	if err != nil {
		return err
	}
	asTheyAre, values := r.layout.asTheyAre[:len(r.layout.at)], r.values[:len(r.layout.at)]
	for to, at := range r.layout.at {
		v := &values[to]
		if asTheyAre[to] && at < count {
			v.Value = r.stored[at]
			continue
		}
		column := &r.layout.columns[at]
		switch {
		case at == r.layout.fid:
			v.Value = btree.Value{Kind: btree.Whole, Bits: uint64(number)} //nolint:gosec // the same bits
		case at >= count:
			*v = column.missing
		default:
			v.Value = r.stored[at]
			switch {
			case column.real && v.Kind == btree.Whole:
				*v = valueFrom(float64(v.Whole()))
			case column.timed && v.Kind == btree.Text:
				if t, ok := driverTime(v.Text); ok {
					*v = valueFrom(t)
				}
			}
		}
	}
	r.start()
	return nil
}

// driverTime reads a text as the driver reads that of a DATE or DATETIME.
func driverTime(s string) (time.Time, bool) {
	formats := driverTimes
	if len(s) == len(time.DateOnly) {
		formats = formats[len(formats)-1:] // the one of that length
	}
	for i, format := range formats {
		text := strings.TrimSuffix(s, "Z")
		if i == 0 && len(formats) > 1 { // as Go writes a time, with what its clock says after it
			text, _, _ = strings.Cut(s, "m=")
			text = strings.TrimSpace(text)
		}
		if t, err := time.Parse(format, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// driverTimes are the formats that modernc.org/sqlite takes for a time, in its order. A test
// compares.
var driverTimes = []string{
	"2006-01-02 15:04:05.999999999 -0700 MST",
	"2006-01-02 15:04:05.999999999-07:00",
	"2006-01-02T15:04:05.999999999-07:00",
	"2006-01-02 15:04:05.999999999",
	"2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04",
	"2006-01-02T15:04",
	"2006-01-02",
}
