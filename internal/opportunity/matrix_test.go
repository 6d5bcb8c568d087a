package opportunity_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
	"github.com/samloka/samloka/internal/unit"
)

// finder is the real matching engine that judges all of a region anew each time.
type finder struct{ *match.Engine }

func (f finder) Anywhere(ctx context.Context, sizes []symbiosis.Flow, yield func(*symbiosis.Prospect, []symbiosis.Terms) bool) error {
	return f.Engine.Anywhere(ctx, sizes, match.Options{}, yield)
}

// hunt is the real matching engine as planner hands it in.
func hunt(t testing.TB, e *match.Engine, g *opportunity.Ground) *match.Hunt {
	return must[*match.Hunt](t)(e.Hunt(match.Options{}, g.Away()))
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func catalogue(t testing.TB) *symbiosis.Catalogue {
	return must[*symbiosis.Catalogue](t)(symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses()))
}

func library(t testing.TB) []symbiosis.Profile {
	return must[*symbiosis.ProfileLibrary](t)(symbiosis.LoadProfiles(geodata.Profiles(), catalogue(t))).Profiles()
}

func engineOf(t testing.TB, sites []symbiosis.Site, flows []symbiosis.Flow) *match.Engine {
	a := must[symbiosis.Assumptions](t)(symbiosis.LoadAssumptions(geodata.Assumptions()))
	return must[*match.Engine](t)(match.New(catalogue(t), func(a symbiosis.Assumptions) match.Reckoner { return transport.New(a) }, a, sites, flows))
}

// dense is a region whose flows the library's profiles suit: half are heat and wood, food and the
// like, within some tens of kilometres of Östersund.
func dense(n int) (sites []symbiosis.Site, flows []symbiosis.Flow) {
	r := regiongen.Clustered(n, 3)
	codes := []symbiosis.ResourceCode{"wood.sawdust", "plastic.pp", "food.draff", "co2.biogenic", "manure.cattle", "slag.steel", "techgas.oxygen", "substrate", "fuel", "feed"}
	for i := range r.Sites {
		s := &r.Sites[i]
		s.Location = orb.Point{14.6 + math.Mod(s.Location[0], 1)/2, 63.2 + math.Mod(s.Location[1], 1)/4}
		f := &r.Flows[i]
		if f.Resource != "heat" {
			f.Resource = codes[i%len(codes)]
		}
		if f.Direction == symbiosis.Surplus && i%3 == 0 {
			f.MaxDistance = nil
		}
	}
	return r.Sites, r.Flows
}

func lots(n int) []opportunity.Lot {
	var list []opportunity.Lot
	for i := range n {
		at := orb.Point{14.3 + 0.9*float64(i)/float64(n), 63.05 + 0.4*math.Mod(float64(i)*0.618, 1)}
		lot := opportunity.Lot{Area: symbiosis.Area{ID: symbiosis.AreaID(fmt.Sprintf("a%02d", i)), PlanStatus: symbiosis.NoPlan}, Point: at, Fit: unit.Area(1+i%12) * unit.Hectare}
		if i%2 == 0 {
			mw := unit.Power(0.2+float64(i%5)) * unit.Megawatt
			lot.Area.GridPower = &mw
		}
		list = append(list, lot)
	}
	return list
}

func point(id string, at orb.Point) symbiosis.Site {
	s := symbiosis.Site{ID: symbiosis.SiteID(id), Name: id, Location: at}
	s.Normalise()
	return s
}

