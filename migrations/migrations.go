// Package migrations embeds the stores' schemas as numbered steps for goose, a folder for each
// dialect. A step that has been released is never changed; a new one is added after it.
package migrations

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
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

// Newest is the number of a dialect's last step.
func Newest(dialect embed.FS) (newest int64, err error) {
	files, err := fs.Glob(dialect, "*/*.sql")
	if err != nil {
		return 0, err
	}
	for _, name := range files {
		number, _, _ := strings.Cut(path.Base(name), "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("the migration %s has no number: %w", name, err)
		}
		newest = max(newest, n)
	}
	return newest, nil
}
