package opportunity_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
	"github.com/samloka/samloka/internal/unit"
)

// plainCell is a profile at one capacity on a lot the plain way: every flow of the region judged for
// it, every distance a geodesic, nothing bounded and nothing left out.
func plainCell(t testing.TB, e *match.Engine, p symbiosis.Profile, capacity float64, lot *opportunity.Lot) (cell opportunity.Cell, takes []symbiosis.FlowID) {
	at := geo.Prepare(lot.Point)
	for _, flow := range p.FlowsOf("firm", capacity) {
		var best *symbiosis.Prospect
		var terms symbiosis.Terms
		var crow unit.Length
		if err := e.Anywhere(t.Context(), []symbiosis.Flow{flow}, match.Options{}, func(q *symbiosis.Prospect, sizes []symbiosis.Terms) bool {
			far := geo.Between(&at, &q.At)
			if lot.Surface != nil && far > 0 {
				from := geo.Prepare(lot.Surface.Nearest(q.At.Point))
				far = min(far, geo.Between(&from, &q.At))
			}
			if !(q.Route(far) <= sizes[0].Budget) {
				return true
			}
			cell.Partners++
			takes = append(takes, q.FlowID)
			// By id where nothing else tells: Anywhere goes by id.
			if best == nil || q.Priced && (!best.Priced || sizes[0].NetBenefit(q.Route(far)) > terms.NetBenefit(best.Route(crow))) {
				found := *q
				best, terms, crow = &found, sizes[0], far
			}
			return true
		}); err != nil {
			t.Fatal(err)
		}
		if best == nil {
			continue
		}
		cell.Capacity = capacity
		cell.Matched++
		if flow.Direction == symbiosis.Need {
			cell.Gets++
		}
		if best.Priced {
			cell.NetBenefit += terms.NetBenefit(best.Route(crow))
			if best.CO2eKnown {
				cell.CO2e += terms.SavedCO2e(best.Route(crow))
			}
		}
	}
	return cell, takes
}

// plainMatrix is the matrix, one cell and capacity at a time.
func plainMatrix(t testing.TB, e *match.Engine, ground *opportunity.Ground, profiles []symbiosis.Profile) *opportunity.Matrix {
	m := &opportunity.Matrix{Ground: ground, Profiles: profiles, Takers: map[symbiosis.FlowID][]int{}}
	for i, p := range profiles {
		var column []opportunity.Cell
		for lot := range ground.Lots() {
			l := &ground.Lots()[lot]
			var tried []opportunity.Cell
			for _, capacity := range opportunity.Ladder(p) {
				if !hasRoom(p, capacity, l) {
					break
				}
				cell, takes := plainCell(t, e, p, capacity, l)
				tried = append(tried, cell)
				for _, id := range takes {
					if !slices.Contains(m.Takers[id], i) {
						m.Takers[id] = append(m.Takers[id], i)
					}
				}
			}
			column = append(column, bestOf(tried))
		}
		m.Cells = append(m.Cells, column)
	}
	return m
}

// odd is the dense region with flows of all sorts: limits of their own or none, months of their own,
// waste codes, legal statuses, qualities.
func odd(n int, seed uint64) (sites []symbiosis.Site, flows []symbiosis.Flow) {
	random := rand.New(rand.NewPCG(seed, 1))
	sites, flows = dense(n)
	for i := range flows {
		f := &flows[i]
		switch random.IntN(3) {
		case 0:
			f.MaxDistance = nil
		case 1:
			limit := unit.Length(random.Float64() * 40_000)
			f.MaxDistance = &limit
		}
		oddMonths(random, &f.Shape)
		if f.Resource == "heat" {
			continue
		}
		if f.Direction == symbiosis.Surplus {
			f.Status = symbiosis.LegalStatuses()[random.IntN(len(symbiosis.LegalStatuses()))]
			f.WasteCode = []symbiosis.WasteCode{"", "03 01 05", "02 01 06", "19 12 04", "10 02 01"}[random.IntN(5)]
		}
		f.Quality = oddQuality(random)
		f.Normalise()
	}
	return sites, flows
}

func oddMonths(random *rand.Rand, s *symbiosis.Shape) {
	if random.IntN(4) > 0 {
		return
	}
	s.Kind = symbiosis.Own
	for m := range s.Monthly {
		s.Monthly[m] = float64(random.IntN(3))
	}
	s.Monthly[random.IntN(12)] = 1
}

func oddQuality(random *rand.Rand) []symbiosis.Property {
	if random.IntN(2) > 0 {
		return nil
	}
	most := random.Float64() * 60
	return []symbiosis.Property{{Name: "moisture", Unit: "%", Max: &most}}
}

// oddProfiles are some of the library's, with limits, months, lists and qualities of their own.
func oddProfiles(t testing.TB, random *rand.Rand, n int) []symbiosis.Profile {
	var list []symbiosis.Profile
	all := library(t)
	for _, at := range random.Perm(len(all))[:n] {
		p := all[at]
		p.Flows = slices.Clone(p.Flows)
		for i := range p.Flows {
			f := &p.Flows[i]
			if random.IntN(3) == 0 {
				limit := unit.Length(random.Float64() * 30_000)
				f.MaxDistance = &limit
			}
			oddMonths(random, &f.Shape)
			if f.Direction == symbiosis.Need && f.Supply == nil {
				f.Quality = oddQuality(random)
				if random.IntN(2) == 0 {
					f.Accepts, f.PermittedCodes = []string{"wood", "03 01", "19 12", "manure"}, []symbiosis.WasteCode{"03", "19 12 04", "02"}
				}
			}
		}
		if random.IntN(2) == 0 {
			p.Land = nil
		}
		if random.IntN(2) == 0 {
			p.GridPower = nil
		}
		list = append(list, p)
	}
	return list
}

