package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// manyNews is how many rows must come into an empty table before its spatial index is put off: the
// index then takes a tenth of the time it takes row by row (100 000 points: 0.2 s for 1.4), and its rows need not wait
// longer than that for the COPY that takes them: the server is what a filling waits for. Tests take fewer.
var manyNews = 1_000

// fillSettings are of the update that fills a table: the server may use more memory for the list of new rows and for the
// sorts of its indexes, unless it is told to use more anyway (by 64 MB a million points are sorted on the disk), and
// packs the ids of the history by lz4, where it has that, in a quarter of the time of its own way.
const fillSettings = `SET LOCAL work_mem = '64MB';
	SELECT set_config('maintenance_work_mem', '256MB', true)
	WHERE pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes('256MB');
	SELECT set_config(name, 'lz4', true) FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)`

// manyForTwo is how many rows a key must have before two processes sort them sooner than one (100 000: 45 ms
// for 39; 1 000 000: 320 for 370).
const manyForTwo = 400_000

// putOff takes away from a table that was empty when the update began what costs more to keep row by row
// than to make afterwards. When its rows have come, it gets back its primary key (a third of the time of
// keeping it), unless anything else hangs on it, and its triggers for new rows: with a trigger for each row,
// be it disabled, PostgreSQL takes them one by one, and ours have an id and a version; their history is
// written by fillHistory. At the end of the update it gets its spatial indexes. It
// locks the table until the commit, but what is empty has nothing to be read. A role that doesn't own the
// table leaves all as it is, and so does who finds somebody reading it.
func (p *pending) putOff(ctx context.Context, news int) error {
	if news < manyNews || !p.empty || p.filled {
		return nil
	}
	p.filled = true // whatever comes of it, once is enough
	conn, err := p.tx.db(ctx)
	if err != nil {
		return err
	}
	has, err := readFillable(ctx, conn, p.table)
	if err != nil {
		return err
	}
	if len(has.now) == 0 {
		_, err = conn.Exec(ctx, fillSettings)
		return err
	}
	// A table that somebody reads can't lose them, and waiting would have further readers wait behind: an empty table
	// is read by a pg_dump of the whole database, say, for as long as that takes.
	if free, err := lockAtOnce(ctx, conn, p.table); err != nil || !free {
		return err
	}
	// The defaults are read now, when nobody changes them any more.
	statements := slices.Concat([]string{fmt.Sprintf(selectDefaults, p.table.regclass())}, has.now, []string{fillSettings})
	results, err := conn.PgConn().Exec(ctx, strings.Join(statements, ";")).ReadAll()
	if err != nil {
		return err
	}
	p.atEnd, p.afterCopy, p.defaults = has.atEnd, has.afterCopy, readDefaults(results[0].Rows)
	if has.historyByUs {
		p.history = &fillHistory{table: p.table}
	}
	return nil
}

// lockAtOnce locks a table against everybody else, if nobody has it now.
func lockAtOnce(ctx context.Context, conn *pgx.Conn, t *table) (free bool, err error) {
	// Without the savepoint afterwards: what is written within one has another number than its transaction, by which
	// the revision knows that it has been told.
	const release = `RELEASE SAVEPOINT samloka_fill`
	_, err = conn.Exec(ctx, `SAVEPOINT samloka_fill; LOCK TABLE `+pgx.Identifier{t.name}.Sanitize()+` IN ACCESS EXCLUSIVE MODE NOWAIT; `+release)
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == codeLockTimeout {
		_, err = conn.Exec(ctx, `ROLLBACK TO SAVEPOINT samloka_fill; `+release)
		return false, err
	}
	return err == nil, err
}

// makeWhole makes what was put off until the COPY that fills the table has ended: whatever else is asked
// may need it.
func (p *pending) makeWhole(ctx context.Context) error {
	if p == nil || len(p.afterCopy) == 0 {
		return nil
	}
	statements, history := p.afterCopy, p.history
	p.afterCopy, p.history = nil, nil
	written, err := history.write(ctx, p.tx.conn)
	if err != nil {
		return p.tx.fail(ctx, err)
	}
	if written {
		statements = slices.Concat([]string{historyIsWritten}, statements)
	}
	if history != nil && history.count < manyForTwo {
		statements = slices.Concat([]string{`SET LOCAL max_parallel_maintenance_workers = 0`}, statements,
			[]string{`SET LOCAL max_parallel_maintenance_workers TO DEFAULT`}) // the next table may have more
	}
	if _, err := p.tx.conn.Exec(ctx, strings.Join(statements, ";")); err != nil {
		return p.tx.fail(ctx, err)
	}
	return nil
}

// makeGood does what was put off. Making an index tells the planner of queries how many rows the table
// has by now; statistics of their values the server makes by itself soon.
func (p *pending) makeGood(ctx context.Context) error {
	if len(p.atEnd) == 0 {
		return nil
	}
	conn, err := p.tx.db(ctx)
	if err != nil {
		return err
	}
	for _, statement := range p.atEnd {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return p.tx.fail(ctx, err)
		}
	}
	p.atEnd = nil
	return nil
}
