package exchangeformat

import (
	"context"
	"database/sql"
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/samloka/samloka/internal/symbiosis"
)

// gpkgFault says why a GeoPackage, or a part of one, can't be read, and what to do. What SQLite says
// of a file that was cut off or spoilt helps nobody who imports it.
func gpkgFault(ctx context.Context, place string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR:
			return &symbiosis.Error{Kind: symbiosis.Invalid, Err: err,
				Text: place + " is damaged, or only a part of it came along: copy or download it again, or have the program that wrote it write it again"}
		}
	}
	return symbiosis.Errorf(symbiosis.Invalid, "%s can't be read: %w", place, err)
}

// isGeoPackage refuses databases of other programs.
func isGeoPackage(ctx context.Context, name string, db *sql.DB) error {
	var tables int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE lower(name) = 'gpkg_contents'").Scan(&tables); err != nil {
		return gpkgFault(ctx, name, err)
	}
	if tables == 0 {
		return symbiosis.Errorf(symbiosis.Invalid, "%s is a database, but no GeoPackage: save its layers as GeoPackage in the program that wrote it", name)
	}
	return nil
}
