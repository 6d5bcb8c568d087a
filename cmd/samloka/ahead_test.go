package main

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/store"
)

func TestStoreAtAGlance(t *testing.T) {
	const usual = "postgres://anna@db/region"
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"export", "--store", "postgres://a/b", "x.csv", "--only=sites"}, "postgres://a/b"},
		{[]string{"export", "x.geojson", "--store=postgres://a/b"}, "postgres://a/b"},
		{[]string{"export", "x.geojson"}, usual},
		{[]string{"export", "--store"}, usual},
		{[]string{"export"}, usual},
		{[]string{"import", "--store", "postgres://a/b", "x.geojson"}, "postgres://a/b"},
		{[]string{"import", "x.geojson"}, usual},
		{[]string{"copy", "--store", "postgres://a/b", "x.gpkg"}, ""},
		{[]string{"--author", "export", "serve"}, ""},
		{nil, ""},
	} {
		if got := storeOf(c.args, usual); got != c.want {
			t.Errorf("%q opens %q at a glance, want %q", c.args, got, c.want)
		}
	}
}

// TestOpenedAhead: a database is opened before it is asked for, and closed where nobody asks.
func TestOpenedAhead(t *testing.T) {
	t.Setenv("SAMLOKA_STORE", "")
	address := freshPostGIS(t)
	if a := openAhead(t.Context(), []string{"export", "--store", "region.gpkg", "x.csv"}); a != nil {
		t.Error("a file is opened ahead")
	}
	made, err := openStore(t.Context(), address, true)
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	a := openAhead(t.Context(), []string{"export", "--store", address, "x.csv"})
	if _, begun, _ := a.take("postgres://another/one"); begun {
		t.Error("a store is taken for another one")
	}
	s, begun, err := a.take(address)
	if err != nil || !begun {
		t.Fatalf("the store isn't opened ahead (%t): %v", begun, err)
	}
	a.close() // it is ours now
	if _, _, err := s.Load(t.Context()); err != nil {
		t.Errorf("the store can't be read: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	left := openAhead(ctx, []string{"export", "--store", address})
	left.close()
	if left.err == nil {
		t.Error("a store is opened, though nobody wants it any more")
	}
}

// TestOpenedAheadAsItIs: a database is opened ahead of an import where nothing must be done in it for that; where
// something must, nothing is, and the import opens it in its own time.
func TestOpenedAheadAsItIs(t *testing.T) {
	t.Setenv("SAMLOKA_STORE", "")
	address := freshPostGIS(t)
	args := []string{"import", "--store", address, "x.csv"}
	take := func() store.Store {
		t.Helper()
		a := openAhead(t.Context(), args)
		defer a.close()
		s, begun, err := a.take(address)
		if err != nil || begun != (s != nil) {
			t.Fatalf("taken %t: %v", begun, err)
		}
		return s
	}
	empty := take()
	if empty == nil {
		t.Fatal("a database without a region isn't opened ahead")
	}
	if err := empty.Close(); err != nil {
		t.Error(err)
	}
	if _, err := openStore(t.Context(), address, false); err == nil {
		t.Error("opening it ahead has made a region")
	}
	made, err := openStore(t.Context(), address, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Close(); err != nil {
		t.Error(err)
	}
	whole := take()
	if whole == nil {
		t.Fatal("a region that is in order isn't opened ahead")
	}
	if err := whole.Close(); err != nil {
		t.Error(err)
	}
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), `DELETE FROM samloka_migrations WHERE version_id = (SELECT max(version_id) FROM samloka_migrations)`); err != nil {
		t.Fatal(err)
	}
	if older := take(); older != nil {
		_ = older.Close()
		t.Error("a region that must be brought up to date is opened ahead")
	}
}
