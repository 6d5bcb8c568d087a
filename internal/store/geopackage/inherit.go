package geopackage

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// historyGuards are the triggers that keep entries from being taken away.
var historyGuards = []string{"samloka_history_stays_2", "samloka_history_runs_stay_2"}

// Inherit implements store.Heir.
func (tx *transaction) Inherit(ctx context.Context, p store.Past) (inherited bool, err error) {
	if err := tx.usable(ctx); err != nil {
		return false, err
	}
	if began, known := parseRevision(tx.began); !known || began.number != 0 {
		return false, nil
	}
	// What the rows that fill tables leave in the history, with their triggers back in place.
	for _, name := range slices.Sorted(maps.Keys(tx.fillings)) {
		if f := tx.fillings[name]; f != nil {
			if err := f.end(ctx, tx); err != nil {
				return false, err
			}
			tx.fillings[name] = nil
		}
	}
	for _, step := range []func(context.Context, store.Past) error{tx.forget, tx.takeVersions, tx.takeEntries} {
		if err := step(ctx, p); err != nil {
			return false, err
		}
	}
	return true, nil
}

// forget takes away what this transaction has written down, which is all there is.
func (tx *transaction) forget(ctx context.Context, _ store.Past) error {
	var guards []string
	for _, name := range historyGuards {
		var makes string
		if err := tx.scan(ctx, []any{&makes}, `SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?`, name); err != nil {
			return err
		}
		if makes == "" {
			continue
		}
		guards = append(guards, makes)
		if err := tx.exec(ctx, `DROP TRIGGER `+name); err != nil {
			return err
		}
	}
	for _, statement := range append([]string{`DELETE FROM samloka_history`, `DELETE FROM samloka_history_runs`}, guards...) {
		if err := tx.exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// takeVersions gives records their versions. To the triggers it is no change of a record.
func (tx *transaction) takeVersions(ctx context.Context, p store.Past) error {
	if err := tx.exec(ctx, `UPDATE samloka_session SET versioning = 1`); err != nil {
		return err
	}
	err := p.Versions(func(table, id string, version int64) error {
		if err := tx.usable(ctx); err != nil {
			return err
		}
		return tx.exec(ctx, `UPDATE `+table+` SET version = ? WHERE id = ?`, version, id)
	})
	if err != nil {
		return err
	}
	return tx.exec(ctx, `UPDATE samloka_session SET versioning = 0`)
}

// takeEntries writes the history, and behind it a run that tells of nobody: numbers and change sets go on
// behind it, and who follows the store sees by it that it has missed something.
func (tx *transaction) takeEntries(ctx context.Context, p store.Past) error {
	var top int64
	err := p.Entries(func(e store.Entry) error {
		if err := tx.usable(ctx); err != nil {
			return err
		}
		top = max(top, e.Last(), e.Set)
		if len(e.Run) > 0 {
			return tx.putRun(ctx, e)
		}
		return tx.putEntry(ctx, e)
	})
	if err != nil {
		return err
	}
	mark := store.Entry{Change: store.Change{Number: top + 1, Set: top + 1, At: time.Now(), Actor: tx.author.Name, Program: "samloka"}, Run: []string{""}}
	if err := tx.putRun(ctx, mark); err != nil {
		return err
	}
	return tx.exec(ctx, `UPDATE samloka_revision SET counter = max(counter, ?) + 1, mark = random()`, top)
}

func (tx *transaction) putRun(ctx context.Context, e store.Entry) error {
	ids, err := json.Marshal(e.Run)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `
		INSERT INTO samloka_history_runs (number, last_number, change_set, changed_at, actor, program, table_name, undoes, least_id, greatest_id, record_ids)
		VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?)`,
		e.Number, e.Last(), e.Set, historyTime(e.At), e.Actor, e.Program, e.Table, e.Undoes, slices.Min(e.Run), slices.Max(e.Run), string(ids))
}

// putEntry writes the row before the change in the words of the triggers (historytriggers.go).
func (tx *transaction) putEntry(ctx context.Context, e store.Entry) error {
	args := []any{e.Number, e.Set, historyTime(e.At), e.Actor, e.Program, e.Table, e.ID, string(e.Operation), e.Version, e.Undoes}
	before := "NULL"
	if t, known := readRemembered[e.Table]; known && e.Before != nil {
		// What another program left without a geometry, say, can't be put, and so not brought back.
		if columns, values, ok := t.row(e.ID, e.Before); ok {
			parts := make([]string, len(columns))
			for i, c := range columns {
				parts[i] = "'" + c + "', ?"
				if c == "geom" {
					parts[i] = "'geom', hex(?)"
				}
			}
			before = "json_object(" + strings.Join(parts, ", ") + ")"
			args = append(args, values...)
		}
	}
	return tx.exec(ctx, `
		INSERT INTO samloka_history (number, change_set, changed_at, actor, program, table_name, record_id, operation, version, undoes, before)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), `+before+`)`, args...)
}

// historyTime writes a time as the triggers do, or to the microsecond where it is known so well.
func historyTime(t time.Time) string {
	if t = t.UTC().Truncate(time.Microsecond); t.Equal(t.Truncate(time.Millisecond)) {
		return t.Format(timeFormat)
	}
	return t.Format("2006-01-02T15:04:05.000000Z")
}

// row returns a record as the history keeps it, unless it is none that can be put.
func (k *kind[T]) row(_ string, record any) (columns []string, values []any, ok bool) {
	x, ok := record.(T)
	if !ok {
		return nil, nil, false
	}
	values, err := k.values(x)
	return append(slices.Clone(k.table.columns), "version"), append(values, x.RecordVersion()), err == nil
}

func (t rememberedRow) row(id string, record any) (columns []string, values []any, ok bool) {
	switch x := record.(type) {
	case float64:
		return t.table.columns, []any{id, x}, true
	case symbiosis.RegionInfo:
		values, err := infoValues(x)
		return t.table.columns, values, err == nil
	}
	return nil, nil, false
}
