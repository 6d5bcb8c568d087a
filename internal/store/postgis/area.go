package postgis

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

var areas = newTable("areas",
	"geom",
	"id",
	"name",
	"municipality",
	"country",
	"plan_status",
	"years_to_build_ready",
	"grid_mw",
	"grid_year",
	"remediation",
	"place_accuracy",
	"certainty",
	"source",
	"note",
)

var areaKind = kind[symbiosis.Area]{
	table:  areas,
	noun:   "area",
	read:   readArea,
	values: areaValues,
	check: func(a *symbiosis.Area) error {
		a.Normalise()
		return a.Validate()
	},
	id:         func(a symbiosis.Area) string { return string(a.ID) },
	setVersion: func(a *symbiosis.Area, version int64) { a.Version = version },
}

func readArea(r *row) symbiosis.Area {
	var a symbiosis.Area
	faults := len(r.problems)
	switch g := r.geometry().(type) {
	case nil:
	case orb.MultiPolygon:
		a.Geometry = g
	default:
		r.add("geom", "wrong_geometry", g.GeoJSONType(), "is not a polygon", "")
	}
	a.ID = symbiosis.AreaID(r.text())
	a.Name = r.text()
	a.Municipality = code[string](r)
	a.Country = code[string](r)
	a.PlanStatus = code[symbiosis.PlanStatus](r)
	a.YearsToBuildReady = optional[float64](r)
	if mw := optional[float64](r); mw != nil {
		p := unit.Power(*mw) * unit.Megawatt
		a.GridPower = &p
	}
	a.GridYear = r.whole()
	a.Remediation = r.text()
	a.Accuracy = code[symbiosis.PlaceAccuracy](r)
	a.Certainty = code[symbiosis.Certainty](r)
	a.Source = code[string](r)
	a.Note = r.text()
	a.Version = r.version()
	id := a.ID
	a.Normalise()
	r.checkSameID(string(id), string(a.ID))
	r.check(faults, a.Validate())
	return a
}

func areaValues(a symbiosis.Area) ([]any, error) {
	return []any{
		a.Geometry,
		string(a.ID),
		orNull(a.Name),
		orNull(a.Municipality),
		orNull(a.Country),
		orNull(a.PlanStatus),
		numberOrNull(a.YearsToBuildReady),
		megawattsOrNull(a.GridPower),
		wholeOrNull(a.GridYear),
		orNull(a.Remediation),
		orNull(a.Accuracy),
		orNull(a.Certainty),
		orNull(a.Source),
		orNull(a.Note),
	}, nil
}

// megawattsOrNull returns the MW that give p again when they are read. Division rounds, so a
// neighbour of the quotient may be the right one; for a power that was entered in MW one always
// is. A power that no number of MW gives comes back one rounding off.
func megawattsOrNull(p *unit.Power) any {
	if p == nil {
		return nil
	}
	mw := p.Megawatts()
	for _, near := range []float64{mw, math.Nextafter(mw, math.Inf(1)), math.Nextafter(mw, math.Inf(-1))} {
		if unit.Power(near)*unit.Megawatt == *p {
			return near
		}
	}
	return mw
}
