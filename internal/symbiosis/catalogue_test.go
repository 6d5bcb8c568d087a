package symbiosis_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

func catalogue(t *testing.T) *symbiosis.Catalogue {
	t.Helper()
	c, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCatalogueKnowsTheListOfWaste(t *testing.T) {
	c := catalogue(t)
	hazardous := 0
	for _, e := range c.WasteList() {
		if e.Hazardous {
			hazardous++
		}
	}
	if len(c.WasteList()) != 842 || hazardous != 408 {
		t.Errorf("%d codes, %d of them hazardous; Decision 2000/532/EC has 842 and 408", len(c.WasteList()), hazardous)
	}
	if e, ok := c.WasteEntry("19 12 11"); !ok || !e.Hazardous {
		t.Error("19 12 11* is hazardous")
	}
	if e, ok := c.WasteEntry("19 12 04"); !ok || e.Hazardous || !strings.Contains(e.Name, "plastic") {
		t.Errorf("19 12 04 is plastic and rubber, not hazardous; got %+v %v", e, ok)
	}
	if !c.IsWastePrefix("19") || !c.IsWastePrefix("19 12") || c.IsWastePrefix("19 99") || c.IsWastePrefix("") {
		t.Error("chapters and subchapters are known, nothing else")
	}
}

func TestCatalogueCoversTheFamilies(t *testing.T) {
	c := catalogue(t)
	for _, root := range []symbiosis.ResourceCode{"heat", "cooling", "co2", "water", "electricity", "metal", "plastic", "wood", "paper", "glass", "mineral", "insulation", "ash", "sludge", "food", "digestate", "chemical", "goods", "competence", "service"} {
		if _, ok := c.Resource(root); !ok {
			t.Errorf("the catalogue has no %s", root)
		}
	}
	for _, r := range c.Resources() {
		if !r.Names.Complete() {
			t.Errorf("%s lacks a name", r.Code)
		}
		if path := c.Path(r.Code); path[0] != r.Code || len(path) > 6 {
			t.Errorf("%s has the path %v", r.Code, path)
		}
		if r.Transport == symbiosis.Truck && (r.BulkDensity == nil || r.Vehicle == "") {
			t.Errorf("%s goes by truck but has no bulk density or vehicle, its own or inherited", r.Code)
		}
	}
}

func TestSpecificSatisfiesGeneralNeverTheOtherWay(t *testing.T) {
	c := catalogue(t)
	for _, r := range c.Resources() {
		path := c.Path(r.Code)
		for _, other := range c.Resources() {
			if got, want := c.Is(r.Code, other.Code), slices.Contains(path, other.Code); got != want {
				t.Fatalf("%s is %s: got %v, want %v", r.Code, other.Code, got, want)
			}
		}
	}
	if c.Is("no such thing", "heat") || c.Is("heat", "no such thing") {
		t.Error("an unknown code satisfies nothing")
	}
}

func TestCatalogueFindsWhatWasWasMeant(t *testing.T) {
	c := catalogue(t)
	for typed, want := range map[string]string{"plastik.pp": "plastic.pp", "Värma": "heat", "xyzzyx": ""} {
		if got := c.Nearest(typed); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestFlowValidateInCatalogue(t *testing.T) {
	c := catalogue(t)
	plastic := func() symbiosis.Flow {
		f := symbiosis.Flow{ID: "p", SiteID: "s", Direction: symbiosis.Surplus, Resource: "plastic", Quantity: symbiosis.Quantity{Amount: 50, Unit: symbiosis.TonneYear}, WasteCode: "12 01 05"}
		f.Normalise()
		return f
	}
	for _, tc := range []struct {
		name string
		flow func() symbiosis.Flow
		want string
	}{
		{"heat with temperatures", goodFlow, ""},
		{"heat without", func() symbiosis.Flow { f := goodFlow(); f.Supply, f.Return = nil, nil; return f }, "supply_c:required return_c:required"},
		{"heat in tonnes", func() symbiosis.Flow { f := goodFlow(); f.Quantity.Unit = symbiosis.TonneYear; return f }, "unit:wrong_unit"},
		{"plastic with its code", plastic, ""},
		{"plastic by volume, its density is known", func() symbiosis.Flow { f := plastic(); f.Quantity.Unit = symbiosis.M3Year; return f }, ""},
		{"an unknown resource", func() symbiosis.Flow { f := plastic(); f.Resource = "plastics.pp"; return f }, "resource:unknown_code"},
		{"an unknown waste code", func() symbiosis.Flow { f := plastic(); f.WasteCode = "99 99 99"; return f }, "waste_code:unknown_code"},
		{"a permit for a chapter", func() symbiosis.Flow { f := plastic(); f.PermittedCodes = []symbiosis.WasteCode{"19"}; return f }, ""},
		{"accepting what isn't", func() symbiosis.Flow { f := plastic(); f.Accepts = []string{"plastic.pp", "19 12", "gold"}; return f }, "accepts:unknown_code"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := tc.flow()
			if got := fields(t, f.ValidateIn(c)); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestLoadCatalogueRefuses(t *testing.T) {
	const waste = "code;level;hazardous;name_en\n01;chapter;0;MINING\n01 01 01;entry;0;mineral\n"
	node := func(code, parent, extra string) string {
		return `{"code":"` + code + `","parent":"` + parent + `","kind":"material","transport":"truck","unit":"t/yr","names":{"sv":"a","nb":"a","en":"a"}` + extra + `}`
	}
	file := func(nodes ...string) string {
		return `{"version":"2026-11-22","resources":[` + strings.Join(nodes, ",") + `]}`
	}
	for _, c := range []struct{ name, resources, waste, uses, want string }{
		{"a good one", file(node("a", "", ""), node("a.b", "a", "")), waste, "[]", ""},
		{"a code twice", file(node("a", "", ""), node("a", "", "")), waste, "[]", "stands twice"},
		{"a parent that isn't there", file(node("a.b", "a", "")), waste, "[]", "doesn't stand before"},
		{"a circle", file(node("a", "b", ""), node("b", "a", "")), waste, "[]", "doesn't stand before"},
		{"a name missing", file(strings.Replace(node("a", "", ""), `"nb":"a"`, `"nb":""`, 1)), waste, "[]", "lacks a language"},
		{"a figure without a source", file(node("a", "", `,"price_sek_per_unit":{"value":3,"unit":"SEK/t","source":""}`)), waste, "[]", "no source"},
		{"an unknown attribute", file(node("a", "", `,"colour":"red"`)), waste, "[]", "unknown field"},
		{"an unknown waste code", file(node("a", "", `,"waste_codes":["77"]`)), waste, "[]", "List of Waste"},
		{"a use of an unknown resource", file(node("a", "", "")), waste, `[{"codes":["01"],"resource":"x","use":{"sv":"a","nb":"a","en":"a"},"conditions":{"sv":"","nb":"","en":""},"source":"s"}]`, "unknown resource"},
		{"a waste code twice", file(node("a", "", "")), waste + "01 01 01;entry;0;again\n", "[]", "twice"},
		{"no date", `{"version":"new","resources":[]}`, waste, "[]", "not a date"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := symbiosis.LoadCatalogue([]byte(c.resources), []byte(c.waste), []byte(c.uses))
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAssumptionsAreChangedWithinTheirRange(t *testing.T) {
	const file = `[{"key":"interest","group":"heat","names":{"sv":"Ränta","nb":"Rente","en":"Interest"},"value":0.05,"unit":"1","source":"tools use 3–8 %","min":0,"max":0.2},
		{"key":"terrain","group":"heat","names":{"sv":"Mark","nb":"Terreng","en":"Terrain"},"value":0,"unit":"1","source":"x","min":0,"max":2,"choices":["field","road","city"]}]`
	a, err := symbiosis.LoadAssumptions([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	b, err := a.With(map[string]float64{"interest": 0.08})
	if err != nil || b.Value("interest") != 0.08 || a.Value("interest") != 0.05 || len(b.Changed()) != 1 || len(a.Changed()) != 0 {
		t.Errorf("the change didn't take, or reached the original: %v %v", b.Changed(), err)
	}
	if x, _ := b.Get("interest"); !strings.Contains(x.Source, "changed") || !x.Assumption {
		t.Errorf("a changed value claims the default's source: %q", x.Source)
	}
	_, err = a.With(map[string]float64{"interest": 5, "terrain": 1.5, "nonsense": 1, "": unit.Length(1).Metres()})
	if got, want := fields(t, err), "assumptions.:unknown_code assumptions.interest:out_of_range assumptions.nonsense:unknown_code assumptions.terrain:out_of_range"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
