//go:build !amd64 || amd64.v3

package geo

import "github.com/samloka/samloka/internal/unit"

// Processors with one instruction for a product and a sum round the plain way otherwise than four at once
// would, so that it is used alone where the compiler makes use of that.
func alongChords(lengths []unit.Length, from *Prepared, to []*Prepared) bool {
	return alongChordsPlain(lengths, from, to)
}
