package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Whole implements store.Heritage.
func (s *Store) Whole(ctx context.Context, read func(symbiosis.RegionPieces, store.Past) error) error {
	if s.unmade.Load() {
		return read(symbiosis.NoPieces(), noPast{})
	}
	return s.entire(ctx, func(from *session) error { return read(from.pieces(), past{from, s}) })
}

// noPast is that of a region that isn't made.
type noPast struct{}

func (noPast) Versions(func(table, id string, version int64) error) error { return nil }
func (noPast) Entries(func(store.Entry) error) error                      { return nil }

// past implements store.Past.
type past struct {
	*session
	store *Store
}

// Versions implements store.Past.
func (p past) Versions(give func(table, id string, version int64) error) error {
	for _, t := range kindTables {
		rows, err := p.conn.Query(p.ctx, `SELECT id, version FROM `+t.name+` WHERE version <> 1`)
		if err != nil {
			return p.store.explain(p.ctx, err)
		}
		var id string
		var version int64
		if _, err := pgx.ForEachRow(rows, []any{&id, &version}, func() error { return give(t.name, id, version) }); err != nil {
			return p.store.explain(p.ctx, err)
		}
	}
	return nil
}

// entriesAtOnce is how many entries are read together, as their rows are asked for apart.
const entriesAtOnce = 1000

const entryColumns = `number, change_set, changed_at, actor, program, table_name, coalesce(undoes, 0)`

// entryTargets are where entryColumns go.
func entryTargets(e *store.Entry, more ...any) []any {
	return append([]any{&e.Number, &e.Set, &e.At, &e.Actor, &e.Program, &e.Table, &e.Undoes}, more...)
}

// Entries implements store.Past.
func (p past) Entries(give func(store.Entry) error) error {
	for last := int64(0); ; {
		entries, err := p.entries(last)
		if err != nil {
			return p.store.explain(p.ctx, err)
		}
		for _, e := range entries {
			if err := give(e); err != nil {
				return err
			}
			last = e.Number
		}
		if len(entries) < entriesAtOnce {
			break
		}
	}
	rows, err := p.conn.Query(p.ctx, `SELECT `+entryColumns+`, record_ids FROM samloka_history_runs
		WHERE cardinality(record_ids) > 0 ORDER BY number`)
	if err != nil {
		return p.store.explain(p.ctx, err)
	}
	var e store.Entry
	var ids []string
	_, err = pgx.ForEachRow(rows, entryTargets(&e, &ids), func() error {
		e.Operation, e.Version, e.Run = store.Inserted, 1, ids
		ids = nil
		return give(e)
	})
	return p.store.explain(p.ctx, err)
}

// entries returns the next changes that came alone.
func (p past) entries(after int64) ([]store.Entry, error) {
	rows, err := p.conn.Query(p.ctx, `SELECT `+entryColumns+`, record_id, operation, coalesce(version, 0) FROM samloka_history
		WHERE number > $1 ORDER BY number LIMIT $2`, after, int64(entriesAtOnce))
	if err != nil {
		return nil, err
	}
	var entries []store.Entry
	var e store.Entry
	numbers := map[string][]int64{}
	_, err = pgx.ForEachRow(rows, entryTargets(&e, &e.ID, &e.Operation, &e.Version), func() error {
		entries = append(entries, e)
		if e.Operation != store.Inserted {
			numbers[e.Table] = append(numbers[e.Table], e.Number)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name, of := range numbers {
		t, known := rememberedTables[name]
		if !known {
			continue // of a newer program, or of one that made tables of its own here
		}
		before, err := t.before(p.ctx, p.conn, p.conn.TypeMap(), of)
		if err != nil {
			return nil, err
		}
		for i := range entries {
			if entries[i].Table == name {
				old := before[entries[i].Number]
				entries[i].Before, entries[i].Broken = old.record, old.broken
			}
		}
	}
	return entries, nil
}
