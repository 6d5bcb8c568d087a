package geopackage

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// regionInfo holds one row: the first is read, should another program have added more.
var regionInfo = &table{
	name:      "region_info",
	knownAs:   "region",
	columns:   []string{"name_sv", "name_nb", "name_en", "questions"},
	selectAll: "SELECT fid, name_sv, name_nb, name_en, questions, NULL FROM region_info ORDER BY fid LIMIT 1",
	insert:    "INSERT INTO region_info (name_sv, name_nb, name_en, questions) VALUES (?, ?, ?, ?)",
	update:    "UPDATE region_info SET name_sv = ?, name_nb = ?, name_en = ?, questions = ? WHERE fid = ?",
}

var assumptions = &table{
	name:      "assumptions",
	columns:   []string{"key", "value"},
	keyAt:     1,
	selected:  "SELECT fid, key, value, NULL FROM assumptions",
	selectAll: "SELECT fid, key, value, NULL FROM assumptions ORDER BY fid",
	insert:    "INSERT INTO assumptions (key, value) VALUES (?, ?)",
	update:    "UPDATE assumptions SET key = ?, value = ? WHERE fid = ?",
	remove:    "DELETE FROM assumptions WHERE fid = ?",
}

func loadInfo(ctx context.Context, from queryer, info *symbiosis.RegionInfo) ([]symbiosis.BrokenRow, error) {
	return eachRow(ctx, from, regionInfo, regionInfo.selectAll, func(r *row) { *info = infoOf(r) })
}

func infoOf(r *row) symbiosis.RegionInfo {
	return symbiosis.RegionInfo{
		Name:      symbiosis.Names{SV: r.text(), NB: r.text(), EN: r.text()},
		Questions: fromJSON[symbiosis.Question](r),
	}
}

// readInfo and readAssumption read rows for the history.
func readInfo(r *row) (id string, value any) { return "region", infoOf(r) }

func readAssumption(r *row) (id string, value any) {
	id = r.text()
	if v, known := r.float(); known {
		return id, v
	}
	return id, nil
}

func loadAssumptions(ctx context.Context, from queryer, values *map[string]float64) ([]symbiosis.BrokenRow, error) {
	*values = map[string]float64{}
	return eachRow(ctx, from, assumptions, assumptions.selectAll, func(r *row) { takeValue(r, *values) })
}

// takeValue reads a row of the assumptions into values.
func takeValue(r *row, values map[string]float64) {
	key := r.text()
	value, known := r.float()
	switch {
	case strings.Trim(key, " ") == "":
		r.add("key", "required", nil, "is missing", "the key of an assumption, or delete the row")
	case !known:
		r.add("value", "required", nil, "is missing", "a number, or delete the row")
	case math.IsNaN(value) || math.IsInf(value, 0):
		r.add("value", "not_a_number", nil, "is not a finite number", "a number, or delete the row")
	default:
		values[key] = value
	}
}

func eachRow(ctx context.Context, from queryer, t *table, query string, read func(*row)) ([]symbiosis.BrokenRow, error) {
	rows, err := from.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	r := newRow(t)
	for rows.Next() {
		if err := r.scan(rows); err != nil {
			return nil, err
		}
		read(r)
	}
	return r.faults.Rows, rows.Err()
}

func (tx *transaction) PutInfo(ctx context.Context, info symbiosis.RegionInfo) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	values, err := infoValues(info)
	if err != nil {
		return symbiosis.Errorf(symbiosis.Invalid, "the questions can't be stored: %w", err)
	}
	tx.changed[regionInfo.name] = true
	var fid int64
	if err := tx.scan(ctx, []any{&fid}, `SELECT fid FROM region_info ORDER BY fid LIMIT 1`); err != nil {
		return err
	}
	if fid == 0 {
		return tx.exec(ctx, regionInfo.insert, values...)
	}
	return tx.exec(ctx, regionInfo.update, append(values, fid)...)
}

func infoValues(info symbiosis.RegionInfo) ([]any, error) {
	questions, err := jsonOrNull(info.Questions)
	return []any{orNull(info.Name.SV), orNull(info.Name.NB), orNull(info.Name.EN), questions}, err
}

func (tx *transaction) PutAssumptions(ctx context.Context, values map[string]float64) error {
	return tx.putValues(ctx, values, func(string) bool { return true })
}

func (tx *transaction) PutAssumption(ctx context.Context, key string, value *float64) error {
	values := map[string]float64{}
	if value != nil {
		values[key] = *value
	}
	return tx.putValues(ctx, values, func(k string) bool { return k == key })
}

// putValues replaces the values of those assumptions that are meant.
func (tx *transaction) putValues(ctx context.Context, values map[string]float64, meant func(key string) bool) error {
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
	// Only what differs is written: the history would tell of changes that are none.
	before, err := tx.assumptions(ctx)
	if err != nil {
		return err
	}
	before = slices.DeleteFunc(before, func(old ownValue) bool { return !meant(old.key) })
	tx.changed[assumptions.name] = true
	kept := map[string]bool{}
	for _, old := range before {
		value, stays := values[old.key]
		switch {
		case !stays || kept[old.key]:
			err = tx.exec(ctx, assumptions.remove, old.fid)
		case math.Float64bits(old.value) != math.Float64bits(value):
			err = tx.exec(ctx, assumptions.update, old.key, value, old.fid)
		}
		if err != nil {
			return err
		}
		kept[old.key] = stays
	}
	for _, key := range keys {
		if kept[key] {
			continue
		}
		if err := tx.exec(ctx, assumptions.insert, key, values[key]); err != nil {
			return err
		}
	}
	return nil
}

// ownValue is a row of the assumptions as it is on file, NaN for a value that is none.
type ownValue struct {
	fid   int64
	key   string
	value float64
}

func (tx *transaction) assumptions(ctx context.Context) ([]ownValue, error) {
	rows, err := tx.query(ctx, assumptions.selectAll)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var values []ownValue
	r := newRow(assumptions)
	for rows.Next() {
		if err := r.scan(rows); err != nil {
			return nil, tx.fail(ctx, err)
		}
		v := ownValue{fid: r.fid(), key: r.text(), value: math.NaN()}
		if x, known := r.float(); known {
			v.value = x
		}
		values = append(values, v)
	}
	if err := rows.Err(); err != nil {
		return nil, tx.fail(ctx, err)
	}
	return values, nil
}
