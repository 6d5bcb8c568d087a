package rest

import "github.com/samloka/samloka/internal/symbiosis"

// ImportReport tells what an import did, or would do.
type ImportReport struct {
	DryRun    bool                `json:"dry_run" doc:"Nothing was written"`
	Sites     ImportCount         `json:"sites"`
	Flows     ImportCount         `json:"flows"`
	Areas     ImportCount         `json:"areas"`
	Exchanges ImportCount         `json:"exchanges"`
	Problems  []symbiosis.Problem `json:"problems" doc:"Rows left out, each with its place"`
	Warnings  []symbiosis.Problem `json:"warnings" doc:"Rows taken, with something to look at"`
}

// ImportCount counts the records of one kind.
type ImportCount struct {
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	LeftOut   int `json:"left_out"`
}

// ColumnList describes the columns that an import knows.
type ColumnList struct {
	Items []Column `json:"items"`
}

// Column is a column of a file, or an attribute of a feature.
type Column struct {
	Table    string   `json:"table" enum:"sites,flows,areas,exchanges"`
	Name     string   `json:"name"`
	Required bool     `json:"required"`
	Type     string   `json:"type"`
	Unit     string   `json:"unit,omitempty"`
	Values   []string `json:"values,omitempty" doc:"A closed set"`
	Text     string   `json:"text" doc:"In the language asked for where there is one"`
	Example  string   `json:"example,omitempty"`
}
