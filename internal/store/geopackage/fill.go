package geopackage

import (
	"context"
	"math"
	"slices"

	"github.com/samloka/samloka/internal/store/record"
)

// manyNews is from how many rows on the spatial index of a table is laid out at once; tests take more.
var manyNews = 2_000

// filling is an update that fills an empty table, or adds many rows to one: what triggers do for each row
// is put off and done once at its end, within the same transaction. Nobody else sees the table without
// them.
type filling struct {
	table    *table
	from     int64    // fid of the last row before it, 0 for an empty table; new ones have greater
	triggers []string // what makes the triggers that were dropped
	rows     int
	told     int64        // fid of the last new row that the history has
	ids      *record.Seen // of the rows that were put: whose id isn't among them is none of these
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
// table that isn't empty, as long as few rows have come.
func (tx *transaction) fill(ctx context.Context, t *table) (*filling, error) {
	if f, asked := tx.fillings[t.name]; asked {
		return f, nil
	}
	tx.fillings[t.name] = nil
	var some int
	if err := tx.scan(ctx, []any{&some}, `SELECT EXISTS (SELECT 1 FROM `+t.name+`)`); err != nil || some != 0 {
		return nil, err
	}
	return tx.putOff(ctx, t, 0)
}

// grow notes a new row of a table that wasn't empty; when many have come, it begins to put off the triggers
// for further ones. It returns nil until then.
func (tx *transaction) grow(ctx context.Context, t *table) (*filling, error) {
	tx.news[t.name]++
	if tx.news[t.name] <= manyNews {
		return nil, nil
	}
	var last int64
	if err := tx.scan(ctx, []any{&last}, `SELECT coalesce(max(fid), 0) FROM `+t.name); err != nil {
		return nil, err
	}
	if last <= 0 || last > math.MaxInt64/2 { // where fids have come to their end, SQLite takes any that is free
		return nil, nil
	}
	return tx.putOff(ctx, t, last)
}

// putOff drops the triggers that run for each new row.
func (tx *transaction) putOff(ctx context.Context, t *table, last int64) (*filling, error) {
	f := &filling{table: t, from: last, told: last, ids: record.NewSeen(bitsOfSeen)}
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

// tellNews is tell before row fid is changed or deleted, if that is one of the new rows of a filling.
func (tx *transaction) tellNews(ctx context.Context, t *table, fid int64) error {
	if f := tx.fillings[t.name]; f != nil && fid > f.from {
		return f.tell(ctx, tx)
	}
	return nil
}
