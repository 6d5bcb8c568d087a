package rest

import (
	"context"
	"time"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// BrokenRow is a row of the store that another program has written, that breaks a rule and is left out.
type BrokenRow struct {
	Table    string              `json:"table" example:"sites"`
	ID       string              `json:"id,omitempty" doc:"As it stands in the table; left out where the row has none"`
	Problems []symbiosis.Problem `json:"problems" doc:"What is wrong, each with its place"`
	Spoilt   *Spoilt             `json:"spoilt,omitempty" doc:"The change before which the row was right; left out where none is remembered"`
}

// Spoilt is the change that has spoilt a row.
type Spoilt struct {
	Number int64     `json:"number" doc:"Of the change: undone with If-Match: *, the row is again as it was before"`
	At     time.Time `json:"at" doc:"When, by the store's clock"`
	By     string    `json:"by" doc:"The user of the database, or empty when another program wrote into the file"`
}

// BrokenRows are the rows that are left out.
type BrokenRows struct {
	Count int         `json:"count" doc:"How many there are"`
	Items []BrokenRow `json:"items" doc:"The first hundred, by table and id"`
}

func (s *Service) brokenRows(ctx context.Context, in *onlyLanguage) (*jsonOutput[BrokenRows], error) {
	rows, count, err := s.planner.BrokenRows(ctx)
	if err != nil {
		return nil, err
	}
	out := BrokenRows{Count: count, Items: []BrokenRow{}}
	for _, r := range rows {
		row := BrokenRow{Table: r.Table, ID: r.ID, Problems: []symbiosis.Problem{}}
		row.Problems = append(row.Problems, wording.Faults(in.lang(), r.Problems)...)
		if c := r.Spoilt; c != nil {
			row.Spoilt = &Spoilt{c.Number, c.At.UTC(), c.Actor}
		}
		out.Items = append(out.Items, row)
	}
	return &jsonOutput[BrokenRows]{out}, nil
}
