package api_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

type aJob struct {
	ID              int64
	Kind, State, By string
	Subject         string
	Error, Download string
	GoesAt          string `json:"goes_at"`
	File            struct {
		Name  string
		Bytes int64
	}
	Result                map[string]any
	Faults                []symbiosis.Problem
	MoreFaults            int `json:"more_faults"`
	Done, Total, Attempt  int64
	CreatedAt, FinishedAt string
}

// TestJobs begins work over a real server, follows it by its events, and takes the result home.
func TestJobs(t *testing.T) {
	p := demoPlanner(t)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.Work(ctx, planner.WorkOptions{}) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	server := run(t, p)
	t.Cleanup(func() {
		server.stop()
		<-server.done
	})
	post := func(path, contentType string, body io.Reader) aJob {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.url+path, body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", contentType)
		req.Header.Set("Samloka-Author", "Kim")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var job aJob
		if err := json.NewDecoder(resp.Body).Decode(&job); err != nil || resp.StatusCode != http.StatusAccepted {
			t.Fatalf("%s: %d, %v", path, resp.StatusCode, err)
		}
		if job.By != "Kim" {
			t.Errorf("it was begun by %q", job.By)
		}
		return job
	}
	// follow reads the events of a job until it has ended.
	follow := func(id string) (last aJob) {
		t.Helper()
		stream := bufio.NewScanner(server.get(t, "/api/v1/jobs/"+id+"/events").Body)
		for stream.Scan() {
			if data, ok := strings.CutPrefix(stream.Text(), "data: "); ok {
				last = aJob{}
				if err := json.Unmarshal([]byte(data), &last); err != nil {
					t.Fatal(err)
				}
			}
		}
		return last
	}
	post("/api/v1/jobs/match", "application/json", nil)
	matched := follow("1")
	if matched.State != "done" || matched.Result["pairs"].(float64) < 10 || matched.Download != "/api/v1/jobs/1/result" {
		t.Fatalf("the matching ended as %+v", matched)
	}
	got, err := io.ReadAll(server.get(t, matched.Download).Body)
	if err != nil {
		t.Fatal(err)
	}
	want, err := io.ReadAll(server.get(t, "/api/v1/export?format=csv&table=matches").Body)
	if err != nil {
		t.Fatal(err)
	}
	// The export goes by net benefit, the job by ids.
	sorted := func(b []byte) []string { return slices.Sorted(strings.SplitSeq(string(b), "\n")) }
	if !slices.Equal(sorted(got), sorted(want)) {
		t.Errorf("the job's file has %d bytes, the export %d", len(got), len(want))
	}

	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("files", "sites.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(part, "id,name,lon,lat\nnytt,Nytt bad,14.6,63.2\n"); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	imported := post("/api/v1/jobs/import", form.FormDataContentType(), &body)
	if imported = follow(itoa(imported.ID)); imported.State != "done" || imported.Result["sites"].(map[string]any)["created"] != 1.0 {
		t.Errorf("the import ended as %+v", imported)
	}
	if _, err := p.Snapshot().Site("nytt"); err != nil {
		t.Error(err)
	}
	// A report in the language that the reader asks for; the same as at once.
	saved, _, err := p.SaveComparison(t.Context(), planner.Compare{Name: "Två", Areas: []symbiosis.AreaID{"krokom-a", "ostersund-a"}})
	if err != nil {
		t.Fatal(err)
	}
	reported := follow(itoa(post("/api/v1/jobs/report?lang=nb", "application/json", strings.NewReader(`{"comparison_id":"`+string(saved.ID)+`"}`)).ID))
	if reported.State != "done" || reported.Subject != "Två" || reported.File.Name != "samloka-"+string(saved.ID)+".pdf" || reported.GoesAt == "" {
		t.Fatalf("the report ended as %+v", reported)
	}
	resp := server.get(t, reported.Download)
	if got, want := resp.Header.Get("Content-Disposition"), `attachment; filename="`+reported.File.Name+`"`; got != want || resp.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("it comes as %s, %s", got, resp.Header.Get("Content-Type"))
	}
	norwegian, err1 := io.ReadAll(resp.Body)
	atOnce, err2 := io.ReadAll(server.get(t, "/api/v1/comparisons/"+string(saved.ID)+"/report.pdf?lang=nb").Body)
	if err := errors.Join(err1, err2); err != nil || !bytes.Equal(norwegian, atOnce) || int64(len(norwegian)) != reported.File.Bytes {
		t.Errorf("the report has %d bytes as a job, %d at once, %d as it says; %v", len(norwegian), len(atOnce), reported.File.Bytes, err)
	}
	if resp := server.get(t, "/api/v1/jobs/77/events"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("a job there is none of: %d", resp.StatusCode)
	}
}

func itoa(n int64) string {
	text, _ := json.Marshal(n)
	return string(text)
}

