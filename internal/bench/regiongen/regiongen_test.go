package regiongen

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
)

func catalogue(t *testing.T) *symbiosis.Catalogue {
	t.Helper()
	cat, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func TestResourcesAreLeavesOfDifferentBranches(t *testing.T) {
	cat := catalogue(t)
	if got := len(Resources()); got != 24 {
		t.Errorf("%d resources, want 24", got)
	}
	branches := map[string]bool{}
	for _, code := range Resources() {
		if _, ok := cat.Resource(code); !ok {
			t.Errorf("%s is not in the catalogue", code)
		}
		if slices.ContainsFunc(cat.Resources(), func(r symbiosis.Resource) bool { return r.Parent == code }) {
			t.Errorf("%s is no leaf", code)
		}
		branch, _, _ := strings.Cut(string(code), ".")
		if branches[branch] {
			t.Errorf("%s shares its branch with another", code)
		}
		branches[branch] = true
	}
}

func TestRegionsAreValid(t *testing.T) {
	cat := catalogue(t)
	for name, region := range map[string]symbiosis.Region{"clustered": Clustered(2_000, 1), "awkward": Awkward(1)} {
		sites := map[symbiosis.SiteID]bool{}
		for _, s := range region.Sites {
			if err := s.Validate(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			sites[s.ID] = true
		}
		if len(sites) != len(region.Flows) {
			t.Errorf("%s: %d sites for %d flows", name, len(sites), len(region.Flows))
		}
		for _, f := range region.Flows {
			if err := f.ValidateIn(cat); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if !sites[f.SiteID] {
				t.Fatalf("%s: %s lies at no site", name, f.ID)
			}
			if (f.Direction == symbiosis.Surplus) != (f.MaxDistance != nil) {
				t.Fatalf("%s: %s: surpluses have a budget, needs have none", name, f.ID)
			}
		}
	}
}

func TestSameSeedSameRegion(t *testing.T) {
	if diff := cmp.Diff(Clustered(300, 7), Clustered(300, 7), cmpopts.EquateComparable()); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(Clustered(300, 7).Sites, Clustered(300, 8).Sites) {
		t.Error("another seed gives the same region")
	}
}

// The distribution is part of what a benchmark's figure means.
func TestBudgetsAreLogNormal(t *testing.T) {
	inside, all := map[bool]int{}, map[bool]int{}
	for _, f := range Clustered(20_000, 3).Flows {
		if f.Direction != symbiosis.Surplus {
			continue
		}
		isHeat := f.Resource == heat
		low, high := 10_000.0, 150_000.0
		if isHeat {
			low, high = 500, 15_000
		}
		all[isHeat]++
		if m := f.MaxDistance.Metres(); m >= low && m <= high {
			inside[isHeat]++
		}
	}
	for isHeat, n := range all {
		if share := float64(inside[isHeat]) / float64(n); math.Abs(share-0.95) > 0.01 {
			t.Errorf("heat %v: %.3f of the budgets in the range, want 0.95", isHeat, share)
		}
	}
	if share := float64(all[true]) / 20_000; math.Abs(share-0.5) > 0.02 {
		t.Errorf("%.3f of the surpluses are heat, want 0.5", share)
	}
}
