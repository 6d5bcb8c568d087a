package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// Job is long work and what has become of it.
type Job struct {
	ID         int64               `json:"id"`
	Kind       string              `json:"kind" enum:"import,match,report,export"`
	Subject    string              `json:"subject,omitempty" doc:"What it is about: the files of an import, the name of a comparison or pitch sheet, the table of an export"`
	State      string              `json:"state" enum:"waiting,running,parted,done,failed,cancelled" doc:"parted: worked in parts"`
	By         string              `json:"by" doc:"Who began it"`
	Done       int64               `json:"done" doc:"How far it has come, of total"`
	Total      int64               `json:"total" doc:"0 when it isn't known"`
	Attempt    int                 `json:"attempt" doc:"How often it was begun; more than 1 after a crash"`
	Result     any                 `json:"result,omitempty" doc:"What came of it: the report of an import, or of a matching how many pairs were found (pairs), and of each resource (by_resource) how many pairs and surpluses, and what these would deliver and be worth if each had its best need (delivered in unit, net_benefit_sek_per_year); of a matching or an export also how many rows of the store that break a rule it is without (broken_rows)"`
	Error      string              `json:"error,omitempty" doc:"Why it failed; in lists and events the first 20 faults"`
	Faults     []symbiosis.Problem `json:"faults,omitempty" doc:"What is wrong with the files of an import that failed, each with its place; in lists and events the first 20"`
	MoreFaults int                 `json:"more_faults,omitempty" doc:"Beyond those told"`
	Download   string              `json:"download,omitempty" doc:"Address of the file it has made"`
	File       *JobFile            `json:"file,omitempty" doc:"The file it has made"`
	CreatedAt  time.Time           `json:"created_at"`
	StartedAt  *time.Time          `json:"started_at,omitempty"`
	FinishedAt *time.Time          `json:"finished_at,omitempty"`
	GoesAt     *time.Time          `json:"goes_at,omitempty" doc:"When the job is deleted with what it has made; left out when it is kept for ever"`
}

// JobFile is a file that a job has made.
type JobFile struct {
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Bytes     int64  `json:"bytes" doc:"0 when it isn't known"`
}

// JobList is the newest jobs.
type JobList struct {
	Items []Job `json:"items"`
}

type jobInput struct {
	Language
	ID int64 `path:"id" minimum:"1"`
}

