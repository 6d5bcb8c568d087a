package postgis

import (
	"context"
	"crypto/rand"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/symbiosis"
)

// A pooler between us and the server, such as PgBouncer by transactions, gives each transaction whichever connection
// of the server is free. What belongs to a session gets lost there without a word: settings, among them the schema and
// how long a lock is waited for, locks of the session, and what it listens to.

// isBetween tells by the number of the server's process that something answers in its place: the server tells its own
// when a connection begins, a pooler one that it has made up, which may have any 32 bits. Poolers that keep sessions do
// so too.
const isBetween = `pg_backend_pid() <> $3::bigint`

// keepsSession refuses a pooler that doesn't keep sessions. conn is a connection through it, between transactions.
func keepsSession(ctx context.Context, conn *pgx.Conn, config *pgx.ConnConfig, location string) error {
	forgets := symbiosis.Errorf(symbiosis.Unavailable,
		"%s is a connection pooler that doesn't keep what belongs to a connection, such as its locks: give the address of the server itself", location)
	ask := func(from *pgx.Conn, query string, arg string, into ...any) error {
		return from.QueryRow(ctx, query, pgx.QueryExecModeExec, arg).Scan(into...)
	}
	// Left out by the pooler, so that it refuses nobody who sends it?
	var had, sent string
	if err := ask(conn, `SELECT had, set_config('lock_timeout', $1, true) FROM (SELECT current_setting('lock_timeout') AS had OFFSET 0) AS before`,
		config.RuntimeParams["lock_timeout"], &had, &sent); err != nil {
		return err
	}
	if had != sent {
		return forgets
	}
	// What is set over one connection is to be there for the next transaction, while another one has a transaction under
	// way, and not for that.
	const isMarked = `SELECT coalesce(current_setting('samloka.session', true), '') = $1`
	mark := rand.Text()
	if err := ask(conn, `SELECT set_config('samloka.session', $1, false)`, mark, &sent); err != nil {
		return err
	}
	other, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return err
	}
	defer func() { _ = other.Close(context.WithoutCancel(ctx)) }()
	// Twice: of two connections that take turns, the other one gets the marked one then.
	for range 2 {
		if _, err := other.Exec(ctx, `BEGIN`); err != nil {
			return err
		}
		var shared, kept bool
		err := ask(other, isMarked, mark, &shared)
		if err == nil && !shared { // a pooler's only connection is the other's
			err = ask(conn, isMarked, mark, &kept)
		}
		if _, ended := other.Exec(ctx, `ROLLBACK`); err == nil {
			err = ended
		}
		if err != nil {
			return err
		}
		if shared || !kept {
			return forgets
		}
	}
	return nil
}
