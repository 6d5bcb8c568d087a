package regiongen

import (
	"fmt"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Edge is how far from a surplus's budget Awkward lays needs, inside and outside, each way.
var Edge = []unit.Length{1e-5, 1e-4, 1e-3, 1e-2, 1, 100}

// Awkward returns a region of surpluses and needs of one material where programs go wrong:
//
//   - needs a hair's breadth (Edge) inside and outside a surplus's budget, in every direction,
//     with budgets from 1 m to 2 000 km, from the equator over 70° north to both poles and on
//     the antimeridian;
//   - points on the antimeridian given as −180 and as 180, and points at a pole given with
//     many longitudes;
//   - many points on one spot, with budgets of nil, a nanometre and a metre.
//
// One site holds one flow, and every surplus has a max_distance_m.
func Awkward(seed uint64) symbiosis.Region {
	a := awkward{rand: rand.New(rand.NewPCG(seed, 0))}
	a.edges()
	a.antimeridian()
	a.poles()
	a.oneSpot()
	return a.region
}

type awkward struct {
	rand   *rand.Rand
	region symbiosis.Region
}

func (a *awkward) surplus(what string, at orb.Point, budget unit.Length) {
	a.add(what, at, symbiosis.Surplus, &budget)
}

func (a *awkward) need(what string, at orb.Point) { a.add(what, at, symbiosis.Need, nil) }

func (a *awkward) add(what string, at orb.Point, direction symbiosis.Direction, budget *unit.Length) {
	id := fmt.Sprintf("%s-%05d", what, len(a.region.Flows))
	site := symbiosis.Site{ID: symbiosis.SiteID("at-" + id), Name: what, Location: at}
	site.Normalise()
	flow := symbiosis.Flow{
		ID: symbiosis.FlowID(id), SiteID: site.ID, Name: what, Direction: direction,
		Resource: materials[0], Quantity: symbiosis.Quantity{Amount: 1000, Unit: symbiosis.TonneYear},
		MaxDistance: budget, Source: "made up",
	}
	flow.Normalise()
	a.region.Sites = append(a.region.Sites, site)
	a.region.Flows = append(a.region.Flows, flow)
}

func (a *awkward) edges() {
	budgets := []unit.Length{1, 4_321.5, 150 * unit.Kilometre, 2_000 * unit.Kilometre}
	latitudes := []float64{0, 1e-9, 31.4, 55.3, 63.2, 70, 71.2, 89.9, 89.9999, -45, -70}
	for _, lat := range latitudes {
		for i, budget := range budgets {
			centre := orb.Point{a.rand.Float64()*360 - 180, lat}
			if i%2 == 1 { // every other one beside the antimeridian
				centre[0] = 180 - 1e-3*a.rand.Float64()
			}
			a.surplus("edge", centre, budget)
			for _, hair := range Edge {
				for _, side := range []unit.Length{-1, 1} {
					distance := budget + side*hair
					if distance < 0 {
						continue
					}
					// North, south, east and west are where a bound in degrees is tightest.
					for _, azimuth := range []float64{0, 90, 180, 270, a.rand.Float64() * 360} {
						a.need("hair", geo.Destination(centre, azimuth, distance))
					}
				}
			}
		}
	}
}

func (a *awkward) antimeridian() {
	for _, lat := range []float64{-70, 0, 51.9, 66.5, 70, 81} {
		for _, lon := range []float64{-180, 180, -179.999999, 179.999999, -179.9, 179.9} {
			a.surplus("antimeridian", orb.Point{lon, lat}, unit.Length(1+a.rand.Float64()*20)*unit.Kilometre)
			a.need("antimeridian", orb.Point{lon, lat + 1e-3})
			a.need("antimeridian", orb.Point{lon, lat})
		}
	}
}

func (a *awkward) poles() {
	for _, lat := range []float64{-90, 90} {
		for _, lon := range []float64{-180, -90, 0, 14.6, 180} {
			a.surplus("pole", orb.Point{lon, lat}, 0)
			a.surplus("pole", orb.Point{lon, lat * 0.9999}, unit.Length(a.rand.Float64()*30)*unit.Kilometre)
			a.need("pole", orb.Point{lon, lat})
			a.need("pole", orb.Point{lon, lat * 0.99995})
		}
	}
}

func (a *awkward) oneSpot() {
	for _, spot := range []orb.Point{{14.64, 63.18}, {18.956, 69.6496}, {180, 0}, {-1e-9, 1e-9}} {
		for _, budget := range []unit.Length{0, 1e-9, 1} {
			for range 10 {
				a.surplus("spot", spot, budget)
			}
		}
		for range 40 {
			a.need("spot", spot)
		}
	}
}
