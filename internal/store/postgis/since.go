package postgis

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/store"
)

// Since implements store.Follower.
//
// It needs no horizon of running transactions (xmin, pg_current_snapshot): each transaction that
// changes the region locks the row samloka_revision before anything else and holds it to its end, so
// that two of them never run side by side, and takes the next counter. The snapshot that shows
// counter n therefore shows every transaction of counters 1 to n, and none of them can commit
// later. Each must also have left its entry, or a note that it found no row: a counter without either
// (triggers were switched off) is a gap.
func (s *Store) Since(ctx context.Context, from store.Revision, most int) (store.News, error) {
	news, err := s.since(ctx, from, most)
	if err != nil {
		return store.News{}, s.explain(ctx, err)
	}
	return news, nil
}

func (s *Store) since(ctx context.Context, from store.Revision, most int) (store.News, error) {
	tx, err := s.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return store.News{}, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	now, err := readRevision(ctx, tx, s.location)
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
	touched, gap, err := touchedSince(ctx, tx, then, now, most)
	if news.Gap = gap; err != nil || gap != "" {
		return news, err
	}
	news.Gone = map[string][]string{}
	news.Described = len(touched[regionInfo.name]) > 0
	return news, (&reader{ctx, tx, tx.Conn().TypeMap(), touched, news.Gone}).region(&news.Changed)
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
	err = from.QueryRow(ctx, lastEntry(` WHERE number <= $1`), then.number).Scan(&e.number, &e.at, &e.table, &e.id, &e.operation)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", err
	}
	if err != nil || e.number != then.number || e.print() != then.print {
		return "the store has another past, such as that of a backup", nil
	}
	return "", nil
}

// touchedSince returns the ids of the records that were changed between two states, by table.
func touchedSince(ctx context.Context, from queryer, then, now revision, most int) (touched map[string][]string, gap string, err error) {
	// A run of new rows is written by one statement, so none reaches across two states.
	rows, err := from.Query(ctx, `
		(SELECT change_set, table_name, ARRAY[record_id] FROM samloka_history WHERE number > $1 ORDER BY number LIMIT $2)
		UNION ALL
		(SELECT change_set, table_name, record_ids FROM samloka_history_runs WHERE number > $1 ORDER BY number LIMIT $2)`, then.number, int64(most)+1)
	if err != nil {
		return nil, "", err
	}
	touched = map[string][]string{}
	type record struct{ table, id string }
	seen, sets := map[record]bool{}, map[int64]bool{}
	entries := 0
	var set int64
	var table string
	var ids []string
	_, err = pgx.ForEachRow(rows, []any{&set, &table, &ids}, func() error {
		entries += len(ids)
		sets[set] = true
		for _, id := range ids {
			if r := (record{table, id}); !seen[r] && entries <= most {
				seen[r] = true
				touched[table] = append(touched[table], id)
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, "", err
	case entries > most:
		return nil, "more than " + strconv.Itoa(most) + " changes", nil
	}
	if rows, err = from.Query(ctx, `SELECT change_set FROM samloka_history_idle WHERE change_set > $1 AND change_set <= $2`, then.counter, now.counter); err != nil {
		return nil, "", err
	}
	_, err = pgx.ForEachRow(rows, []any{&set}, func() error {
		sets[set] = true
		return nil
	})
	switch {
	case err != nil:
		return nil, "", err
	case int64(len(sets)) != now.counter-then.counter:
		return nil, "changes that the history doesn't tell", nil
	}
	return touched, "", nil
}

// Behind implements store.Follower.
func (s *Store) Behind(ctx context.Context, from store.Revision) (store.Behind, error) {
	then, _ := parseRevision(from)
	var b store.Behind
	var seconds float64
	err := s.pool.QueryRow(ctx, `
		SELECT greatest(0, r.counter - $1), coalesce(extract(epoch FROM clock_timestamp() - least(
			(SELECT h.changed_at FROM samloka_history AS h WHERE h.number > $2 ORDER BY h.number LIMIT 1),
			(SELECT h.changed_at FROM samloka_history_runs AS h WHERE h.number > $2 ORDER BY h.number LIMIT 1))), 0)::float8
		FROM samloka_revision AS r`, then.counter, then.number).Scan(&b.Revisions, &seconds)
	if err != nil {
		return store.Behind{}, s.explain(ctx, err)
	}
	b.For = max(0, time.Duration(seconds*float64(time.Second)))
	return b, nil
}
