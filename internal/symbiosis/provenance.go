package symbiosis

import (
	"maps"
	"slices"
)

// Certainty says how sure a figure is.
type Certainty string

// The degrees of certainty, surest first.
const (
	Measured  Certainty = "measured"
	Reported  Certainty = "reported"
	Estimated Certainty = "estimated"
)

// Certainties lists the degrees, surest first.
func Certainties() []Certainty { return []Certainty{Measured, Reported, Estimated} }

// PlaceAccuracy says whether a point is where the thing is, or near it.
type PlaceAccuracy string

// The accuracies of a place.
const (
	Exact       PlaceAccuracy = "exact"
	Approximate PlaceAccuracy = "approximate"
)

// PlaceAccuracies lists the accuracies of a place.
func PlaceAccuracies() []PlaceAccuracy { return []PlaceAccuracy{Exact, Approximate} }

// Visibility says who may see a record, and a computed one that rests on it.
type Visibility string

// The visibilities, most open first.
const (
	Public     Visibility = "public"
	Network    Visibility = "network"     // members of the region's network
	BrokerOnly Visibility = "broker_only" // the region's facilitators
)

// Visibilities lists the visibilities, most open first.
func Visibilities() []Visibility { return []Visibility{Public, Network, BrokerOnly} }

// Figure is a number that can be asked where it comes from.
type Figure struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	// Year is the price level of money, or the year a factor holds for; 0 when neither.
	Year   int    `json:"year,omitempty"`
	Source string `json:"source"`
	// Assumption marks a figure that no source gives.
	Assumption bool `json:"assumption,omitempty"`
}

// known says that v is one of all.
func known[T comparable](v T, all []T) bool {
	for _, a := range all {
		if a == v {
			return true
		}
	}
	return false
}

// listed joins the values of a closed set for a hint.
func listed[T ~string](all []T) string {
	s := ""
	for i, a := range all {
		if i > 0 {
			s += ", "
		}
		s += string(a)
	}
	return s
}

// sortedKeys returns the keys of m in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
