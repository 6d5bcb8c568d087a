package geopackage

import (
	"context"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// oldForNew is how many rows on file are laid out in a spatial index in less time than it takes a new one
// row by row: 2 µs and 15 to 30 in large indexes.
const oldForNew = 8

// index brings the spatial index up to date with the table: rows may have been changed or deleted since
// they were put. When the new rows are not few beside the old ones, all is laid out anew.
func (f *filling) index(ctx context.Context, tx *transaction) error {
	name := "rtree_" + f.table.name + "_geom"
	if f.from > 0 {
		var all int
		if err := tx.scan(ctx, []any{&all}, `SELECT count(*) FROM `+f.table.name); err != nil {
			return err
		}
		if f.rows*oldForNew < all-f.rows {
			return f.indexNews(ctx, tx, name)
		}
	}
	cells, err := f.cells(ctx, tx, math.MinInt64)
	if err != nil {
		return err
	}
	if len(cells) < manyNews {
		if err := tx.exec(ctx, `DELETE FROM `+name); err != nil {
			return err
		}
		return indexCells(ctx, tx, name, cells)
	}
	return layOut(ctx, tx, name, cells)
}

// indexNews adds the new rows one by one.
func (f *filling) indexNews(ctx context.Context, tx *transaction, name string) error {
	cells, err := f.cells(ctx, tx, f.from)
	if err != nil {
		return err
	}
	return indexCells(ctx, tx, name, cells)
}

func indexCells(ctx context.Context, tx *transaction, name string, cells []cell) error {
	for _, c := range cells {
		// Of a new row that has been moved the trigger has put it there already.
		if err := tx.exec(ctx, `INSERT OR REPLACE INTO `+name+` VALUES (?, ?, ?, ?, ?)`, c.id, c.minX, c.maxX, c.minY, c.maxY); err != nil {
			return err
		}
	}
	return nil
}

// layOut writes all of an index into its tables; what they held goes.
func layOut(ctx context.Context, tx *transaction, name string, cells []cell) error {
	var size int
	if err := tx.scan(ctx, []any{&size}, `SELECT length(data) FROM `+name+`_node WHERE nodeno = ?`, rootNode); err != nil {
		return err
	}
	for _, part := range []string{"_node", "_parent", "_rowid"} { // by way of the index each row would be looked for
		if err := tx.exec(ctx, `DELETE FROM `+name+part); err != nil {
			return err
		}
	}
	p := pack(cells, size)
	for i, node := range p.nodes {
		if err := tx.exec(ctx, `INSERT INTO `+name+`_node VALUES (?, ?)`, i+1, node); err != nil {
			return err
		}
	}
	for i := range p.nodes[1:] {
		number := int64(i + 2)
		if err := tx.exec(ctx, `INSERT INTO `+name+`_parent VALUES (?, ?)`, number, p.parents[number]); err != nil {
			return err
		}
	}
	part := make([]any, 0, 2*rowsAtOnce)
	for i, c := range p.leaves {
		if part = append(part, c.id, p.leaf(i)); len(part) < cap(part) && i < len(p.leaves)-1 {
			continue
		}
		if err := tx.exec(ctx, `INSERT INTO `+name+`_rowid VALUES (?, ?)`+strings.Repeat(", (?, ?)", len(part)/2-1), part...); err != nil {
			return err
		}
		part = part[:0]
	}
	return nil
}

// cells reads the box of each row that has one, of those with greater fids than after.
func (f *filling) cells(ctx context.Context, tx *transaction, after int64) ([]cell, error) {
	rows, err := tx.query(ctx, `SELECT fid, geom FROM `+f.table.name+` WHERE fid > ? AND geom NOT NULL`, after)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	cells := make([]cell, 0, f.rows)
	for rows.Next() {
		var fid int64
		var geometry []byte
		if err := rows.Scan(&fid, &geometry); err != nil {
			return nil, tx.fail(ctx, err)
		}
		var bound orb.Bound
		bound, empty, err := boundOf(geometry)
		if err != nil {
			return nil, tx.fail(ctx, err)
		}
		if !empty {
			cells = append(cells, cellOf(fid, bound))
		}
	}
	if err := rows.Err(); err != nil {
		return nil, tx.fail(ctx, err)
	}
	return cells, nil
}
