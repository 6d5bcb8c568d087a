package geopackage

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// remembered reads records of a table for the history: old ones out of its JSON, present ones
// from the table, and writes old ones.
type remembered interface {
	// old says, too, whether the record breaks a rule or can't be read whole.
	old(json string) (record any, broken bool, err error)
	present(ctx context.Context, from queryer, id string) (any, error)
	row(id string, record any) (columns []string, values []any, ok bool)
	ofTable() *table
	// nameless reads the rows that have no id, all of which are broken.
	nameless(ctx context.Context, from queryer) ([]symbiosis.BrokenRow, error)
}

// readRemembered is by the name of the table.
var readRemembered = func() map[string]remembered {
	all := map[string]remembered{assumptions.name: rememberedRow{assumptions, readAssumption}, regionInfo.name: rememberedRow{regionInfo, readInfo}}
	for _, k := range kinds {
		all[k.ofTable().name] = k
	}
	return all
}()

// History implements store.Historian.
func (s *Store) History(ctx context.Context, q store.HistoryQuery) ([]store.Change, error) {
	if err := s.inPlace(); err != nil {
		return nil, err
	}
	changes, err := s.history(ctx, q)
	if err != nil {
		return nil, explain(ctx, s.path, err)
	}
	return changes, nil
}

func (s *Store) history(ctx context.Context, q store.HistoryQuery) ([]store.Change, error) {
	// One state: what is changed meanwhile would be neither here nor there.
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	query, args := selectHistory(q)
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var changes []store.Change
	var now []int // indexes of those whose record is as they left it
	for rows.Next() {
		var c store.Change
		var at string
		var before, after *string
		var next *int64
		if err := rows.Scan(&c.Number, &c.Set, &at, &c.Actor, &c.Program, &c.Table, &c.ID, &c.Operation, &c.Version, &c.Undoes, &before, &next, &after); err != nil {
			return nil, err
		}
		if c.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
			return nil, err
		}
		c.Latest = next == nil
		if c.Before, c.Broken, err = old(c.Table, before); err != nil {
			return nil, err
		}
		if c.Operation != store.Deleted {
			if c.After, _, err = old(c.Table, after); err != nil {
				return nil, err
			}
			if next == nil {
				now = append(now, len(changes))
			}
		}
		changes = append(changes, c)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, i := range now {
		c := &changes[i]
		if t, ok := readRemembered[c.Table]; ok {
			if c.After, err = t.present(ctx, tx, c.ID); err != nil {
				return nil, err
			}
		}
	}
	return changes, nil
}

func old(table string, text *string) (record any, broken bool, err error) {
	t, ok := readRemembered[table]
	if text == nil || !ok { // ok is false for a table of a newer program
		return nil, false, nil
	}
	return t.old(*text)
}

// infinite is a number that older versions of SQLite write for an infinite one. A text that has it after a quote
// and a colon would be changed too; it stands beside such a number only.
var infinite = regexp.MustCompile(`("\s*:\s*-?)Inf(\s*[,}])`)

// remember sets the row's values to those of a JSON object; a column that came later is NULL.
func (r *row) remember(text string) error {
	var values map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	err := d.Decode(&values)
	if err != nil { // older SQLite writes an infinite number as no JSON has it, newer one out of range
		values = nil
		d = json.NewDecoder(strings.NewReader(infinite.ReplaceAllString(text, "${1}9e999$2")))
		d.UseNumber()
		err = d.Decode(&values)
	}
	if err != nil {
		return symbiosis.Errorf(symbiosis.Internal, "an entry of the history can't be read: %w", err)
	}
	columns := append(append([]string{"fid"}, r.table.columns...), "version")
	for i, c := range columns {
		r.values[i] = valueFrom(valueOf(c, values[c]))
	}
	r.start()
	return nil
}

// valueOf returns the value as SQLite would give it.
func valueOf(column string, v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		if x, err := v.Float64(); err == nil || math.IsInf(x, 0) {
			return x
		}
		return v.String()
	case string:
		if column == "geom" {
			if b, err := hex.DecodeString(v); err == nil && len(b) > 0 {
				return b
			}
			return nil
		}
	}
	return v
}

func (k *kind[T]) old(text string) (record any, broken bool, err error) {
	r := newRow(k.table)
	if err := r.remember(text); err != nil {
		return nil, false, err
	}
	record = k.read(r)
	return record, r.faults.Broken(), nil
}

func (k *kind[T]) present(ctx context.Context, from queryer, id string) (any, error) {
	rows, err := from.QueryContext(ctx, k.table.selectOne, id)
	if err != nil {
		return nil, err
	}
	items, _, err := k.readAll(rows, 1) // what breaks a rule is shown as it is
	if err != nil || len(items) == 0 {
		return nil, err
	}
	return items[0], nil
}

func (k *kind[T]) ofTable() *table { return k.table }

func (k *kind[T]) nameless(ctx context.Context, from queryer) ([]symbiosis.BrokenRow, error) {
	rows, err := from.QueryContext(ctx, k.table.selectAll+k.table.whereNameless())
	if err != nil {
		return nil, err
	}
	_, broken, err := k.readAll(rows, 0)
	return broken, err
}

// rememberedRow is a table that holds no records of their own: assumptions, and what the region
// is called.
type rememberedRow struct {
	table *table
	read  func(*row) (id string, value any)
}

func (t rememberedRow) old(text string) (record any, broken bool, err error) {
	r := newRow(t.table)
	if err := r.remember(text); err != nil {
		return nil, false, err
	}
	_, record = t.read(r)
	return record, r.faults.Broken(), nil
}

func (t rememberedRow) present(ctx context.Context, from queryer, id string) (any, error) {
	var found any
	_, err := eachRow(ctx, from, t.table, t.table.selectAll, func(r *row) {
		if at, value := t.read(r); at == id {
			found = value
		}
	})
	return found, err
}

func (t rememberedRow) ofTable() *table { return t.table }

func (t rememberedRow) nameless(ctx context.Context, from queryer) ([]symbiosis.BrokenRow, error) {
	none := map[string]float64{}
	return eachRow(ctx, from, t.table, t.table.selected+t.table.whereNameless(), func(r *row) { takeValue(r, none) })
}
