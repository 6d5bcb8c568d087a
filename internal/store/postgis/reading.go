package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// beginReading connects for who reads at once, and asks in one message all that comes before rows: what openPrepared
// asks besides is needed by who writes. It returns nil where anything isn't as it should be, of which whoever opens
// the region in the ordinary way is told.
func beginReading(ctx context.Context, t *target) (*session, error) {
	newest, err := newestSchema()
	if err != nil {
		return nil, err
	}
	t.usePath(usualExtension)
	config := t.config.ConnConfig.Copy()
	config.DefaultQueryExecMode = pgx.QueryExecModeExec // unprepared: one round
	if err := tapRows(ctx, config); err != nil {
		return nil, err
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	s := &session{ctx: ctx, conn: conn}
	var questions pgx.Batch
	questions.Queue(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`) // oneState
	questions.Queue(`SELECT pg_backend_pid()::bigint`)                 // isBetween
	questions.Queue(selectGeometry(usualExtension))
	s.queue(&questions, false)
	var known bool
	var process int64
	err = s.ask(&questions, func(all answers) error {
		if _, err := all.Exec(); err != nil {
			return err
		}
		if err := all.QueryRow(ctx, "").Scan(&process); err != nil {
			return err
		}
		if known, err = learnGeometry(conn, all.QueryRow(ctx, "")); err != nil {
			return err
		}
		return s.hear(all, t.location, false)
	})
	if err != nil || process != int64(conn.PgConn().PID()) || !known || s.schema != newest || conn.PgConn().ParameterStatus("server_encoding") != "UTF8" {
		_, _ = conn.Exec(ctx, `ROLLBACK`) // or a pooler gives up its connection to the server
		s.close()
		return nil, ctx.Err()
	}
	s.types = conn.TypeMap().Copy()
	return s, nil
}

// close ends a session whose connection is none of the pool's.
func (s *session) close() { _ = s.conn.Close(context.WithoutCancel(s.ctx)) }
