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

// forgetCounts makes the counts those of an import that has written nothing.
func (r *ImportReport) forgetCounts() {
	r.Sites, r.Flows, r.Areas, r.Exchanges = ImportCount{}, ImportCount{}, ImportCount{}, ImportCount{}
	r.Constraints, r.Facilities = ImportCount{}, ImportCount{}
}

// errDryRun takes a transaction back.
var errDryRun = errors.New("dry run")

// Import takes what was read from files into the region, in one transaction. Records of
// known ids are updated; those that are as on file already are not rewritten. Every fault is
// reported at once, those of the files themselves first; unless opts.Partial any of them
// makes the import an Invalid error and leaves the region as it was. The records of the batches become what
// is on file, or are void.
func (p *Planner) Import(ctx context.Context, opts ImportOptions, batches ...exchangeformat.Batch) (ImportReport, error) {
	return p.ImportReading(ctx, opts, len(batches), func(_ bool, take func(exchangeformat.Batch) error) error {
		for _, b := range batches {
			if err := take(b); err != nil {
				return err
			}
		}
		return nil
	})
}

// Reading reads the files of an import, in their order, and hands take their records, notices and
// problems, in as many batches as it likes. take keeps nothing of them; an error of it ends the
// reading. inParts says that records may come before their file has been read to its end.
type Reading func(inParts bool, take func(exchangeformat.Batch) error) error

// ImportReading is Import of files that are read at the same time, within the transaction: what read
// hands over is checked and stored while it goes on, and taken back when it ends with an error, which
// is then the import's. After exchangeformat.ErrNotInParts it is all done again, not in parts. files is
// how many files there are.
func (p *Planner) ImportReading(ctx context.Context, opts ImportOptions, files int, read Reading) (ImportReport, error) {
	report, err := p.importOnce(ctx, opts, files, read, true)
	if errors.Is(err, exchangeformat.ErrNotInParts) {
		return p.importOnce(ctx, opts, files, read, false)
	}
	return report, err
}

func (p *Planner) importOnce(ctx context.Context, opts ImportOptions, files int, read Reading, inParts bool) (ImportReport, error) {
	var report ImportReport
	coming := begin(read, inParts)
	defer coming.stop()
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		in := &importing{planner: p, tx: tx, done: done, opts: opts, known: done.base, files: files}
		err := in.run(ctx, coming)
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

	files    int
	stood    map[exchangeformat.Noun]map[string]exchangeformat.Place // ids of the files, and where
	faults   map[exchangeformat.Noun][]symbiosis.Problem
	siteIDs  [][]symbiosis.SiteID                // of the files, those that came together in one list
	flows    map[symbiosis.FlowID]symbiosis.Flow // of the files
	waiting  exchangeformat.Batch                // flows and exchanges, which name others
	sites    map[symbiosis.SiteID]bool           // siteIDs, when there are flows
	count    int                                 // of the records written, or found unchanged
	total    int                                 // of those read
	expected int                                 // about how many there will be
}

func (in *importing) run(ctx context.Context, from *coming) error {
	in.stood, in.faults = map[exchangeformat.Noun]map[string]exchangeformat.Place{}, map[exchangeformat.Noun][]symbiosis.Problem{}
	in.flows = map[symbiosis.FlowID]symbiosis.Flow{}
	if err := from.each(func(b exchangeformat.Batch) error { return in.take(ctx, b) }); err != nil {
		return err
	}
	if err := in.settle(ctx); err != nil {
		return err
	}
	for _, noun := range []exchangeformat.Noun{exchangeformat.Sites, exchangeformat.Flows, exchangeformat.Areas, exchangeformat.Exchanges, exchangeformat.Constraints, exchangeformat.Facilities} {
		in.report.Problems = append(in.report.Problems, in.faults[noun]...)
	}
	in.report.LeftOut = rowsNamed(in.report.Problems)
	if in.refused() {
		in.report.forgetCounts() // reported by the caller, with every fault
	}
	return nil
}

// refused says that nothing will be kept of the import, so that nothing more need be written.
func (in *importing) refused() bool {
	return !in.opts.Partial && (len(in.report.Problems) > 0 || len(in.faults) > 0)
}

