package exchangeformat

import (
	"hash/maphash"

	"github.com/samloka/samloka/internal/rising"
)

// spot is where in its file, or its layer of it, a record stood; files are of less than 2³¹ bytes.
type spot struct{ row, line int32 }

func (p Place) spot() spot { return spot{int32(p.Row), int32(p.Line)} } //nolint:gosec // see there

// at is the place of another record of the same file and layer.
func (p Place) at(s spot) Place {
	p.Row, p.Line = int(s.row), int(s.line)
	return p
}

// spots are ids in the order in which they came, and where each stood. Ids are found by their hash, in a
// table that is searched from the place which the hash says; a map takes three times as long for as many
// as a large file has, and three times as long again to give back the last of them. There is no table as
// long as ids come in a few runs that rise: none of them can have come before.
type spots struct {
	seed  maphash.Seed
	ids   []stood
	slots []slot // none while ids rise
	order rising.IDs
}

type stood struct {
	id string
	spot
}

type slot struct {
	hash uint32 // the upper half of the id's, which tells most others apart
	at   uint32 // one more than its place among ids; 0: the slot is free
}

func newSpots() *spots { return &spots{seed: maphash.MakeSeed()} }

func (s *spots) len() int { return len(s.ids) }

// add takes down where an id stands; twice tells that it stood already, and where.
func (s *spots) add(id string, here spot) (first spot, twice bool) {
	if s.slots == nil {
		if s.order.Take(id) {
			s.ids = append(s.ids, stood{id, here})
			return spot{}, false
		}
		s.order = rising.IDs{} // it holds on to ids
		s.spread(s.sizeFor(cap(s.ids)))
	}
	hash := s.hash(id)
	at := s.find(hash, id)
	if found := s.slots[at].at; found > 0 {
		return s.ids[found-1].spot, true
	}
	s.ids = append(s.ids, stood{id, here})
	s.slots[at] = slot{hash, uint32(len(s.ids))} //nolint:gosec // see spot
	if 2*len(s.ids) > len(s.slots) {
		s.spread(2 * len(s.slots))
	}
	return spot{}, false
}

// forget takes back the ids that stood behind so many rows, which came last.
func (s *spots) forget(rows int) {
	for n := len(s.ids); n > 0 && int(s.ids[n-1].row) > rows; n-- {
		if s.slots != nil { // its slot was the first free one when it came, and is so again
			s.slots[s.find(s.hash(s.ids[n-1].id), s.ids[n-1].id)] = slot{}
		}
		s.ids = s.ids[:n-1]
	}
}

// expect makes room for n more.
func (s *spots) expect(n int) {
	n += len(s.ids)
	s.ids = append(make([]stood, 0, n), s.ids...)
	if s.slots != nil {
		s.spread(s.sizeFor(n))
	}
}

// sizeFor is how many slots there are at least for so many ids.
func (s *spots) sizeFor(ids int) int {
	size := max(16, len(s.slots))
	for size < 2*ids {
		size *= 2
	}
	return size
}

func (s *spots) hash(id string) uint32 { return uint32(maphash.String(s.seed, id) >> 32) } //nolint:gosec // half of it

// find returns the slot of an id, or the free one where it belongs.
func (s *spots) find(hash uint32, id string) int {
	last := uint32(len(s.slots) - 1) //nolint:gosec // see spot
	for at := hash & last; ; at = (at + 1) & last {
		if found := s.slots[at]; found.at == 0 || found.hash == hash && s.ids[found.at-1].id == id {
			return int(at)
		}
	}
}

// spread puts the ids into so many slots, a power of two, in their order.
func (s *spots) spread(size int) {
	if size == len(s.slots) {
		return
	}
	hashes := make([]uint32, len(s.ids))
	for _, old := range s.slots {
		if old.at > 0 {
			hashes[old.at-1] = old.hash
		}
	}
	if s.slots == nil {
		for i := range s.ids {
			hashes[i] = s.hash(s.ids[i].id)
		}
	}
	s.slots = make([]slot, size)
	for i := 0; i < size; i += 512 { // a page of memory that is read before it is written costs twice
		s.slots[i] = slot{}
	}
	last := uint32(size - 1) //nolint:gosec // see spot
	for i, hash := range hashes {
		at := hash & last
		for s.slots[at].at > 0 {
			at = (at + 1) & last
		}
		s.slots[at] = slot{hash, uint32(i + 1)} //nolint:gosec // see spot
	}
}
