package main

import (
	"context"
	"crypto/rand"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// freshPostGIS returns the address of a schema that doesn't exist yet. The database of the tests
// is thrown away after them, and what is in it.
func freshPostGIS(t testing.TB) string {
	t.Helper()
	u, err := url.Parse(testtool.PostGIS(t))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", "cmd_"+strings.ToLower(rand.Text()[:12]))
	u.RawQuery = q.Encode()
	return u.String()
}

// TestPostGISScripts runs the tales that need a PostGIS.
func TestPostGISScripts(t *testing.T) {
	testtool.PostGIS(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/postgis",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data"))
			env.Setenv("POSTGIS", freshPostGIS(t))
			env.Setenv("POSTGIS_NEW", freshPostGIS(t))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exitstatus": exitStatus},
	})
}

// TestCopyLosesNothing moves a region with every attribute, its name, questions and assumptions
// among them, from store to store until it is where it began.
func TestCopyLosesNothing(t *testing.T) {
	want := storetest.Sample()
	at := func(name string) store.Store {
		t.Helper()
		s, err := openStore(t.Context(), name, true)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	}
	region := want
	for _, name := range []string{filepath.Join(t.TempDir(), "a.gpkg"), freshPostGIS(t), filepath.Join(t.TempDir(), "b.gpkg"), freshPostGIS(t)} {
		to := at(name)
		counted := 0
		for range 2 { // once into an empty store, once over itself
			if err := copyRegion(context.Background(), region, to, counted > 0, func(n, total int) { counted = n }); err != nil {
				t.Fatal(err)
			}
			if counted != held(region) {
				t.Errorf("%d records were counted", counted)
			}
		}
		got, _, err := to.Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := range got.Sites { // put twice, so that the version has grown
			if got.Sites[i].Version != 2 {
				t.Errorf("site %s has version %d", got.Sites[i].ID, got.Sites[i].Version)
			}
		}
		region = got
	}
	for _, version := range versions(region) {
		*version = 1
	}
	if diff := cmp.Diff(storetest.Dump(want), storetest.Dump(region)); diff != "" {
		t.Errorf("after four copies (-want +got):\n%s", diff)
	}
}

func versions(r *symbiosis.Region) (all []*int64) {
	for i := range r.Sites {
		all = append(all, &r.Sites[i].Version)
	}
	for i := range r.Flows {
		all = append(all, &r.Flows[i].Version)
	}
	for i := range r.Areas {
		all = append(all, &r.Areas[i].Version)
	}
	for i := range r.Exchanges {
		all = append(all, &r.Exchanges[i].Version)
	}
	for i := range r.Constraints {
		all = append(all, &r.Constraints[i].Version)
	}
	for i := range r.Facilities {
		all = append(all, &r.Facilities[i].Version)
	}
	for i := range r.Profiles {
		all = append(all, &r.Profiles[i].Version)
	}
	for i := range r.Comparisons {
		all = append(all, &r.Comparisons[i].Version)
	}
	for i := range r.Pitches {
		all = append(all, &r.Pitches[i].Version)
	}
	for i := range r.Settings {
		all = append(all, &r.Settings[i].Version)
	}
	return all
}
