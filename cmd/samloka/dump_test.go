package main

import (
	"bytes"
	"crypto/rand"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// TestPostgreSQLsOwnBackup does what deploy/README.md tells: a region is saved by pg_dump,
// restored by pg_restore into a new database, and goes on there with nothing lost. The commands are those that stand
// there, carried out by the administrator; the region belongs to a user of no rights of its own, as the service is.
func TestPostgreSQLsOwnBackup(t *testing.T) {
	pgDump, pgRestore, psql := testtool.Require(t, "pg_dump"), testtool.Require(t, "pg_restore"), testtool.Require(t, "psql")
	address := freshPostGIS(t)
	schema, server := withoutSearchPath(t, address)
	sql := func(statement string) {
		t.Helper()
		run(t, psql, "--quiet", "--set=ON_ERROR_STOP=1", "--dbname="+server.String(), "--command="+statement)
	}
	role := "service_" + strings.ToLower(rand.Text()[:12])
	sql(`CREATE ROLE ` + role + ` LOGIN; CREATE SCHEMA ` + schema + ` AUTHORIZATION ` + role)
	address = as(t, address, role, "", "")
	documented := func(program string, values map[string]string) (args []string) {
		t.Helper()
		readme, err := os.ReadFile(filepath.Join("..", "..", "deploy", "README.md"))
		if err != nil {
			t.Fatal(err)
		}
		line := regexp.MustCompile(`(?m)^    sudo -u postgres ` + program + ` (.+)$`).FindStringSubmatch(string(readme))
		if line == nil {
			t.Fatalf("deploy/README.md tells no %s", program)
		}
		for _, arg := range strings.Fields(line[1]) {
			key, _, _ := strings.Cut(arg, "=")
			switch value, known := values[key]; {
			case known:
				arg = key + "=" + value
			case !strings.HasPrefix(arg, "-"):
				arg = values["file"]
			}
			args = append(args, arg)
		}
		return args
	}
	open := func(address string) store.Store {
		t.Helper()
		s, err := openStore(t.Context(), address, true)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	before := open(address)
	storetest.Fill(t, before, storetest.Sample())
	want, revision, err := before.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	file := filepath.Join(t.TempDir(), "region.dump")
	run(t, pgDump, documented("pg_dump", map[string]string{"--schema": schema, "--file": file, "--dbname": server.String()})...)
	database := "restored_" + strings.ToLower(rand.Text()[:12])
	sql(`CREATE DATABASE ` + database + ` OWNER ` + role + ` TEMPLATE template1`)
	server.Path = "/" + database
	run(t, pgRestore, documented("pg_restore", map[string]string{"--role": role, "--dbname": server.String(), "file": file})...)

	q := server.Query()
	q.Set("search_path", schema)
	server.RawQuery = q.Encode()
	after := open(as(t, server.String(), role, "", ""))
	got, restored, err := after.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(storetest.Dump(want), storetest.Dump(got)); diff != "" {
		t.Errorf("the restored region differs (-want +got):\n%s", diff)
	}
	if restored != revision {
		t.Errorf("the same records have revision %s, before %s", restored, revision)
	}
	// Both go on from here, each its own way: no server may take one for the other.
	write := func(s store.Store) store.Revision {
		t.Helper()
		r, err := s.Update(t.Context(), func(tx store.Tx) error {
			_, err := tx.PutSite(t.Context(), symbiosis.Site{ID: "after", Name: "After", Location: orb.Point{14, 63}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if a, b := write(before), write(after); a == b || b == revision {
		t.Errorf("after one more change each, the revisions are %s and %s; it was %s", a, b, revision)
	}
}

// withoutSearchPath splits the schema off an address: libpq's programs don't know that word.
func withoutSearchPath(t *testing.T, address string) (schema string, server *url.URL) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	schema = q.Get("search_path")
	q.Del("search_path")
	u.RawQuery = q.Encode()
	return schema, u
}

func run(t *testing.T, program string, args ...string) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(program), strings.Join(args, " "), err, out.String())
	}
}
