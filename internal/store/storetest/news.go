package storetest

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// allNews is more entries than any test makes.
const allNews = 100_000

// Applied returns the region that old becomes by the news.
func Applied(old *symbiosis.Region, n store.News) *symbiosis.Region {
	now := *old
	if n.Described {
		now.Info = n.Changed.Info
	}
	if n.Changed.Assumptions != nil {
		now.Assumptions = n.Changed.Assumptions
	}
	now.Sites = applied(old.Sites, n.Changed.Sites, n.Gone["sites"], func(x symbiosis.Site) string { return string(x.ID) })
	now.Flows = applied(old.Flows, n.Changed.Flows, n.Gone["flows"], func(x symbiosis.Flow) string { return string(x.ID) })
	now.Areas = applied(old.Areas, n.Changed.Areas, n.Gone["areas"], func(x symbiosis.Area) string { return string(x.ID) })
	now.Exchanges = applied(old.Exchanges, n.Changed.Exchanges, n.Gone["exchanges"], func(x symbiosis.Exchange) string { return string(x.ID) })
	now.Constraints = applied(old.Constraints, n.Changed.Constraints, n.Gone["constraints"], func(x symbiosis.Constraint) string { return string(x.ID) })
	now.Facilities = applied(old.Facilities, n.Changed.Facilities, n.Gone["facilities"], func(x symbiosis.Facility) string { return string(x.ID) })
	now.Profiles = applied(old.Profiles, n.Changed.Profiles, n.Gone["profiles"], func(x symbiosis.Profile) string { return string(x.ID) })
	now.Comparisons = applied(old.Comparisons, n.Changed.Comparisons, n.Gone["comparisons"], func(x symbiosis.Comparison) string { return string(x.ID) })
	now.Pitches = applied(old.Pitches, n.Changed.Pitches, n.Gone["pitches"], func(x symbiosis.Pitch) string { return string(x.ID) })
	now.Settings = applied(old.Settings, n.Changed.Settings, n.Gone["settings"], func(x symbiosis.Setting) string { return string(x.Key) })
	now.Broken = n.BrokenAfter(old.Broken)
	return &now
}

func applied[T any](old, put []T, gone []string, id func(T) string) []T {
	replaced := map[string]bool{}
	for _, x := range put {
		replaced[id(x)] = true
	}
	for _, g := range gone {
		replaced[g] = true
	}
	now := slices.DeleteFunc(slices.Clone(old), func(x T) bool { return replaced[id(x)] })
	now = append(now, put...)
	slices.SortFunc(now, func(a, b T) int { return strings.Compare(id(a), id(b)) })
	return now
}

// since returns the news since a revision.
func since(t reporter, s store.Store, from store.Revision, most int) store.News {
	t.Helper()
	news, err := s.Since(context.Background(), from, most)
	if err != nil {
		t.Fatalf("Since: %v", err)
	}
	return news
}

// state is what a store held at a revision.
type state struct {
	region   *symbiosis.Region
	revision store.Revision
}

// newsLead carries out random updates, some of which fail: from each earlier state the news must lead
// to the present one, to the last bit.
func newsLead(t *testing.T, s store.Store) {
	rapid.Check(t, func(t *rapid.T) {
		clear(t, s)
		region, revision := load(t, s)
		states := []state{{region, revision}}
		for range rapid.IntRange(1, 5).Draw(t, "updates") {
			m := newModel()
			fill(m, states[len(states)-1].region)
			fails := rapid.IntRange(0, 4).Draw(t, "fails if 0") == 0
			_, _ = s.Update(context.Background(), func(tx store.Tx) error {
				for range rapid.IntRange(0, 5).Draw(t, "steps") {
					step(t, tx, m)
				}
				if fails {
					return errWanted
				}
				return nil
			})
			region, revision := load(t, s)
			states = append(states, state{region, revision})
		}
		now := states[len(states)-1]
		for i, then := range states {
			news := since(t, s, then.revision, allNews)
			if news.Revision != now.revision || news.Gap != "" {
				t.Fatalf("news of %d states: revision %s, want %s; gap %q", len(states)-i, news.Revision, now.revision, news.Gap)
			}
			if diff := difference(now.region, Applied(then.region, news)); diff != "" {
				t.Fatalf("the news since %s lead elsewhere (-want +got):\n%s", then.revision, diff)
			}
		}
	})
}

// fill gives a model what a region holds.
func fill(m *model, r *symbiosis.Region) {
	m.info, m.assumptions = r.Info, r.Assumptions
	byID(m.sites, r.Sites, func(x symbiosis.Site) symbiosis.SiteID { return x.ID })
	byID(m.flows, r.Flows, func(x symbiosis.Flow) symbiosis.FlowID { return x.ID })
	byID(m.areas, r.Areas, func(x symbiosis.Area) symbiosis.AreaID { return x.ID })
	byID(m.exchanges, r.Exchanges, func(x symbiosis.Exchange) symbiosis.ExchangeID { return x.ID })
	byID(m.constraints, r.Constraints, func(x symbiosis.Constraint) symbiosis.ConstraintID { return x.ID })
	byID(m.facilities, r.Facilities, func(x symbiosis.Facility) symbiosis.FacilityID { return x.ID })
	byID(m.profiles, r.Profiles, func(x symbiosis.Profile) symbiosis.ProfileID { return x.ID })
	byID(m.comparisons, r.Comparisons, func(x symbiosis.Comparison) symbiosis.ComparisonID { return x.ID })
	byID(m.pitches, r.Pitches, func(x symbiosis.Pitch) symbiosis.PitchID { return x.ID })
	byID(m.settings, r.Settings, func(x symbiosis.Setting) symbiosis.SettingKey { return x.Key })
}