type jobsInput struct {
	Language
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"20"`
}

type matchJobInput struct {
	Language
	AskedOnce
	MinNetBenefit float64 `query:"min_net_benefit_sek_per_year" doc:"Leave out pairs with less"`
	Format        string  `query:"format" enum:"csv,csv-semicolon" default:"csv" doc:"csv-semicolon has semicolons, decimal commas and a byte order mark, as Excel in Swedish and Norwegian opens it"`
}

// acceptedOutput is a job that was begun.
type acceptedOutput struct {
	Location string `header:"Location" doc:"Where the job tells how far it has come"`
	Body     Job
}

func (s *Service) registerJobs(to registrar) {
	plainly(to, http.MethodGet, "list-jobs", "/jobs", "The newest jobs: imports, whole-region matching, reports and exports", s.jobs)
	plainly(to, http.MethodGet, "get-job", "/jobs/{id}", "How far a job has come; /jobs/{id}/events streams it", s.job)
	plainly(to, http.MethodPost, "cancel-job", "/jobs/{id}/cancel", "Cancel a job; 409 when it has ended already: what it has made stays", s.cancelJob)
	huma.Register(to.api, huma.Operation{
		OperationID: "start-matching", Method: http.MethodPost, Path: Prefix + "/jobs/match", DefaultStatus: http.StatusAccepted,
		Summary: "Match the whole region as a job, on all machines that work its jobs; the pairs are those of /export, by ids",
	}, problems(to.log, s.startMatching))
	huma.Register(to.api, huma.Operation{
		OperationID: "start-import", Method: http.MethodPost, Path: Prefix + "/jobs/import", DefaultStatus: http.StatusAccepted,
		Summary: "Import files as a job", MaxBodyBytes: -1, BodyReadTimeout: -1,
	}, problems(to.log, s.startImport))
	huma.Register(to.api, huma.Operation{
		OperationID: "start-report", Method: http.MethodPost, Path: Prefix + "/jobs/report", DefaultStatus: http.StatusAccepted, MaxBodyBytes: maxBody,
		Summary: "Make the report of a comparison, or a pitch sheet, as a job, in the language asked for. The same file as /comparisons/{id}/report.… and /pitches/{id}/sheet.pdf give at once: " +
			"those are for a reader who waits, this is for one who doesn't, and for a server that is to hand the work to further machines",
	}, problems(to.log, s.startReport))
	huma.Register(to.api, huma.Operation{
		OperationID: "start-export", Method: http.MethodPost, Path: Prefix + "/jobs/export", DefaultStatus: http.StatusAccepted, MaxBodyBytes: maxBody,
		Summary: "Write the region to a file as a job. /export gives the same file at once, and is cut off after 15 minutes; Excel is made here only",
	}, problems(to.log, s.startExport))
	huma.Register(to.api, huma.Operation{
		OperationID: "job-result", Method: http.MethodGet, Path: Prefix + "/jobs/{id}/result", Summary: "The file that a job has made",
		Responses: map[string]*huma.Response{"200": {Description: "The file, of the type that the job tells", Content: map[string]*huma.MediaType{
			"text/csv": {}, geoJSON: {}, planner.PDF.MediaType(): {}, planner.Excel.MediaType(): {}, planner.GeoPackage.MediaType(): {},
		}}},
	}, problems(to.log, s.jobResult))
}

func (s *Service) jobs(ctx context.Context, in *jobsInput) (*jsonOutput[JobList], error) {
	jobs, err := s.planner.Jobs(ctx, in.Limit)
	if err != nil {
		return nil, err
	}
	out := JobList{Items: make([]Job, len(jobs))}
	for i, j := range jobs {
		out.Items[i] = JobOf(j, s.planner.JobGoes(j), in.lang())
	}
	return &jsonOutput[JobList]{out}, nil
}

// JobOf shows a job among others, in a language; it goes at a time, and the zero time is never. Of why it
// failed the first faults are told.
func JobOf(j planner.Job, goes time.Time, lang symbiosis.Language) Job {
	return jobOf(j, goes, lang, mostFaults)
}

// jobOf shows a job with at most so many faults. Why it failed is kept in English and told to each reader
// in theirs.
func jobOf(j planner.Job, goes time.Time, lang symbiosis.Language, most int) Job {
	out := Job{
		ID: j.ID, Kind: j.Kind, Subject: planner.JobSubject(j), State: string(j.State), By: j.Author, Done: j.Done, Total: j.Total, Attempt: j.Attempt, Error: wording.Told(lang, firstFaults(j.Error, most)), CreatedAt: j.Created.UTC(),
	}
	for _, t := range []struct {
		from time.Time
		to   **time.Time
	}{{j.Started, &out.StartedAt}, {j.Finished, &out.FinishedAt}, {goes, &out.GoesAt}} {
		if !t.from.IsZero() {
			at := t.from.UTC()
			*t.to = &at
		}
	}
	out.Faults, out.MoreFaults = faultsOf(j, lang, most)
	switch {
	case j.Result == nil || len(out.Faults) > 0:
	case j.Kind == planner.ImportJob:
		var report planner.ImportReport
		if json.Unmarshal(j.Result, &report) == nil {
			out.Result = reportOf(report, planner.JobOnlyChecks(j), lang)
		}
	default:
		out.Result = j.Result
	}
	if made := planner.MadeBy(j); made != nil {
		out.Download, out.File = Prefix+"/jobs/"+itoa(j.ID)+"/result", &JobFile{made.Name, made.MediaType, made.Bytes}
	}
	return out
}

// faultsOf are no more than most of the faults of an import that failed, in a language.
func faultsOf(j planner.Job, lang symbiosis.Language, most int) (faults []symbiosis.Problem, more int) {
	all, more := planner.JobFaults(j)
	told := all[:min(len(all), most)]
	return wording.Faults(lang, told), more + len(all) - len(told)
}

// mostFaults are told of a job that failed where it stands among others: as many as one reads.
const mostFaults = 20

// firstFaults shortens a sentence with faults, one a line, to at most so many.
func firstFaults(english string, most int) string {
	lines := strings.Split(english, "\n")
	if len(lines)-1 <= most {
		return english
	}
	return strings.Join(lines[:1+most], "\n") + fmt.Sprintf("\nand %d more", len(lines)-1-most)
}

func (s *Service) job(ctx context.Context, in *jobInput) (*jsonOutput[Job], error) {
	j, err := s.planner.Job(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Job]{jobOf(j, s.planner.JobGoes(j), in.lang(), math.MaxInt)}, nil
}

func (s *Service) cancelJob(ctx context.Context, in *jobInput) (*jsonOutput[Job], error) {
	if err := s.planner.CancelJob(ctx, in.ID); err != nil {
		return nil, err
	}
	return s.job(ctx, in)
}

func (s *Service) startMatching(ctx context.Context, in *matchJobInput) (*acceptedOutput, error) {
	return in.accepted(s.planner.StartMatching(ctx, in.once(in.MinNetBenefit, in.Format), planner.MatchJobOptions{MinBenefit: in.MinNetBenefit, Semicolons: in.Format == string(planner.SemicolonCSV)}))
}

type importJobInput struct {
	ImportInput
	AskedOnce
}

func (s *Service) startImport(ctx context.Context, in *importJobInput) (*acceptedOutput, error) {
	wish, err := in.wish()
	if err != nil {
		return nil, err
	}
	return in.accepted(s.planner.StartImport(ctx, in.once(wish, in.Partial, in.DryRun), in.files(), wish, planner.ImportOptions{Partial: in.Partial, DryRun: in.DryRun}))
}

// ReportOrder asks for a report as a job.
type ReportOrder struct {
	ComparisonID string `json:"comparison_id,omitempty" maxLength:"120" doc:"The comparison, or"`
	PitchID      string `json:"pitch_id,omitempty" maxLength:"120" doc:"the pitch sheet, which is PDF only"`
	Format       string `json:"format,omitempty" enum:"pdf,xlsx,gpkg" default:"pdf"`
	For          string `json:"for,omitempty" enum:"public,network,broker_only" doc:"Of a comparison, whom the report is for, as for /comparisons/{id}/report.pdf"`
}

type reportJobInput struct {
	Language
	AskedOnce
	Body ReportOrder
}

func (s *Service) startReport(ctx context.Context, in *reportJobInput) (*acceptedOutput, error) {
	b := in.Body
	o := planner.ReportOrder{
		Comparison: symbiosis.ComparisonID(b.ComparisonID), Pitch: symbiosis.PitchID(b.PitchID), Format: planner.FileFormat(b.Format),
		For: symbiosis.Visibility(b.For), Language: in.lang(),
	}
	if o.Pitch != "" && in.Lang == "" { // the sheet's own
		o.Language = ""
	}
	return in.accepted(s.planner.StartReport(ctx, in.once(o), o))
}

// ExportOrder asks for the region as a file, as a job.
type ExportOrder struct {
	Format string `json:"format,omitempty" enum:"geojson,csv,csv-semicolon,xlsx" default:"geojson" doc:"csv-semicolon has semicolons, decimal commas and a byte order mark, as Excel in Swedish and Norwegian opens it"`
	Table  string `json:"table,omitempty" enum:"all,sites,flows,areas,exchanges,constraints,facilities,matches" default:"all" doc:"CSV holds one table; matches are GeoJSON or CSV"`
}

type exportJobInput struct {
	Language
	AskedOnce
	Body ExportOrder
}

func (s *Service) startExport(ctx context.Context, in *exportJobInput) (*acceptedOutput, error) {
	return in.accepted(s.planner.StartExport(ctx, in.once(in.Body), planner.ExportOrder{Format: planner.FileFormat(in.Body.Format), Table: in.Body.Table}))
}

func (l Language) accepted(j planner.Job, err error) (*acceptedOutput, error) {
	if err != nil {
		return nil, err
	}
	return &acceptedOutput{Location: Prefix + "/jobs/" + itoa(j.ID), Body: JobOf(j, time.Time{}, l.lang())}, nil
}

func (s *Service) jobResult(ctx context.Context, in *jobInput) (*exportOutput, error) {
	made, content, err := s.planner.JobResult(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.streamed(ctx, made.MediaType, made.Name, func(w io.Writer) error {
		_, err := io.Copy(w, content)
		return err
	}), nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
