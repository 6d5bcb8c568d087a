package planner

import (
	"fmt"

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
	for p := range s.land.profiles.all() {
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
	return Firm{}, s.missing("profile", string(id))
}

// LibraryVersion is the date of the library of profiles; "" without one.
func (s *Snapshot) LibraryVersion() string { return s.library.Version() }

// firmOf returns the firm of a ranking and the capacity that it is asked at.
func (s *Snapshot) firmOf(r Ranking) (symbiosis.Profile, float64, error) {
	var p symbiosis.Profile
	switch {
	case r.Profile != nil:
		p = *r.Profile
		p.Normalise()
		if err := p.ValidateIn(s.catalogue); err != nil {
			return p, 0, err
		}
	case r.Firm == "":
		return p, 0, cantBeAnswered(symbiosis.Problem{Field: "profile", Code: "required", Text: "is missing", Hint: "the id of a profile at hand, or the prospect itself"})
	default:
		f, err := s.Firm(r.Firm)
		if err != nil {
			return p, 0, err
		}
		p = f.Profile
	}
	if r.Capacity == nil {
		return p, p.Capacity, nil
	}
	if fault := capacityFault(p, *r.Capacity); fault != nil {
		return p, 0, cantBeAnswered(*fault)
	}
	return p, *r.Capacity, nil
}

// capacitySpan is how many times smaller or larger than its own a firm may be asked about: what it
// needs per unit of capacity says nothing of firms of another order altogether, and products of
// numbers must stay numbers.
const capacitySpan = 1e6

// capacityFault is what is wrong with a capacity; nil when nothing is.
func capacityFault(p symbiosis.Profile, capacity float64) *symbiosis.Problem {
	low, high := p.Capacity/capacitySpan, p.Capacity*capacitySpan
	if capacity >= low && capacity <= high {
		return nil
	}
	return &symbiosis.Problem{
		Field: "capacity", Code: "out_of_range", Value: fmt.Sprint(capacity), Text: fmt.Sprintf("must lie within %g and %g", low, high),
		Hint: fmt.Sprintf("in %s, a million times less to a million times more than the profile's own %g", p.CapacityUnit, p.Capacity),
	}
}

func cantBeAnswered(faults ...symbiosis.Problem) error {
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: faults}
}
