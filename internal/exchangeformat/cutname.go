package exchangeformat

import (
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// dbfName is how many bytes of a column's name a .dbf holds: programs cut off the rest.
const dbfName = 10

// whole returns the columns' names with those written out that a shapefile has cut: of dbfName bytes,
// no column of ours as they stand, and the beginning of one only, which isn't in the file besides.
// What was written out is told.
func (t *table[D]) whole(f *findings, place Place, columns []string) []string {
	taken := map[int]bool{}
	for _, c := range columns {
		taken[t.find(c)] = true
	}
	var out []string
	for i, c := range columns {
		at := t.cut(c)
		if at < 0 || taken[at] {
			continue
		}
		if out == nil {
			out = append(out, columns...)
		}
		out[i], taken[at] = t.columns[at].Name, true
		f.notice(symbiosis.Problem{Place: place.String(), Field: out[i], Value: c, Code: "cut_name",
			Text: "is called " + c + " in the file, which holds ten letters of a name", Hint: "nothing need be done"})
	}
	if out == nil {
		return columns
	}
	return out
}

// cut returns the one column that a cut name is the beginning of, or −1.
func (t *table[D]) cut(header string) int {
	key := normaliseHeader(header)
	if len(key) != dbfName || t.find(header) >= 0 {
		return -1
	}
	found := -1
	for name, at := range t.byName {
		if !strings.HasPrefix(name, key) || at == found {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = at
	}
	return found
}

// wholeNames is whole of the noun's table.
func wholeNames(f *findings, place Place, noun Noun, columns []string) []string {
	switch noun {
	case Sites:
		return siteTable.whole(f, place, columns)
	case Flows:
		return flowTable.whole(f, place, columns)
	case Areas:
		return areaTable.whole(f, place, columns)
	case Exchanges:
		return exchangeTable.whole(f, place, columns)
	case Constraints:
		return constraintTable.whole(f, place, columns)
	case Facilities:
		return facilityTable.whole(f, place, columns)
	}
	return columns
}
