package testtool

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// verdict stands in for the test under way and remembers how it was ended.
type verdict struct {
	testing.TB
	outcome, reason string
}

func (v *verdict) Helper()                   {}
func (v *verdict) Skip(args ...any)          { v.end("skipped", fmt.Sprint(args...)) }
func (v *verdict) Fatal(args ...any)         { v.end("failed", fmt.Sprint(args...)) }
func (v *verdict) Skipf(f string, a ...any)  { v.end("skipped", fmt.Sprintf(f, a...)) }
func (v *verdict) Fatalf(f string, a ...any) { v.end("failed", fmt.Sprintf(f, a...)) }

func (v *verdict) end(outcome, reason string) {
	v.outcome, v.reason = outcome, reason
	runtime.Goexit()
}

// judge runs use as a test of its own and tells how it ended, "went on" when nothing stopped it.
func judge(t *testing.T, use func(testing.TB)) *verdict {
	v := &verdict{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		use(v)
		v.outcome = "went on"
	}()
	<-done
	return v
}

func TestMissingToolSkipsUnlessRequired(t *testing.T) {
	needs := map[string]func(testing.TB){
		"no-such-program":      func(tb testing.TB) { Require(tb, "no-such-program") },
		"SAMLOKA_TEST_POSTGIS": func(tb testing.TB) { PostGIS(tb) },
	}
	t.Setenv(postgisEnv, "")
	for name, use := range needs {
		for required, want := range map[string]string{"": "skipped", "1": "failed"} {
			t.Setenv(requireEnv, required)
			v := judge(t, use)
			if v.outcome != want || !strings.Contains(v.reason, name) {
				t.Errorf("%s with %s=%q: %s (%q), want %s and a reason that names it", name, requireEnv, required, v.outcome, v.reason, want)
			}
		}
	}
}

func TestPresentToolLetsTheTestGoOn(t *testing.T) {
	t.Setenv(requireEnv, "1")
	t.Setenv(postgisEnv, "postgres://somewhere")
	var program, dsn string
	v := judge(t, func(tb testing.TB) { program, dsn = Require(tb, "go"), PostGIS(tb) })
	if v.outcome != "went on" {
		t.Fatalf("%s: %s", v.outcome, v.reason)
	}
	if filepath.Base(program) != "go" || dsn != "postgres://somewhere" {
		t.Errorf("got %q and %q", program, dsn)
	}
}

func TestSharedData(t *testing.T) {
	parent := t.TempDir()
	inside := filepath.Join(parent, "project", "internal", "deep")
	mkdir(t, inside)
	write(t, filepath.Join(parent, "project", "go.mod"))
	t.Chdir(inside)
	t.Setenv(requireEnv, "1")

	v := judge(t, func(tb testing.TB) { SharedData(tb, "sites/a.csv") })
	if v.outcome != "skipped" {
		t.Errorf("without the folder: %s (%q), want skipped even where tools are required", v.outcome, v.reason)
	}

	mkdir(t, filepath.Join(parent, "shared", "data", "sites"))
	v = judge(t, func(tb testing.TB) { SharedData(tb, "sites/a.csv") })
	if v.outcome != "failed" {
		t.Errorf("folder there, file not: %s (%q), want failed", v.outcome, v.reason)
	}

	write(t, filepath.Join(parent, "shared", "data", "sites", "a.csv"))
	var path string
	v = judge(t, func(tb testing.TB) { path = SharedData(tb, "sites/a.csv") })
	if _, err := os.Stat(path); v.outcome != "went on" || err != nil {
		t.Errorf("file there: %s, path %q: %v", v.outcome, path, err)
	}
}

func mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(path, 0o755); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
}
