package rest

import (
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Geometry is a GeoJSON geometry (RFC 7946) of any type but a collection.
type Geometry struct{ Geometry orb.Geometry }

// Schema describes it as what stands on the wire.
func (Geometry) Schema(r huma.Registry) *huma.Schema {
	const name = "Geometry"
	if r.Map()[name] == nil {
		s := &huma.Schema{Type: huma.TypeObject, Description: "A GeoJSON geometry (RFC 7946); longitude, latitude in degrees of WGS 84",
			Required: []string{"type", "coordinates"}, AdditionalProperties: true,
			Properties: map[string]*huma.Schema{
				"type":        {Type: huma.TypeString, Enum: []any{"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}},
				"coordinates": {Type: huma.TypeArray, Items: &huma.Schema{}},
			}}
		s.PrecomputeMessages()
		r.Map()[name] = s
	}
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

// MarshalJSON implements json.Marshaler.
func (g Geometry) MarshalJSON() ([]byte, error) {
	if g.Geometry == nil {
		return []byte("null"), nil
	}
	shown := g.Geometry
	switch surface := shown.(type) {
	case orb.Polygon:
		shown = rightHanded(orb.MultiPolygon{surface})[0]
	case orb.MultiPolygon:
		shown = rightHanded(surface)
	}
	return json.Marshal(geojson.NewGeometry(shown))
}

// UnmarshalJSON implements json.Unmarshaler.
func (g *Geometry) UnmarshalJSON(b []byte) error {
	read, err := geojson.UnmarshalGeometry(b)
	if err != nil {
		return err
	}
	g.Geometry = read.Geometry()
	return nil
}

// whole returns the geometry made whole, with what was put right.
func (g Geometry) whole() (orb.Geometry, []symbiosis.Problem, error) {
	if g.Geometry == nil {
		return nil, nil, wrongGeometry("null", "a geometry with type and coordinates")
	}
	return exchangeformat.Mended(g.Geometry)
}

func wrongGeometry(value, hint string) error {
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the geometry is not valid", Problems: []symbiosis.Problem{{
		Field: "geometry", Code: "wrong_geometry", Value: value, Text: "is of the wrong type", Hint: hint}}}
}

// dateOf reads a day of a body.
func dateOf(field, text string) (symbiosis.Date, error) {
	d, err := symbiosis.ParseDate(text)
	if err != nil {
		return d, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the date can't be read", Problems: []symbiosis.Problem{{
			Field: field, Code: "not_a_date", Value: text, Text: "is not a date", Hint: "such as 2026-03-01"}}}
	}
	return d, nil
}
