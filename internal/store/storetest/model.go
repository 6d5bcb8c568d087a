package storetest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// model is what a store is at heart: maps that are replaced together or not at all.
type model struct {
	info        symbiosis.RegionInfo
	assumptions map[string]float64
	sites       map[symbiosis.SiteID]symbiosis.Site
	flows       map[symbiosis.FlowID]symbiosis.Flow
	areas       map[symbiosis.AreaID]symbiosis.Area
	exchanges   map[symbiosis.ExchangeID]symbiosis.Exchange
	constraints map[symbiosis.ConstraintID]symbiosis.Constraint
	facilities  map[symbiosis.FacilityID]symbiosis.Facility
	profiles    map[symbiosis.ProfileID]symbiosis.Profile
	comparisons map[symbiosis.ComparisonID]symbiosis.Comparison
	pitches     map[symbiosis.PitchID]symbiosis.Pitch
	settings    map[symbiosis.SettingKey]symbiosis.Setting
}

func newModel() *model {
	return &model{
		assumptions: map[string]float64{},
		sites:       map[symbiosis.SiteID]symbiosis.Site{},
		flows:       map[symbiosis.FlowID]symbiosis.Flow{},
		areas:       map[symbiosis.AreaID]symbiosis.Area{},
		exchanges:   map[symbiosis.ExchangeID]symbiosis.Exchange{},
		constraints: map[symbiosis.ConstraintID]symbiosis.Constraint{},
		facilities:  map[symbiosis.FacilityID]symbiosis.Facility{},
		profiles:    map[symbiosis.ProfileID]symbiosis.Profile{},
		comparisons: map[symbiosis.ComparisonID]symbiosis.Comparison{},
		pitches:     map[symbiosis.PitchID]symbiosis.Pitch{},
		settings:    map[symbiosis.SettingKey]symbiosis.Setting{},
	}
}

func (m *model) clone() *model {
	return &model{m.info, maps.Clone(m.assumptions), maps.Clone(m.sites), maps.Clone(m.flows), maps.Clone(m.areas), maps.Clone(m.exchanges),
		maps.Clone(m.constraints), maps.Clone(m.facilities), maps.Clone(m.profiles), maps.Clone(m.comparisons), maps.Clone(m.pitches), maps.Clone(m.settings)}
}

// region returns what Load has to return.
func (m *model) region() *symbiosis.Region {
	return &symbiosis.Region{
		Info: m.info, Assumptions: m.assumptions,
		Sites: inOrder(m.sites), Flows: inOrder(m.flows), Areas: inOrder(m.areas), Exchanges: inOrder(m.exchanges),
		Constraints: inOrder(m.constraints),
		Facilities:  inOrder(m.facilities),
		Profiles:    inOrder(m.profiles),
		Comparisons: inOrder(m.comparisons),
		Pitches:     inOrder(m.pitches),
		Settings:    inOrder(m.settings),
	}
}

func inOrder[ID ~string, T any](records map[ID]T) []T {
	var items []T
	for _, id := range slices.Sorted(maps.Keys(records)) {
		items = append(items, records[id])
	}
	return items
}

// errWanted is what an update that is to fail returns.
var errWanted = errors.New("the test wants this update to fail")

// behavesLikeModel carries out random updates, some of which fail, on the store and on maps, and
// compares every answer and every state.
func behavesLikeModel(t *testing.T, s store.Store) {
	rapid.Check(t, func(t *rapid.T) {
		clear(t, s)
		now := newModel()
		_, before := load(t, s)
		for range rapid.IntRange(1, 6).Draw(t, "updates") {
			next := now.clone()
			changed := false
			fails := rapid.IntRange(0, 4).Draw(t, "fails if 0") == 0
			revision, err := s.Update(context.Background(), func(tx store.Tx) error {
				for range rapid.IntRange(0, 6).Draw(t, "steps") {
					changed = step(t, tx, next) || changed
				}
				if fails {
					return errWanted
				}
				return nil
			})
			switch {
			case fails && !errors.Is(err, errWanted):
				t.Fatalf("the update failed, and Update returned %v", err)
			case !fails && err != nil:
				t.Fatalf("Update: %v", err)
			case !fails:
				now = next
			}
			region, after := load(t, s)
			if diff := difference(now.region(), region); diff != "" {
				t.Fatalf("the store holds something else (-want +got):\n%s", diff)
			}
			if !fails && revision != after {
				t.Fatalf("Update returned revision %q, Load %q", revision, after)
			}
			if wrote := changed && !fails; wrote && after == before {
				t.Fatalf("the revision is %q before and after a change", after)
			} else if fails && after != before {
				t.Fatalf("a failed update changed the revision from %q to %q", before, after)
			}
			before = after
		}
	})
}

