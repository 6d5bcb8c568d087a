package geopackage

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// spot returns the i-th of many scattered places.
func spot(i int) orb.Point {
	_, x := math.Modf(float64(i) * 0.754877666246693)
	_, y := math.Modf(float64(i) * 0.569840290998053)
	return orb.Point{-180 + 360*x, -90 + 180*y}
}

// fillSites puts n sites into an empty file, changes each seventh of them and deletes each
// eleventh in the same update, which then ends with fault.
func fillSites(ctx context.Context, s *Store, n int, fault error) error {
	_, err := s.Update(ctx, func(tx store.Tx) error {
		for i := range n {
			site := symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprint(i)), Name: "x", Location: spot(i)}
			if _, err := tx.PutSite(ctx, site); err != nil {
				return err
			}
			if i%7 == 0 {
				site.Location = spot(i + n)
				if _, err := tx.PutSite(ctx, site); err != nil {
					return err
				}
			}
			if i%11 == 0 {
				if err := tx.DeleteSite(ctx, site.ID); err != nil {
					return err
				}
			}
		}
		return fault
	})
	return err
}

// triggerList returns what makes each trigger of the file.
func triggerList(t *testing.T, s *Store) (all []string) {
	t.Helper()
	rows, err := s.readers.QueryContext(t.Context(), `SELECT name || ': ' || sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var trigger string
		if err := rows.Scan(&trigger); err != nil {
			t.Fatal(err)
		}
		all = append(all, trigger)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestFillingMakesTheIndexAtOnce fills empty files of many sizes, round those where a level more is
// needed among them, and goes on row by row.
func TestFillingMakesTheIndexAtOnce(t *testing.T) {
	for _, n := range []int{1, 50, manyNews, 51*51 + 400, 12_000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			s := openAt(t, filepath.Join(t.TempDir(), "region.gpkg"))
			before := triggerList(t, s)
			_, empty, err := s.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			stop := errors.New("changed my mind")
			if err := fillSites(t.Context(), s, n, stop); !errors.Is(err, stop) {
				t.Fatal(err)
			}
			if got := triggerList(t, s); !slices.Equal(got, before) {
				t.Error("a filling that failed left other triggers")
			}
			if now, err := s.Revision(t.Context()); err != nil || now != empty {
				t.Errorf("a filling that failed changed the revision: %v", err)
			}
			if err := fillSites(t.Context(), s, n, nil); err != nil {
				t.Fatal(err)
			}
			if got := triggerList(t, s); !slices.Equal(got, before) {
				t.Error("filling left other triggers")
			}
			if now, err := s.Revision(t.Context()); err != nil || now == empty {
				t.Errorf("filling left the revision as it was: %v", err)
			}
			integrity(t, s)
			checkIndex(t, s, "sites")
			if err := fillSites(t.Context(), s, n, nil); err != nil { // the same again, row by row
				t.Fatal(err)
			}
			integrity(t, s)
			checkIndex(t, s, "sites")
		})
	}
}

// growSites adds n sites to those of fillSites, and changes and deletes some of both meanwhile; at calls
// between in the middle. The update then ends with fault.
func growSites(ctx context.Context, s *Store, n int, fault error, between func()) error {
	_, err := s.Update(ctx, func(tx store.Tx) error {
		for i := range n {
			site := symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprint("new", i)), Name: "x", Location: spot(i)}
			_, err := tx.PutSite(ctx, site)
			if i%7 == 0 {
				site.Location = spot(i + n)
				_, errMoved := tx.PutSite(ctx, site)
				err = errors.Join(err, errMoved)
			}
			if i%11 == 0 {
				err = errors.Join(err, tx.DeleteSite(ctx, site.ID))
			}
			if i%77 == 0 { // its place is taken again
				_, errAgain := tx.PutSite(ctx, site)
				err = errors.Join(err, errAgain)
			}
			if i%130 == 1 { // of the old ones, which each eleventh isn't
				_, errOld := tx.PutSite(ctx, symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprint(i%11 + 1)), Name: "moved", Location: spot(2*n + i)})
				err = errors.Join(err, errOld)
			}
			if err != nil {
				return err
			}
			if i == n/2 {
				err = tx.DeleteSite(ctx, "15")
				between()
			}
			if err != nil {
				return err
			}
		}
		return fault
	})
	return err
}

// TestGrowingMakesTheIndexAnew adds many sites to few, and few to many: index, triggers, history and
// records are as they are row by row, and whoever reads the file meanwhile sees it as it was.
func TestGrowingMakesTheIndexAnew(t *testing.T) {
	defer func(n int) { manyNews = n }(manyNews)
	manyNews = 400
	for _, c := range []struct{ old, news int }{{16, 2*manyNews + 300}, {9 * manyNews, manyNews + 200}, {3 * manyNews, manyNews - 1}} {
		t.Run(fmt.Sprint(c.old, " and ", c.news), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "region.gpkg")
			s := openAt(t, path)
			if err := fillSites(t.Context(), s, c.old, nil); err != nil {
				t.Fatal(err)
			}
			want, before, err := s.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			triggers := triggerList(t, s)
			looked := 0
			look := func() {
				looked++
				integrity(t, s)
				checkIndex(t, s, "sites")
				if now, at, err := s.Load(t.Context()); err != nil || at != before || len(now.Sites) != len(want.Sites) {
					t.Errorf("a reader sees %d sites of %d, %v", len(now.Sites), len(want.Sites), err)
				}
			}
			stop := errors.New("changed my mind")
			if err := growSites(t.Context(), s, c.news, stop, look); !errors.Is(err, stop) {
				t.Fatal(err)
			}
			look()
			if err := growSites(t.Context(), s, c.news, nil, look); err != nil || looked != 3 {
				t.Fatal(err, looked)
			}
			if got := triggerList(t, s); !slices.Equal(got, triggers) {
				t.Error("growing left other triggers")
			}
			integrity(t, s)
			checkIndex(t, s, "sites")

			// Row by row: what one update after the other makes, a piece at a time.
			usual := openAt(t, filepath.Join(t.TempDir(), "usual.gpkg"))
			if err := fillSites(t.Context(), usual, c.old, nil); err != nil {
				t.Fatal(err)
			}
			defer func(n int) { manyNews = n }(manyNews)
			manyNews = math.MaxInt
			if err := growSites(t.Context(), usual, c.news, nil, func() {}); err != nil {
				t.Fatal(err)
			}
			wanted, _, err := usual.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := s.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(wanted, got); diff != "" {
				t.Errorf("it holds (-row by row +got):\n%s", diff)
			}
			if diff := cmp.Diff(historyOf(t, usual), historyOf(t, s)); diff != "" {
				t.Errorf("the history tells (-row by row +got):\n%s", diff)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			ogr := testtool.Require(t, "ogrinfo")
			out, err := exec.CommandContext(t.Context(), ogr, "-ro", path, "-sql", "SELECT count(*) FROM sites, rtree_sites_geom AS r WHERE r.id = sites.fid").CombinedOutput()
			if err != nil || !strings.Contains(string(out), fmt.Sprint("= ", len(got.Sites), "\n")) {
				t.Errorf("GDAL finds of %d sites by the index: %v\n%s", len(got.Sites), err, out)
			}
		})
	}
}

// historyOf tells what happened to each record, in order.
func historyOf(t *testing.T, s *Store) map[string]string {
	t.Helper()
	told := map[string]string{}
	for _, line := range rows(t, s, `
		SELECT record_id, operation, version FROM (
			SELECT number, record_id, operation, version FROM samloka_history
			UNION ALL SELECT number, value, 'insert', 1 FROM samloka_history_runs, json_each(record_ids)
		) ORDER BY number`) {
		id, rest, _ := strings.Cut(line, "|")
		told[id] += rest + " "
	}
	return told
}

// TestFillingKnowsWhatWasPutBefore: where the hashes of different ids are the same, what is filled is the
// same too.
func TestFillingKnowsWhatWasPutBefore(t *testing.T) {
	defer func(bits int) { bitsOfSeen = bits }(bitsOfSeen)
	var want *symbiosis.Region
	for _, bitsOfSeen = range []int{64, 8, 1} {
		s := openAt(t, filepath.Join(t.TempDir(), "region.gpkg"))
		if err := fillSites(t.Context(), s, 3000, nil); err != nil {
			t.Fatal(err)
		}
		got, _, err := s.Load(t.Context())
		if err != nil || len(got.Sites) != 3000-(3000+10)/11 {
			t.Fatalf("%d bits: %d sites, %v", bitsOfSeen, len(got.Sites), err)
		}
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("with %d bits (-64 +got):\n%s", bitsOfSeen, diff)
		}
	}
}

// TestPackedTreeIsOne: every row lies in one leaf, every node but the root in one other, no node
// holds more than it may, boxes hold what is below them, and all leaves are equally deep.
func TestPackedTreeIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 4000).Draw(t, "rows")
		capacity := rapid.IntRange(2, 51).Draw(t, "capacity")
		cells := make([]cell, n)
		for i := range cells {
			p := spot(i * rapid.IntRange(0, 3).Draw(t, "step"))
			cells[i] = cellOf(int64(i+1), orb.Bound{Min: p, Max: orb.Point{p[0] + 0.1, p[1] + 0.1}})
		}
		p := pack(cells, nodeHead+capacity*cellSize)
		if len(p.leaves) != n || len(p.parents) != len(p.nodes)-1 {
			t.Fatalf("%d rows in leaves of %d, %d parents of %d nodes", len(p.leaves), n, len(p.parents), len(p.nodes))
		}
		leafOf := map[int64]int64{}
		for i, c := range p.leaves {
			leafOf[c.id] = p.leaf(i)
		}
		found := 0
		var visit func(number int64, depth int, box *cell)
		visit = func(number int64, depth int, box *cell) {
			inside := read(p.nodes[number-1])
			if len(inside) > capacity {
				t.Fatalf("node %d has %d cells", number, len(inside))
			}
			for _, c := range inside {
				if box != nil && (c.minX < box.minX || c.maxX > box.maxX || c.minY < box.minY || c.maxY > box.maxY) {
					t.Fatalf("cell %+v lies outside its node's box %+v", c, *box)
				}
				if depth == 0 {
					if found++; leafOf[c.id] != number {
						t.Fatalf("row %d lies in node %d, and is said to lie in %d", c.id, number, leafOf[c.id])
					}
					continue
				}
				if p.parents[c.id] != number {
					t.Fatalf("node %d lies in %d, and is said to lie in %d", c.id, number, p.parents[c.id])
				}
				visit(c.id, depth-1, &c)
			}
		}
		root := p.nodes[0]
		visit(rootNode, int(root[0])<<8|int(root[1]), nil)
		if found != n {
			t.Fatalf("%d of %d rows are reached from the root", found, n)
		}
	})
}

// read reads a node as the format is documented.
func read(b []byte) (cells []cell) {
	word := func(at int) uint32 {
		return uint32(b[at])<<24 | uint32(b[at+1])<<16 | uint32(b[at+2])<<8 | uint32(b[at+3])
	}
	for i := range int(b[2])<<8 | int(b[3]) {
		at := nodeHead + i*cellSize
		f := func(n int) float32 { return math.Float32frombits(word(at + 8 + 4*n)) }
		cells = append(cells, cell{int64(word(at))<<32 | int64(word(at+4)), f(0), f(1), f(2), f(3)})
	}
	return cells
}

func TestCellsAreRoundedOutward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-180, 180).Draw(t, "v")
		if lo, hi := down(v), up(v); float64(lo) > v || float64(hi) < v || hi > math.Nextafter32(lo, 200) {
			t.Fatalf("%v is within %v and %v", v, lo, hi)
		}
	})
}