// take checks the records of b and writes those that don't depend on others; flows and exchanges wait
// until all is there that they may name.
func (in *importing) take(ctx context.Context, b exchangeformat.Batch) error {
	in.report.Problems = append(in.report.Problems, b.Problems...)
	in.report.Notices = append(in.report.Notices, b.Notices...)
	in.report.MoreProblems += b.MoreProblems
	in.report.MoreNotices += b.MoreNotices
	in.total += b.Len()
	in.expected = in.total + b.Ahead
	if err := in.formerIDs(ctx, &b); err != nil {
		return err
	}
	distinct := in.files == 1 && b.Distinct
	sites := once(in, exchangeformat.Sites, distinct, b.Sites)
	if len(sites) > 0 {
		ids := make([]symbiosis.SiteID, len(sites))
		for i := range sites {
			ids[i] = sites[i].Record.ID
		}
		in.siteIDs = append(in.siteIDs, ids)
	}
	areas := once(in, exchangeformat.Areas, distinct, b.Areas)
	constraints, facilities := once(in, exchangeformat.Constraints, distinct, b.Constraints), once(in, exchangeformat.Facilities, distinct, b.Facilities)
	in.waiting.Flows = append(in.waiting.Flows, once(in, exchangeformat.Flows, distinct, b.Flows)...)
	in.waiting.Exchanges = append(in.waiting.Exchanges, once(in, exchangeformat.Exchanges, distinct, b.Exchanges)...)
	if in.refused() {
		return ctx.Err()
	}
	return in.writeAlone(ctx, sites, areas, constraints, facilities)
}

// settle checks and writes what has waited.
func (in *importing) settle(ctx context.Context) error {
	in.expected = in.total
	if len(in.waiting.Flows) > 0 {
		in.sites = map[symbiosis.SiteID]bool{}
		for _, ids := range in.siteIDs {
			for _, id := range ids {
				in.sites[id] = true
			}
		}
	}
	flows, err := in.checkFlows(ctx, in.waiting.Flows)
	if err != nil {
		return err
	}
	exchanges, err := in.checkExchanges(ctx, in.waiting.Exchanges)
	if err != nil || in.refused() {
		return err
	}
	return in.writeDependent(ctx, flows, exchanges)
}

// once leaves out the records whose id has stood in the files before, and reports them. distinct
// says that none has.
func once[T symbiosis.Record](in *importing, noun exchangeformat.Noun, distinct bool, records []exchangeformat.Placed[T]) []exchangeformat.Placed[T] {
	if distinct || len(records) == 0 {
		return records
	}
	first := in.stood[noun]
	if first == nil {
		first = make(map[string]exchangeformat.Place, len(records))
		in.stood[noun] = first
	}
	kept := records[:0]
	for _, r := range records {
		id := r.Record.RecordID()
		if before, twice := first[id]; twice {
			in.fault(noun, r.Place, symbiosis.Problem{Field: "id", Code: "duplicate", Value: id, Text: "stands already in " + before.String(), Hint: ownIDs(noun)})
			continue
		}
		first[id] = r.Place
		kept = append(kept, r)
	}
	return kept
}

// ownIDs says what to do about ids that collide: files of others are often numbered from 1, each by itself.
func ownIDs(noun exchangeformat.Noun) string {
	switch noun {
	case exchangeformat.Areas, exchangeformat.Constraints, exchangeformat.Facilities:
		return "give each record an id of its own; files and layers of others, each numbered by itself, are imported one at a time (--from-layer), each with a beginning of ids of its own (--id-prefix)"
	}
	return "give each record an id of its own"
}

// fault reports what is wrong with a row, at its place.
func (in *importing) fault(noun exchangeformat.Noun, place exchangeformat.Place, faults ...symbiosis.Problem) {
	for _, f := range faults {
		f.Place = place.String()
		if f.Field != "" && place.Feature {
			f.Place += ", property " + f.Field
		} else if f.Field != "" {
			f.Place += ", column " + f.Field
		}
		in.faults[noun] = append(in.faults[noun], f)
	}
}

// checkFlows leaves out, and reports, flows that the catalogue doesn't allow, whose site is
// neither in the files nor in the region, or whose direction an exchange forbids to change.
func (in *importing) checkFlows(ctx context.Context, flows []exchangeformat.Placed[symbiosis.Flow]) ([]exchangeformat.Placed[symbiosis.Flow], error) {
	kept := flows[:0:0]
	for _, f := range flows {
		faults := placed("", f.Record.ValidateIn(in.planner.catalogue))
		if !in.sites[f.Record.SiteID] {
			_, is, err := in.site(ctx, f.Record.SiteID)
			fault := symbiosis.Problem{Field: "site_id", Code: "unknown_id", Value: string(f.Record.SiteID)}
			switch {
			case err != nil:
				return nil, err
			case is == nothing:
				fault.Text, fault.Hint = "is a site neither of the files nor of the region", "import the site too, or correct the id"
				faults = append(faults, fault)
			case is == aBrokenRow:
				fault.Text, fault.Hint = "is a site that is left out, as its row breaks a rule", "import the site too, or mend the row"
				faults = append(faults, fault)
			}
		}
		turned, err := in.turned(ctx, f.Record)
		if err != nil {
			return nil, err
		}
		if faults = append(faults, turned...); len(faults) > 0 {
			in.fault(exchangeformat.Flows, f.Place, faults...)
			continue
		}
		in.flows[f.Record.ID] = f.Record
		kept = append(kept, f)
	}
	return kept, nil
}

