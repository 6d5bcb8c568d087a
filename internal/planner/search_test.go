package planner_test

import (
	"testing"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func TestSearch(t *testing.T) {
	r := newRegion(t, planner.Options{})
	for _, s := range []struct{ id, name, organisation, municipality string }{
		{"1", "Åre badhus", "Åre kommun", "Åre"},
		{"2", "Sågverket i Åre", "Norrskog", "Åre"},
		{"3", "Kåre Holms mekaniska", "", "Östersund"},
		{"4", "Kraftvärmeverket", "Jämtkraft AB", "Östersund"},
	} {
		site := aSite(s.id, 14, 63)
		site.Name, site.Organisation, site.Municipality = s.name, s.organisation, s.municipality
		_, err := r.CreateSite(t.Context(), site)
		must(t, err)
	}
	named := aHeat("f", "4", symbiosis.Surplus)
	named.Name = "Rökgaskondensering"
	_, err := r.CreateFlow(t.Context(), named)
	must(t, err)
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"are", []string{"municipality Åre", "site 1", "site 2", "site 3"}}, // whole, beginning, word, within
		{"ÅRE", []string{"municipality Åre", "site 1", "site 2", "site 3"}},
		{"jamtkraft", []string{"site 4"}},
		{"ostersund kraft", []string{"site 4"}}, // words of name and municipality
		{"rökgas", []string{"flow f"}},
		{"nothing of it", nil},
		{"   ", nil},
	} {
		var got []string
		for _, f := range r.Snapshot().Search(c.query, 10) {
			got = append(got, string(f.Type)+" "+f.ID)
		}
		if len(got) != len(c.want) {
			t.Errorf("%q finds %q, want %q", c.query, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q finds %q, want %q", c.query, got, c.want)
				break
			}
		}
	}
	if n := len(r.Snapshot().Search("are", 2)); n != 2 {
		t.Errorf("%d found, want the limit", n)
	}
}
