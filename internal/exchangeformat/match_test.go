package exchangeformat

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

func someMatches() []symbiosis.Match {
	return []symbiosis.Match{
		{SurplusID: "s,1", NeedID: "n1", Resource: "heat.50-80", Class: symbiosis.Direct, Distance: 1234.56789, Route: 1604.938, Budget: 5224,
			Delivered: symbiosis.Quantity{Amount: 12000, Unit: symbiosis.MWhYear}, NetBenefit: ptr(2683199.255 * unit.SEK), CO2e: ptr(1500.5 * unit.Kilogram),
			Score: symbiosis.Score{Total: 0.61239, Parts: []symbiosis.ScorePart{{Key: "coverage"}}}},
		{SurplusID: "=s2", NeedID: "n2", Resource: "water", Distance: 10, Budget: 100},
		{SurplusID: "s3", NeedID: "n3", Resource: "wood", Budget: unit.Length(math.Inf(1)), NetBenefit: ptr(-0.001 * unit.SEK), CO2e: ptr(unit.Mass(math.NaN()))},
	}
}

func TestMatchCSV(t *testing.T) {
	var file bytes.Buffer
	w := NewMatchCSV(context.Background(), &file, CSV)
	for _, m := range someMatches() {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if header, _, _ := strings.Cut(file.String(), "\n"); header != "surplus_id,need_id,resource,distance_m,route_m,budget_m,quantity,unit,net_benefit_sek_per_year,co2e_t_per_year,score" {
		t.Errorf("the header is %q", header)
	}
	rows, err := csv.NewReader(&file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]string{MatchColumns(),
		{"s,1", "n1", "heat.50-80", "1234.568", "1604.938", "5224.000", "12000.000", "MWh/yr", "2683199.25", "1.500", "0.6124"},
		{"'=s2", "n2", "water", "10.000", "", "100.000", "", "", "", "", ""},
		{"s3", "n3", "wood", "0.000", "0.000", "", "", "", "0.00", "", ""},
	}, rows); d != "" {
		t.Error(d)
	}
}

// Where decimals have a comma, a spreadsheet parts cells at semicolons, and takes UTF-8 for such only behind its mark.
func TestSemicolonCSV(t *testing.T) {
	var file bytes.Buffer
	w := NewMatchCSV(context.Background(), &file, SemicolonCSV)
	if err := errors.Join(w.Write(someMatches()[0]), w.Close()); err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(file.String(), "\n")
	if !strings.HasPrefix(rows[0], "\ufeffsurplus_id;need_id;resource;") || rows[1] != `"s,1";n1;heat.50-80;1234,568;1604,938;5224,000;12000,000;MWh/yr;2683199,25;1,500;0,6124` {
		t.Errorf("%q", rows)
	}
	file.Reset()
	site := symbiosis.Site{ID: "1.5", Name: "Såg & Hyvel", Location: orb.Point{14.5, 63.25}, NACE: "16.10"}
	if err := Write(context.Background(), &file, SemicolonCSV, Records{Sites: []symbiosis.Site{site}}); err != nil {
		t.Fatal(err)
	}
	if row := strings.Split(file.String(), "\n")[1]; !strings.HasPrefix(row, "1.5;Såg & Hyvel;14,5;63,25;") || !strings.Contains(row, ";16.10;") {
		t.Errorf("a number has a comma, a code has none: %s", row)
	}
}

