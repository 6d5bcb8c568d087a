package api_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/planner"
)

type aJob struct {
	ID                    int64
	Kind, State, By       string
	Error, Download       string
	Result                map[string]any
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
	if resp := server.get(t, "/api/v1/jobs/77/events"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("a job there is none of: %d", resp.StatusCode)
	}
}

func itoa(n int64) string {
	text, _ := json.Marshal(n)
	return string(text)
}
