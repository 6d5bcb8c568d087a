package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// together checks what a pair gets when the flows are shared out, "SURPLUS -> NEED: 400 t/yr,
// FIGURE VALUE", or what all pairs come to, "total: pairs 2, net_benefit 5000".
func (r *runner) together(text string, chosen bool) error {
	plan, err := r.allocation()
	if err != nil {
		return err
	}
	names, details, _ := strings.Cut(text, ":")
	if strings.TrimSpace(names) == "total" && chosen {
		r.result.Expectations++
		return r.total(plan, split(details, ","))
	}
	surplus, need, ok := strings.Cut(names, "->")
	if !ok {
		return fmt.Errorf("names no pair SURPLUS -> NEED, nor total")
	}
	s, n := symbiosis.FlowID(strings.TrimSpace(surplus)), symbiosis.FlowID(strings.TrimSpace(need))
	for _, id := range []symbiosis.FlowID{s, n} {
		if !slices.ContainsFunc(r.flows, func(f symbiosis.Flow) bool { return f.ID == id }) {
			return fmt.Errorf("there is no flow %q", id)
		}
	}
	if !chosen && len(split(details, ",")) > 0 {
		return fmt.Errorf("after no together stand no figures")
	}
	r.result.Expectations++
	i := slices.IndexFunc(plan.Pairs, func(p symbiosis.Allocated) bool { return p.SurplusID == s && p.NeedID == n })
	switch {
	case i < 0 && chosen:
		r.fail("%s -> %s gets nothing when the flows are shared out", s, n)
		return nil
	case i >= 0 && !chosen:
		r.fail("%s -> %s gets %g %s when the flows are shared out", s, n, plan.Pairs[i].Delivered.Amount, plan.Pairs[i].Delivered.Unit)
		return nil
	case !chosen:
		return nil
	}
	p := &plan.Pairs[i]
	for _, detail := range split(details, ",") {
		key, rest, _ := strings.Cut(detail, " ")
		got, known := 0.0, true
		switch words := strings.Fields(rest); {
		case key == "place":
			got = float64(i + 1)
		case key == "uses_surplus":
			got = p.UsesSurplus
		case key == "uses_need":
			got = p.UsesNeed
		case key == "net_benefit":
			if known = p.NetBenefit != nil; known {
				got = p.NetBenefit.SEK()
			}
		case len(words) == 1 && slices.Contains(symbiosis.QuantityUnits(), symbiosis.QuantityUnit(words[0])):
			if got = p.Delivered.Amount; string(p.Delivered.Unit) != words[0] {
				r.fail("%s -> %s gets %g %s", s, n, got, p.Delivered.Unit)
				continue
			}
			detail = "amount " + key
		default:
			return fmt.Errorf("%q is none of AMOUNT UNIT, place, uses_surplus, uses_need, net_benefit", detail)
		}
		if err := r.compare(fmt.Sprintf("%s -> %s", s, n), detail, got, known); err != nil {
			return err
		}
	}
	return nil
}

// total checks the sums of a plan.
func (r *runner) total(plan *symbiosis.Allocation, details []string) error {
	for _, detail := range details {
		key, _, _ := strings.Cut(detail, " ")
		got := 0.0
		switch key {
		case "pairs":
			got = float64(plan.Total.Pairs)
		case "energy":
			got = plan.Total.Energy.MegawattHours()
		case "mass":
			got = plan.Total.Mass.Tonnes()
		case "net_benefit":
			got = plan.Total.NetBenefit.SEK()
		case "co2e":
			got = plan.Total.CO2e.Tonnes()
		default:
			return fmt.Errorf("%q is none of pairs, energy, mass, net_benefit, co2e", detail)
		}
		if err := r.compare("total", detail, got, true); err != nil {
			return err
		}
	}
	return nil
}

// allocation returns the plan of what has been said so far, made when it is first asked for.
func (r *runner) allocation() (*symbiosis.Allocation, error) {
	e, err := r.ready()
	if err != nil {
		return nil, err
	}
	if r.plan == nil {
		plan, err := e.AllocateAll(r.ctx, r.options)
		if err != nil {
			return nil, err
		}
		r.plan = &plan
	}
	return r.plan, nil
}
