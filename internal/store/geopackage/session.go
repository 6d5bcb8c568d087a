package geopackage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"slices"
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

	found     sync.Mutex
	problems  map[string][]pieceProblems // by table
	failure   error                      // the first met while records were made
	described []symbiosis.Problem        // of info and values
}

// pieceProblems are what is wrong with the rows of a piece.
type pieceProblems struct {
	piece    int
	problems []symbiosis.Problem
}

// kindTables are the tables of records in the order in which their faults are told.
var kindTables = []*table{
	sites, flows, areaKind.table, exchanges, constraintKind.table, facilityKind.table,
	profileKind.table, comparisonKind.table, pitchKind.table, settingKind.table,
}

// Stream implements store.Store.
func (s *Store) Stream(ctx context.Context, read func(symbiosis.RegionPieces) error) error {
	_, err := s.withSession(ctx, false, func(from *session) error {
		return read(symbiosis.RegionPieces{
			Sites:       piecesOf(from, &siteKind),
			Flows:       piecesOf(from, &flowKind),
			Areas:       piecesOf(from, &areaKind),
			Exchanges:   piecesOf(from, &exchangeKind),
			Constraints: piecesOf(from, &constraintKind),
			Facilities:  piecesOf(from, &facilityKind),
		})
	})
	return explain(ctx, s.path, err)
}

// withSession calls use with the present state and returns its revision. Rows that break a rule are
// an Invalid error with all their faults, once use has returned.
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
	from := &session{ctx: ctx, byRows: byRows, problems: map[string][]pieceProblems{}}
	if from.revision, err = readRevision(ctx, conn); err != nil {
		return "", err
	}
	if err := from.describe(conn); err != nil {
		return "", err
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
	return from.revision.store(), record.Unreadable(s.path, from.allProblems())
}

// describe reads what is no record, and how far each table may reach.
func (s *session) describe(from queryer) error {
	for _, read := range []func() ([]symbiosis.Problem, error){
		func() ([]symbiosis.Problem, error) { return loadInfo(s.ctx, from, &s.info) },
		func() ([]symbiosis.Problem, error) { return loadAssumptions(s.ctx, from, &s.values) },
	} {
		problems, err := read()
		if err != nil {
			return err
		}
		s.described = append(s.described, problems...)
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

// tell notes what is wrong with the rows of a piece.
func (s *session) tell(t *table, piece int, problems []symbiosis.Problem) {
	if len(problems) == 0 {
		return
	}
	s.found.Lock()
	defer s.found.Unlock()
	s.problems[t.name] = append(s.problems[t.name], pieceProblems{piece, problems})
}

// fail notes that records could not be made.
func (s *session) fail(err error) {
	s.found.Lock()
	defer s.found.Unlock()
	if s.failure == nil {
		s.failure = err
	}
}

// allProblems returns what is wrong with rows, table by table, at most maxProblems of each.
func (s *session) allProblems() (all []symbiosis.Problem) {
	for _, t := range kindTables {
		found := s.problems[t.name]
		slices.SortFunc(found, func(a, b pieceProblems) int { return a.piece - b.piece })
		var problems []symbiosis.Problem
		for _, p := range found {
			problems = append(problems, p.problems...)
		}
		all = append(all, problems[:min(len(problems), maxProblems)]...)
	}
	return append(all, s.described...)
}
