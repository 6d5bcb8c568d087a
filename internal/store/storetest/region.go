package storetest

import (
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Region draws a region of up to size records of each kind, in the order of their ids and with
// version 1, as a store returns it. Flows stand at sites of the region and exchanges go between
// its flows, as far as there are any.
func Region(t *rapid.T, size int) *symbiosis.Region {
	r := &symbiosis.Region{
		Info:        Info(t),
		Sites:       distinct(t, size, Site, func(x *symbiosis.Site) (string, *int64) { return string(x.ID), &x.Version }),
		Flows:       distinct(t, size, Flow, func(x *symbiosis.Flow) (string, *int64) { return string(x.ID), &x.Version }),
		Areas:       distinct(t, size, Area, func(x *symbiosis.Area) (string, *int64) { return string(x.ID), &x.Version }),
		Exchanges:   distinct(t, size, Exchange, func(x *symbiosis.Exchange) (string, *int64) { return string(x.ID), &x.Version }),
		Constraints: distinct(t, size, Constraint, func(x *symbiosis.Constraint) (string, *int64) { return string(x.ID), &x.Version }),
		Facilities:  distinct(t, size, Facility, func(x *symbiosis.Facility) (string, *int64) { return string(x.ID), &x.Version }),
		Profiles:    distinct(t, size, Profile, func(x *symbiosis.Profile) (string, *int64) { return string(x.ID), &x.Version }),
		Comparisons: distinct(t, size, Comparison, func(x *symbiosis.Comparison) (string, *int64) { return string(x.ID), &x.Version }),
		Pitches:     distinct(t, size, Pitch, func(x *symbiosis.Pitch) (string, *int64) { return string(x.ID), &x.Version }),
		Settings:    distinct(t, size, Setting, func(x *symbiosis.Setting) (string, *int64) { return string(x.Key), &x.Version }),
		Assumptions: Assumptions(t),
	}
	for i := range r.Flows {
		if len(r.Sites) > 0 {
			r.Flows[i].SiteID = rapid.SampledFrom(r.Sites).Draw(t, "site of the flow").ID
		}
	}
	for i := range r.Exchanges {
		if len(r.Flows) > 0 {
			r.Exchanges[i].SurplusID = rapid.SampledFrom(r.Flows).Draw(t, "surplus of the exchange").ID
			r.Exchanges[i].NeedID = rapid.SampledFrom(r.Flows).Draw(t, "need of the exchange").ID
		}
	}
	return r
}

// distinct draws up to size records with ids of their own, in the order of these.
func distinct[T any](t *rapid.T, size int, draw func(*rapid.T) T, parts func(*T) (id string, version *int64)) []T {
	id := func(x T) string {
		s, _ := parts(&x)
		return s
	}
	items := rapid.SliceOfNDistinct(rapid.Custom(draw), 0, size, id).Draw(t, "records")
	for i := range items {
		_, version := parts(&items[i])
		*version = 1
	}
	slices.SortFunc(items, func(a, b T) int { return strings.Compare(id(a), id(b)) })
	return items
}
