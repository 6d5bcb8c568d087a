package api_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// decimalsOf are the most decimals that a computed figure of a match is given with.
var decimalsOf = map[string]int{
	"distance_m": 3, "route_m": 3, "budget_m": 3, "quantity": 3, "net_benefit_sek_per_year": 2, "co2e_t_per_year": 3, "score": 4, "value": 4,
}

// Sums in binary such as 14000.000000000002 don't come out of the API, and a pair that isn't
// feasible has no score.
func TestFiguresOfMatchesAreRounded(t *testing.T) {
	r := newRegion(t)
	var sites struct {
		Items []struct {
			ID string `json:"id"`
		} `json:"items"`
	}
	r.get("/api/v1/sites?limit=1000", &sites, 200)
	figures, misses := 0, 0
	var check func(path string, v any)
	check = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, item := range v {
				if n, ok := item.(json.Number); ok {
					if most, computed := decimalsOf[key]; computed {
						figures++
						if _, fraction, _ := strings.Cut(n.String(), "."); len(fraction) > most {
							t.Errorf("%s: %s is %s, with more than %d decimals", path, key, n, most)
						}
					}
				}
				check(path+"."+key, item)
			}
		case []any:
			for _, item := range v {
				check(path, item)
			}
		}
	}
	for _, s := range sites.Items {
		w := r.do("GET", "/api/v1/sites/"+url.PathEscape(s.ID)+"/matches?limit=50", nil)
		decoder := json.NewDecoder(strings.NewReader(w.Body.String()))
		decoder.UseNumber()
		var found map[string]any
		if err := decoder.Decode(&found); err != nil {
			t.Fatal(err)
		}
		check(s.ID+": matches", found["matches"])
		check(s.ID+": near_misses", onlyDistances(found["near_misses"]))
		for _, miss := range found["near_misses"].([]any) {
			if misses == 5 {
				break
			}
			misses++
			m := miss.(map[string]any)
			var x struct {
				Feasible                 bool
				Outcome, Reason, Summary string
				Match                    map[string]any
			}
			body, _ := json.Marshal(map[string]any{"surplus_id": m["surplus_id"], "need_id": m["need_id"]})
			w := r.do("POST", "/api/v1/explain", string(body))
			if err := json.Unmarshal(w.Body.Bytes(), &x); err != nil {
				t.Fatal(err)
			}
			if _, scored := x.Match["score"]; scored || x.Match["score_parts"] != nil {
				t.Errorf("%s isn't feasible and has a score", body)
			}
			if x.Feasible || x.Reason == "" || x.Summary != x.Outcome+". "+x.Reason {
				t.Errorf("%s: outcome %q, reason %q, summary %q", body, x.Outcome, x.Reason, x.Summary)
			}
		}
	}
	if figures < 100 || misses == 0 {
		t.Fatalf("only %d figures and %d near misses: nothing is tested", figures, misses)
	}
}

// onlyDistances drops the gates: their figures are a reckoning's own.
func onlyDistances(misses any) []any {
	var out []any
	for _, m := range misses.([]any) {
		out = append(out, map[string]any{"distance_m": m.(map[string]any)["distance_m"]})
	}
	return out
}
