package planner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Job is long work and what has become of it.
type Job = store.Job

// Kinds of job. A matching is cut into cells, which are parts of it.
const (
	ImportJob = "import"
	MatchJob  = "match"
	ReportJob = "report"
	ExportJob = "export"
	cellJob   = "match-cell"
)

// Jobs returns the newest jobs.
func (p *Planner) Jobs(ctx context.Context, limit int) ([]Job, error) {
	return p.store.Jobs(ctx, 0, limit)
}

// Job returns a job; an unknown number is NotFound.
func (p *Planner) Job(ctx context.Context, id int64) (Job, error) { return p.store.Job(ctx, id) }

// CancelJob cancels a job; one that has ended is a Conflict.
func (p *Planner) CancelJob(ctx context.Context, id int64) error { return p.store.CancelJob(ctx, id) }

// addJob adds one job and returns it, or the one that was asked for before under the same key.
func (p *Planner) addJob(ctx context.Context, once Once, kind string, args any, files map[string]int64) (Job, error) {
	text, err := json.Marshal(args)
	if err != nil {
		return Job{}, err
	}
	wanted := once.asked(kind, store.NewJob{Kind: kind, Args: text, Files: files})
	ids, err := p.store.AddJobs(ctx, wanted)
	if err != nil {
		return Job{}, err
	}
	job, err := p.store.Job(ctx, ids[0])
	if err == nil && job.Asked != wanted.Asked {
		return Job{}, madeOtherwise(fmt.Sprint(job.ID))
	}
	return job, err
}

type importArgs struct {
	Files []string
	Sizes []int64 // of Files, bytes; none in a job of an older program
	ReadWish
	Partial bool
	DryRun  bool
}

// StartImport begins an import as a job. A wish that can't be met refuses it. What is asked for under a
// key is the files' names and content too.
func (p *Planner) StartImport(ctx context.Context, once Once, files []NamedFile, wish ReadWish, opts ImportOptions) (Job, error) {
	if _, err := wish.system(); err != nil {
		return Job{}, err
	}
	args := importArgs{ReadWish: wish, Partial: opts.Partial, DryRun: opts.DryRun}
	kept := map[string]int64{}
	whole := sha256.New()
	for i, f := range files {
		var size int64
		if once.Key != "" {
			fmt.Fprintf(whole, "%q", f.Name)
		}
		file, err := p.store.PutFile(ctx, func(w io.Writer) error {
			content, err := f.Open()
			if err != nil {
				return err
			}
			if once.Key != "" {
				w = io.MultiWriter(w, whole)
			}
			size, err = io.Copy(w, content)
			return err
		})
		if err != nil {
			return Job{}, err
		}
		args.Files, args.Sizes = append(args.Files, f.Name), append(args.Sizes, size)
		kept[fmt.Sprint("file-", i)] = file
		fmt.Fprintf(whole, " of %d bytes\n", size)
	}
	once.Asked += hex.EncodeToString(whole.Sum(nil))
	return p.addJob(ctx, once, ImportJob, args, kept)
}

// workImport carries an import out. One that was cut off after it was committed finds all as it is.
func (p *Planner) workImport(ctx context.Context, job Job, progress func(done, total int64)) (store.Outcome, error) {
	var args importArgs
	if err := json.Unmarshal(job.Args, &args); err != nil {
		return store.Outcome{}, err
	}
	files := make([]NamedFile, len(args.Files))
	for i, name := range args.Files {
		files[i] = NamedFile{Name: name, Open: func() (io.Reader, error) { return p.store.JobFile(ctx, job.ID, fmt.Sprint("file-", i)) }}
		if i < len(args.Sizes) {
			files[i].Size = args.Sizes[i]
		}
	}
	read, n, err := p.Files(ctx, files, args.ReadWish)
	if err != nil {
		return refused(err)
	}
	report, err := p.ImportReading(ctx, ImportOptions{
		Partial: args.Partial, DryRun: args.DryRun, Progress: func(done, total int) { progress(int64(done), int64(total)) },
	}, n, read)
	if err != nil {
		return refused(err)
	}
	result, err := json.Marshal(report)
	return store.Outcome{Result: result}, err
}

// mostKept faults of an import that failed are kept each by itself; its sentence names all that were told.
const mostKept = 200

// refused keeps the faults of an import each with its place: in the sentence of a failure they are lines.
func refused(err error) (store.Outcome, error) {
	e, ok := errors.AsType[*symbiosis.Error](err)
	if !ok || len(e.Problems) == 0 {
		return store.Outcome{}, err
	}
	kept := e.Problems[:min(len(e.Problems), mostKept)]
	report, failed := json.Marshal(ImportReport{Problems: kept, MoreProblems: len(e.Problems) - len(kept)})
	if failed != nil {
		return store.Outcome{}, err
	}
	return store.Outcome{Result: report}, err
}

// JobFaults are what was wrong with the files of an import that failed, and how many more there were; none of a
// failure with another reason.
func JobFaults(j Job) (faults []symbiosis.Problem, more int) {
	var report ImportReport
	if j.Kind != ImportJob || j.State != store.JobFailed || j.Result == nil || json.Unmarshal(j.Result, &report) != nil {
		return nil, 0
	}
	return report.Problems, report.MoreProblems
}

// JobOnlyChecks says that an import writes nothing.
func JobOnlyChecks(j Job) bool {
	var args importArgs
	return j.Kind == ImportJob && json.Unmarshal(j.Args, &args) == nil && args.DryRun
}

// JobSubject is what a job is about, as people call it; "" when its kind says all.
func JobSubject(j Job) string {
	var about struct {
		Subject string   // of a report
		Files   []string // of an import
		Table   string   // of an export
	}
	if json.Unmarshal(j.Args, &about) != nil {
		return ""
	}
	switch j.Kind {
	case ImportJob:
		return strings.Join(about.Files, ", ")
	case ExportJob:
		return about.Table
	}
	return about.Subject
}
