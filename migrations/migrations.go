// Package migrations embeds the stores' schemas as numbered steps for goose, a folder for each
// dialect. A step that has been released is never changed; a new one is added after it.
package migrations

import "embed"

// GeoPackage holds the steps of the embedded store, in the folder geopackage.
//
//go:embed geopackage/*.sql
var GeoPackage embed.FS

// PostGIS holds the steps of the shared store, in the folder postgis.
//
//go:embed postgis/*.sql
var PostGIS embed.FS
