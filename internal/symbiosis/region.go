package symbiosis

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Region is all that one store holds.
type Region struct {
	Info        RegionInfo
	Sites       []Site
	Flows       []Flow
	Areas       []Area
	Exchanges   []Exchange
	Constraints []Constraint
	Facilities  []Facility
	Profiles    []Profile
	Comparisons []Comparison
	Pitches     []Pitch
	Settings    []Setting
	Assumptions map[string]float64 // the region's own values, by key; others are the defaults

	// Broken are the rows of a store that are among none of the above, table by table.
	Broken []BrokenRow
}

// BrokenRow is a row that another program has written to a store and that breaks a rule of its noun, so that
// it is no record. Its value of an assumption, or of the description of the region, is none.
type BrokenRow struct {
	Table string
	ID    string // as it stands in the table, "" where the row has none; "region" for the region's description
	// Problems are what is wrong, each with its place.
	Problems []Problem
}

// SortBroken puts rows in the order of their tables, ids and places.
func SortBroken(rows []BrokenRow) {
	place := func(b BrokenRow) string {
		if len(b.Problems) == 0 {
			return ""
		}
		return b.Problems[0].Place
	}
	slices.SortFunc(rows, func(a, b BrokenRow) int {
		return cmp.Or(strings.Compare(a.Table, b.Table), strings.Compare(a.ID, b.ID), strings.Compare(place(a), place(b)))
	})
}

// List returns where a region keeps the records of a noun.
func List[T Record](r *Region) *[]T {
	for _, list := range []any{
		&r.Sites, &r.Flows, &r.Areas, &r.Exchanges, &r.Constraints, &r.Facilities, &r.Profiles, &r.Comparisons, &r.Pitches, &r.Settings,
	} {
		if of, ok := list.(*[]T); ok {
			return of
		}
	}
	panic(fmt.Sprintf("a region keeps no %T", *new(T))) // a slip of the program, found by the first test
}

// IDs goes through the records by the tables that keep them.
func (r *Region) IDs() iter.Seq2[string, iter.Seq[string]] {
	return func(yield func(string, iter.Seq[string]) bool) {
		_ = yield("sites", idsOf(r.Sites)) && yield("flows", idsOf(r.Flows)) && yield("areas", idsOf(r.Areas)) &&
			yield("exchanges", idsOf(r.Exchanges)) && yield("constraints", idsOf(r.Constraints)) && yield("facilities", idsOf(r.Facilities)) &&
			yield("profiles", idsOf(r.Profiles)) && yield("comparisons", idsOf(r.Comparisons)) && yield("pitches", idsOf(r.Pitches)) &&
			yield("settings", idsOf(r.Settings))
	}
}

func idsOf[T Record](records []T) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, x := range records {
			if !yield(x.RecordID()) {
				return
			}
		}
	}
}

// RegionInfo describes a region to a visitor.
type RegionInfo struct {
	Name      Names      `json:"name"`
	Questions []Question `json:"questions,omitempty"`
}

// Question is something to click for a first-time visitor.
type Question struct {
	Role   string `json:"role"` // "planner", "establishment_officer", "facilitator"
	Text   Names  `json:"text"`
	Target string `json:"target"` // "site:ID", "flow:ID", "area:ID", "match:SURPLUS:NEED"
}
