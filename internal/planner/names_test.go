package planner_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func siteNames(l planner.Listed[symbiosis.Site], err error) ([]string, error) {
	names := make([]string, len(l.Items))
	for i, s := range l.Items {
		names[i] = s.Name
	}
	return names, err
}

// Each language has its own alphabet, and numbers go by their value.
func TestListsByNameGoByTheAlphabetOfTheReader(t *testing.T) {
	r := newRegion(t, planner.Options{})
	for i, name := range []string{"Örn 10", "Örn 9", "Ål", "Älv", "Zink", "al", "AL 2", "Ærø", "Øst"} {
		s := aSite(fmt.Sprint("s", i), 14, 63)
		s.Name = name
		_, err := r.CreateSite(t.Context(), s)
		must(t, err)
	}
	for lang, want := range map[symbiosis.Language]string{
		symbiosis.Swedish:   "al AL 2 Zink Ål Älv Ærø Örn 9 Örn 10 Øst",
		symbiosis.Norwegian: "al AL 2 Zink Älv Ærø Örn 9 Örn 10 Øst Ål",
		symbiosis.English:   "Ærø Ål al AL 2 Älv Örn 9 Örn 10 Øst Zink",
	} {
		got, err := siteNames(r.Snapshot().Sites(planner.SiteFilter{}, planner.Page{ByName: true, Language: lang}))
		must(t, err)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, not %s", lang, strings.Join(got, " "), want)
		}
	}
}

// "Såg 0" has a key that others begin with.
var words = []string{"Åre", "Ånge", "are", "Ängelholm", "Östersund", "Ølen", "Bruk", "bruk", "Såg 0", "Såg 10", "Verk", ""}

// After any edits, lists by name are in the order of the collator, paged as whole, and those of a
// planner that reads the region anew; what is searched for is found.
func TestListsByNameGoWithEdits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := newRegion(t, planner.Options{})
		name := rapid.Custom(func(t *rapid.T) string {
			return strings.TrimSpace(rapid.SampledFrom(words[:11]).Draw(t, "a") + " " + rapid.SampledFrom(words).Draw(t, "b"))
		})
		var b exchangeformat.Batch
		for i := range rapid.IntRange(1, 30).Draw(rt, "sites") {
			s := aSite(fmt.Sprint("s", i), 14, 63)
			s.Name = name.Draw(rt, "name")
			b.Sites = append(b.Sites, exchangeformat.Placed[symbiosis.Site]{Record: s})
			f := aHeat(fmt.Sprint("f", i), fmt.Sprint("s", i), symbiosis.Surplus)
			f.Name = rapid.SampledFrom(words).Draw(rt, "flow")
			b.Flows = append(b.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: f})
		}
		_, err := r.Import(t.Context(), planner.ImportOptions{}, b)
		must(t, err)
		by := planner.Page{ByName: true, Language: symbiosis.Swedish}
		collator := collate.New(language.Swedish, collate.Loose, collate.Numeric)
		for step := range rapid.IntRange(1, 6).Draw(rt, "edits") {
			// Asked for before each edit, the order is at hand and goes with it.
			_, err := r.Snapshot().Sites(planner.SiteFilter{}, by)
			must(t, err)
			_, err = r.Snapshot().Flows(planner.FlowFilter{}, by)
			must(t, err)
			s := aSite(fmt.Sprint("s", rapid.IntRange(0, 40).Draw(rt, "which")), 14, 63)
			s.Name = name.Draw(rt, "new name")
			switch _, err := r.Snapshot().Site(s.ID); {
			case err != nil:
				_, err = r.CreateSite(t.Context(), s)
				must(t, err)
			case step%3 == 2:
				_, err = r.DeleteSite(t.Context(), s.ID, planner.AnyVersion)
				must(t, err)
			default:
				_, err = r.UpdateSite(t.Context(), s, planner.AnyVersion)
				must(t, err)
			}
		}
		now, anew := r.Snapshot(), r.again(t).Snapshot()
		whole, err := now.Sites(planner.SiteFilter{}, by)
		must(t, err)
		fresh, err := anew.Sites(planner.SiteFilter{}, by)
		must(t, err)
		if !slices.EqualFunc(whole.Items, fresh.Items, func(a, b symbiosis.Site) bool { return a.ID == b.ID && a.Name == b.Name }) {
			rt.Fatalf("after the edits %v, read anew %v", whole.Items, fresh.Items)
		}
		if !slices.IsSortedFunc(whole.Items, func(a, b symbiosis.Site) int {
			if c := collator.CompareString(a.Name, b.Name); c != 0 {
				return c
			}
			return strings.Compare(string(a.ID), string(b.ID))
		}) {
			rt.Fatalf("out of order: %v", whole.Items)
		}
		flows, err := now.Flows(planner.FlowFilter{}, by)
		must(t, err)
		freshFlows, err := anew.Flows(planner.FlowFilter{}, by)
		must(t, err)
		if !slices.EqualFunc(flows.Items, freshFlows.Items, func(a, b symbiosis.Flow) bool { return a.ID == b.ID }) {
			rt.Fatalf("flows after the edits %v, read anew %v", flows.Items, freshFlows.Items)
		}
		limit := rapid.IntRange(1, 9).Draw(rt, "limit")
		parts := paged(rt, limit, func(page planner.Page) (planner.Listed[symbiosis.Site], error) {
			page.ByName, page.Language = true, symbiosis.Swedish
			return now.Sites(planner.SiteFilter{}, page)
		})
		if !slices.EqualFunc(whole.Items, parts, func(a, b symbiosis.Site) bool { return a.ID == b.ID }) {
			rt.Fatalf("by pages of %d: %v, at once %v", limit, parts, whole.Items)
		}
		found, err := siteNames(now.Sites(planner.SiteFilter{}, planner.Page{ByName: true, Language: symbiosis.Swedish, Search: "åre  BRUK"}))
		must(t, err)
		var want []string
		for _, s := range whole.Items {
			if plain := strings.NewReplacer("å", "a").Replace(strings.ToLower(s.Name)); strings.Contains(plain, "are bruk") {
				want = append(want, s.Name)
			}
		}
		if !slices.Equal(found, want) {
			rt.Fatalf("found %v, not %v", found, want)
		}
	})
}

