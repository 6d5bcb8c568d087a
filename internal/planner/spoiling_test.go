package planner_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5/pgconn"
	gpkg "modernc.org/sqlite"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// spoilt are ways to spoil a row, and one to mend it, by table.
var spoilt = map[string][]string{
	"sites":       {"name = 'Hel'", "name = NULL", "country = 'Sverige'", "visibility = 'secret'"},
	"flows":       {"quantity = 3, unit = 'MW'", "quantity = NULL", "unit = 'MWh'", "direction = NULL", "site_id = NULL"},
	"areas":       {"name = 'Mark', grid_year = 2030", "name = NULL", "grid_year = 3000"},
	"exchanges":   {"state = 'idea'", "state = '?'", "need_id = NULL"},
	"constraints": {"source = 'karta', buffer_m = 1", "source = NULL", "buffer_m = -1"},
	"facilities":  {"kind = 'highway'", "kind = NULL"},
	"profiles":    {"name_sv = 'Firma'", "name_sv = NULL"},
	"comparisons": {"name = 'Två'", "name = NULL"},
	"pitches":     {"title = 'Blad'", "title = NULL"},
	"settings":    {"id = 'judging'", "id = 'Två'"},
	"assumptions": {"value = 1.5", "value = NULL", "value = 99", "key = 'detour_' || key"},
	"region_info": {"questions = NULL", "questions = '[1]'"},
}

// TestServersAgreeWhateverOthersSpoil: another program spoils, mends, renames, adds and deletes rows of any table,
// and two servers write meanwhile. After each step a server that follows shows and leaves out what one does that
// has just begun.
func TestServersAgreeWhateverOthersSpoil(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		do := sqlOf(t, r)
		second, err := planner.Open(t.Context(), r.other(), known(), defaults(), planner.Options{})
		must(t, err)
		servers := []*planner.Planner{r.Planner, second}
		steps, most := 0, 0
		rapid.Check(t, func(rt *rapid.T) {
			if steps > 60 { // some seconds
				return
			}
			for table := range spoilt {
				must(t, do("DELETE FROM "+table))
			}
			_, err := r.other().Update(t.Context(), func(tx store.Tx) error { return storetest.Put(t.Context(), tx, storetest.Sample()) })
			must(t, err)
			for range rapid.IntRange(1, 8).Draw(rt, "steps") {
				steps++
				if rapid.Bool().Draw(rt, "by another program") {
					statement := spoiling(rt, servers[0].Snapshot().Everything())
					if err := do(statement); err != nil && !taken(err) {
						rt.Fatalf("%s: %v", statement, err)
					}
				} else if what, err := writing(t.Context(), rt, rapid.SampledFrom(servers).Draw(rt, "server")); err != nil {
					if kind := symbiosis.KindOf(err); kind == symbiosis.Internal || kind == symbiosis.Unavailable {
						rt.Fatalf("%s: %v", what, err)
					}
				}
				fresh := r.again(t)
				most = max(most, fresh.CountBroken())
				for i, p := range servers {
					must(t, p.Refresh(t.Context()))
					must(t, p.Check(t.Context()))
					agrees(rt, fmt.Sprintf("server %d", i+1), p, fresh)
				}
			}
		})
		caughtUp, reloads := r.Followed()
		t.Logf("%d steps, %d times one by one, %d times by reading all, %d rows left out at most", steps, caughtUp, reloads, most)
		if !testing.Short() && (caughtUp < 5*reloads || most < 3) {
			t.Errorf("the game is too poor: %d times one by one, %d times by reading all", caughtUp, reloads)
		}
	})
}

// agrees holds all that a server shows and leaves out against one that has just begun.
func agrees(rt *rapid.T, who string, p, fresh *planner.Planner) {
	got, want := p.Snapshot(), fresh.Snapshot()
	if diff := cmp.Diff(want.Everything(), got.Everything(), cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("%s shows another state than one that has just begun (-new +it):\n%s", who, diff)
	}
	if diff := cmp.Diff(want.Broken(), got.Broken(), cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("%s leaves out other rows than one that has just begun (-new +it):\n%s", who, diff)
	}
	if _, err := got.Summary(context.Background()); err != nil {
		rt.Fatalf("%s: %v", who, err)
	}
	if _, count, err := p.BrokenRows(context.Background()); err != nil || count != len(want.Broken()) {
		rt.Fatalf("%s tells of %d rows, %v", who, count, err)
	}
}

// spoiling is a statement of another program.
func spoiling(rt *rapid.T, r symbiosis.Region) string {
	tables := []string{"sites", "flows", "areas", "exchanges", "constraints", "facilities", "profiles", "comparisons", "pitches", "settings", "assumptions", "region_info"}
	table := rapid.SampledFrom(tables).Draw(rt, "table")
	sets := spoilt[table]
	set := "UPDATE " + table + " SET " + sets[min(rapid.IntRange(0, len(sets)).Draw(rt, "set"), len(sets)-1)]
	if table == "assumptions" || table == "region_info" {
		return rapid.SampledFrom([]string{set, set, "DELETE FROM " + table}).Draw(rt, "statement")
	}
	id := rapid.SampledFrom([]string{"'hall'", "'hall-heat'", "'krokom'", "'e1'", "'homes'", "'full'", "'fish'", "'two'", "'sent'", "(SELECT min(id) FROM " + table + ")", "(SELECT max(id) FROM " + table + ")"}).Draw(rt, "id")
	where := " WHERE id = " + id
	return rapid.SampledFrom([]string{
		set + where, set + where, set + where, "DELETE FROM " + table + where, "DELETE FROM " + table,
		"UPDATE " + table + " SET id = id || '2'" + where,
		"UPDATE " + table + " SET id = ' ' || id || ' '" + where,
		"UPDATE " + table + " SET id = NULL" + where, // a GeoPackage has such rows
		"INSERT INTO " + table + " (id) VALUES ('hall'), ('fish'), ('two'), ('new')",
	}).Draw(rt, "statement")
}

