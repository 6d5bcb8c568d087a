package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/geopackage"
	"github.com/samloka/samloka/internal/store/postgis"
	"github.com/samloka/samloka/internal/symbiosis"
)

// storeFlag names the region's store.
type storeFlag struct {
	Store string `help:"The region's store: a GeoPackage file, or the address of a PostGIS database, postgres://user@host/database. Default: samloka/region.gpkg in your data folder." placeholder:"FILE|ADDRESS"`
}

// region is an opened store with its planner.
type region struct {
	*planner.Planner
	store store.Store
}

func (r *region) Close() error { return r.store.Close() }

// open opens the store and reads the region. A command that only reads refuses a store that
// isn't there; one that writes makes it.
func (f storeFlag) open(ctx context.Context, make bool, options planner.Options) (*region, error) {
	s, err := f.openStore(ctx, make)
	if err != nil {
		return nil, err
	}
	return planned(ctx, s, options)
}

// planned reads the region of a store, which it closes when that fails.
func planned(ctx context.Context, s store.Store, options planner.Options) (*region, error) {
	p, err := newPlanner(ctx, s, options)
	if err != nil {
		s.Close()
		return nil, err
	}
	return &region{Planner: p, store: s}, nil
}

func (f storeFlag) openStore(ctx context.Context, make bool) (store.Store, error) {
	name, err := f.name(make)
	if err != nil {
		return nil, err
	}
	return openStore(ctx, name, make)
}

// name is what the flag says, or the default, whose folder is made if make says so.
func (f storeFlag) name(make bool) (string, error) {
	if f.Store != "" {
		return f.Store, nil
	}
	path, err := defaultStore()
	if err == nil && make {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return "", symbiosis.Errorf(symbiosis.Unavailable, "the data folder can't be made: %w", err)
		}
	}
	return path, err
}

// openToRead opens a store that must be there and isn't going to be written.
func openToRead(ctx context.Context, name string) (store.Store, error) {
	switch {
	case isDatabase(name):
		return opened(postgis.Open(ctx, name, postgis.ToRead()))
	case strings.Contains(name, "://"):
		return openStore(ctx, name, false) // which says what is wrong
	}
	return opened(geopackage.Open(ctx, name, geopackage.ToRead()))
}

// openToFill opens a store that is to be filled in one update: where there is none, one is made by that
// update, and a GeoPackage has its name once the store is closed. So an update that fails leaves none.
func openToFill(ctx context.Context, name string) (store.Store, error) {
	switch _, _, isAddress := strings.Cut(name, "://"); {
	case isDatabase(name):
		return opened(postgis.Open(ctx, name, postgis.MakeLater()))
	case isAddress:
		return openStore(ctx, name, true) // which says what is wrong
	}
	tellEmpty(name)
	return opened(geopackage.Open(ctx, name, geopackage.MakeLater()))
}

// tellEmpty tells of a file without bytes that a region is made in it: a copy that failed looks like
// this, too, and whoever meant a region of theirs must be told.
func tellEmpty(name string) {
	if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		fmt.Fprintf(os.Stderr, "samloka: %s was empty (0 bytes): a new region is made in it\n", name)
	}
}

// isDatabase says that a store's name is the address of a PostGIS.
func isDatabase(name string) bool {
	scheme, _, found := strings.Cut(name, "://")
	return found && (scheme == "postgres" || scheme == "postgresql")
}

// openStore opens the store called name, the path of a file or the address of a database.
func openStore(ctx context.Context, name string, make bool) (store.Store, error) {
	scheme, _, isAddress := strings.Cut(name, "://")
	switch {
	case !isAddress && make:
		tellEmpty(name)
		return opened(geopackage.Open(ctx, name))
	case !isAddress:
		return opened(geopackage.Open(ctx, name, geopackage.MustExist()))
	case !isDatabase(name):
		return nil, usagef("a store is a GeoPackage file, such as region.gpkg, or a PostGIS database, such as postgres://user@host/database; %s:// is neither", scheme)
	case make:
		return opened(postgis.Open(ctx, name))
	}
	return opened(postgis.Open(ctx, name, postgis.MustExist()))
}

// opened keeps a nil pointer from becoming a store that isn't nil.
func opened[S store.Store](s S, err error) (store.Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// newPlanner reads the region; options need not name the profiles.
func newPlanner(ctx context.Context, s store.Store, options planner.Options) (*planner.Planner, error) {
	catalogue, err := loadCatalogue()
	if err != nil {
		return nil, err
	}
	assumptions, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		return nil, err
	}
	if options.Profiles, err = symbiosis.LoadProfiles(geodata.Profiles(), catalogue); err != nil {
		return nil, err
	}
	return planner.Open(ctx, s, catalogue, assumptions, options)
}
