package geopackage

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/samloka/samloka/internal/store/geopackage/btree"
	"github.com/samloka/samloka/internal/symbiosis"
)

// explain turns what went wrong with the file at path into an error of the contract: a cancelled
// context's own error, an *symbiosis.Error as it is, Unavailable with one sentence that says what
// to do where the file is at fault, Internal otherwise.
func explain(ctx context.Context, path string, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if _, ok := errors.AsType[*symbiosis.Error](err); ok {
		return err
	}
	code := resultCode(err)
	unavailable := func(says string) error {
		return &symbiosis.Error{Kind: symbiosis.Unavailable, Text: path + " " + says, Err: err}
	}
	if errors.Is(err, btree.ErrFormat) {
		code = sqlite3.SQLITE_CORRUPT
	}
	switch code {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return unavailable("is locked by another program: save or close it there, then try again")
	case sqlite3.SQLITE_FULL:
		return unavailable("can't be written because the disk is full: nothing was changed; make room, then try again")
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return unavailable("can't be written: make the file and its folder writable, or copy it to a place that is")
	case sqlite3.SQLITE_CORRUPT:
		return unavailable("is damaged: restore it from a copy, or save what is left with ogr2ogr")
	case sqlite3.SQLITE_NOTADB:
		return unavailable("is not a GeoPackage: name a store, or read the file with samloka import")
	case sqlite3.SQLITE_CANTOPEN:
		return unavailable(whyNotOpened(path))
	case sqlite3.SQLITE_IOERR:
		return unavailable("can't be read or written: the disk reports an error")
	case sqlite3.SQLITE_NOMEM:
		return unavailable("can't be read: the memory is full")
	}
	return symbiosis.Errorf(symbiosis.Internal, "%s: %w", path, err)
}

// resultCode returns SQLite's primary result code, 0 when err is not SQLite's.
func resultCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// whyNotOpened says why a file can't be opened. It looks at names and modes only: opening and
// closing the file would drop the locks that SQLite holds on it in this process.
func whyNotOpened(path string) string {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return "is a folder, not a GeoPackage"
	case err == nil:
		return "can't be opened: check who may read and write it and its folder"
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
			return "can't be opened: there is no folder " + filepath.Dir(path)
		}
		if m, err := os.Stat(filepath.Dir(path)); err == nil && !m.IsDir() {
			return "can't be opened: " + filepath.Dir(path) + " is not a folder"
		}
		return "is missing, or its folder can't be written"
	}
	return "can't be opened: " + err.Error()
}
