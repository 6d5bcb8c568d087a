package planner_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// strewn is a region of sites here and there, some in one place, with flows of many resources, units and
// visibilities.
func strewn(t *rapid.T) (region symbiosis.Region) {
	resources := []symbiosis.ResourceCode{"heat", "heat.50-80", "heat.steam", "wood", "wood.bark", "wood.sawdust", "plastic.pp", "water.process", "gas.biogas.raw", "goods.pallet"}
	for i := range rapid.IntRange(0, 25).Draw(t, "sites") {
		site := aSite(string(rune('a'+i)), rapid.Float64Range(13, 14).Draw(t, "lon"), rapid.Float64Range(63, 63.5).Draw(t, "lat"))
		if i > 0 && rapid.IntRange(0, 5).Draw(t, "same place") == 0 {
			site.Location = region.Sites[i-1].Location
		}
		site.Visibility = rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "site's visibility")
		region.Sites = append(region.Sites, site)
		for j := range rapid.IntRange(0, 4).Draw(t, "flows") {
			f := aHeat(string(site.ID)+string(rune('0'+j)), string(site.ID), rapid.SampledFrom(symbiosis.Directions()).Draw(t, "direction"))
			f.Resource = rapid.SampledFrom(resources).Draw(t, "resource")
			r, _ := known().Resource(f.Resource)
			f.Quantity = symbiosis.Quantity{Amount: float64(rapid.IntRange(1, 1000).Draw(t, "quantity")), Unit: r.Unit}
			if r.Kind != symbiosis.Heat {
				f.Supply, f.Return, f.FullLoadHours = nil, nil, nil
			} else {
				supply, back := unit.Temperature(rapid.IntRange(20, 130).Draw(t, "supply"))*unit.Celsius, 10*unit.Celsius
				f.Supply, f.Return = &supply, &back
			}
			switch {
			case r.Unit == symbiosis.TonneYear && rapid.Bool().Draw(t, "in kg"):
				f.Quantity.Unit = symbiosis.KgYear
			case r.Unit == symbiosis.MWhYear && rapid.Bool().Draw(t, "as a power"):
				hours := unit.Hours(rapid.IntRange(1, 8760).Draw(t, "hours"))
				f.Quantity.Unit, f.FullLoadHours = symbiosis.MW, &hours
			}
			f.Visibility = rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "visibility")
			f.Certainty = rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty")
			region.Flows = append(region.Flows, f)
		}
	}
	return region
}

// inYear is a flow's year in the unit of its resource, spelt out for what strewn strews.
func inYear(f symbiosis.Flow) (float64, symbiosis.QuantityUnit) {
	switch f.Quantity.Unit {
	case symbiosis.MW:
		return f.Quantity.Amount * float64(*f.FullLoadHours), symbiosis.MWhYear
	case symbiosis.KgYear:
		return f.Quantity.Amount / 1000, symbiosis.TonneYear
	}
	return f.Quantity.Amount, f.Quantity.Unit
}

// classed is where a flow is summed: heat by its temperature.
func classed(f symbiosis.Flow) string {
	if f.Supply == nil || f.Resource == "heat.steam" {
		return string(f.Resource)
	}
	switch t := f.Supply.Celsius(); {
	case t < 30:
		return "heat.lt30"
	case t < 50:
		return "heat.30-50"
	case t < 80:
		return "heat.50-80"
	case t < 120:
		return "heat.80-120"
	}
	return "heat.gt120"
}

