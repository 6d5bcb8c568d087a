package main

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/testtool"
)

// fails runs a command that must end with status 1 and one line that holds all the words.
func (t *trial) fails(what string, words []string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), t.program, args...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	var errs bytes.Buffer
	cmd.Stderr = &errs
	exit, ok := errors.AsType[*exec.ExitError](cmd.Run())
	if !ok || exit.ExitCode() != exitFailed {
		t.Errorf("%s: samloka %q ended with %v, want status 1\n%s", what, args, exit, errs.String())
		return
	}
	said := strings.TrimSpace(errs.String())
	// A progress bar may have been drawn on the line before.
	if i := strings.LastIndexByte(said, '\r'); i >= 0 {
		said = said[i+1:]
	}
	if !strings.HasPrefix(said, "samloka: ") || strings.Contains(said, "\n") {
		t.Errorf("%s: samloka %q says not one line:\n%s", what, args, errs.String())
	}
	for _, word := range words {
		if !strings.Contains(said, word) {
			t.Errorf("%s: samloka %q doesn't say %q: %s", what, args, word, said)
		}
	}
	if strings.Contains(errs.String(), "goroutine") || strings.Contains(errs.String(), "hemligt") {
		t.Errorf("%s: samloka %q panics, or tells the password:\n%s", what, args, errs.String())
	}
}

// as is the cluster's address for another user, database or setting.
func as(t testing.TB, address, user, database, setting string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	if user != "" {
		u.User = url.UserPassword(user, "hemligt")
	}
	if database != "" {
		u.Path = "/" + database
	}
	if key, value, ok := strings.Cut(setting, "="); ok {
		q := u.Query()
		q.Set(key, value)
		u.RawQuery = q.Encode()
	}
	return u.String()
}

