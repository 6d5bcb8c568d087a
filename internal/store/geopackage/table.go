package geopackage

import (
	"slices"
	"strings"
)

// table is a table of the region: the SQL of what is done with it. Columns are listed once, in
// the noun's file, in the order of the values it binds and reads.
type table struct {
	name    string
	columns []string // without fid and version
	keyAt   int      // of what a row is known by, among the values read, of which fid is the first; 0: nothing
	knownAs string   // what its one row is called in the history, where keyAt is 0

	selected, selectAll, selectOne, selectTouched, selectVersion, selectGeometry, insert, insertMany, remove string
	// update sets all columns, updateRest all but the geometry, whose spatial index a trigger then leaves
	// alone: to change that takes far longer than to change the row.
	update, updateRest string
}

// wholeVersion is a row's version, 1 where another program has left none, or what none can be.
const wholeVersion = "CASE WHEN typeof(version) = 'integer' AND version >= 1 THEN version ELSE 1 END"

// newTable returns the SQL of a table. Rows are known by the text column id; fid comes first and
// version last in what is selected.
func newTable(name string, columns ...string) *table {
	list := strings.Join(columns, ", ")
	insert := "INSERT INTO " + name + " (" + list + ", version) VALUES "
	row := "(" + strings.Repeat("?, ", len(columns)) + "1)"
	selected := "SELECT fid, " + list + ", version FROM " + name
	update := func(columns []string) string {
		return "UPDATE " + name + " SET " + strings.Join(columns, " = ?, ") + " = ?, version = ? WHERE fid = ?"
	}
	return &table{
		name:      name,
		columns:   columns,
		keyAt:     1 + slices.Index(columns, "id"),
		selected:  selected,
		selectAll: selected,
		selectOne: selected + " WHERE id = ?",
		selectTouched: selected + ` WHERE id IN (
			SELECT record_id FROM samloka_history WHERE table_name = ?1 AND number > ?2
			UNION ALL SELECT value FROM samloka_history_runs, json_each(record_ids) WHERE table_name = ?1 AND number > ?2)`,
		// The version comes alone, to be read for each record that is put.
		selectVersion:  "SELECT fid, " + wholeVersion + " FROM " + name + " WHERE id = ?",
		insert:         insert + row,
		insertMany:     insert + row + strings.Repeat(", "+row, rowsAtOnce-1),
		selectGeometry: "SELECT geom FROM " + name + " WHERE fid = ?",
		update:         update(columns),
		updateRest:     update(columns[1:]),
		remove:         "DELETE FROM " + name + " WHERE id = ?",
	}
}

// whereNameless chooses the rows that have no id, "" where a row needs none. By the index: blank ones stand together.
func (t *table) whereNameless() string {
	if t.keyAt == 0 {
		return ""
	}
	key := t.columns[t.keyAt-1]
	return " WHERE " + key + " IS NULL OR " + key + " >= '' AND " + key + " < '!' AND trim(" + key + ") = ''"
}

// selectWhere selects the rows in which one of columns equals the one argument.
func (t *table) selectWhere(columns ...string) string {
	return t.selectAll + " WHERE " + strings.Join(columns, " = ?1 OR ") + " = ?1"
}
