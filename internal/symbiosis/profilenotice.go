package symbiosis

import "strings"

// ProfileCategories are the groups of the library's profiles. A region may have groups of its own.
func ProfileCategories() []string { return []string{"food", "energy", "materials", "service"} }

// Notices tells what looks wrong with a profile but may be meant: it is stored all the same, and
// whoever reads it is told.
func (p Profile) Notices() []Problem {
	var ps problems
	if p.Category != "" && !known(p.Category, ProfileCategories()) {
		ps.add("category", "unknown_code", p.Category, "is no group of the library, and stands as a group of its own", "one of "+listed(ProfileCategories())+", unless a group of your own is meant")
	}
	if p.NACE != "" && !activity(p.NACE) {
		ps.add("nace", "unknown_code", p.NACE, "names no activity of NACE Rev. 2", "two digits of a division and up to three more, such as 03.22")
	}
	if len(p.Flows) == 0 {
		ps.add("flows", "required", "", "are none: the firm can be placed by its land, power and water, but finds no partners", "add what it needs and what it has over")
	}
	if c := p.LeastCapacity; c != nil && p.Capacity < *c {
		ps.add("capacity", "out_of_range", number(p.Capacity), "is below least_capacity ("+number(*c)+")", "rankings try capacities of the range; change one of the two")
	}
	if c := p.GreatestCapacity; c != nil && p.Capacity > *c {
		ps.add("capacity", "out_of_range", number(p.Capacity), "is above greatest_capacity ("+number(*c)+")", "rankings try capacities of the range; change one of the two")
	}
	return ps
}

// noDivisions are the numbers below 99 that NACE Rev. 2 gives no division (Regulation (EC)
// No 1893/2006, annex I).
const noDivisions = "00 04 34 40 44 48 54 57 67 76 83 89"

// activity says that a code is one of NACE Rev. 2 as far as its division, written as NACE, SNI
// and SN are: "03", "03.2", "03.22", "03.222", "03.22.1".
func activity(code string) bool {
	digits := strings.ReplaceAll(code, ".", "")
	if len(digits) < 2 || len(digits) > 5 || strings.Trim(digits, "0123456789") != "" || len(code) > 2 && code[2] != '.' && strings.Contains(code, ".") {
		return false
	}
	if strings.HasSuffix(code, ".") || strings.Contains(code, "..") {
		return false
	}
	return !strings.Contains(noDivisions, digits[:2])
}