// TestTroubleWithTheDatabaseIsOneSentence: a wrong address, a missing extension or right, a full disk
// and a database that can only be read end every command with status 1 and a sentence, answer a
// write with a problem, and leave the region as it was.
func TestTroubleWithTheDatabaseIsOneSentence(t *testing.T) {
	tr := newTrial(t)
	folder := t.TempDir()
	sites, flows := writeRegion(t, folder, 200, 2)
	address := tr.cluster.Address()
	tr.do("demo", "--store", address)
	region := func() string {
		return tr.cluster.SQL(`SELECT (SELECT count(*) FROM samloka.sites), (SELECT count(*) FROM samloka.flows), (SELECT r::text FROM samloka.samloka_revision AS r), (SELECT count(*) FROM samloka.samloka_history)`)
	}
	before := region()
	tr.cluster.SQL(`CREATE ROLE guest LOGIN; CREATE ROLE plain LOGIN`)
	tr.cluster.SQL(`CREATE DATABASE bare TEMPLATE template0`)
	commands := func(store string) [][]string {
		return [][]string{
			{"serve", "--listen", "127.0.0.1:0", "--store", store},
			{"work", "--store", store},
			{"import", "--store", store, sites, flows},
			{"export", "--store", store, filepath.Join(folder, "out.geojson")},
			{"match", "--store", store, "--out", filepath.Join(folder, "out.csv")},
			{"migrate", "--store", store},
			{"copy", store, filepath.Join(folder, "copy.gpkg")},
		}
	}
	for _, c := range []struct {
		what, store string
		words       []string
		writes      bool // only commands that write the region fail
	}{
		{"nobody at the address", "postgres://samloka:hemligt@127.0.0.1:1/x?sslmode=disable", []string{"can't be reached", "check the address"}, false},
		{"no such database", as(t, address, "", "nowhere", ""), []string{"does not exist", "createdb"}, false},
		{"no such user", as(t, address, "nobody_there", "", ""), []string{"refuses the user"}, false},
		{"no right", as(t, address, "guest", "", ""), []string{"right", "ask who looks after the database"}, false},
		{"read-only", as(t, address, "", "", "default_transaction_read_only=on"), []string{"can only be read"}, true},
	} {
		for _, args := range commands(c.store) {
			if writes := args[0] == "import"; writes || !c.writes {
				tr.fails(c.what, c.words, args...)
			}
		}
	}
	for _, command := range []string{"serve", "import", "demo"} { // those that make a region
		args := map[string][]string{"serve": {"--listen", "127.0.0.1:0"}, "import": {sites}}[command]
		tr.fails("no PostGIS, and no right to install it", []string{"lacks the extension PostGIS", "CREATE EXTENSION postgis"},
			append([]string{command, "--store", as(t, address, "plain", "bare", "")}, args...)...)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*copy.gpkg*")); len(left) > 0 {
		t.Errorf("a copy that failed leaves %v", left)
	}
	if after := region(); after != before {
		t.Errorf("the region was %s, and is %s", before, after)
	}

	// The disk is full in the middle of an import, as the server says it then.
	server := tr.server("--workers", "0")
	tr.cluster.SQL(`CREATE FUNCTION samloka.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF (SELECT count(*) FROM samloka.flows) > 150 THEN
				RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
			END IF;
			RETURN NEW;
		END $$;
		CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON samloka.flows FOR EACH ROW EXECUTE FUNCTION samloka.full()`)
	tr.fails("a full disk", []string{"the server's disk is full", "nothing was changed"}, "import", "--store", address, sites, flows)
	if after := region(); after != before {
		t.Errorf("after a full disk the region is %s, and was %s", after, before)
	}
	tr.cluster.SQL(`DROP TRIGGER full_disk ON samloka.flows`)
	// And one that is full: a tablespace on a disk of its own, filled up, where a test may mount one.
	if small, ok := tr.cluster.SmallDisk("1m"); ok {
		tr.cluster.SQL(`CREATE TABLESPACE small LOCATION '` + small + `'`)
		tr.cluster.SQL(`ALTER TABLE samloka.flows SET TABLESPACE small; CREATE TABLE filler (t text) TABLESPACE small`)
		tr.cluster.SQL(`DO $$ BEGIN
			LOOP
				BEGIN
					INSERT INTO filler VALUES (repeat('full', 1000));
				EXCEPTION WHEN disk_full THEN RETURN;
				END;
			END LOOP;
		END $$`)
		tr.fails("a full disk", []string{"the server's disk is full", "nothing was changed"}, "import", "--store", address, sites, flows)
		if after := region(); after != before {
			t.Errorf("after a full disk the region is %s, and was %s", after, before)
		}
		tr.cluster.SQL(`DROP TABLE filler`)
		tr.do("import", "--dry-run", "--store", address, sites, flows) // there is room again
		tr.cluster.SQL(`ALTER TABLE samloka.flows SET TABLESPACE pg_default`)
		tr.cluster.SQL(`DROP TABLESPACE small`)
	}
	// And a database that becomes read-only under a server that runs.
	tr.cluster.SQL(`ALTER DATABASE trial SET default_transaction_read_only = on;
		SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'trial' AND pid <> pg_backend_pid()`)
	var problem struct{ Type, Detail string }
	tr.until("the problem of a read-only database", func() bool {
		status, err := ask(t.Context(), http.MethodPost, server.address+"/api/v1/sites", "", map[string]any{"name": "Ny", "lon": 14, "lat": 63}, &problem)
		if err != nil || status < 400 {
			t.Fatalf("a write to a read-only database: %d, %v", status, err)
		}
		return status == http.StatusServiceUnavailable && strings.Contains(problem.Detail, "can only be read")
	})
	if status, err := ask(t.Context(), http.MethodGet, server.address+"/api/v1/sites", "", nil, nil); err != nil || status != http.StatusOK {
		t.Errorf("readers are answered with %d, %v", status, err)
	}
	if after := region(); after != before {
		t.Errorf("the region was %s, and is %s", before, after)
	}
}

