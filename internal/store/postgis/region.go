package postgis

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/samloka/samloka/internal/symbiosis"
)

var regionInfo = &table{
	name:      "region_info",
	key:       "id",
	knownAs:   "region",
	columns:   []string{"id", "name_sv", "name_nb", "name_en", "questions"},
	selectAll: "SELECT id, name_sv, name_nb, name_en, questions FROM region_info",
	upsert: `INSERT INTO region_info (name_sv, name_nb, name_en, questions) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET
			name_sv = excluded.name_sv,
			name_nb = excluded.name_nb,
			name_en = excluded.name_en,
			questions = excluded.questions`,
}

var assumptions = &table{
	name:      "assumptions",
	key:       "key",
	columns:   []string{"key", "value"},
	selectAll: "SELECT key, value FROM assumptions ORDER BY key",
	upsert:    "INSERT INTO assumptions (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
	remove:    "DELETE FROM assumptions WHERE key = $1",
}

// maxKey bounds the key of an assumption, in bytes: longer ones don't fit the index.
const maxKey = 2000

func loadInfo(ctx context.Context, from queryer, types *pgtype.Map, info *symbiosis.RegionInfo) ([]symbiosis.BrokenRow, error) {
	return eachRow(ctx, from, types, regionInfo, func(r *row) { *info = infoOf(r) })
}

func infoOf(r *row) symbiosis.RegionInfo {
	r.take() // id
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

func loadAssumptions(ctx context.Context, from queryer, types *pgtype.Map, values *map[string]float64) ([]symbiosis.BrokenRow, error) {
	*values = map[string]float64{}
	return eachRow(ctx, from, types, assumptions, func(r *row) {
		key := r.text()
		value, known := r.float()
		switch {
		case strings.Trim(key, " ") == "":
			r.add("key", "required", "", "is missing", "the key of an assumption, or delete the row")
		case !known:
			r.add("value", "required", "", "is missing", "a number, or delete the row")
		case math.IsNaN(value) || math.IsInf(value, 0):
			r.add("value", "not_a_number", "", "is not a finite number", "a number, or delete the row")
		default:
			(*values)[key] = value
		}
	})
}

func eachRow(ctx context.Context, from queryer, types *pgtype.Map, t *table, read func(*row)) ([]symbiosis.BrokenRow, error) {
	rows, err := from.Query(ctx, t.selectAll)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	r := newRow(t, types)
	for rows.Next() {
		r.start(rows)
		read(r)
	}
	return r.faults.Rows, rows.Err()
}

func (tx *transaction) PutInfo(ctx context.Context, info symbiosis.RegionInfo) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	for _, name := range []string{info.Name.SV, info.Name.NB, info.Name.EN} {
		if !storable(name) {
			return symbiosis.Errorf(symbiosis.Invalid, "the name of the region is not valid UTF-8 text")
		}
	}
	values, err := infoValues(info)
	if err != nil {
		return symbiosis.Errorf(symbiosis.Invalid, "the questions can't be stored: %w", err)
	}
	return tx.exec(ctx, regionInfo.upsert, values...)
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
		if key == "" || len(key) > maxKey || !storable(key) || math.IsNaN(v) || math.IsInf(v, 0) {
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
	maps.DeleteFunc(before, func(key string, _ *float64) bool { return !meant(key) })
	var batch pgx.Batch
	for _, key := range slices.Sorted(maps.Keys(before)) {
		if _, stays := values[key]; !stays {
			batch.Queue(assumptions.remove, key)
		}
	}
	for _, key := range keys {
		if old, known := before[key]; !known || old == nil || math.Float64bits(*old) != math.Float64bits(values[key]) {
			batch.Queue(assumptions.upsert, key, values[key])
		}
	}
	if batch.Len() == 0 {
		return nil
	}
	conn, err := tx.db(ctx)
	if err != nil {
		return err
	}
	if err := conn.SendBatch(ctx, &batch).Close(); err != nil {
		return tx.fail(ctx, err)
	}
	return nil
}

// assumptions returns the values on file; nil is none.
func (tx *transaction) assumptions(ctx context.Context) (map[string]*float64, error) {
	conn, err := tx.db(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := conn.Query(ctx, assumptions.selectAll)
	if err != nil {
		return nil, tx.fail(ctx, err)
	}
	values := map[string]*float64{}
	var key string
	var value *float64
	_, err = pgx.ForEachRow(rows, []any{&key, &value}, func() error {
		values[key] = value
		return nil
	})
	if err != nil {
		return nil, tx.fail(ctx, err)
	}
	return values, nil
}
