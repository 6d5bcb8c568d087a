package geodata_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/geodata"
)

type names struct{ SV, NB, EN string }

func (n names) complete() bool { return n.SV != "" && n.NB != "" && n.EN != "" }

type figure struct {
	Value      *float64
	Unit       string
	Year       int
	Source     string
	Assumption *bool
}

type resource struct {
	Code          string   `json:"code"`
	Parent        string   `json:"parent"`
	Kind          string   `json:"kind"`
	Transport     string   `json:"transport"`
	Unit          string   `json:"unit"`
	Names         names    `json:"names"`
	Description   *names   `json:"description"`
	Vehicle       string   `json:"vehicle"`
	Hierarchy     string   `json:"hierarchy_step"`
	WasteCodes    []string `json:"waste_codes"`
	TMin          *float64 `json:"temperature_min_c"`
	TMax          *float64 `json:"temperature_max_c"`
	BulkDensity   *figure  `json:"bulk_density_t_per_m3"`
	Price         *figure  `json:"price_sek_per_unit"`
	Substitution  *figure  `json:"substitution_t_per_t"`
	Disposal      *figure  `json:"disposal_cost_sek_per_t"`
	Treatment     *figure  `json:"treatment_cost_sek_per_t"`
	CO2e          *figure  `json:"co2e_saving_kg_per_t"`
	FullLoadHours *figure  `json:"full_load_hours"`
}

func (r resource) figures() map[string]*figure {
	return map[string]*figure{
		"bulk_density": r.BulkDensity, "price": r.Price, "substitution": r.Substitution, "disposal": r.Disposal,
		"treatment": r.Treatment, "co2e": r.CO2e, "full_load_hours": r.FullLoadHours,
	}
}

func strict(t *testing.T, data []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// catalogue returns the nodes in the file's order, and by code.
func catalogue(t *testing.T) ([]resource, map[string]resource) {
	t.Helper()
	var file struct {
		Version   string     `json:"version"`
		Resources []resource `json:"resources"`
	}
	strict(t, geodata.Catalogue(), &file)
	if !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(file.Version) {
		t.Errorf("version %q is not a date", file.Version)
	}
	byCode := map[string]resource{}
	for _, r := range file.Resources {
		if _, twice := byCode[r.Code]; twice {
			t.Errorf("%s stands twice", r.Code)
		}
		byCode[r.Code] = r
	}
	return file.Resources, byCode
}

type wasteEntry struct {
	level     string
	hazardous bool
	name      string
}

func wasteList(t *testing.T) map[string]wasteEntry {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(geodata.WasteList()))
	r.Comma, r.FieldsPerRecord = ';', 4
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ";"); got != "code;level;hazardous;name_en" {
		t.Fatalf("header is %s", got)
	}
	list := map[string]wasteEntry{}
	for _, row := range rows[1:] {
		if _, twice := list[row[0]]; twice {
			t.Errorf("%s stands twice", row[0])
		}
		list[row[0]] = wasteEntry{row[1], row[2] == "1", row[3]}
	}
	return list
}