func byID[ID ~string, T any](into map[ID]T, items []T, id func(T) ID) {
	for _, x := range items {
		into[id(x)] = x
	}
}

// newsHaveLimits asks for what the history can't tell, and for more than is wanted.
func newsHaveLimits(t *testing.T, s store.Store) {
	ctx := context.Background()
	region := prepared(t, s)
	_, then := load(t, s)
	if news := since(t, s, then, 0); news.Revision != then || news.Gap != "" {
		t.Errorf("nothing has changed, and the news are %+v", news)
	}
	if b, err := s.Behind(ctx, then); err != nil || b != (store.Behind{}) {
		t.Errorf("nothing has changed, and the state is behind by %+v, %v", b, err)
	}
	began := time.Now()
	one := update(t, s, func(tx store.Tx) error {
		for _, x := range region.Sites[:2] {
			if _, err := tx.PutSite(ctx, x); err != nil {
				return err
			}
		}
		return tx.DeleteFlow(ctx, region.Flows[0].ID)
	})
	now := update(t, s, func(tx store.Tx) error { _, err := tx.PutArea(ctx, region.Areas[0]); return err })
	for most, gap := range map[int]bool{0: true, 3: true, 4: false, 5: false} {
		if news := since(t, s, then, most); (news.Gap != "") != gap || news.Revision != now {
			t.Errorf("four changes, %d are wanted: revision %s, gap %q", most, news.Revision, news.Gap)
		}
	}
	if news := since(t, s, one, 1); news.Gap != "" || len(news.Changed.Areas) != 1 || len(news.Changed.Sites) != 0 || news.Changed.Assumptions != nil || news.Described {
		t.Errorf("an area has changed, and the news are %+v", news)
	}
	b, err := s.Behind(ctx, then)
	// The clock of the store may differ a little from ours.
	if err != nil || b.Revisions != 2 || b.For < 0 || b.For > time.Since(began)+time.Minute {
		t.Errorf("two transactions behind: %+v, %v", b, err)
	}
	for _, stranger := range []store.Revision{"", "1", "x-y-z-u", now + "x", "7-00000000-0000-0000-0000-000000000000-7-0", store.Revision(strings.Repeat("9", 40))} {
		if news := since(t, s, stranger, allNews); news.Gap == "" || news.Revision != now {
			t.Errorf("the revision %q is none, and the news are %+v", stranger, news)
		}
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Since(ended, then, allNews); err != context.Canceled {
		t.Errorf("a cancelled reader gets %v", err)
	}
	if _, err := s.Behind(ended, then); err != context.Canceled {
		t.Errorf("a cancelled reader gets %v", err)
	}
}

// newsOfMany asks before, between and after records that come by the thousand, which stores may write
// down together.
func newsOfMany(t *testing.T, s store.Store) {
	ctx := context.Background()
	const many = 2500
	states := []state{}
	note := func() {
		region, revision := load(t, s)
		states = append(states, state{region, revision})
	}
	put := func(from, to int) {
		update(t, s, func(tx store.Tx) error {
			for i := from; i < to; i++ {
				if _, err := tx.PutSite(ctx, site(symbiosis.SiteID("s"+strconv.Itoa(i)))); err != nil {
					return err
				}
			}
			return nil
		})
		note()
	}
	note()
	put(0, many)
	update(t, s, func(tx store.Tx) error { return tx.DeleteSite(ctx, "s7") })
	note()
	put(many-1, 2*many) // one that is known, the others new
	put(7, 8)
	now := states[len(states)-1]
	for i, then := range states {
		news := since(t, s, then.revision, allNews)
		if news.Gap != "" {
			t.Fatalf("from state %d: %s", i, news.Gap)
		}
		if diff := difference(now.region, Applied(then.region, news)); diff != "" {
			t.Fatalf("from state %d the news lead elsewhere (-want +got):\n%.1000s", i, diff)
		}
	}
	if news := since(t, s, states[0].revision, 2*many); news.Gap == "" {
		t.Errorf("more than %d changes are told", 2*many)
	}
	if news := since(t, s, states[0].revision, 2*many+3); news.Gap != "" {
		t.Errorf("%d changes aren't told: %s", 2*many+3, news.Gap)
	}
	if b, err := s.Behind(ctx, states[0].revision); err != nil || b.Revisions != 4 {
		t.Errorf("four transactions behind: %+v, %v", b, err)
	}
}
