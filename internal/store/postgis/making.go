package postgis

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river/rivermigrate"
)

// A region that isn't there is made within the update that needs it first (MakeLater): all or nothing,
// over one connection and with one commit, where Open takes a connection and a commit for each step.
// goose speaks to database/sql, so an update's connection is one of that too, and goose gets savepoints
// for its transactions.

// connect takes a connection of the pool; Close gives it back.
func (s *Store) connect(ctx context.Context) (*stdlib.Conn, error) {
	conn, err := stdlib.GetPoolConnector(s.pool).Connect(ctx)
	if err != nil {
		return nil, err
	}
	return conn.(*stdlib.Conn), nil
}

// makeWithin makes the region in the transaction that is open on the connection, if there is none.
func (s *Store) makeWithin(ctx context.Context, on *stdlib.Conn) error {
	if !s.unmade.Load() {
		return nil
	}
	conn := on.Conn()
	// As in migrate, it is waited for as long as it takes.
	if _, err := conn.Exec(ctx, `SET LOCAL lock_timeout = 0`); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_xact_lock`+lockMigrations, s.schema); err != nil {
		return err
	}
	now, err := readState(ctx, conn, s.schema)
	if err != nil {
		return err
	}
	if now.migrated { // somebody was quicker: what they have put is to be seen from now on
		s.unmade.Store(false)
	} else if err := s.makeRegion(ctx, on); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `SET LOCAL lock_timeout TO DEFAULT`)
	return err
}

func (s *Store) makeRegion(ctx context.Context, on *stdlib.Conn) error {
	conn := on.Conn()
	if _, err := conn.Exec(ctx, `CREATE SCHEMA IF NOT EXISTS `+pgx.Identifier{s.schema}.Sanitize()); err != nil {
		return err
	}
	db := sql.OpenDB(oneConn{on})
	defer db.Close() // leaves the connection alone
	db.SetMaxOpenConns(1)
	provider, err := newProvider(db)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `SELECT samloka_keep_history()`)
	return err
}

// isMade follows the commit that made the region. River's tables, which PostgreSQL before 17 doesn't let
// be made in one transaction, come now; should that fail, they come when the region is opened next.
func (s *Store) isMade(ctx context.Context) {
	if !s.unmade.CompareAndSwap(true, false) {
		return
	}
	if m, err := riverMigrator(s.pool, s.schema); err == nil {
		_, _ = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
}

// oneConn gives database/sql a connection on which a transaction is open, for as long as it is.
type oneConn struct{ conn *stdlib.Conn }

// Connect implements driver.Connector.
func (o oneConn) Connect(context.Context) (driver.Conn, error) { return nested{o.conn}, nil }

// Driver implements driver.Connector.
func (o oneConn) Driver() driver.Driver { return stdlib.GetDefaultDriver() }

// nested is a connection within a transaction, whose own transactions are savepoints.
type nested struct{ *stdlib.Conn }

// Close and ResetSession leave the connection to who opened the transaction.
func (n nested) Close() error                       { return nil }
func (n nested) ResetSession(context.Context) error { return nil }

// BeginTx implements driver.ConnBeginTx.
func (n nested) BeginTx(ctx context.Context, _ driver.TxOptions) (driver.Tx, error) {
	_, err := n.Conn.Conn().Exec(ctx, `SAVEPOINT samloka_step`)
	return step{ctx, n.Conn.Conn()}, err
}

// step is one of its transactions.
type step struct {
	ctx  context.Context //nolint:containedctx // as database/sql has it
	conn *pgx.Conn
}

// Commit and Rollback implement driver.Tx.
func (s step) Commit() error {
	_, err := s.conn.Exec(s.ctx, `RELEASE SAVEPOINT samloka_step`)
	return err
}

func (s step) Rollback() error {
	_, err := s.conn.Exec(s.ctx, `ROLLBACK TO SAVEPOINT samloka_step`)
	return err
}