// step does one random thing to the store and the model and says whether it changed them.
func step(t *rapid.T, tx store.Tx, m *model) (changed bool) {
	ctx := context.Background()
	site := func() symbiosis.SiteID {
		return rapid.SampledFrom([]symbiosis.SiteID{"a", "b", "å", "B"}).Draw(t, "site")
	}
	flow := func() symbiosis.FlowID {
		return rapid.SampledFrom([]symbiosis.FlowID{"f", "g", "10", "9"}).Draw(t, "flow")
	}
	switch rapid.IntRange(0, 12).Draw(t, "what") {
	case 0:
		return stepOn(t, m.sites, site(), record[symbiosis.SiteID, symbiosis.Site]{
			draw: func(id symbiosis.SiteID) symbiosis.Site { x := Site(t); x.ID = id; return x },
			get:  func(id symbiosis.SiteID) (symbiosis.Site, error) { return tx.Site(ctx, id) },
			put:  func(x symbiosis.Site) (symbiosis.Site, error) { return tx.PutSite(ctx, x) },
			del:  func(id symbiosis.SiteID) error { return tx.DeleteSite(ctx, id) },
			ver:  func(x *symbiosis.Site) *int64 { return &x.Version },
		})
	case 1:
		changed = stepOn(t, m.flows, flow(), record[symbiosis.FlowID, symbiosis.Flow]{
			draw: func(id symbiosis.FlowID) symbiosis.Flow { x := Flow(t); x.ID, x.SiteID = id, site(); return x },
			get:  func(id symbiosis.FlowID) (symbiosis.Flow, error) { return tx.Flow(ctx, id) },
			put:  func(x symbiosis.Flow) (symbiosis.Flow, error) { return tx.PutFlow(ctx, x) },
			del:  func(id symbiosis.FlowID) error { return tx.DeleteFlow(ctx, id) },
			ver:  func(x *symbiosis.Flow) *int64 { return &x.Version },
		})
		at := site()
		got, err := tx.FlowsOfSite(ctx, at)
		want := slices.DeleteFunc(inOrder(m.flows), func(x symbiosis.Flow) bool { return x.SiteID != at })
		sameList(t, "FlowsOfSite", want, got, err)
		return changed
	case 2:
		id := rapid.SampledFrom([]symbiosis.AreaID{"a", "b"}).Draw(t, "area")
		return stepOn(t, m.areas, id, record[symbiosis.AreaID, symbiosis.Area]{
			draw: func(id symbiosis.AreaID) symbiosis.Area { x := Area(t); x.ID = id; return x },
			get:  func(id symbiosis.AreaID) (symbiosis.Area, error) { return tx.Area(ctx, id) },
			put:  func(x symbiosis.Area) (symbiosis.Area, error) { return tx.PutArea(ctx, x) },
			del:  func(id symbiosis.AreaID) error { return tx.DeleteArea(ctx, id) },
			ver:  func(x *symbiosis.Area) *int64 { return &x.Version },
		})
	case 3:
		id := rapid.SampledFrom([]symbiosis.ExchangeID{"e", "E", "é"}).Draw(t, "exchange")
		changed = stepOn(t, m.exchanges, id, record[symbiosis.ExchangeID, symbiosis.Exchange]{
			draw: func(id symbiosis.ExchangeID) symbiosis.Exchange {
				x := Exchange(t)
				x.ID, x.SurplusID, x.NeedID = id, flow(), flow()
				return x
			},
			get: func(id symbiosis.ExchangeID) (symbiosis.Exchange, error) { return tx.Exchange(ctx, id) },
			put: func(x symbiosis.Exchange) (symbiosis.Exchange, error) { return tx.PutExchange(ctx, x) },
			del: func(id symbiosis.ExchangeID) error { return tx.DeleteExchange(ctx, id) },
			ver: func(x *symbiosis.Exchange) *int64 { return &x.Version },
		})
		of := flow()
		got, err := tx.ExchangesOfFlow(ctx, of)
		want := slices.DeleteFunc(inOrder(m.exchanges), func(x symbiosis.Exchange) bool { return x.SurplusID != of && x.NeedID != of })
		sameList(t, "ExchangesOfFlow", want, got, err)
		return changed
	case 4:
		m.info = Info(t)
		if err := tx.PutInfo(ctx, m.info); err != nil {
			t.Fatalf("PutInfo: %v", err)
		}
		return true
	case 5:
		id := rapid.SampledFrom([]symbiosis.ConstraintID{"a", "b"}).Draw(t, "constraint")
		return stepOn(t, m.constraints, id, record[symbiosis.ConstraintID, symbiosis.Constraint]{
			draw: func(id symbiosis.ConstraintID) symbiosis.Constraint { x := Constraint(t); x.ID = id; return x },
			get:  func(id symbiosis.ConstraintID) (symbiosis.Constraint, error) { return tx.Constraint(ctx, id) },
			put:  func(x symbiosis.Constraint) (symbiosis.Constraint, error) { return tx.PutConstraint(ctx, x) },
			del:  func(id symbiosis.ConstraintID) error { return tx.DeleteConstraint(ctx, id) },
			ver:  func(x *symbiosis.Constraint) *int64 { return &x.Version },
		})
	case 6:
		id := rapid.SampledFrom([]symbiosis.FacilityID{"a", "b"}).Draw(t, "facility")
		return stepOn(t, m.facilities, id, record[symbiosis.FacilityID, symbiosis.Facility]{
			draw: func(id symbiosis.FacilityID) symbiosis.Facility { x := Facility(t); x.ID = id; return x },
			get:  func(id symbiosis.FacilityID) (symbiosis.Facility, error) { return tx.Facility(ctx, id) },
			put:  func(x symbiosis.Facility) (symbiosis.Facility, error) { return tx.PutFacility(ctx, x) },
			del:  func(id symbiosis.FacilityID) error { return tx.DeleteFacility(ctx, id) },
			ver:  func(x *symbiosis.Facility) *int64 { return &x.Version },
		})
	case 7:
		id := rapid.SampledFrom([]symbiosis.ProfileID{"a", "b"}).Draw(t, "profile")
		return stepOn(t, m.profiles, id, record[symbiosis.ProfileID, symbiosis.Profile]{
			draw: func(id symbiosis.ProfileID) symbiosis.Profile { x := Profile(t); x.ID = id; return x },
			get:  func(id symbiosis.ProfileID) (symbiosis.Profile, error) { return tx.Profile(ctx, id) },
			put:  func(x symbiosis.Profile) (symbiosis.Profile, error) { return tx.PutProfile(ctx, x) },
			del:  func(id symbiosis.ProfileID) error { return tx.DeleteProfile(ctx, id) },
			ver:  func(x *symbiosis.Profile) *int64 { return &x.Version },
		})
	case 8:
		id := rapid.SampledFrom([]symbiosis.ComparisonID{"a", "b"}).Draw(t, "comparison")
		return stepOn(t, m.comparisons, id, record[symbiosis.ComparisonID, symbiosis.Comparison]{
			draw: func(id symbiosis.ComparisonID) symbiosis.Comparison { x := Comparison(t); x.ID = id; return x },
			get:  func(id symbiosis.ComparisonID) (symbiosis.Comparison, error) { return tx.Comparison(ctx, id) },
			put:  func(x symbiosis.Comparison) (symbiosis.Comparison, error) { return tx.PutComparison(ctx, x) },
			del:  func(id symbiosis.ComparisonID) error { return tx.DeleteComparison(ctx, id) },
			ver:  func(x *symbiosis.Comparison) *int64 { return &x.Version },
		})
	case 9:
		id := rapid.SampledFrom([]symbiosis.PitchID{"a", "b"}).Draw(t, "pitch")
		return stepOn(t, m.pitches, id, record[symbiosis.PitchID, symbiosis.Pitch]{
			draw: func(id symbiosis.PitchID) symbiosis.Pitch { x := Pitch(t); x.ID = id; return x },
			get:  func(id symbiosis.PitchID) (symbiosis.Pitch, error) { return tx.Pitch(ctx, id) },
			put:  func(x symbiosis.Pitch) (symbiosis.Pitch, error) { return tx.PutPitch(ctx, x) },
			del:  func(id symbiosis.PitchID) error { return tx.DeletePitch(ctx, id) },
			ver:  func(x *symbiosis.Pitch) *int64 { return &x.Version },
		})
	case 10:
		id := rapid.SampledFrom([]symbiosis.SettingKey{"a", "b"}).Draw(t, "setting")
		return stepOn(t, m.settings, id, record[symbiosis.SettingKey, symbiosis.Setting]{
			draw: func(id symbiosis.SettingKey) symbiosis.Setting { x := Setting(t); x.Key = id; return x },
			get:  func(id symbiosis.SettingKey) (symbiosis.Setting, error) { return tx.Setting(ctx, id) },
			put:  func(x symbiosis.Setting) (symbiosis.Setting, error) { return tx.PutSetting(ctx, x) },
			del:  func(id symbiosis.SettingKey) error { return tx.DeleteSetting(ctx, id) },
			ver:  func(x *symbiosis.Setting) *int64 { return &x.Version },
		})
	case 11: // the value of one assumption
		old, drawn := m.assumptions, Assumptions(t)
		now := maps.Clone(old)
		keys := slices.Concat(slices.Sorted(maps.Keys(old)), slices.Sorted(maps.Keys(drawn)), []string{"none"})
		key := rapid.SampledFrom(keys).Draw(t, "key")
		var put *float64
		if value, some := drawn[key]; some {
			put = &value
			if now == nil {
				now = map[string]float64{}
			}
			now[key] = value
		} else {
			delete(now, key)
		}
		m.assumptions = now
		if err := tx.PutAssumption(ctx, key, put); err != nil {
			t.Fatalf("PutAssumption: %v", err)
		}
		return !maps.Equal(old, m.assumptions)
	default:
		old := m.assumptions
		m.assumptions = Assumptions(t)
		if err := tx.PutAssumptions(ctx, m.assumptions); err != nil {
			t.Fatalf("PutAssumptions: %v", err)
		}
		return !maps.Equal(old, m.assumptions)
	}
}

