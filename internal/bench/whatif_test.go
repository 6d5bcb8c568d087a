package bench

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/bench/peer"
	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

const whatIfSize = 100_000

// whatIfs are hypothetical sites of one flow each, over a region of another seed than the one they
// are laid over.
func whatIfs(n int) []symbiosis.Scenario {
	other := regiongen.Clustered(n, seed+1)
	list := make([]symbiosis.Scenario, len(other.Flows))
	for i := range other.Flows {
		site, flow := other.Sites[i], other.Flows[i]
		flow.ID = "whatif-" + flow.ID
		list[i] = symbiosis.Scenario{Sites: []symbiosis.Site{site}, Flows: []symbiosis.Flow{flow}}
	}
	return list
}

// BenchmarkWhatIf asks what a hypothetical site with one flow would match, in process: the live
// index first, then the layout that a run over all pairs has made.
func BenchmarkWhatIf(b *testing.B) {
	engine := regionOf(whatIfSize).engine(b)
	scenarios := whatIfs(500)
	for _, c := range []struct {
		name string
		opts match.Options
	}{
		{"2 gates", match.Options{Gates: twoGates, MostNear: -1}},
		{"all gates", match.Options{MostNear: -1, Limit: 20}},
		{"all gates and 20 near misses", match.Options{Limit: 20}},
		{"2 gates, laid out", match.Options{Gates: twoGates, MostNear: -1}},
		{"all gates, laid out", match.Options{MostNear: -1, Limit: 20}},
		{"all gates and 20 near misses, laid out", match.Options{Limit: 20}},
	} {
		if strings.Contains(c.name, "laid out") {
			// A run over all pairs leaves its layout to the questions after it.
			if err := engine.All(b.Context(), c.opts, func(symbiosis.Match) bool { return false }); err != nil {
				b.Fatal(err)
			}
		}
		for _, direction := range symbiosis.Directions() {
			asked := slices.DeleteFunc(slices.Clone(scenarios), func(sc symbiosis.Scenario) bool { return sc.Flows[0].Direction != direction })
			b.Run(c.name+"-"+string(direction), func(b *testing.B) {
				spread := newSpread(len(asked))
				var answer match.Answer // in whose room all questions are answered, as PostGIS's are
				for i := 0; b.Loop(); i++ {
					start := time.Now()
					if err := engine.WhatIfInto(b.Context(), &answer, asked[i%len(asked)], c.opts); err != nil {
						b.Fatal(err)
					}
					spread.add(i%len(asked), time.Since(start), len(answer.Matches))
				}
				spread.note(b, fmt.Sprintf("one what-if (a %s), %d × %d, %s", direction, whatIfSize, whatIfSize, c.name))
			})
		}
	}
	for _, direction := range symbiosis.Directions() {
		b.Run("numbers-"+string(direction), func(b *testing.B) { numbersOfWhatIf(b, engine, scenarios, direction) })
	}
	b.Run("PostGIS", func(b *testing.B) { whatIfOfPostGIS(b, engine, scenarios) })
}

// spotOf is a what-if of one flow as Reachable is asked about it.
func spotOf(sc symbiosis.Scenario) match.Spot {
	f := sc.Flows[0]
	spot := match.Spot{Direction: f.Direction, Resource: f.Resource, At: sc.Sites[0].Location}
	if f.MaxDistance != nil {
		spot.Within = *f.MaxDistance
	}
	return spot
}

// numbersOfWhatIf asks what PostGIS is asked: who is within reach, as numbers. The collector of
// garbage finds nothing to do: a question allocates nothing.
func numbersOfWhatIf(b *testing.B, engine *match.Engine, scenarios []symbiosis.Scenario, direction symbiosis.Direction) {
	var spots []match.Spot
	for _, sc := range scenarios {
		if sc.Flows[0].Direction == direction {
			spots = append(spots, spotOf(sc))
		}
	}
	room, spread := make([]match.Number, 0, 1<<16), newSpread(len(spots))
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		numbers, err := engine.Reachable(room, spots[i%len(spots)])
		if err != nil {
			b.Fatal(err)
		}
		spread.add(i%len(spots), time.Since(start), len(numbers))
	}
	spread.note(b, fmt.Sprintf("one what-if (a %s) in numbers, %d × %d, 2 gates, laid out", direction, whatIfSize, whatIfSize))
}

