package peer

import (
	"bytes"
	"context"
	_ "embed" // for the go:embed line
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/unit"
)

// Reach is the question of the matrix kernel: how much of each resource lies within its own budget
// of each area, and what is that worth to each firm, need by need, no more than the need?
type Reach struct {
	Areas   []geo.Prepared
	Sources []Source
	Needs   []FirmNeed
	Firms   int
}

// Source is an amount of a resource at a place, with how far it may go.
type Source struct {
	At       geo.Prepared
	Radius   unit.Length
	Resource int
	Amount   float64
}

// FirmNeed is a need of a firm: an amount of a resource, and what each unit of it is worth.
type FirmNeed struct {
	Firm, Resource int
	Amount, Worth  float64
}

// LoadReach copies the question into tables and lays them out as someone would who knows PostGIS.
func (p *PostGIS) LoadReach(ctx context.Context, q *Reach) error {
	if err := p.run(ctx,
		"CREATE TEMPORARY TABLE raw (id int, resource smallint, lon float8, lat float8, budget float8, amount float8)",
		"CREATE UNLOGGED TABLE firm_need (firm smallint, resource smallint, amount float8, worth float8)"); err != nil {
		return err
	}
	copied := func(table string, columns []string, n int, row func(i int) []any) error {
		_, err := p.conn.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromSlice(n, func(i int) ([]any, error) { return row(i), nil }))
		return err
	}
	place := []string{"id", "resource", "lon", "lat", "budget", "amount"}
	for _, t := range []struct {
		name string
		n    int
		row  func(i int) []any
	}{
		{"area", len(q.Areas), func(i int) []any {
			return []any{int32(i), int16(0), q.Areas[i].Point.Lon(), q.Areas[i].Point.Lat(), 0.0, 0.0}
		}},
		{"source", len(q.Sources), func(i int) []any {
			s := &q.Sources[i]
			return []any{int32(i), int16(s.Resource), s.At.Point.Lon(), s.At.Point.Lat(), s.Radius.Metres(), s.Amount}
		}},
	} {
		if err := copied("raw", place, t.n, t.row); err != nil {
			return fmt.Errorf("PostGIS: copying into %s: %w", t.name, err)
		}
		if err := p.run(ctx,
			"CREATE UNLOGGED TABLE "+t.name+" AS SELECT id, resource, budget, amount, ST_MakePoint(lon, lat)::geography AS at FROM raw",
			"TRUNCATE raw",
			"CREATE INDEX "+t.name+"_by_place ON "+t.name+" USING gist (at)",
			"CLUSTER "+t.name+" USING "+t.name+"_by_place",
			"ANALYZE "+t.name,
		); err != nil {
			return err
		}
	}
	if err := copied("firm_need", []string{"firm", "resource", "amount", "worth"}, len(q.Needs), func(i int) []any {
		n := q.Needs[i]
		return []any{int16(n.Firm), int16(n.Resource), n.Amount, n.Worth}
	}); err != nil {
		return fmt.Errorf("PostGIS: copying the needs: %w", err)
	}
	return p.run(ctx, "ANALYZE firm_need", "SET work_mem = '256MB'", "SET jit = off", "SET max_parallel_workers_per_gather = 0")
}

// reach sums within the budgets once for each resource, whatever the firms ask, then joins them.
const reach = `WITH reach AS MATERIALIZED (
		SELECT a.id, s.resource, sum(s.amount) AS amount, count(*) AS pairs FROM source s JOIN area a ON ST_DWithin(a.at, s.at, s.budget, true)
		GROUP BY a.id, s.resource)
	SELECT r.id, n.firm, sum(least(n.amount, r.amount) * n.worth) AS worth FROM reach r JOIN firm_need n USING (resource) GROUP BY r.id, n.firm`

// Reach answers the question by firm and area; what is not reached is nil.
func (p *PostGIS) Reach(ctx context.Context, q *Reach) ([]float64, error) {
	rows, err := p.conn.Query(ctx, reach)
	if err != nil {
		return nil, fmt.Errorf("PostGIS: %w", err)
	}
	matrix := make([]float64, q.Firms*len(q.Areas))
	var area, firm int32
	var worth float64
	_, err = pgx.ForEachRow(rows, []any{&area, &firm, &worth}, func() error {
		matrix[int(firm)*len(q.Areas)+int(area)] = worth
		return nil
	})
	return matrix, err
}

//go:embed reach.py
var reachScript []byte

// ErrNoScipy says that Python or scipy isn't there.
var ErrNoScipy = errors.New("python3 with scipy is not installed (Debian: python3-scipy)")

// ReachOfScipy answers the question with scipy, runs times, and returns the median time of a run. It
// leaves its files in folder.
func ReachOfScipy(ctx context.Context, q *Reach, folder string, runs int) (matrix []float64, median time.Duration, pairs int, err error) {
	python := pythonWithScipy(ctx)
	if python == "" {
		return nil, 0, 0, ErrNoScipy
	}
	var areas, sources, needs []float64
	for i := range q.Areas {
		a := &q.Areas[i]
		areas = append(areas, a.Point.Lon(), a.Point.Lat(), a.Space[0], a.Space[1], a.Space[2])
	}
	for i := range q.Sources {
		s := &q.Sources[i]
		within, beyond := geo.Straight(s.Radius)
		sources = append(sources, s.At.Point.Lon(), s.At.Point.Lat(), s.At.Space[0], s.At.Space[1], s.At.Space[2],
			s.Radius.Metres(), within, beyond, float64(s.Resource), s.Amount)
	}
	for _, n := range q.Needs {
		needs = append(needs, float64(n.Firm), float64(n.Resource), n.Amount, n.Worth)
	}
	for name, values := range map[string][]float64{"areas": areas, "sources": sources, "needs": needs} {
		var b bytes.Buffer
		if err := binary.Write(&b, binary.LittleEndian, values); err != nil {
			return nil, 0, 0, err
		}
		if err := os.WriteFile(filepath.Join(folder, name), b.Bytes(), 0o600); err != nil {
			return nil, 0, 0, err
		}
	}
	c := exec.CommandContext(ctx, python, "-", folder, fmt.Sprint(runs))
	c.Stdin, c.Stderr = bytes.NewReader(reachScript), os.Stderr
	c.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
	out, err := c.Output()
	if err != nil {
		return nil, 0, 0, fmt.Errorf("scipy: %w", err)
	}
	var ms float64
	if _, err := fmt.Sscan(string(out), &ms, &pairs); err != nil {
		return nil, 0, 0, fmt.Errorf("scipy says %q: %w", out, err)
	}
	raw, err := os.ReadFile(filepath.Join(folder, "matrix"))
	if err != nil {
		return nil, 0, 0, err
	}
	matrix = make([]float64, len(raw)/8)
	err = binary.Read(bytes.NewReader(raw), binary.LittleEndian, matrix)
	return matrix, time.Duration(ms * float64(time.Millisecond)), pairs, err
}

// pythonWithScipy returns the first of the Pythons that has scipy; "" when none does. Debian's own
// may stand behind another in PATH.
func pythonWithScipy(ctx context.Context) string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.CommandContext(ctx, python, "-c", "import scipy.spatial").Run() == nil {
			return python
		}
	}
	return ""
}
