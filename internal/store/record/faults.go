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
	texts := map[string]string{} // one copy of what many rows say
	for i := range rows {
		rows[i].ID = strings.Clone(rows[i].ID)
		rows[i].Problems = slices.Clone(rows[i].Problems)
		for j := range rows[i].Problems {
			p := &rows[i].Problems[j]
			p.Place = strings.Clone(p.Place)
			for _, text := range []*string{&p.Field, &p.Code, &p.Value, &p.Text, &p.Hint} {
				known, ok := texts[*text]
				if !ok {
					known = strings.Clone(*text)
					texts[known] = known
				}
				*text = known
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

// Of returns a table's broken rows, in the order of the pieces.
func (f *Faults) Of(table string) (rows []symbiosis.BrokenRow) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.byTable[table]
	slices.SortStableFunc(found, func(a, b pieceFaults) int { return a.piece - b.piece })
	for _, p := range found {
		rows = append(rows, p.rows...)
	}
	return rows
}
