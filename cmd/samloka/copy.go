package main

import (
	"context"
	"fmt"
	"os"
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
	return `Everything is copied: sites, flows, areas, exchanges, the region's own assumptions, its name and questions. Either all of it or, if anything goes wrong, nothing. Versions are the target's own: they start at 1 for a record that is new there, and go on from what it had for one that is replaced. The history stays where it is: in the copy it begins with the copy.

Example: samloka copy region.gpkg postgres://samloka@localhost/region`
}

func (c copyCommand) Run(ctx context.Context, s *Streams) error {
	if c.From == c.To || sameFile(c.From, c.To) {
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
	_, err = fmt.Fprintf(s.Out, "%s: %d sites, %d flows, %d areas, %d exchanges, %d constraints, %d facilities, %d profiles, %d comparisons, %d pitches, %d assumptions (versions are counted by this store)\n",
		location, len(region.Sites), len(region.Flows), len(region.Areas), len(region.Exchanges), len(region.Constraints), len(region.Facilities),
		len(region.Profiles), len(region.Comparisons), len(region.Pitches), len(region.Assumptions))
	return err
}

// sameFile says that both names are of one file, however they are spelt.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// copyRegion makes to hold region and nothing else, in one transaction. A store that holds
// something already is a Conflict, unless replace.
func copyRegion(ctx context.Context, region *symbiosis.Region, to store.Store, replace bool, progress func(n, total int)) error {
	old, revision, err := to.Load(ctx)
	if err != nil {
		return err
	}
	empty := held(old) == 0 && len(old.Assumptions) == 0 && old.Info.Name == (symbiosis.Names{}) && len(old.Info.Questions) == 0
	if !empty && !replace {
		return symbiosis.Errorf(symbiosis.Conflict, "%s holds a region already (%d records): nothing was copied; name an empty store, or add --replace", to.Location(), held(old))
	}
	_, err = to.Update(ctx, func(tx store.Tx) error {
		// While the transaction is open nobody else can write: what the store says now is what we
		// change.
		if now, err := to.Revision(ctx); err != nil {
			return err
		} else if now != revision {
			return symbiosis.Errorf(symbiosis.Conflict, "%s was changed by somebody else at the same moment: nothing was copied; try again", to.Location())
		}
		c := copying{total: held(region), progress: progress}
		for _, next := range []func() error{
			func() error {
				return copyRecords(ctx, &c, old.Sites, region.Sites, func(x symbiosis.Site) symbiosis.SiteID { return x.ID }, tx.PutSite, tx.DeleteSite)
			},
			func() error {
				return copyRecords(ctx, &c, old.Flows, region.Flows, func(x symbiosis.Flow) symbiosis.FlowID { return x.ID }, tx.PutFlow, tx.DeleteFlow)
			},
			func() error {
				return copyRecords(ctx, &c, old.Areas, region.Areas, func(x symbiosis.Area) symbiosis.AreaID { return x.ID }, tx.PutArea, tx.DeleteArea)
			},
			func() error {
				return copyRecords(ctx, &c, old.Exchanges, region.Exchanges, func(x symbiosis.Exchange) symbiosis.ExchangeID { return x.ID }, tx.PutExchange, tx.DeleteExchange)
			},
			func() error {
				return copyRecords(ctx, &c, old.Constraints, region.Constraints, func(x symbiosis.Constraint) symbiosis.ConstraintID { return x.ID }, tx.PutConstraint, tx.DeleteConstraint)
			},
			func() error {
				return copyRecords(ctx, &c, old.Facilities, region.Facilities, func(x symbiosis.Facility) symbiosis.FacilityID { return x.ID }, tx.PutFacility, tx.DeleteFacility)
			},
			func() error {
				return copyRecords(ctx, &c, old.Profiles, region.Profiles, func(x symbiosis.Profile) symbiosis.ProfileID { return x.ID }, tx.PutProfile, tx.DeleteProfile)
			},
			func() error {
				return copyRecords(ctx, &c, old.Comparisons, region.Comparisons, func(x symbiosis.Comparison) symbiosis.ComparisonID { return x.ID }, tx.PutComparison, tx.DeleteComparison)
			},
			func() error {
				return copyRecords(ctx, &c, old.Pitches, region.Pitches, func(x symbiosis.Pitch) symbiosis.PitchID { return x.ID }, tx.PutPitch, tx.DeletePitch)
			},
			func() error {
				return copyRecords(ctx, &c, old.Settings, region.Settings, func(x symbiosis.Setting) symbiosis.SettingKey { return x.Key }, tx.PutSetting, tx.DeleteSetting)
			},
			func() error { return tx.PutInfo(ctx, region.Info) },
			func() error { return tx.PutAssumptions(ctx, region.Assumptions) },
		} {
			if err := next(); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// held counts the records of a region.
func held(r *symbiosis.Region) int {
	return len(r.Sites) + len(r.Flows) + len(r.Areas) + len(r.Exchanges) +
		len(r.Constraints) + len(r.Facilities) + len(r.Profiles) + len(r.Comparisons) + len(r.Pitches) + len(r.Settings)
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
