package planner_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// takeHome waits for a job and reads its file.
func takeHome(t *testing.T, p *planner.Planner, job planner.Job) (planner.MadeFile, []byte) {
	t.Helper()
	if job = ends(t, p, job.ID); job.State != store.JobDone {
		t.Fatalf("the job ended as %+v", job)
	}
	made, r, err := p.JobResult(t.Context(), job.ID)
	must(t, err)
	content, err := io.ReadAll(r)
	must(t, err)
	if int64(len(content)) != made.Bytes {
		t.Errorf("%s has %d bytes, and is said to have %d", made.Name, len(content), made.Bytes)
	}
	return made, content
}

func written(t *testing.T, f planner.File, err error) []byte {
	t.Helper()
	must(t, err)
	var b bytes.Buffer
	must(t, f.Write(t.Context(), &b))
	return b.Bytes()
}

func TestReportsAsJobsAreThoseMadeAtOnce(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		r.demo(t)
		saved, _, err := r.SaveComparison(t.Context(), planner.Compare{Name: "Tre", Areas: []symbiosis.AreaID{"krokom-a", "krokom-b", "ostersund-a"}})
		must(t, err)
		firm, err := r.Snapshot().Firm("greenhouse")
		must(t, err)
		sheet, _, err := r.MakePitch(t.Context(), planner.PitchOrder{AreaID: "krokom-a", Profile: firm.Profile, Language: symbiosis.Norwegian, Title: "Veksthus"})
		must(t, err)
		working(t, r.Planner)
		seen := map[string]bool{}
		for _, lang := range symbiosis.Languages() {
			for _, f := range []planner.FileFormat{planner.PDF, planner.Excel, planner.GeoPackage} {
				job, err := r.StartReport(planner.By(t.Context(), "Kim"), planner.Once{}, planner.ReportOrder{Comparison: saved.ID, Format: f, Language: lang})
				must(t, err)
				if planner.JobSubject(job) != "Tre" || job.Author != "Kim" {
					t.Errorf("the job is about %q, begun by %s", planner.JobSubject(job), job.Author)
				}
				made, content := takeHome(t, r.Planner, job)
				file, err := r.ComparisonFile(saved.ID, f, "", lang)
				if want := written(t, file, err); f == planner.PDF && !bytes.Equal(content, want) || len(content) == 0 {
					t.Errorf("%s in %s: %d bytes as a job, %d at once", f, lang, len(content), len(want))
				}
				if ended, err := r.Job(t.Context(), job.ID); err != nil || ended.Total < 4 || ended.Done != ended.Total {
					t.Errorf("%s ended with %d of %d parts: %v", f, ended.Done, ended.Total, err)
				}
				if made.Name != file.Name || made.MediaType != file.MediaType || !strings.HasSuffix(made.Name, "."+string(f)) {
					t.Errorf("it is called %+v", made)
				}
				seen[string(content)] = true
			}
		}
		if len(seen) != 9 {
			t.Errorf("three languages and three formats gave %d files", len(seen))
		}
		// A pitch sheet, in its own language when none is asked for.
		job, err := r.StartReport(t.Context(), planner.Once{}, planner.ReportOrder{Pitch: sheet.ID, Format: planner.PDF})
		must(t, err)
		file, err := r.PitchFile(sheet.ID, symbiosis.Norwegian)
		if _, content := takeHome(t, r.Planner, job); !bytes.Equal(content, written(t, file, err)) || planner.JobSubject(job) != "Veksthus" {
			t.Errorf("the sheet as a job is another than at once; it is about %q", planner.JobSubject(job))
		}
		// What would refuse the report refuses the job.
		for _, bad := range []struct {
			order planner.ReportOrder
			kind  symbiosis.ErrorKind
		}{
			{planner.ReportOrder{Comparison: "none", Format: planner.PDF}, symbiosis.NotFound},
			{planner.ReportOrder{Pitch: "none", Format: planner.PDF}, symbiosis.NotFound},
			{planner.ReportOrder{Comparison: saved.ID, Format: planner.CSV}, symbiosis.Invalid},
			{planner.ReportOrder{Pitch: sheet.ID, Format: planner.Excel}, symbiosis.Invalid},
			{planner.ReportOrder{Format: planner.PDF}, symbiosis.Invalid},
			{planner.ReportOrder{Comparison: saved.ID, Pitch: sheet.ID, Format: planner.PDF}, symbiosis.Invalid},
		} {
			_, err := r.StartReport(t.Context(), planner.Once{}, bad.order)
			kindOf(t, err, bad.kind)
		}
	})
}

// TestAReportOfWhatIsGone: the comparison is deleted between the order and the work.
func TestAReportOfWhatIsGone(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	saved, _, err := r.SaveComparison(t.Context(), planner.Compare{Name: "Två", Areas: []symbiosis.AreaID{"krokom-a", "krokom-b"}})
	must(t, err)
	job, err := r.StartReport(t.Context(), planner.Once{}, planner.ReportOrder{Comparison: saved.ID, Format: planner.PDF})
	must(t, err)
	_, err = r.DeleteComparison(t.Context(), saved.ID, 1)
	must(t, err)
	working(t, r.Planner)
	if job = ends(t, r.Planner, job.ID); job.State != store.JobFailed || !strings.Contains(job.Error, string(saved.ID)) {
		t.Errorf("it ended as %+v", job)
	}
	_, _, err = r.JobResult(t.Context(), job.ID)
	kindOf(t, err, symbiosis.NotFound)
}