// whatIf asks the engine for one profile at one capacity on one lot, and sums up as planner does: each
// of the firm's flows with the partner of the greatest net benefit.
func whatIf(t testing.TB, e *match.Engine, p symbiosis.Profile, capacity float64, at orb.Point) (cell opportunity.Cell, takers map[symbiosis.FlowID]bool) {
	flows := p.FlowsOf("firm", capacity)
	matches, _, err := e.WhatIf(t.Context(), symbiosis.Scenario{Sites: []symbiosis.Site{point("firm", at)}, Flows: flows}, match.Options{MostNear: -1})
	if err != nil {
		t.Fatal(err)
	}
	takers = map[symbiosis.FlowID]bool{}
	for _, f := range flows {
		var best *symbiosis.Match
		for i := range matches {
			m := &matches[i]
			if m.SurplusID != f.ID && m.NeedID != f.ID {
				continue
			}
			cell.Partners++
			takers[m.SurplusID], takers[m.NeedID] = true, true
			switch {
			case best == nil, best.NetBenefit == nil && m.NetBenefit != nil,
				best.NetBenefit != nil && m.NetBenefit != nil && *m.NetBenefit > *best.NetBenefit:
				best = m
			}
		}
		if best == nil {
			continue
		}
		cell.Capacity = capacity
		cell.Matched++
		if f.Direction == symbiosis.Need {
			cell.Gets++
		}
		if best.NetBenefit != nil {
			cell.NetBenefit += *best.NetBenefit
		}
		if best.CO2e != nil {
			cell.CO2e += *best.CO2e
		}
	}
	return cell, takers
}

// bestOf picks the cell to show of those tried at rising capacities: the first within a hundredth of
// the greatest benefit; where none is reckoned, the first that pairs the most flows.
func bestOf(tried []opportunity.Cell) opportunity.Cell {
	most, matched := math.Inf(-1), 0
	for _, c := range tried {
		if c.Matched > 0 {
			most, matched = max(most, c.NetBenefit.SEK()), max(matched, c.Matched)
		}
	}
	for _, c := range tried {
		if c.Matched > 0 && (c.NetBenefit.SEK() >= 0.99*most && most > 0 || !(most > 0) && c.Matched == matched) {
			return c
		}
	}
	return opportunity.Cell{}
}

// hasRoom says that a lot's land and grid, as far as they are known, allow a capacity.
func hasRoom(p symbiosis.Profile, capacity float64, l *opportunity.Lot) bool {
	return !(p.Land != nil && *p.Land*unit.Area(capacity) > l.Fit ||
		p.GridPower != nil && l.Area.GridPower != nil && *p.GridPower*unit.Power(capacity) > *l.Area.GridPower)
}

// The matrix is what one what-if at a time gives, at every capacity, and its takers are all who
// occur in those.
func TestTheMatrixIsOneWhatIfAtATime(t *testing.T) {
	sites, flows := dense(150)
	e := engineOf(t, sites, flows)
	ground := must[*opportunity.Ground](t)(opportunity.NewGround(lots(14)))
	profiles := library(t)
	m := must[*opportunity.Matrix](t)(ground.Reckon(t.Context(), hunt(t, e, ground), profiles))
	filled, stopped := 0, 0
	takers := map[symbiosis.FlowID]map[int]bool{}
	for i, p := range profiles {
		for lot, l := range ground.Lots() {
			fits := false
			var tried []opportunity.Cell
			for _, capacity := range opportunity.Ladder(p) {
				if !hasRoom(p, capacity, &l) {
					break
				}
				fits = true
				cell, taken := whatIf(t, e, p, capacity, l.Point)
				for id := range taken {
					if takers[id] == nil {
						takers[id] = map[int]bool{}
					}
					takers[id][i] = true
				}
				tried = append(tried, cell)
			}
			want := bestOf(tried)
			got := m.Cells[i][lot]
			if (got.Stopped == "") != fits {
				t.Errorf("%s on %s is stopped by %q, fits %t", p.ID, l.Area.ID, got.Stopped, fits)
			}
			if !fits {
				stopped++
			}
			got.Stopped = ""
			if diff := cmp.Diff(want, got, cmp.Comparer(nearly[unit.Money]), cmp.Comparer(nearly[unit.Mass])); diff != "" {
				t.Errorf("%s on %s: what-if (−) and matrix (+) differ:\n%s", p.ID, l.Area.ID, diff)
			}
			if got.Capacity > 0 {
				filled++
			}
		}
	}
	if filled < 100 || stopped < 5 {
		t.Errorf("%d cells are filled and %d stopped: the region is too thin to prove anything", filled, stopped)
	}
	var ids []symbiosis.FlowID
	for _, f := range flows {
		ids = append(ids, f.ID)
		var got []int
		for i := range profiles {
			if takers[f.ID][i] {
				got = append(got, i)
			}
		}
		if diff := cmp.Diff(got, m.Takers[f.ID]); diff != "" {
			t.Errorf("takers of %s: what-if (−) and matrix (+) differ:\n%s", f.ID, diff)
		}
	}
	untaken := m.Untaken(ids)
	if len(untaken) == 0 || len(untaken) == len(ids) {
		t.Errorf("%d of %d flows have no taker", len(untaken), len(ids))
	}
	for _, id := range untaken {
		if len(takers[id]) > 0 {
			t.Errorf("%s has takers", id)
		}
	}
	best, unlocks := m.Best(), m.Unlocks()
	if len(best) != filled || m.At(best[0]).NetBenefit != unlocks[0].Cell.NetBenefit {
		t.Errorf("%d best cells, the first %+v, the first profile %+v", len(best), m.At(best[0]), unlocks[0])
	}
	for i := 1; i < len(best); i++ {
		if m.At(best[i-1]).NetBenefit < m.At(best[i]).NetBenefit {
			t.Error("the best cells are not in order")
		}
	}
	for _, u := range unlocks {
		n := 0
		for lot := range ground.Lots() {
			c := m.Cells[u.Profile][lot]
			if c.Capacity > 0 {
				n++
			}
			if c.NetBenefit > u.Cell.NetBenefit {
				t.Errorf("%s finds more on %d than on its best land", profiles[u.Profile].ID, lot)
			}
		}
		if n != u.Lots {
			t.Errorf("%s finds something on %d lots, told %d", profiles[u.Profile].ID, n, u.Lots)
		}
	}
}

