package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

type copyCommand struct {
	From    string `arg:"" help:"Store to copy: a GeoPackage file, or the address of a PostGIS database."`
	To      string `arg:"" help:"Store to copy to; it is made when it isn't there."`
	Replace bool   `help:"Let the copy take the place of what the target holds. Default: a target that isn't empty is left alone."`
}

func (c copyCommand) Help() string {
	return `Everything is copied: sites, flows, areas, exchanges, the region's own assumptions, its name and questions. Either all of it or, if anything goes wrong, nothing. Versions are the target's own: they start at 1 for a record that is new there, and go on from what it had for one that is replaced.

Example: samloka copy region.gpkg postgres://samloka@localhost/region`
}

func (c copyCommand) Run(ctx context.Context, s *Streams) error {
	if c.From == c.To {
		return usagef("FROM and TO are the same store")
	}
	from, err := openStore(ctx, c.From, false)
	if err != nil {
		return err
	}
	defer from.Close()
	region, _, err := from.Load(ctx)
	if err != nil {
		return err
	}
	to, err := openStore(ctx, c.To, true)
	if err != nil {
		return err
	}
	line := newProgress(s.Err, "records")
	err = copyRegion(ctx, region, to, c.Replace, line.at)
	line.done()
	location := to.Location()
	if closing := to.Close(); err == nil {
		err = closing // a GeoPackage is whole only once it is closed
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "%s: %d sites, %d flows, %d areas, %d exchanges, %d assumptions (versions are counted by this store)\n",
		location, len(region.Sites), len(region.Flows), len(region.Areas), len(region.Exchanges), len(region.Assumptions))
	return err
}

// copyRegion makes to hold region and nothing else, in one transaction. A store that holds
// something already is a Conflict, unless replace.
func copyRegion(ctx context.Context, region *symbiosis.Region, to store.Store, replace bool, progress func(n, total int)) error {
	old, revision, err := to.Load(ctx)
	if err != nil {
		return err
	}
	held := len(old.Sites) + len(old.Flows) + len(old.Areas) + len(old.Exchanges)
	empty := held == 0 && len(old.Assumptions) == 0 && old.Info.Name == (symbiosis.Names{}) && len(old.Info.Questions) == 0
	if !empty && !replace {
		return symbiosis.Errorf(symbiosis.Conflict, "%s holds a region already (%d records): nothing was copied; name an empty store, or add --replace", to.Location(), held)
	}
	_, err = to.Update(ctx, func(tx store.Tx) error {
		// While the transaction is open nobody else can write: what the store says now is what we
		// change.
		if now, err := to.Revision(ctx); err != nil {
			return err
		} else if now != revision {
			return symbiosis.Errorf(symbiosis.Conflict, "%s was changed by somebody else at the same moment: nothing was copied; try again", to.Location())
		}
		c := copying{total: len(region.Sites) + len(region.Flows) + len(region.Areas) + len(region.Exchanges), progress: progress}
		err := copyRecords(ctx, &c, old.Sites, region.Sites, func(x symbiosis.Site) symbiosis.SiteID { return x.ID }, tx.PutSite, tx.DeleteSite)
		if err == nil {
			err = copyRecords(ctx, &c, old.Flows, region.Flows, func(x symbiosis.Flow) symbiosis.FlowID { return x.ID }, tx.PutFlow, tx.DeleteFlow)
		}
		if err == nil {
			err = copyRecords(ctx, &c, old.Areas, region.Areas, func(x symbiosis.Area) symbiosis.AreaID { return x.ID }, tx.PutArea, tx.DeleteArea)
		}
		if err == nil {
			err = copyRecords(ctx, &c, old.Exchanges, region.Exchanges, func(x symbiosis.Exchange) symbiosis.ExchangeID { return x.ID }, tx.PutExchange, tx.DeleteExchange)
		}
		if err == nil {
			err = tx.PutInfo(ctx, region.Info)
		}
		if err == nil {
			err = tx.PutAssumptions(ctx, region.Assumptions)
		}
		return err
	})
	return err
}

// copying counts the records that are done.
type copying struct {
	n, total int
	progress func(n, total int)
}

// copyRecords puts all of records and deletes what else there is among old, both in the order of
// their ids.
func copyRecords[T any, ID ~string](ctx context.Context, c *copying, old, records []T, id func(T) ID,
	put func(context.Context, T) (T, error), remove func(context.Context, ID) error) error {
	for _, x := range old {
		_, stays := slices.BinarySearchFunc(records, id(x), func(x T, key ID) int { return strings.Compare(string(id(x)), string(key)) })
		if stays {
			continue
		}
		if err := remove(ctx, id(x)); err != nil {
			return err
		}
	}
	for _, x := range records {
		if _, err := put(ctx, x); err != nil {
			return err
		}
		c.n++
		c.progress(c.n, c.total)
	}
	return nil
}