func TestExportsAsJobsAreThoseMadeAtOnce(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		r.demo(t)
		working(t, r.Planner)
		for _, o := range []planner.ExportOrder{
			{Format: planner.GeoJSON, Table: "all"}, {Format: planner.CSV, Table: "flows"}, {Format: planner.CSV, Table: "matches"}, {Format: planner.GeoJSON, Table: "matches"}, {Format: planner.Excel, Table: "all"},
		} {
			job, err := r.StartExport(t.Context(), planner.Once{}, o)
			must(t, err)
			made, content := takeHome(t, r.Planner, job)
			if made.Name != "samloka-"+o.Table+"."+string(o.Format) || made.MediaType != o.Format.MediaType() {
				t.Errorf("it is called %+v", made)
			}
			if ended, err := r.Job(t.Context(), job.ID); err != nil || o.Table != "matches" && o.Format != planner.Excel && (ended.Total == 0 || ended.Done != ended.Total) {
				t.Errorf("it ended with %d of %d rows: %v", ended.Done, ended.Total, err)
			}
			if o.Format == planner.Excel {
				book, err := excelize.OpenReader(bytes.NewReader(content))
				must(t, err)
				if sheets := book.GetSheetList(); !slices.Contains(sheets, "flows") {
					t.Errorf("the workbook has the sheets %v", sheets)
				}
				continue
			}
			file, err := r.Snapshot().ExportFile(o.Format, o.Table)
			if want := written(t, file, err); !bytes.Equal(content, want) || len(want) < 1000 {
				t.Errorf("%+v: %d bytes as a job, %d at once", o, len(content), len(want))
			}
		}
		for _, o := range []planner.ExportOrder{{planner.CSV, "all"}, {planner.Excel, "matches"}, {planner.GeoJSON, "roads"}, {planner.PDF, "all"}} {
			_, err := r.StartExport(t.Context(), planner.Once{}, o)
			kindOf(t, err, symbiosis.Invalid)
		}
	})
}

// TestEndedJobsGoAfterTheirTime lets a server clean by a clock that the test sets.
func TestEndedJobsGoAfterTheirTime(t *testing.T) {
	const keep = 48 * time.Hour
	now, ticker := time.Now(), newHandTicker()
	clock := func() time.Time { return now } // read at ticks only, which follow the test's writes
	onBothStores(t, planner.Options{KeepJobs: keep, Now: clock, Ticker: ticker.make}, func(t *testing.T, r *region) {
		now = time.Now()
		r.pair(t)
		stop := working(t, r.Planner)
		job, err := r.StartExport(t.Context(), planner.Once{}, planner.ExportOrder{Format: planner.GeoJSON, Table: "all"})
		must(t, err)
		takeHome(t, r.Planner, job)
		stop()
		waits, err := r.StartExport(t.Context(), planner.Once{}, planner.ExportOrder{Format: planner.GeoJSON, Table: "all"})
		must(t, err)
		job, err = r.Job(t.Context(), job.ID)
		must(t, err)
		if goes := r.JobGoes(job); !goes.Equal(job.Finished.Add(keep)) {
			t.Errorf("it ended at %s, and is said to go at %s", job.Finished, goes)
		}
		if goes := r.JobGoes(waits); !goes.IsZero() {
			t.Errorf("one that waits is said to go at %s", goes)
		}
		ctx, end := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			r.CleanJobs(ctx)
			close(ended)
		}()
		tick := func() { // twice: the second is taken when the first has been worked off
			ticker.c <- now
			ticker.c <- now
		}
		now = job.Finished.Add(keep - time.Minute)
		tick()
		if _, _, err := r.JobResult(t.Context(), job.ID); err != nil {
			t.Errorf("a minute before its time: %v", err)
		}
		now = job.Finished.Add(keep + time.Minute)
		tick()
		_, err = r.Job(t.Context(), job.ID)
		kindOf(t, err, symbiosis.NotFound)
		if _, err := r.Job(t.Context(), waits.ID); err != nil {
			t.Errorf("the one that waits: %v", err)
		}
		end()
		<-ended
	})
}

func TestJobsAreKeptForEverUnlessSaid(t *testing.T) {
	r := newRegion(t, planner.Options{Now: func() time.Time { return time.Now().Add(100 * 365 * 24 * time.Hour) }})
	job, err := r.StartExport(t.Context(), planner.Once{}, planner.ExportOrder{Format: planner.GeoJSON, Table: "all"})
	must(t, err)
	must(t, r.CancelJob(t.Context(), job.ID))
	r.CleanJobs(t.Context()) // returns at once: there is nothing to do
	job, err = r.Job(t.Context(), job.ID)
	must(t, err)
	if goes := r.JobGoes(job); !goes.IsZero() {
		t.Errorf("it is said to go at %s", goes)
	}
	kindOf(t, r.CancelJob(t.Context(), job.ID), symbiosis.Conflict)
}