// writing has a server do something that its users do, and says what.
func writing(ctx context.Context, rt *rapid.T, p *planner.Planner) (string, error) {
	sample := storetest.Sample()
	site := rapid.SampledFrom(sample.Sites).Draw(rt, "site")
	flow := rapid.SampledFrom(sample.Flows).Draw(rt, "flow")
	what := rapid.SampledFrom([]string{"create", "update", "delete site", "delete flow", "import", "undo", "undo the set", "land", "values", "info", "delete and restore"}).Draw(rt, "write")
	var err error
	switch what {
	case "create":
		_, first := p.CreateSite(ctx, site)
		_, err = p.CreateFlow(ctx, flow)
		err = errors.Join(first, err)
	case "update":
		_, first := p.UpdateSite(ctx, site, planner.AnyVersion)
		_, err = p.UpdateFlow(ctx, flow, planner.AnyVersion)
		err = errors.Join(first, err)
	case "delete site":
		_, err = p.DeleteSite(ctx, site.ID, planner.AnyVersion)
	case "delete flow":
		_, err = p.DeleteFlow(ctx, flow.ID, planner.AnyVersion)
	case "import":
		var b exchangeformat.Batch
		b.Sites, b.Flows, b.Areas = placed(sample.Sites), placed(sample.Flows), placed(sample.Areas)
		b.Exchanges, b.Constraints, b.Facilities = placed(sample.Exchanges), placed(sample.Constraints), placed(sample.Facilities)
		_, err = p.Import(ctx, planner.ImportOptions{Partial: rapid.Bool().Draw(rt, "partial")}, b)
	case "undo", "undo the set":
		var list []planner.Change
		if list, err = p.History(ctx, planner.HistoryQuery{Limit: 5}); err == nil && len(list) > 0 {
			_, err = p.Undo(ctx, rapid.SampledFrom(list).Draw(rt, "change").Number, planner.UndoOptions{Whole: what != "undo", Version: planner.AnyVersion})
		}
	case "land":
		_, first := p.DeleteArea(ctx, "krokom", planner.AnyVersion)
		_, second := p.UpdateConstraint(ctx, sample.Constraints[0], planner.AnyVersion)
		_, err = p.DeleteProfile(ctx, "fish", planner.AnyVersion)
		err = errors.Join(first, second, err)
	case "values":
		err = p.SetAssumptions(ctx, map[string]float64{"detour_pipe": rapid.Float64Range(1, 2).Draw(rt, "detour")})
	case "info":
		err = p.SetInfo(ctx, sample.Info)
	case "delete and restore":
		var gone planner.Deleted
		if gone, err = p.DeleteSite(ctx, site.ID, planner.AnyVersion); err == nil {
			_, err = p.Restore(ctx, gone)
		}
	}
	return what, err
}

func placed[T any](records []T) []exchangeformat.Placed[T] {
	all := make([]exchangeformat.Placed[T], len(records))
	for i, x := range records {
		all[i].Record = x
	}
	return all
}

// sqlOf is another program that a region's store is open in.
func sqlOf(t *testing.T, r *region) func(statement string) error {
	if strings.HasPrefix(r.path, "postgres") {
		conn := connect(t, r.path)
		t.Cleanup(func() { must(t, conn.Close(context.Background())) })
		return func(q string) error { _, err := conn.Exec(t.Context(), q); return err }
	}
	db := sql.OpenDB(byQGIS(r.path))
	t.Cleanup(func() { must(t, db.Close()) })
	return func(q string) error { _, err := db.ExecContext(t.Context(), q); return err }
}

// taken says that an id is another row's, or that there must be one.
func taken(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "23505" || e.Code == "23502"
	}
	e, ok := errors.AsType[*gpkg.Error](err)
	return ok && e.Code() == 2067
}

// byQGIS connects to a GeoPackage with the functions that its triggers ask for; what they tell the index of places
// is of no matter here.
type byQGIS string

var qgis = once(func() (*gpkg.Driver, error) {
	d := &gpkg.Driver{}
	var errs []error
	for _, name := range []string{"ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"} {
		errs = append(errs, d.RegisterDeterministicScalarFunction(name, 1, func(*gpkg.FunctionContext, []driver.Value) (driver.Value, error) { return int64(0), nil }))
	}
	return d, errors.Join(errs...)
})

func (path byQGIS) Connect(context.Context) (driver.Conn, error) {
	return qgis().Open("file:" + string(path) + "?_pragma=busy_timeout(10000)")
}
func (byQGIS) Driver() driver.Driver { return qgis() }
