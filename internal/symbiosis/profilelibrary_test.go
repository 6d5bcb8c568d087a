package symbiosis_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
)

const aProfile = `{"version":"2026-11-25","profiles":[{
 "id":"fish","names":{"sv":"Fisk","nb":"Fisk","en":"Fish"},"category":"food","nace":"03.22",
 "capacity":{"unit":"t/yr","of":{"sv":"fisk","nb":"fisk","en":"fish"},"shown":1000,"least":100,"greatest":10000},
 "land_ha":{"value":0.004,"unit":"ha","source":"Samloka assumption","assumption":true},
 "grid_mw":{"value":0.001,"unit":"MW","source":"A study"},
 "water_m3_per_year":{"value":500,"unit":"m3/yr","source":"A study"},
 "staff":{"value":0.02,"unit":"posts","source":"A study"},
 "flows":[
  {"direction":"need","resource":"heat","amount":{"value":3.5,"unit":"MWh/yr","source":"A study"},"full_load_hours":8000,"supply_c":18,"return_c":10,
   "conditions":{"source":"Another study"}},
  {"direction":"surplus","resource":"sludge.fish","amount":{"value":1.2,"unit":"t/yr","source":"A study"}}]}]}`

func TestAProfileIsReadWithItsSources(t *testing.T) {
	l, err := symbiosis.LoadProfiles([]byte(aProfile), catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := l.Profile("fish")
	if !ok || l.Version() != "2026-11-25" {
		t.Fatalf("profile %v of %s", p, l.Version())
	}
	if p.Land.Hectares() != 0.004 || !p.Figures[symbiosis.LandFigure].Assumption || p.Figures[symbiosis.GridPowerFigure].Source != "A study" {
		t.Errorf("figures %v", p.Figures)
	}
	flows := p.FlowsOf("x", 2000)
	if len(flows) != 2 || flows[0].Quantity.Amount != 7000 || flows[0].Source != "A study; conditions: Another study" || *flows[0].Supply != 18 {
		t.Errorf("flows %+v", flows)
	}
	if _, ok := l.Profile("cow"); ok {
		t.Error("an unknown profile is found")
	}
}

// Each rule refuses what breaks it, and says where.
func TestRulesOfTheLibrary(t *testing.T) {
	for name, c := range map[string]struct{ old, new, field, code string }{
		"version is a date":          {`"version":"2026-11-25"`, `"version":"1.0"`, "version", "required"},
		"three languages":            {`"nb":"Fisk","en":"Fish"`, `"en":"Fish"`, "names", "required"},
		"capacity in three":          {`"nb":"fisk",`, ``, "names", "required"},
		"category":                   {`"category":"food"`, `"category":""`, "category", "required"},
		"range of capacity":          {`"shown":1000`, `"shown":50`, "capacity", "out_of_range"},
		"figure has a source":        {`"unit":"MW","source":"A study"`, `"unit":"MW","source":""`, "grid_mw", "required"},
		"figure has a unit":          {`"value":500,"unit":"m3/yr"`, `"value":500,"unit":""`, "water_m3_per_year", "required"},
		"unit of the figure":         {`"value":500,"unit":"m3/yr"`, `"value":500,"unit":"l/yr"`, "water_m3_per_year", "wrong_unit"},
		"an assumption says so":      {`"assumption":true`, `"assumption":false`, "land_ha", "required"},
		"flow has a source":          {`"unit":"t/yr","source":"A study"`, `"unit":"t/yr","source":""`, "flows[1].amount", "required"},
		"conditions have one":        {`"conditions":{"source":"Another study"}`, `"conditions":{"source":""}`, "flows[0].conditions", "required"},
		"resource of the catalogue":  {`"resource":"sludge.fish"`, `"resource":"sludge.cow"`, "resource", "unknown_code"},
		"unit suits the resource":    {`"value":1.2,"unit":"t/yr"`, `"value":1.2,"unit":"pcs/yr"`, "unit", "wrong_unit"},
		"heat has temperatures":      {`"return_c":10,`, ``, "return_c", "required"},
		"temperatures the right way": {`"return_c":10`, `"return_c":20`, "return_c", "out_of_range"},
		"amount above nil":           {`"value":1.2`, `"value":0`, "quantity", "out_of_range"},
		"land not negative":          {`"value":0.004`, `"value":-1`, "land_ha", "out_of_range"},
		"flows":                      {`"flows":[`, `"flows":[],"x":[`, "", ""},
	} {
		text := strings.Replace(aProfile, c.old, c.new, 1)
		if text == aProfile {
			t.Fatalf("%s: nothing was changed", name)
		}
		_, err := symbiosis.LoadProfiles([]byte(text), catalogue(t))
		var e *symbiosis.Error
		if !errors.As(err, &e) || e.Kind != symbiosis.Invalid {
			t.Errorf("%s: error %v, want one of kind invalid", name, err)
			continue
		}
		found := c.field == "" // the form itself is refused
		for _, p := range e.Problems {
			found = found || p.Field == c.field && p.Code == c.code && p.Place == "profile fish" || p.Field == c.field && c.field == "version" ||
				p.Field == c.field && p.Code == c.code && strings.HasPrefix(p.Place, "flows[")
		}
		if !found {
			t.Errorf("%s: problems %v, want %s %s", name, e.Problems, c.field, c.code)
		}
	}
	twice := strings.Replace(aProfile, `"profiles":[{`, `"profiles":[`+aProfile[strings.Index(aProfile, "[{")+1:len(aProfile)-2]+`,{`, 1)
	if _, err := symbiosis.LoadProfiles([]byte(twice), catalogue(t)); err == nil || !strings.Contains(err.Error(), "stands twice") {
		t.Errorf("the same id twice: %v", err)
	}
}

// The library that ships: the kinds of firm that were promised, each with something to pair.
func TestTheLibrary(t *testing.T) {
	l, err := symbiosis.LoadProfiles(geodata.Profiles(), catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []symbiosis.ProfileID{
		"greenhouse", "smolt", "insects", "poultry", "algae", "data-centre", "biogas", "pyrolysis", "plastics-cracker", "plastics-recycler",
		"ethanol-co2", "pellets", "laundry", "bathhouse", "brewery", "hydrogen", "food-processing", "cement-mill",
	} {
		if _, ok := l.Profile(id); !ok {
			t.Errorf("there is no %s", id)
		}
	}
	assumptions, sourced := 0, 0
	for _, p := range l.Profiles() {
		for _, f := range p.Flows {
			if f.Origin.Assumption {
				assumptions++
			} else {
				sourced++
			}
		}
		for _, f := range p.FlowsAt("x") {
			r, _ := catalogue(t).Resource(f.Resource)
			if r.Transport == symbiosis.NoTransport && f.MaxDistance == nil {
				t.Errorf("%s: %s goes by no transport model and has no greatest distance: it could pair with nothing", p.ID, f.Resource)
			}
		}
	}
	if sourced < 30 {
		t.Errorf("%d amounts have a source and %d are assumptions", sourced, assumptions)
	}
	// models 1.7
	for _, c := range []struct {
		profile  symbiosis.ProfileID
		resource symbiosis.ResourceCode
		amount   float64
	}{{"greenhouse", "heat", 4250}, {"biogas", "heat", 0.0647}, {"data-centre", "heat", 0.97}, {"direct-air-capture", "heat", 2.5}} {
		p, _ := l.Profile(c.profile)
		found := false
		for _, f := range p.Flows {
			found = found || f.Resource == c.resource && f.PerCapacity.Amount == c.amount && !f.Origin.Assumption
		}
		if !found {
			t.Errorf("%s has no %v of %s from a source", c.profile, c.amount, c.resource)
		}
	}
}
