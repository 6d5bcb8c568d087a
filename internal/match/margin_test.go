package match_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

func marginGate(x symbiosis.Explanation, name symbiosis.GateName) (symbiosis.Gate, map[string]float64) {
	figures := map[string]float64{}
	for _, g := range x.Gates {
		if g.Name == name {
			for _, f := range g.Figures {
				figures[f.Key] = f.Value
			}
			return g, figures
		}
	}
	return symbiosis.Gate{}, figures
}

// remedied is a pair that fails a gate, what its sentence must say would help, and the change
// that does what it says.
type remedied struct {
	name         string
	gate         symbiosis.GateName
	reason, says string
	spoil        func(s, n *symbiosis.Flow)
	change       func(s, n *symbiosis.Flow)
}

func day(y, m, d int) symbiosis.Date {
	date, _ := symbiosis.ParseDate(strings.Join([]string{pad(y), pad(m), pad(d)}, "-"))
	return date
}

func pad(n int) string {
	text := ""
	for v := n; v > 0; v /= 10 {
		text = string(rune('0'+v%10)) + text
	}
	for len(text) < 2 {
		text = "0" + text
	}
	return text
}

// Every gate that fails says what would have to change, and with that change it passes.
func TestEveryFailedGateSaysWhatWouldDo(t *testing.T) {
	moist := func(v float64) []symbiosis.Property {
		return []symbiosis.Property{{Name: "moisture", Unit: "%", Max: ptr(v)}}
	}
	wood := func(s, n *symbiosis.Flow) {
		for _, f := range []*symbiosis.Flow{s, n} {
			f.Resource, f.Quantity, f.Supply, f.Return, f.Status = "wood", symbiosis.Quantity{Amount: 500, Unit: symbiosis.TonneYear}, nil, nil, symbiosis.Product
		}
		n.Price = ptr(900.0)
	}
	for _, c := range []remedied{
		{
			"a need too hot for a heat pump", symbiosis.GateTemperature, "heat_pump_too_hot", "It would work if the need's supply temperature were 20 K lower, or if its return temperature were 61 K lower, or if the surplus were 61 K warmer",
			func(s, n *symbiosis.Flow) {
				n.Supply, n.Return = ptr(unit.Temperature(170)), ptr(unit.Temperature(135))
			},
			func(s, n *symbiosis.Flow) { n.Supply = ptr(unit.Temperature(150)) },
		},
		{
			"the same, its return lower", symbiosis.GateTemperature, "heat_pump_too_hot", "if its return temperature were 61 K lower",
			func(s, n *symbiosis.Flow) {
				n.Supply, n.Return = ptr(unit.Temperature(170)), ptr(unit.Temperature(135))
			},
			func(s, n *symbiosis.Flow) { n.Return = ptr(unit.Temperature(74.9)) },
		},
		{
			"too moist", symbiosis.GateQuality, "quality_above", "It would work with 15% less, or if the need could take 55%",
			func(s, n *symbiosis.Flow) { wood(s, n); s.Quality, n.Quality = moist(55), moist(40) },
			func(s, n *symbiosis.Flow) { s.Quality = moist(40) },
		},
		{
			"waste without a permit", symbiosis.GateLaw, "law_not_permitted", "It would work with a permit for 03 01 05 at the receiver, or if it were not waste",
			func(s, n *symbiosis.Flow) { wood(s, n); s.Status, s.WasteCode = symbiosis.Waste, "03 01 05" },
			func(s, n *symbiosis.Flow) { n.PermittedCodes = []symbiosis.WasteCode{"03 01 05"} },
		},
		{
			"hazardous waste", symbiosis.GateLaw, "law_hazardous_not_permitted", "It would work with a permit for 17 02 04*",
			func(s, n *symbiosis.Flow) { wood(s, n); s.Status, s.WasteCode = symbiosis.HazardousWaste, "17 02 04" },
			func(s, n *symbiosis.Flow) { n.PermittedCodes = []symbiosis.WasteCode{"17 02"} },
		},
		{
			"over before it begins", symbiosis.GateTime, "time_apart", "It would work if the surplus lasted 32 days longer, to 2025-02-01",
			func(s, n *symbiosis.Flow) { s.ValidTo, n.ValidFrom = day(2024, 12, 31), day(2025, 2, 1) },
			func(s, n *symbiosis.Flow) { s.ValidTo = day(2025, 2, 1) },
		},
		{
			"begins too late", symbiosis.GateTime, "time_apart", "if the need lasted 1 day",
			func(s, n *symbiosis.Flow) { n.ValidTo, s.ValidFrom = day(2025, 1, 31), day(2025, 2, 1) },
			func(s, n *symbiosis.Flow) { n.ValidTo = day(2025, 2, 1) },
		},
		{
			"another resource", symbiosis.GateResource, "resource_differs", "It would work if the receiver had Plastic",
			func(s, n *symbiosis.Flow) { wood(s, n); s.Resource = "plastic" },
			func(s, n *symbiosis.Flow) { n.Accepts = []string{"plastic"} },
		},
		{
			"too general", symbiosis.GateResource, "resource_too_general", "It would work if the surplus were stated more precisely",
			func(s, n *symbiosis.Flow) { wood(s, n); s.Resource, n.Resource = "plastic", "plastic.pp" },
			func(s, n *symbiosis.Flow) { s.Resource = "plastic.pp" },
		},
		{
			"no limit", symbiosis.GateDistance, "distance_no_limit", "It would work if the surplus or the need said that it may go",
			func(s, n *symbiosis.Flow) {
				wood(s, n)
				for _, f := range []*symbiosis.Flow{s, n} {
					f.Resource, f.Quantity, f.Price = "goods.pallet", symbiosis.Quantity{Amount: 9, Unit: symbiosis.PieceYear}, nil
				}
			},
			func(s, n *symbiosis.Flow) { n.MaxDistance = ptr(5 * unit.Kilometre) },
		},
		{
			"beyond its own limit", symbiosis.GateDistance, "distance_beyond_limit", "It would work if the flows allowed 330 m",
			func(s, n *symbiosis.Flow) { s.MaxDistance = ptr(100 * unit.Metre) },
			func(s, n *symbiosis.Flow) { s.MaxDistance = ptr(5 * unit.Kilometre) },
		},
		{
			"a return that lets a heat pump alone do", symbiosis.GateDistance, "distance_never_pays", "if the need's return temperature were",
			func(s, n *symbiosis.Flow) { n.Supply, n.Return = ptr(unit.Temperature(95)), ptr(unit.Temperature(80)) },
			func(s, n *symbiosis.Flow) { n.Return = ptr(unit.Temperature(50)) },
		},
		{
			"amounts that can't be compared", symbiosis.GateDistance, "quantity_unknown", "State both quantities in m3/yr",
			func(s, n *symbiosis.Flow) {
				wood(s, n)
				s.Resource, n.Resource, s.MaxDistance = "water", "water", ptr(5*unit.Kilometre)
				s.Quantity.Unit, n.Quantity.Unit = symbiosis.M3Year, symbiosis.PieceYear
			},
			func(s, n *symbiosis.Flow) { n.Quantity.Unit = symbiosis.M3Year },
		},
		{
			"no month in common", symbiosis.GateDistance, "no_months_in_common", "It would work if one of them ran in some month of the other",
			func(s, n *symbiosis.Flow) {
				s.Shape = symbiosis.Shape{Kind: symbiosis.Own, Monthly: [12]float64{1}}
				n.Shape = symbiosis.Shape{Kind: symbiosis.Own, Monthly: [12]float64{6: 1}}
			},
			func(s, n *symbiosis.Flow) {
				s.Shape, n.Shape = symbiosis.Shape{Kind: symbiosis.Flat}, symbiosis.Shape{Kind: symbiosis.Flat}
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, n := heat("s", symbiosis.Surplus, "a", 3, 85, 50), heat("n", symbiosis.Need, "b", 3, 75, 40)
			explain := func() (symbiosis.Gate, string) {
				sites := []symbiosis.Site{siteAt("a", 14, 63), siteAt("b", 14.005, 63)}
				x, err := engineOf(t, sites, []symbiosis.Flow{s, n}).Explain("s", "n", nil, match.Options{})
				if err != nil {
					t.Fatal(err)
				}
				g, _ := marginGate(x, c.gate)
				w := wording.In(symbiosis.English, assumptions(t), catalogue(t))
				if missing := w.Knows(x); len(missing) > 0 {
					t.Errorf("no words for %v", missing)
				}
				return g, strings.NewReplacer("\u00a0", " ").Replace(w.Gate(g))
			}
			c.spoil(&s, &n)
			g, text := explain()
			if g.Status != symbiosis.Failed && g.Status != symbiosis.NotRun || g.Reason != c.reason || !strings.Contains(text, c.says) {
				t.Fatalf("%s (%s): %q, want %q", g.Status, g.Reason, text, c.says)
			}
			c.change(&s, &n)
			if g, text := explain(); g.Status != symbiosis.Passed && g.Status != symbiosis.NotApplicable {
				t.Errorf("with the change it is still %s (%s): %q", g.Status, g.Reason, text)
			}
		})
	}
}

