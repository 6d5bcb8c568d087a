package planner

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// ImportOptions say how an import is carried out.
type ImportOptions struct {
	// Partial leaves bad rows out. Otherwise one bad row refuses the whole import.
	Partial bool
	// DryRun checks and counts as the import would, but writes nothing.
	DryRun bool
	// Progress, when given, is called now and then with how many records are done.
	Progress func(done, total int)
}

// ImportCount counts the records of one kind.
type ImportCount struct{ Created, Updated, Unchanged int }

// ImportReport tells what an import did, or would do.
type ImportReport struct {
	Sites, Flows, Areas, Exchanges ImportCount
	Constraints, Facilities        ImportCount

	LeftOut  int // rows that are not right
	Problems []symbiosis.Problem
	Notices  []symbiosis.Problem
	// MoreProblems and MoreNotices count what was found beyond the greatest number told.
	MoreProblems, MoreNotices int
}

// Err returns an Invalid error with every problem of the report, or nil.
func (r ImportReport) Err() error {
	if len(r.Problems) == 0 {
		return nil
	}
	text := fmt.Sprintf("%d things in the files are not right; nothing was imported", len(r.Problems)+r.MoreProblems)
	if len(r.Problems)+r.MoreProblems == 1 {
		text = "one thing in the files is not right; nothing was imported"
	}
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: text, Problems: r.Problems}
}

// errDryRun takes a transaction back.
var errDryRun = errors.New("dry run")

