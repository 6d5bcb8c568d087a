package storetest

import (
	"context"
	_ "embed"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// goldenSample is Dump(Sample()): every store must give it back.
//
//go:embed testdata/sample.golden
var goldenSample string

func newIsEmpty(t *testing.T, s store.Store) {
	region, first := load(t, s)
	if diff := difference(empty(), region); diff != "" {
		t.Errorf("a new store holds (-want +got):\n%s", diff)
	}
	if region.Assumptions == nil {
		t.Error("Assumptions is nil")
	}
	if _, again := load(t, s); again != first || first == "" {
		t.Errorf("two looks at one state have revisions %q and %q", first, again)
	}
}

func hasLocation(t *testing.T, s store.Store) {
	if s.Location() == "" {
		t.Error("the store has no name for people")
	}
}

func golden(t *testing.T, s store.Store) {
	backwards := Sample()
	slices.Reverse(backwards.Sites)
	slices.Reverse(backwards.Flows)
	slices.Reverse(backwards.Areas)
	slices.Reverse(backwards.Exchanges)
	slices.Reverse(backwards.Constraints)
	slices.Reverse(backwards.Facilities)
	slices.Reverse(backwards.Profiles)
	slices.Reverse(backwards.Comparisons)
	slices.Reverse(backwards.Pitches)
	slices.Reverse(backwards.Settings)
	update(t, s, func(tx store.Tx) error { return Put(context.Background(), tx, backwards) })
	got, _ := load(t, s)
	if diff := cmp.Diff(strings.Split(goldenSample, "\n"), strings.Split(Dump(got), "\n")); diff != "" {
		t.Errorf("the sample comes back otherwise (-golden +got):\n%s", diff)
	}
}

func roundTrip(t *testing.T, s store.Store) {
	rapid.Check(t, func(rt *rapid.T) {
		want := Region(rt, 4)
		clear(rt, s)
		update(rt, s, func(tx store.Tx) error { return Put(context.Background(), tx, want) })
		holds(rt, s, want)
	})
}

// extremes puts the least and the greatest that the nouns allow.
func extremes(t *testing.T, s store.Store) {
	long := func(n int) string { return strings.Repeat("😀", n) }
	corners := []orb.Point{{-180, -90}, {180, 90}, {0, 0}, {math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64}, {math.Nextafter(180, 0), math.Nextafter(-90, 0)}}
	want := empty()
	for i, p := range corners {
		want.Sites = append(want.Sites, symbiosis.Site{
			ID: symbiosis.SiteID(long(119) + string(rune('a'+i))), Name: long(300), Organisation: long(300), Municipality: long(300),
			NACE: long(20), Note: long(4000), Source: long(4000), Location: p, Accuracy: symbiosis.Exact, Visibility: symbiosis.Public, Version: 1,
		})
	}
	for i, q := range []float64{math.SmallestNonzeroFloat64, 0.1, 1 - 0x1p-53, 1e12 - 1.0/8192, 1e12} {
		f := symbiosis.Flow{
			ID: symbiosis.FlowID(long(119) + string(rune('a'+i))), SiteID: symbiosis.SiteID(long(120)), Name: long(300), Direction: symbiosis.Need, Resource: "heat",
			Quantity: symbiosis.Quantity{Amount: q, Unit: symbiosis.PieceYear}, FullLoadHours: ptr(unit.Hours(min(q, 8784))),
			Supply: ptr[unit.Temperature](3000), Return: ptr(unit.AbsoluteZero), Price: ptr(-1e9), DisposalCost: ptr[unit.MassPrice](1e9), TreatmentCost: ptr[unit.MassPrice](0),
			MaxDistance: ptr[unit.Length](0), ValidFrom: symbiosis.Date{Year: 0, Month: 1, Day: 1}, ValidTo: symbiosis.Date{Year: 9999, Month: 12, Day: 31},
			Quality: []symbiosis.Property{{Name: long(300), Unit: long(300), Min: ptr(-math.MaxFloat64), Max: ptr(math.MaxFloat64)}},
			Status:  symbiosis.UnknownStatus, Certainty: symbiosis.Estimated, Visibility: symbiosis.Public, Source: long(4000), Note: long(4000), Version: 1,
		}
		f.Shape = symbiosis.Shape{Kind: symbiosis.Own, Monthly: [12]float64{q, 1e-300, 1e300}}
		want.Flows = append(want.Flows, f)
	}
	var round orb.Ring
	for i := range 10_000 {
		angle := 2 * math.Pi * float64(i) / 10_000
		round = append(round, orb.Point{180 * math.Cos(angle), 90 * math.Sin(angle)})
	}
	want.Areas = []symbiosis.Area{{
		ID: "large", Name: "large", Geometry: orb.MultiPolygon{{append(round, round[0])}}, PlanStatus: symbiosis.NoPlan,
		YearsToBuildReady: ptr(math.SmallestNonzeroFloat64), GridPower: ptr(1e11 * unit.Watt), GridYear: 2200,
		Accuracy: symbiosis.Exact, Certainty: symbiosis.Estimated, Visibility: symbiosis.Public, Version: 1,
	}}
	widest := symbiosis.Document(`"` + strings.Repeat("å😀", 200_000) + `"`)
	deepest := symbiosis.Document(strings.Repeat("[", 100) + strings.Repeat("]", 100))
	want.Constraints = []symbiosis.Constraint{{
		ID: "c", Layer: "other", Effect: symbiosis.Informs, Geometry: orb.MultiLineString{orb.LineString(round), {corners[0], corners[1]}},
		Buffer: 20_003_931.5, WarningDistance: math.SmallestNonzeroFloat64, Accuracy: symbiosis.Exact, Certainty: symbiosis.Reported, Source: long(4000), Version: 1,
	}}
	want.Comparisons = []symbiosis.Comparison{{
		ID: "c", Name: long(300), AreaIDs: []symbiosis.AreaID{symbiosis.AreaID(long(120)), "a", "b", "c", "d", "e"}, Revision: "0",
		DataTime: time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), Created: time.Date(2200, 12, 31, 23, 59, 59, 999_000_000, time.UTC),
		Settings: deepest, Result: widest, Visibility: symbiosis.Public, Version: 1,
	}}
	want.Settings = []symbiosis.Setting{{Key: symbiosis.SettingKey(strings.Repeat("k", 120)), Body: `{"a":1.0 , "a" :1e0, "\u0001":"\ud83d\ude00"}`, Version: 1}}
	want.Assumptions = map[string]float64{"a": math.MaxFloat64, "b": -math.SmallestNonzeroFloat64, "c": 0, long(300): 1}
	update(t, s, func(tx store.Tx) error { return Put(context.Background(), tx, want) })
	holds(t, s, want)
}

