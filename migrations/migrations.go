// Package migrations embeds the stores' schemas as numbered steps for goose, a folder for each
// dialect. A step that has been released is never changed; a new one is added after it.
package migrations

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// GeoPackage holds the steps of the embedded store, in the folder geopackage.
//
//go:embed geopackage/*.sql
var GeoPackage embed.FS

// PostGIS holds the steps of the shared store, in the folder postgis.
//
//go:embed postgis/*.sql
var PostGIS embed.FS

// Step is a numbered step of a dialect.
type Step struct {
	Number int64
	Up     string // what it does, as one script
}

// Steps returns the steps of a dialect in their order. goose carries a step out statement by statement, as
// its notes in the file say; whoever sends a script as a whole needs none of them but these two marks.
func Steps(dialect embed.FS) ([]Step, error) {
	files, err := fs.Glob(dialect, "*/*.sql") // sorted
	if err != nil {
		return nil, err
	}
	steps := make([]Step, len(files))
	for i, name := range files {
		text, err := fs.ReadFile(dialect, name)
		if err != nil {
			return nil, err
		}
		number, err := numberOf(name)
		if err != nil {
			return nil, err
		}
		_, up, found := strings.Cut(string(text), "-- +goose Up\n")
		up, _, ends := strings.Cut(up, "-- +goose Down\n")
		if !found || !ends || strings.Contains(string(text), "-- +goose NO TRANSACTION") || strings.Contains(string(text), "-- +goose ENVSUB") {
			return nil, fmt.Errorf("the migration %s can't be told as one script", name)
		}
		steps[i] = Step{Number: number, Up: up}
	}
	slices.SortFunc(steps, func(a, b Step) int { return cmp.Compare(a.Number, b.Number) })
	return steps, nil
}

// Newest is the number of a dialect's last step.
func Newest(dialect embed.FS) (newest int64, err error) {
	files, err := fs.Glob(dialect, "*/*.sql")
	if err != nil {
		return 0, err
	}
	for _, name := range files {
		n, err := numberOf(name)
		if err != nil {
			return 0, err
		}
		newest = max(newest, n)
	}
	return newest, nil
}

// numberOf is what the name of a step's file begins with.
func numberOf(name string) (int64, error) {
	number, _, _ := strings.Cut(path.Base(name), "_")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("the migration %s has no number: %w", name, err)
	}
	return n, nil
}
