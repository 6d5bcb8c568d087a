package geopackage

import (
	"context"
	"database/sql"
	"io/fs"
	"sync"

	"github.com/pressly/goose/v3"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/migrations"
)

// versionTable is where goose notes which migrations a file has had.
const versionTable = "samloka_migrations"

// applicationID is "GPKG", the mark of every GeoPackage since version 1.2.
const applicationID = 0x47504B47

// newProvider returns goose with the migrations of this dialect.
func newProvider(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations.GeoPackage, "geopackage")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, db, files,
		goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
}

// newestSchema is the number of the last migration that this program knows.
var newestSchema = sync.OnceValues(func() (int64, error) { return migrations.Newest(migrations.GeoPackage) })

// isPrepared says that prepare would find nothing to do. What is wrong with the file is prepare's to tell.
func isPrepared(ctx context.Context, db *sql.DB, path string) bool {
	newest, err := newestSchema()
	if err != nil {
		return false
	}
	var mode string
	if err := db.QueryRowContext(ctx, `PRAGMA journal_mode`).Scan(&mode); err != nil || mode != "wal" {
		return false
	}
	at, err := schemaVersion(ctx, db, path)
	return err == nil && at == newest
}

// prepare checks that the file is a store of ours, or an empty one, and migrates it.
func prepare(ctx context.Context, db *sql.DB, path string) error {
	newest, err := newestSchema()
	if err != nil {
		return err
	}
	at, err := schemaVersion(ctx, db, path)
	switch {
	case err != nil:
		return err
	case at > newest:
		return symbiosis.Errorf(symbiosis.Unavailable,
			"%s was written by a newer version of the program (schema %d; this one knows %d): update the program", path, at, newest)
	}
	// Not before this point: a file of another program must stay as it is. The mode stays with
	// the file; where the file system can't do it (network drives), SQLite keeps the old one.
	if _, err := db.ExecContext(ctx, `PRAGMA journal_mode = WAL`); err != nil {
		return err
	}
	if at == newest {
		return nil
	}
	provider, err := newProvider(db)
	if err != nil {
		return err
	}
	if err := migrate(ctx, db, provider, path, at, newest); err != nil {
		return err
	}
	if err := keepHistory(ctx, db); err != nil {
		return err
	}
	// GDAL looks for the mark of a GeoPackage in the file itself, not in the log beside it.
	_, err = db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}

// migrate brings the file from one migration to another. Other programs may be about the same in a new
// file: each migration is one transaction, so that one of ours which finds it done has failed because
// another has gone on, and there is the rest to do.
func migrate(ctx context.Context, db *sql.DB, provider *goose.Provider, path string, at, newest int64) error {
	for {
		_, failed := provider.Up(ctx)
		if failed == nil {
			return nil
		}
		now, err := schemaVersion(ctx, db, path)
		switch {
		case err == nil && now == newest:
			return nil
		case err != nil || now <= at:
			return failed
		}
		at = now
	}
}

// schemaVersion returns the number of the last migration that the file has had, 0 for an empty
// file. A file of another kind is Unavailable.
func schemaVersion(ctx context.Context, db *sql.DB, path string) (int64, error) {
	var ours, others, mark int64
	err := db.QueryRowContext(ctx, `
		SELECT
			count(*) FILTER (WHERE name = ?),
			count(*) FILTER (WHERE name != ? AND name NOT LIKE 'sqlite_%'),
			(SELECT application_id FROM pragma_application_id)
		FROM sqlite_master`, versionTable, versionTable).Scan(&ours, &others, &mark)
	switch {
	case err != nil:
		return 0, err
	case ours == 0 && others == 0 && mark == 0:
		return 0, nil
	case ours == 0 && mark == applicationID:
		return 0, symbiosis.Errorf(symbiosis.Unavailable,
			"%s is a GeoPackage, but not a store of Samloka: read it with samloka import", path)
	case ours == 0:
		return 0, symbiosis.Errorf(symbiosis.Unavailable, "%s is a database of another program, not a GeoPackage", path)
	}
	var at int64
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM samloka_migrations WHERE is_applied`).Scan(&at)
	return at, err
}
