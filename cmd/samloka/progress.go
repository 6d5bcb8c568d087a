package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress writes "12 300 rows" over itself on a terminal, and nothing elsewhere.
type progress struct {
	w    io.Writer // nil: not a terminal
	what string
	next time.Time
	long bool // something was written
}

// newProgress returns a progress line on w, silent unless w is a terminal.
func newProgress(w io.Writer, what string) *progress {
	p := &progress{what: what}
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = w
		}
	}
	return p
}

// at tells that n of total are done; total 0 is unknown. It writes at most ten times a
// second.
func (p *progress) at(n, total int) {
	if p.w == nil || time.Now().Before(p.next) {
		return
	}
	p.next = time.Now().Add(100 * time.Millisecond)
	p.long = true
	if total > 0 {
		const width = 30
		done := min(width, width*n/total)
		fmt.Fprintf(p.w, "\r\033[K[%-*.*s] %3d %% %s", width, done, "##############################", 100*n/total, p.what)
		return
	}
	fmt.Fprintf(p.w, "\r\033[K%d %s", n, p.what)
}

// done clears the line.
func (p *progress) done() {
	if p.long {
		fmt.Fprint(p.w, "\r\033[K")
	}
}