// The first page of a list of 100 000 sites: by id, by name when the order is at hand, and what the
// order costs when it isn't; a search among all of them, and an edit that the order goes with.
func BenchmarkListOfManySites(b *testing.B) {
	r := newRegion(b, planner.Options{})
	var batch exchangeformat.Batch
	for i := range 100_000 {
		s := aSite(fmt.Sprintf("s%06d", i), 14, 63)
		s.Name = fmt.Sprintf("%s verk %d", words[(i*7)%11], i*7919%100_000)
		batch.Sites = append(batch.Sites, exchangeformat.Placed[symbiosis.Site]{Record: s})
	}
	_, err := r.Import(b.Context(), planner.ImportOptions{}, batch)
	must(b, err)
	list := func(page planner.Page) {
		page.Limit, page.Language = 200, symbiosis.Swedish
		l, err := r.Snapshot().Sites(planner.SiteFilter{}, page)
		must(b, err)
		if len(l.Items) == 0 || page.Search == "" && l.Total != len(batch.Sites) {
			b.Fatalf("%d of %d", len(l.Items), l.Total)
		}
	}
	b.Run("by id", func(b *testing.B) {
		for b.Loop() {
			list(planner.Page{})
		}
	})
	b.Run("by name", func(b *testing.B) {
		list(planner.Page{ByName: true})
		for b.Loop() {
			list(planner.Page{ByName: true})
		}
	})
	b.Run("found by name", func(b *testing.B) {
		for b.Loop() {
			list(planner.Page{ByName: true, Search: "ängelholm verk 77"})
		}
	})
	b.Run("by name anew", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			for i := range 10_001 { // too much to follow
				batch.Sites[i].Record.Note += "."
			}
			_, err := r.Import(b.Context(), planner.ImportOptions{}, exchangeformat.Batch{Sites: batch.Sites[:10_001]})
			must(b, err)
			b.StartTimer()
			list(planner.Page{ByName: true})
		}
	})
	// An edit with the order at hand, and the page after it.
	edit := func(b *testing.B, page planner.Page) {
		for i := 0; b.Loop(); i++ {
			s := batch.Sites[i%1000].Record
			s.Name = fmt.Sprint("Omdöpt ", i)
			_, err := r.UpdateSite(b.Context(), s, planner.AnyVersion)
			must(b, err)
			list(page)
		}
	}
	b.Run("edit and by id", func(b *testing.B) { edit(b, planner.Page{}) })
	b.Run("edit and by name", func(b *testing.B) { edit(b, planner.Page{ByName: true}) })
}
