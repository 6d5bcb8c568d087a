package record

import "hash/maphash"

// Seen keeps ids in a few bytes each, by their hash. It is right when it says that one isn't there;
// one that may be there is to be looked for where the records are.
type Seen struct {
	seed   maphash.Seed
	mask   uint64
	hashes map[uint64]struct{}
}

// NewSeen returns one without ids. bits are those of a hash, 64 but for tests, whose ids shall meet.
func NewSeen(bits int) *Seen {
	return &Seen{maphash.MakeSeed(), 1<<bits - 1, map[uint64]struct{}{}}
}

// Add takes an id in. It says whether none stood there that may be the same.
func (s *Seen) Add(id string) bool {
	before := len(s.hashes)
	s.hashes[s.hash(id)] = struct{}{}
	return len(s.hashes) > before
}

// MayHold says whether id may have been added.
func (s *Seen) MayHold(id string) bool {
	_, there := s.hashes[s.hash(id)]
	return there
}

func (s *Seen) hash(id string) uint64 { return maphash.String(s.seed, id) & s.mask }
