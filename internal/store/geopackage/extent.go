package geopackage

import (
	"bytes"
	"context"

	"github.com/paulmach/orb"
)

// extent follows the box around all geometries of a table through a transaction, so that
// gpkg_contents tells it exactly. Growing costs nothing; only when a record on the very edge moves
// or goes is the R-tree asked anew.
type extent struct {
	table *table
	bound orb.Bound
	empty bool
	stale bool // bound is not to be relied on, as when a record has left the edge
}

// hasGeometry says that the table is a layer with a place in gpkg_geometry_columns.
func (t *table) hasGeometry() bool { return t.columns[0] == "geom" }

// extent returns the extent of a layer, as gpkg_contents had it when the transaction first asked.
func (tx *transaction) extent(ctx context.Context, t *table) (*extent, error) {
	if e, ok := tx.extents[t.name]; ok {
		return e, nil
	}
	// Not every program keeps gpkg_contents right, nor as exactly.
	e := &extent{table: t, empty: true, stale: tx.edited}
	var minX, minY, maxX, maxY *float64
	err := tx.scan(ctx, []any{&minX, &minY, &maxX, &maxY},
		`SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?`, t.name)
	if err != nil {
		return nil, err
	}
	if minX != nil && minY != nil && maxX != nil && maxY != nil {
		e.bound = orb.Bound{Min: orb.Point{*minX, *minY}, Max: orb.Point{*maxX, *maxY}}
		e.empty = false
	}
	tx.extents[t.name] = e
	return e, nil
}

// follow notes that row fid of a table, 0 for a new one, is to hold geometry, nil for none. It says
// whether the row holds that very geometry already.
func (tx *transaction) follow(ctx context.Context, t *table, fid int64, geometry []byte) (same bool, err error) {
	tx.changed[t.name] = true
	if !t.hasGeometry() {
		return false, nil
	}
	e, err := tx.extent(ctx, t)
	if err != nil {
		return false, err
	}
	if fid != 0 {
		var before []byte
		if err := tx.scan(ctx, []any{&before}, t.selectGeometry, fid); err != nil {
			return false, err
		}
		if bytes.Equal(before, geometry) && (before == nil) == (geometry == nil) {
			return true, nil
		}
		e.lose(before)
	}
	if geometry == nil {
		return false, nil
	}
	return false, e.gain(geometry)
}

// gain takes a geometry in.
func (e *extent) gain(geometry []byte) error {
	bound, empty, err := boundOf(geometry)
	switch {
	case err != nil || empty:
		return err
	case e.empty:
		e.bound, e.empty = bound, false
	default:
		e.bound = e.bound.Union(bound)
	}
	return nil
}

// lose tells that a row's geometry will change or go.
func (e *extent) lose(geometry []byte) {
	if e.stale {
		return
	}
	bound, empty, err := boundOf(geometry)
	if err != nil || empty {
		return // what another program broke isn't in the index, nor on the edge
	}
	inside := bound.Min[0] > e.bound.Min[0] && bound.Min[1] > e.bound.Min[1] &&
		bound.Max[0] < e.bound.Max[0] && bound.Max[1] < e.bound.Max[1]
	e.stale = !inside
}

// save writes the extent to gpkg_contents, for the layer and the views that show it.
func (e *extent) save(ctx context.Context, tx *transaction) error {
	if e.stale {
		// The R-tree keeps 32-bit numbers, rounded outward: it finds the rows on the edge, and
		// their geometries give it exactly.
		t, index := e.table.name, "rtree_"+e.table.name+"_geom"
		rows := func(which string) string {
			return ` FROM ` + t + ` WHERE fid IN (SELECT id FROM ` + index + `, edge WHERE ` + which + `))`
		}
		return tx.exec(ctx, `
			WITH edge AS (
				SELECT min(minx) AS min_x, min(miny) AS min_y, max(maxx) AS max_x, max(maxy) AS max_y FROM `+index+`
			)
			UPDATE gpkg_contents SET
				min_x = (SELECT min(ST_MinX(geom))`+rows("minx <= min_x")+`,
				min_y = (SELECT min(ST_MinY(geom))`+rows("miny <= min_y")+`,
				max_x = (SELECT max(ST_MaxX(geom))`+rows("maxx >= max_x")+`,
				max_y = (SELECT max(ST_MaxY(geom))`+rows("maxy >= max_y")+`
			WHERE table_name = ?`, t)
	}
	if e.empty {
		return nil
	}
	return tx.exec(ctx, `
		UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?`,
		e.bound.Min[0], e.bound.Min[1], e.bound.Max[0], e.bound.Max[1], e.table.name)
}

// updateContents brings gpkg_contents up to date with what the transaction changed.
func (tx *transaction) updateContents(ctx context.Context) error {
	for _, t := range geometryLayers {
		if e, ok := tx.extents[t.name]; ok && tx.changed[t.name] {
			if err := e.save(ctx, tx); err != nil {
				return err
			}
		}
	}
	if tx.changed[sites.name] {
		err := tx.exec(ctx, `
			UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) =
				(SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'sites')
			WHERE table_name = 'flows_on_map'`)
		if err != nil {
			return err
		}
	}
	if tx.changed[sites.name] || tx.changed[flowKind.table.name] {
		tx.changed["flows_on_map"] = true
	}
	for _, name := range layers {
		if !tx.changed[name] {
			continue
		}
		err := tx.exec(ctx, `
			UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = ?`, name)
		if err != nil {
			return err
		}
	}
	return nil
}

// layers are the tables and views that gpkg_contents lists.
var layers = []string{
	"sites", "areas", "constraints", "facilities", "flows_on_map",
	"flows", "exchanges", "profiles", "comparisons", "pitches", "settings", "assumptions", "region_info",
}