// TestTroubleWithTheFileIsOneSentence is the same for the embedded store.
func TestTroubleWithTheFileIsOneSentence(t *testing.T) {
	tr := &trial{T: t, program: builtProgram(t), end: trialEnd()}
	folder := t.TempDir()
	sites, flows := writeRegion(t, folder, 1500, 2)
	text := filepath.Join(folder, "text.gpkg")
	if err := os.WriteFile(text, []byte("this is no database, whatever its name says\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what, store string
		words       []string
	}{
		{"no folder", filepath.Join(folder, "none", "region.gpkg"), []string{"there is no folder"}},
		{"a folder", folder, []string{"is a folder"}},
		{"another kind of file", text, []string{"is not a GeoPackage"}},
	} {
		for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0", "--store", c.store}, {"import", "--store", c.store, sites}} {
			tr.fails(c.what, c.words, args...)
		}
	}
	for _, args := range [][]string{{"work"}, {"export", filepath.Join(folder, "out.geojson")}, {"match"}} {
		tr.fails("no store", []string{"does not exist", "check the name"}, append(args, "--store", filepath.Join(folder, "none.gpkg"))...)
	}

	// A disk of its own that is full in the middle of an import: what was there before stays, and
	// nothing of the rest; of a region that was to be made nothing at all.
	small := filepath.Join(folder, "disk")
	if err := os.Mkdir(small, 0o700); err != nil {
		t.Fatal(err)
	}
	mount := "mount -t tmpfs -o size=1500k none " + small
	if out, err := exec.CommandContext(t.Context(), testtool.Require(t, "unshare"), "-rm", "sh", "-c", mount).CombinedOutput(); err != nil {
		t.Skipf("no disk of a test's own can be mounted here: %v %s", err, out)
	}
	some := filepath.Join(folder, "some.csv")
	if err := os.WriteFile(some, []byte("id,name,lon,lat\nfirst,Första,14,63\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	said := filepath.Join(folder, "said")
	script := `set -e
		` + mount + `
		status=0; "$1" import --store "$2/new.gpkg" "$4" "$5" >/dev/null 2>"$6" || status=$?
		[ $status = 1 ]
		[ -z "$(ls -A "$2")" ]
		"$1" import --store "$2/region.gpkg" "$3" >/dev/null
		status=0; "$1" import --store "$2/region.gpkg" "$4" "$5" >/dev/null || status=$?
		[ $status = 1 ]
		"$1" import --store "$8" "$3" >/dev/null
		if head -c 3000000 /dev/zero >"$2/filler" 2>/dev/null; then exit 3; fi
		before=$(ls -A "$2")
		status=0; "$1" export --store "$8" "$2/out.geojson" >/dev/null 2>"$7" || status=$?
		[ $status = 1 ]
		[ "$(ls -A "$2")" = "$before" ] # no half of a file
		rm "$2/filler"
		"$1" export --store "$2/region.gpkg" --only sites -`
	saidOfExport := filepath.Join(folder, "said-of-export")
	cmd := exec.CommandContext(t.Context(), "unshare", "-rm", "sh", "-c", script, "sh", tr.program, small, some, sites, flows, said, saidOfExport, filepath.Join(folder, "elsewhere.gpkg"))
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s%s", err, errs.String(), out.String())
	}
	if said := errs.String(); !strings.Contains(said, "the disk is full") || !strings.Contains(said, "nothing was changed") || strings.Count(said, "samloka:") != 1 || strings.Contains(said, "goroutine") {
		t.Errorf("a full disk is told as: %s", said)
	}
	if made, err := os.ReadFile(said); err != nil || !strings.Contains(string(made), "new.gpkg can't be written because the disk is full") || strings.Count(string(made), "\n") != 1 {
		t.Errorf("where the region was to be made it is told as: %s, %v", made, err)
	}
	if made, err := os.ReadFile(saidOfExport); err != nil || !strings.Contains(string(made), "out.geojson can't be written because the disk is full") || strings.Count(string(made), "\n") != 1 {
		t.Errorf("of an export it is told as: %s, %v", made, err)
	}
	if n := strings.Count(out.String(), `"Feature"`); n != 1 || !strings.Contains(out.String(), "Första") {
		t.Errorf("after a full disk the region has %d sites: %.300s", n, out.String())
	}
}
