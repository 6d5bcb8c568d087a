package planner_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// lonely are the use cases of a noun that no other depends on.
type lonely[T any, ID ~string] struct {
	sample  T
	id      func(*T) *ID
	version func(T) int64
	create  func(context.Context, T) (T, error)
	update  func(context.Context, T, int64) (T, error)
	remove  func(context.Context, ID, int64) (T, error)
	read    func(*planner.Snapshot, ID) (T, error)
	broken  func(*T)
}

func (l lonely[T, ID]) test(t *testing.T, r *region) {
	ctx := t.Context()
	x := l.sample
	*l.id(&x) = ""
	created, err := l.create(ctx, x)
	must(t, err)
	id := *l.id(&created)
	if id == "" || l.version(created) != 1 {
		t.Fatalf("created %q at version %d", id, l.version(created))
	}
	_, err = l.create(ctx, created)
	kindOf(t, err, symbiosis.Conflict)
	bad := created
	l.broken(&bad)
	_, err = l.update(ctx, bad, planner.AnyVersion)
	kindOf(t, err, symbiosis.Invalid)
	changed, err := l.update(ctx, created, 1)
	must(t, err)
	_, err = l.update(ctx, created, 1)
	kindOf(t, err, symbiosis.Stale)
	for what, snapshot := range map[string]*planner.Snapshot{"taken in": r.Snapshot(), "read anew": r.again(t).Snapshot()} {
		got, err := l.read(snapshot, id)
		must(t, err)
		if diff := cmp.Diff(changed, got); diff != "" || l.version(got) != 2 {
			t.Errorf("%s, version %d (-answered +held):\n%s", what, l.version(got), diff)
		}
	}
	_, err = l.remove(ctx, id, 1)
	kindOf(t, err, symbiosis.Stale)
	gone, err := l.remove(ctx, id, 2)
	must(t, err)
	if diff := cmp.Diff(changed, gone); diff != "" {
		t.Errorf("what went is something else (-held +gone):\n%s", diff)
	}
	_, err = l.read(r.Snapshot(), id)
	kindOf(t, err, symbiosis.NotFound)
	_, err = l.remove(ctx, id, planner.AnyVersion)
	kindOf(t, err, symbiosis.NotFound)
	_, err = l.create(ctx, gone) // as an undo does
	must(t, err)
}

func TestLandIsCreatedChangedAndDeleted(t *testing.T) {
	s := storetest.Sample()
	r := newRegion(t, planner.Options{})
	t.Run("area", func(t *testing.T) {
		lonely[symbiosis.Area, symbiosis.AreaID]{s.Areas[1], func(x *symbiosis.Area) *symbiosis.AreaID { return &x.ID }, func(x symbiosis.Area) int64 { return x.Version },
			r.CreateArea, r.UpdateArea, r.DeleteArea, (*planner.Snapshot).Area, func(x *symbiosis.Area) { x.Geometry = nil }}.test(t, r)
	})
	t.Run("constraint", func(t *testing.T) {
		lonely[symbiosis.Constraint, symbiosis.ConstraintID]{s.Constraints[0], func(x *symbiosis.Constraint) *symbiosis.ConstraintID { return &x.ID }, func(x symbiosis.Constraint) int64 { return x.Version },
			r.CreateConstraint, r.UpdateConstraint, r.DeleteConstraint, (*planner.Snapshot).Constraint, func(x *symbiosis.Constraint) { x.Source = "" }}.test(t, r)
	})
	t.Run("facility", func(t *testing.T) {
		lonely[symbiosis.Facility, symbiosis.FacilityID]{s.Facilities[0], func(x *symbiosis.Facility) *symbiosis.FacilityID { return &x.ID }, func(x symbiosis.Facility) int64 { return x.Version },
			r.CreateFacility, r.UpdateFacility, r.DeleteFacility, (*planner.Snapshot).Facility, func(x *symbiosis.Facility) { x.Kind = "airport" }}.test(t, r)
	})
	t.Run("profile", func(t *testing.T) {
		lonely[symbiosis.Profile, symbiosis.ProfileID]{s.Profiles[0], func(x *symbiosis.Profile) *symbiosis.ProfileID { return &x.ID }, func(x symbiosis.Profile) int64 { return x.Version },
			r.CreateProfile, r.UpdateProfile, r.DeleteProfile, (*planner.Snapshot).Profile, func(x *symbiosis.Profile) { x.Capacity = 0 }}.test(t, r)
	})
	t.Run("comparison", func(t *testing.T) {
		lonely[symbiosis.Comparison, symbiosis.ComparisonID]{s.Comparisons[0], func(x *symbiosis.Comparison) *symbiosis.ComparisonID { return &x.ID }, func(x symbiosis.Comparison) int64 { return x.Version },
			r.CreateComparison, r.UpdateComparison, r.DeleteComparison, (*planner.Snapshot).Comparison, func(x *symbiosis.Comparison) { x.AreaIDs = nil }}.test(t, r)
	})
	t.Run("pitch", func(t *testing.T) {
		lonely[symbiosis.Pitch, symbiosis.PitchID]{s.Pitches[0], func(x *symbiosis.Pitch) *symbiosis.PitchID { return &x.ID }, func(x symbiosis.Pitch) int64 { return x.Version },
			r.CreatePitch, r.UpdatePitch, r.DeletePitch, (*planner.Snapshot).Pitch, func(x *symbiosis.Pitch) { x.Content = "{" }}.test(t, r)
	})
}

