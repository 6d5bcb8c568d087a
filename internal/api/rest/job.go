package rest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/api/problem"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
)

// Job is long work and what has become of it.
type Job struct {
	ID         int64      `json:"id"`
	Kind       string     `json:"kind" enum:"import,match"`
	State      string     `json:"state" enum:"waiting,running,parted,done,failed,cancelled" doc:"parted: worked in parts"`
	By         string     `json:"by" doc:"Who began it"`
	Done       int64      `json:"done" doc:"How far it has come, of total"`
	Total      int64      `json:"total" doc:"0 when it isn't known"`
	Attempt    int        `json:"attempt" doc:"How often it was begun; more than 1 after a crash"`
	Result     any        `json:"result,omitempty" doc:"What came of it: the report of an import, or how many pairs were found"`
	Error      string     `json:"error,omitempty" doc:"Why it failed"`
	Download   string     `json:"download,omitempty" doc:"Address of the file it has made"`
	CreatedAt  time.Time  `json:"created_at"`
	StartedAt  *time.Time `json:"started_at,omitempty"`
	FinishedAt *time.Time `json:"finished_at,omitempty"`
}

// JobList is the newest jobs.
type JobList struct {
	Items []Job `json:"items"`
}

type jobInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type jobsInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"20"`
}

type matchJobInput struct {
	MinNetBenefit float64 `query:"min_net_benefit_sek_per_year" doc:"Leave out pairs with less"`
}

// acceptedOutput is a job that was begun.
type acceptedOutput struct {
	Location string `header:"Location" doc:"Where the job tells how far it has come"`
	Body     Job
}

func (s *Service) registerJobs(to registrar) {
	plainly(to, http.MethodGet, "list-jobs", "/jobs", "The newest jobs: imports and whole-region matching", s.jobs)
	plainly(to, http.MethodGet, "get-job", "/jobs/{id}", "How far a job has come; /jobs/{id}/events streams it", s.job)
	plainly(to, http.MethodPost, "cancel-job", "/jobs/{id}/cancel", "Cancel a job, unless it has ended", s.cancelJob)
	huma.Register(to.api, huma.Operation{
		OperationID: "start-matching", Method: http.MethodPost, Path: Prefix + "/jobs/match", DefaultStatus: http.StatusAccepted,
		Summary: "Match the whole region as a job, on all machines that work its jobs; the pairs are those of /export, by ids",
	}, problems(to.log, s.startMatching))
	huma.Register(to.api, huma.Operation{
		OperationID: "start-import", Method: http.MethodPost, Path: Prefix + "/jobs/import", DefaultStatus: http.StatusAccepted,
		Summary: "Import files as a job", MaxBodyBytes: -1, BodyReadTimeout: -1,
	}, problems(to.log, s.startImport))
	huma.Register(to.api, huma.Operation{
		OperationID: "job-result", Method: http.MethodGet, Path: Prefix + "/jobs/{id}/result", Summary: "The file that a job has made",
		Responses: map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{"text/csv": {}}}},
	}, problems(to.log, s.jobResult))
}

func (s *Service) jobs(ctx context.Context, in *jobsInput) (*jsonOutput[JobList], error) {
	jobs, err := s.planner.Jobs(ctx, in.Limit)
	if err != nil {
		return nil, err
	}
	out := JobList{Items: make([]Job, len(jobs))}
	for i, j := range jobs {
		out.Items[i] = JobOf(j)
	}
	return &jsonOutput[JobList]{out}, nil
}

// JobOf shows a job.
func JobOf(j planner.Job) Job {
	out := Job{
		ID: j.ID, Kind: j.Kind, State: string(j.State), By: j.Author, Done: j.Done, Total: j.Total, Attempt: j.Attempt, Error: j.Error, CreatedAt: j.Created.UTC(),
	}
	for _, t := range []struct {
		from time.Time
		to   **time.Time
	}{{j.Started, &out.StartedAt}, {j.Finished, &out.FinishedAt}} {
		if !t.from.IsZero() {
			at := t.from.UTC()
			*t.to = &at
		}
	}
	switch {
	case j.Result == nil:
	case j.Kind == planner.ImportJob:
		var report planner.ImportReport
		if json.Unmarshal(j.Result, &report) == nil {
			out.Result = reportOf(report, false)
		}
	default:
		out.Result = j.Result
	}
	if j.Kind == planner.MatchJob && j.State == "done" {
		out.Download = Prefix + "/jobs/" + itoa(j.ID) + "/result"
	}
	return out
}

func (s *Service) job(ctx context.Context, in *jobInput) (*jsonOutput[Job], error) {
	j, err := s.planner.Job(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Job]{JobOf(j)}, nil
}

func (s *Service) cancelJob(ctx context.Context, in *jobInput) (*jsonOutput[Job], error) {
	if err := s.planner.CancelJob(ctx, in.ID); err != nil {
		return nil, err
	}
	return s.job(ctx, in)
}

func (s *Service) startMatching(ctx context.Context, in *matchJobInput) (*acceptedOutput, error) {
	return accepted(s.planner.StartMatching(ctx, planner.MatchJobOptions{MinBenefit: in.MinNetBenefit}))
}

func (s *Service) startImport(ctx context.Context, in *importInput) (*acceptedOutput, error) {
	var files []planner.NamedFile
	for _, file := range in.RawBody.Data().Files {
		files = append(files, planner.NamedFile{Name: file.Filename, Content: file})
	}
	return accepted(s.planner.StartImport(ctx, files, exchangeformat.Preset(in.Preset), planner.ImportOptions{Partial: in.Partial, DryRun: in.DryRun}))
}

func accepted(j planner.Job, err error) (*acceptedOutput, error) {
	if err != nil {
		return nil, err
	}
	return &acceptedOutput{Location: Prefix + "/jobs/" + itoa(j.ID), Body: JobOf(j)}, nil
}

func (s *Service) jobResult(ctx context.Context, in *jobInput) (*exportOutput, error) {
	name, content, err := s.planner.JobResult(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &exportOutput{ContentType: "text/csv; charset=utf-8", Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "text/csv; charset=utf-8")
		hc.SetHeader("Content-Disposition", `attachment; filename="`+name+`"`)
		if _, err := io.Copy(hc.BodyWriter(), content); err != nil {
			// Half a file must not look like a whole one: the connection is broken off.
			s.log.Error("a job's file was broken off", "request", problem.RequestOf(ctx), "err", err)
			panic(http.ErrAbortHandler)
		}
	}}, nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
