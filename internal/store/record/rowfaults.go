package record

import (
	"errors"

	"github.com/samloka/samloka/internal/symbiosis"
)

// MostFaults bounds how many faults of a row are kept, and how many of a table are told at once.
const MostFaults = 100

// RowFaults gathers what is wrong with the rows of one table that are read one after the other. The
// zero value has none.
type RowFaults struct {
	Rows []symbiosis.BrokenRow // in the order in which they were read

	broken bool // the row at hand is: it is the last of Rows
}

// Next is called when the next row comes.
func (f *RowFaults) Next() { f.broken = false }

// Broken says whether something is wrong with the row at hand.
func (f *RowFaults) Broken() bool { return f.broken }

// Add notes a fault of the row at hand. Every row has its own, whatever is wrong with others: which of them are told
// changes as some are mended.
func (f *RowFaults) Add(table, id string, p symbiosis.Problem) {
	if !f.broken {
		f.Rows, f.broken = append(f.Rows, symbiosis.BrokenRow{Table: table, ID: id}), true
	}
	if row := &f.Rows[len(f.Rows)-1]; len(row.Problems) < MostFaults {
		row.Problems = append(row.Problems, p)
	}
}

// Check adds what err, of a noun's Validate, found wrong with the row at hand, which stands at place.
// Columns that could not be read are left out: their fault is told already.
func (f *RowFaults) Check(table, id, place string, err error) {
	e, ok := errors.AsType[*symbiosis.Error](err)
	if !ok {
		return
	}
	told := map[string]bool{}
	if f.broken {
		for _, p := range f.Rows[len(f.Rows)-1].Problems {
			told[p.Field] = true
		}
	}
	for _, p := range e.Problems {
		switch p.Field {
		case "lon", "lat", "geometry": // attributes that one column holds
			p.Field = "geom"
		}
		if !told[p.Field] {
			p.Place = place
			f.Add(table, id, p)
		}
	}
}
