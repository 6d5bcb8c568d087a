package match_test

import (
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// benchRegion is a made-up region of 10 000 surpluses and as many needs.
func benchEngine(b *testing.B) *match.Engine {
	b.Helper()
	r := regiongen.Clustered(10_000, 1)
	e, err := match.New(catalogue(b), reckoner, assumptions(b), r.Sites, r.Flows)
	if err != nil {
		b.Fatal(err)
	}
	return e
}

func benchAll(b *testing.B, opts match.Options) {
	e := benchEngine(b)
	pairs := 0
	for b.Loop() {
		pairs = 0
		if err := e.All(b.Context(), opts, func(symbiosis.Match) bool { pairs++; return true }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pairs), "pairs")
}

func BenchmarkAllGates(b *testing.B) { benchAll(b, match.Options{}) }

func BenchmarkTwoGates(b *testing.B) {
	benchAll(b, match.Options{Gates: []symbiosis.GateName{symbiosis.GateResource, symbiosis.GateDistance}})
}

func whatIfAt(lon, lat float64) symbiosis.Scenario {
	site := symbiosis.Site{ID: "what-if", Name: "what-if", Location: orb.Point{lon, lat}}
	site.Normalise()
	flow := symbiosis.Flow{
		ID: "what-if-heat", SiteID: site.ID, Direction: symbiosis.Need, Resource: "heat",
		Quantity: symbiosis.Quantity{Amount: 3, Unit: symbiosis.MW}, FullLoadHours: ptr(unit.Hours(4000)),
		Supply: ptr(unit.Temperature(60)), Return: ptr(unit.Temperature(40)),
	}
	flow.Normalise()
	return symbiosis.Scenario{Sites: []symbiosis.Site{site}, Flows: []symbiosis.Flow{flow}}
}

func BenchmarkWhatIf(b *testing.B) {
	e := benchEngine(b)
	sc, opts := whatIfAt(18.06, 59.33), match.Options{MostNear: -1}
	for _, name := range []string{"live index", "laid out"} {
		if name == "laid out" {
			match.LayOut(b, e, opts)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := e.WhatIf(b.Context(), sc, opts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkNearMisses asks for what just misses too: what would have to change is reckoned for each.
func BenchmarkNearMisses(b *testing.B) {
	e := benchEngine(b)
	sc, opts := whatIfAt(18.06, 59.33), match.Options{Limit: 20}
	match.LayOut(b, e, opts)
	for b.Loop() {
		if _, near, err := e.WhatIf(b.Context(), sc, opts); err != nil || len(near) == 0 {
			b.Fatal(len(near), err)
		}
	}
}

func BenchmarkEdit(b *testing.B) {
	e := benchEngine(b)
	sc := whatIfAt(18.06, 59.33)
	for b.Loop() {
		next, err := e.With(match.Change{PutSites: sc.Sites, PutFlows: sc.Flows})
		if err != nil || next.Flows() != e.Flows()+1 {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	r := regiongen.Clustered(10_000, 1)
	cat, a := catalogue(b), assumptions(b)
	for b.Loop() {
		if _, err := match.New(cat, reckoner, a, r.Sites, r.Flows); err != nil {
			b.Fatal(err)
		}
	}
}
