package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// aComparison saves one on a server of the demo region, and returns the address of its report.
func (t *trial) aComparison(server *process) (id, report string) {
	t.Helper()
	var saved struct{ ID string }
	status, err := ask(t.Context(), http.MethodPost, server.address+"/api/v1/comparisons", "", map[string]any{
		"name": "Fyra", "areas": []string{"krokom-a", "krokom-b", "ostersund-a", "morsil-a"}, "settings": map[string]any{},
	}, &saved)
	if err != nil || status != http.StatusCreated {
		t.Fatalf("a comparison: %d, %v", status, err)
	}
	return saved.ID, server.address + "/api/v1/comparisons/" + saved.ID + "/report.pdf?lang=nb"
}

// aReport begins one as a job.
func (t *trial) aReport(server *process, comparison string) (job string) {
	t.Helper()
	var begun struct{ ID int64 }
	status, err := ask(t.Context(), http.MethodPost, server.address+"/api/v1/jobs/report?lang=nb", "", map[string]any{"comparison_id": comparison}, &begun)
	if err != nil || status != http.StatusAccepted {
		t.Fatalf("a report: %d, %v", status, err)
	}
	return fmt.Sprintf("%s/api/v1/jobs/%d", server.address, begun.ID)
}

// jobState is a job as its address tells.
type jobState struct {
	State   string
	Attempt int
	Error   string
}

func (t *trial) jobAt(address string) (s jobState) {
	t.Helper()
	if status, err := ask(t.Context(), http.MethodGet, address, "", nil, &s); err != nil || status != http.StatusOK {
		t.Fatalf("%s: %d, %v", address, status, err)
	}
	return s
}

// fetch reads a file.
func (t *trial) fetch(address string) []byte {
	t.Helper()
	resp, err := http.Get(address) //nolint:noctx // a test's
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", address, resp.StatusCode, err)
	}
	return content
}

// TestAReportWithItsWorkerKilled: a worker is killed while it writes down a report that it has made;
// another one takes the job up, and the file is that of the report made at once.
func TestAReportWithItsWorkerKilled(t *testing.T) {
	tr := newTrial(t)
	tr.do("demo", "--store", tr.cluster.Address())
	server := tr.server("--workers", "0")
	comparison, atOnce := tr.aComparison(server)
	want := tr.fetch(atOnce)

	release := tr.cluster.Hold("LOCK TABLE samloka.samloka_file_pieces IN ACCESS EXCLUSIVE MODE")
	job := tr.aReport(server, comparison)
	first := tr.worker()
	tr.until("a report that waits to be written down", func() bool {
		return tr.cluster.SQL(`SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%samloka_file_pieces%'`) == "1"
	})
	if s := tr.jobAt(job); s.State != "running" || s.Attempt != 1 {
		t.Fatalf("the worker is about to be killed, and the job is %+v", s)
	}
	first.kill()
	release()
	second := tr.start("work", "--store", tr.cluster.Address(), "--worker-silence", "1s", "--metrics", "127.0.0.1:0")
	var s jobState
	tr.until("the report", func() bool {
		s = tr.jobAt(job)
		return s.State != "running" && s.State != "waiting"
	})
	if s.State != "done" || s.Attempt != 2 {
		t.Fatalf("the report ended as %+v", s)
	}
	if got := tr.fetch(job + "/result"); !bytes.Equal(got, want) || !bytes.HasPrefix(got, []byte("%PDF")) {
		t.Errorf("the job's report has %d bytes, the one made at once %d", len(got), len(want))
	}
	// The worker tells what it has done.
	if figures := string(tr.fetch(second.address + "/metrics")); !strings.Contains(figures, `samloka_job_duration_seconds_count{kind="report",outcome="done"} 1`) || !strings.Contains(figures, "samloka_jobs_worked_here 1") {
		t.Errorf("the worker's figures are %s", figures)
	}
	if said := string(tr.fetch(second.address + "/readyz")); !strings.Contains(said, "worked here") {
		t.Errorf("the worker is %s", said)
	}
	// What the dead worker had begun to write is of no job, and one whole file is kept.
	if files := tr.cluster.SQL(`SELECT count(*) FROM samloka.samloka_files WHERE job IS NOT NULL`); files != "1" {
		t.Errorf("%s files are kept", files)
	}
}

// TestAReportWithItsServerKilled is the same on the embedded store, where the server itself works. It
// is killed when the report is seen to be under way, until it was in the middle of one.
func TestAReportWithItsServerKilled(t *testing.T) {
	tr := &trial{T: t, program: builtProgram(t), end: trialEnd()}
	region := filepath.Join(t.TempDir(), "region.gpkg")
	tr.do("demo", "--store", region)
	serve := func() *process {
		return tr.start("serve", "--quiet", "--store", region, "--listen", "127.0.0.1:0", "--worker-silence", "300ms")
	}
	server := serve()
	comparison, atOnce := tr.aComparison(server)
	want := tr.fetch(atOnce)
	for try := 0; ; try++ {
		job := tr.aReport(server, comparison)
		tr.until("the report under way", func() bool { return tr.jobAt(job).State != "waiting" })
		server.kill()
		old := server.address
		server = serve()
		job = server.address + job[len(old):]
		var s jobState
		tr.until("the report", func() bool {
			s = tr.jobAt(job)
			return s.State != "running" && s.State != "waiting"
		})
		if s.State != "done" {
			t.Fatalf("the report ended as %+v", s)
		}
		if got := tr.fetch(job + "/result"); !bytes.Equal(got, want) {
			t.Errorf("the job's report has %d bytes, the one made at once %d", len(got), len(want))
		}
		if s.Attempt == 2 {
			return
		}
		if try == 20 {
			t.Fatal("no server was killed while it was at a report")
		}
	}
}
