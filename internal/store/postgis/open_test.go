package postgis

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/migrations"
)

// refused fails the test unless err is Unavailable, one sentence, with words in it.
func refused(t testing.TB, err error, words ...string) {
	t.Helper()
	if err == nil || symbiosis.KindOf(err) != symbiosis.Unavailable {
		t.Fatalf("not refused as unavailable: %v", err)
	}
	text := err.Error()
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%q doesn't say %q", text, word)
		}
	}
	if strings.Contains(text, "\n") || strings.Contains(text, "SQLSTATE") || strings.Contains(text, "hemligt") {
		t.Errorf("%q is not a sentence for people", text)
	}
}

// database makes a database of the test's own, with options, and returns its address.
func database(t testing.TB, options string) string {
	t.Helper()
	dsn := fresh(t)
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	name := q.Get("search_path")
	q.Del("search_path")
	admin := testtool.PostGIS(t)
	run(t, admin, "CREATE DATABASE "+name+" "+options)
	t.Cleanup(func() { run(t, admin, "DROP DATABASE "+name+" WITH (FORCE)") })
	u.Path, u.RawQuery = "/"+name, q.Encode()
	return u.String()
}

// as returns the address for another user, with a password that no one must see.
func as(t testing.TB, dsn, user string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(user, "hemligt")
	return u.String()
}

// role makes a user without any right of its own.
func role(t testing.TB, dsn string) string {
	t.Helper()
	admin := testtool.PostGIS(t)
	u, err := url.Parse(fresh(t))
	if err != nil {
		t.Fatal(err)
	}
	name := u.Query().Get("search_path")
	run(t, admin, "CREATE ROLE "+name+" LOGIN")
	t.Cleanup(func() {
		run(t, dsn, "DROP OWNED BY "+name)
		run(t, admin, "DROP ROLE "+name)
	})
	return name
}

func TestOpenRefuses(t *testing.T) {
	dsn := fresh(t)
	newer := fresh(t)
	if err := open(t, newer).Close(); err != nil {
		t.Fatal(err)
	}
	run(t, newer, `INSERT INTO samloka_migrations (version_id, is_applied) VALUES (99, true)`)
	taken := fresh(t)
	u, _ := url.Parse(taken)
	run(t, taken, `CREATE SCHEMA `+u.Query().Get("search_path"), `CREATE TABLE sites (x int)`)
	elsewhere, _ := url.Parse(dsn)
	elsewhere.Path = "/no_such_database"
	for _, c := range []struct {
		name, dsn string
		words     []string
		opts      []Option
	}{
		{name: "no address", dsn: "postgres://samloka:hemligt@host:port/x", words: []string{"the address of the database can't be read", "postgres://user@host"}},
		{name: "no search path", dsn: with(t, dsn, "search_path", "$user"), words: []string{"search_path"}},
		{name: "a schema with a space", dsn: with(t, dsn, "search_path", `"a b"`), words: []string{"can't hold a region"}},
		{name: "a schema with a quote", dsn: with(t, dsn, "search_path", `"a""b,c"`), words: []string{"can't hold a region"}},
		{name: "a schema with an apostrophe", dsn: with(t, dsn, "search_path", `it's`), words: []string{"can't hold a region"}},
		{name: "a schema with a letter beyond z", dsn: with(t, dsn, "search_path", "jämtland"), words: []string{`the schema "jämtland"`, "can't hold a region", "letters a to z", "ALTER SCHEMA … RENAME TO"}},
		{name: "a schema with a dot", dsn: with(t, dsn, "search_path", "a.b"), words: []string{"can't hold a region"}},
		{name: "a schema that PostgreSQL would cut off", dsn: with(t, dsn, "search_path", strings.Repeat("a", 47)), words: []string{"46 characters"}},
		{name: "nobody listens", dsn: "postgres://samloka:hemligt@127.0.0.1:1/x?sslmode=disable", words: []string{"can't be reached", "postgres://samloka@127.0.0.1:1/x"}},
		{name: "no socket", dsn: with(t, dsn, "host", "/no/such/folder"), words: []string{"can't be reached"}},
		{name: "no such user", dsn: as(t, dsn, "nobody-there"), words: []string{"refuses the user", "nobody-there@"}},
		{name: "no such database", dsn: elsewhere.String(), words: []string{"/no_such_database", "does not exist"}},
		{name: "no region", dsn: dsn, opts: []Option{MustExist()}, words: []string{"holds no region", "samloka import"}},
		{name: "no region to read", dsn: dsn, opts: []Option{ToRead()}, words: []string{"holds no region", "samloka import"}},
		{name: "newer, to read", dsn: newer, opts: []Option{ToRead()}, words: []string{"newer version"}},
		{name: "newer", dsn: newer, words: []string{"newer version", "schema 99", "update the program"}},
		{name: "another program's", dsn: taken, words: []string{"tables of another program", "search_path"}},
		{name: "read-only", dsn: with(t, dsn, "default_transaction_read_only", "on"), words: []string{"can only be read", "default_transaction_read_only"}},
		{name: "the user's own limit of connections", dsn: func() string {
			name := role(t, dsn)
			run(t, testtool.PostGIS(t), "ALTER ROLE "+name+" CONNECTION LIMIT 0")
			return as(t, dsn, name)
		}(), words: []string{"too many connections for role", "CONNECTION LIMIT"}},
		// Where the time runs out between two statements the server takes its own signal for a user's.
		{name: "too little time", dsn: with(t, dsn, "statement_timeout", "1ms"), words: []string{"(canceling statement due to ", "nothing was changed", "raise statement_timeout"}},
		{name: "no right", dsn: as(t, dsn, role(t, dsn)), words: []string{"right", "permission denied"}},
		{name: "no PostGIS, and no right to install it", dsn: func() string {
			bare := database(t, "TEMPLATE template0")
			return as(t, bare, role(t, bare))
		}(), words: []string{"lacks the extension PostGIS", "CREATE EXTENSION postgis"}},
		{name: "not Unicode", dsn: database(t, "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"), words: []string{"LATIN1", "UTF8"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Open(t.Context(), c.dsn, c.opts...)
			if err == nil {
				_ = s.Close()
			}
			refused(t, err, c.words...)
		})
	}
}

