package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Since implements store.Follower.
//
// SQLite lets one transaction write at a time, so entries of the history are numbered in the order
// of the commits. What other programs write with triggers is told there; what triggers don't see
// is looked for beside: rows that have no id yet, all of which are told each time, and rows that went because
// another came in their place (INSERT OR REPLACE), which only their number shows.
func (s *Store) Since(ctx context.Context, from store.Revision, most int) (store.News, error) {
	if err := s.inPlace(); err != nil {
		return store.News{}, err
	}
	news, err := s.since(ctx, from, most)
	if err != nil {
		return store.News{}, explain(ctx, s.path, err)
	}
	return news, nil
}

func (s *Store) since(ctx context.Context, from store.Revision, most int) (store.News, error) {
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return store.News{}, err
	}
	defer func() { _ = tx.Rollback() }()
	now, err := readRevision(ctx, tx)
	if err != nil {
		return store.News{}, err
	}
	news := store.News{Revision: now.store()}
	if news.Revision == from {
		return news, nil
	}
	then, known := parseRevision(from)
	if news.Gap, err = otherPast(ctx, tx, then, known, now); err != nil || news.Gap != "" {
		return news, err
	}
	t := touches{ids: map[string][]string{}, byOthers: map[string]bool{}}
	if news.Gap, err = t.read(ctx, tx, then, most); err != nil || news.Gap != "" {
		return news, err
	}
	news.Rows = map[string]int{}
	for name := range t.byOthers {
		if _, ok := readRemembered[name]; !ok {
			continue // of a newer program
		}
		if err := countRows(ctx, tx, name, news.Rows); err != nil {
			return news, err
		}
	}
	news.Gone = map[string][]string{}
	news.Described = len(t.ids[regionInfo.name]) > 0
	if err := (&reader{ctx, tx, t.ids, then.number, news.Gone}).region(&news.Changed); err != nil {
		return news, err
	}
	return news, nameless(ctx, tx, &news)
}

// otherPast says why the state then was none that has become the state now, "" when it was.
func otherPast(ctx context.Context, from queryer, then revision, known bool, now revision) (gap string, err error) {
	switch {
	case !known:
		return "the revision is none of this store", nil
	case then.counter > now.counter || then.number > now.number:
		return "the store has gone back to an earlier state", nil
	case then.number == 0 && then.counter == 0:
		return "", nil // empty regions are all the same
	case then.number == 0:
		return "the history begins later", nil
	}
	var e entry
	err = from.QueryRowContext(ctx, lastEntry(` WHERE number <= ?1`), then.number).Scan(&e.number, &e.at, &e.table, &e.id, &e.operation)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	if err != nil || e.number != then.number || e.print() != then.print {
		return "the store has another past, such as that of a backup", nil
	}
	return "", nil
}

// touches are the records that were changed since a state.
type touches struct {
	ids      map[string][]string // by table
	byOthers map[string]bool     // tables in which another program has put something
}

func (t *touches) read(ctx context.Context, from queryer, then revision, most int) (gap string, err error) {
	rows, err := from.QueryContext(ctx, `
		SELECT * FROM (SELECT table_name, record_id, operation, program FROM samloka_history WHERE number > ?1 ORDER BY number LIMIT ?2)
		UNION ALL
		SELECT * FROM (SELECT table_name, value, 'insert', program FROM samloka_history_runs, json_each(record_ids) WHERE number > ?1 LIMIT ?2)`, then.number, most+1)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	type record struct{ table, id string }
	seen := map[record]bool{}
	entries := 0
	for rows.Next() {
		var r record
		var operation store.Operation
		var program string
		if err := rows.Scan(&r.table, &r.id, &operation, &program); err != nil {
			return "", err
		}
		if r.table == "" {
			return "the region was copied here, with its history", nil
		}
		entries++
		if program == "" && operation != store.Deleted {
			t.byOthers[r.table] = true
		}
		if !seen[r] {
			seen[r] = true
			t.ids[r.table] = append(t.ids[r.table], r.id)
		}
	}
	switch {
	case rows.Err() != nil:
		return "", rows.Err()
	case entries > most:
		return "more than " + strconv.Itoa(most) + " changes", nil
	case entries == 0:
		return "changes that the history doesn't tell", nil
	}
	return "", nil
}

// nameless adds all rows that have no id, which the history doesn't know, to those that are broken, and counts the
// rows of their tables: one that took the place of a record took it away unseen.
func nameless(ctx context.Context, from queryer, news *store.News) error {
	var some []string
	for _, name := range slices.Sorted(maps.Keys(readRemembered)) {
		if where := readRemembered[name].ofTable().whereNameless(); where != "" {
			some = append(some, "SELECT '"+name+"' WHERE EXISTS (SELECT 1 FROM "+name+where+")")
		}
	}
	rows, err := from.QueryContext(ctx, strings.Join(some, " UNION ALL "))
	if err != nil {
		return err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		names = append(names, name)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, name := range names {
		if name != assumptions.name || news.Changed.Assumptions == nil { // otherwise all its rows have been read
			broken, err := readRemembered[name].nameless(ctx, from)
			if err != nil {
				return err
			}
			news.Changed.Broken = append(news.Changed.Broken, broken...)
		}
		if err := countRows(ctx, from, name, news.Rows); err != nil {
			return err
		}
	}
	news.Nameless = true
	symbiosis.SortBroken(news.Changed.Broken)
	return nil
}

func countRows(ctx context.Context, from queryer, table string, into map[string]int) error {
	var count int
	if err := from.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&count); err != nil {
		return err
	}
	into[table] = count
	return nil
}

// Behind implements store.Follower.
func (s *Store) Behind(ctx context.Context, from store.Revision) (store.Behind, error) {
	then, _ := parseRevision(from)
	var b store.Behind
	var first sql.NullString
	err := s.readers.QueryRowContext(ctx, `
		SELECT count(DISTINCT change_set), min(changed_at) FROM (
			SELECT change_set, changed_at FROM samloka_history WHERE number > ?1
			UNION ALL
			SELECT change_set, changed_at FROM samloka_history_runs WHERE number > ?1
		)`, then.number).
		Scan(&b.Revisions, &first)
	if err != nil {
		return store.Behind{}, explain(ctx, s.path, err)
	}
	if at, err := time.Parse(time.RFC3339Nano, first.String); err == nil {
		b.For = max(0, time.Since(at))
	}
	return b, nil
}
