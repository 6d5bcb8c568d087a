package peer

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/symbiosis"
)

// PostGIS is a schema of a database that holds Points, and one connection to it.
type PostGIS struct {
	conn   *pgx.Conn
	schema string
	// OneIn above 1 lets Count and Sums ask for one surplus in so many: those whose place in
	// Points is a multiple.
	OneIn    int
	greatest map[int16]float64 // budget of a resource, metres (PrepareWhatIf)
}

// Measured is a pair with its distance over the spheroid, metres.
type Measured struct {
	Pair
	Distance float64
}

// OpenPostGIS makes an empty schema in the database at dsn; what was in it before is lost. Close
// drops it again.
func OpenPostGIS(ctx context.Context, dsn, schema string) (*PostGIS, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("PostGIS: %w", err)
	}
	p := &PostGIS{conn: conn, schema: pgx.Identifier{schema}.Sanitize()}
	if err := p.run(ctx,
		"DROP SCHEMA IF EXISTS "+p.schema+" CASCADE",
		"CREATE SCHEMA "+p.schema,
		"SET search_path = "+p.schema+", public",
	); err != nil {
		_ = conn.Close(ctx)
		return nil, err
	}
	return p, nil
}

// Close drops the schema and closes the connection.
func (p *PostGIS) Close(ctx context.Context) error {
	err := p.run(ctx, "DROP SCHEMA "+p.schema+" CASCADE")
	if closing := p.conn.Close(ctx); err == nil {
		err = closing
	}
	return err
}

// Conn returns the connection, for questions of a caller's own.
func (p *PostGIS) Conn() *pgx.Conn { return p.conn }

func (p *PostGIS) run(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := p.conn.Exec(ctx, s); err != nil {
			return fmt.Errorf("PostGIS: %s: %w", s, err)
		}
	}
	return nil
}

// Load copies points into the tables surplus and need, as geography.
func (p *PostGIS) Load(ctx context.Context, points Points) error {
	for _, t := range []struct {
		name   string
		points []Point
	}{{"surplus", points.Surpluses}, {"need", points.Needs}} {
		if err := p.run(ctx,
			"CREATE TEMPORARY TABLE raw (id int, resource smallint, lon float8, lat float8, budget float8)"); err != nil {
			return err
		}
		rows := pgx.CopyFromSlice(len(t.points), func(i int) ([]any, error) {
			q := t.points[i]
			return []any{int32(i), q.Resource, q.At.Lon(), q.At.Lat(), q.Budget.Metres()}, nil
		})
		if _, err := p.conn.CopyFrom(ctx, pgx.Identifier{"raw"}, []string{"id", "resource", "lon", "lat", "budget"}, rows); err != nil {
			return fmt.Errorf("PostGIS: copying into %s: %w", t.name, err)
		}
		// Unlogged, since the data dies with the test anyway.
		if err := p.run(ctx,
			"CREATE UNLOGGED TABLE "+t.name+" AS SELECT id, resource, budget, ST_MakePoint(lon, lat)::geography AS at FROM raw",
			"DROP TABLE raw",
		); err != nil {
			return err
		}
	}
	return nil
}

// Index lays the data out as someone would who knows PostGIS: one GiST over resource and place,
// tables clustered by it, statistics fresh, room to work in.
func (p *PostGIS) Index(ctx context.Context) error {
	statements := []string{"CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public"}
	for _, t := range []string{"surplus", "need"} {
		statements = append(statements,
			"CREATE INDEX "+t+"_by_place ON "+t+" USING gist (resource, at)",
			"CLUSTER "+t+" USING "+t+"_by_place",
			"ANALYZE "+t,
		)
	}
	return p.run(ctx, append(statements,
		"SET work_mem = '256MB'",
		"SET jit = off", // compiling takes longer here than it saves
	)...)
}

// Workers sets how many processes answer a question together.
func (p *PostGIS) Workers(ctx context.Context, n int) error {
	return p.run(ctx,
		fmt.Sprintf("SET max_parallel_workers_per_gather = %d", n-1), // the leader works too
		fmt.Sprintf("ALTER TABLE surplus SET (parallel_workers = %d)", n-1),
		"SET parallel_setup_cost = 0",
		"SET parallel_tuple_cost = 0",
		"SET min_parallel_table_scan_size = 0",
	)
}

