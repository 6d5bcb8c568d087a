package main

import (
	"context"
	"fmt"
	"io"
	"os"
)

type copyCommand struct {
	From         string `arg:"" help:"Store to copy: a GeoPackage file, or the address of a PostGIS database."`
	To           string `arg:"" help:"Store to copy to; it is made when it isn't there."`
	Replace      bool   `help:"Let the copy take the place of what the target holds. Default: a target that isn't empty is left alone."`
	LeaveHistory bool   `help:"Leave versions and history where they are; the copy's own begin with it. Default: they go along."`
}

func (c copyCommand) Help() string {
	return `Everything is copied: sites, flows, areas, exchanges, constraints, facilities, establishment profiles, comparisons, pitch sheets, the region's own weights and assumptions, its name and questions. Either all of it or, if anything goes wrong, nothing. Into a store that is new, versions and the whole history go along: who changed what when, and what can be undone, read there as they do here, numbers and change sets too. Of a row in the history that another program left and that breaks the rules of its table only who and when go along. A store that has a history of its own keeps it, also one that was emptied: there versions start at 1 for a record that is new, go on for one that is replaced, and the copy is one more change. Jobs are work of a store, not of its region, and aren't copied.

Only the owner of a database's tables can bring a history into it; others copy with --leave-history.

Example: samloka copy region.gpkg postgres://samloka@localhost/region`
}

func (c copyCommand) Run(ctx context.Context, s *Streams) error {
	if c.From == c.To || sameFile(c.From, c.To) {
		return usagef("FROM and TO are the same store")
	}
	from, err := openToRead(ctx, c.From)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := openToFill(ctx, c.To)
	if err != nil {
		return err
	}
	line := newProgress(s.Err, "records")
	copied, err := copyRegion(ctx, from, to, copyOptions{replace: c.Replace, leavePast: c.LeaveHistory}, growing(line.at))
	line.done()
	location := to.Location()
	if closing := to.Close(); err == nil {
		err = closing // a GeoPackage is whole only once it is closed
	}
	if err != nil {
		return err
	}
	return c.tell(s.Out, location, copied)
}

func (copyCommand) tell(w io.Writer, location string, copied copied) error {
	past := " (versions are counted by this store, which keeps its own history)"
	if copied.past {
		past = ", with versions and history"
	}
	_, err := fmt.Fprintf(w, "%s: %d sites, %d flows, %d areas, %d exchanges, %d constraints, %d facilities, %d profiles, %d comparisons, %d pitches, %d assumptions%s\n",
		location, copied.sites, copied.flows, copied.areas, copied.exchanges, copied.constraints, copied.facilities,
		copied.profiles, copied.comparisons, copied.pitches, copied.assumptions, past)
	return err
}

// sameFile says that both names are of one file, however they are spelt.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
