// Package overlay cuts, joins and widens surfaces in a plane. What it is given may cross itself,
// overlap itself or have holes outside their shells: it says so and makes it whole, so that an
// area that comes out is the area of something. Its work is bounded: what is too tangled for it
// is an error.
//
// Coordinates are metres, within 1 000 km of the origin (a geo.Frame gives such); inside, they are
// whole millimetres, so that the side of a line that a point lies on is never in doubt. Every
// operation is one arrangement: all edges are split where they meet, a sweep from left to right
// finds for each how often either operand goes round what lies below and above it, and the edges
// with the result on one side only are its outline.
package overlay
