package opportunity

import (
	"cmp"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Unlock is where one profile would find most.
type Unlock struct {
	Profile int // in the matrix
	Lot     int // its best land
	Cell    Cell
	Lots    int // on how many it finds something
}

// Unlocks lists the profiles that find something, the one that would unlock most first: by the
// greatest net benefit on its best land, then by how many of its flows find a partner there.
func (m *Matrix) Unlocks() []Unlock {
	var list []Unlock
	for i, column := range m.Cells {
		u := Unlock{Profile: i, Lot: -1}
		for lot, c := range column {
			if c.Capacity == 0 {
				continue
			}
			u.Lots++
			if u.Lot < 0 || m.compare(i, lot, i, u.Lot) < 0 {
				u.Lot, u.Cell = lot, c
			}
		}
		if u.Lot >= 0 {
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b Unlock) int { return m.compare(a.Profile, a.Lot, b.Profile, b.Lot) })
	return list
}

// Place is a cell of the matrix by its profile and lot.
type Place struct{ Profile, Lot int }

// Best lists the cells that hold something, best first.
func (m *Matrix) Best() []Place {
	var list []Place
	for i, column := range m.Cells {
		for lot, c := range column {
			if c.Capacity > 0 {
				list = append(list, Place{i, lot})
			}
		}
	}
	slices.SortFunc(list, func(a, b Place) int { return m.compare(a.Profile, a.Lot, b.Profile, b.Lot) })
	return list
}

// At returns a cell.
func (m *Matrix) At(p Place) Cell { return m.Cells[p.Profile][p.Lot] }

// compare puts the cell with more first.
func (m *Matrix) compare(p, lot, q, than int) int {
	a, b := &m.Cells[p][lot], &m.Cells[q][than]
	return cmp.Or(cmp.Compare(b.NetBenefit, a.NetBenefit), cmp.Compare(b.Matched, a.Matched), cmp.Compare(m.Profiles[p].ID, m.Profiles[q].ID),
		cmp.Compare(m.Ground.lots[lot].Area.ID, m.Ground.lots[than].Area.ID))
}

// Untaken lists, of some flows, those that no profile would pair with on any land, in their order.
func (m *Matrix) Untaken(flows []symbiosis.FlowID) []symbiosis.FlowID {
	var list []symbiosis.FlowID
	for _, id := range flows {
		if _, taken := m.Takers[id]; !taken {
			list = append(list, id)
		}
	}
	return list
}
