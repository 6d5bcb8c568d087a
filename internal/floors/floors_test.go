package floors

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/testtool"
)

func TestImportsGoDown(t *testing.T) {
	packages := list(t, "./...")
	if len(packages) < 3 {
		t.Fatalf("go list found only %d packages", len(packages))
	}
	for _, fault := range Program().Check(packages) {
		t.Error(fault)
	}
}

// What the rule of direct imports cannot see: a library that brings test code into the binary.
func TestNoTestCodeInTheBinary(t *testing.T) {
	unwanted := []string{"testing", "pgregory.net/rapid", "go.uber.org/goleak", "github.com/google/go-cmp", "internal/testtool", "internal/store/storetest"}
	for _, p := range list(t, "-deps", "./cmd/samloka") {
		if path := short(p.ImportPath); within(path, unwanted) {
			t.Errorf("%s is part of bin/samloka", path)
		}
	}
}

// Every rule of the table has to be able to fail: each row is an import that one rule forbids, or
// that looks like it and is allowed.
func TestTableForbids(t *testing.T) {
	for _, c := range []struct {
		from, to, says string // says is empty where the import is allowed
	}{
		// the direction
		{"internal/planner", "internal/match", ""},
		{"cmd/samloka", "internal/unit", ""},
		{"internal/unit", "internal/geo", "upward, from floor 1 to floor 2"},
		{"internal/symbiosis", "internal/match", "upward, from floor 3 to floor 4"},
		{"internal/planner", "internal/api/rest", "upward, from floor 6 to floor 7"},
		{"internal/store/geopackage", "internal/planner", "upward"},
		{"internal/match", "internal/transport", "sideways on floor 4"},
		{"internal/transport", "internal/match", "sideways"},
		{"internal/symbiosis", "internal/spatial", "sideways on floor 3"},
		{"internal/exchangeformat", "internal/access", "sideways on floor 5"},
		{"internal/api/rest", "internal/api/problem", ""},
		{"internal/store/geopackage", "internal/store", ""},
		{"internal/matching", "internal/unit", "has no floor"},
		{"geodata", "internal/symbiosis", "is a leaf"},
		{"internal/symbiosis", "geodata", ""},
		{"web", "embed", ""},

		// only by
		{"internal/geo", "github.com/twpayne/go-geom/encoding/ewkb", ""},
		{"internal/store/postgis", "github.com/twpayne/go-geom", ""},
		{"internal/match", "github.com/twpayne/go-geom", "go-geom"},
		{"internal/store/geopackage", "github.com/twpayne/go-geom", "go-geom"},
		{"internal/store/geopackage", "modernc.org/sqlite", ""},
		{"internal/planner", "database/sql/driver", "written twice"},
		{"internal/planner", "github.com/jackc/pgx/v5/pgxpool", "written twice"},
		{"internal/planner", "internal/store", ""},
		{"cmd/samloka", "internal/store/geopackage", ""},
		{"internal/api/tile", "internal/store", "past planner"},
		{"internal/exchangeformat", "internal/store/geopackage", "past planner"},
		{"internal/planner", "github.com/labstack/echo/v4", "thin"},
		{"internal/api/rest", "github.com/alecthomas/kong", "flags"},
		{"internal/planner", "github.com/xuri/excelize/v2", "Excel"},
		{"internal/planner", "github.com/tidwall/rtree", "metres"},
		{"internal/planner", "web", "served"},
		{"internal/planner", "migrations", "schema"},
		{"internal/store/geopackage", "internal/store/storetest", "not shipped"},
		{"internal/match", "pgregory.net/rapid", "not shipped"},
		{"internal/store/storetest", "testing", ""},

		// never
		{"internal/symbiosis", "net/http", "no server"},
		{"internal/symbiosis", "database/sql", "written twice"},
		{"internal/match", "os", "pure"},
		{"internal/match", "math", ""},
		{"internal/transport", "math/rand/v2", "pure"},
		{"internal/planner", "os", ""},
	} {
		faults := Program().Check([]Package{{ImportPath: ours(c.from), Imports: []string{ours(c.to)}}})
		switch {
		case c.says == "" && len(faults) > 0:
			t.Errorf("%s → %s should be allowed: %s", c.from, c.to, faults)
		case c.says != "" && len(faults) != 1:
			t.Errorf("%s → %s: faults %q, want one about %q", c.from, c.to, faults, c.says)
		case c.says != "" && !strings.Contains(faults[0], c.says):
			t.Errorf("%s → %s: %q, want something about %q", c.from, c.to, faults[0], c.says)
		}
	}
}

func TestTestsStayOnTheirFloor(t *testing.T) {
	check := func(from, to string) []string {
		return Program().Check([]Package{{ImportPath: ours(from), XTestImports: []string{ours(to)}}})
	}
	if faults := check("internal/exchangeformat", "internal/planner"); len(faults) != 1 {
		t.Errorf("a test that imports upward: faults %q, want one", faults)
	}
	for _, to := range []string{"internal/transport", "internal/testtool", "testing", "internal/symbiosis"} {
		if faults := check("internal/match", to); len(faults) > 0 {
			t.Errorf("a test of match may import %s: %s", to, faults)
		}
	}
}

func TestNeighbourAllowsOneDirection(t *testing.T) {
	table := Table{
		Rooms:      []Room{{"internal/a", 3, ""}, {"internal/b", 3, ""}},
		Neighbours: []Neighbour{{"internal/a", "internal/b", "a is drawn on b"}},
	}
	faults := table.Check([]Package{
		{ImportPath: ours("internal/a"), Imports: []string{ours("internal/b")}},
		{ImportPath: ours("internal/b"), Imports: []string{ours("internal/a")}},
	})
	if len(faults) != 1 || !strings.HasPrefix(faults[0], "internal/b imports internal/a") {
		t.Errorf("faults %q, want the one direction", faults)
	}
}

func TestEveryRuleHasAReason(t *testing.T) {
	table := Program()
	for _, r := range table.Rooms {
		if r.Holds == "" {
			t.Errorf("room %s does not say what it holds", r.Path)
		}
	}
	for _, n := range table.Neighbours {
		if n.Reason == "" {
			t.Errorf("neighbour %s → %s has no reason", n.From, n.To)
		}
	}
	for _, r := range table.OnlyBy {
		if r.Reason == "" {
			t.Errorf("the rule about %v has no reason", r.What)
		}
	}
	for _, r := range table.Never {
		if r.Reason == "" {
			t.Errorf("the rule about %v has no reason", r.What)
		}
	}
}

// ours turns a path of the table into an import path; others' paths stay as they are.
func ours(path string) string {
	for _, top := range []string{"cmd", "internal", "geodata", "migrations", "web"} {
		if within(path, []string{top}) {
			return Module + "/" + path
		}
	}
	return path
}

// list returns what `go list` tells of the packages that args name.
func list(t *testing.T, args ...string) []Package {
	t.Helper()
	testtool.Require(t, "go")
	readFolders(t, testtool.ModuleRoot(t))
	var stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Imports,TestImports,XTestImports"}, args...)...)
	cmd.Dir, cmd.Stderr = testtool.ModuleRoot(t), &stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v\n%s", args, err, stderr.String())
	}
	var packages []Package
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p Package
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// readFolders reads the folders below root that may hold Go files. `go test` repeats a remembered
// verdict while all that the test itself has read is unchanged, and does not see what go list reads.
func readFolders(t *testing.T, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && path != root && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".")) {
			return fs.SkipDir
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone since its folder was read
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
