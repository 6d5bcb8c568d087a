package transport

import (
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// taken writes what exchanges in operation take of a flow in a year and what is left, with
// the exchanges' sources. side is "surplus" or "need".
func (t *trace) taken(s *symbiosis.Stream, side string) {
	if t == nil || s.Gone == 0 {
		return
	}
	whole, u := wholeAmount(s)
	r := symbiosis.Reckoned{Key: side + "_taken", Value: whole * s.Gone, Unit: u}
	var sources []string
	for _, take := range s.Taken {
		x := take.Exchange
		source := "exchange " + string(x.ID)
		if take.Assumed {
			source += " (amount not known: all that the pair could carry)"
		}
		if x.Source != "" {
			source += ": " + x.Source
		}
		sources = append(sources, source)
		r.Assumption = r.Assumption || take.Assumed || x.Certainty == symbiosis.Estimated
	}
	r.Source = strings.Join(sources, "; ")
	t.add(r)
	t.derived(side+"_left", whole*(1-s.Gone), u, "whole − taken, month by month")
}

// wholeAmount is a flow's amount of a year before anything is taken.
func wholeAmount(s *symbiosis.Stream) (float64, string) {
	if q := s.Flow.Quantity; q.IsEnergy() {
		return q.Energy(s.Hours).MegawattHours(), string(symbiosis.MWhYear)
	}
	return s.Flow.Quantity.Amount, string(s.Flow.Quantity.Unit)
}

// traceTaken is all there is to say of a pair of which a flow has nothing left.
func (m *Model) traceTaken(s, n *symbiosis.Stream, t *trace) {
	if t == nil {
		return
	}
	t.step("amount")
	t.flow(s.Flow, "surplus_quantity", s.Flow.Quantity.Amount, string(s.Flow.Quantity.Unit), "surplus.quantity")
	t.flow(n.Flow, "need_quantity", n.Flow.Quantity.Amount, string(n.Flow.Quantity.Unit), "need.quantity")
	t.taken(s, "surplus")
	t.taken(n, "need")
}
