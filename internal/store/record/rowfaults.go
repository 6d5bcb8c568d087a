package record

import (
	"errors"

	"github.com/samloka/samloka/internal/symbiosis"
)

// MostFaults bounds how many faults of a broken table are told at once.
const MostFaults = 100

// RowFaults gathers what is wrong with the rows of one table that are read one after the other. The
// zero value has none.
type RowFaults struct{ Problems []symbiosis.Problem }

// Add notes a fault, unless there are MostFaults.
func (f *RowFaults) Add(p symbiosis.Problem) {
	if len(f.Problems) < MostFaults {
		f.Problems = append(f.Problems, p)
	}
}

// Check adds what err, of a noun's Validate, found wrong with the row at place. Columns that could
// not be read are left out: their fault is told already. before is how many faults there were when
// the row began.
func (f *RowFaults) Check(place string, before int, err error) {
	e, ok := errors.AsType[*symbiosis.Error](err)
	if !ok {
		return
	}
	told := map[string]bool{}
	for _, p := range f.Problems[before:] {
		told[p.Field] = true
	}
	for _, p := range e.Problems {
		switch p.Field {
		case "lon", "lat", "geometry": // attributes that one column holds
			p.Field = "geom"
		}
		if !told[p.Field] {
			p.Place = place
			f.Add(p)
		}
	}
}
