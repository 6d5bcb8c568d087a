// Package regiongen makes regions up, for benchmarks and for comparison with other programs: as
// many surpluses and needs as asked for, spread over Sweden and Norway the way towns are, or laid
// where programs go wrong. The same arguments give the same region each time.
//
// Nothing in such a region is true of any firm. Only tests import this package.
package regiongen
