package planner

import "sync"

// listeners are told of every new revision. Who is slow hears of the latest only.
type listeners struct {
	mu   sync.Mutex
	list map[chan string]struct{}
}

// Subscribe returns a channel on which each new revision comes; a reader that is slow misses
// all but the latest. The function ends the subscription.
func (p *Planner) Subscribe() (<-chan string, func()) {
	l := &p.listeners
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.list == nil {
		l.list = map[chan string]struct{}{}
	}
	c := make(chan string, 1)
	l.list[c] = struct{}{}
	return c, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.list, c)
	}
}

func (l *listeners) tell(revision string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.list {
		select {
		case <-c: // nobody has read the one before
		default:
		}
		c <- revision
	}
}
