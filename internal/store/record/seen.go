package record

import (
	"hash/maphash"

	"github.com/samloka/samloka/internal/rising"
)

// Seen keeps ids in 8 to 32 bytes each, by their hash. It is right when it says that one isn't there;
// one that may be there is to be looked for where the records are. As long as ids come in a few runs that rise nobody
// has to look: their hashes are only put down, for the one that doesn't.
type Seen struct {
	seed  maphash.Seed
	mask  uint64
	slots []uint64 // hashes, each at the place that it says or the next that was free; 0: free. None: ids rise
	count int

	order  rising.IDs
	inLine [][]uint64 // hashes as they came, while ids rise; many in a list, which never grows
}

// NewSeen returns one without ids. bits are those of a hash, 64 but for tests, whose ids shall meet.
func NewSeen(bits int) *Seen { return &Seen{seed: maphash.MakeSeed(), mask: 1<<bits - 1} }

// Add takes an id in. It says whether none stood there that may be the same.
func (s *Seen) Add(id string) bool {
	h := s.hash(id)
	if s.slots == nil {
		if s.order.Take(id) {
			s.putDown(h)
			return true
		}
		s.spread()
	}
	return s.put(h)
}

// putDown begins with short lists: most fillings are small.
func (s *Seen) putDown(h uint64) {
	last := len(s.inLine) - 1
	if last < 0 || len(s.inLine[last]) == cap(s.inLine[last]) {
		s.inLine = append(s.inLine, make([]uint64, 0, 64<<min(len(s.inLine), 7)))
		last++
	}
	s.inLine[last] = append(s.inLine[last], h)
}

func (s *Seen) put(h uint64) bool {
	at := s.find(h)
	if s.slots[at] == h {
		return false
	}
	s.slots[at] = h
	if s.count++; 2*s.count > len(s.slots) {
		s.grow()
	}
	return true
}

// MayHold says whether id may have been added.
func (s *Seen) MayHold(id string) bool {
	if s.slots == nil {
		if s.order.Above(id) {
			return false
		}
		s.spread()
	}
	h := s.hash(id)
	return s.slots[s.find(h)] == h
}

// find returns where a hash stands or is to stand.
func (s *Seen) find(h uint64) uint64 {
	last := uint64(len(s.slots) - 1)
	at := h & last
	for s.slots[at] != 0 && s.slots[at] != h {
		at = (at + 1) & last
	}
	return at
}

// spread puts the hashes of ids that have risen until now where they are found.
func (s *Seen) spread() {
	count := 0
	for _, list := range s.inLine {
		count += len(list)
	}
	size := 16
	for size < 2*count+2 {
		size *= 2
	}
	s.make(size)
	for _, list := range s.inLine {
		for _, h := range list {
			s.put(h)
		}
	}
	s.inLine = nil
}

func (s *Seen) make(size int) {
	s.slots = make([]uint64, size)
	for i := 0; i < size; i += 512 { // a page of memory that is read before it is written costs twice
		s.slots[i] = 0
	}
}

func (s *Seen) grow() {
	old := s.slots
	s.make(2 * len(old))
	for _, h := range old {
		if h != 0 {
			s.slots[s.find(h)] = h
		}
	}
}

// hash is never 0.
func (s *Seen) hash(id string) uint64 { return max(1, maphash.String(s.seed, id)&s.mask) }
