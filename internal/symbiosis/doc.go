// Package symbiosis holds the nouns of co-location: sites, the flows of heat and material
// they give off or want, the catalogue those flows are named from, and what is computed
// from them. It knows no SQL and no HTTP. Rules that hold for one record on its own stand
// here, in Validate; rules that need the rest of the region stand in package planner.
//
// Places are WGS 84 longitude and latitude in degrees, longitude first (RFC 7946).
// Quantities carry their dimension as a type of package unit.
package symbiosis
