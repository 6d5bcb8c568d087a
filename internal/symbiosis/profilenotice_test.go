package symbiosis_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// What may be meant is told, with what, where and what to do; the library has nothing of it.
func TestNoticesOfAProfile(t *testing.T) {
	heat := symbiosis.ProfileFlow{Direction: symbiosis.Need, Resource: "heat", PerCapacity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.MW}}
	good := symbiosis.Profile{Category: "food", NACE: "03.22", Capacity: 2, Flows: []symbiosis.ProfileFlow{heat}}
	half, three := 0.5, 3.0
	for field, c := range map[string]struct {
		change func(*symbiosis.Profile)
		says   string
	}{
		"":          {func(p *symbiosis.Profile) { p.LeastCapacity, p.GreatestCapacity = &half, &three }, ""},
		"category":  {func(p *symbiosis.Profile) { p.Category = "fodo" }, "food, energy, materials"},
		"nace":      {func(p *symbiosis.Profile) { p.NACE = "34.10" }, "03.22"},
		"flows":     {func(p *symbiosis.Profile) { p.Flows = nil }, "no partners"},
		"capacity":  {func(p *symbiosis.Profile) { p.LeastCapacity = &three }, "least_capacity (3)"},
		"capacity ": {func(p *symbiosis.Profile) { p.GreatestCapacity = &half }, "greatest_capacity (0.5)"},
	} {
		p := good
		c.change(&p)
		got := p.Notices()
		if field == "" {
			if len(got) != 0 {
				t.Errorf("a sound profile: %v", got)
			}
			continue
		}
		if len(got) != 1 || got[0].Field != strings.TrimSpace(field) || !strings.Contains(got[0].Text+"; "+got[0].Hint, c.says) {
			t.Errorf("%s: %v", field, got)
		}
	}
	for code, want := range map[string]bool{
		"03": true, "03.2": true, "03.22": true, "10.110": true, "35.30.1": true, "2410": true, "99": true,
		"3": false, "C": false, "00.10": false, "04": false, "3.22": false, "03.": false, "03.22.": false, "03..2": false, "031.2": false, "03.22222": false, "växthus": false,
	} {
		p := good
		p.NACE = code
		if got := len(p.Notices()) == 0; got != want {
			t.Errorf("%q is an activity: %t, want %t", code, got, want)
		}
	}
	library, err := symbiosis.LoadProfiles(geodata.Profiles(), catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range library.Profiles() {
		if got := p.Notices(); len(got) != 0 {
			t.Errorf("%s of the library: %v", p.ID, got)
		}
	}
}

// A figure beyond what is physically sensible is refused, and the fault names the whole range.
func TestFiguresOfLandHaveAnUpperEnd(t *testing.T) {
	grid, years := 100_001*unit.Megawatt, 1001.0
	far := 20_004 * unit.Kilometre
	for field, c := range map[string]struct {
		err  error
		says string
	}{
		"grid_mw":                         {symbiosis.Area{GridPower: &grid}.Validate(), "100 000"},
		"years_to_build_ready":            {symbiosis.Area{YearsToBuildReady: &years}.Validate(), "1000"},
		"buffer_m":                        {symbiosis.Constraint{Buffer: far}.Validate(), "20 003 931"},
		"warning_distance_m":              {symbiosis.Constraint{WarningDistance: far}.Validate(), "20 003 931"},
		"capacity":                        {symbiosis.Facility{Capacity: &symbiosis.Quantity{Amount: 2e12, Unit: symbiosis.MW}}.Validate(), "1e12"},
		"grid_mw ":                        {symbiosis.Profile{GridPower: &grid}.Validate(), "100 000"},
		"must_haves.years_to_build_ready": {symbiosis.Profile{MustHaves: symbiosis.MustHaves{YearsToBuildReady: &years}}.Validate(), "1000"},
		"least_capacity":                  {symbiosis.Profile{LeastCapacity: new(float64)}.Validate(), "above zero, and at most 1e12"},
	} {
		field = strings.TrimSpace(field)
		e, _ := errors.AsType[*symbiosis.Error](c.err)
		if e == nil || !slices.ContainsFunc(e.Problems, func(p symbiosis.Problem) bool { return p.Field == field && strings.Contains(p.Text, c.says) }) {
			t.Errorf("%s: %v", field, c.err)
		}
	}
}
