package postgis

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store { return open(t, fresh(t)) })
}

// fresh returns the address of a schema of the test's own, which does not exist yet and is dropped
// after the test.
func fresh(t testing.TB) string {
	t.Helper()
	dsn := testtool.PostGIS(t)
	schema := "test_" + strings.ToLower(rand.Text()[:12])
	t.Cleanup(func() { run(t, dsn, "DROP SCHEMA IF EXISTS "+schema+" CASCADE") })
	return with(t, dsn, "search_path", schema)
}

// with returns the address with another parameter.
func with(t testing.TB, dsn, name, value string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// open opens the store at dsn; the test closes it.
func open(t testing.TB, dsn string, opts ...Option) *Store {
	t.Helper()
	s, err := Open(context.Background(), dsn, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// opened opens a new store and closes it after the test.
func opened(t testing.TB) (*Store, string) {
	t.Helper()
	dsn := fresh(t)
	s := open(t, dsn)
	closeAtEnd(t, s)
	return s, dsn
}

func closeAtEnd(t testing.TB, s *Store) {
	t.Helper()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
}

// withPostGIS adds the schema that PostGIS stands in to the search path, as other programs have it.
func withPostGIS(t testing.TB, dsn string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	if path := u.Query().Get("search_path"); path != "" {
		return with(t, dsn, "search_path", path+",public")
	}
	return dsn
}

// foreign opens a connection as another program has it: it knows nothing of Samloka.
func foreign(t testing.TB, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), withPostGIS(t, dsn))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// run carries out statements as another program would, one transaction each.
func run(t testing.TB, dsn string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), withPostGIS(t, dsn))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	execute(t, conn, statements...)
}

func execute(t testing.TB, conn *pgx.Conn, statements ...string) {
	t.Helper()
	for _, q := range statements {
		if _, err := conn.Exec(context.Background(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

func load(t testing.TB, s store.Store) (*symbiosis.Region, store.Revision) {
	t.Helper()
	region, revision, err := s.Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return region, revision
}

func update(t testing.TB, s store.Store, write func(store.Tx) error) store.Revision {
	t.Helper()
	revision, err := s.Update(context.Background(), write)
	if err != nil {
		t.Fatal(err)
	}
	return revision
}

// putSample puts storetest's sample.
func putSample(t testing.TB, s store.Store) {
	t.Helper()
	update(t, s, func(tx store.Tx) error { return storetest.Put(context.Background(), tx, storetest.Sample()) })
}
