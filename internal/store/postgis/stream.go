package postgis

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// session is one state of the region, open to be read.
type session struct {
	ctx      context.Context //nolint:containedctx // of the one call that opens it
	conn     *pgx.Conn
	revision revision
	schema   int64 // the migration that the region has come to, unless revision is asked for
	info     symbiosis.RegionInfo
	values   map[string]float64
	about    map[string]int // rows of each table, about; 0 where it is empty

	mu     sync.Mutex
	types  *pgtype.Map // never used itself: each goroutine has a copy
	copies []*pgtype.Map
	wrong  record.Faults
	failed error // the first, of reading what has come

	described []symbiosis.BrokenRow // rows of info and values
}

// Stream implements store.Store.
func (s *Store) Stream(ctx context.Context, read func(symbiosis.RegionPieces) error) error {
	if s.unmade.Load() {
		return read(symbiosis.NoPieces())
	}
	return s.entire(ctx, func(from *session) error { return read(from.pieces()) })
}

// entire calls use with the present state, of which no row may break a rule.
func (s *Store) entire(ctx context.Context, use func(*session) error) error {
	_, err := s.withSession(ctx, false, func(from *session) error {
		if err := use(from); err != nil || from.failed != nil {
			return err // with what has failed: useSession
		}
		return record.Unreadable(s.location, from.broken())
	})
	return s.explain(ctx, err)
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

// oneState shows one state of the region, whatever is committed meanwhile, and waits for nobody.
var oneState = pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}

// withSession calls use with the present state and returns its revision, if that is wanted.
func (s *Store) withSession(ctx context.Context, revised bool, use func(*session) error) (store.Revision, error) {
	if !revised {
		if from := s.first.Swap(nil); from != nil {
			defer from.close()
			from.ctx = ctx
			return s.useSession(from, use)
		}
	}
	tx, err := s.pool.BeginTx(ctx, oneState)
	if err != nil {
		return "", err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	from := &session{ctx: ctx, conn: tx.Conn(), types: tx.Conn().TypeMap().Copy()}
	var questions pgx.Batch
	from.queue(&questions, revised)
	if err := from.ask(&questions, func(all answers) error { return from.hear(all, s.location, revised) }); err != nil {
		return "", err
	}
	return s.useSession(from, use)
}

func (s *Store) useSession(from *session, use func(*session) error) (store.Revision, error) {
	if err := errors.Join(use(from), from.failed); err != nil {
		return "", err
	}
	return from.revision.store(), nil
}

// answers are those to questions that were sent together, in their order: who reads one asks the same again.
type answers struct{ pgx.BatchResults }

func (a answers) Query(context.Context, string, ...any) (pgx.Rows, error) {
	return a.BatchResults.Query()
}

func (a answers) QueryRow(context.Context, string, ...any) pgx.Row { return a.BatchResults.QueryRow() }

// ask asks all that must be known before rows are read, at once: for a round each the server and we would wait for
// one another a dozen times.
func (s *session) ask(questions *pgx.Batch, hear func(answers) error) error {
	all := answers{s.conn.SendBatch(s.ctx, questions)}
	err := hear(all)
	if over := all.Close(); err == nil {
		err = over
	}
	return err
}

// queue asks for what hear hears.
func (s *session) queue(questions *pgx.Batch, revised bool) {
	first := selectSchema
	if revised {
		first = selectRevision
	}
	questions.Queue(first)
	questions.Queue(regionInfo.selectAll)
	questions.Queue(assumptions.selectAll)
	questions.Queue(selectSizes())
}

func (s *session) hear(all answers, location string, revised bool) (err error) {
	if revised {
		s.revision, err = readRevision(s.ctx, all, location)
	} else {
		s.schema, err = readSchema(s.ctx, all, location)
	}
	if err != nil {
		return err
	}
	ofInfo, err := loadInfo(s.ctx, all, s.conn.TypeMap(), &s.info)
	if err != nil {
		return err
	}
	ofValues, err := loadAssumptions(s.ctx, all, s.conn.TypeMap(), &s.values)
	if err != nil {
		return err
	}
	s.described = append(ofInfo, ofValues...)
	return s.count(all)
}

// selectSizes selects how many rows the tables have, by the statistics of the server, and which may have any: one whose
// file is empty has none, and neither have those that inherit it where there are none. A look at each table's rows
// would have the server plan ten queries.
func selectSizes() string {
	var names []string
	for _, t := range kindTables {
		names = append(names, "'"+pgx.Identifier{t.name}.Sanitize()+"'")
	}
	return `SELECT relname::text, reltuples::float8, relkind <> 'r' OR relhassubclass OR pg_relation_size(oid) > 0
		FROM pg_class WHERE oid = ANY (ARRAY[` + strings.Join(names, ", ") + `]::regclass[])`
}

func (s *session) count(from queryer) error {
	rows, err := from.Query(s.ctx, "")
	if err != nil {
		return err
	}
	s.about = map[string]int{}
	var name string
	var about float64
	var some bool
	told, err := pgx.ForEachRow(rows, []any{&name, &about, &some}, func() error {
		if some {
			s.about[name] = max(1, int(about))
		}
		return nil
	})
	if err == nil && told.RowsAffected() != int64(len(kindTables)) {
		err = fmt.Errorf("the server tells the size of %d tables of %d", told.RowsAffected(), len(kindTables))
	}
	return err
}

// borrow gives a goroutine types of its own; call back when they are done with.
func (s *session) borrow() (types *pgtype.Map, back func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.copies); n > 0 {
		types, s.copies = s.copies[n-1], s.copies[:n-1]
	} else {
		types = s.types.Copy()
	}
	return types, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.copies = append(s.copies, types)
	}
}

// fail notes that rows can't be read; nil is none.
func (s *session) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = err
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
