package match_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// distanceGate returns the outcome of the distance gate with its figures by key.
func distanceGate(x symbiosis.Explanation) (symbiosis.Gate, map[string]float64) {
	figures := map[string]float64{}
	for _, g := range x.Gates {
		if g.Name == symbiosis.GateDistance {
			for _, f := range g.Figures {
				figures[f.Key] = f.Value
			}
			return g, figures
		}
	}
	return symbiosis.Gate{}, figures
}

// What would have to change is what it takes: the value or the cost that is named passes the
// gate, a hair less doesn't; so many metres closer passes, a metre less doesn't.
func TestRemediesAreWhatItTakes(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	tried := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		r := drawDense(t)
		// Some farther apart than they can be, some cheap, some with a limit of their own.
		apart := rapid.Float64Range(0.001, 3).Draw(t, "degrees apart")
		for i := range r.sites {
			r.sites[i].Location = [2]float64{14 + apart*float64(i%2), 63}
		}
		for i := range r.flows {
			if r.flows[i].Direction == symbiosis.Need {
				r.flows[i].Price = ptr(rapid.Float64Range(-20, 400).Draw(t, string(r.flows[i].ID)+" price"))
			}
		}
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		explain := func(e *match.Engine, s, n symbiosis.FlowID, overrides map[string]float64) (symbiosis.Gate, map[string]float64) {
			x, err := e.Explain(s, n, overrides, match.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return distanceGate(x)
		}
		for _, s := range r.flows {
			for _, n := range r.flows {
				if s.Direction != symbiosis.Surplus || n.Direction != symbiosis.Need || s.Resource != n.Resource {
					continue
				}
				gate, figures := explain(e, s.ID, n.ID, nil)
				for _, c := range []struct{ key, input string }{{"price_passes", "need.price_sek"}, {"disposal_passes", "surplus.disposal_cost_sek"}} {
					value, ok := figures[c.key]
					if !ok {
						continue
					}
					tried[c.key]++
					if gate.Status != symbiosis.Failed {
						t.Fatalf("%s -> %s passes, and yet %s is said to do it", s.ID, n.ID, c.key)
					}
					if g, _ := explain(e, s.ID, n.ID, map[string]float64{c.input: value + 1e-9*math.Abs(value)}); g.Status != symbiosis.Passed {
						t.Fatalf("%s -> %s with %s %g: %s", s.ID, n.ID, c.input, value, g.Reason)
					}
					if g, _ := explain(e, s.ID, n.ID, map[string]float64{c.input: value - 2e-6}); g.Status != symbiosis.Failed {
						t.Fatalf("%s -> %s passes with %s less than %g", s.ID, n.ID, c.input, value)
					}
				}
				closer, ok := figures["closer_m"]
				if !ok {
					continue
				}
				tried["closer_m"]++
				for _, step := range []struct {
					closer float64
					want   symbiosis.GateStatus
				}{{closer + 0.01, symbiosis.Passed}, {closer - 0.01, symbiosis.Failed}} {
					moved := append([]symbiosis.Site(nil), r.sites...)
					for i := range moved {
						if moved[i].ID == n.SiteID {
							// The route is 1.3 times the crow distance.
							from := moved[i].Location
							for _, o := range r.sites {
								if o.ID == s.SiteID {
									crow := geo.Distance(from, o.Location).Metres() - step.closer/1.3
									moved[i].Location = pointAt(o.Location, from, crow)
								}
							}
						}
					}
					other, err := match.New(cat, reckoner, a, moved, r.flows)
					if err != nil {
						t.Fatal(err)
					}
					if g, f := explain(other, s.ID, n.ID, nil); g.Status != step.want {
						t.Fatalf("%s -> %s %g m closer: %s with a route of %g m against %g", s.ID, n.ID, step.closer, g.Reason, f["route_m"], f["budget_m"])
					}
				}
			}
		}
	})
	for _, key := range []string{"price_passes", "disposal_passes", "closer_m"} {
		if tried[key] < 5 {
			t.Errorf("%s was named %d times only", key, tried[key])
		}
	}
}

// pointAt returns the point on the parallel of from and towards whose distance from from is
// metres.
func pointAt(from, towards [2]float64, metres float64) [2]float64 {
	low, high := 0.0, 1.0
	for range 60 {
		middle := (low + high) / 2
		p := [2]float64{from[0] + middle*(towards[0]-from[0]), from[1]}
		if geo.Distance(from, p).Metres() < metres {
			low = middle
		} else {
			high = middle
		}
	}
	return [2]float64{from[0] + low*(towards[0]-from[0]), from[1]}
}

// No price helps where a flow's own limit is too short.
func TestNoPriceBuysALongerLimit(t *testing.T) {
	s, n := heat("s", symbiosis.Surplus, "a", 3, 85, 50), heat("n", symbiosis.Need, "b", 3, 75, 40)
	n.Price = ptr(50.0)
	for _, limit := range []float64{2000, 60_000} {
		x, err := engineOf(t, []symbiosis.Site{siteAt("a", 14, 63), siteAt("b", 14.1, 63)}, []symbiosis.Flow{s, n}).Explain("s", "n", map[string]float64{"surplus.max_distance_m": limit}, match.Options{})
		if err != nil {
			t.Fatal(err)
		}
		gate, figures := distanceGate(x)
		_, named := figures["price_passes"]
		if gate.Reason != "distance_never_pays" || named != (limit > 10_000) {
			t.Errorf("limit %g m: %s with figures %v", limit, gate.Reason, figures)
		}
	}
}
