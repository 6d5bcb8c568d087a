package main

import (
	"context"
	"testing"
)

func TestExportedAtAGlance(t *testing.T) {
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
		{[]string{"import", "--store", "postgres://a/b", "x.geojson"}, ""},
		{[]string{"--author", "export", "serve"}, ""},
		{nil, ""},
	} {
		if got := exported(c.args, usual); got != c.want {
			t.Errorf("%q exports %q at a glance, want %q", c.args, got, c.want)
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