// TestJobsAreCountedAndTimed looks at /metrics and /readyz while jobs wait, are done, fail and are
// cancelled.
func TestJobsAreCountedAndTimed(t *testing.T) {
	p := demoPlanner(t)
	h := api.New(p, api.Options{Page: page}).Handler()
	is := func(series, want string) {
		t.Helper()
		if got := figure(t, h, series); got != want {
			t.Errorf("%s is %q, want %q", series, got, want)
		}
	}
	ready := func(want string) {
		t.Helper()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, localRequest(http.MethodGet, "/readyz"))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"jobs":"`+want+`"`) {
			t.Errorf("/readyz: %d, %s", w.Code, w.Body)
		}
	}
	add := func(table string) int64 {
		t.Helper()
		job, err := p.StartExport(t.Context(), planner.Once{}, planner.ExportOrder{Format: planner.CSV, Table: table})
		if err != nil {
			t.Fatal(err)
		}
		return job.ID
	}
	ids := []int64{add("sites"), add("flows"), add("matches")}
	if err := p.CancelJob(t.Context(), ids[2]); err != nil {
		t.Fatal(err)
	}
	bad, err := p.StartImport(t.Context(), planner.Once{}, []planner.NamedFile{{Name: "sites.csv", Open: content("id,name,lon,lat\nx,,200,63\n")}}, planner.ReadWish{}, planner.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	is(`samloka_jobs{kind="export",state="waiting"}`, "2")
	is(`samloka_jobs{kind="export",state="cancelled"}`, "1")
	is(`samloka_jobs{kind="import",state="waiting"}`, "1")
	is("samloka_jobs_worked_here", "")
	ready("left to other programs")

	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	settled := make(chan int64, 9)
	go func() { ended <- p.Work(ctx, planner.WorkOptions{Settled: func(id int64) { settled <- id }}) }()
	for range 3 {
		<-settled
	}
	is(`samloka_jobs{kind="export",state="waiting"}`, "")
	is(`samloka_job_duration_seconds_count{kind="export",outcome="done"}`, "2")
	is(`samloka_job_duration_seconds_count{kind="import",outcome="failed"}`, "1")
	is(`samloka_job_duration_seconds_bucket{kind="export",outcome="done",le="+Inf"}`, "2")
	is(`samloka_jobs{kind="import",state="failed"}`, "1")
	is("samloka_jobs_worked_here", "1")
	ready("worked here")
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	is(`samloka_jobs{kind="export",state="done"}`, "2")
	is("samloka_jobs_worked_here", "")
	if j, err := p.Job(t.Context(), bad.ID); err != nil || j.Error == "" {
		t.Errorf("the failed one is %+v, %v", j, err)
	}
}

// TestLargeAnswersHaveTheirTime: what moves large files is not cut off as other answers are.
func TestLargeAnswersHaveTheirTime(t *testing.T) {
	for path, large := range map[string]bool{
		"/api/v1/jobs/7/result": true, "/api/v1/export": true, "/api/v1/import": true, "/api/v1/jobs/import": true,
		"/api/v1/jobs/7": false, "/api/v1/jobs/report": false, "/api/v1/sites": false, "/x/result": false,
	} {
		if _, timeout := api.LimitsOf(path); (timeout > 10*time.Minute) != large {
			t.Errorf("%s may take %s", path, timeout)
		}
	}
}

// content opens a text, as often as is asked for.
func content(text string) func() (io.Reader, error) {
	return func() (io.Reader, error) { return strings.NewReader(text), nil }
}

// A list of jobs tells the first of a thousand faults, in the reader's language, and how many more there
// are; a job by itself tells them all.
func TestAListTellsTheFirstFaultsOfAJob(t *testing.T) {
	p := demoPlanner(t)
	h := api.New(p, api.Options{Page: page}).Handler()
	rows := "id,name,lon,lat\n" + strings.Repeat("x,Såg,14.6,163.2\n", 50)
	job, err := p.StartImport(t.Context(), planner.Once{}, []planner.NamedFile{{Name: "sites.csv", Open: content(rows)}}, planner.ReadWish{}, planner.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended, settled := make(chan error, 1), make(chan int64, 1)
	go func() { ended <- p.Work(ctx, planner.WorkOptions{Settled: func(id int64) { settled <- id }}) }()
	<-settled
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	read := func(path string, into any) {
		t.Helper()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, localRequest(http.MethodGet, path+"?lang=sv"))
		if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
			t.Fatal(err)
		}
	}
	var whole aJob
	read("/api/v1/jobs/"+itoa(job.ID), &whole)
	var list struct{ Items []aJob }
	read("/api/v1/jobs", &list)
	all, first := strings.Split(whole.Error, "\n"), strings.Split(list.Items[0].Error, "\n")
	if len(all) < 50 || len(first) != 22 || !slices.Equal(first[:21], all[:21]) || first[21] != "och "+itoa(int64(len(all)-21))+" till" {
		t.Errorf("the list tells %d lines of %d, the last %q", len(first), len(all), first[len(first)-1])
	}
	// The same, each by itself, in the reader's language.
	if f := list.Items[0]; len(f.Faults) != 20 || len(f.Faults)+f.MoreFaults != len(all)-1 || len(whole.Faults) != len(all)-1 || whole.MoreFaults != 0 ||
		!strings.HasPrefix(f.Faults[0].Place, "sites.csv, rad 2") || f.Faults[0].Text == "" || f.Result != nil {
		t.Errorf("the list has %d faults and %d more, the job %d; the first is %+v", len(f.Faults), f.MoreFaults, len(whole.Faults), f.Faults)
	}
}
