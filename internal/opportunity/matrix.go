package opportunity

import (
	"context"
	"runtime"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Matrix is every piece of land × every profile, each at its best capacity there.
type Matrix struct {
	Ground   *Ground
	Profiles []symbiosis.Profile
	Cells    [][]Cell // by profile, then by lot
	// Takers tells, of each flow of the region that some profile would pair with somewhere, which
	// profiles those are: places in Profiles, in order.
	Takers map[symbiosis.FlowID][]int
}

// Cell is what a profile finds on a piece of land, each of its flows with its best partner.
type Cell struct {
	Capacity   float64 // 0: it finds nothing there, or doesn't fit
	NetBenefit unit.Money
	CO2e       unit.Mass
	Matched    int // of its flows, those with a partner
	Gets       int // of these, needs
	Partners   int // pairs in reach, all flows together
	// Stopped is why not even the smallest firm fits: LandCheck or GridCheck; "" when it does.
	Stopped string
}

// firm is the site that stands for a firm that isn't there, by an id that nobody would give.
const firm symbiosis.SiteID = "a firm that isn't there"

// Reckon makes the matrix. It uses all cores, and ends with ctx's error when that does.
func (g *Ground) Reckon(ctx context.Context, finder Finder, profiles []symbiosis.Profile) (*Matrix, error) {
	m := &Matrix{Ground: g, Profiles: profiles, Cells: make([][]Cell, len(profiles)), Takers: map[symbiosis.FlowID][]int{}}
	taken := make([]map[symbiosis.FlowID]struct{}, len(profiles))
	errs := make([]error, len(profiles))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var group sync.WaitGroup
	next := make(chan int)
	for range max(1, min(runtime.GOMAXPROCS(0), len(profiles))) {
		group.Go(func() {
			for i := range next {
				if m.Cells[i], taken[i], errs[i] = g.column(ctx, finder, profiles[i]); errs[i] != nil {
					cancel()
				}
			}
		})
	}
	for i := range profiles {
		next <- i
	}
	close(next)
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	for i, flows := range taken {
		for id := range flows {
			m.Takers[id] = append(m.Takers[id], i)
		}
	}
	return m, ctx.Err()
}

// column reckons one profile on all land, and which flows of the region it would pair with.
func (g *Ground) column(ctx context.Context, finder Finder, p symbiosis.Profile) ([]Cell, map[symbiosis.FlowID]struct{}, error) {
	ladder := Ladder(p)
	most, stopped := g.limits(p, ladder)
	tried := make([][]Cell, len(g.lots)) // by lot, then by capacity
	for lot := range tried {
		tried[lot] = make([]Cell, len(ladder))
	}
	taken := map[symbiosis.FlowID]struct{}{}
	for _, sizes := range sizesOf(p, ladder) {
		s, err := g.sweep(ctx, finder, sizes, most)
		if err != nil {
			return nil, nil, err
		}
		for lot := range g.lots {
			for rung := range most[lot] + 1 {
				tried[lot][rung].add(s, lot, rung, ladder[rung])
			}
		}
		for i, reached := range s.reached {
			if reached {
				taken[s.prospects[i].FlowID] = struct{}{}
			}
		}
	}
	cells := make([]Cell, len(g.lots))
	for lot := range cells {
		if best := bestRung(tried[lot]); best >= 0 {
			cells[lot] = tried[lot][best]
		}
		cells[lot].Stopped = stopped[lot]
	}
	return cells, taken, nil
}

// sizesOf returns a profile's flows, each at all capacities.
func sizesOf(p symbiosis.Profile, capacities []float64) [][]symbiosis.Flow {
	sizes := make([][]symbiosis.Flow, len(p.Flows))
	for _, capacity := range capacities {
		for i, f := range p.FlowsOf(firm, capacity) {
			sizes[i] = append(sizes[i], f)
		}
	}
	return sizes
}

// add counts a flow's best partner on a lot.
func (c *Cell) add(s *swept, lot, rung int, capacity float64) {
	b := s.bestOn(lot, rung)
	if b.prospect < 0 {
		return
	}
	p := &s.prospects[b.prospect]
	c.Capacity = capacity
	c.Matched++
	c.Partners += int(b.count)
	if s.sizes[rung].Direction == symbiosis.Need {
		c.Gets++
	}
	if p.Priced {
		c.NetBenefit += b.benefit
		if p.CO2eKnown {
			c.CO2e += s.termsOf(b.prospect, rung).SavedCO2e(p.Route(b.crow))
		}
	}
}

// limits returns, for each lot, the place of the largest capacity that its land and grid allow, −1
// when not even the smallest fits, with what stops it. What isn't known stops nothing.
func (g *Ground) limits(p symbiosis.Profile, ladder []float64) (most []int, stopped []string) {
	most, stopped = make([]int, len(g.lots)), make([]string, len(g.lots))
	for lot := range g.lots {
		most[lot] = -1
		for rung, capacity := range ladder {
			if stopped[lot] = g.stops(p, capacity, lot); stopped[lot] != "" {
				break
			}
			most[lot] = rung
		}
		if most[lot] >= 0 {
			stopped[lot] = ""
		}
	}
	return most, stopped
}

func (g *Ground) stops(p symbiosis.Profile, capacity float64, lot int) string {
	l := &g.lots[lot]
	switch {
	case p.Land != nil && *p.Land*unit.Area(capacity) > l.Fit:
		return LandCheck
	case p.GridPower != nil && l.Area.GridPower != nil && *p.GridPower*unit.Power(capacity) > *l.Area.GridPower:
		return GridCheck
	}
	return ""
}
