package report

import (
	"strconv"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Sheet is what a pitch sheet shows, in no language: only what its reader may see is in it. It is
// kept as JSON, so that the sheet shows unchanged.
type Sheet struct {
	Title string     `json:"title"`
	Area  SheetArea  `json:"area"`
	Firm  SheetFirm  `json:"firm"`
	Flows []FirmFlow `json:"flows"` // of the firm, each with who could meet it
	// MadeFor is what the reader may see: public or network.
	MadeFor  symbiosis.Visibility `json:"made_for"`
	Contacts []string             `json:"contacts"`
	Made     string               `json:"made"`     // day, ISO 8601
	Revision string               `json:"revision"` // of the data
}

// SheetArea is the land.
type SheetArea struct {
	Name            string               `json:"name"`
	Municipality    string               `json:"municipality,omitempty"`
	Geometry        orb.MultiPolygon     `json:"geometry"`
	Hectares        float64              `json:"area_ha"`
	FitHa           *float64             `json:"fit_ha,omitempty"` // what can be built on
	Plan            symbiosis.PlanStatus `json:"plan_status"`
	YearsToReady    *float64             `json:"years_to_build_ready,omitempty"`
	Restrictions    string               `json:"restrictions,omitempty"`
	GridMW          *float64             `json:"grid_mw,omitempty"`
	GridYear        int                  `json:"grid_year,omitempty"`
	Connections     []Connection         `json:"connections"`
	PriceSEKPerM2   *float64             `json:"price_sek_per_m2,omitempty"`
	Remediation     string               `json:"remediation,omitempty"`
	RemediationCost *float64             `json:"remediation_cost_sek,omitempty"`
	SlopePct        *float64             `json:"slope_pct,omitempty"`
	Near            []Near               `json:"near,omitempty"` // infrastructure
	Estimated       bool                 `json:"estimated"`
	Source          string               `json:"source,omitempty"`
}

// Connection is how near the land lies to a utility; no state, not known.
type Connection struct {
	Utility symbiosis.Utility    `json:"utility"`
	State   symbiosis.Connection `json:"state"`
}

// Near is the nearest infrastructure of a kind.
type Near struct {
	Kind     symbiosis.FacilityKind `json:"kind"`
	Name     string                 `json:"name,omitempty"`
	Distance float64                `json:"distance_m"` // as the crow flies
	Source   string                 `json:"source,omitempty"`
}

// SheetFirm is what would be established. A name that the reader may not see is left empty.
type SheetFirm struct {
	Names        symbiosis.Names `json:"names"`
	Capacity     float64         `json:"capacity"`
	CapacityUnit string          `json:"capacity_unit"`
	CapacityOf   symbiosis.Names `json:"capacity_of"`
	LandHa       *float64        `json:"land_ha,omitempty"`
	GridMW       *float64        `json:"grid_mw,omitempty"`
	WaterM3      *float64        `json:"water_m3_per_year,omitempty"`
	Staff        *float64        `json:"staff,omitempty"`
	Estimated    bool            `json:"estimated"`
	Source       string          `json:"source,omitempty"`
}

// FirmFlow is a need or a surplus of the firm.
type FirmFlow struct {
	Direction symbiosis.Direction    `json:"direction"`
	Resource  symbiosis.ResourceCode `json:"resource"`
	Amount    float64                `json:"amount"` // a year
	Unit      string                 `json:"unit"`   // "GWh/yr", "t/yr"; the flow's own where neither fits
	SupplyC   *float64               `json:"supply_c,omitempty"`
	ReturnC   *float64               `json:"return_c,omitempty"`
	Source    string                 `json:"source,omitempty"`
	Estimated bool                   `json:"estimated"`
	Partners  []Partner              `json:"partners"`
	More      int                    `json:"more,omitempty"` // partners that may be shown but are left out
	// Sum is what partners that may not be shown have together, where that may be told.
	Sum     *float64 `json:"sum,omitempty"`
	SumUnit string   `json:"sum_unit,omitempty"`
}

// Partner is a site that could give what the firm needs, or take what it has over.
type Partner struct {
	// FlowID and SiteID say what the row is of, so that it can be left out when they are closed; no form
	// of the document shows them. Sheets made before 2026-11-26 lack them.
	FlowID       symbiosis.FlowID       `json:"flow_id,omitempty"`
	SiteID       symbiosis.SiteID       `json:"site_id,omitempty"`
	Site         string                 `json:"site"`
	Municipality string                 `json:"municipality,omitempty"`
	Point        orb.Point              `json:"point"`
	Resource     symbiosis.ResourceCode `json:"resource"`
	SupplyC      *float64               `json:"supply_c,omitempty"`
	Amount       float64                `json:"amount"` // that would be delivered in a year
	Unit         string                 `json:"unit"`
	RouteM       float64                `json:"route_m"`
	// Cost is per unit at the receiver's gate.
	Cost       *float64            `json:"cost,omitempty"`
	CostUnit   string              `json:"cost_unit,omitempty"` // "SEK/MWh", "SEK/t"
	Investment *float64            `json:"investment_sek,omitempty"`
	Class      symbiosis.HeatClass `json:"class,omitempty"`
	Estimated  bool                `json:"estimated"`
	// PartlyTaken says that an exchange that isn't shown uses some of it today.
	PartlyTaken bool   `json:"partly_taken,omitempty"`
	Source      string `json:"source,omitempty"`
}

func (p Partner) key() string {
	return p.Site + "\x00" + strconv.FormatFloat(p.Point[0], 'f', 7, 64) + "\x00" + strconv.FormatFloat(p.Point[1], 'f', 7, 64)
}
