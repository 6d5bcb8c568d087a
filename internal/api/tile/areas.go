package tile

import (
	"context"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

var areaLayer = &layer{
	name: "areas", text: "Industrial land, existing and candidate",
	fields: []Field{
		{"id", "String", "Id of the area"},
		{"name", "String", ""},
		{"municipality", "String", ""},
		{"plan_status", "String", "detaljplan, oversiktsplan or none"},
		{"area_ha", "Number", "Surface, hectares"},
		{"estimated", "Boolean", "An estimate, or the place is approximate"},
	},
	load: func(_ context.Context, s *planner.Snapshot) (drawing, error) {
		d := &shapes[measuredArea]{tag: tagArea}
		for _, a := range s.Areas(planner.AreaFilter{}, planner.Page{}).Items {
			d.add(measuredArea{a.Area, geo.AreaOf(a.Geometry).Hectares()}, a.Geometry)
		}
		return d, nil
	},
}

// measuredArea has its surface, which takes longer to measure than to draw.
type measuredArea struct {
	symbiosis.Area
	hectares float64
}

func tagArea(e *encoder, a *measuredArea) {
	e.text(0, string(a.ID))
	e.text(1, a.Name)
	e.text(2, a.Municipality)
	e.text(3, string(a.PlanStatus))
	e.number(4, a.hectares)
	e.flag(5, a.Certainty == symbiosis.Estimated || a.Accuracy == symbiosis.Approximate)
}
