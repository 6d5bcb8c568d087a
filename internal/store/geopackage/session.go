package geopackage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"sync"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// session is one state of the region, open to be read. Its methods may be called by several
// goroutines: SQLite serves one at a time.
type session struct {
	ctx  context.Context //nolint:containedctx // of the one call that opens it
	mu   sync.Mutex
	conn interface { // the driver's own: each row less through database/sql counts
		driver.QueryerContext
		driver.ConnPrepareContext
	}
	revision revision
	info     symbiosis.RegionInfo
	values   map[string]float64
	about    map[string]int // greatest fid of each table, 0 where it is empty
	byRows   bool           // SQLite is asked for every row
	onePage  driver.Stmt
	file     *plainFile // nil: pages come from SQLite

	wrong     record.Faults
	described []symbiosis.BrokenRow // rows of info and values
	failing   sync.Mutex
	failure   error // the first met while records were made
}

// Stream implements store.Store.
func (s *Store) Stream(ctx context.Context, read func(symbiosis.RegionPieces) error) error {
	return s.entire(ctx, func(from *session) error { return read(from.pieces()) })
}

// entire calls use with the present state, of which no row may break a rule.
func (s *Store) entire(ctx context.Context, use func(*session) error) error {
	_, err := s.withSession(ctx, false, func(from *session) error {
		if err := use(from); err != nil {
			return err
		}
		if from.failure != nil {
			return from.failure
		}
		return record.Unreadable(s.path, from.broken())
	})
	return explain(ctx, s.path, err)
}

// pieces hands over the records of all kinds.
func (s *session) pieces() symbiosis.RegionPieces {
	return symbiosis.RegionPieces{
		Sites:       piecesOf(s, &siteKind),
		Flows:       piecesOf(s, &flowKind),
		Areas:       piecesOf(s, &areaKind),
		Exchanges:   piecesOf(s, &exchangeKind),
		Constraints: piecesOf(s, &constraintKind),
		Facilities:  piecesOf(s, &facilityKind),
		Profiles:    piecesOf(s, &profileKind),
		Comparisons: piecesOf(s, &comparisonKind),
		Pitches:     piecesOf(s, &pitchKind),
		Settings:    piecesOf(s, &settingKind),
		Info:        s.info,
		Assumptions: s.values,
	}
}

// withSession calls use with the present state and returns its revision.
func (s *Store) withSession(ctx context.Context, byRows bool, use func(*session) error) (store.Revision, error) {
	if err := s.inPlace(); err != nil {
		return "", err
	}
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	// One transaction shows one state, whatever is written meanwhile.
	if _, err := conn.ExecContext(ctx, `BEGIN`); err != nil {
		return "", err
	}
	defer func() {
		if _, err := conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`); err != nil {
			_ = conn.Raw(func(any) error { return driver.ErrBadConn }) // so that nobody gets it with this state
		}
	}()
	from := &session{ctx: ctx, byRows: byRows}
	if from.revision, err = readRevision(ctx, conn); err != nil {
		return "", err
	}
	if err := from.describe(conn); err != nil {
		return "", err
	}
	if from.file = openPlain(s.at(), s.file); from.file != nil {
		defer from.file.close()
	}
	err = conn.Raw(func(c any) error {
		var ok bool
		if from.conn, ok = c.(interface {
			driver.QueryerContext
			driver.ConnPrepareContext
		}); !ok {
			return symbiosis.Errorf(symbiosis.Internal, "the driver of SQLite lacks contexts")
		}
		defer from.closePages()
		return use(from)
	})
	if err == nil {
		err = from.failure
	}
	if err != nil {
		return "", err
	}
	return from.revision.store(), nil
}

// describe reads what is no record, and how far each table may reach.
func (s *session) describe(from queryer) error {
	for _, read := range []func() ([]symbiosis.BrokenRow, error){
		func() ([]symbiosis.BrokenRow, error) { return loadInfo(s.ctx, from, &s.info) },
		func() ([]symbiosis.BrokenRow, error) { return loadAssumptions(s.ctx, from, &s.values) },
	} {
		broken, err := read()
		if err != nil {
			return err
		}
		s.described = append(s.described, broken...)
	}
	query := "SELECT "
	greatest := make([]sql.NullInt64, len(kindTables))
	targets := make([]any, len(kindTables))
	for i, t := range kindTables {
		if i > 0 {
			query += ", "
		}
		query += "(SELECT max(fid) FROM " + t.name + ")"
		targets[i] = &greatest[i]
	}
	if err := from.QueryRowContext(s.ctx, query).Scan(targets...); err != nil {
		return err
	}
	s.about = map[string]int{}
	for i, t := range kindTables {
		if greatest[i].Valid {
			s.about[t.name] = max(1, int(greatest[i].Int64))
		}
	}
	return nil
}

// query calls row with the values of each row that query selects.
func (s *session) query(query string, columns int, args []driver.NamedValue, row func([]driver.Value) error) error {
	s.mu.Lock()
	rows, err := s.conn.QueryContext(s.ctx, query, args)
	s.mu.Unlock()
	if err != nil {
		return err
	}
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		_ = rows.Close() // what went wrong is known by then
	}()
	values := make([]driver.Value, columns)
	for {
		s.mu.Lock()
		err := rows.Next(values)
		s.mu.Unlock()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := row(values); err != nil {
			return err
		}
	}
}

// fail notes that records could not be made.
func (s *session) fail(err error) {
	s.failing.Lock()
	defer s.failing.Unlock()
	if s.failure == nil {
		s.failure = err
	}
}

// broken returns the broken rows among those that were read, table by table.
func (s *session) broken() (all []symbiosis.BrokenRow) {
	for _, t := range kindTables {
		all = append(all, s.wrong.Of(t.name)...)
	}
	all = append(all, s.described...)
	symbiosis.SortBroken(all)
	return all
}
