package symbiosis_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Of many sites and of few, faults are told of the same ones and at their places.
func TestScenarioFaultsHavePlaces(t *testing.T) {
	cat := catalogue(t)
	for _, n := range []int{3, 8, 9, 30} {
		var sc symbiosis.Scenario
		for i := range n {
			site := symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprintf("s%d", i)), Name: "Site", Location: orb.Point{14, 63}}
			site.Normalise()
			supply, back := 80*unit.Celsius, 45*unit.Celsius
			flow := symbiosis.Flow{
				ID: symbiosis.FlowID(fmt.Sprintf("f%d", i)), SiteID: site.ID, Direction: symbiosis.Surplus, Resource: "heat",
				Quantity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.MW}, Supply: &supply, Return: &back,
			}
			flow.Normalise()
			sc.Sites, sc.Flows = append(sc.Sites, site), append(sc.Flows, flow)
		}
		if err := sc.Validate(cat); err != nil {
			t.Fatalf("%d sites: %v", n, err)
		}
		sc.Sites[n-1].ID, sc.Sites[1].Name = sc.Sites[0].ID, ""
		sc.Flows[2].Quantity.Amount = -1
		err := sc.Validate(cat)
		e, ok := errors.AsType[*symbiosis.Error](err)
		if !ok {
			t.Fatalf("%d sites: %v", n, err)
		}
		var got []string
		for _, p := range e.Problems {
			got = append(got, p.Place+" "+p.Field+" "+p.Code)
		}
		want := []string{"points[1] name required", " id duplicate", "flows[2] quantity out_of_range", fmt.Sprintf("flows[%d] site_id unknown_code", n-1)}
		if n == 3 { // the flow has both faults
			want[2], want[3] = want[3], want[2]
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%d sites: %q, want %q", n, got, want)
		}
	}
}
