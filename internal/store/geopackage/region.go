package geopackage

import (
	"context"
	"math"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// regionInfo holds one row: the first is read, should another program have added more.
var regionInfo = &table{
	name:      "region_info",
	columns:   []string{"name_sv", "name_nb", "name_en", "questions"},
	selectAll: "SELECT fid, name_sv, name_nb, name_en, questions, NULL FROM region_info ORDER BY fid LIMIT 1",
	insert:    "INSERT INTO region_info (name_sv, name_nb, name_en, questions) VALUES (?, ?, ?, ?)",
	remove:    "DELETE FROM region_info",
}

var assumptions = &table{
	name:      "assumptions",
	columns:   []string{"key", "value"},
	selectAll: "SELECT fid, key, value, NULL FROM assumptions ORDER BY fid",
	insert:    "INSERT INTO assumptions (key, value) VALUES (?, ?)",
	remove:    "DELETE FROM assumptions",
}

func loadInfo(ctx context.Context, from queryer, info *symbiosis.RegionInfo) ([]symbiosis.Problem, error) {
	return eachRow(ctx, from, regionInfo, func(r *row) {
		info.Name = symbiosis.Names{SV: r.text(), NB: r.text(), EN: r.text()}
		info.Questions = fromJSON[symbiosis.Question](r)
	})
}

func loadAssumptions(ctx context.Context, from queryer, values *map[string]float64) ([]symbiosis.Problem, error) {
	*values = map[string]float64{}
	return eachRow(ctx, from, assumptions, func(r *row) {
		key, value := r.text(), optional[float64](r)
		switch {
		case key == "":
			r.add("key", "required", nil, "is missing", "the key of an assumption, or delete the row")
		case value == nil:
			r.add("value", "required", nil, "is missing", "a number, or delete the row")
		default:
			(*values)[key] = *value
		}
	})
}

func eachRow(ctx context.Context, from queryer, t *table, read func(*row)) ([]symbiosis.Problem, error) {
	rows, err := from.QueryContext(ctx, t.selectAll)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	r := newRow(t)
	for rows.Next() {
		if err := rows.Scan(r.targets...); err != nil {
			return nil, err
		}
		r.start()
		read(r)
	}
	return r.problems, rows.Err()
}

func (tx *transaction) PutInfo(ctx context.Context, info symbiosis.RegionInfo) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	questions, err := jsonOrNull(info.Questions)
	if err != nil {
		return symbiosis.Errorf(symbiosis.Invalid, "the questions can't be stored: %w", err)
	}
	if err := tx.exec(ctx, regionInfo.remove); err != nil {
		return err
	}
	tx.changed[regionInfo.name] = true
	return tx.exec(ctx, regionInfo.insert, orNull(info.Name.SV), orNull(info.Name.NB), orNull(info.Name.EN), questions)
}

func (tx *transaction) PutAssumptions(ctx context.Context, values map[string]float64) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	keys := make([]string, 0, len(values))
	for key, v := range values {
		if key == "" || math.IsNaN(v) || math.IsInf(v, 0) {
			return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the assumptions are not valid", Problems: []symbiosis.Problem{
				{Field: "assumptions." + key, Code: "not_a_number", Text: "must be a number under a key"},
			}}
		}
		keys = append(keys, key)
	}
	slices.Sort(keys)
	if err := tx.exec(ctx, assumptions.remove); err != nil {
		return err
	}
	tx.changed[assumptions.name] = true
	for _, key := range keys {
		if err := tx.exec(ctx, assumptions.insert, key, values[key]); err != nil {
			return err
		}
	}
	return nil
}