// within is the question: ST_DWithin over the spheroid, the budget inclusive.
const within = " FROM surplus s JOIN need n ON n.resource = s.resource AND ST_DWithin(s.at, n.at, s.budget, true)"

func (p *PostGIS) sample() string {
	if p.OneIn <= 1 {
		return ""
	}
	return fmt.Sprintf(" WHERE s.id %% %d = 0", p.OneIn)
}

// Count returns how many pairs there are, without sending them: what is measured.
func (p *PostGIS) Count(ctx context.Context) (pairs int64, err error) {
	err = p.conn.QueryRow(ctx, "SELECT count(*)"+within+p.sample()).Scan(&pairs)
	return pairs, err
}

// Pairs returns the pairs that ST_DWithin finds, with ST_Distance, in order.
func (p *PostGIS) Pairs(ctx context.Context) ([]Measured, error) {
	return p.measured(ctx, "SELECT s.id, n.id, ST_Distance(s.at, n.at, true)"+within+" ORDER BY 1, 2")
}

// PairsOnly returns the pairs that ST_DWithin finds, in no order.
func (p *PostGIS) PairsOnly(ctx context.Context) ([]Pair, error) {
	rows, err := p.conn.Query(ctx, "SELECT s.id, n.id"+within)
	if err != nil {
		return nil, fmt.Errorf("PostGIS: %w", err)
	}
	var pair Pair
	var pairs []Pair
	_, err = pgx.ForEachRow(rows, []any{&pair.Surplus, &pair.Need}, func() error {
		pairs = append(pairs, pair)
		return nil
	})
	return pairs, err
}

// PairsWithoutIndex returns the pairs of one resource whose ST_Distance is at most the budget and
// the slack, metres. It looks at every pair, so the index of PostGIS has no say in it.
func (p *PostGIS) PairsWithoutIndex(ctx context.Context, slack float64) ([]Measured, error) {
	return p.measured(ctx, `SELECT s.id, n.id, d FROM surplus s JOIN need n ON n.resource = s.resource,
		LATERAL (SELECT ST_Distance(s.at, n.at, true) AS d OFFSET 0) x
		WHERE d <= s.budget + $1 ORDER BY 1, 2`, slack)
}

// Distance returns ST_Distance over the spheroid between a surplus and a need, metres.
func (p *PostGIS) Distance(ctx context.Context, pair Pair) (metres float64, err error) {
	err = p.conn.QueryRow(ctx, "SELECT ST_Distance(s.at, n.at, true) FROM surplus s, need n WHERE s.id = $1 AND n.id = $2",
		pair.Surplus, pair.Need).Scan(&metres)
	return metres, err
}

// PrepareWhatIf makes the statements that WhatIf runs, and finds the greatest budget of each resource: the
// index can be asked with that, not with a budget that differs from row to row.
func (p *PostGIS) PrepareWhatIf(ctx context.Context) error {
	rows, err := p.conn.Query(ctx, "SELECT resource, max(budget) FROM surplus GROUP BY resource")
	if err != nil {
		return fmt.Errorf("PostGIS: %w", err)
	}
	p.greatest = map[int16]float64{}
	var resource int16
	var budget float64
	if _, err := pgx.ForEachRow(rows, []any{&resource, &budget}, func() error { p.greatest[resource] = budget; return nil }); err != nil {
		return fmt.Errorf("PostGIS: %w", err)
	}
	const spot = "ST_MakePoint($2, $3)::geography"
	surplus := "FROM need f WHERE f.resource = $1 AND ST_DWithin(f.at, " + spot + ", $4, true)"
	need := "FROM surplus f WHERE f.resource = $1 AND ST_DWithin(f.at, " + spot + ", $4, true) AND ST_DWithin(f.at, " + spot + ", f.budget, true)"
	for name, sql := range map[string]string{
		"whatif_surplus": "SELECT f.id " + surplus, "whatif_need": "SELECT f.id " + need,
		"measured_surplus": "SELECT f.id, ST_Distance(f.at, " + spot + ", true) AS d " + surplus + " ORDER BY d, f.id",
		"measured_need":    "SELECT f.id, ST_Distance(f.at, " + spot + ", true) AS d " + need + " ORDER BY d, f.id",
	} {
		if _, err := p.conn.Prepare(ctx, name, sql); err != nil {
			return fmt.Errorf("PostGIS: %s: %w", sql, err)
		}
	}
	return nil
}