// record is how a transaction handles one noun.
type record[ID ~string, T any] struct {
	draw func(ID) T
	get  func(ID) (T, error)
	put  func(T) (T, error)
	del  func(ID) error
	ver  func(*T) *int64
}

// stepOn puts, gets or deletes a record and says whether that changed the store.
func stepOn[ID ~string, T any](t *rapid.T, records map[ID]T, id ID, r record[ID, T]) (changed bool) {
	known, exists := records[id]
	switch rapid.SampledFrom([]string{"put", "put", "get", "delete"}).Draw(t, "do") {
	case "put":
		x := r.draw(id)
		*r.ver(&x) = rapid.Int64().Draw(t, "version the caller gives") // of no consequence
		got, err := r.put(x)
		*r.ver(&x) = *r.ver(&known) + 1
		if diff := cmp.Diff(x, got); err != nil || diff != "" {
			t.Fatalf("put of %q: %v (-want +got):\n%s", id, err, diff)
		}
		records[id] = x
		changed = true
	case "delete":
		err := r.del(id)
		if exists && err != nil || !exists && symbiosis.KindOf(err) != symbiosis.NotFound {
			t.Fatalf("delete of %q, which exists: %v, returned %v", id, exists, err)
		}
		delete(records, id)
		changed = exists
	}
	want, exists := records[id]
	got, err := r.get(id)
	switch {
	case exists && err != nil, !exists && (err == nil || symbiosis.KindOf(err) != symbiosis.NotFound):
		t.Fatalf("get of %q, which exists: %v, returned %v", id, exists, err)
	case exists:
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("get of %q (-want +got):\n%s", id, diff)
		}
	}
	return changed
}

func sameList[T any](t *rapid.T, what string, want, got []T, err error) {
	t.Helper()
	if len(want) == 0 && len(got) == 0 && err == nil {
		return
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Fatalf("%s: %v (-want +got):\n%s", what, err, diff)
	}
}
