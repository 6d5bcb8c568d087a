package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api/rest"
)

// A pitch sheet, a comparison and a job whose answer was lost are asked for again under the same
// Idempotency-Key: by the API as by the planner.
func TestTheSameKeyMakesOnce(t *testing.T) {
	r, _, log := pitchRegion(t)
	const key = "bq3kdl6xw2aanh7m5ot4eyzspi"
	for _, c := range []struct{ path, body, otherwise string }{
		{"/api/v1/pitches", greenhouseAtKrokom, strings.Replace(greenhouseAtKrokom, `"capacity":2`, `"capacity":3`, 1)},
		{"/api/v1/comparisons", `{"name":"Två","areas":["ostersund-a","krokom-a"]}`, `{"name":"De två","areas":["ostersund-a","krokom-a"]}`},
		{"/api/v1/jobs/export", `{"table":"sites","format":"csv"}`, `{"table":"flows","format":"csv"}`},
	} {
		ask := func(body string) (string, int, string) {
			w := r.do(http.MethodPost, c.path, body, "Idempotency-Key", key)
			return w.Header().Get("Location"), w.Code, w.Body.String()
		}
		at, code, first := ask(c.body)
		again, codeAgain, second := ask(c.body)
		if code >= 300 || codeAgain != code || at == "" || again != at {
			t.Errorf("%s: %d %s, then %d %s", c.path, code, at, codeAgain, again)
		}
		if c.path == "/api/v1/pitches" && first != second {
			t.Errorf("asked for again, the sheet with its link is %s, not %s", second, first)
		}
		if _, code, told := ask(c.otherwise); code != http.StatusConflict || !strings.Contains(told, "made_otherwise") || !strings.Contains(told, at[strings.LastIndex(at, "/")+1:]) {
			t.Errorf("%s, asked for otherwise: %d, %s", c.path, code, told)
		}
		if w := r.do(http.MethodPost, c.path, c.body, "Idempotency-Key", "too short"); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s takes a key that can be guessed: %d", c.path, w.Code)
		}
	}
	var pitches rest.PitchPage
	var comparisons rest.ComparisonList
	var jobs rest.JobList
	r.get("/api/v1/pitches", &pitches, 200)
	r.get("/api/v1/comparisons", &comparisons, 200)
	r.get("/api/v1/jobs", &jobs, 200)
	if len(pitches.Items) != 1 || len(comparisons.Items) != 1 || len(jobs.Items) != 1 {
		t.Errorf("%d sheets, %d comparisons and %d jobs were made", len(pitches.Items), len(comparisons.Items), len(jobs.Items))
	}
	if strings.Contains(log.String(), key) {
		t.Error("the log tells the key, of which a link's secret is made")
	}
}
