package postgis

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samloka/samloka/internal/store"
)

// Store is a region in a database with PostGIS. It implements store.Store.
type Store struct {
	location string
	schema   string
	pool     *pgxpool.Pool
	turn     chan struct{}           // holds one token while nobody updates
	unmade   atomic.Bool             // there is no region yet: the first update makes it
	first    atomic.Pointer[session] // begun when the store was opened to be read: who reads first takes it
}

var _ store.Store = (*Store)(nil)

// Option changes how a database is opened.
type Option func(*options)

type options struct {
	mustExist   bool
	makeLater   bool
	toRead      bool
	asItIs      bool
	lockTimeout time.Duration
}

// MustExist refuses a database without a region instead of making one; the error wraps
// fs.ErrNotExist.
func MustExist() Option { return func(o *options) { o.mustExist = true } }

// MakeLater leaves a database without a region as it is until the first update makes one, in the same
// transaction: so an update that fails leaves none. Until then the region is empty.
func MakeLater() Option { return func(o *options) { o.makeLater = true } }

// Patience is LockTimeout unless it is told otherwise: shorter than what a request may take, so that who waits in vain
// is told why.
const Patience = 20 * time.Second

// ToRead opens a region that must be there, as MustExist, and is read at once: that the user may is found out then.
func ToRead() Option { return func(o *options) { o.mustExist, o.toRead = true, true } }

// AsItIs has Open change nothing: where the database, or the region in it, would have to be brought into order first,
// the error is ErrNotInOrder.
func AsItIs() Option { return func(o *options) { o.asItIs = true } }

// ErrNotInOrder says that Open would have to change the database, or refuse it, had it not been told AsItIs.
var ErrNotInOrder = errors.New("the database must be brought into order first")

// LockTimeout is how long an update waits for changes that another program or server has under
// way. The default is Patience.
func LockTimeout(d time.Duration) Option { return func(o *options) { o.lockTimeout = d } }

// Open opens the region in the database at dsn, postgres://user:password@host:port/database or
// any other form that PostgreSQL's own programs take, makes its tables when they are missing, and
// brings those of an older program up to date. Whichever of several programs comes first does
// it; the others wait.
//
// It returns Unavailable, with a sentence for people, where the address is wrong, the server can't
// be reached or refuses the user, a right or PostGIS is missing, or a newer program has been there.
func Open(ctx context.Context, dsn string, opts ...Option) (*Store, error) {
	o := options{lockTimeout: Patience}
	for _, opt := range opts {
		opt(&o)
	}
	t, err := parseTarget(dsn, o)
	if err != nil {
		return nil, err
	}
	var first *session
	var unmade bool
	var pool *pgxpool.Pool
	if o.toRead {
		first, err = beginReading(ctx, t)
	}
	switch {
	case err != nil:
	case first != nil:
		if pool, err = pgxpool.NewWithConfig(ctx, t.config); err != nil {
			first.close()
		}
	default:
		pool, unmade, err = openPrepared(ctx, t, o)
	}
	if err == nil && pool == nil && o.asItIs {
		return nil, ErrNotInOrder
	}
	if err == nil && pool == nil {
		if unmade, err = prepare(ctx, t, o); err == nil {
			pool, err = pgxpool.NewWithConfig(ctx, t.config)
		}
	}
	if err != nil {
		return nil, explain(ctx, t.location, err)
	}
	s := &Store{location: t.location, schema: t.schema, pool: pool, turn: make(chan struct{}, 1)}
	s.unmade.Store(unmade)
	s.first.Store(first)
	s.releaseTurn()
	if o.toRead {
		return s, nil
	}
	// A first read shows that the user may.
	if _, err := s.Revision(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

// Location returns the address of the database, without the password.
func (s *Store) Location() string { return s.location }

// Close waits for what is under way and closes the connections.
func (s *Store) Close() error {
	<-s.turn
	defer s.releaseTurn() // an update after Close fails rather than hangs: its pool is closed
	if first := s.first.Swap(nil); first != nil {
		first.close()
	}
	s.pool.Close()
	return nil
}

func (s *Store) explain(ctx context.Context, err error) error {
	return explain(ctx, s.location, err)
}

// acquireTurn waits for the turn to update, or for the end of ctx.
func (s *Store) acquireTurn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-s.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) releaseTurn() { s.turn <- struct{}{} }
