package transport

import (
	"math"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Reckon fills r with what is known of a pair before its distance is. link tells why the
// resources suit each other; it decides whose climate factor counts.
func (m *Model) Reckon(s, n *symbiosis.Stream, link symbiosis.Link, r *symbiosis.Reckoning) {
	m.reckon(s, n, link, anyRoute, r, nil)
}

// anyRoute is shorter than every route: what is reckoned for it is reckoned to the end.
var anyRoute = unit.Length(math.Inf(-1))

// Degrees fills r with what the temperatures of two flows of heat decide alone, as Reckon does.
func (m *Model) Degrees(s, n *symbiosis.Stream, r *symbiosis.Reckoning) {
	*r = symbiosis.Reckoning{}
	if s.Gone == 1 || n.Gone == 1 {
		r.Obstacle = symbiosis.AllTaken
		return
	}
	m.degrees(s, n, &r.Degrees, nil)
}

// Trace is Reckon with every step written down, and the figures at the crow distance.
func (m *Model) Trace(s, n *symbiosis.Stream, link symbiosis.Link, crow unit.Length) (symbiosis.Reckoning, []symbiosis.Step) {
	t := &trace{a: m.a}
	var r symbiosis.Reckoning
	m.reckon(s, n, link, anyRoute, &r, t)
	m.atRoute(s, &r, crow, t)
	return r, t.steps
}

// reckon reckons a pair to the end, or until it is known that its budget ends before the route.
func (m *Model) reckon(s, n *symbiosis.Stream, link symbiosis.Link, route unit.Length, r *symbiosis.Reckoning, t *trace) {
	*r = symbiosis.Reckoning{}
	if s.Gone == 1 || n.Gone == 1 {
		r.Obstacle = symbiosis.AllTaken
		m.traceTaken(s, n, t)
		return
	}
	a, b := s.Resource.Transport, n.Resource.Transport
	switch {
	case a == symbiosis.HeatPipe && b == symbiosis.HeatPipe:
		m.heat(s, n, route, r, t)
	case a == symbiosis.Truck && b == symbiosis.Truck:
		m.truck(s, n, link, r, t)
	case a != symbiosis.HeatPipe && b != symbiosis.HeatPipe:
		unpriced(s, n, r, t)
	default:
		r.Obstacle = symbiosis.DifferentTransport
	}
	if !inRange(r.BenefitAtZero, r.BenefitPerMetre, r.Budget) {
		*r = symbiosis.Reckoning{Degrees: symbiosis.Degrees{Obstacle: symbiosis.OutOfRange, Class: r.Class}}
	}
}

// inRange says that no figure overflows.
func inRange(atZero, perMetre unit.Money, budget unit.Length) bool {
	return unit.Finite(atZero) && unit.Finite(perMetre) && !math.IsNaN(budget.Metres())
}

// unpriced is the model of what no transport model carries: the flows' own limits decide,
// and no benefit is reckoned.
func unpriced(s, n *symbiosis.Stream, r *symbiosis.Reckoning, t *trace) {
	r.Obstacle, r.Budget = symbiosis.NoTransportModel, unit.Length(math.Inf(1))
	given, wanted := s.Amount, n.Amount
	if s.Resource.Unit != n.Resource.Unit {
		q, ok := n.Flow.Quantity.In(s.Resource.Unit, n.Hours)
		if !ok {
			r.Obstacle, r.Budget = symbiosis.QuantityUnknown, 0
			return
		}
		wanted = q.Amount * (1 - n.Gone)
	}
	if !(given > 0 && wanted > 0) {
		r.Obstacle, r.Budget = symbiosis.QuantityUnknown, 0
		return
	}
	r.Delivered = symbiosis.Quantity{Amount: min(given, wanted), Unit: s.Resource.Unit}
	r.Coverage = min(given, wanted) / max(given, wanted)
	r.UsesSurplus, r.UsesNeed = r.Delivered.Amount/given, r.Delivered.Amount/wanted
	t.step("amount")
	t.remark(unpricedRemark(s.Resource.Kind))
	t.flow(s.Flow, "surplus_quantity", s.Flow.Quantity.Amount, string(s.Flow.Quantity.Unit), "surplus.quantity")
	t.flow(n.Flow, "need_quantity", n.Flow.Quantity.Amount, string(n.Flow.Quantity.Unit), "need.quantity")
	t.taken(s, "surplus")
	t.taken(n, "need")
	t.derived("delivered", r.Delivered.Amount, string(r.Delivered.Unit), "min(S, D)")
}

// unpricedRemark says what would have to be modelled for a kind that no transport carries.
func unpricedRemark(k symbiosis.Kind) string {
	switch k {
	case symbiosis.Gas, symbiosis.Water:
		return "no_pipe_model"
	case symbiosis.Energy:
		return "no_grid_model"
	}
	return "no_transport_model"
}

// atRoute writes the figures that depend on the distance.
func (m *Model) atRoute(s *symbiosis.Stream, r *symbiosis.Reckoning, crow unit.Length, t *trace) {
	if t == nil {
		return
	}
	t.step("route")
	t.derived("crow_m", crow.Metres(), "m", "geodesic on WGS 84")
	key := "detour_road"
	if s.Resource.Transport == symbiosis.HeatPipe {
		key = "detour_pipe"
	}
	t.assumed(key)
	route := crow * unit.Length(m.Detour(s.Resource.Transport))
	t.derived("route_m", route.Metres(), "m", "crow·detour")
	if r.Obstacle != symbiosis.NoObstacle {
		return
	}
	t.derived("net_benefit", r.NetBenefit(route).SEK(), "SEK/yr", "N0 − K·L")
	t.derived("investment", r.Investment(route).SEK(), "SEK", "I0 + c·L; I0 stations and heat pump, nil for a truck")
	if t.atRoute != nil {
		t.atRoute(route)
	}
	if r.CO2eKnown {
		m.traceClimate(s, r, route, t)
	}
}
