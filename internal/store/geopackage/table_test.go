package geopackage

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// sample opens a new store that holds storetest.Sample.
func sample(t testing.TB) *Store {
	t.Helper()
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	closeAtEnd(t, s)
	putSample(t, s)
	return s
}

func closeAtEnd(t testing.TB, s *Store) {
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
}

func putSample(t testing.TB, s *Store) {
	t.Helper()
	ctx := context.Background()
	update(t, s, func(tx store.Tx) error { return storetest.Put(ctx, tx, storetest.Sample()) })
}

// fataler is a testing.TB or a *rapid.T.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func update(t fataler, s *Store, write func(store.Tx) error) store.Revision {
	t.Helper()
	r, err := s.Update(context.Background(), write)
	if err != nil {
		t.Fatalf("Update: %v", err)
	}
	return r
}

func load(t fataler, s *Store) (*symbiosis.Region, store.Revision) {
	t.Helper()
	region, revision, err := s.Load(context.Background())
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return region, revision
}

// rows returns what query selects, each row as text.
func rows(t fataler, s *Store, query string, args ...any) []string {
	t.Helper()
	r, err := s.readers.QueryContext(context.Background(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer r.Close()
	columns, err := r.Columns()
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(any)
	}
	var lines []string
	for r.Next() {
		if err := r.Scan(values...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		var line []string
		for _, v := range values {
			line = append(line, fmt.Sprint(*v.(*any)))
		}
		lines = append(lines, strings.Join(line, "|"))
	}
	if err := r.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return lines
}

// edit changes the file as another program would, which knows nothing of Samloka but has the
// standard's SQL functions.
func edit(t testing.TB, path string, statements ...string) {
	t.Helper()
	db, err := connect(path, readWrite, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range statements {
		if _, err := db.ExecContext(context.Background(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

// indexed is a row as the R-tree has it.
type indexed struct {
	fid                    int64
	minX, maxX, minY, maxY float64
}

// checkIndex compares a layer's R-tree with its geometries, one by one, and gpkg_contents with
// the box around them all, after an update of ours.
func checkIndex(t fataler, s *Store, table string) {
	t.Helper()
	want := checkRTree(t, s, table)
	box := "<nil>|<nil>|<nil>|<nil>"
	if len(want) > 0 {
		b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
		for _, w := range want {
			b = b.Union(orb.Bound{Min: orb.Point{w.minX, w.minY}, Max: orb.Point{w.maxX, w.maxY}})
		}
		box = fmt.Sprintf("%v|%v|%v|%v", b.Min[0]+0, b.Max[0]+0, b.Min[1]+0, b.Max[1]+0) // +0: no −0
	}
	if got := rows(t, s, `SELECT min_x, max_x, min_y, max_y FROM gpkg_contents WHERE table_name = ?`, table); got[0] != box {
		t.Fatalf("%s: gpkg_contents gives the extent %s, the geometries %s", table, got[0], box)
	}
}

// checkRTree compares a layer's R-tree with its geometries and returns the boxes of these.
func checkRTree(t fataler, s *Store, table string) []indexed {
	t.Helper()
	ctx := context.Background()
	r, err := s.readers.QueryContext(ctx, `SELECT fid, geom FROM `+table+` WHERE geom IS NOT NULL ORDER BY fid`)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer r.Close()
	var want []indexed
	for r.Next() {
		var fid int64
		var blob []byte
		if err := r.Scan(&fid, &blob); err != nil {
			t.Fatalf("%v", err)
		}
		g, _, err := decodeGeometry(blob)
		if err != nil {
			t.Fatalf("%s, row %d: %v", table, fid, err)
		}
		if isEmpty(g) {
			continue
		}
		b := g.Bound()
		want = append(want, indexed{fid, b.Min[0], b.Max[0], b.Min[1], b.Max[1]})
	}
	if err := r.Err(); err != nil {
		t.Fatalf("%v", err)
	}
	r, err = s.readers.QueryContext(ctx, `SELECT id, minx, maxx, miny, maxy FROM rtree_`+table+`_geom ORDER BY id`)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer r.Close()
	var got []indexed
	for r.Next() {
		var x indexed
		if err := r.Scan(&x.fid, &x.minX, &x.maxX, &x.minY, &x.maxY); err != nil {
			t.Fatalf("%v", err)
		}
		got = append(got, x)
	}
	if err := r.Err(); err != nil {
		t.Fatalf("%v", err)
	}
	// The R-tree rounds outward to 32 bits; SQLite steps a few units further out (1 − 2⁻²³).
	around := func(got, want float64, sign float64) bool {
		d := sign * (got - want)
		return d >= 0 && d <= math.Abs(want)*0x1p-21+1e-37
	}
	same := func(g, w indexed) bool {
		return g.fid == w.fid && around(g.minX, w.minX, -1) && around(g.maxX, w.maxX, 1) && around(g.minY, w.minY, -1) && around(g.maxY, w.maxY, 1)
	}
	if !slices.EqualFunc(got, want, same) {
		t.Fatalf("%s: the R-tree has\n%v, the geometries are\n%v", table, got, want)
	}
	return want
}

// TestIndexEqualsBruteForce puts, moves and deletes at random.
func TestIndexEqualsBruteForce(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	closeAtEnd(t, s)
	rapid.Check(t, func(t *rapid.T) {
		update(t, s, func(tx store.Tx) error {
			for range rapid.IntRange(1, 12).Draw(t, "steps") {
				id := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f"}).Draw(t, "id")
				var err error
				switch rapid.IntRange(0, 6).Draw(t, "what") {
				case 5:
					err = tx.DeleteConstraint(ctx, symbiosis.ConstraintID(id))
				case 6:
					constraint := storetest.Constraint(t)
					constraint.ID = symbiosis.ConstraintID(id)
					_, err = tx.PutConstraint(ctx, constraint)
				case 0:
					err = tx.DeleteSite(ctx, symbiosis.SiteID(id))
				case 1:
					err = tx.DeleteArea(ctx, symbiosis.AreaID(id))
				case 2:
					area := storetest.Area(t)
					area.ID = symbiosis.AreaID(id)
					_, err = tx.PutArea(ctx, area)
				default:
					_, err = tx.PutSite(ctx, symbiosis.Site{ID: symbiosis.SiteID(id), Name: "x", Location: storetest.Point(t)})
				}
				if err != nil && symbiosis.KindOf(err) != symbiosis.NotFound {
					return err
				}
			}
			return nil
		})
		checkIndex(t, s, "sites")
		checkIndex(t, s, "areas")
		checkIndex(t, s, "constraints")
	})
}

// TestSearchEqualsBruteForce asks the index as a GIS does for what is in the window.
func TestSearchEqualsBruteForce(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	closeAtEnd(t, s)
	update(t, s, func(tx store.Tx) error {
		for i := range 2000 {
			at := orb.Point{14 + math.Mod(float64(i)*0.618034, 1), 63 + math.Mod(float64(i)*0.7548776, 1)}
			if _, err := tx.PutSite(ctx, symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprint(i)), Name: "x", Location: at}); err != nil {
				return err
			}
		}
		return nil
	})
	region, _ := load(t, s)
	rapid.Check(t, func(t *rapid.T) {
		x, y := rapid.Float64Range(13.9, 15).Draw(t, "x"), rapid.Float64Range(62.9, 64).Draw(t, "y")
		window := orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + rapid.Float64Range(0, 0.3).Draw(t, "w"), y + rapid.Float64Range(0, 0.3).Draw(t, "h")}}
		var want []string
		for _, site := range region.Sites {
			if window.Contains(site.Location) {
				want = append(want, string(site.ID))
			}
		}
		got := rows(t, s, `
			SELECT id FROM sites WHERE fid IN (
				SELECT id FROM rtree_sites_geom WHERE maxx >= ?1 AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4
			) AND ST_MaxX(geom) >= ?1 AND ST_MinX(geom) <= ?2 AND ST_MaxY(geom) >= ?3 AND ST_MinY(geom) <= ?4 ORDER BY id`,
			window.Min[0], window.Max[0], window.Min[1], window.Max[1])
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("in the window %v (-brute force +index):\n%s", window, diff)
		}
	})
}

// TestAChangeElsewhereLeavesTheSpatialIndexAlone: its entry of a record is taken away, and only a
// move brings it back. Tables without places, and what had none, change as ever.
func TestAChangeElsewhereLeavesTheSpatialIndexAlone(t *testing.T) {
	s := sample(t)
	region, _ := load(t, s)
	site, area := region.Sites[0], region.Areas[0]
	other := editor(t, s)
	for _, statement := range []string{
		`DELETE FROM rtree_sites_geom WHERE id = (SELECT fid FROM sites WHERE id = '` + string(site.ID) + `')`,
		`DELETE FROM rtree_areas_geom WHERE id = (SELECT fid FROM areas WHERE id = '` + string(area.ID) + `')`,
	} {
		if _, err := other.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	indexed := func() string {
		return rows(t, s, `SELECT count(*) FROM sites WHERE id = '`+string(site.ID)+`' AND fid IN (SELECT id FROM rtree_sites_geom)`)[0] +
			rows(t, s, `SELECT count(*) FROM areas WHERE id = '`+string(area.ID)+`' AND fid IN (SELECT id FROM rtree_areas_geom)`)[0]
	}
	put := func(name string, move float64) {
		t.Helper()
		site.Name, area.Name = name, name
		site.Location[0] += move
		area.Geometry = area.Geometry.Clone()
		area.Geometry[0][0][1][0] += move
		if _, err := s.Update(t.Context(), func(tx store.Tx) error {
			_, err := tx.PutSite(t.Context(), site)
			if err == nil {
				_, err = tx.PutArea(t.Context(), area)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		now, _ := load(t, s)
		if now.Sites[0].Name != name || now.Sites[0].Location != site.Location || now.Areas[0].Name != name {
			t.Errorf("on file is %+v", now.Sites[0])
		}
	}
	if put("renamed", 0); indexed() != "00" {
		t.Error("a new name has changed the spatial index")
	}
	if put("moved", 0.001); indexed() != "11" {
		t.Error("a move hasn't changed the spatial index")
	}
}
