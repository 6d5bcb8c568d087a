package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/samloka/samloka/internal/store"
)

// remembered reads the records of a table out of the history and from the table itself, by the
// number of the change and by id, and writes old ones.
type remembered interface {
	before(ctx context.Context, from queryer, types *pgtype.Map, numbers []int64) (map[int64]oldRow, error)
	present(ctx context.Context, from queryer, types *pgtype.Map, ids []string) (map[string]any, error)
	row(id string, record any) (columns []string, values []any, ok bool)
}

// oldRow is a row as the history has it.
type oldRow struct {
	record any
	broken bool // it breaks a rule, or can't be read whole
}

// rememberedTables are those of the region, by name.
var rememberedTables = func() map[string]remembered {
	all := map[string]remembered{assumptions.name: rememberedRow{assumptions, readAssumption}, regionInfo.name: rememberedRow{regionInfo, readInfo}}
	for _, k := range kinds {
		all[k.ofTable().name] = k
	}
	return all
}()

// History implements store.Historian.
func (s *Store) History(ctx context.Context, q store.HistoryQuery) ([]store.Change, error) {
	changes, err := s.history(ctx, q)
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	return changes, nil
}

func (s *Store) history(ctx context.Context, q store.HistoryQuery) ([]store.Change, error) {
	if !storable(q.ID) || !storable(q.Table) {
		return nil, nil
	}
	// One state: what is changed meanwhile would be neither here nor there.
	tx, err := s.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	query, args := selectHistory(q)
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	var changes []store.Change
	var nexts []int64
	var c store.Change
	var next int64
	_, err = pgx.ForEachRow(rows, []any{&c.Number, &c.Set, &c.At, &c.Actor, &c.Program, &c.Table, &c.ID, &c.Operation, &c.Version, &c.Undoes, &next}, func() error {
		c.Latest = next == 0
		changes, nexts = append(changes, c), append(nexts, next)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return changes, fillRecords(ctx, tx, changes, nexts)
}

// fillRecords gives changes their records. nexts are the numbers of the next change of each one's
// record, 0 for none: what that one overwrote is what this one wrote.
func fillRecords(ctx context.Context, tx pgx.Tx, changes []store.Change, nexts []int64) error {
	numbers, ids := map[string][]int64{}, map[string][]string{}
	for i, c := range changes {
		numbers[c.Table] = append(numbers[c.Table], c.Number)
		switch {
		case c.Operation == store.Deleted:
		case nexts[i] != 0:
			numbers[c.Table] = append(numbers[c.Table], nexts[i])
		default:
			ids[c.Table] = append(ids[c.Table], c.ID)
		}
	}
	types := tx.Conn().TypeMap()
	for table, of := range numbers {
		t, ok := rememberedTables[table]
		if !ok {
			continue // of a newer program, or of one that made tables of its own here
		}
		before, err := t.before(ctx, tx, types, of)
		if err != nil {
			return err
		}
		present, err := t.present(ctx, tx, types, ids[table])
		if err != nil {
			return err
		}
		for i := range changes {
			c := &changes[i]
			if c.Table != table {
				continue
			}
			c.Before, c.Broken = before[c.Number].record, before[c.Number].broken
			switch {
			case c.Operation == store.Deleted:
			case nexts[i] != 0:
				c.After = before[nexts[i]].record
			default:
				c.After = present[c.ID]
			}
		}
	}
	return nil
}

// selectBefore reads rows of a table out of the history; a column that came later is NULL.
func (t *table) selectBefore(columns []string) string {
	return fmt.Sprintf(`SELECT h.number, r.%s FROM samloka_history AS h, json_populate_record(NULL::%s, h.before) AS r
		WHERE h.number = ANY($1) AND h.before IS NOT NULL`, strings.Join(columns, ", r."), t.name)
}

func (k *kind[T]) columns() []string {
	return append(append([]string{}, k.table.columns...), "version")
}

func (k *kind[T]) before(ctx context.Context, from queryer, types *pgtype.Map, numbers []int64) (map[int64]oldRow, error) {
	return readBefore(ctx, from, types, k.table, k.columns(), numbers, func(r *row) any { return k.read(r) })
}

func (k *kind[T]) present(ctx context.Context, from queryer, types *pgtype.Map, ids []string) (map[string]any, error) {
	found := map[string]any{}
	if len(ids) == 0 {
		return found, nil
	}
	rows, err := from.Query(ctx, k.table.selectSome, ids)
	if err != nil {
		return nil, err
	}
	items, _, err := k.readAll(rows, types) // what breaks a rule is shown as it is
	for _, item := range items {
		found[item.RecordID()] = item
	}
	return found, err
}

func readBefore(ctx context.Context, from queryer, types *pgtype.Map, t *table, columns []string, numbers []int64, read func(*row) any) (map[int64]oldRow, error) {
	rows, err := from.Query(ctx, t.selectBefore(columns), numbers)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[int64]oldRow{}
	r := newRow(t, types)
	for rows.Next() {
		var number int64
		r.fields = rows.FieldDescriptions()[1:]
		raw := rows.RawValues()
		if err := types.Scan(rows.FieldDescriptions()[0].DataTypeOID, rows.FieldDescriptions()[0].Format, raw[0], &number); err != nil {
			return nil, err
		}
		r.raw, r.next = raw[1:], 0
		r.faults.Next()
		record := read(r)
		found[number] = oldRow{record, r.faults.Broken()}
	}
	return found, rows.Err()
}

func (k *kind[T]) ofTable() *table { return k.table }

// rememberedRow is a table that holds no records of their own: assumptions, and what the region is called.
type rememberedRow struct {
	table *table
	read  func(*row) (id string, value any)
}

func (t rememberedRow) before(ctx context.Context, from queryer, types *pgtype.Map, numbers []int64) (map[int64]oldRow, error) {
	return readBefore(ctx, from, types, t.table, t.table.columns, numbers, func(r *row) any {
		_, value := t.read(r)
		return value
	})
}

func (t rememberedRow) present(ctx context.Context, from queryer, types *pgtype.Map, ids []string) (map[string]any, error) {
	found := map[string]any{}
	if len(ids) == 0 {
		return found, nil
	}
	_, err := eachRow(ctx, from, types, t.table, func(r *row) {
		if id, value := t.read(r); value != nil {
			found[id] = value
		}
	})
	return found, err
}
