package rest

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

// AreaAttributes are what a user gives of a piece of land, its outline apart.
type AreaAttributes struct {
	ID                 string                  `json:"id,omitempty" doc:"Stays the same; made by the server when left out" maxLength:"120"`
	Name               string                  `json:"name" maxLength:"300"`
	Municipality       string                  `json:"municipality,omitempty"`
	Country            string                  `json:"country,omitempty" doc:"ISO 3166-1 alpha-2" example:"SE"`
	PlanStatus         symbiosis.PlanStatus    `json:"plan_status,omitempty" doc:"none when left out"`
	YearsToBuildReady  *float64                `json:"years_to_build_ready,omitempty"`
	Restrictions       string                  `json:"restrictions,omitempty" doc:"What the plan or the owner doesn't allow"`
	GridMW             *float64                `json:"grid_mw,omitempty" doc:"What the grid can give, MW"`
	GridYear           int                     `json:"grid_year,omitempty" doc:"From which year"`
	Water              symbiosis.Connection    `json:"water,omitempty" doc:"Not known when left out"`
	Sewage             symbiosis.Connection    `json:"sewage,omitempty" doc:"Not known when left out"`
	Fibre              symbiosis.Connection    `json:"fibre,omitempty" doc:"Not known when left out"`
	DistrictHeating    symbiosis.Connection    `json:"district_heating,omitempty" doc:"Not known when left out"`
	PriceSEKPerM2      *float64                `json:"price_sek_per_m2,omitempty" doc:"Asked, SEK/m²"`
	Remediation        string                  `json:"remediation,omitempty" doc:"What is known of contamination"`
	RemediationCostSEK *float64                `json:"remediation_cost_sek,omitempty" doc:"Of making the land fit to build on, SEK; left out when not known, which is not nil"`
	SlopePct           *float64                `json:"slope_pct,omitempty" doc:"Mean slope of the ground, per cent; left out when not known, which is not level"`
	Owner              string                  `json:"owner,omitempty"`
	Contact            string                  `json:"contact,omitempty" doc:"Whom to ask"`
	Accuracy           symbiosis.PlaceAccuracy `json:"place_accuracy,omitempty" doc:"exact when left out"`
	Certainty          symbiosis.Certainty     `json:"certainty,omitempty" doc:"estimated when left out"`
	Visibility         symbiosis.Visibility    `json:"visibility,omitempty" doc:"public when left out"`
	Source             string                  `json:"source,omitempty"`
	SourceDate         string                  `json:"source_date,omitempty" doc:"Of the source" example:"2026-03-01"`
	Note               string                  `json:"note,omitempty"`
}

// AreaDerived is what the server adds to a piece of land.
type AreaDerived struct {
	AreaHa  float64             `json:"area_ha" doc:"Surface, hectares"`
	Lon     float64             `json:"lon" doc:"Of a point within, for a label"`
	Lat     float64             `json:"lat"`
	Version int64               `json:"version"`
	Notices []symbiosis.Problem `json:"notices,omitempty" doc:"What was put right in the outline when it was stored"`
}

// Area is a piece of industrial land, existing or candidate.
type Area struct {
	AreaAttributes
	// These are always there.
	ID         string                  `json:"id"`
	PlanStatus symbiosis.PlanStatus    `json:"plan_status"`
	Accuracy   symbiosis.PlaceAccuracy `json:"place_accuracy"`
	Certainty  symbiosis.Certainty     `json:"certainty"`
	Visibility symbiosis.Visibility    `json:"visibility"`
	Geometry   MultiPolygon            `json:"geometry"`
	AreaDerived
}

// AreaInput is a piece of land as it is sent. What the server added may be sent back.
type AreaInput struct {
	AreaAttributes
	Geometry Geometry `json:"geometry" doc:"A Polygon or MultiPolygon. One that crosses itself is made whole, and told of in notices"`
	AreaHa   any      `json:"area_ha,omitempty" doc:"Ignored"`
	Lon      any      `json:"lon,omitempty" doc:"Ignored"`
	Lat      any      `json:"lat,omitempty" doc:"Ignored"`
	Version  any      `json:"version,omitempty" doc:"Ignored"`
	Notices  any      `json:"notices,omitempty" doc:"Ignored"`
}

