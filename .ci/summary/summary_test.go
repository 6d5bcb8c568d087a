package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// events writes what `go test -json` would for package p: each line is ACTION TEST OUTPUT.
func events(lines ...string) string {
	var b strings.Builder
	for _, line := range lines {
		action, rest, _ := strings.Cut(line, " ")
		test, output, _ := strings.Cut(rest, " ")
		fmt.Fprintf(&b, `{"Action":%q,"Package":"p","Test":%q,"Output":%q}`+"\n", action, test, output)
	}
	return b.String()
}

func TestGoCounts(t *testing.T) {
	for name, c := range map[string]struct {
		events string
		want   Counts
		says   string
	}{
		"a test with subtests counts as its subtests": {
			events("run T", "run T/a", "run T/b", "pass T/a", "pass T/b", "pass T", "pass"),
			Counts{Passed: 2}, "ok   p: 2 passed",
		},
		"a failed subtest fails its parent once": {
			events("run T", "run T/a", "output T/a a.go:1: broken", "fail T/a", "run T/b", "pass T/b", "fail T", "fail"),
			Counts{Passed: 1, Failed: 1}, "broken",
		},
		"a parent may fail beside passing subtests": {
			events("run T", "run T/a", "pass T/a", "output T own fault", "fail T", "fail"),
			Counts{Passed: 1, Failed: 1}, "own fault",
		},
		"a subtest's own name may hold slashes": {
			events("run T", "run T/GET_/a/b", "pass T/GET_/a/b", "pass T", "pass"),
			Counts{Passed: 1}, "ok   p: 1 passed",
		},
		"a skip is told with its reason": {
			events("run T", "output T     a_test.go:12: no such file", "skip T", "pass"),
			Counts{Skipped: 1}, "skipped T: no such file",
		},
		"a test that never ended has failed": {
			events("run T", "output T panic: boom", "fail"),
			Counts{Failed: 1}, "panic: boom",
		},
		"a package without an ending has failed": {
			events("run T", "pass T"),
			Counts{Passed: 1, Failed: 1}, "FAIL p",
		},
		"a package that fails outside its tests": {
			events("run T", "pass T", "output  exit status 3", "fail"),
			Counts{Passed: 1, Failed: 1}, "exit status 3",
		},
		"a package that does not build": {
			`{"ImportPath":"p [p.test]","Action":"build-output","Output":"a.go:1: undefined: x\n"}` + "\n" +
				`{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}` + "\n",
			Counts{Failed: 1}, "undefined: x",
		},
		"words that are not events are passed on": {
			"go: downloading something\n" + events("run T", "pass T", "pass"),
			Counts{Passed: 1}, "go: downloading something",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			got, err := readGo(strings.NewReader(c.events), &out)
			if err != nil || got != c.want || !strings.Contains(out.String(), c.says) {
				t.Errorf("got %v, %v, want %v; it should say %q:\n%s", got, err, c.want, c.says, out.String())
			}
		})
	}
	if _, err := readGo(strings.NewReader(events("skip")), new(strings.Builder)); err == nil {
		t.Error("a run without a test passed")
	}
}

func TestJUnitCounts(t *testing.T) {
	for name, c := range map[string]struct {
		report string
		want   Counts
		says   string
	}{
		"as vitest writes": {
			`<testsuites><testsuite name="a"><testcase classname="a" name="one"/>` +
				`<testcase classname="a" name="two"><failure message="no">expected 1, at a.ts:3</failure></testcase>` +
				`<testcase classname="a" name="three"><skipped/></testcase></testsuite></testsuites>`,
			Counts{1, 1, 1}, "expected 1, at a.ts:3",
		},
		"as node's runner writes, suites within suites": {
			`<testsuites><testcase name="one" classname="test"/><testsuite name="s"><testsuite name="t">` +
				`<testcase name="two" classname="test"/></testsuite></testsuite></testsuites>`,
			Counts{Passed: 2}, "ok   page: 2 passed",
		},
		"an error counts as a failure": {
			`<testsuite><testcase name="one"><error message="crashed"/></testcase></testsuite>`,
			Counts{Failed: 1}, "crashed",
		},
		"no test":           {`<testsuites/>`, Counts{Failed: 1}, "names no test"},
		"cut in the middle": {`<testsuites><testsuite>`, Counts{Failed: 1}, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			got, err := readJUnit(strings.NewReader(c.report), "page", &out)
			if err != nil || got != c.want || !strings.Contains(out.String(), c.says) {
				t.Errorf("got %v, %v, want %v; it should say %q:\n%s", got, err, c.want, c.says, out.String())
			}
		})
	}
}

func TestClosingLineAddsUp(t *testing.T) {
	tally := filepath.Join(t.TempDir(), "tally")
	var out strings.Builder
	call := func(args ...string) (bool, error) {
		out.Reset()
		return run(args, strings.NewReader(events("run T", "pass T", "run U", "skip U", "pass")), &out)
	}
	for _, c := range []struct {
		args   []string
		failed bool
		says   string
	}{
		{[]string{"go", tally}, false, "1 passed, 0 failed, 1 skipped"},
		{[]string{"check", "gofmt", "0", tally}, false, "ok   gofmt"},
		{[]string{"close", tally}, false, "2 passed, 0 failed, 1 skipped\n"},
		{[]string{"check", "go vet", "2", tally}, true, "FAIL go vet (exit status 2)"},
		{[]string{"junit", "page", filepath.Join(t.TempDir(), "none.xml"), tally}, true, "wrote no report"},
		{[]string{"close", tally}, true, "2 passed, 2 failed, 1 skipped\n"},
	} {
		failed, err := call(c.args...)
		if err != nil || failed != c.failed || !strings.Contains(out.String(), c.says) {
			t.Errorf("%v: failed %v, %v, want %v and %q in:\n%s", c.args, failed, err, c.failed, c.says, out.String())
		}
	}
	if err := os.WriteFile(tally, []byte("three passed\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"close", tally}, {"close", tally + "-none"}, {"check", "x", "one", tally}, {"sum"}} {
		if failed, err := call(args...); err == nil || !failed {
			t.Errorf("%v passed", args)
		}
	}
}
