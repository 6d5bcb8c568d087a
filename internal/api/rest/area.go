package rest

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Area is a piece of industrial land, existing or candidate.
type Area struct {
	ID                string                  `json:"id"`
	Name              string                  `json:"name"`
	Municipality      string                  `json:"municipality,omitempty"`
	Country           string                  `json:"country,omitempty"`
	Geometry          MultiPolygon            `json:"geometry"`
	AreaHa            float64                 `json:"area_ha" doc:"Surface, hectares"`
	Lon               float64                 `json:"lon" doc:"Of a point within, for a label"`
	Lat               float64                 `json:"lat"`
	PlanStatus        symbiosis.PlanStatus    `json:"plan_status"`
	YearsToBuildReady *float64                `json:"years_to_build_ready,omitempty"`
	GridMW            *float64                `json:"grid_mw,omitempty" doc:"What the grid can give, MW"`
	GridYear          int                     `json:"grid_year,omitempty" doc:"From which year"`
	Remediation       string                  `json:"remediation,omitempty"`
	Accuracy          symbiosis.PlaceAccuracy `json:"place_accuracy"`
	Certainty         symbiosis.Certainty     `json:"certainty"`
	Source            string                  `json:"source,omitempty"`
	Note              string                  `json:"note,omitempty"`
	Version           int64                   `json:"version"`
}

// MultiPolygon is a GeoJSON geometry (RFC 7946).
type MultiPolygon struct {
	Type        string           `json:"type" enum:"MultiPolygon"`
	Coordinates orb.MultiPolygon `json:"coordinates" doc:"Longitude, latitude in degrees of WGS 84"`
}

// AreaPage is a part of a list of areas.
type AreaPage struct {
	Items []Area `json:"items"`
	PageInfo
}
