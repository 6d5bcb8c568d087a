package planner

import (
	"maps"
	"slices"
	"sync"
)

// trailLength is how many states the trail goes back: a thousand edits of others is a long break.
const trailLength = 1000

// trail remembers the last states that were shown, and in which tables each differed from the one
// before, for who was away.
type trail struct {
	mu    sync.Mutex
	steps []step // the newest last
}

type step struct {
	revision string
	tables   []string // nil: not known
}

func (t *trail) add(revision string, tables []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.steps) == trailLength {
		t.steps = append(t.steps[:0], t.steps[1:]...)
	}
	t.steps = append(t.steps, step{revision, tables})
}

// ChangedSince returns the present revision and the tables in which something has changed since
// another one that was shown before, as the history calls them, in order. known is false where
// anything may have changed: the revision is too old, of another server that is ahead, or none.
func (p *Planner) ChangedSince(revision string) (now string, tables []string, known bool) {
	t := &p.trail
	t.mu.Lock()
	defer t.mu.Unlock()
	now = t.steps[len(t.steps)-1].revision
	changed := map[string]bool{}
	for _, s := range slices.Backward(t.steps) {
		if s.revision == revision {
			return now, slices.Sorted(maps.Keys(changed)), true
		}
		if s.tables == nil {
			break
		}
		for _, table := range s.tables {
			changed[table] = true
		}
	}
	return now, nil, false
}
