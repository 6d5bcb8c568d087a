package planner

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/symbiosis"
)

// denseRegion squeezes made-up flows into a county, with land and constraints among them: nearly
// every flow of materials reaches nearly every area.
func denseRegion(flows, areas int) symbiosis.Region {
	region := regiongen.Clustered(flows/2, 20261122)
	for i := range region.Sites {
		at := region.Sites[i].Location
		region.Sites[i].Location = orb.Point{14.6 + (at[0]-15)*0.15, 63.2 + (at[1]-62)*0.1}
	}
	random := rand.New(rand.NewPCG(20261126, 1))
	block := func(at orb.Point, size float64) orb.MultiPolygon {
		x, y := size/55_000, size/111_000
		return orb.MultiPolygon{{{at, {at[0] + x, at[1]}, {at[0] + 1.2*x, at[1] + 0.6*y}, {at[0] + x, at[1] + y}, {at[0], at[1] + y}, at}}}
	}
	near := func() orb.Point {
		at := region.Sites[random.IntN(len(region.Sites))].Location
		return orb.Point{at[0] + 0.02*random.NormFloat64(), at[1] + 0.01*random.NormFloat64()}
	}
	for i := range areas {
		a := symbiosis.Area{ID: symbiosis.AreaID(fmt.Sprintf("a%04d", i)), Name: fmt.Sprint("Mark ", i), Geometry: block(near(), 600)}
		a.Normalise()
		region.Areas = append(region.Areas, a)
	}
	for i := range areas / 2 {
		c := symbiosis.Constraint{
			ID: symbiosis.ConstraintID(fmt.Sprintf("c%04d", i)), Name: fmt.Sprint("Skydd ", i), Layer: symbiosis.Flood,
			Effect: symbiosis.Excludes, Geometry: block(near(), 900), Source: "prov",
		}
		c.Normalise()
		region.Constraints = append(region.Constraints, c)
	}
	return region
}

// BenchmarkColdRanking is the first ranking of a thousand areas among 20 000 flows of one county, the
// next one after it, and the first evaluation of them all.
func BenchmarkColdRanking(b *testing.B) {
	c, a := books(b)
	profiles, err := symbiosis.LoadProfiles(geodata.Profiles(), c)
	if err != nil {
		b.Fatal(err)
	}
	region := denseRegion(20_000, 1000)
	fresh := func(b *testing.B) *Snapshot {
		s, err := SnapshotOf(c, a, region)
		if err != nil {
			b.Fatal(err)
		}
		s.library = profiles
		if _, err := s.engine.get(); err != nil {
			b.Fatal(err)
		}
		return s
	}
	rank := func(b *testing.B, s *Snapshot) {
		if _, _, _, err := s.Rank(b.Context(), Ranking{Firm: "greenhouse"}); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			s := fresh(b)
			b.StartTimer()
			rank(b, s)
		}
	})
	b.Run("warm", func(b *testing.B) {
		s := fresh(b)
		rank(b, s)
		for b.Loop() {
			rank(b, s)
		}
	})
	b.Run("evaluate-all", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			s := fresh(b)
			b.StartTimer()
			if _, err := s.Evaluate(b.Context(), Evaluate{ToldOnly: true}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
