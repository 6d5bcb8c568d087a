package planner

import (
	"github.com/samloka/samloka/internal/symbiosis"
)

// Firm is an establishment profile at hand: of the library, or the region's own.
type Firm struct {
	symbiosis.Profile
	Own bool // of the region, so that it can be changed
}

// Firms lists the profiles at hand: the region's own by id, then the library's in its order. A
// profile of the region's own with the id of one of the library stands in its place.
func (s *Snapshot) Firms() []Firm {
	var list []Firm
	for _, p := range s.land.profiles.rows {
		list = append(list, Firm{*p, true})
	}
	for _, p := range s.library.Profiles() {
		if s.land.profiles.get(string(p.ID)) == nil {
			list = append(list, Firm{p, false})
		}
	}
	return list
}

// Firm returns a profile at hand, or a NotFound error.
func (s *Snapshot) Firm(id symbiosis.ProfileID) (Firm, error) {
	if p := s.land.profiles.get(string(id)); p != nil {
		return Firm{*p, true}, nil
	}
	if p, ok := s.library.Profile(id); ok {
		return Firm{p, false}, nil
	}
	return Firm{}, notFound("profile", string(id))
}

// LibraryVersion is the date of the library of profiles; "" without one.
func (s *Snapshot) LibraryVersion() string { return s.library.Version() }
