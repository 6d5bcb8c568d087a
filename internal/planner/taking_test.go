package planner_test

import (
	"testing"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// delivered returns what each need gets from s, by its id, and which pairs are exchanges.
func delivered(t *testing.T, s *planner.Snapshot, overrides map[string]float64) (map[symbiosis.FlowID]float64, map[symbiosis.FlowID]symbiosis.ExchangeID) {
	amounts, exchanges := map[symbiosis.FlowID]float64{}, map[symbiosis.FlowID]symbiosis.ExchangeID{}
	must(t, s.EachMatch(t.Context(), overrides, match.Options{}, func(m symbiosis.Match) bool {
		amounts[m.NeedID] = m.Delivered.Amount
		if m.Exchange != "" {
			exchanges[m.NeedID] = m.Exchange
		}
		return true
	}))
	return amounts, exchanges
}

// An exchange that comes, changes its state or goes is in the pairs at once: in the snapshot
// taken from change to change, in one read anew, and under other assumptions.
func TestExchangesInOperationAreLeftOut(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	_, err := r.CreateSite(t.Context(), aSite("c", 14.58, 63.20))
	must(t, err)
	_, err = r.CreateFlow(t.Context(), aHeat("m", "c", symbiosis.Need))
	must(t, err)
	put := func(state symbiosis.ExchangeState, mwh float64) {
		x := symbiosis.Exchange{ID: "e", SurplusID: "s", NeedID: "n", State: state, Quantity: symbiosis.Quantity{Amount: mwh, Unit: symbiosis.MWhYear}}
		x.Normalise()
		_, err := r.Import(t.Context(), planner.ImportOptions{}, exchangeformat.Batch{Exchanges: []exchangeformat.Placed[symbiosis.Exchange]{{Record: x}}})
		must(t, err)
	}
	// Of 18 000 MWh the surplus's temperatures let 30/35 be taken out.
	whole, _ := delivered(t, r.Snapshot(), nil)
	for _, step := range []struct {
		state symbiosis.ExchangeState
		mwh   float64
		left  float64 // share of the whole that m can have
	}{{symbiosis.Agreement, 9000, 1}, {symbiosis.Operation, 9000, 0.5}, {symbiosis.Operation, 4500, 0.75}, {symbiosis.Ended, 4500, 1}, {symbiosis.Operation, 13_500, 0.25}} {
		put(step.state, step.mwh)
		for name, s := range map[string]*planner.Snapshot{"changed": r.Snapshot(), "read anew": r.again(t).Snapshot()} {
			for what, overrides := range map[string]map[string]float64{"as it is": nil, "at another price": {"heat_value_sek_per_mwh": 500}} {
				got, exchanges := delivered(t, s, overrides)
				if want := whole["m"] * step.left; got["m"] < want-1 || got["m"] > want+1 {
					t.Errorf("%s %g, %s, %s: m gets %g MWh, want %g", step.state, step.mwh, name, what, got["m"], want)
				}
				if (exchanges["n"] == "e") != (step.state == symbiosis.Operation) || exchanges["m"] != "" || got["n"] != whole["n"] {
					t.Errorf("%s, %s, %s: exchanges %v, n gets %g MWh, want %g", step.state, name, what, exchanges, got["n"], whole["n"])
				}
			}
		}
		if got, want := len(pairs(t, r.Snapshot())), 2; got != want {
			t.Errorf("%s: %d pairs are listed, want %d", step.state, got, want)
		}
	}
	// The explanation shows what is taken, with where that is from.
	x, err := r.Snapshot().Explain(planner.Explain{SurplusID: "s", NeedID: "m"})
	must(t, err)
	taken := false
	for _, step := range x.Steps {
		for _, f := range step.Figures {
			if f.Key == "surplus_taken" {
				taken = f.Value > 13_499 && f.Value < 13_501 && f.Source == "exchange e" && f.Assumption
			}
		}
	}
	if !taken {
		t.Errorf("the explanation doesn't show what is taken: %+v", x.Steps)
	}
	// The need goes, its exchange with it: all is there again.
	current, err := r.Snapshot().Flow("n")
	must(t, err)
	_, err = r.DeleteFlow(t.Context(), "n", current.Version)
	must(t, err)
	if got, _ := delivered(t, r.Snapshot(), nil); got["m"] != whole["m"] {
		t.Errorf("after the need has gone m gets %g MWh, want %g", got["m"], whole["m"])
	}
}
