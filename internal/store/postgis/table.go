package postgis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// table is a table of the region: the SQL of what is done with it. Columns are listed once, in
// the noun's file, in the order of the values it binds and reads.
type table struct {
	name    string
	key     string   // the column that a row is known by
	columns []string // without version
	keyAt   int      // of key among columns
	knownAs string   // what its one row is called in the history, where that isn't its key

	selected, selectAll, selectLent, selectOne, selectSome, selectVersion, selectVersions, selectSomeRow, upsert, remove string
	// For many rows: they go to a temporary table and from there over those they replace.
	makeTemporary, replaceFromTemporary, emptyTemporary string
}

// newTable returns the SQL of a table whose rows are known by id. The version comes last in what
// is selected and bound.
func newTable(name string, columns ...string) *table {
	all := append(slices.Clone(columns), "version")
	list := strings.Join(all, ", ")
	selected := "SELECT " + list + " FROM " + name
	temporary := pgx.Identifier{"samloka_put_" + name}.Sanitize()
	binds := make([]string, len(all))
	var sets, copies []string
	for i, c := range all {
		binds[i] = fmt.Sprintf("$%d", i+1)
		if c != "id" {
			sets = append(sets, c+" = excluded."+c)
			copies = append(copies, c+" = put."+c)
		}
	}
	return &table{
		name:     name,
		key:      "id",
		columns:  columns,
		keyAt:    slices.Index(columns, "id"),
		selected: selected,
		// Byte by byte, also when another program has made the column anew.
		selectAll:      selected + ` ORDER BY id COLLATE "C"`,
		selectLent:     "SELECT " + strings.Join(columns, ", ") + " FROM " + name + ` ORDER BY id COLLATE "C"`,
		selectOne:      selected + " WHERE id = $1",
		selectSome:     selected + " WHERE id = ANY($1) ORDER BY id",
		selectVersion:  "SELECT version FROM " + name + " WHERE id = $1",
		selectVersions: "SELECT id, version FROM " + name,
		selectSomeRow:  "SELECT EXISTS (SELECT FROM " + name + ")",
		upsert: "INSERT INTO " + name + " (" + list + ") VALUES (" + strings.Join(binds, ", ") +
			") ON CONFLICT (id) DO UPDATE SET " + strings.Join(sets, ", "),
		remove:               "DELETE FROM " + name + " WHERE id = $1",
		makeTemporary:        "CREATE TEMPORARY TABLE IF NOT EXISTS " + temporary + " (LIKE " + name + ") ON COMMIT DROP",
		replaceFromTemporary: "UPDATE " + name + " SET " + strings.Join(copies, ", ") + " FROM " + temporary + " AS put WHERE put.id = " + name + ".id",
		emptyTemporary:       "TRUNCATE " + temporary,
	}
}

// all are the columns that are bound.
func (t *table) all() []string { return append(slices.Clone(t.columns), "version") }

// regclass is the table as the catalogues know it, in SQL.
func (t *table) regclass() string { return literal(pgx.Identifier{t.name}.Sanitize()) + "::regclass" }

// temporary is the name of the table's temporary twin.
func (t *table) temporary() pgx.Identifier { return pgx.Identifier{"pg_temp", "samloka_put_" + t.name} }

// selectWhere selects the rows in which one of columns equals the one argument.
func (t *table) selectWhere(columns ...string) string {
	return t.selected + " WHERE " + strings.Join(columns, " = $1 OR ") + " = $1 ORDER BY id"
}
