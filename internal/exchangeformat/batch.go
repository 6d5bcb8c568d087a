package exchangeformat

import (
	"fmt"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Batch is what a file holds: its valid records in the order of the file, and what is wrong
// with the others.
type Batch struct {
	Sites     []Placed[symbiosis.Site]
	Flows     []Placed[symbiosis.Flow]
	Areas     []Placed[symbiosis.Area]
	Exchanges []Placed[symbiosis.Exchange]

	Constraints []Placed[symbiosis.Constraint]
	Facilities  []Placed[symbiosis.Facility]

	// Notices tell what was understood in a certain way, or left out without harm: an
	// encoding, an unknown column, a row that a preset can't place.
	Notices []symbiosis.Problem
	// Problems tell what must be put right, every bad row at once.
	Problems []symbiosis.Problem
	// MoreNotices and MoreProblems count what was found beyond the greatest number told.
	MoreNotices, MoreProblems int

	// Distinct says that no id of the file stands twice; Ahead about how many records of it are still
	// to come when the Batch is a part (Options.Take).
	Distinct bool
	Ahead    int

	// Doubled is what the ids of somebody else's file begin with where it ends in a separator of its own.
	// A region may know the records by other ids (FormerID).
	Doubled string
}

// Len returns the number of records.
func (b *Batch) Len() int {
	return len(b.Sites) + len(b.Flows) + len(b.Areas) + len(b.Exchanges) + len(b.Constraints) + len(b.Facilities)
}

// Err returns an Invalid error holding all problems, or nil when there are none.
func (b *Batch) Err() error {
	if len(b.Problems) == 0 {
		return nil
	}
	e := &symbiosis.Error{Kind: symbiosis.Invalid, Problems: b.Problems}
	switch n := len(b.Problems) + b.MoreProblems; {
	case n == 1:
		e.Text = "one thing in the file is not right"
	case b.MoreProblems > 0:
		e.Text = fmt.Sprintf("%d things in the file are not right; the first %d are", n, len(b.Problems))
	default:
		e.Text = fmt.Sprintf("%d things in the file are not right", n)
	}
	return e
}

// Greatest numbers of problems and notices told; the rest is counted.
const (
	defaultMaxProblems = 1000
	maxNotices         = 10_000
)

// findings gathers records, problems and notices of one file.
type findings struct {
	Batch
	maxProblems int

	give    func(Batch) error // takes records as they come; nil: they are kept in Batch
	given   int               // how many it has taken
	several bool              // there are several files in one: an id may stand in two of them

	// Records of somebody else's file that have no id are numbered; of several files in one on and on.
	before, numbered int // by the files before, and by this one too
}

// handOver gives the records that have come to who takes them.
func (f *findings) handOver() error {
	if f.give == nil || f.Len() == 0 {
		return nil
	}
	f.given += f.Len()
	b := f.Batch
	b.Notices, b.Problems, b.MoreNotices, b.MoreProblems = nil, nil, 0, 0
	b.Distinct = b.Distinct && !f.several
	err := f.give(b)
	f.clear()
	return err
}

// handedOver is about how many records of a table are handed over at once.
const handedOver = 1000

// handOverMany is handOver once many records have come, of a file of which done of all has been read;
// all of 0: nobody knows.
func (f *findings) handOverMany(done, all int) error {
	if f.give == nil || f.Len() < handedOver {
		return nil
	}
	if f.Ahead = 0; done > 0 && all > done {
		f.Ahead = int(float64(f.given+f.Len()) * float64(all-done) / float64(done))
	}
	err := f.handOver()
	f.Ahead = 0
	return err
}

// take takes the records of b, which the caller uses again.
func (f *findings) take(b *Batch) error {
	if f.give != nil {
		f.given += b.Len()
		b.Distinct = b.Distinct && !f.several
		return f.give(*b)
	}
	f.Sites = append(f.Sites, b.Sites...)
	f.Flows = append(f.Flows, b.Flows...)
	f.Areas = append(f.Areas, b.Areas...)
	f.Exchanges = append(f.Exchanges, b.Exchanges...)
	f.Constraints = append(f.Constraints, b.Constraints...)
	f.Facilities = append(f.Facilities, b.Facilities...)
	return nil
}

// clear empties b of records and keeps the room for others.
func (b *Batch) clear() {
	b.Sites, b.Flows, b.Areas = b.Sites[:0], b.Flows[:0], b.Areas[:0]
	b.Exchanges, b.Constraints, b.Facilities = b.Exchanges[:0], b.Constraints[:0], b.Facilities[:0]
}

func (f *findings) problem(p symbiosis.Problem) {
	p.Value = shorten(p.Value)
	if len(f.Problems) >= f.maxProblems {
		f.MoreProblems++
		return
	}
	f.Problems = append(f.Problems, p)
}

func (f *findings) notice(p symbiosis.Problem) {
	p.Value = shorten(p.Value)
	if len(f.Notices) >= maxNotices {
		f.MoreNotices++
		return
	}
	f.Notices = append(f.Notices, p)
}

// full says that further problems are only counted.
func (f *findings) full() bool { return len(f.Problems) >= f.maxProblems }

// shorten keeps a value that is quoted in a message readable.
func shorten(s string) string {
	const longest = 80
	if len(s) <= longest {
		return s
	}
	n := 0
	for i := range s {
		if n++; n > longest {
			return s[:i] + "…"
		}
	}
	return s
}
