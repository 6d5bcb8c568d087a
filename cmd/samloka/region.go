package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/geopackage"
	"github.com/samloka/samloka/internal/symbiosis"
)

// storeFlag names the region's store.
type storeFlag struct {
	Store string `help:"The region's store: a GeoPackage file. Default: samloka/region.gpkg in your data folder." placeholder:"FILE"`
}

// region is an opened store with its planner.
type region struct {
	*planner.Planner
	store store.Store
}

func (r *region) Close() error { return r.store.Close() }

// open opens the store and reads the region. A command that only reads refuses a store that
// isn't there; one that writes makes it.
func (f storeFlag) open(ctx context.Context, make bool, log *slog.Logger) (*region, error) {
	s, err := f.openStore(ctx, make)
	if err != nil {
		return nil, err
	}
	p, err := newPlanner(ctx, s, log)
	if err != nil {
		s.Close()
		return nil, err
	}
	return &region{Planner: p, store: s}, nil
}

func (f storeFlag) openStore(ctx context.Context, make bool) (store.Store, error) {
	path := f.Store
	if path == "" {
		var err error
		if path, err = defaultStore(); err != nil {
			return nil, err
		}
		if make {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return nil, symbiosis.Errorf(symbiosis.Unavailable, "the data folder can't be made: %w", err)
			}
		}
	}
	if strings.Contains(path, "://") {
		return nil, usagef("--store %s: only a GeoPackage file can be a store yet; give a path such as region.gpkg", path)
	}
	if make {
		return geopackage.Open(ctx, path)
	}
	return geopackage.Open(ctx, path, geopackage.MustExist())
}

func newPlanner(ctx context.Context, s store.Store, log *slog.Logger) (*planner.Planner, error) {
	catalogue, err := loadCatalogue()
	if err != nil {
		return nil, err
	}
	assumptions, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		return nil, err
	}
	return planner.Open(ctx, s, catalogue, assumptions, planner.Options{Log: log})
}
