package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"
)

// event is one line of `go test -json`; see `go doc cmd/test2json` and, for builds, `go help buildjson`.
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build events
	Test        string
	Output      string
	Elapsed     float64 // seconds
	FailedBuild string
}

// testState is what is known of one test so far.
type testState struct {
	outcome string // "", pass, fail or skip
	output  strings.Builder
	parent  bool // has subtests: they are counted instead
}

// packageState is what is known of one package's tests so far.
type packageState struct {
	tests  map[string]*testState
	output strings.Builder // outside any test
}

// readGo reads the events of `go test -json`, prints one line for each package that has tests and
// the output of what failed, and returns the counts. A package that fails outside any test (it
// does not build, it panics, it runs out of time) counts as one failure.
func readGo(in io.Reader, out io.Writer) (Counts, error) {
	var sum Counts
	packages := map[string]*packageState{}
	builds := map[string]*strings.Builder{}
	ended := map[string]bool{}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20) // a line of output may be long
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(out, lines.Text()) // the go command's own words, such as a download
			continue
		}
		if e.Action == "build-output" {
			if builds[e.ImportPath] == nil {
				builds[e.ImportPath] = new(strings.Builder)
			}
			builds[e.ImportPath].WriteString(e.Output)
			continue
		}
		if e.Package == "" {
			continue
		}
		p := packages[e.Package]
		if p == nil {
			p = &packageState{tests: map[string]*testState{}}
			packages[e.Package] = p
		}
		p.take(e)
		if e.Test == "" && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip") {
			if build := builds[e.FailedBuild]; build != nil {
				p.output.WriteString(build.String())
			}
			ended[e.Package] = true
			sum = sum.plus(p.close(e, out))
		}
	}
	if err := lines.Err(); err != nil {
		return sum, fmt.Errorf("reading the events of go test: %w", err)
	}
	// go test killed midway leaves packages without an ending: they have not passed.
	for _, name := range sortedKeys(packages) {
		if !ended[name] {
			sum = sum.plus(packages[name].close(event{Action: "fail", Package: name}, out))
		}
	}
	if sum.total() == 0 {
		return sum, errors.New("go test reported no test at all")
	}
	return sum, nil
}

func (p *packageState) take(e event) {
	if e.Test == "" {
		if e.Action == "output" {
			p.output.WriteString(e.Output)
		}
		return
	}
	test := p.test(e.Test)
	switch e.Action {
	case "run":
		for name := e.Test; ; {
			slash := strings.LastIndexByte(name, '/')
			if slash < 0 {
				break
			}
			name = name[:slash]
			// A slash may also be part of a subtest's own name: then nothing is called so.
			if parent := p.tests[name]; parent != nil {
				parent.parent = true
			}
		}
	case "output":
		test.output.WriteString(e.Output)
	case "pass", "fail", "skip":
		test.outcome = e.Action
	}
}

func (p *packageState) test(name string) *testState {
	if p.tests[name] == nil {
		p.tests[name] = new(testState)
	}
	return p.tests[name]
}

// close counts the package's tests when it has ended with e, and prints what a reader needs.
func (p *packageState) close(e event, out io.Writer) Counts {
	var counts Counts
	var failures, skips strings.Builder
	for _, name := range sortedKeys(p.tests) {
		test := p.tests[name]
		bad := test.outcome == "fail" || test.outcome == ""
		switch {
		case bad:
			fmt.Fprintf(&failures, "%s", test.output.String())
			// A parent fails with its subtests; it counts only when it failed by itself.
			if !test.parent || !p.failedBelow(name) {
				counts.Failed++
			}
		case test.parent:
		case test.outcome == "skip":
			counts.Skipped++
			fmt.Fprintf(&skips, "     skipped %s: %s\n", name, reason(test.output.String()))
		default:
			counts.Passed++
		}
	}
	if e.Action == "fail" && counts.Failed == 0 {
		counts.Failed++
	}
	if counts.total() == 0 {
		return counts // no tests in it
	}
	verdict := "ok  "
	if counts.Failed > 0 {
		verdict = "FAIL"
	}
	took := time.Duration(e.Elapsed * float64(time.Second)).Round(100 * time.Millisecond)
	fmt.Fprintf(out, "%s %s: %s (%s)\n%s", verdict, e.Package, counts, took, skips.String())
	if counts.Failed > 0 {
		fmt.Fprintf(out, "%s%s", indent(failures.String()), indent(p.output.String()))
	}
	return counts
}

// failedBelow tells whether a subtest of the test called name has failed.
func (p *packageState) failedBelow(name string) bool {
	for other, test := range p.tests {
		if strings.HasPrefix(other, name+"/") && test.outcome != "pass" && test.outcome != "skip" {
			return true
		}
	}
	return false
}

// reason returns what a skipped test printed, without the lines and the places that go test adds.
func reason(output string) string {
	var said []string
	for _, line := range strings.Split(output, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ") {
			continue
		}
		if _, after, found := strings.Cut(line, ".go:"); found {
			if _, text, found := strings.Cut(after, ": "); found {
				line = text
			}
		}
		said = append(said, line)
	}
	return strings.Join(said, " ")
}

func indent(text string) string {
	if text == "" {
		return ""
	}
	return "     " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n     ") + "\n"
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
