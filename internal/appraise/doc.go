// Package appraise judges pieces of industrial land by the models' section 4: what constraints
// exclude of them, how far they lie from infrastructure and housing, what they could get from and
// give to their neighbours, and what that amounts to under weights that somebody has chosen.
//
// It goes in two steps. A survey finds an area's figures, each with source and date; it takes
// geometry and depends on no weights. A judgement turns the figures of several areas into values,
// sums and ranks, and shows what the ranks hang on; it is arithmetic, quick enough to follow a
// slider. A figure that is missing is not zero: it bounds the sum.
//
// The package is pure. How far the region's flows reach is handed in (symbiosis.Offer).
package appraise
