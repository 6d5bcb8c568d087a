package planner

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// MatchJobOptions choose which matches a job of the whole region is to find.
type MatchJobOptions struct {
	// MinBenefit leaves out pairs with a lower net benefit, SEK a year.
	MinBenefit float64
	// Cells is how many parts the region is cut into at most; 0: as many as are worth it.
	Cells int
	// Semicolons has the file be SemicolonCSV.
	Semicolons bool `json:",omitempty"`
}

func (o MatchJobOptions) match() match.Options {
	return match.Options{MinBenefit: unit.Money(o.MinBenefit) * unit.SEK}
}

// MatchJobResult is what a whole-region matching tells when it is done.
type MatchJobResult struct {
	jobResult
	Pairs    int64  `json:"pairs"`
	Cells    int    `json:"cells"`
	Revision string `json:"revision"` // of the region that was matched

	ByResource []MatchedResource `json:"by_resource"` // the greatest net benefit first
}

// StartMatching begins a matching of the whole region as a job. It is cut into cells, which any
// worker may take; the file that comes of it is that of one run over the whole.
func (p *Planner) StartMatching(ctx context.Context, once Once, o MatchJobOptions) (Job, error) {
	if !unit.Finite(o.MinBenefit) || o.Cells < 0 {
		return Job{}, symbiosis.Errorf(symbiosis.Invalid, "the least net benefit and the number of cells must be numbers, and no fewer than 0 cells")
	}
	return p.addJob(ctx, once, MatchJob, o, nil)
}

// workMatching cuts the region into cells, and puts what came of them together when they are done.
func (p *Planner) workMatching(ctx context.Context, job Job) (store.Outcome, error) {
	var o MatchJobOptions
	if err := json.Unmarshal(job.Args, &o); err != nil {
		return store.Outcome{}, err
	}
	cells, err := p.store.Jobs(ctx, job.ID, mostCells)
	if err != nil {
		return store.Outcome{}, err
	}
	if len(cells) > 0 {
		return p.joinCells(ctx, job, cells)
	}
	// The newest state, not one that this program may be behind with.
	if err := p.Refresh(ctx); err != nil {
		return store.Outcome{}, err
	}
	snapshot := p.Snapshot()
	cut, err := snapshot.cells(ctx, o)
	if err != nil {
		return store.Outcome{}, err
	}
	news := make([]store.NewJob, len(cut))
	for i := range cut {
		file, _, err := p.pack(ctx, func(w io.Writer) error { return json.NewEncoder(w).Encode(cut[i]) })
		if err != nil {
			return store.Outcome{}, err
		}
		args, err := json.Marshal(cellArgs{Options: o, Revision: snapshot.Revision(), LeftOut: snapshot.leftOutOf(matchedTables...)})
		if err != nil {
			return store.Outcome{}, err
		}
		news[i] = store.NewJob{Kind: cellJob, Args: args, Parent: job.ID, Files: map[string]int64{"cell": file}}
	}
	_, err = p.store.AddJobs(ctx, news...)
	return store.Outcome{Parted: true}, err
}

// cellArgs is what a worker must know of a cell beside its records.
type cellArgs struct {
	Options  MatchJobOptions
	Revision string
	LeftOut  int // rows of the region at that revision
}

