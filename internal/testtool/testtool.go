// Package testtool finds what some tests need beside Go: programs, a PostGIS and the shared data
// files. Only tests import it.
//
// A test that lacks a tool is skipped on a developer's machine and fails under
// SAMLOKA_REQUIRE_TOOLS, which `make test` sets after installing them: there, a skip would hide
// that something was never tried. Missing shared data always skips, with the reason.
package testtool

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const (
	// requireEnv, when not empty, turns "skip, the tool is missing" into "fail".
	requireEnv = "SAMLOKA_REQUIRE_TOOLS"
	// postgisEnv holds the address of a PostGIS that tests may write to. `.ci/with-postgis` sets it.
	postgisEnv = "SAMLOKA_TEST_POSTGIS"
)

// Require returns the path of the program called name. Without it the test is skipped, or fails
// where tools are required.
func Require(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, fmt.Sprintf("%s is not installed; .ci/install-test-tools installs it", name))
	}
	return path
}

// PostGIS returns the address (postgres://…) of a running PostGIS made for tests. All packages of
// a test run share its database at the same time: work in a schema or database of your own.
// Without one the test is skipped, or fails where tools are required.
func PostGIS(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv(postgisEnv)
	if dsn == "" {
		missing(t, postgisEnv+" is not set; run the tests by .ci/with-postgis go test …")
	}
	return dsn
}

// SharedData returns the path of a file of the shared test data, which lies beside the project in
// ../shared/data; name is relative to that folder, with slashes. Without the folder the test is
// skipped. A folder that lacks the file fails the test: the name is then wrong.
func SharedData(t testing.TB, name string) string {
	t.Helper()
	folder := filepath.Join(ModuleRoot(t), "..", "shared", "data")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the shared test data is not beside the project (%s)", folder)
	}
	path := filepath.Join(folder, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the shared test data has no %s: %v", name, err)
	}
	return path
}

// ModuleRoot returns the folder that holds go.mod, whichever package's folder the test runs in.
func ModuleRoot(t testing.TB) string {
	t.Helper()
	start, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatalf("no go.mod in %s or above it", start)
		}
	}
}

func missing(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv(requireEnv) != "" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}
