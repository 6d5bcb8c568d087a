package record

import "hash/maphash"

// Seen keeps ids in 16 to 32 bytes each, by their hash. It is right when it says that one isn't there;
// one that may be there is to be looked for where the records are.
type Seen struct {
	seed  maphash.Seed
	mask  uint64
	slots []uint64 // hashes, each at the place that it says or the next that was free; 0: free
	count int
}

// NewSeen returns one without ids. bits are those of a hash, 64 but for tests, whose ids shall meet.
func NewSeen(bits int) *Seen {
	return &Seen{seed: maphash.MakeSeed(), mask: 1<<bits - 1, slots: make([]uint64, 16)}
}

// Add takes an id in. It says whether none stood there that may be the same.
func (s *Seen) Add(id string) bool {
	h := s.hash(id)
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

func (s *Seen) grow() {
	old := s.slots
	s.slots = make([]uint64, 2*len(old))
	for i := 0; i < len(s.slots); i += 512 { // a page of memory that is read before it is written costs twice
		s.slots[i] = 0
	}
	for _, h := range old {
		if h != 0 {
			s.slots[s.find(h)] = h
		}
	}
}

// hash is never 0.
func (s *Seen) hash(id string) uint64 { return max(1, maphash.String(s.seed, id)&s.mask) }