func nearly[T ~float64](a, b T) bool {
	return a == b || max(a-b, b-a) <= 1e-9*max(a, -a, b, -b)
}

// A ranking is the what-ifs in order, whichever order is asked for.
func TestARankingIsTheWhatIfsInOrder(t *testing.T) {
	sites, flows := dense(150)
	e := engineOf(t, sites, flows)
	ground := must[*opportunity.Ground](t)(opportunity.NewGround(lots(40)))
	for _, p := range library(t) {
		list := must[[]opportunity.Standing](t)(ground.Rank(t.Context(), hunt(t, e, ground), opportunity.Question{Profile: p, Capacity: p.Capacity, Demands: opportunity.Demands{Land: true}}))
		if len(list) != 40 {
			t.Fatalf("%d lots are ranked", len(list))
		}
		for i, s := range list {
			want, _ := whatIf(t, e, p, p.Capacity, ground.Lots()[s.Lot].Point)
			if !nearly(want.NetBenefit, s.NetBenefit) || !nearly(want.CO2e, s.CO2e) || want.Matched != s.Matched {
				t.Errorf("%s on %d: %+v, want %+v", p.ID, s.Lot, s, want)
			}
			tooSmall := *p.Land*unit.Area(p.Capacity) > ground.Lots()[s.Lot].Fit
			if s.Excluded != tooSmall {
				t.Errorf("%s on %d: excluded %t, too small %t", p.ID, s.Lot, s.Excluded, tooSmall)
			}
			if i > 0 && (list[i-1].Excluded && !s.Excluded || list[i-1].Excluded == s.Excluded && list[i-1].NetBenefit < s.NetBenefit) {
				t.Errorf("%s: place %d is better than the one before", p.ID, i)
			}
		}
	}
}

