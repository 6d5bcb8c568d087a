package wording

import "github.com/samloka/samloka/internal/symbiosis"

var planStatuses = map[string]symbiosis.Names{
	"detaljplan":    {SV: "detaljplan", NB: "reguleringsplan", EN: "detailed development plan"},
	"oversiktsplan": {SV: "översiktsplan", NB: "kommuneplan", EN: "comprehensive plan"},
	"none":          {SV: "ingen plan", NB: "ingen plan", EN: "no plan"},
}

var connections = map[string]symbiosis.Names{
	"connected": {SV: "anslutet", NB: "tilkoblet", EN: "connected"},
	"nearby":    {SV: "i närheten", NB: "i nærheten", EN: "nearby"},
	"none":      {SV: "finns inte", NB: "finnes ikke", EN: "none"},
	"":          {SV: "inte känt", NB: "ikke kjent", EN: "not known"},
}

var utilities = map[string]symbiosis.Names{
	"water":            {SV: "Vatten", NB: "Vann", EN: "Water"},
	"sewage":           {SV: "Avlopp", NB: "Avløp", EN: "Sewage"},
	"fibre":            {SV: "Fiber", NB: "Fiber", EN: "Fibre"},
	"district_heating": {SV: "Fjärrvärme", NB: "Fjernvarme", EN: "District heating"},
}

var constraintLayers = map[string]symbiosis.Names{
	"protected_nature": {SV: "Skyddad natur", NB: "Vernet natur", EN: "Protected nature"},
	"natura_2000":      {SV: "Natura 2000", NB: "Natura 2000", EN: "Natura 2000"},
	"shore":            {SV: "Strandskydd", NB: "Strandsone", EN: "Shore protection"},
	"flood":            {SV: "Översvämning", NB: "Flom", EN: "Flooding"},
	"groundwater":      {SV: "Vattenskydd", NB: "Grunnvannsbeskyttelse", EN: "Groundwater protection"},
	"heritage":         {SV: "Kulturmiljö", NB: "Kulturmiljø", EN: "Heritage"},
	"housing":          {SV: "Bostäder", NB: "Boliger", EN: "Housing"},
	"other":            {SV: "Annat", NB: "Annet", EN: "Other"},
}

var constraintEffects = map[string]symbiosis.Names{
	"excludes":  {SV: "utesluter", NB: "utelukker", EN: "excludes"},
	"penalises": {SV: "talar emot", NB: "taler imot", EN: "counts against"},
	"informs":   {SV: "upplyser", NB: "opplyser", EN: "informs"},
}

var facilityKinds = map[string]symbiosis.Names{
	"highway":          {SV: "Större väg", NB: "Hovedvei", EN: "Main road"},
	"rail":             {SV: "Järnväg", NB: "Jernbane", EN: "Railway"},
	"port":             {SV: "Hamn", NB: "Havn", EN: "Port"},
	"substation":       {SV: "Transformatorstation", NB: "Transformatorstasjon", EN: "Substation"},
	"district_heating": {SV: "Fjärrvärmenät", NB: "Fjernvarmenett", EN: "District heating network"},
}

var accuracies = map[string]symbiosis.Names{
	"exact":       {SV: "exakt plats", NB: "nøyaktig plassering", EN: "exact place"},
	"approximate": {SV: "ungefärlig plats", NB: "omtrentlig plassering", EN: "approximate place"},
}

// PlanStatus returns the name of a plan status.
func (w Words) PlanStatus(s symbiosis.PlanStatus) string { return w.term(planStatuses, string(s)) }

// Connection returns how near a utility is, in a word; of "" that it isn't known.
func (w Words) Connection(c symbiosis.Connection) string { return w.term(connections, string(c)) }

// Utility returns the name of a utility.
func (w Words) Utility(u symbiosis.Utility) string { return w.term(utilities, string(u)) }

// ConstraintLayer returns the name of a layer of constraints; of a region's own its key.
func (w Words) ConstraintLayer(l symbiosis.ConstraintLayer) string {
	return w.term(constraintLayers, string(l))
}

// ConstraintEffect returns what a constraint does to land, in a word.
func (w Words) ConstraintEffect(e symbiosis.ConstraintEffect) string {
	return w.term(constraintEffects, string(e))
}

// FacilityKind returns the name of a kind of infrastructure.
func (w Words) FacilityKind(k symbiosis.FacilityKind) string {
	return w.term(facilityKinds, string(k))
}

// PlaceAccuracy says whether a place is exact.
func (w Words) PlaceAccuracy(a symbiosis.PlaceAccuracy) string {
	return w.term(accuracies, string(a))
}
