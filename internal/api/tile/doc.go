// Package tile draws the region as vector tiles (Mapbox Vector Tile 2.1) straight from the
// planner's snapshot, in Web Mercator tiles.
//
// The encoder is our own: orb's is right but an order of magnitude slower, and it writes the
// first member of a collection only. A tile holds what lies within it and a buffer round it.
// Below zoom 8 points that a map can't tell apart are drawn as one, which counts the others;
// no tile is ever cut off at a number of features, as that would leave holes.
package tile
