package planner

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// resultFile is what a job's file to take home is called within the job. It is packed.
const resultFile = "result"

// MadeFile is what is told of a file that a job has made.
type MadeFile struct {
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Bytes     int64  `json:"bytes"`
}

// jobResult is the part of a job's result that all kinds which make a file have.
type jobResult struct {
	File *MadeFile `json:"file,omitempty"`
	// LeftOut counts the rows of the store that broke a rule and are in none of what was made, of the tables
	// that it is made of. Reports tell it themselves.
	LeftOut int `json:"broken_rows,omitempty"`
}

// MadeBy tells of the file that a job has made; nil: none.
func MadeBy(j Job) *MadeFile {
	var r jobResult
	if j.State != store.JobDone || json.Unmarshal(j.Result, &r) != nil {
		return nil
	}
	if r.File == nil && j.Kind == MatchJob { // done by a program that told nothing of its file
		r.File = &MadeFile{Name: fmt.Sprintf("matches-%d.csv", j.ID), MediaType: CSV.MediaType()}
	}
	return r.File
}

// JobResult returns the file that a job has made, NotFound while there is none. It is read from the
// store piece by piece until ctx ends.
func (p *Planner) JobResult(ctx context.Context, id int64) (MadeFile, io.Reader, error) {
	job, err := p.store.Job(ctx, id)
	if err != nil {
		return MadeFile{}, nil, err
	}
	made := MadeBy(job)
	if made == nil {
		return MadeFile{}, nil, symbiosis.Errorf(symbiosis.NotFound, "job %d has no file: it is of the kind %s, and %s", id, job.Kind, job.State)
	}
	packed, err := p.store.JobFile(ctx, id, resultFile)
	if err != nil {
		return MadeFile{}, nil, err
	}
	content, err := gzip.NewReader(packed)
	return *made, content, err
}

// pack keeps what write writes as a packed file, and tells how many bytes it is unpacked.
func (p *Planner) pack(ctx context.Context, write func(io.Writer) error) (file, size int64, err error) {
	file, err = p.store.PutFile(ctx, func(to io.Writer) error {
		z, err := gzip.NewWriterLevel(to, gzip.BestSpeed)
		if err != nil {
			return err
		}
		counted := &counter{to: z}
		w := bufio.NewWriter(counted)
		if err := write(w); err != nil {
			return err
		}
		err = errors.Join(w.Flush(), z.Close())
		size = counted.n
		return err
	})
	return file, size, err
}

func unpack(packed io.Reader, read func(io.Reader) error) error {
	r, err := gzip.NewReader(packed)
	if err != nil {
		return err
	}
	return read(bufio.NewReader(r))
}

type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

// ReportOrder asks for the report of a comparison or for a pitch sheet; one of the two is named.
type ReportOrder struct {
	Comparison symbiosis.ComparisonID `json:",omitempty"`
	Pitch      symbiosis.PitchID      `json:",omitempty"`
	Format     FileFormat
	For        symbiosis.Visibility `json:",omitempty"` // of a comparison, as for LandReport
	Language   symbiosis.Language   `json:",omitempty"` // "": Swedish, and of a sheet the one it was made in
}

// reportArgs is what a worker must know of a report.
type reportArgs struct {
	ReportOrder
	Subject string // what it is about, as it was called when it was asked for
}

// reportFile is the file that is ordered; progress is told how many parts of it are written, of how many.
func (p *Planner) reportFile(o ReportOrder, progress report.Progress) (File, error) {
	switch {
	case (o.Comparison == "") == (o.Pitch == ""):
		return File{}, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the report can't be made", Problems: []symbiosis.Problem{{
			Field: "comparison_id", Code: "required", Text: "or pitch_id is needed, and only one of them", Hint: "name the comparison or the pitch sheet",
		}}}
	case o.Pitch != "":
		if err := onlyFormats(o.Format, "a pitch sheet", PDF); err != nil {
			return File{}, err
		}
		return p.pitchFile(o.Pitch, o.Language, progress)
	}
	return p.comparisonFile(o.Comparison, o.Format, o.For, o.Language, progress)
}

// StartReport begins to make a report as a job. What would refuse the report refuses the job.
func (p *Planner) StartReport(ctx context.Context, once Once, o ReportOrder) (Job, error) {
	if _, err := p.reportFile(o, nil); err != nil {
		return Job{}, err
	}
	args := reportArgs{ReportOrder: o}
	if o.Pitch != "" {
		sheet, err := p.Snapshot().Pitch(o.Pitch)
		if err != nil {
			return Job{}, err
		}
		args.Subject = sheet.Title
	} else {
		c, err := p.Snapshot().Comparison(o.Comparison)
		if err != nil {
			return Job{}, err
		}
		args.Subject = c.Name
	}
	return p.addJob(ctx, once, ReportJob, args, nil)
}

func (p *Planner) workReport(ctx context.Context, job Job, progress func(done, total int64)) (store.Outcome, error) {
	var args reportArgs
	if err := json.Unmarshal(job.Args, &args); err != nil {
		return store.Outcome{}, err
	}
	return p.workFile(ctx, func() (File, error) {
		return p.reportFile(args.ReportOrder, func(parts, all int) { progress(int64(parts), int64(all)) })
	})
}

// ExportOrder asks for the region as a file; see Snapshot.ExportFile.
type ExportOrder struct {
	Format FileFormat
	Table  string
}

// StartExport begins to write the region to a file as a job.
func (p *Planner) StartExport(ctx context.Context, once Once, o ExportOrder) (Job, error) {
	if _, err := p.Snapshot().ExportFile(o.Format, o.Table); err != nil {
		return Job{}, err
	}
	return p.addJob(ctx, once, ExportJob, o, nil)
}

func (p *Planner) workExport(ctx context.Context, job Job, progress func(done, total int64)) (store.Outcome, error) {
	var o ExportOrder
	if err := json.Unmarshal(job.Args, &o); err != nil {
		return store.Outcome{}, err
	}
	return p.workFile(ctx, func() (File, error) {
		return p.Snapshot().exportFile(o.Format, o.Table, func(rows, all int) { progress(int64(rows), int64(all)) })
	})
}

// workFile makes a file of the region's newest state, which another server may have been told of
// sooner than this one, and keeps it.
func (p *Planner) workFile(ctx context.Context, open func() (File, error)) (store.Outcome, error) {
	if err := p.Refresh(ctx); err != nil {
		return store.Outcome{}, err
	}
	f, err := open()
	if err != nil {
		return store.Outcome{}, err
	}
	file, size, err := p.pack(ctx, func(w io.Writer) error { return f.Write(ctx, w) })
	if err != nil {
		return store.Outcome{}, err
	}
	text, err := json.Marshal(jobResult{&MadeFile{f.Name, f.MediaType, size}, f.LeftOut})
	return store.Outcome{Result: text, Files: map[string]int64{resultFile: file}}, err
}
