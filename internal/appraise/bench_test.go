package appraise

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// BenchmarkSurvey is one area among 500 constraints and 20 000 flows; BenchmarkJudge is 1 000 areas
// judged anew when a weight moves.
func BenchmarkSurvey(b *testing.B) {
	random := rand.New(rand.NewPCG(20261125, 3))
	var s Surroundings
	var n Neighbours
	for i := range 500 {
		x, y := random.Float64()*60_000-30_000, random.Float64()*60_000-30_000
		s.Constraints = append(s.Constraints, constraint(fmt.Sprint(i), symbiosis.Flood, symbiosis.Excludes, block(x, y, x+2000, y+2000)))
	}
	for i := range 20_000 {
		n.Offers = append(n.Offers, symbiosis.Offer{
			FlowID: symbiosis.FlowID(fmt.Sprint(i)), SiteID: "s", Direction: symbiosis.Surplus, Detour: 1.3, Budget: unit.Length(20_000 * random.Float64()),
			Place: orb.Point{12 + 5*random.Float64(), 61 + 4*random.Float64()}, Priced: true, BenefitAtZero: 1e6, BenefitPerMetre: 50,
		})
	}
	s.Today = today
	g, v := Prepare(s), Around(n)
	a := area(block(0, 0, 3000, 2000))
	b.ResetTimer()
	for range b.N {
		land, err := g.Survey(b.Context(), a)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := v.Survey(b.Context(), land); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	book := book(b)
	random := rand.New(rand.NewPCG(20261125, 4))
	var all []*Survey
	for i := range 1000 {
		s := &Survey{LandSurvey: LandSurvey{Area: symbiosis.Area{ID: symbiosis.AreaID(fmt.Sprint(i))}, Findings: map[string]Finding{}}}
		s.Land.FitPoint = &orb.Point{14, 63}
		for _, c := range book.All() {
			s.Findings[c.Key] = Finding{Figure: &symbiosis.Figure{Value: random.Float64() * c.Points[len(c.Points)-1].At}}
		}
		all = append(all, s)
	}
	for _, samples := range []int{0, Samples} {
		b.Run(fmt.Sprintf("samples=%d", samples), func(b *testing.B) {
			for range b.N {
				if _, err := book.Judge(Settings{}, all, samples); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
