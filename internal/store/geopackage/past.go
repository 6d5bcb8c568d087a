package geopackage

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Whole implements store.Heritage.
func (s *Store) Whole(ctx context.Context, read func(symbiosis.RegionPieces, store.Past) error) error {
	return s.entire(ctx, func(from *session) error { return read(from.pieces(), past{from, s.path}) })
}

// past implements store.Past.
type past struct {
	*session
	path string
}

// Versions implements store.Past.
func (p past) Versions(give func(table, id string, version int64) error) error {
	for _, t := range kindTables {
		err := p.query(`SELECT id, version FROM `+t.name+` WHERE coalesce(version, 1) <> 1`, 2, nil, func(values []driver.Value) error {
			version, ok := values[1].(int64)
			if !ok {
				return nil // the stream of the records tells of it
			}
			return give(t.name, stringOf(values[0]), version)
		})
		if err != nil {
			return explain(p.ctx, p.path, err)
		}
	}
	return nil
}

// Entries implements store.Past.
func (p past) Entries(give func(store.Entry) error) error {
	const common = `number, change_set, changed_at, actor, program, table_name, coalesce(undoes, 0)`
	err := p.query(`SELECT `+common+`, record_id, operation, coalesce(version, 0), before FROM samloka_history ORDER BY number`, 11, nil,
		func(values []driver.Value) error {
			e, err := entryOf(values)
			if err != nil {
				return err
			}
			e.ID, e.Operation, e.Version = stringOf(values[7]), store.Operation(stringOf(values[8])), wholeOf(values[9])
			if values[10] != nil {
				before := stringOf(values[10])
				if e.Before, e.Broken, err = old(e.Table, &before); err != nil {
					return err
				}
			}
			return give(e)
		})
	if err != nil {
		return explain(p.ctx, p.path, err)
	}
	err = p.query(`SELECT `+common+`, record_ids FROM samloka_history_runs WHERE table_name <> '' ORDER BY number`, 8, nil,
		func(values []driver.Value) error {
			e, err := entryOf(values)
			if err != nil {
				return err
			}
			e.Operation, e.Version = store.Inserted, 1
			if err := json.Unmarshal([]byte(stringOf(values[7])), &e.Run); err != nil {
				return symbiosis.Errorf(symbiosis.Internal, "an entry of the history can't be read: %w", err)
			}
			if len(e.Run) == 0 {
				return nil
			}
			return give(e)
		})
	return explain(p.ctx, p.path, err)
}

// entryOf reads what both kinds of entries have in common.
func entryOf(values []driver.Value) (e store.Entry, err error) {
	e.Number, e.Set, e.Undoes = wholeOf(values[0]), wholeOf(values[1]), wholeOf(values[6])
	e.Actor, e.Program, e.Table = stringOf(values[3]), stringOf(values[4]), stringOf(values[5])
	e.At, err = time.Parse(time.RFC3339Nano, stringOf(values[2]))
	return e, err
}

func wholeOf(v driver.Value) int64 {
	n, _ := v.(int64)
	return n
}

func stringOf(v driver.Value) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}
