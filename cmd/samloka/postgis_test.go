package main

import (
	"crypto/rand"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

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