// TestPostGISIsInstalled opens a database that lacks the extension, as a user who may install it.
func TestPostGISIsInstalled(t *testing.T) {
	s := open(t, database(t, "TEMPLATE template0"))
	closeAtEnd(t, s)
	putSample(t, s)
	if region, _ := load(t, s); storetest.Dump(region) != storetest.Dump(storetest.Sample()) {
		t.Error("the sample comes back otherwise")
	}
	if strings.Contains(s.Location(), "search_path") {
		t.Errorf("the location names the usual schema: %s", s.Location())
	}
}

// TestPostGISInItsOwnSchema keeps the extension where neither our search path nor a foreign
// program's leads to it.
func TestPostGISInItsOwnSchema(t *testing.T) {
	dsn := database(t, "TEMPLATE template0")
	run(t, dsn, `CREATE SCHEMA "the GIS"`, `CREATE EXTENSION postgis SCHEMA "the GIS"`)
	s := open(t, dsn)
	closeAtEnd(t, s)
	putSample(t, s)
	_, before := load(t, s)
	run(t, dsn, `UPDATE samloka.areas SET note = 'x'`)
	region, after := load(t, s)
	if before == after || len(region.Areas) != 2 || region.Areas[0].Note != "x" {
		t.Errorf("after an edit: %+v", region.Areas)
	}
}

// TestManyOpenOneNewSchema opens a schema that doesn't exist yet from many programs at once.
func TestManyOpenOneNewSchema(t *testing.T) {
	dsn := fresh(t)
	const n = 5
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			s, err := Open(context.Background(), dsn)
			if err != nil {
				t.Errorf("Open: %v", err)
				return
			}
			if err := s.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		})
	}
	wg.Wait()
	var applied []int64
	rows, err := foreign(t, dsn).Query(t.Context(), `SELECT version_id FROM samloka_migrations ORDER BY id`)
	if err == nil {
		applied, err = pgx.CollectRows(rows, pgx.RowTo[int64])
	}
	files, _ := fs.Glob(migrations.PostGIS, "postgis/*.sql")
	if err != nil || len(applied) != len(files)+1 { // goose's own row 0 comes first
		t.Errorf("migrations %v were applied: %v", applied, err)
	}
}

// TestNewerWhileRunning brings the schema forward under a running program.
func TestNewerWhileRunning(t *testing.T) {
	s, dsn := opened(t)
	run(t, dsn, `INSERT INTO samloka_migrations (version_id, is_applied) VALUES (99, true)`)
	_, err := s.Revision(t.Context())
	refused(t, err, "newer version")
	_, _, err = s.Load(t.Context())
	refused(t, err, "newer version")
	refused(t, s.Stream(t.Context(), func(symbiosis.RegionPieces) error {
		t.Error("read was called")
		return nil
	}), "newer version")
	_, err = s.Update(t.Context(), func(store.Tx) error {
		t.Error("write was called")
		return nil
	})
	refused(t, err, "newer version")
}