// Kelvins that are named are what it takes: with them, and no fewer, the temperature gate
// passes or the need is lifted directly.
func TestKelvinsAreWhatItTakes(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	tried := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		at := func(label string, low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, label) }
		back, cold := at("surplus return", 5, 90), at("need return", 5, 140)
		s, n := heat("s", symbiosis.Surplus, "a", 3, back+at("surplus drop", 2, 60), back), heat("n", symbiosis.Need, "b", 3, cold+at("need drop", 2, 60), cold)
		e, err := match.New(cat, reckoner, a, []symbiosis.Site{siteAt("a", 14, 63), siteAt("b", 14.005, 63)}, []symbiosis.Flow{s, n})
		if err != nil {
			t.Fatal(err)
		}
		explain := func(overrides map[string]float64) (symbiosis.Gate, map[string]float64) {
			x, err := e.Explain("s", "n", overrides, match.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return marginGate(x, symbiosis.GateTemperature)
		}
		g, figures := explain(nil)
		for _, c := range []struct {
			key, input string
			from, sign float64
		}{
			{"surplus_supply_higher_k", "surplus.supply_c", s.Supply.Celsius(), 1}, {"surplus_return_higher_k", "surplus.return_c", s.Return.Celsius(), 1},
			{"need_supply_lower_k", "need.supply_c", n.Supply.Celsius(), -1}, {"need_return_lower_k", "need.return_c", n.Return.Celsius(), -1},
		} {
			k, ok := figures[c.key]
			if !ok {
				continue
			}
			tried[c.key]++
			if g.Status != symbiosis.Failed {
				t.Fatalf("%s is named, but the gate is %s", c.key, g.Status)
			}
			if after, _ := explain(map[string]float64{c.input: c.from + c.sign*k}); after.Status != symbiosis.Passed {
				t.Fatalf("%s %g: %s", c.key, k, after.Reason)
			}
			if k > 0.02 {
				if after, _ := explain(map[string]float64{c.input: c.from + c.sign*(k-0.011)}); after.Status != symbiosis.Failed {
					t.Fatalf("%s: less than %g does it too", c.key, k)
				}
			}
		}
		if k, ok := figures["direct_lacking_k"]; ok {
			tried["direct_lacking_k"]++
			if after, f := explain(map[string]float64{"surplus.supply_c": s.Supply.Celsius() + k}); after.Reason != "temperature_direct" || f["direct_lacking_k"] != 0 {
				t.Fatalf("%g K warmer: %s", k, after.Reason)
			}
		}
		if k, ok := figures["direct_margin_k"]; ok {
			tried["direct_margin_k"]++
			if after, _ := explain(map[string]float64{"surplus.supply_c": s.Supply.Celsius() - k + 0.011}); after.Reason != "temperature_direct" {
				t.Fatalf("%g K to spare, but: %s", k, after.Reason)
			}
		}
	})
	for _, key := range []string{"surplus_supply_higher_k", "need_supply_lower_k", "need_return_lower_k", "direct_lacking_k", "direct_margin_k"} {
		if tried[key] < 3 {
			t.Errorf("%s was named %d times: the draw proves little", key, tried[key])
		}
	}
}
