package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
)

// Counts says how many tests ended in which way. A test with subtests is not counted beside them.
type Counts struct {
	Passed, Failed, Skipped int
}

func (c Counts) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", c.Passed, c.Failed, c.Skipped)
}

func (c Counts) plus(d Counts) Counts {
	return Counts{c.Passed + d.Passed, c.Failed + d.Failed, c.Skipped + d.Skipped}
}

// total is the number of tests seen, however they ended.
func (c Counts) total() int { return c.Passed + c.Failed + c.Skipped }

// addToTally appends c as one line to the file at path.
func addToTally(path string, c Counts) (err error) {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	_, err = fmt.Fprintln(file, c)
	return err
}

// readTally sums the lines of the file at path. A line it cannot read is an error, never zero.
func readTally(path string) (sum Counts, err error) {
	file, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var c Counts
		if _, err := fmt.Sscanf(lines.Text(), "%d passed, %d failed, %d skipped", &c.Passed, &c.Failed, &c.Skipped); err != nil {
			return sum, fmt.Errorf("%s: %q is not a tally: %w", path, lines.Text(), err)
		}
		sum = sum.plus(c)
	}
	if err := lines.Err(); err != nil {
		return sum, err
	}
	if sum.total() == 0 {
		return sum, fmt.Errorf("%s: no test was counted", path)
	}
	return sum, nil
}
