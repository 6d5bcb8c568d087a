package symbiosis

// Region is all that one store holds.
type Region struct {
	Info        RegionInfo
	Sites       []Site
	Flows       []Flow
	Areas       []Area
	Exchanges   []Exchange
	Constraints []Constraint
	Facilities  []Facility
	Profiles    []Profile
	Comparisons []Comparison
	Pitches     []Pitch
	Settings    []Setting
	Assumptions map[string]float64 // the region's own values, by key; others are the defaults
}

// RegionInfo describes a region to a visitor.
type RegionInfo struct {
	Name      Names      `json:"name"`
	Questions []Question `json:"questions,omitempty"`
}

// Question is something to click for a first-time visitor.
type Question struct {
	Role   string `json:"role"` // "planner", "establishment_officer", "facilitator"
	Text   Names  `json:"text"`
	Target string `json:"target"` // "site:ID", "flow:ID", "area:ID", "match:SURPLUS:NEED"
}
