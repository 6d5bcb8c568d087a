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
	piece    int
	problems []symbiosis.Problem
}

// Tell notes what is wrong with the rows of a table's piece. It keeps copies of all texts: rows may be lent.
func (f *Faults) Tell(table string, piece int, problems []symbiosis.Problem) {
	if len(problems) == 0 {
		return
	}
	problems = slices.Clone(problems)
	for i := range problems {
		p := &problems[i]
		for _, text := range []*string{&p.Place, &p.Field, &p.Code, &p.Value, &p.Text, &p.Hint} {
			*text = strings.Clone(*text)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byTable == nil {
		f.byTable = map[string][]pieceFaults{}
	}
	f.byTable[table] = append(f.byTable[table], pieceFaults{piece, problems})
}

// Of returns what is wrong with a table's rows, in the order of the pieces, at most so much.
func (f *Faults) Of(table string, most int) (problems []symbiosis.Problem) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.byTable[table]
	slices.SortStableFunc(found, func(a, b pieceFaults) int { return a.piece - b.piece })
	for _, p := range found {
		problems = append(problems, p.problems...)
	}
	return problems[:min(len(problems), most)]
}
