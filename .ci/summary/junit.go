package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// suite is a <testsuite>, or the <testsuites> around them; suites nest, as node's runner writes them.
type suite struct {
	Suites []suite    `xml:"testsuite"`
	Cases  []testCase `xml:"testcase"`
}

type testCase struct {
	Name    string    `xml:"name,attr"`
	Class   string    `xml:"classname,attr"`
	Failure []message `xml:"failure"`
	Error   []message `xml:"error"`
	Skipped *message  `xml:"skipped"`
}

type message struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// readJUnitFile reads the JUnit XML report at path. A report that is missing or names no test is
// one failure: the runner never got that far.
func readJUnitFile(path, label string, out io.Writer) (Counts, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(out, "FAIL %s: it wrote no report\n", label)
		return Counts{Failed: 1}, nil
	}
	if err != nil {
		return Counts{}, err
	}
	defer file.Close()
	return readJUnit(file, label, out)
}

func readJUnit(in io.Reader, label string, out io.Writer) (Counts, error) {
	var root suite
	if err := xml.NewDecoder(in).Decode(&root); err != nil {
		fmt.Fprintf(out, "FAIL %s: its report cannot be read: %v\n", label, err)
		return Counts{Failed: 1}, nil
	}
	var counts Counts
	var details strings.Builder
	root.each(func(c testCase) {
		name := c.Name
		if c.Class != "" && c.Class != "test" { // node's runner calls every class "test"
			name = c.Class + ": " + name
		}
		switch broken := append(c.Failure, c.Error...); {
		case len(broken) > 0:
			counts.Failed++
			fmt.Fprintf(&details, "     failed %s\n", name)
			for _, m := range broken {
				details.WriteString(indent(m.either()))
			}
		case c.Skipped != nil:
			counts.Skipped++
			fmt.Fprintf(&details, "     skipped %s: %s\n", name, c.Skipped.either())
		default:
			counts.Passed++
		}
	})
	if counts.total() == 0 {
		fmt.Fprintf(out, "FAIL %s: its report names no test\n", label)
		return Counts{Failed: 1}, nil
	}
	verdict := "ok  "
	if counts.Failed > 0 {
		verdict = "FAIL"
	}
	fmt.Fprintf(out, "%s %s: %s\n%s", verdict, label, counts, details.String())
	return counts, nil
}

func (s suite) each(do func(testCase)) {
	for _, c := range s.Cases {
		do(c)
	}
	for _, inner := range s.Suites {
		inner.each(do)
	}
}

// either returns the longer text, which is the one with the stack.
func (m message) either() string {
	if text := strings.TrimSpace(m.Text); len(text) > len(m.Message) {
		return text
	}
	return m.Message
}
