package geopackage

import (
	"context"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store/record"
)

// manyNews is from how many rows on the spatial index of a table is laid out at once.
const manyNews = 2_000

// filling is an update that fills an empty table: what triggers do for each row is put off and done
// once at its end, within the same transaction. Nobody else sees the table without them.
type filling struct {
	table    *table
	triggers []string // what makes the triggers that were dropped
	rows     int
	told     int64        // fid of the last new row that the history has
	ids      *record.Seen // of the rows that were put: whose id isn't among them is new
	waiting  []any        // values of new rows that aren't written yet, row by row
}

// bitsOfSeen are those of the hash of an id; tests take fewer.
var bitsOfSeen = 64

// rowsAtOnce is how many new rows go as one statement, which costs less than a statement each.
const rowsAtOnce = 64

// add takes a new row in.
func (f *filling) add(ctx context.Context, tx *transaction, id string, values []any) error {
	f.rows++
	f.ids.Add(id)
	f.waiting = append(f.waiting, values...)
	if len(f.waiting) < rowsAtOnce*len(values) {
		return nil
	}
	return f.write(ctx, tx)
}

// write writes the rows that wait.
func (f *filling) write(ctx context.Context, tx *transaction) error {
	values, width := f.waiting, len(f.table.columns)
	f.waiting = nil // before the statement, which asks for them to be written first
	if len(values) == rowsAtOnce*width {
		err := tx.exec(ctx, f.table.insertMany, values...)
		f.waiting = values[:0]
		return err
	}
	for row := range slices.Chunk(values, width) {
		if err := tx.exec(ctx, f.table.insert, row...); err != nil {
			return err
		}
	}
	return nil
}

// settle writes the new rows that wait, in any table: what is asked next must see them.
func (tx *transaction) settle(ctx context.Context) error {
	for _, f := range tx.fillings {
		if f != nil && len(f.waiting) > 0 {
			if err := f.write(ctx, tx); err != nil {
				return err
			}
		}
	}
	return nil
}

// fill begins to put off the triggers of an empty table at its first new row. It returns nil for a
// table that isn't empty.
func (tx *transaction) fill(ctx context.Context, t *table) (*filling, error) {
	if f, asked := tx.fillings[t.name]; asked {
		return f, nil
	}
	tx.fillings[t.name] = nil
	var some int
	if err := tx.scan(ctx, []any{&some}, `SELECT EXISTS (SELECT 1 FROM `+t.name+`)`); err != nil || some != 0 {
		return nil, err
	}
	f := &filling{table: t, ids: record.NewSeen(bitsOfSeen)}
	for _, trigger := range []string{"rtree_" + t.name + "_geom_insert", "samloka_" + t.name + "_insert", "samloka_" + t.name + "_history_insert"} {
		var makes string
		err := tx.scan(ctx, []any{&makes}, `SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ? AND tbl_name = ?`, trigger, t.name)
		if err != nil {
			return nil, err
		}
		if makes == "" {
			continue
		}
		if err := tx.exec(ctx, `DROP TRIGGER `+trigger); err != nil {
			return nil, err
		}
		f.triggers = append(f.triggers, makes)
	}
	tx.fillings[t.name] = f
	return f, nil
}

// end does what the triggers would have done, and makes them again.
func (f *filling) end(ctx context.Context, tx *transaction) error {
	if err := tx.exec(ctx, `UPDATE samloka_revision SET counter = counter + ?, mark = random()`, f.rows); err != nil {
		return err
	}
	if f.table.hasGeometry() {
		if err := f.index(ctx, tx); err != nil {
			return err
		}
	}
	if err := f.tell(ctx, tx); err != nil {
		return err
	}
	for _, makes := range f.triggers {
		if err := tx.exec(ctx, makes); err != nil {
			return err
		}
	}
	return nil
}

// runLength is how many new rows at most a run of the history tells of.
const runLength = 1000

