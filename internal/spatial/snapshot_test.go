package spatial

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/unit"
)

type entry = Entry[string, uint32]

// drawPoint prefers the places where longitude and latitude go wrong.
func drawPoint() *rapid.Generator[orb.Point] {
	near := func(lon, lat, spread float64) *rapid.Generator[orb.Point] {
		return rapid.Custom(func(t *rapid.T) orb.Point {
			x := lon + rapid.Float64Range(-spread, spread).Draw(t, "dlon")
			y := lat + rapid.Float64Range(-spread, spread).Draw(t, "dlat")
			return orb.Point{math.Remainder(x, 360), math.Max(-90, math.Min(90, y))}
		})
	}
	return rapid.OneOf(
		near(0, 0, 180),
		near(14.6, 63.2, 0.01), near(14.6, 63.2, 2),
		near(180, 65, 0.01), near(180, -10, 3),
		near(0, 90, 180), near(30, 90, 0.001), near(0, -90, 1),
		rapid.SampledFrom([]orb.Point{{180, 10}, {-180, 10}, {0, 0}, {0, 90}, {77, 90}, {14.6, 63.2}, {-180, -90}, {math.Copysign(0, -1), 0}}),
	)
}

func drawRadius() *rapid.Generator[unit.Length] {
	return rapid.Custom(func(t *rapid.T) unit.Length {
		if rapid.Bool().Draw(t, "special") {
			return rapid.SampledFrom([]unit.Length{0, 1e-9, 1, 20004 * unit.Kilometre, 1e12, unit.Length(math.Inf(1))}).Draw(t, "radius")
		}
		return unit.Length(math.Pow(10, rapid.Float64Range(-2, 7.4).Draw(t, "log radius")))
	})
}

func drawEntries(t *rapid.T, from uint32) []entry {
	points := rapid.SliceOfN(drawPoint(), 0, 300).Draw(t, "points")
	list := make([]entry, len(points))
	for i, p := range points {
		list[i] = entry{[]string{"heat", "wood"}[i%2], from + uint32(i), p}
	}
	return list
}

func bruteWithin(list []entry, group string, c orb.Point, r unit.Length) []uint32 {
	var ids []uint32
	for _, e := range list {
		if e.Group == group && geo.Distance(c, e.Point) <= r {
			ids = append(ids, e.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func indexWithin(t rapid.TB, s *Snapshot[string, uint32], group string, c orb.Point, r unit.Length) []uint32 {
	var ids []uint32
	if err := s.Within(group, c, r, func(id uint32, _ orb.Point) bool { ids = append(ids, id); return true }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}

func TestWithinIsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawEntries(t, 0)
		s, err := New(list)
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			c, r := drawPoint().Draw(t, "centre"), drawRadius().Draw(t, "radius")
			if len(list) > 0 && rapid.Bool().Draw(t, "to an entry") {
				// a radius that ends exactly on an entry
				r = geo.Distance(c, rapid.SampledFrom(list).Draw(t, "entry").Point)
			}
			for _, g := range []string{"heat", "wood", "none"} {
				if got, want := indexWithin(t, s, g, c, r), bruteWithin(list, g, c, r); !slices.Equal(got, want) {
					t.Fatalf("%s within %v m of %v: got %v, want %v", g, r, c, got, want)
				}
			}
		}
	})
}

// TestEditsLeaveOldSnapshotsAlone edits a chain of snapshots and asks all of them at the end.
func TestEditsLeaveOldSnapshotsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawEntries(t, 0)
		s, err := New(list)
		if err != nil {
			t.Fatal(err)
		}
		type version struct {
			s    *Snapshot[string, uint32]
			list []entry
		}
		versions := []version{{s, list}}
		for i := range rapid.IntRange(1, 6).Draw(t, "edits") {
			from := rapid.SampledFrom(versions).Draw(t, "from")
			perm := rapid.Permutation(from.list).Draw(t, "order")
			cut := rapid.IntRange(0, len(perm)).Draw(t, "removed")
			added := drawEntries(t, uint32(1000*(i+1)))
			next, err := from.s.With(added, perm[:cut])
			if err != nil {
				t.Fatal(err)
			}
			versions = append(versions, version{next, append(slices.Clone(perm[cut:]), added...)})
		}
		c, r := drawPoint().Draw(t, "centre"), drawRadius().Draw(t, "radius")
		for i, v := range versions {
			if v.s.Len() != len(v.list) || v.s.LenOf("heat")+v.s.LenOf("wood") != len(v.list) {
				t.Fatalf("version %d has %d entries, want %d", i, v.s.Len(), len(v.list))
			}
			if got, want := indexWithin(t, v.s, "heat", c, r), bruteWithin(v.list, "heat", c, r); !slices.Equal(got, want) {
				t.Fatalf("version %d: got %v, want %v", i, got, want)
			}
		}
	})
}

func TestInBoundIsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawEntries(t, 0)
		s, err := New(list)
		if err != nil {
			t.Fatal(err)
		}
		p, q := drawPoint().Draw(t, "p"), drawPoint().Draw(t, "q")
		b := orb.Bound{Min: orb.Point{p[0], math.Min(p[1], q[1])}, Max: orb.Point{q[0], math.Max(p[1], q[1])}}
		var got, want []uint32
		s.InBound("heat", b, func(id uint32, _ orb.Point) bool { got = append(got, id); return true })
		for _, e := range list {
			lon, lat := e.Point[0], e.Point[1]
			in := lon >= b.Min[0] && lon <= b.Max[0]
			if b.Min[0] > b.Max[0] {
				in = lon >= b.Min[0] || lon <= b.Max[0]
			}
			if e.Group == "heat" && in && lat >= b.Min[1] && lat <= b.Max[1] {
				want = append(want, e.ID)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("in %v: got %v, want %v", b, got, want)
		}
	})
}

func TestNearestIsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawEntries(t, 0)
		s, err := New(list)
		if err != nil {
			t.Fatal(err)
		}
		c, k := drawPoint().Draw(t, "centre"), rapid.IntRange(0, 40).Draw(t, "k")
		var want []unit.Length
		for _, e := range list {
			if e.Group == "heat" {
				want = append(want, geo.Distance(c, e.Point))
			}
		}
		slices.Sort(want)
		want = want[:min(k, len(want))]
		near, err := s.Nearest("heat", c, k)
		if err != nil {
			t.Fatal(err)
		}
		var got []unit.Length
		for _, n := range near {
			if d := geo.Distance(c, n.Point); d != n.Distance {
				t.Fatalf("%v m to %v, want %v", n.Distance, n.Point, d)
			}
			got = append(got, n.Distance)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%d nearest of %v: got %v, want %v", k, c, got, want)
		}
	})
}

// TestNearestInADeepTree asks a tree of several levels, where boxes are cut off, also for
// points on circles, where the order of chords is not that of distances.
func TestNearestInADeepTree(t *testing.T) {
	list := region(3000)
	r := rand.New(rand.NewPCG(3, 4))
	add := func(p orb.Point) { list = append(list, entry{"heat", uint32(len(list)), p}) }
	for range 3000 {
		add(orb.Point{360*r.Float64() - 180, math.Asin(2*r.Float64()-1) * 180 / math.Pi})
	}
	rings := []orb.Point{{14.6, 63.2}, {180, 0}, {-30, 45}, {0, 90}}
	for _, c := range rings {
		for range 500 {
			add(geo.Destination(c, 360*r.Float64(), unit.Length(1e5*(1+0.002*r.Float64()))))
		}
	}
	s, err := New(list)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		c, k := list[r.IntN(len(list))].Point, 1+r.IntN(100)
		if i%10 == 0 {
			c, k = rings[i/10%len(rings)], 250
		}
		all := make([]unit.Length, len(list))
		for j, e := range list {
			all[j] = geo.Distance(c, e.Point)
		}
		slices.Sort(all)
		near, err := s.Nearest("heat", c, k)
		if err != nil || len(near) != k {
			t.Fatalf("%d found, %v", len(near), err)
		}
		for j, n := range near {
			if n.Distance != all[j] || n.Distance != geo.Distance(c, n.Point) {
				t.Fatalf("number %d of %d nearest to %v is %v m away, want %v", j, k, c, n.Distance, all[j])
			}
		}
	}
}

func TestRejects(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, p := range []orb.Point{{nan, 0}, {0, nan}, {inf, 0}, {0, 91}, {181, 0}, {500000, 6900000}} {
		var fault *geo.Error
		if s, err := New([]entry{{"heat", 1, orb.Point{14, 63}}, {"heat", 2, p}}); s != nil || !errors.As(err, &fault) {
			t.Errorf("indexed %v: %v", p, err)
		}
	}
	s, err := New([]entry{{"heat", 1, orb.Point{14, 63}}})
	if err != nil {
		t.Fatal(err)
	}
	never := func(uint32, orb.Point) bool { t.Error("yielded"); return false }
	for _, q := range []struct {
		centre orb.Point
		radius unit.Length
	}{{orb.Point{nan, 63}, 10}, {orb.Point{14, -91}, 10}, {orb.Point{14, 63}, unit.Length(nan)}, {orb.Point{14, 63}, -1}} {
		if err := s.Within("heat", q.centre, q.radius, never); err == nil {
			t.Errorf("searched %v m round %v", q.radius, q.centre)
		}
	}
	if _, err := s.Nearest("heat", orb.Point{14, nan}, 1); err == nil {
		t.Error("searched the nearest of NaN")
	}
	for _, e := range []entry{{"heat", 2, orb.Point{14, 63}}, {"heat", 1, orb.Point{14, 62}}, {"wood", 1, orb.Point{14, 63}}} {
		if _, err := s.With(nil, []entry{e}); !errors.Is(err, ErrNotIndexed) {
			t.Errorf("removed %v: %v", e, err)
		}
	}
	if got := indexWithin(t, s, "heat", orb.Point{14, 63}, 0); !slices.Equal(got, []uint32{1}) {
		t.Errorf("after failed edits: %v", got)
	}
}

