// Command summary keeps the output of `make test` short: it reads what each test runner reports,
// prints what failed and what was skipped, and adds up the counts for one closing line.
//
//	go test -json ./... | summary go TALLY     Go's events from standard input
//	summary junit LABEL REPORT TALLY           a JUnit XML report (vitest, the browser tests)
//	summary check LABEL STATUS TALLY           a check with an exit status (gofmt, vet, types …)
//	summary close TALLY                        the closing line: N passed, N failed, N skipped
//
// TALLY is a file that each call adds one line to. Every call exits with 1 when something failed,
// and with 2 when it was called wrongly.
package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
)

func main() {
	failed, err := run(os.Args[1:], os.Stdin, os.Stdout)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "summary:", err)
		os.Exit(2)
	case failed:
		os.Exit(1)
	}
}

// run carries out one call and tells whether what it read of had failures.
func run(args []string, in io.Reader, out io.Writer) (failed bool, err error) {
	var counts Counts
	switch {
	case len(args) == 2 && args[0] == "go":
		counts, err = readGo(in, out)
	case len(args) == 4 && args[0] == "junit":
		counts, err = readJUnitFile(args[2], args[1], out)
	case len(args) == 4 && args[0] == "check":
		counts, err = readCheck(args[1], args[2], out)
	case len(args) == 2 && args[0] == "close":
		counts, err = readTally(args[1])
		if err != nil {
			return true, err
		}
		fmt.Fprintln(out, counts)
		return counts.Failed > 0, nil
	default:
		return true, fmt.Errorf("wrong call: %q", args)
	}
	if err != nil {
		return true, err
	}
	return counts.Failed > 0, addToTally(args[len(args)-1], counts)
}

// readCheck counts a check as one test, failed unless its exit status is 0.
func readCheck(label, status string, out io.Writer) (Counts, error) {
	code, err := strconv.Atoi(status)
	if err != nil {
		return Counts{}, fmt.Errorf("exit status of %s: %w", label, err)
	}
	if code != 0 {
		fmt.Fprintf(out, "FAIL %s (exit status %d)\n", label, code)
		return Counts{Failed: 1}, nil
	}
	fmt.Fprintf(out, "ok   %s\n", label)
	return Counts{Passed: 1}, nil
}