// workCell matches the surpluses of a cell. All that it needs came with it, so that cells fit
// together whatever is changed in the region meanwhile.
func (p *Planner) workCell(ctx context.Context, job Job, progress func(done, total int64)) (store.Outcome, error) {
	var args cellArgs
	if err := json.Unmarshal(job.Args, &args); err != nil {
		return store.Outcome{}, err
	}
	packed, err := p.store.JobFile(ctx, job.ID, "cell")
	if err != nil {
		return store.Outcome{}, err
	}
	var c cell
	if err := unpack(packed, func(r io.Reader) error { return json.NewDecoder(r).Decode(&c) }); err != nil {
		return store.Outcome{}, err
	}
	assumptions, err := p.defaults.With(c.Assumptions)
	if err != nil {
		return store.Outcome{}, err
	}
	e, err := newEngine(p.catalogue, assumptions, c.Sites, c.Flows, c.Exchanges)
	if err != nil {
		return store.Outcome{}, err
	}
	ours := map[symbiosis.FlowID]bool{}
	for _, id := range c.Surpluses {
		ours[id] = true
	}
	var pairs int64
	found, _, err := p.pack(ctx, func(w io.Writer) error {
		out := json.NewEncoder(w)
		var failed error
		err := e.All(ctx, args.Options.match(), func(m symbiosis.Match) bool {
			if !ours[m.SurplusID] {
				return true // a flow that is here only because of its exchange
			}
			if pairs++; pairs%1000 == 0 {
				progress(pairs, 0)
			}
			failed = out.Encode(m)
			return failed == nil
		})
		return errors.Join(err, failed)
	})
	if err != nil {
		return store.Outcome{}, err
	}
	return store.Outcome{Result: fmt.Appendf(nil, `{"pairs":%d}`, pairs), Files: map[string]int64{resultFile: found}}, nil
}

// joinCells merges the matches of the cells, each in the order of its surpluses, into one file in
// that order, and sums them by resource. No surplus is in two cells.
func (p *Planner) joinCells(ctx context.Context, job Job, cells []Job) (store.Outcome, error) {
	result := MatchJobResult{Cells: len(cells)}
	var streams []*matchStream
	for _, c := range cells {
		if c.State != store.JobDone {
			return store.Outcome{}, symbiosis.Errorf(symbiosis.Unavailable, "a part of the region could not be matched (job %d is %s): %s", c.ID, c.State, c.Error)
		}
		var args cellArgs
		if err := json.Unmarshal(c.Args, &args); err != nil {
			return store.Outcome{}, err
		}
		result.Revision, result.LeftOut = args.Revision, args.LeftOut
		packed, err := p.store.JobFile(ctx, c.ID, resultFile)
		if err != nil {
			return store.Outcome{}, err
		}
		unzipped, err := gzip.NewReader(packed)
		if err != nil {
			return store.Outcome{}, err
		}
		s := &matchStream{in: json.NewDecoder(bufio.NewReader(unzipped))}
		if err := s.next(); err != nil {
			return store.Outcome{}, err
		}
		streams = append(streams, s)
	}
	var o MatchJobOptions
	if err := json.Unmarshal(job.Args, &o); err != nil {
		return store.Outcome{}, err
	}
	form := exchangeformat.CSV
	if o.Semicolons {
		form = exchangeformat.SemicolonCSV
	}
	found := matchedResources{}
	file, size, err := p.pack(ctx, func(w io.Writer) error {
		out := exchangeformat.NewMatchCSV(ctx, w, form)
		for {
			var first *matchStream
			for _, s := range streams {
				if !s.ended && (first == nil || s.now.SurplusID < first.now.SurplusID) {
					first = s
				}
			}
			if first == nil {
				return out.Close()
			}
			// All of one surplus stands in one cell, in order.
			best, pairs := first.now, int64(0)
			for id := first.now.SurplusID; !first.ended && first.now.SurplusID == id; {
				if err := out.Write(first.now); err != nil {
					return err
				}
				pairs++
				if symbiosis.ByBenefit(&first.now, &best) < 0 {
					best = first.now
				}
				if err := first.next(); err != nil {
					return err
				}
			}
			result.Pairs += pairs
			found.add(best, pairs)
		}
	})
	if err != nil {
		return store.Outcome{}, err
	}
	result.ByResource = found.sorted()
	result.File = &MadeFile{fmt.Sprintf("matches-%d.csv", job.ID), CSV.MediaType(), size}
	text, err := json.Marshal(result)
	return store.Outcome{Result: text, Files: map[string]int64{resultFile: file}}, err
}

// matchStream reads a cell's matches one by one.
type matchStream struct {
	in    *json.Decoder
	now   symbiosis.Match
	ended bool
}

func (s *matchStream) next() error {
	s.now = symbiosis.Match{}
	err := s.in.Decode(&s.now)
	if errors.Is(err, io.EOF) {
		s.ended = true
		return nil
	}
	return err
}