func TestTreeOfResources(t *testing.T) {
	nodes, byCode := catalogue(t)
	if len(nodes) < 130 {
		t.Errorf("%d nodes, want at least 130", len(nodes))
	}
	legal := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$`)
	seen := map[string]bool{}
	for _, r := range nodes {
		if !legal.MatchString(r.Code) {
			t.Errorf("code %q is not dotted lower-case ASCII", r.Code)
		}
		// A parent that stands earlier in the file and is a leading part of the code: no circle is possible.
		want := ""
		if i := strings.LastIndexByte(r.Code, '.'); i >= 0 {
			want = r.Code[:i]
		}
		if r.Parent != want || (want != "" && !seen[want]) {
			t.Errorf("%s has the parent %q, or it doesn't stand before it", r.Code, r.Parent)
		}
		seen[r.Code] = true
		if !r.Names.complete() || (r.Description != nil && !r.Description.complete()) {
			t.Errorf("%s lacks a language", r.Code)
		}
		if p, ok := byCode[r.Parent]; ok && (p.Unit != r.Unit || p.Transport != r.Transport || p.Kind != r.Kind) {
			t.Errorf("%s differs from its parent in unit, transport or kind: a specific flow could not meet a general need", r.Code)
		}
	}
	for _, root := range []string{"heat", "cooling", "co2", "water", "gas", "electricity", "metal", "plastic", "wood", "paper", "glass",
		"mineral", "insulation", "ash", "slag", "sludge", "food", "animal", "digestate", "manure", "chemical", "textile", "goods", "competence", "service"} {
		if r, ok := byCode[root]; !ok || r.Parent != "" {
			t.Errorf("no root %s", root)
		}
	}
}

func TestFiguresOfResources(t *testing.T) {
	nodes, byCode := catalogue(t)
	among := func(code, field, v string, all ...string) {
		if !slices.Contains(all, v) {
			t.Errorf("%s: %s %q is not known", code, field, v)
		}
	}
	for _, r := range nodes {
		among(r.Code, "kind", r.Kind, "heat", "material", "energy", "gas", "water", "goods", "service")
		among(r.Code, "transport", r.Transport, "heat_pipe", "truck", "none")
		among(r.Code, "unit", r.Unit, "MWh/yr", "t/yr", "m3/yr", "pcs/yr", "h/yr")
		among(r.Code, "vehicle", r.Vehicle, "", "bulk38", "semi25", "hooklift22", "rigid15", "loose5")
		among(r.Code, "hierarchy_step", r.Hierarchy, "", "prevent", "reuse", "recycle", "recover_energy", "dispose")
		if (r.Transport == "heat_pipe") != (r.Kind == "heat") {
			t.Errorf("%s: only heat travels by heat pipe", r.Code)
		}
		if r.TMin != nil && r.TMax != nil && *r.TMin >= *r.TMax {
			t.Errorf("%s: temperatures stand the wrong way round", r.Code)
		}
		for name, f := range r.figures() {
			if f == nil {
				continue
			}
			if f.Value == nil || *f.Value < 0 || f.Unit == "" || f.Source == "" || f.Assumption == nil {
				t.Errorf("%s: %s lacks value, unit, source or whether it is an assumption", r.Code, name)
			}
			if strings.HasPrefix(f.Unit, "SEK") && f.Year < 2015 {
				t.Errorf("%s: %s is money without the year of its price level", r.Code, name)
			}
			if strings.Contains(f.Source, "Samloka assumption") && !*f.Assumption {
				t.Errorf("%s: %s is an assumption and doesn't say so", r.Code, name)
			}
		}
		if r.Parent != "" || r.Transport != "truck" {
			continue
		}
		// What a truck carries must be reckonable down the whole tree: the root has every figure.
		if r.Vehicle == "" || r.BulkDensity == nil || r.Price == nil || r.Substitution == nil || r.Disposal == nil || r.Treatment == nil {
			t.Errorf("%s lacks a vehicle or a figure for its distance budget", r.Code)
		}
	}
	// The savings of models.md 2.3 (UK Government 2025).
	for code, want := range map[string]float64{"mineral": 4.6, "mineral.asphalt": 10.5, "insulation.mineralwool": 9.7, "mineral.gypsum": 87.9, "mineral.concrete": 115.6,
		"paper": 219.7, "wood.offcuts": 231, "glass": 579.6, "plastic.pp": 1265, "plastic": 1597, "metal": 1767} {
		if f := byCode[code].CO2e; f == nil || *f.Value != want || *f.Assumption {
			t.Errorf("%s: the saving is not %v kg/t from a source", code, want)
		}
	}
}

func TestListOfWaste(t *testing.T) {
	list := wasteList(t)
	count := map[string]int{}
	hazardous := 0
	lengths := map[string]int{"chapter": 2, "subchapter": 5, "entry": 8}
	for code, e := range list {
		count[e.level]++
		if len(code) != lengths[e.level] {
			t.Errorf("%q is no code of a %s", code, e.level)
		}
		if e.hazardous {
			hazardous++
			if e.level != "entry" {
				t.Errorf("%s: only entries are hazardous", code)
			}
		}
		if e.level != "chapter" && list[code[:len(code)-3]].name == "" {
			t.Errorf("%s has no heading above it", code)
		}
		if e.name == "" || strings.TrimSpace(e.name) != e.name || strings.Contains(e.name, "  ") || strings.HasSuffix(e.name, ".") {
			t.Errorf("%s: name %q", code, e.name)
		}
	}
	if count["chapter"] != 20 || count["subchapter"] != 111 || count["entry"] != 842 || hazardous != 408 {
		t.Errorf("got %v and %d hazardous; the Decision has 20 chapters, 111 subchapters, 842 entries, 408 hazardous", count, hazardous)
	}
	for code, want := range map[string]bool{"17 01 01": false, "17 06 05": true, "20 01 35": true, "10 01 03": false, "13 08 99": true} {
		if list[code].hazardous != want {
			t.Errorf("%s: hazardous is not %v", code, want)
		}
	}
}

// TestListOfWasteAgainstTable compares codes and hazard flags with the table of Data
// Commons Scotland.
func TestListOfWasteAgainstTable(t *testing.T) {
	data, err := os.ReadFile("../../shared/data/materials/ewc-code_ccby.csv")
	if err != nil {
		t.Skip("the shared test data is not here:", err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	list := wasteList(t)
	if len(rows)-1 != len(list) {
		t.Errorf("the table has %d rows, the list %d", len(rows)-1, len(list))
	}
	for _, row := range rows[1:] {
		code := strings.TrimSpace(strings.TrimSuffix(row[0], "*"))
		if e, ok := list[code]; !ok || e.hazardous != strings.HasSuffix(row[0], "*") {
			t.Errorf("%s is missing or its hazard flag differs", row[0])
		}
	}
}

func TestChapters(t *testing.T) {
	list := wasteList(t)
	var chapters []struct{ Code, SV, NB string }
	strict(t, geodata.WasteChapters(), &chapters)
	seen := map[string]bool{}
	for _, c := range chapters {
		if list[c.Code].level != "chapter" || c.SV == "" || c.NB == "" || seen[c.Code] {
			t.Errorf("chapter %q is unknown, stands twice or lacks a name", c.Code)
		}
		seen[c.Code] = true
	}
	if len(seen) != 20 {
		t.Errorf("%d chapters, want 20", len(seen))
	}
}

func TestWasteCodesOfResources(t *testing.T) {
	nodes, _ := catalogue(t)
	list := wasteList(t)
	owner := map[string]string{}
	for _, r := range nodes {
		for _, code := range r.WasteCodes {
			if list[code].level != "entry" {
				t.Errorf("%s: %q is no entry of the list", r.Code, code)
			}
			if strings.HasSuffix(code, " 99") {
				t.Errorf("%s: %s says nothing of what the waste is", r.Code, code)
			}
			if owner[code] != "" {
				t.Errorf("%s leads to both %s and %s", code, owner[code], r.Code)
			}
			owner[code] = r.Code
		}
	}
	if len(owner) < 250 {
		t.Errorf("only %d entries lead to a resource", len(owner))
	}
}

func TestUsesOfWaste(t *testing.T) {
	_, byCode := catalogue(t)
	list := wasteList(t)
	var uses []struct {
		Codes      []string `json:"codes"`
		Resource   string   `json:"resource"`
		Use        names    `json:"use"`
		Conditions names    `json:"conditions"`
		Source     string   `json:"source"`
	}
	strict(t, geodata.WasteUses(), &uses)
	if n := len(uses); n < 15 || n > 40 {
		t.Errorf("%d rules, want 15 to 40", n)
	}
	for i, u := range uses {
		if _, ok := byCode[u.Resource]; !ok || len(u.Codes) == 0 || !u.Use.complete() || !u.Conditions.complete() || u.Source == "" {
			t.Errorf("rule %d (%s): unknown resource, or something is missing", i+1, u.Resource)
		}
		for _, code := range u.Codes {
			if e := list[code]; e.level != "entry" || e.hazardous {
				t.Errorf("rule %d (%s): %q is no entry, or hazardous", i+1, u.Resource, code)
			}
		}
	}
}
