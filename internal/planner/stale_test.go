package planner_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Not every noun's table is called by it with an s.
func TestAStaleChangeOfInfrastructureAndOfASheetTellsBothVersionsToo(t *testing.T) {
	r := newRegion(t, planner.Options{})
	facility, err := r.CreateFacility(t.Context(), symbiosis.Facility{ID: "f", Kind: symbiosis.Rail, Geometry: orb.Point{14, 63}, Source: "x"})
	must(t, err)
	renamed := facility
	renamed.Name = "theirs"
	renamed, err = r.UpdateFacility(planner.By(t.Context(), "Kim"), renamed, 1)
	must(t, err)
	_, err = r.UpdateFacility(t.Context(), facility, 1)
	tellsBoth(t, err, facility, renamed)

	pitch, err := r.CreatePitch(t.Context(), storetest.Sample().Pitches[0])
	must(t, err)
	retitled := pitch
	retitled.Title = "theirs"
	retitled, err = r.UpdatePitch(planner.By(t.Context(), "Kim"), retitled, 1)
	must(t, err)
	_, err = r.UpdatePitch(t.Context(), pitch, 1)
	tellsBoth(t, err, pitch, retitled)

	// An undo speaks of the record by its noun.
	change := r.newest(t, "facilities", "f")
	_, err = r.UpdateFacility(t.Context(), facility, planner.AnyVersion)
	must(t, err)
	_, err = r.Undo(t.Context(), change.Number, planner.UndoOptions{})
	if stale, ok := errors.AsType[*planner.StaleError](err); !ok || stale.What != "facility" {
		t.Errorf("the undo returned %v", err)
	}
}

func tellsBoth(t *testing.T, err error, basedOn, onFile symbiosis.Record) {
	t.Helper()
	stale, ok := errors.AsType[*planner.StaleError](err)
	if !ok {
		t.Fatalf("the stale change returned %v", err)
	}
	if !reflect.DeepEqual(stale.BasedOn, any(basedOn)) || !reflect.DeepEqual(stale.OnFile, any(onFile)) || stale.By != "Kim" {
		t.Errorf("it tells %+v", stale)
	}
}
