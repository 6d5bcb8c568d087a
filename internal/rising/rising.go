// Package rising sees that ids come in an order, as in most files: none of them can have come before then,
// and nobody need look for it among the others.
package rising

// IDs are ids that have come. The zero IDs are none.
type IDs struct {
	last    string // in the order of their bytes
	longest string // in the order of their lengths, and of their bytes where those are the same: 9, 10
	any     bool
}

// Above says that an id comes after all others in one order or the other, so that it is none of them. One
// that doesn't may be new all the same.
func (s *IDs) Above(id string) bool {
	return !s.any || id > s.last || len(id) > len(s.longest) || len(id) == len(s.longest) && id > s.longest
}

// Add takes an id in.
func (s *IDs) Add(id string) {
	if !s.any || id > s.last {
		s.last = id
	}
	if !s.any || len(id) > len(s.longest) || len(id) == len(s.longest) && id > s.longest {
		s.longest = id
	}
	s.any = true
}
