package geopackage

import (
	"context"
	"database/sql"
	"time"

	"github.com/samloka/samloka/internal/store"
)

// listenEvery is how often a connection looks whether the file has been written to. A look reads a
// counter in memory (the log's index), some ten microseconds.
const listenEvery = 100 * time.Millisecond

var _ store.Notifier = (*Store)(nil)

// Notify implements store.Notifier. SQLite tells nobody of another program's commit, but
// data_version changes with each of them, as a connection of its own sees it.
func (s *Store) Notify(ctx context.Context, changed func()) error {
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return explain(ctx, s.path, err)
	}
	defer func() { _ = conn.Close() }()
	looks := time.NewTicker(listenEvery)
	defer looks.Stop()
	for seen := int64(-1); ; {
		version, err := dataVersion(ctx, conn)
		if err != nil {
			return explain(ctx, s.path, err)
		}
		if version != seen {
			seen = version
			changed()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-looks.C:
		}
	}
}

// dataVersion returns a number that another connection's commits change, and nothing else does. It
// means something for this connection only.
func dataVersion(ctx context.Context, conn *sql.Conn) (version int64, err error) {
	err = conn.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version)
	return version, err
}
