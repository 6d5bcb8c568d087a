package record

import "sync"

// Again keeps pieces of memory that nobody uses any more, a few at most, to be used again: memory that is touched
// for the first time costs as much as what is done with it. The zero value has none. It may be used by several
// goroutines.
type Again struct {
	mu    sync.Mutex
	spare [][]byte
}

// mostSpare is how many are kept: more than there are pieces under way on a few cores.
const mostSpare = 16

// Take returns size bytes, of any content.
func (a *Again) Take(size int) []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := len(a.spare) - 1; i >= 0; i-- {
		if b := a.spare[i]; cap(b) >= size {
			a.spare[i] = a.spare[len(a.spare)-1]
			a.spare = a.spare[:len(a.spare)-1]
			return b[:size]
		}
	}
	return make([]byte, size)
}

// Give is called with bytes that nobody reads or writes any more.
func (a *Again) Give(b []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.spare) < mostSpare {
		a.spare = append(a.spare, b)
		return
	}
	for i, spare := range a.spare { // larger ones serve more often
		if cap(spare) < cap(b) {
			a.spare[i] = b
			return
		}
	}
}
