package match

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Reckoner tells what transport costs and how far it pays. Package transport has the one of
// the program. It must be safe for many goroutines and give the same each time.
type Reckoner interface {
	// Prepare reduces a flow to numbers. It keeps both by reference.
	Prepare(f *symbiosis.Flow, r *symbiosis.Resource) symbiosis.Stream
	// Reckon fills r with what is known of a pair before its distance is.
	Reckon(s, n *symbiosis.Stream, link symbiosis.Link, r *symbiosis.Reckoning)
	// Outcomes fills found[i] with what a surplus and a need come to, as Reckon and Reckoning.At do. Of a
	// pair that doesn't pay nothing else need be true.
	Outcomes(s *symbiosis.Stream, with []symbiosis.Candidate, found []symbiosis.Outcome)
	// Degrees is as much of Reckon as two flows of heat decide by their temperatures alone: the
	// shares, the class, the COP and the obstacle.
	Degrees(s, n *symbiosis.Stream, r *symbiosis.Reckoning)
	// Trace is Reckon with every step, and with the figures at a crow distance.
	Trace(s, n *symbiosis.Stream, link symbiosis.Link, crow unit.Length) (symbiosis.Reckoning, []symbiosis.Step)
	// Reach returns a route length that no budget of a pair within the envelopes exceeds,
	// their own limits included; infinite when nothing bounds it.
	Reach(t symbiosis.Transport, surplus, need *symbiosis.Envelope) unit.Length
	// Pull and Pulled bound budgets a second time, need by need: none of a surplus within s and a
	// need exceeds fixed + perPull·Pull, where surpluses, which the pull was made with, bounds s too. A pull
	// and perPull are nil or more. ok is false where there is no such bound.
	Pull(n *symbiosis.Stream, surpluses *symbiosis.Envelope) float64
	Pulled(t symbiosis.Transport, s *symbiosis.Envelope) (fixed, perPull unit.Length, ok bool)
	// Detour returns the factor from crow to route distance, 1 or more.
	Detour(t symbiosis.Transport) float64
}

// Model makes a Reckoner for a set of assumptions.
type Model func(symbiosis.Assumptions) Reckoner