// many puts so many records, out of order, that a store has to split, sort and page.
func many(t *testing.T, s store.Store) {
	ctx := context.Background()
	const n = 5000
	name := func(i int) string {
		return strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("9", i/26)
	}
	site := Sample().Sites[0]
	flow := Sample().Flows[0]
	update(t, s, func(tx store.Tx) error {
		for i := range n {
			site.ID, flow.ID, flow.SiteID = symbiosis.SiteID(name(i%97)), symbiosis.FlowID(name(i%2500)), symbiosis.SiteID(name(i%97))
			if _, err := tx.PutSite(ctx, site); err != nil {
				return err
			}
			if _, err := tx.PutFlow(ctx, flow); err != nil {
				return err
			}
		}
		return nil
	})
	got, _ := load(t, s)
	if len(got.Sites) != 97 || len(got.Flows) != 2500 {
		t.Fatalf("%d sites and %d flows came back", len(got.Sites), len(got.Flows))
	}
	if !slices.IsSortedFunc(got.Sites, func(a, b symbiosis.Site) int { return strings.Compare(string(a.ID), string(b.ID)) }) ||
		!slices.IsSortedFunc(got.Flows, func(a, b symbiosis.Flow) int { return strings.Compare(string(a.ID), string(b.ID)) }) {
		t.Error("the lists are not in the order of ids")
	}
	for _, f := range got.Flows {
		if f.Version != 2 {
			t.Fatalf("flow %s was put twice and has version %d", f.ID, f.Version)
		}
	}
}