// WhatIf appends to ids the needs that a hypothetical surplus would reach, or the surpluses that would reach a
// hypothetical need, by their places in Points and in no order.
func (p *PostGIS) WhatIf(ctx context.Context, ids []int32, direction symbiosis.Direction, at Point) ([]int32, error) {
	rows, err := p.whatIf(ctx, "whatif_", direction, at)
	if err != nil {
		return nil, err
	}
	var id int32
	_, err = pgx.ForEachRow(rows, []any{&id}, func() error { ids = append(ids, id); return nil })
	return ids, err
}

// Reached is a flow that a what-if finds with its distance, metres.
type Reached struct {
	ID       int32 // its place in Points
	Distance float64
}

// MeasuredWhatIf is WhatIf with distances, the nearest first.
func (p *PostGIS) MeasuredWhatIf(ctx context.Context, found []Reached, direction symbiosis.Direction, at Point) ([]Reached, error) {
	rows, err := p.whatIf(ctx, "measured_", direction, at)
	if err != nil {
		return nil, err
	}
	var r Reached
	_, err = pgx.ForEachRow(rows, []any{&r.ID, &r.Distance}, func() error { found = append(found, r); return nil })
	return found, err
}

func (p *PostGIS) whatIf(ctx context.Context, statement string, direction symbiosis.Direction, at Point) (pgx.Rows, error) {
	reach := at.Budget.Metres()
	if direction == symbiosis.Need {
		reach = p.greatest[at.Resource]
	}
	return p.conn.Query(ctx, statement+string(direction), at.Resource, at.At.Lon(), at.At.Lat(), reach)
}

func (p *PostGIS) measured(ctx context.Context, sql string, args ...any) ([]Measured, error) {
	rows, err := p.conn.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("PostGIS: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m Measured, err error) {
		return m, row.Scan(&m.Surplus, &m.Need, &m.Distance)
	})
}

// Version tells which PostgreSQL and PostGIS answer.
func (p *PostGIS) Version(ctx context.Context) (version string, err error) {
	err = p.conn.QueryRow(ctx, "SELECT 'PostgreSQL ' || current_setting('server_version') || ', PostGIS ' || postgis_lib_version() || ', PROJ ' || postgis_proj_version()").Scan(&version)
	return version, err
}

// Sums tell the needs a surplus reaches from others, without listing them.
type Sums struct{ Count, Sum, Squares int64 }

// Sums returns those of each of the surpluses, by its place in Points.
func (p *PostGIS) Sums(ctx context.Context, surpluses int) ([]Sums, error) {
	rows, err := p.conn.Query(ctx, "SELECT s.id, count(*), sum(n.id::bigint)::bigint, sum(n.id::bigint * n.id)::bigint"+within+p.sample()+" GROUP BY s.id")
	if err != nil {
		return nil, fmt.Errorf("PostGIS: %w", err)
	}
	sums := make([]Sums, surpluses)
	var id int32
	var s Sums
	_, err = pgx.ForEachRow(rows, []any{&id, &s.Count, &s.Sum, &s.Squares}, func() error {
		sums[id] = s
		return nil
	})
	return sums, err
}

// ProcessorTime is what the process of the connection has used, ms; NaN where that can't be
// read. Other processes that help it are not counted.
func (p *PostGIS) ProcessorTime() float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.conn.PgConn().PID()))
	if err != nil {
		return math.NaN()
	}
	// The name, in brackets, may hold blanks; user and system time are fields 14 and 15.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 13 {
		return math.NaN()
	}
	sum := 0.0
	for _, f := range fields[11:13] {
		ticks, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return math.NaN()
		}
		sum += ticks * 10 // a hundredth of a second, on every Linux
	}
	return sum
}
