package geopackage

import (
	"database/sql/driver"
	"sync"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"
)

// spatialFunctions are the SQL functions that the standard's R-tree triggers call (GeoPackage
// 1.3, annex F.3). NULL in gives NULL out; a blob that is no geometry is empty, so that a broken
// row of another program can still be deleted or mended.
var spatialFunctions = map[string]func(bound orb.Bound, empty bool) driver.Value{
	"ST_IsEmpty": func(_ orb.Bound, empty bool) driver.Value {
		if empty {
			return int64(1)
		}
		return int64(0)
	},
	"ST_MinX": edge(func(b orb.Bound) float64 { return b.Min[0] }),
	"ST_MaxX": edge(func(b orb.Bound) float64 { return b.Max[0] }),
	"ST_MinY": edge(func(b orb.Bound) float64 { return b.Min[1] }),
	"ST_MaxY": edge(func(b orb.Bound) float64 { return b.Max[1] }),
}

func edge(of func(orb.Bound) float64) func(orb.Bound, bool) driver.Value {
	return func(b orb.Bound, empty bool) driver.Value {
		if empty {
			return nil
		}
		return of(b)
	}
}

// spatialDriver is a SQLite driver of our own with the spatial functions; the driver that other
// packages may use stays as it is. It is made once: functions live as long as the program.
//
// Before the first connection it asks SQLite for locks that belong to an open file rather than to
// the process (Linux). With the usual ones, any code of this process that opens and closes the
// store's file, to copy or send it, would silently drop them, and another program would take
// itself for the last one and delete the log.
var spatialDriver = sync.OnceValues(newDriver)

func newDriver() (*sqlite.Driver, error) {
	// Where there are none of these locks, or too late, the usual ones serve as before.
	_, _ = sqlite.OFDLocking(true)
	d := &sqlite.Driver{}
	for name, f := range spatialFunctions {
		err := d.RegisterDeterministicScalarFunction(name, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			blob, ok := args[0].([]byte)
			if !ok {
				return nil, nil
			}
			bound, empty, err := boundOf(blob)
			return f(bound, empty || err != nil), nil
		})
		if err != nil {
			return nil, err
		}
	}
	return d, nil
}