// turned says what keeps a flow that is on file from having the direction of f.
func (in *importing) turned(ctx context.Context, f symbiosis.Flow) ([]symbiosis.Problem, error) {
	old, is, err := in.flow(ctx, f.ID)
	if err != nil || is == nothing {
		return nil, err
	}
	if is == aBrokenRow {
		old = symbiosis.Flow{}
	}
	err = directionMayChange(ctx, in.tx, old, f)
	if symbiosis.KindOf(err) == symbiosis.Invalid {
		return []symbiosis.Problem{{Field: "direction", Code: "in_use", Value: string(f.Direction), Text: "can't change while the row of an exchange with the flow is left out", Hint: "mend that row first"}}, nil
	}
	if faults := placed("", err); faults != nil {
		return faults, nil
	}
	return nil, err
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
			f, is, err := in.flow(ctx, id)
			switch {
			case err != nil || is == aRecord:
				return f, err
			case is == aBrokenRow:
				return f, errLeftOut
			}
			return f, notFound("flow", string(id))
		})
		if err != nil {
			return nil, err
		}
		if faults != nil {
			in.fault(exchangeformat.Exchanges, e.Place, faults...)
			continue
		}
		kept = append(kept, e)
	}
	return kept, nil
}

// standing is what stands under an id on file.
type standing int

const (
	nothing standing = iota
	aRecord
	aBrokenRow // which is left out of the region, and can be put anew
)

// errLeftOut says that what was looked for stands in a broken row.
var errLeftOut = errors.New("the row is left out")

// onFile reads what stands under an id: from memory when the transaction began at the snapshot's state, else within
// the transaction.
func onFile[T any](in *importing, table, id string, known func(*Snapshot) (T, bool), read func() (T, error)) (T, standing, error) {
	if in.known != nil {
		x, there := known(in.known)
		switch {
		case there:
			return x, aRecord, nil
		case in.known.brokenRow(table, id) != nil:
			return x, aBrokenRow, nil
		}
		return x, nothing, nil
	}
	x, err := read()
	if err == nil {
		return x, aRecord, nil
	}
	switch symbiosis.KindOf(err) {
	case symbiosis.NotFound:
		return x, nothing, nil
	case symbiosis.Invalid:
		return x, aBrokenRow, nil
	}
	return x, nothing, err
}

func (in *importing) site(ctx context.Context, id symbiosis.SiteID) (symbiosis.Site, standing, error) {
	return onFile(in, "sites", string(id), func(s *Snapshot) (x symbiosis.Site, there bool) {
		if row := s.sites.get(string(id)); row != nil {
			return row.Site, true
		}
		return x, false
	}, func() (symbiosis.Site, error) { return in.tx.Site(ctx, id) })
}

func (in *importing) flow(ctx context.Context, id symbiosis.FlowID) (symbiosis.Flow, standing, error) {
	return onFile(in, "flows", string(id), func(s *Snapshot) (x symbiosis.Flow, there bool) {
		if row := s.flows.get(string(id)); row != nil {
			return row.Flow, true
		}
		return x, false
	}, func() (symbiosis.Flow, error) { return in.tx.Flow(ctx, id) })
}

func (in *importing) area(ctx context.Context, id symbiosis.AreaID) (symbiosis.Area, standing, error) {
	return onFile(in, "areas", string(id), func(s *Snapshot) (x symbiosis.Area, there bool) {
		if row := s.areas.get(string(id)); row != nil {
			return row.Area, true
		}
		return x, false
	}, func() (symbiosis.Area, error) { return in.tx.Area(ctx, id) })
}

func (in *importing) exchange(ctx context.Context, id symbiosis.ExchangeID) (symbiosis.Exchange, standing, error) {
	return onFile(in, "exchanges", string(id), func(s *Snapshot) (x symbiosis.Exchange, there bool) {
		if row := s.exchanges.get(string(id)); row != nil {
			return *row, true
		}
		return x, false
	}, func() (symbiosis.Exchange, error) { return in.tx.Exchange(ctx, id) })
}

func (in *importing) constraint(ctx context.Context, id symbiosis.ConstraintID) (symbiosis.Constraint, standing, error) {
	return onFile(in, "constraints", string(id), func(s *Snapshot) (x symbiosis.Constraint, there bool) {
		if row := s.land.constraints.get(string(id)); row != nil {
			return row.Constraint, true
		}
		return x, false
	}, func() (symbiosis.Constraint, error) { return in.tx.Constraint(ctx, id) })
}

func (in *importing) facility(ctx context.Context, id symbiosis.FacilityID) (symbiosis.Facility, standing, error) {
	return onFile(in, "facilities", string(id), func(s *Snapshot) (x symbiosis.Facility, there bool) {
		if row := s.land.facilities.get(string(id)); row != nil {
			return row.Facility, true
		}
		return x, false
	}, func() (symbiosis.Facility, error) { return in.tx.Facility(ctx, id) })
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