func TestYieldStops(t *testing.T) {
	s, err := New([]entry{{"heat", 1, orb.Point{180, 0}}, {"heat", 2, orb.Point{-180, 0}}, {"heat", 3, orb.Point{179, 0}}})
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	stop := func(uint32, orb.Point) bool { calls++; return false }
	if err := s.Within("heat", orb.Point{180, 0}, unit.Length(1e6), stop); err != nil || calls != 1 {
		t.Errorf("Within went on for %d calls, %v", calls, err)
	}
	calls = 0
	s.InBound("heat", orb.Bound{Min: orb.Point{170, -1}, Max: orb.Point{-170, 1}}, stop)
	if calls != 1 {
		t.Errorf("InBound went on for %d calls", calls)
	}
}

// TestConcurrentReadersAndWriters is for the race detector.
func TestConcurrentReadersAndWriters(t *testing.T) {
	list := region(2000)
	s, err := New(list)
	if err != nil {
		t.Fatal(err)
	}
	want := bruteWithin(list, "heat", list[0].Point, 20*unit.Kilometre)
	done := make(chan error)
	for w := range 4 {
		go func() {
			next := s
			for i := range 20 {
				var err error
				if next, err = next.With([]entry{{"heat", uint32(9000 + i), list[i].Point}}, list[w*20+i:w*20+i+1]); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range 50 {
		if got := indexWithin(t, s, "heat", list[0].Point, 20*unit.Kilometre); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestWithinAllocatesNothing(t *testing.T) {
	list := region(5000)
	s, err := New(list)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	if n := testing.AllocsPerRun(20, func() {
		_ = s.Within("heat", list[7].Point, 30*unit.Kilometre, func(uint32, orb.Point) bool { found++; return true })
	}); n != 0 || found == 0 {
		t.Errorf("%v allocations, %d found", n, found)
	}
}

// region scatters n heat sources in towns over middle Scandinavia.
func region(n int) []entry {
	r := rand.New(rand.NewPCG(1, 2))
	towns := make([]orb.Point, max(1, n/50))
	for i := range towns {
		towns[i] = orb.Point{11 + 6*r.Float64(), 61 + 4*r.Float64()}
	}
	list := make([]entry, n)
	for i := range list {
		c := towns[r.IntN(len(towns))]
		list[i] = entry{"heat", uint32(i), orb.Point{c[0] + 0.05*r.NormFloat64(), c[1] + 0.03*r.NormFloat64()}}
	}
	slices.SortFunc(list, func(a, b entry) int { return cmp.Compare(a.Point[0], b.Point[0]) })
	return list
}

func BenchmarkWithin(b *testing.B) {
	list := region(10_000)
	s, err := New(list)
	if err != nil {
		b.Fatal(err)
	}
	const radius = 5 * unit.Kilometre
	found := 0
	b.Run("index", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			_ = s.Within("heat", list[i%len(list)].Point, radius, func(uint32, orb.Point) bool { found++; return true })
		}
		b.ReportMetric(float64(found)/float64(b.N), "found/op")
	})
	b.Run("brute force by chord", func(b *testing.B) {
		units := make([][3]float64, len(list))
		for i, e := range list {
			units[i] = geo.UnitVector(e.Point)
		}
		for i := 0; b.Loop(); i++ {
			c := list[i%len(list)].Point
			u := geo.UnitVector(c)
			within, beyond := geo.Chords(radius)
			for j, v := range units {
				if d := geo.SquaredChord(u, v); d <= within || d <= beyond && geo.Distance(c, list[j].Point) <= radius {
					found++
				}
			}
		}
	})
	b.Run("one edit", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			e := list[i%len(list)]
			if _, err := s.With([]entry{{"heat", 1 << 30, e.Point}}, []entry{e}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("ten nearest", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			_, _ = s.Nearest("heat", list[i%len(list)].Point, 10)
		}
	})
	b.Run("build", func(b *testing.B) {
		for b.Loop() {
			if _, err := New(list); err != nil {
				b.Fatal(err)
			}
		}
	})
}