// whatIfOfPostGIS asks PostGIS by prepared statements over a socket. It finds the very flows that the engine does
// in numbers and with all their figures, or the benchmark fails.
func whatIfOfPostGIS(b *testing.B, engine *match.Engine, scenarios []symbiosis.Scenario) {
	ctx := b.Context()
	postgis, err := peer.OpenPostGIS(ctx, testtool.PostGIS(b), "bench_whatif")
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := postgis.Close(context.WithoutCancel(ctx)); err != nil {
			b.Error(err)
		}
	}()
	r := regionOf(whatIfSize)
	for _, step := range []func() error{
		func() error { return postgis.Load(ctx, r.points) },
		func() error { return postgis.Index(ctx) },
		func() error { return postgis.PrepareWhatIf(ctx) },
	} {
		if err := step(); err != nil {
			b.Fatal(err)
		}
	}
	resources := map[symbiosis.ResourceCode]int16{}
	for i, f := range r.Flows {
		if i < len(r.points.Surpluses) {
			resources[f.Resource] = r.points.Surpluses[i].Resource
		}
	}
	for _, direction := range symbiosis.Directions() {
		var asked []peer.Point
		for _, sc := range scenarios {
			if spot := spotOf(sc); spot.Direction == direction {
				asked = append(asked, peer.Point{Resource: resources[spot.Resource], At: spot.At, Budget: spot.Within})
				if len(asked) <= 100 {
					sameWhatIf(b, r, engine, postgis, sc, asked[len(asked)-1])
				}
			}
		}
		timed := func(name string, ask func(peer.Point) (found int, err error)) {
			b.Run(name+"-"+string(direction), func(b *testing.B) {
				spread, used := newSpread(len(asked)), postgis.ProcessorTime()
				for i := 0; b.Loop(); i++ {
					start := time.Now()
					found, err := ask(asked[i%len(asked)])
					if err != nil {
						b.Fatal(err)
					}
					spread.add(i%len(asked), time.Since(start), found)
				}
				line := fmt.Sprintf("one what-if (a %s), %d × %d, PostGIS prepared, %s", direction, whatIfSize, whatIfSize, name)
				spread.note(b, line)
				figures.note(b, line, "µs CPU of the server", (postgis.ProcessorTime()-used)*1000/float64(b.N))
			})
		}
		var ids []int32
		timed("ids", func(at peer.Point) (int, error) {
			ids, err = postgis.WhatIf(ctx, ids[:0], direction, at)
			return len(ids), err
		})
		var measured []peer.Reached
		timed("ids and distances in order", func(at peer.Point) (int, error) {
			measured, err = postgis.MeasuredWhatIf(ctx, measured[:0], direction, at)
			return len(measured), err
		})
	}
}

// sameWhatIf fails unless a what-if pairs with the same flows by PostGIS, in numbers and as matches, and these are as far
// away, to a micrometre, and in the same order.
func sameWhatIf(b *testing.B, r *region, engine *match.Engine, postgis *peer.PostGIS, sc symbiosis.Scenario, at peer.Point) {
	b.Helper()
	spot := spotOf(sc)
	theirs, err := postgis.WhatIf(b.Context(), nil, spot.Direction, at)
	if err != nil {
		b.Fatal(err)
	}
	numbered, err := engine.Reachable(nil, spot)
	if err != nil {
		b.Fatal(err)
	}
	matches, _, err := engine.WhatIf(b.Context(), sc, match.Options{Gates: twoGates, MostNear: -1})
	if err != nil {
		b.Fatal(err)
	}
	measured, err := postgis.MeasuredWhatIf(b.Context(), nil, spot.Direction, at)
	if err != nil {
		b.Fatal(err)
	}
	var ours, asMatches []symbiosis.FlowID
	for _, n := range numbered {
		ours = append(ours, engine.IDOf(n))
	}
	for _, m := range matches {
		id := m.NeedID
		if spot.Direction == symbiosis.Need {
			id = m.SurplusID
		}
		asMatches = append(asMatches, id)
	}
	points := r.points.Needs
	if spot.Direction == symbiosis.Need {
		points = r.points.Surpluses
	}
	for i, m := range measured {
		if i >= len(matches) || points[m.ID].ID != asMatches[i] || math.Abs(m.Distance-matches[i].Distance.Metres()) > 1e-6 {
			b.Fatalf("what-if %s: flow %d of %d isn't that of PostGIS, or elsewhere", sc.Flows[0].ID, i, len(measured))
		}
	}
	var found []symbiosis.FlowID
	for _, at := range theirs {
		found = append(found, points[at].ID)
	}
	for _, list := range [][]symbiosis.FlowID{ours, asMatches, found} {
		slices.Sort(list)
	}
	if !slices.Equal(ours, found) || !slices.Equal(asMatches, found) {
		b.Fatalf("what-if %s: PostGIS finds %d flows, the engine %d and as matches %d, or others", sc.Flows[0].ID, len(found), len(ours), len(asMatches))
	}
}