func TestAFindTellsWhatItCostsAndCovers(t *testing.T) {
	supply, back, hours := unit.Temperature(80), unit.Temperature(45), unit.Hours(8000)
	source := symbiosis.Flow{ID: "s", SiteID: "mill", Direction: symbiosis.Surplus, Resource: "heat", Quantity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.MW}, Supply: &supply, Return: &back, FullLoadHours: &hours}
	source.Normalise()
	e := engineOf(t, []symbiosis.Site{point("mill", orb.Point{14.6, 63.2})}, []symbiosis.Flow{source})
	ground := must[*opportunity.Ground](t)(opportunity.NewGround([]opportunity.Lot{
		{Area: symbiosis.Area{ID: "far"}, Point: orb.Point{15.6, 63.2}}, {Area: symbiosis.Area{ID: "near"}, Point: orb.Point{14.61, 63.2}},
	}))
	low, ret := unit.Temperature(45), unit.Temperature(25)
	p := symbiosis.Profile{
		ID: "p", Names: symbiosis.Names{SV: "P", NB: "P", EN: "P"}, CapacityUnit: "ha", Capacity: 1,
		Flows: []symbiosis.ProfileFlow{{Direction: symbiosis.Need, Resource: "heat", PerCapacity: symbiosis.Quantity{Amount: 4000, Unit: symbiosis.MWhYear}, FullLoadHours: &hours, Supply: &low, Return: &ret, Origin: symbiosis.Origin{Source: "x"}}},
	}
	list := must[[]opportunity.Standing](t)(ground.Rank(t.Context(), finder{e}, opportunity.Question{Profile: p, Capacity: 2, Demands: opportunity.Demands{
		Needs: map[symbiosis.ResourceCode]float64{"heat": 0.5},
	}}))
	near, far := list[0], list[1]
	if near.Lot != 1 || near.Excluded || !far.Excluded || far.Finds[0].Partner != "" {
		t.Fatalf("standings %+v", list)
	}
	f := near.Finds[0]
	if f.Partner != "s" || f.Site != "mill" || f.Share == nil || !nearly(*f.Share, f.Delivered.Amount/8000) || *near.Coverage != *f.Share {
		t.Errorf("find %+v", f)
	}
	// What it is worth (300 SEK/MWh, the assumption) less what both gain.
	if want := 300 - f.NetBenefit.SEK()/f.Delivered.Amount; f.Cost == nil || !nearly(*f.Cost, want) || *near.Cost != *f.Cost || *f.Cost <= 0 || *f.Cost >= 300 {
		t.Errorf("delivered cost %v, want %v", f.Cost, want)
	}
	for _, by := range opportunity.Orders() {
		list = must[[]opportunity.Standing](t)(ground.Rank(t.Context(), finder{e}, opportunity.Question{Profile: p, Capacity: 2, Order: by, Worth: make([]opportunity.Worth, 2)}))
		if list[0].Lot != 1 || list[1].Excluded {
			t.Errorf("by %s: %+v", by, list)
		}
	}
	if _, err := ground.Rank(t.Context(), finder{e}, opportunity.Question{Profile: p, Capacity: 0}); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("no capacity: %v", err)
	}
}

func TestALadderIsWithinTheRange(t *testing.T) {
	for _, p := range library(t) {
		ladder := opportunity.Ladder(p)
		if ladder[0] != *p.LeastCapacity || ladder[len(ladder)-1] != *p.GreatestCapacity {
			t.Errorf("%s: %v", p.ID, ladder)
		}
		for i := 1; i < len(ladder); i++ {
			if ladder[i] <= ladder[i-1] {
				t.Errorf("%s: %v doesn't rise", p.ID, ladder)
			}
		}
	}
	if got := opportunity.Ladder(symbiosis.Profile{Capacity: 4}); got[0] != 1 || got[len(got)-1] != 16 {
		t.Errorf("without a range: %v", got)
	}
	one := 5.0
	if got := opportunity.Ladder(symbiosis.Profile{Capacity: 5, LeastCapacity: &one, GreatestCapacity: &one}); len(got) != 1 || got[0] != 5 {
		t.Errorf("a range of one: %v", got)
	}
}

// A question that nobody waits for any longer ends.
func TestReckoningEndsWithItsContext(t *testing.T) {
	sites, flows := dense(400)
	e := engineOf(t, sites, flows)
	ground := must[*opportunity.Ground](t)(opportunity.NewGround(lots(5)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ground.Reckon(ctx, hunt(t, e, ground), library(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("the matrix ends with %v", err)
	}
	if _, err := ground.Rank(ctx, finder{e}, opportunity.Question{Profile: library(t)[0], Capacity: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("the ranking ends with %v", err)
	}
	// What can't be reckoned with says so, and leaves no goroutine waiting.
	bad := library(t)[0]
	bad.Flows = []symbiosis.ProfileFlow{{Direction: symbiosis.Need, Resource: "nothing", PerCapacity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.TonneYear}}}
	if _, err := ground.Reckon(t.Context(), finder{e}, []symbiosis.Profile{bad, bad, bad}); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("an unknown resource: %v", err)
	}
}
