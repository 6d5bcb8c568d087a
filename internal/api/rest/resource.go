package rest

import "github.com/samloka/samloka/internal/symbiosis"

// ResourceList is the catalogue.
type ResourceList struct {
	Version string     `json:"version" doc:"Date of the catalogue"`
	Items   []Resource `json:"items" doc:"Parents before their children"`
}

// Resource is a node of the catalogue with its defaults; a child has its parents' where it
// says nothing itself.
type Resource struct {
	symbiosis.Resource
	Name  string `json:"name" doc:"In the language asked for"`
	Depth int    `json:"depth" doc:"0 at a root"`
	Flows int    `json:"flows" doc:"How many flows of the region are of it or of what lies below it"`
}

// WasteCodeList is a part of the European List of Waste.
type WasteCodeList struct {
	Items []WasteCode `json:"items"`
	Total int         `json:"total" doc:"How many codes fit, of which limit are given"`
}

// WasteCode is an entry of the European List of Waste.
type WasteCode struct {
	Code      string                   `json:"code"`
	Hazardous bool                     `json:"hazardous"`
	Name      string                   `json:"name" doc:"English, as in the Decision"`
	Resources []symbiosis.ResourceCode `json:"resources" doc:"Where the catalogue takes it to"`
}

// AssumptionList is every default that a user can see and change.
type AssumptionList struct {
	Items []Assumption `json:"items"`
}

// Assumption is a default with the region's own value where it has one.
type Assumption struct {
	Key          string   `json:"key"`
	Group        string   `json:"group"`
	Name         string   `json:"name" doc:"In the language asked for"`
	Value        float64  `json:"value"`
	Default      float64  `json:"default"`
	Changed      bool     `json:"changed,omitempty" doc:"The region has a value of its own"`
	Unit         string   `json:"unit"`
	Year         int      `json:"year,omitempty" doc:"Price level, or the year a factor holds for"`
	Source       string   `json:"source"`
	Assumption   bool     `json:"assumption,omitempty" doc:"No source gives the figure"`
	Min          float64  `json:"min"`
	Max          float64  `json:"max"`
	Choices      []string `json:"choices,omitempty" doc:"Codes of the values 0, 1, 2 …"`
	ChoiceLabels []string `json:"choice_labels,omitempty" doc:"Their names, in the language asked for"`
}

// AssumptionValues are the region's own values, by key. Those left out are the defaults.
type AssumptionValues struct {
	Values map[string]float64 `json:"values"`
}