// tell writes the new rows down in the history that aren't yet: all of a table that was empty are
// new. It comes before anything else is done to one of them, so that its changes stand in order.
func (f *filling) tell(ctx context.Context, tx *transaction) error {
	for {
		var last *int64
		var count int
		news := `(SELECT fid, id FROM ` + f.table.name + ` WHERE fid > ?1 ORDER BY fid LIMIT ?2)`
		err := tx.scan(ctx, []any{&last, &count}, `SELECT max(fid), count(*) FROM `+news, f.told, runLength)
		if err != nil || count == 0 {
			return err
		}
		write := `
			INSERT INTO samloka_history (number, change_set, actor, program, table_name, record_id, operation, version, undoes)
			SELECT ` + nextNumber + ` + row_number() OVER (ORDER BY n.fid) - 1, s.change_set, s.actor, 'samloka', ?3, n.id, 'insert', 1, s.undoes
			FROM samloka_session AS s, ` + news + ` AS n`
		if count == runLength {
			write = `
			INSERT INTO samloka_history_runs (number, last_number, change_set, actor, program, table_name, undoes, least_id, greatest_id, record_ids)
			SELECT ` + nextNumber + `, ` + nextNumber + ` + count(*) - 1, s.change_set, s.actor, 'samloka', ?3, s.undoes, min(n.id), max(n.id), json_group_array(n.id)
			FROM samloka_session AS s, ` + news + ` AS n`
		}
		if err := tx.exec(ctx, write, f.told, runLength, f.table.name); err != nil {
			return err
		}
		f.told = *last
	}
}

// tellNews is tell for a table that is being filled.
func (tx *transaction) tellNews(ctx context.Context, t *table) error {
	if f := tx.fillings[t.name]; f != nil {
		return f.tell(ctx, tx)
	}
	return nil
}

// index makes the spatial index anew from the table: rows may have been changed or deleted since
// they were put.
func (f *filling) index(ctx context.Context, tx *transaction) error {
	cells, err := f.cells(ctx, tx)
	if err != nil {
		return err
	}
	name := "rtree_" + f.table.name + "_geom"
	if err := tx.exec(ctx, `DELETE FROM `+name); err != nil {
		return err
	}
	if len(cells) < manyNews {
		for _, c := range cells {
			if err := tx.exec(ctx, `INSERT INTO `+name+` VALUES (?, ?, ?, ?, ?)`, c.id, c.minX, c.maxX, c.minY, c.maxY); err != nil {
				return err
			}
		}
		return nil
	}
	var size int
	if err := tx.scan(ctx, []any{&size}, `SELECT length(data) FROM `+name+`_node WHERE nodeno = ?`, rootNode); err != nil {
		return err
	}
	p := pack(cells, size)
	for i, node := range p.nodes {
		if err := tx.exec(ctx, `INSERT OR REPLACE INTO `+name+`_node VALUES (?, ?)`, i+1, node); err != nil {
			return err
		}
	}
	for i := range p.nodes[1:] {
		number := int64(i + 2)
		if err := tx.exec(ctx, `INSERT INTO `+name+`_parent VALUES (?, ?)`, number, p.parents[number]); err != nil {
			return err
		}
	}
	part := make([]any, 0, 2*rowsAtOnce)
	for i, c := range p.leaves {
		if part = append(part, c.id, p.leaf[i]); len(part) < cap(part) && i < len(p.leaves)-1 {
			continue
		}
		if err := tx.exec(ctx, `INSERT INTO `+name+`_rowid VALUES (?, ?)`+strings.Repeat(", (?, ?)", len(part)/2-1), part...); err != nil {
			return err
		}
		part = part[:0]
	}
	return nil
}

// cells reads the box of each row that has one.
func (f *filling) cells(ctx context.Context, tx *transaction) ([]cell, error) {
	rows, err := tx.query(ctx, `SELECT fid, geom FROM `+f.table.name+` WHERE geom NOT NULL`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	cells := make([]cell, 0, f.rows)
	for rows.Next() {
		var fid int64
		var geometry []byte
		if err := rows.Scan(&fid, &geometry); err != nil {
			return nil, tx.fail(ctx, err)
		}
		var bound orb.Bound
		bound, empty, err := boundOf(geometry)
		if err != nil {
			return nil, tx.fail(ctx, err)
		}
		if !empty {
			cells = append(cells, cellOf(fid, bound))
		}
	}
	if err := rows.Err(); err != nil {
		return nil, tx.fail(ctx, err)
	}
	return cells, nil
}
