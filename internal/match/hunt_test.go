package match_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// sizesOf returns a flow at some amounts.
func sizesOf(f symbiosis.Flow, factors ...float64) []symbiosis.Flow {
	var sizes []symbiosis.Flow
	for _, factor := range factors {
		g := f
		g.Quantity.Amount *= factor
		sizes = append(sizes, g)
	}
	return sizes
}

// asked is what Anywhere and a hunt tell of one flow of the region.
type asked struct {
	prospect symbiosis.Prospect
	terms    []symbiosis.Terms
}

func anywhere(t interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}, ask func(yield func(*symbiosis.Prospect, []symbiosis.Terms) bool) error) map[symbiosis.FlowID]asked {
	t.Helper()
	found := map[symbiosis.FlowID]asked{}
	if err := ask(func(p *symbiosis.Prospect, at []symbiosis.Terms) bool {
		if _, twice := found[p.FlowID]; twice {
			t.Fatalf("%s comes twice", p.FlowID)
		}
		found[p.FlowID] = asked{*p, append([]symbiosis.Terms(nil), at...)}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return found
}

// compareHunt holds a hunt for land that is some points against judging all of the region anew for
// each amount: to the last bit the same wherever some of the land is within the budget, and nothing
// that isn't there. It returns how many terms there were within, and how many were left out.
func compareHunt(t interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}, e *match.Engine, sizes []symbiosis.Flow, land []orb.Point, opts match.Options) (within, left int) {
	t.Helper()
	prepared := make([]geo.Prepared, len(land))
	for i := range land {
		prepared[i] = geo.Prepare(land[i])
	}
	hunt, err := e.Hunt(opts, func(from *geo.Prepared) unit.Length {
		away := unit.Length(math.Inf(1))
		for i := range prepared {
			away = min(away, geo.StraightMin(geo.SquaredLine(from, &prepared[i])))
		}
		return away
	})
	if err != nil {
		t.Fatal(err)
	}
	want := anywhere(t, func(yield func(*symbiosis.Prospect, []symbiosis.Terms) bool) error {
		return e.Anywhere(context.Background(), sizes, opts, yield)
	})
	got := anywhere(t, func(yield func(*symbiosis.Prospect, []symbiosis.Terms) bool) error {
		return hunt.Anywhere(context.Background(), sizes, yield)
	})
	for id, g := range got {
		w, there := want[id]
		if !there || w.prospect != g.prospect {
			t.Fatalf("%s: the hunt tells %+v, want %+v", id, g, w)
		}
		for k := range g.terms {
			if !g.terms[k].None() && g.terms[k] != w.terms[k] {
				t.Fatalf("%s at %v: the hunt tells %+v, want %+v", id, sizes[k].Quantity, g.terms[k], w.terms[k])
			}
		}
	}
	for id, w := range want {
		for k := range w.terms {
			if w.terms[k].None() {
				continue
			}
			near := false
			for i := range prepared {
				near = near || w.prospect.Route(geo.Between(&prepared[i], &w.prospect.At)) <= w.terms[k].Budget
			}
			g, there := got[id]
			switch {
			case near && (!there || g.terms[k].None()):
				t.Fatalf("%s at %v is left out, with %+v", id, sizes[k].Quantity, w.terms[k])
			case near:
				within++
			case !there || g.terms[k].None():
				left++
			}
		}
	}
	return within, left
}

// A hunt tells what judging every flow of the region at each amount does, whatever the flows say of
// limits, months, waste codes, quality and dates, and whatever is assumed.
func TestAHuntIsAnywhere(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	within, left := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		var r region
		for i := range rapid.IntRange(1, 6).Draw(t, "sites") {
			r.sites = append(r.sites, near(drawSite(t, fmt.Sprintf("s%d", i))))
		}
		for i := range rapid.IntRange(5, 40).Draw(t, "flows") {
			r.flows = append(r.flows, ownMonths(t, drawFlow(t, fmt.Sprintf("f%02d", i), r.sites)))
		}
		supposed := a
		if rapid.Bool().Draw(t, "supposing") {
			supposed = drawAssumptions(t, a)
		}
		e, err := match.New(cat, reckoner, supposed, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "exchange") {
			e = withExchange(t, e, r.flows)
		}
		opts := drawOptions(t)
		site := drawSite(t, "w")
		site.Visibility = symbiosis.Public
		var land []orb.Point
		for i := range rapid.IntRange(1, 4).Draw(t, "pieces of land") {
			land = append(land, near(drawSite(t, fmt.Sprintf("l%d", i))).Location)
		}
		for i := range 3 {
			sizes := sizesOf(ownMonths(t, drawFlow(t, fmt.Sprintf("w%d", i), []symbiosis.Site{site})), rapid.SliceOfN(rapid.Float64Range(0.01, 100), 1, 6).Draw(t, "amounts")...)
			w, l := compareHunt(t, e, sizes, land, opts)
			within, left = within+w, left+l
		}
	})
	if within == 0 || left == 0 {
		t.Errorf("%d terms are compared, %d were left out: nothing is proved", within, left)
	}
}

func ownMonths(t *rapid.T, f symbiosis.Flow) symbiosis.Flow {
	if rapid.IntRange(0, 3).Draw(t, "own months") > 0 {
		return f
	}
	f.Shape.Kind = symbiosis.Own
	for m := range f.Shape.Monthly {
		f.Shape.Monthly[m] = float64(rapid.IntRange(0, 3).Draw(t, "month"))
	}
	f.Shape.Monthly[rapid.IntRange(0, 11).Draw(t, "a month that isn't nil")] = 1
	f.Normalise()
	return f
}