// Import takes what was read from files into the region, in one transaction. Records of
// known ids are updated; those that are as on file already are not rewritten. Every fault is
// reported at once, those of the files themselves first; unless opts.Partial any of them
// makes the import an Invalid error and leaves the region as it was.
func (p *Planner) Import(ctx context.Context, opts ImportOptions, batches ...exchangeformat.Batch) (ImportReport, error) {
	var report ImportReport
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		in := &importing{planner: p, tx: tx, done: done, opts: opts, known: done.base}
		err := in.run(ctx, batches)
		report = in.report
		switch {
		case err != nil:
			return err
		case !opts.Partial && len(report.Problems) > 0:
			return report.Err()
		case opts.DryRun:
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return report, err
}

// importing is one import under way.
type importing struct {
	planner *Planner
	tx      store.Tx
	done    *change
	known   *Snapshot // the state the transaction began at; nil when it isn't at hand
	opts    ImportOptions
	report  ImportReport

	sites map[symbiosis.SiteID]bool           // of the files, when there are flows
	flows map[symbiosis.FlowID]symbiosis.Flow // of the files
	count int
	total int
}

func (in *importing) run(ctx context.Context, batches []exchangeformat.Batch) error {
	all := merge(batches)
	in.report.Problems, in.report.Notices = all.Problems, all.Notices
	in.report.MoreProblems, in.report.MoreNotices = all.MoreProblems, all.MoreNotices
	in.sites, in.flows = map[symbiosis.SiteID]bool{}, map[symbiosis.FlowID]symbiosis.Flow{}
	in.total = all.Len()
	sites := once(in, "id", all.Sites, func(s symbiosis.Site) string { return string(s.ID) })
	if len(all.Flows) > 0 {
		for _, s := range sites {
			in.sites[s.Record.ID] = true
		}
	}
	flows, err := in.checkFlows(ctx, once(in, "id", all.Flows, func(f symbiosis.Flow) string { return string(f.ID) }))
	if err != nil {
		return err
	}
	areas := once(in, "id", all.Areas, func(a symbiosis.Area) string { return string(a.ID) })
	exchanges, err := in.checkExchanges(ctx, once(in, "id", all.Exchanges, func(e symbiosis.Exchange) string { return string(e.ID) }))
	if err != nil {
		return err
	}
	constraints := once(in, "id", all.Constraints, func(c symbiosis.Constraint) string { return string(c.ID) })
	facilities := once(in, "id", all.Facilities, func(f symbiosis.Facility) string { return string(f.ID) })
	in.report.LeftOut = rowsNamed(in.report.Problems)
	if len(in.report.Problems) > 0 && !in.opts.Partial {
		return nil // reported by the caller, with every fault
	}
	if err := in.write(ctx, sites, flows, areas, exchanges); err != nil {
		return err
	}
	return in.writeLand(ctx, constraints, facilities)
}

// merge puts several files' batches together.
func merge(batches []exchangeformat.Batch) exchangeformat.Batch {
	var all exchangeformat.Batch
	for _, b := range batches {
		all.Sites = append(all.Sites, b.Sites...)
		all.Flows = append(all.Flows, b.Flows...)
		all.Areas = append(all.Areas, b.Areas...)
		all.Exchanges = append(all.Exchanges, b.Exchanges...)
		all.Constraints = append(all.Constraints, b.Constraints...)
		all.Facilities = append(all.Facilities, b.Facilities...)
		all.Notices = append(all.Notices, b.Notices...)
		all.Problems = append(all.Problems, b.Problems...)
		all.MoreNotices += b.MoreNotices
		all.MoreProblems += b.MoreProblems
	}
	return all
}

// once leaves out the records whose id has stood in the files before, and reports them.
func once[T any](in *importing, field string, records []exchangeformat.Placed[T], id func(T) string) []exchangeformat.Placed[T] {
	first := make(map[string]int, len(records))
	kept := records[:0]
	for _, r := range records {
		if before, twice := first[id(r.Record)]; twice {
			in.fault(r.Place, symbiosis.Problem{Field: field, Code: "duplicate", Value: id(r.Record), Text: "stands already in " + kept[before].Place.String(), Hint: "give each record an id of its own"})
			continue
		}
		first[id(r.Record)] = len(kept)
		kept = append(kept, r)
	}
	return kept
}

// fault reports what is wrong with a row, at its place.
func (in *importing) fault(place exchangeformat.Place, faults ...symbiosis.Problem) {
	for _, f := range faults {
		f.Place = place.String()
		if f.Field != "" && place.Feature {
			f.Place += ", property " + f.Field
		} else if f.Field != "" {
			f.Place += ", column " + f.Field
		}
		in.report.Problems = append(in.report.Problems, f)
	}
}

// checkFlows leaves out, and reports, flows that the catalogue doesn't allow, whose site is
// neither in the files nor in the region, or whose direction an exchange forbids to change.
func (in *importing) checkFlows(ctx context.Context, flows []exchangeformat.Placed[symbiosis.Flow]) ([]exchangeformat.Placed[symbiosis.Flow], error) {
	kept := flows[:0:0]
	for _, f := range flows {
		faults := placed("", f.Record.ValidateIn(in.planner.catalogue))
		if !in.sites[f.Record.SiteID] {
			_, err := in.site(ctx, f.Record.SiteID)
			switch {
			case err != nil && symbiosis.KindOf(err) == symbiosis.NotFound:
				faults = append(faults, symbiosis.Problem{Field: "site_id", Code: "unknown_id", Value: string(f.Record.SiteID), Text: "is a site neither of the files nor of the region", Hint: "import the site too, or correct the id"})
			case err != nil:
				return nil, err
			}
		}
		old, err := in.flow(ctx, f.Record.ID)
		if err == nil {
			err = directionMayChange(ctx, in.tx, old, f.Record)
		}
		if err != nil && symbiosis.KindOf(err) != symbiosis.NotFound {
			found := placed("", err)
			if found == nil {
				return nil, err
			}
			faults = append(faults, found...)
		}
		if len(faults) > 0 {
			in.fault(f.Place, faults...)
			continue
		}
		in.flows[f.Record.ID] = f.Record
		kept = append(kept, f)
	}
	return kept, nil
}

// checkExchanges leaves out, and reports, exchanges whose flows aren't there or go the wrong
// way.
func (in *importing) checkExchanges(ctx context.Context, exchanges []exchangeformat.Placed[symbiosis.Exchange]) ([]exchangeformat.Placed[symbiosis.Exchange], error) {
	kept := exchanges[:0:0]
	for _, e := range exchanges {
		faults, err := exchangeFaults(e.Record, func(id symbiosis.FlowID) (symbiosis.Flow, error) {
			if f, ok := in.flows[id]; ok {
				return f, nil
			}
			return in.flow(ctx, id)
		})
		if err != nil {
			return nil, err
		}
		if faults != nil {
			in.fault(e.Place, faults...)
			continue
		}
		kept = append(kept, e)
	}
	return kept, nil
}

// site, flow and so on read what is on file: from memory when the transaction began at
// the snapshot's state, else within the transaction.
func (in *importing) site(ctx context.Context, id symbiosis.SiteID) (symbiosis.Site, error) {
	if in.known != nil {
		return in.known.Site(id)
	}
	return in.tx.Site(ctx, id)
}

func (in *importing) flow(ctx context.Context, id symbiosis.FlowID) (symbiosis.Flow, error) {
	if in.known != nil {
		return in.known.Flow(id)
	}
	return in.tx.Flow(ctx, id)
}

func (in *importing) area(ctx context.Context, id symbiosis.AreaID) (symbiosis.Area, error) {
	if in.known != nil {
		return in.known.Area(id)
	}
	return in.tx.Area(ctx, id)
}

func (in *importing) exchange(ctx context.Context, id symbiosis.ExchangeID) (symbiosis.Exchange, error) {
	if in.known != nil {
		return in.known.Exchange(id)
	}
	return in.tx.Exchange(ctx, id)
}

func (in *importing) constraint(ctx context.Context, id symbiosis.ConstraintID) (symbiosis.Constraint, error) {
	if in.known != nil {
		return in.known.Constraint(id)
	}
	return in.tx.Constraint(ctx, id)
}

func (in *importing) facility(ctx context.Context, id symbiosis.FacilityID) (symbiosis.Facility, error) {
	if in.known != nil {
		return in.known.Facility(id)
	}
	return in.tx.Facility(ctx, id)
}

// rowsNamed counts the rows that problems name.
func rowsNamed(ps []symbiosis.Problem) int {
	rows := map[string]bool{}
	for _, p := range ps {
		row, _, _ := strings.Cut(p.Place, ", column ")
		row, _, _ = strings.Cut(row, ", property ")
		rows[row] = true
	}
	return len(rows)
}

// placed returns the problems of an Invalid or Conflict error with their place; nil for any
// other error, and for none.
func placed(place string, err error) []symbiosis.Problem {
	e, ok := errors.AsType[*symbiosis.Error](err)
	if !ok {
		return nil
	}
	ps := make([]symbiosis.Problem, len(e.Problems))
	for i, p := range e.Problems {
		if p.Place == "" {
			p.Place = place
		}
		ps[i] = p
	}
	return ps
}
