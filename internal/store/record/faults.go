package record

import (
	"slices"
	"strings"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Faults gathers what is wrong with rows that are read in pieces, by several goroutines. The zero
// value has none.
type Faults struct {
	mu      sync.Mutex
	byTable map[string][]pieceFaults
}

type pieceFaults struct {
	piece int
	rows  []symbiosis.BrokenRow
}

// Tell notes what is wrong with the rows of a table's piece. It keeps copies of all texts: rows may be lent.
func (f *Faults) Tell(table string, piece int, rows []symbiosis.BrokenRow) {
	if len(rows) == 0 {
		return
	}
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].ID = strings.Clone(rows[i].ID)
		rows[i].Problems = slices.Clone(rows[i].Problems)
		for j := range rows[i].Problems {
			p := &rows[i].Problems[j]
			for _, text := range []*string{&p.Place, &p.Field, &p.Code, &p.Value, &p.Text, &p.Hint} {
				*text = strings.Clone(*text)
			}
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byTable == nil {
		f.byTable = map[string][]pieceFaults{}
	}
	f.byTable[table] = append(f.byTable[table], pieceFaults{piece, rows})
}

// Of returns a table's broken rows, in the order of the pieces, with MostFaults problems at most.
func (f *Faults) Of(table string) (rows []symbiosis.BrokenRow) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.byTable[table]
	slices.SortStableFunc(found, func(a, b pieceFaults) int { return a.piece - b.piece })
	left := MostFaults
	for _, p := range found {
		for _, row := range p.rows {
			row.Problems = row.Problems[:min(len(row.Problems), left)]
			left -= len(row.Problems)
			rows = append(rows, row)
		}
	}
	return rows
}
