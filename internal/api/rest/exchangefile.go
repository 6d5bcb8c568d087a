package rest

import "github.com/samloka/samloka/internal/symbiosis"

// ImportReport tells what an import did, or would do.
type ImportReport struct {
	DryRun       bool                `json:"dry_run" doc:"Nothing was written"`
	Sites        ImportCount         `json:"sites"`
	Flows        ImportCount         `json:"flows"`
	Areas        ImportCount         `json:"areas"`
	Exchanges    ImportCount         `json:"exchanges"`
	Constraints  ImportCount         `json:"constraints"`
	Facilities   ImportCount         `json:"facilities"`
	LeftOut      int                 `json:"left_out" doc:"Rows that are not right, of a partial import"`
	Problems     []symbiosis.Problem `json:"problems" doc:"What is not right, each with its place"`
	Notices      []symbiosis.Problem `json:"notices" doc:"What was understood in a certain way, or left out without harm"`
	MoreProblems int                 `json:"more_problems,omitempty" doc:"Beyond those told"`
	MoreNotices  int                 `json:"more_notices,omitempty" doc:"Beyond those told"`
}

// ImportCount counts the records of one kind.
type ImportCount struct {
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
}

// ColumnList describes the columns that an import knows.
type ColumnList struct {
	Items []Column `json:"items"`
}

// Column is a column of a file, or an attribute of a feature.
type Column struct {
	Table    string   `json:"table" enum:"sites,flows,areas,exchanges,constraints,facilities"`
	Name     string   `json:"name"`
	Required bool     `json:"required"`
	ReadOnly bool     `json:"read_only,omitempty" doc:"Understood on the way in, never written"`
	Type     string   `json:"type" enum:"text,number,choice,date,list,geometry"`
	Unit     string   `json:"unit,omitempty"`
	Values   []string `json:"values,omitempty" doc:"A closed set"`
	Synonyms []string `json:"synonyms,omitempty" doc:"Other headers taken for this one"`
	Text     string   `json:"text"`
	Example  string   `json:"example,omitempty"`
}
