package geopackage

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

func TestLayersOfResultsAreReadByGDALWithoutWarning(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rapport å.gpkg")
	square := orb.MultiPolygon{{{{14, 63}, {15, 63}, {15, 64}, {14, 63}}}}
	layers := []Layer{
		{Name: "areas", Description: "Områden", Geometry: "MULTIPOLYGON", Fields: []Field{{"name", "TEXT", "Namn"}, {"score", "DOUBLE", "Poäng"}, {"rank", "INTEGER", ""}}, Rows: []LayerRow{
			{square, []any{"Mörsil", 0.5, 1}}, {nil, []any{"utan gräns", nil, nil}}, {orb.MultiPolygon{}, []any{"tomt", nil, 3}},
		}},
		{Name: "empty", Geometry: "POINT", Fields: []Field{{"name", "TEXT", ""}}},
		{Name: "about", Fields: []Field{{"key", "TEXT", ""}, {"value", "TEXT", ""}}, Rows: []LayerRow{{nil, []any{"version", "7"}}}},
	}
	if err := WriteLayers(t.Context(), path, layers, func(_, _ int) {}); err != nil {
		t.Fatal(err)
	}
	out := gdal(t, "ogrinfo", "-al", path)
	for _, want := range []string{
		"Layer name: areas", "Geometry: Multi Polygon", "Feature Count: 3", "Extent: (14.000000, 63.000000) - (15.000000, 64.000000)", "name (String) = Mörsil",
		"score (Real) = 0.5", "rank (Integer64) = 1", "score (Real) = (null)", "Layer name: empty", "Feature Count: 0", "Layer name: about", "Geometry: None", `ID["EPSG",4326]`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("ogrinfo doesn't show %q:\n%s", want, out)
		}
	}
	if err := WriteLayers(t.Context(), path, layers, func(_, _ int) {}); symbiosis.KindOf(err) != symbiosis.Conflict {
		t.Errorf("written over: %v", err)
	}
	for _, bad := range []Layer{{Name: "a; DROP TABLE x"}, {Name: "a", Fields: []Field{{"b c", "TEXT", ""}}}, {Name: "a", Fields: []Field{{"b", "BLOB", ""}}}} {
		if err := WriteLayers(t.Context(), filepath.Join(t.TempDir(), "bad.gpkg"), []Layer{bad}, func(_, _ int) {}); err == nil {
			t.Errorf("%+v was written", bad)
		}
	}
}