// A profile's flows must suit the catalogue; a store alone doesn't ask.
func TestAProfileMustSuitTheCatalogue(t *testing.T) {
	r := newRegion(t, planner.Options{})
	p := storetest.Sample().Profiles[0]
	p.Flows = []symbiosis.ProfileFlow{{Direction: symbiosis.Need, Resource: "no_such_thing", PerCapacity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.MW}}}
	_, err := r.CreateProfile(t.Context(), p)
	kindOf(t, err, symbiosis.Invalid)
	if ps := problems(t, err); len(ps) != 1 || ps[0].Field != "resource" || ps[0].Place != "flows[0]" {
		t.Errorf("got %v", err)
	}
}

func TestAPitchIsFoundByItsSecretOnly(t *testing.T) {
	r := newRegion(t, planner.Options{})
	p := storetest.Sample().Pitches[0]
	p.TokenHash = symbiosis.TokenHash("hemligt")
	_, err := r.CreatePitch(t.Context(), p)
	must(t, err)
	got, err := r.Snapshot().PitchOf("hemligt")
	must(t, err)
	if got.ID != p.ID {
		t.Errorf("found %q", got.ID)
	}
	_, err = r.Snapshot().PitchOf(p.TokenHash)
	kindOf(t, err, symbiosis.NotFound)
}

func TestASettingIsReplacedAtItsVersion(t *testing.T) {
	r := newRegion(t, planner.Options{})
	s := symbiosis.Setting{Key: symbiosis.AppraisalSetting, Body: `{"a":1}`}
	_, err := r.PutSetting(t.Context(), s, 1)
	kindOf(t, err, symbiosis.Stale)
	s, err = r.PutSetting(t.Context(), s, 0)
	must(t, err)
	s.Body = `{"a":2}`
	s, err = r.PutSetting(t.Context(), s, s.Version)
	must(t, err)
	got, err := r.again(t).Snapshot().Setting(s.Key)
	must(t, err)
	if got != s || s.Version != 2 {
		t.Errorf("kept %+v, answered %+v", got, s)
	}
	kindOf(t, r.DeleteSetting(t.Context(), s.Key, 1), symbiosis.Stale)
	must(t, r.DeleteSetting(t.Context(), s.Key, 2))
	_, err = r.Snapshot().Setting(s.Key)
	kindOf(t, err, symbiosis.NotFound)
}

func TestConstraintsAndFacilitiesAreListed(t *testing.T) {
	r := newRegion(t, planner.Options{})
	for id, layer := range map[symbiosis.ConstraintID]symbiosis.ConstraintLayer{"a": "flood", "b": "reindeer", "c": "protected_nature", "d": "flood"} {
		lon := 14 + float64(id[0]-'a')
		_, err := r.CreateConstraint(t.Context(), symbiosis.Constraint{ID: id, Layer: layer, Source: "x", Geometry: orb.LineString{{lon, 63}, {lon + 0.5, 63.5}}})
		must(t, err)
	}
	for id, kind := range map[symbiosis.FacilityID]symbiosis.FacilityKind{"p": symbiosis.Port, "r": symbiosis.Rail} {
		_, err := r.CreateFacility(t.Context(), symbiosis.Facility{ID: id, Kind: kind, Source: "x", Geometry: orb.Point{14, 63}, Capacity: &symbiosis.Quantity{Amount: 3, Unit: symbiosis.MW}})
		must(t, err)
	}
	s := r.Snapshot()
	ids := func(f planner.ConstraintFilter, p planner.Page) string {
		out := ""
		for _, c := range s.Constraints(f, p).Items {
			out += string(c.ID)
		}
		return out
	}
	for _, c := range []struct {
		filter planner.ConstraintFilter
		page   planner.Page
		want   string
	}{
		{planner.ConstraintFilter{}, planner.Page{}, "abcd"},
		{planner.ConstraintFilter{}, planner.Page{After: "a", Limit: 2}, "bc"},
		{planner.ConstraintFilter{Layer: "flood"}, planner.Page{}, "ad"},
		{planner.ConstraintFilter{Effect: symbiosis.Excludes}, planner.Page{}, "c"},
		{planner.ConstraintFilter{Bounds: &orb.Bound{Min: orb.Point{14.4, 63.4}, Max: orb.Point{15.1, 63.6}}}, planner.Page{}, "ab"},
	} {
		if got := ids(c.filter, c.page); got != c.want {
			t.Errorf("%+v %+v: %q, want %q", c.filter, c.page, got, c.want)
		}
	}
	want := []planner.LayerCount{{Layer: "protected_nature", Count: 1}, {Layer: "flood", Count: 2}, {Layer: "reindeer", Count: 1}}
	if diff := cmp.Diff(want, s.ConstraintLayers()); diff != "" {
		t.Error(diff)
	}
	if got := s.Facilities(planner.FacilityFilter{Kind: symbiosis.Rail}, planner.Page{}); got.Total != 1 || got.Items[0].ID != "r" || got.Items[0].Capacity.Amount != 3 {
		t.Errorf("rails: %+v", got)
	}
	area := symbiosis.Area{ID: "x", Name: "x", Geometry: orb.MultiPolygon{{{{14, 63}, {15, 63}, {15, 64}, {14, 63}}}}, Price: new(unit.LandPrice)}
	_, err := r.CreateArea(t.Context(), area)
	must(t, err)
	if got := r.Snapshot().Areas(planner.AreaFilter{}, planner.Page{}); got.Total != 1 || got.Items[0].Price == nil {
		t.Errorf("areas: %+v", got)
	}
}