// square is land that is a quadrilateral's corners.
func square(at orb.Point, half unit.Length) corners {
	var c corners
	for i := range 4 {
		c = append(c, geo.Destination(at, 45+90*float64(i), half))
	}
	return c
}

// The matrix is the plain way's to the last bit: its cells, each at its best capacity, and who would
// take what, whatever limits, months, waste codes, qualities and assumptions there are, on points and on
// surfaces. So is each ranking.
func TestTheMatrixIsThePlainWayToTheLastBit(t *testing.T) {
	cat, usual := catalogue(t), must[symbiosis.Assumptions](t)(symbiosis.LoadAssumptions(geodata.Assumptions()))
	filled, takers := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64Range(0, 1<<40).Draw(r, "seed")
		random := rand.New(rand.NewPCG(seed, 2))
		sites, flows := odd(60, seed)
		supposed := usual
		if random.IntN(2) == 0 {
			supposed = must[symbiosis.Assumptions](t)(usual.With(map[string]float64{
				"heat_value_sek_per_mwh": 100 + 600*random.Float64(), "detour_road": 1 + random.Float64(), "detour_pipe": 1 + random.Float64(),
				"terrain": float64(random.IntN(3)), "truck_index_factor": 0.5 + random.Float64(), "brokering_sek_per_t": 100 * random.Float64(),
			}))
		}
		e := must[*match.Engine](t)(match.New(cat, func(a symbiosis.Assumptions) match.Reckoner { return transport.New(a) }, supposed, sites, flows))
		list := lots(6)
		for i := range list {
			if random.IntN(2) == 0 {
				size := unit.Length(math.Pow(10, 1+2.5*random.Float64()))
				list[i].Surface, list[i].Radius = square(list[i].Point, size), size*1.01
			}
		}
		ground := must[*opportunity.Ground](t)(opportunity.NewGround(list))
		profiles := oddProfiles(t, random, 2)
		want := plainMatrix(t, e, ground, profiles)
		for name, finder := range map[string]opportunity.Finder{"a hunt": hunt(t, e, ground), "judging anew": finder{e}} {
			got := must[*opportunity.Matrix](t)(ground.Reckon(t.Context(), finder, profiles))
			for i := range got.Cells {
				for lot := range got.Cells[i] {
					c := got.Cells[i][lot]
					if c.Stopped = ""; c != want.Cells[i][lot] {
						r.Fatalf("%s: %s on lot %d: %+v, want %+v", name, profiles[i].ID, lot, c, want.Cells[i][lot])
					}
					if c.Capacity > 0 {
						filled++
					}
				}
			}
			if diff := cmp.Diff(want.Takers, got.Takers); diff != "" {
				r.Fatalf("%s: takers, the plain way (−) and the matrix (+):\n%s", name, diff)
			}
			takers += len(got.Takers)
		}
		p := profiles[0]
		ranked := must[[]opportunity.Standing](t)(ground.Rank(t.Context(), hunt(t, e, ground), opportunity.Question{Profile: p, Capacity: p.Capacity}))
		anew := must[[]opportunity.Standing](t)(ground.Rank(t.Context(), finder{e}, opportunity.Question{Profile: p, Capacity: p.Capacity}))
		if a, b := fmt.Sprintf("%#v", told(ranked)), fmt.Sprintf("%#v", told(anew)); a != b {
			r.Fatalf("the rankings differ:\n%s\n%s", a, b)
		}
		for _, s := range ranked {
			want, _ := plainCell(t, e, p, p.Capacity, &list[s.Lot])
			if s.NetBenefit != want.NetBenefit || s.CO2e != want.CO2e || s.Matched != want.Matched {
				r.Fatalf("lot %d is ranked by %+v, want %+v", s.Lot, s, want)
			}
		}
	})
	if filled < 100 || takers < 100 {
		t.Errorf("%d cells filled, %d takers: too thin to prove anything", filled, takers)
	}
}

// told is what a ranking says that compares to the last bit by its text.
func told(list []opportunity.Standing) (all []string) {
	for _, s := range list {
		all = append(all, fmt.Sprintf("%d %t %x %x %d %v %v", s.Lot, s.Excluded, float64(s.NetBenefit), float64(s.CO2e), s.Matched, bits(s.Coverage), bits(s.Cost)))
		for _, f := range s.Finds {
			all = append(all, fmt.Sprintf("%s %s %d %v %x %x %x %v %v %v", f.Partner, f.Class, f.Partners, f.From, float64(f.Crow), float64(f.Budget), f.Delivered.Amount, bits(f.Share), bits(f.Cost), f.NeedsAssessment))
		}
	}
	return all
}

func bits(v *float64) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprintf("%x", *v)
}