func (a *AreaAttributes) givenID() *string { return &a.ID }

// record makes the outline whole.
func (in *AreaInput) record() (symbiosis.Area, []symbiosis.Problem, error) {
	a := symbiosis.Area{
		ID: symbiosis.AreaID(in.ID), Name: in.Name, Municipality: in.Municipality, Country: in.Country, PlanStatus: in.PlanStatus,
		YearsToBuildReady: in.YearsToBuildReady, Restrictions: in.Restrictions, GridYear: in.GridYear,
		Water: in.Water, Sewage: in.Sewage, Fibre: in.Fibre, DistrictHeating: in.DistrictHeating,
		Price: as[unit.LandPrice](in.PriceSEKPerM2), Remediation: in.Remediation, RemediationCost: as[unit.Money](in.RemediationCostSEK), Slope: in.SlopePct,
		Owner: in.Owner, Contact: in.Contact, Accuracy: in.Accuracy, Certainty: in.Certainty, Visibility: in.Visibility,
		Source: in.Source, Note: in.Note,
	}
	if in.GridMW != nil {
		p := unit.Power(*in.GridMW) * unit.Megawatt
		a.GridPower = &p
	}
	var err error
	if a.SourceDate, err = dateOf("source_date", in.SourceDate); err != nil {
		return a, nil, err
	}
	g, notices, err := in.Geometry.whole()
	if err != nil {
		return a, nil, err
	}
	switch g := g.(type) {
	case orb.Polygon:
		a.Geometry = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		a.Geometry = g
	default:
		return a, nil, wrongGeometry(g.GeoJSONType(), "land is a Polygon or MultiPolygon")
	}
	return a, notices, nil
}

// attributesOfArea returns what a user gave of an area, its outline apart.
func attributesOfArea(a symbiosis.Area) AreaAttributes {
	return AreaAttributes{
		ID: string(a.ID), Name: a.Name, Municipality: a.Municipality, Country: a.Country, PlanStatus: a.PlanStatus,
		YearsToBuildReady: a.YearsToBuildReady, Restrictions: a.Restrictions, GridMW: megawatts(a), GridYear: a.GridYear,
		Water: a.Water, Sewage: a.Sewage, Fibre: a.Fibre, DistrictHeating: a.DistrictHeating,
		PriceSEKPerM2: as[float64](a.Price), Remediation: a.Remediation, RemediationCostSEK: as[float64](a.RemediationCost), SlopePct: a.Slope,
		Owner: a.Owner, Contact: a.Contact, Accuracy: a.Accuracy, Certainty: a.Certainty, Visibility: a.Visibility,
		Source: a.Source, SourceDate: a.SourceDate.String(), Note: a.Note,
	}
}

// as gives an optional number another type.
func as[T, F ~float64](v *F) *T {
	if v == nil {
		return nil
	}
	t := T(*v)
	return &t
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

type areasInput struct {
	Listing
	Ordering
	Municipality string `query:"municipality" doc:"Name, in any case"`
}

func (in *areasInput) filter() (planner.AreaFilter, any, error) {
	bounds, err := parseBBox(in.BBox)
	return planner.AreaFilter{Bounds: bounds, Municipality: in.Municipality}, [...]string{in.BBox, in.Municipality}, err
}

// storedArea shows an area as it was stored.
func (v view) storedArea(a symbiosis.Area, notices []symbiosis.Problem) Area {
	out := v.area(planner.Placed(a))
	out.Notices = wording.Faults(v.lang, notices)
	return out
}

func (v view) deletedArea(a symbiosis.Area) Area { return v.area(planner.Placed(a)) }
