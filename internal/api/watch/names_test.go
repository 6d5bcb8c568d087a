package watch

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/samloka/samloka/internal/planner"
)

// busy is a region with something to show of each figure.
type busy struct{ ended func(planner.Job) }

func (*busy) Records() map[string]int     { return map[string]int{"site": 3, "flow": 5} }
func (*busy) Check(context.Context) error { return errors.New("older") }
func (*busy) Refreshed() time.Time        { return time.Unix(1_700_000_000, 0) }
func (*busy) Behind(context.Context) (int64, time.Duration, error) {
	return 2, 3 * time.Second, nil
}
func (*busy) CountBroken() int                    { return 4 }
func (*busy) Followed() (catchUps, reloads int64) { return 7, 1 }
func (*busy) CountJobs(context.Context) ([]planner.JobCount, error) {
	return []planner.JobCount{{Kind: "match", State: "running", Count: 1}}, nil
}
func (*busy) Working() (bool, error)             { return true, nil }
func (b *busy) OnJobEnd(ended func(planner.Job)) { b.ended = ended }

// TestFiguresAreNamedAsPrometheusWants holds names, units and help texts of a server's figures and of a
// worker's against Prometheus's own rules, and that what strangers send makes no series of its own.
func TestFiguresAreNamedAsPrometheusWants(t *testing.T) {
	region := &busy{}
	server := New(region, time.Now)
	began := time.Unix(1_700_000_000, 0)
	region.ended(planner.Job{Kind: "match", State: "done", Started: began, Finished: began.Add(time.Second)})
	for _, method := range []string{"GET", "BREW", "PROPFIND", "get"} {
		server.count(method, "/api/v1/sites/{id}", 200, time.Millisecond)
	}
	worker := &busy{}
	for who, c := range map[string]struct {
		handler http.Handler
		series  []string
	}{
		"a server": {server.Handler(), []string{
			`samloka_http_requests_total{method="GET",route="/api/v1/sites/{id}",status="200"} 1`, `samloka_http_requests_total{method="other",route="/api/v1/sites/{id}",status="200"} 3`,
			"samloka_http_request_duration_seconds_count", "samloka_http_requests_open 0", `samloka_region_records{kind="flow"} 5`, "samloka_region_current 0",
			"samloka_region_refreshed_timestamp_seconds 1.7e+09", "samloka_region_broken_rows 4", "samloka_region_behind_revisions 2", "samloka_region_behind_seconds 3", `samloka_region_followed_total{way="changes"} 7`,
			`samloka_jobs{kind="match",state="running"} 1`, "samloka_jobs_worked_here 1", `samloka_job_duration_seconds_sum{kind="match",outcome="done"} 1`,
		}},
		"a worker": {Worker(worker), []string{`samloka_jobs{kind="match",state="running"} 1`, "samloka_jobs_worked_here 1"}},
	} {
		answer := httptest.NewRecorder()
		c.handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		problems, err := promlint.New(bytes.NewReader(answer.Body.Bytes())).Lint()
		if err != nil {
			t.Fatalf("%s: %v", who, err)
		}
		for _, p := range problems {
			t.Errorf("%s: %s: %s", who, p.Metric, p.Text)
		}
		for _, series := range c.series {
			if !strings.Contains(answer.Body.String(), "\n"+series) {
				t.Errorf("%s doesn't show %s", who, series)
			}
		}
	}
}