// drawAssumptions changes a few assumptions within their bounds.
func drawAssumptions(t *rapid.T, a symbiosis.Assumptions) symbiosis.Assumptions {
	values := map[string]float64{}
	for range rapid.IntRange(1, 6).Draw(t, "assumptions") {
		x := rapid.SampledFrom(a.All()).Draw(t, "assumption")
		values[x.Key] = min(x.Max, max(x.Min, x.Value*rapid.Float64Range(0.3, 3).Draw(t, x.Key)))
		if len(x.Choices) > 0 {
			values[x.Key] = math.Round(values[x.Key])
		}
	}
	b, err := a.With(values)
	if err != nil {
		t.Skip(err)
	}
	return b
}

// The same in a region of many flows that suit each other.
func TestAHuntInADenseRegion(t *testing.T) {
	r, other := regiongen.Clustered(1500, 7), regiongen.Clustered(40, 8)
	for i := range r.Flows {
		if i%3 == 0 {
			r.Flows[i].MaxDistance = nil
		}
	}
	e := engineOf(t, r.Sites, r.Flows)
	var land []orb.Point
	for i := range 30 {
		land = append(land, other.Sites[i].Location)
	}
	within, left := 0, 0
	for _, f := range other.Flows {
		f.ID, f.SiteID = "w"+f.ID, "w"
		w, l := compareHunt(t, e, sizesOf(f, 0.25, 0.5, 1, 2, 4), land, match.Options{})
		within, left = within+w, left+l
	}
	if within < 1000 || left < 1000 {
		t.Errorf("%d terms are compared, %d were left out", within, left)
	}
}

// The same of materials that suit each other in all ways: by the tree, by lists of what is accepted, by
// several of these at once, by waste codes; some with limits of quality and permits.
func TestAHuntOfMaterials(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	pick := func(list []string) []string { return list[:random.IntN(len(list)+1)] }
	var r region
	for i := range 12 {
		r.sites = append(r.sites, siteAt(fmt.Sprint("s", i), 14+random.Float64(), 63+random.Float64()/2))
	}
	draw := func(id string, site symbiosis.SiteID) symbiosis.Flow {
		f := symbiosis.Flow{
			ID: symbiosis.FlowID(id), SiteID: site, Direction: symbiosis.Directions()[random.IntN(2)], Resource: truckNodes[random.IntN(len(truckNodes))],
			Quantity: symbiosis.Quantity{Amount: math.Exp(random.NormFloat64()*2 + 5), Unit: symbiosis.TonneYear},
			Price:    ptr(random.Float64() * 3000),
		}
		if random.IntN(3) == 0 {
			f.MaxDistance = ptr(unit.Length(random.Float64() * 60_000))
		}
		moist := func(v float64) {
			if random.IntN(3) == 0 {
				f.Quality = []symbiosis.Property{{Name: "moisture", Unit: "%", Max: ptr(v)}}
			}
		}
		if f.Direction == symbiosis.Surplus {
			f.Price, f.DisposalCost = nil, ptr(unit.MassPrice(random.Float64()*400)*unit.SEKPerTonne)
			f.WasteCode, f.Status = wasteCodes[random.IntN(len(wasteCodes))], symbiosis.LegalStatuses()[random.IntN(len(symbiosis.LegalStatuses()))]
			moist(random.Float64() * 60)
		} else {
			f.Accepts = pick([]string{"plastic", "plastic.pp", "wood", "19 12", "fuel", "02"})
			for _, code := range pick([]string{"19", "02 01", "03 01 05", "17"}) {
				f.PermittedCodes = append(f.PermittedCodes, symbiosis.WasteCode(code))
			}
			moist(random.Float64() * 60)
		}
		f.Normalise()
		return f
	}
	for i := range 400 {
		r.flows = append(r.flows, draw(fmt.Sprintf("f%03d", i), r.sites[random.IntN(len(r.sites))].ID))
	}
	e := engineOf(t, r.sites, r.flows)
	within, left := 0, 0
	for i := range 60 {
		w, l := compareHunt(t, e, sizesOf(draw(fmt.Sprint("w", i), "w"), 1, 0.1, 10), []orb.Point{{14.2, 63.1}, {14.9, 63.4}}, match.Options{})
		within, left = within+w, left+l
	}
	if within < 1000 || left < 100 {
		t.Errorf("%d terms are compared, %d were left out", within, left)
	}
}

func TestAHuntRefusesAndEnds(t *testing.T) {
	r := regiongen.Clustered(2000, 7)
	e := engineOf(t, r.Sites, r.Flows)
	if _, err := e.Hunt(match.Options{Viewer: "nobody"}, nil); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("unknown options: %v", err)
	}
	hunt, err := e.Hunt(match.Options{}, func(*geo.Prepared) unit.Length { return 0 })
	if err != nil {
		t.Fatal(err)
	}
	none := func(*symbiosis.Prospect, []symbiosis.Terms) bool { t.Error("something is found"); return true }
	f := heat("w", symbiosis.Need, "w", 3, 50, 30)
	sizes := sizesOf(f, 1, 2)
	sizes[1].Supply = ptr(unit.Temperature(60))
	if err := hunt.Anywhere(t.Context(), sizes, none); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("amounts of two flows: %v", err)
	}
	if err := hunt.Anywhere(t.Context(), nil, none); err != nil {
		t.Errorf("no amount: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	count := 0
	if err := hunt.Anywhere(ctx, sizesOf(f, 1), func(*symbiosis.Prospect, []symbiosis.Terms) bool { count++; return count < 3 }); err != nil || count != 3 {
		t.Errorf("stopped after %d, %v", count, err)
	}
	cancel()
	if err := hunt.Anywhere(ctx, sizesOf(f, 1), none); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