func TestMigrationsGoDownAgain(t *testing.T) {
	s, dsn := opened(t)
	config := s.pool.Config().ConnConfig.Copy()
	db := stdlib.OpenDB(*config)
	defer db.Close()
	provider, err := newProvider(db)
	if err != nil {
		t.Fatal(err)
	}
	newest, err := newestSchema()
	if err != nil {
		t.Fatal(err)
	}
	// Down to each step, as a power cut may leave a new database, and up again.
	for to := newest - 1; to >= 0; to-- {
		if _, err := provider.DownTo(t.Context(), to); err != nil {
			t.Fatal(err)
		}
		if to == 0 {
			var left int
			err := db.QueryRowContext(t.Context(), `SELECT
				(SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname NOT LIKE 'samloka_migrations%' AND relname NOT LIKE 'river\_%') +
				(SELECT count(*) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname NOT LIKE 'river\_%')`).Scan(&left)
			if err != nil || left != 0 {
				t.Errorf("%d tables, views, indexes and functions are left: %v", left, err)
			}
		}
		again := open(t, dsn)
		putSample(t, again)
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReadOnly opens a region that can be read but not changed.
func TestReadOnly(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	reader := open(t, with(t, dsn, "default_transaction_read_only", "on"), MustExist())
	closeAtEnd(t, reader)
	want, _ := load(t, s)
	if got, _ := load(t, reader); storetest.Dump(got) != storetest.Dump(want) {
		t.Error("the reader sees something else")
	}
	_, err := reader.Update(t.Context(), func(store.Tx) error { return nil })
	refused(t, err, "can only be read")
}

// TestEditorNeedsNoRightOnOurOwnTables lets a GIS user edit with rights on the region's tables alone.
func TestEditorNeedsNoRightOnOurOwnTables(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	_, before := load(t, s)
	editor, schema := role(t, dsn), schemaOf(t, s)
	run(t, dsn, `GRANT USAGE ON SCHEMA `+schema+` TO `+editor, `GRANT SELECT, INSERT, UPDATE, DELETE ON sites TO `+editor)
	run(t, as(t, dsn, editor), `UPDATE sites SET note = 'edited' WHERE id = 'hall'`)
	if region, after := load(t, s); after == before || region.Sites[0].Note != "edited" {
		t.Errorf("the edit shows as %+v", region.Sites[0])
	}
	// The program itself needs more, and says so when it is opened, or read if that is the first that is asked of it.
	run(t, dsn, `GRANT SELECT ON samloka_migrations TO `+editor)
	reader := open(t, as(t, dsn, editor), ToRead())
	closeAtEnd(t, reader)
	refused(t, reader.Stream(t.Context(), func(symbiosis.RegionPieces) error { return nil }), "does not give the user the right")
	_, err := Open(t.Context(), as(t, dsn, editor))
	refused(t, err, "does not give the user the right")
}

func TestCancelledAndClosed(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Open(ctx, fresh(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("Open returned %v", err)
	}
	s := open(t, fresh(t))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Update(t.Context(), func(store.Tx) error { return nil }); err == nil {
		t.Error("a closed store was updated")
	}
	if _, _, err := s.Load(t.Context()); err == nil {
		t.Error("a closed store was read")
	}
}

func TestLocationHidesThePassword(t *testing.T) {
	for dsn, want := range map[string]string{
		"postgres://anna:hemligt@db.example:6432/region":                              "postgres://anna@db.example:6432/region",
		"postgresql://anna:hemligt@db.example/region?search_path=jamtland,public":     "postgres://anna@db.example:5432/region?search_path=jamtland",
		"postgres://anna:hemligt@/region?host=/run/postgresql&search_path=samloka":    "postgres://anna@/region?host=/run/postgresql",
		"host=db.example user=anna password=hemligt dbname=region sslmode=disable":    "postgres://anna@db.example:5432/region",
		"postgres://db.example/region?user=anna&password=hemligt&search_path=%22A%22": "postgres://anna@db.example:5432/region?search_path=A",
	} {
		target, err := parseTarget(dsn, options{})
		if err != nil {
			t.Errorf("%s: %v", dsn, err)
		} else if target.location != want {
			t.Errorf("%s is shown as %s, want %s", dsn, target.location, want)
		}
	}
}