func TestMatchGeoJSON(t *testing.T) {
	at := map[symbiosis.FlowID]orb.Point{"s,1": {14.5, 63.25}, "n1": {14.75, 63}, "=s2": {1, 2}}
	var file bytes.Buffer
	w := NewMatchGeoJSON(context.Background(), &file, func(id symbiosis.FlowID) (orb.Point, bool) { p, ok := at[id]; return p, ok })
	for _, m := range someMatches() {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var c struct {
		Features []struct {
			Geometry   *struct{ Coordinates [][]float64 }
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(file.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]float64{{14.5, 63.25}, {14.75, 63}}, c.Features[0].Geometry.Coordinates); d != "" {
		t.Error(d)
	}
	if c.Features[1].Geometry != nil || c.Features[2].Geometry != nil {
		t.Error("a match has a line to a place that isn't known")
	}
	if d := cmp.Diff(map[string]any{"kind": "match", "surplus_id": "=s2", "need_id": "n2", "resource": "water", "distance_m": 10.0, "budget_m": 100.0}, c.Features[1].Properties); d != "" {
		t.Error(d)
	}
}

func TestEmptyFilesAreValid(t *testing.T) {
	var file bytes.Buffer
	if err := NewMatchGeoJSON(context.Background(), &file, nil).Close(); err != nil || !json.Valid(file.Bytes()) {
		t.Errorf("%v: %s", err, &file)
	}
	for _, f := range Formats() {
		file.Reset()
		if err := Write(context.Background(), &file, f, Records{}); err != nil {
			t.Fatal(err)
		}
		if b := right(t, mustRead(t, "f", file.String(), Options{})); b.Len() != 0 {
			t.Errorf("%s: %d records", f, b.Len())
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWriteErrors(t *testing.T) {
	ctx := context.Background()
	sites := Records{Sites: []symbiosis.Site{{ID: "a", Name: "A"}}}
	for _, f := range Formats() {
		if err := Write(ctx, full{}, f, sites); symbiosis.KindOf(err) != symbiosis.Unavailable || err == nil {
			t.Errorf("%s: %v", f, err)
		}
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		if err := Write(cancelled, &bytes.Buffer{}, f, sites); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", f, err)
		}
	}
	if err := NewMatchCSV(ctx, full{}, CSV).Close(); symbiosis.KindOf(err) != symbiosis.Unavailable || err == nil {
		t.Error(err)
	}
	both := Records{Sites: sites.Sites, Flows: []symbiosis.Flow{{ID: "f"}}}
	if err := Write(ctx, &bytes.Buffer{}, CSV, both); symbiosis.KindOf(err) != symbiosis.Invalid || err == nil {
		t.Error(err)
	}
	if err := Write(ctx, &bytes.Buffer{}, "pdf", both); symbiosis.KindOf(err) != symbiosis.Invalid || err == nil {
		t.Error(err)
	}
}

// A flow stands at its site's point and an exchange between its sites, for the eye.
func TestGeometryForTheEye(t *testing.T) {
	var file bytes.Buffer
	if err := WriteGeoJSON(context.Background(), &file, Records{
		Sites:     []symbiosis.Site{{ID: "a", Name: "A", Location: orb.Point{1, 2}}, {ID: "b", Name: "B", Location: orb.Point{3, 4}}},
		Flows:     []symbiosis.Flow{{ID: "s", SiteID: "a"}, {ID: "n", SiteID: "b"}, {ID: "lost", SiteID: "c"}},
		Exchanges: []symbiosis.Exchange{{ID: "x", SurplusID: "s", NeedID: "n"}, {ID: "y", SurplusID: "s", NeedID: "lost"}},
	}); err != nil {
		t.Fatal(err)
	}
	var c struct {
		Features []struct {
			ID       string
			Geometry *struct{ Coordinates any }
		}
	}
	if err := json.Unmarshal(file.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	for _, f := range c.Features {
		if got[f.ID] = nil; f.Geometry != nil {
			got[f.ID] = f.Geometry.Coordinates
		}
	}
	a, b := []any{1.0, 2.0}, []any{3.0, 4.0}
	if d := cmp.Diff(map[string]any{"a": a, "b": b, "s": a, "n": b, "lost": nil, "x": []any{a, b}, "y": nil}, got); d != "" {
		t.Error(d)
	}
}

func TestColumnsAreDocumented(t *testing.T) {
	total := 0
	for _, n := range Nouns() {
		total += len(ColumnsOf(n))
		required := 0
		for _, c := range ColumnsOf(n) {
			if c.Noun != n || c.Doc == "" || c.Type == "" || (c.Example == "" && c.Name != "note") {
				t.Errorf("%s.%s lacks something: %+v", n, c.Name, c)
			}
			if c.Type == ChoiceType && len(c.Choices) == 0 {
				t.Errorf("%s.%s has no choices", n, c.Name)
			}
			if c.Required {
				required++
			}
		}
		if want := map[Noun]int{Sites: 4, Flows: 6, Areas: 3, Exchanges: 4, Constraints: 4, Facilities: 4}[n]; required != want {
			t.Errorf("%d columns of a %s are required", required, n)
		}
	}
	if all := Columns(); len(all) != total || ColumnsOf("match") != nil {
		t.Errorf("%d columns in all", len(all))
	}
	// The examples of the documentation are right themselves.
	for _, n := range Nouns() {
		var header, row []string
		for _, c := range ColumnsOf(n) {
			if c.ReadOnly || c.Name == "max_moisture_pct" || c.Name == "shape" {
				continue
			}
			header = append(header, c.Name)
			row = append(row, `"`+strings.ReplaceAll(c.Example, `"`, `""`)+`"`)
		}
		if b := right(t, mustRead(t, string(n), strings.Join(header, ",")+"\n"+strings.Join(row, ",")+"\n", Options{})); b.Len() != 1 {
			t.Errorf("the examples of a %s give %d records", n, b.Len())
		}
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]Format{"a.csv": CSV, "b.GeoJSON": GeoJSON, "c.json": GeoJSON, "e.xlsx": Excel, "csv": "", "d.gpkg": ""} {
		if got, ok := FormatOf(name); got != want && ok || ok != (want != "") {
			t.Errorf("%s: %q %v", name, got, ok)
		}
	}
}
