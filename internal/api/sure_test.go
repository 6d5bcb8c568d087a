package api_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api"
)

type rangedGate struct {
	Text    string
	Figures []struct {
		Key, Range string
		Value      float64
		Low, High  *float64
	}
}

type surePoint struct {
	Matches []struct {
		Sure *struct{ Figures []any }
	}
	Near []struct{ Failed []rangedGate } `json:"near_misses"`
}

// changes counts what near misses say would have to change, and how much of it has a range.
func (p surePoint) changes() (told, ranged int) {
	for _, miss := range p.Near {
		for _, g := range miss.Failed {
			for _, f := range g.Figures {
				if f.Key != "closer_m" && !strings.HasSuffix(f.Key, "_missing") && !strings.HasSuffix(f.Key, "_k") {
					continue
				}
				told++
				if f.Low != nil && f.Range != "" && strings.Contains(g.Text, "(") {
					ranged++
				}
			}
		}
	}
	return told, ranged
}

// Who asks how sure it is gets a chance with each match and a range with all that a near miss lacks:
// at a site and at a point that is tried.
func TestNearMissesSayHowSureTheyAre(t *testing.T) {
	r := newRegion(t)
	c := contract{api.Document()}
	told := 0
	for _, sure := range []bool{false, true} {
		points := map[string]surePoint{}
		w := r.do("POST", "/api/v1/whatif", fmt.Sprintf(`{"sure":%t,"near_misses":true,"points":[{"lon":13.7,"lat":63.39,"flows":[
			{"direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":75,"return_c":50,"certainty":"estimated"},
			{"direction":"surplus","resource":"heat","quantity":9,"unit":"GWh/yr","supply_c":80,"return_c":40}]}]}`, sure))
		c.check(t, "POST", "/api/v1/whatif", w)
		var answer struct{ Points []surePoint }
		r.read(w, &answer, 200)
		points["what-if"] = answer.Points[0]
		for _, site := range []string{"morsil-serverhall", "morsil-vaxthus"} {
			var at surePoint
			w := r.do("GET", fmt.Sprintf("/api/v1/sites/%s/matches?sure=%t", site, sure), "")
			c.check(t, "GET", "/api/v1/sites/{id}/matches", w)
			r.read(w, &at, 200)
			points[site] = at
		}
		for name, p := range points {
			n, ranged := p.changes()
			told += n
			if sure && ranged != n || !sure && ranged != 0 {
				t.Errorf("%s, sure %t: %d of %d changes have a range", name, sure, ranged, n)
			}
			for i, m := range p.Matches {
				if (m.Sure != nil) != sure {
					t.Errorf("%s, sure %t: match %d: %+v", name, sure, i, m.Sure)
				}
			}
		}
	}
	if told < 4 {
		t.Errorf("near misses tell of %d changes: the region proves little", told)
	}
	many := strings.TrimSuffix(strings.Repeat(`{"lon":13.7,"lat":63.39,"flows":[{"direction":"need","resource":"heat","quantity":3,"unit":"MW"}]},`, 11), ",")
	if w := r.do("POST", "/api/v1/whatif", `{"sure":true,"points":[`+many+`]}`); w.Code != 422 || !strings.Contains(w.Body.String(), "points") {
		t.Errorf("eleven points: %d %s", w.Code, w.Body)
	}
}
