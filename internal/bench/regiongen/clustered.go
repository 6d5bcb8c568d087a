package regiongen

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Clustered returns a region of the given number of surpluses and as many needs, each at a site of
// its own. Every other site lies round a town, the more the larger the town; the rest are strewn
// between the towns. Half of the flows are heat, the others are shared evenly by 23 materials.
// Every surplus has a max_distance_m from a log-normal distribution whose middle 95 % are
// 0.5–15 km for heat and 10–150 km for materials: its budget when only the gates resource and
// distance are run. Needs have none. Waste codes are left out, so that a flow suits those of its
// own resource alone and other programs can be asked the same question by an equality.
func Clustered(surpluses int, seed uint64) symbiosis.Region {
	g := generator{rand.New(rand.NewPCG(seed, uint64(surpluses)))}
	region := symbiosis.Region{
		Info:  symbiosis.RegionInfo{Name: symbiosis.Names{SV: "Påhittad region", NB: "Oppdiktet region", EN: "Made-up region"}},
		Sites: make([]symbiosis.Site, 0, 2*surpluses),
		Flows: make([]symbiosis.Flow, 0, 2*surpluses),
	}
	for i := range surpluses {
		g.add(&region, fmt.Sprintf("s%07d", i), symbiosis.Surplus)
	}
	for i := range surpluses {
		g.add(&region, fmt.Sprintf("n%07d", i), symbiosis.Need)
	}
	return region
}

type generator struct{ *rand.Rand }

func (g generator) add(region *symbiosis.Region, id string, direction symbiosis.Direction) {
	site := symbiosis.Site{ID: symbiosis.SiteID("at-" + id), Name: "Site of " + id, NACE: "17.12", Location: g.place()}
	site.Normalise()
	flow := g.flow(symbiosis.FlowID(id), site.ID, direction)
	flow.Normalise()
	region.Sites = append(region.Sites, site)
	region.Flows = append(region.Flows, flow)
}

// place returns a point near a town, or between the towns.
func (g generator) place() orb.Point {
	if g.Float64() < 0.5 {
		a, b := g.town(), g.town()
		return g.spread(orb.Point{(a.lon + b.lon) / 2, (a.lat + b.lat) / 2}, 150_000)
	}
	t := g.town()
	// A town of 10 000 reaches some 10 km, one of a million 42 km.
	return g.spread(orb.Point{t.lon, t.lat}, 10_000*math.Pow(t.thousands/10, 0.31))
}

// spread returns a point round centre, normally distributed with the deviation given in metres.
func (g generator) spread(centre orb.Point, deviation float64) orb.Point {
	const perDegree = 111_320 // metres of latitude, near enough for making things up
	lat := centre[1] + g.NormFloat64()*deviation/perDegree
	lon := centre[0] + g.NormFloat64()*deviation/(perDegree*math.Cos(centre[1]*math.Pi/180))
	// As many decimals as a GPS in a phone writes: what an import really reads.
	return orb.Point{math.Round(lon*1e7) / 1e7, math.Round(lat*1e7) / 1e7}
}

func (g generator) town() town {
	at := g.Float64() * inhabitants
	for _, t := range towns {
		if at -= t.thousands; at < 0 {
			return t
		}
	}
	return towns[len(towns)-1]
}

// inhabitants is the sum over all towns, thousands.
var inhabitants = func() (sum float64) {
	for _, t := range towns {
		sum += t.thousands
	}
	return sum
}()

// logNormal returns a number of which 95 in 100 lie between low and high.
func (g generator) logNormal(low, high float64) float64 {
	middle, deviation := (math.Log(low)+math.Log(high))/2, (math.Log(high)-math.Log(low))/(2*1.96)
	return math.Exp(middle + deviation*g.NormFloat64())
}

func (g generator) flow(id symbiosis.FlowID, at symbiosis.SiteID, direction symbiosis.Direction) symbiosis.Flow {
	flow := symbiosis.Flow{ID: id, SiteID: at, Name: "Flow " + string(id), Direction: direction, Source: "made up"}
	flow.Certainty = symbiosis.Certainties()[g.IntN(len(symbiosis.Certainties()))]
	if g.Float64() < 0.5 {
		g.heat(&flow)
	} else {
		g.material(&flow)
	}
	return flow
}

func (g generator) heat(flow *symbiosis.Flow) {
	flow.Resource = heat
	hours := unit.Hours(math.Round(g.logNormal(1_500, 8_000)))
	hours = min(hours, unit.HoursPerYear)
	flow.FullLoadHours = &hours
	flow.Quantity = symbiosis.Quantity{Amount: rounded(g.logNormal(0.1, 20), 3), Unit: symbiosis.MW}
	supply, drop := 40+60*g.Float64(), 15+25*g.Float64()
	if direction := flow.Direction; direction == symbiosis.Need {
		supply -= 10
		price := math.Round(150 + 350*g.Float64())
		flow.Price = &price
		if g.Float64() < 0.6 {
			flow.Shape.Kind = symbiosis.Winter
		}
	}
	ts, tr := unit.Temperature(math.Round(supply)), unit.Temperature(math.Round(supply-drop))
	ts, tr = ts*unit.Celsius, tr*unit.Celsius
	flow.Supply, flow.Return = &ts, &tr
	if flow.Direction == symbiosis.Surplus {
		limit := unit.Length(rounded(g.logNormal(500, 15_000), 1)) * unit.Metre
		flow.MaxDistance = &limit
	}
}

func (g generator) material(flow *symbiosis.Flow) {
	flow.Resource = materials[g.IntN(len(materials))]
	flow.Quantity = symbiosis.Quantity{Amount: rounded(g.logNormal(20, 20_000), 1), Unit: symbiosis.TonneYear}
	flow.Status = symbiosis.ByProduct
	if flow.Direction == symbiosis.Need {
		price := math.Round(g.logNormal(30, 1_500))
		flow.Price = &price
		return
	}
	disposal := unit.MassPrice(math.Round(g.logNormal(50, 1_000))) * unit.SEKPerTonne
	treatment := unit.MassPrice(math.Round(g.logNormal(20, 600))) * unit.SEKPerTonne
	flow.DisposalCost, flow.TreatmentCost = &disposal, &treatment
	limit := unit.Length(rounded(g.logNormal(10_000, 150_000), 1)) * unit.Metre
	flow.MaxDistance = &limit
}

func rounded(v float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(v*scale) / scale
}
