package geopackage

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/migrations"
)

// Layer is a table of results, with the land or points it is of or without.
type Layer struct {
	Name        string // small letters, digits and _
	Description string
	Geometry    string // "MULTIPOLYGON", "POINT", …; "" for a table without
	Fields      []Field
	Rows        []LayerRow
}

// Field is a column of a layer.
type Field struct {
	Name  string // small letters, digits and _; not fid or geom
	Type  string // "TEXT", "DOUBLE" or "INTEGER"
	Title string // for people
}

// LayerRow is a row: its geometry in WGS 84, nil for none, and a value for each field, nil where
// nothing is known.
type LayerRow struct {
	Geometry orb.Geometry
	Values   []any
}

var columnName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// WriteLayers makes a GeoPackage of results at path, which must not exist. It is no store: it
// holds the layers and nothing else. progress is told how many of them are written.
func WriteLayers(ctx context.Context, path string, layers []Layer, progress func(done, total int)) error {
	if _, err := os.Stat(path); err == nil {
		return symbiosis.Errorf(symbiosis.Conflict, "%s exists already", path)
	}
	base, err := migrations.GeoPackage.ReadFile("geopackage/00001_geopackage.sql")
	if err != nil {
		return symbiosis.Errorf(symbiosis.Internal, "the standard's tables are missing: %w", err)
	}
	_, up, _ := strings.Cut(string(base), "-- +goose Up")
	up, _, _ = strings.Cut(up, "-- +goose Down")
	db, err := connect(path, create, 0, 1)
	if err != nil {
		return explain(ctx, path, err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, up); err != nil {
		return explain(ctx, path, err)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return explain(ctx, path, err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to take back
	for i, l := range layers {
		if err := l.write(ctx, tx); err != nil {
			return explain(ctx, path, err)
		}
		progress(i+1, len(layers))
	}
	if err := tx.Commit(); err != nil {
		return explain(ctx, path, err)
	}
	return explain(ctx, path, db.Close())
}

func (l Layer) write(ctx context.Context, tx *sql.Tx) error {
	columns := []string{"fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	names, marks := []string{}, []string{}
	if l.Geometry != "" {
		columns = append(columns, "geom "+l.Geometry)
		names, marks = append(names, "geom"), append(marks, "?")
	}
	if !columnName.MatchString(l.Name) {
		return fmt.Errorf("%q is no name of a layer", l.Name)
	}
	for _, f := range l.Fields {
		if !columnName.MatchString(f.Name) || f.Type != "TEXT" && f.Type != "DOUBLE" && f.Type != "INTEGER" {
			return fmt.Errorf("%q %q is no column of a layer", f.Name, f.Type)
		}
		columns = append(columns, f.Name+" "+f.Type)
		names, marks = append(names, f.Name), append(marks, "?")
	}
	if _, err := tx.ExecContext(ctx, "CREATE TABLE "+l.Name+" ("+strings.Join(columns, ", ")+")"); err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO "+l.Name+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(marks, ", ")+")")
	if err != nil {
		return err
	}
	defer insert.Close()
	var all orb.MultiPoint
	for _, row := range l.Rows {
		values := row.Values
		if l.Geometry != "" {
			var geom any
			if row.Geometry != nil && !isEmpty(row.Geometry) {
				b := row.Geometry.Bound()
				all = append(all, b.Min, b.Max)
				if geom, err = encodeGeometry(row.Geometry, wgs84); err != nil {
					return err
				}
			}
			values = append([]any{geom}, values...)
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return l.describe(ctx, tx, all)
}

// describe tells other programs of the layer: what it is, where it lies, what its columns mean.
func (l Layer) describe(ctx context.Context, tx *sql.Tx, all orb.MultiPoint) error {
	kind := "attributes"
	var srs, west, south, east, north any
	if l.Geometry != "" {
		kind, srs = "features", wgs84
		if len(all) > 0 {
			b := all.Bound()
			west, south, east, north = b.Min[0], b.Min[1], b.Max[0], b.Max[1]
		}
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, l.Name, kind, l.Name, l.Description, west, south, east, north, srs); err != nil {
		return err
	}
	if l.Geometry != "" {
		if _, err := tx.ExecContext(ctx, `INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)`, l.Name, l.Geometry, wgs84); err != nil {
			return err
		}
	}
	for _, f := range l.Fields {
		if f.Title == "" {
			continue
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO gpkg_data_columns (table_name, column_name, title, description) VALUES (?, ?, ?, ?)`, l.Name, f.Name, f.Title, f.Title); err != nil {
			return err
		}
	}
	return nil
}