// The sums of a circle are those of all flows of the region that lie within its radius, one by one; who lies
// at just that distance is within.
func TestAroundIsEveryFlowWithinTheRadius(t *testing.T) {
	onTheEdge, left := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		region := strewn(t)
		s, err := planner.SnapshotOf(known(), defaults(), region)
		if err != nil {
			t.Fatal(err)
		}
		q := planner.Around{Radius: unit.Length(rapid.Float64Range(1, 60_000).Draw(t, "radius")), Viewer: rapid.SampledFrom(append(symbiosis.Visibilities(), "")).Draw(t, "viewer")}
		centre := orb.Point{rapid.Float64Range(13, 14).Draw(t, "x"), rapid.Float64Range(63, 63.5).Draw(t, "y")}
		q.At = &centre
		var edge symbiosis.SiteID
		if n := len(region.Sites); n > 0 && rapid.Bool().Draw(t, "a site on the edge") {
			site := region.Sites[rapid.IntRange(0, n-1).Draw(t, "site on the edge")]
			if d := geo.Distance(centre, site.Location); d > 0 {
				q.Radius, edge = d, site.ID
			}
		}
		q.Of = rapid.SampledFrom([]symbiosis.ResourceCode{"heat", "heat.50-80", "wood", "wood.bark", ""}).Draw(t, "of")
		got, err := s.Around(q)
		if err != nil {
			t.Fatal(err)
		}
		sites := map[symbiosis.SiteID]symbiosis.Site{}
		for _, site := range region.Sites {
			sites[site.ID] = site
		}
		var within []symbiosis.Flow
		var listed []symbiosis.FlowID
		with, closed := map[symbiosis.SiteID]bool{}, symbiosis.Public
		for _, f := range region.Flows {
			site := sites[f.SiteID]
			if geo.Distance(centre, site.Location) > q.Radius {
				continue
			}
			if q.Viewer != "" && !(f.Visibility.Within(q.Viewer) && site.Visibility.Within(q.Viewer)) {
				left++
				continue
			}
			if site.ID == edge {
				onTheEdge++
			}
			within, with[f.SiteID] = append(within, f), true
			closed = closed.Narrower(f.Visibility).Narrower(site.Visibility)
			if of := string(q.Of); of != "" && (classed(f) == of || strings.HasPrefix(classed(f), of+".")) {
				listed = append(listed, f.ID)
			}
		}
		if got.Flows != len(within) || got.Sites != len(with) || got.Closed != closed {
			t.Fatalf("%d flows of %d sites, %s; one by one %d of %d, %s", got.Flows, got.Sites, got.Closed, len(within), len(with), closed)
		}
		leaves := 0
		for _, line := range got.Lines {
			for d, sum := range map[symbiosis.Direction]planner.AroundSum{symbiosis.Surplus: line.Surplus, symbiosis.Need: line.Need} {
				flows, estimated := 0, 0
				with, amounts := map[symbiosis.SiteID]bool{}, map[symbiosis.QuantityUnit]float64{}
				for _, f := range within {
					code := classed(f)
					if f.Direction != d || code != string(line.Resource) && !strings.HasPrefix(code, string(line.Resource)+".") {
						continue
					}
					flows++
					with[f.SiteID] = true
					if f.Certainty == symbiosis.Estimated {
						estimated++
					}
					amount, in := inYear(f)
					amounts[in] += amount
				}
				if sum.Flows != flows || sum.Sites != len(with) || sum.Estimated != estimated || len(sum.Amounts) != len(amounts) {
					t.Fatalf("%s of %s: %+v, one by one %d flows (%d estimated) of %d sites, %v", d, line.Resource, sum, flows, estimated, len(with), amounts)
				}
				for _, a := range sum.Amounts {
					if want := amounts[a.Unit]; math.Abs(a.Amount-want) > 1e-9*want {
						t.Fatalf("%s of %s: %v %s, one by one %v", d, line.Resource, a.Amount, a.Unit, want)
					}
				}
				if line.Depth == 0 {
					leaves += flows
				}
			}
		}
		if leaves != len(within) {
			t.Fatalf("the lines at the top hold %d flows of %d", leaves, len(within))
		}
		var said []symbiosis.FlowID
		for i, f := range got.Listed {
			said = append(said, f.ID)
			if d := geo.Distance(centre, sites[f.SiteID].Location); f.Distance != d || i > 0 && got.Listed[i-1].Distance > d {
				t.Fatalf("%s is listed at %v, lies at %v", f.ID, f.Distance, d)
			}
		}
		slices.Sort(said)
		slices.Sort(listed)
		if !slices.Equal(said, listed) {
			t.Fatalf("listed of %s are %v, one by one %v", q.Of, said, listed)
		}
	})
	if onTheEdge == 0 || left == 0 {
		t.Errorf("%d flows lay on the edge and %d were left out: the property proves little", onTheEdge, left)
	}
}

// The edge that is drawn lies at the radius, over the antimeridian too.
func TestTheEdgeLiesAtTheRadius(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := planner.Surroundings{
			Centre: orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-85, 85).Draw(t, "lat")},
			Radius: unit.Length(rapid.Float64Range(1, 200_000).Draw(t, "radius")),
		}
		ring := a.Outline(40)
		if len(ring) != 41 || !ring.Closed() || ring.Orientation() != orb.CCW {
			t.Fatalf("a ring of %d, closed: %t", len(ring), ring.Closed())
		}
		for i, p := range ring {
			if d := geo.Distance(a.Centre, orb.Point{math.Remainder(p[0], 360), p[1]}); math.Abs(float64(d-a.Radius)) > 1e-3 {
				t.Fatalf("corner %d at %v lies %v m away, not %v", i, p, d, a.Radius)
			}
			if i > 0 && math.Abs(p[0]-ring[i-1][0]) > 180 {
				t.Fatalf("the ring jumps from %v to %v", ring[i-1], p)
			}
		}
	})
}
