package geopackage

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// leftFor is how long nobody must have written to a file that is being made before it is taken for left: by a program
// that was killed, or a power cut.
const leftFor = time.Hour

// half is what a file is called while it is being made (making, Backup), and what SQLite keeps beside it.
var half = regexp.MustCompile(`^(\.samloka-(?:new-[a-z2-7]{16}|backup-\d+))(?:-wal|-shm|-journal)?$`)

// clearLeft removes from a folder the files that were being made there when their program ended. One that was written to
// a short while ago stays, and so does one that another program holds locked, be it asleep since yesterday. What can't
// be removed stays, too: nobody has asked for it.
func clearLeft(ctx context.Context, folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	written, files := map[string]time.Time{}, map[string][]string{}
	for _, e := range entries {
		parts := half.FindStringSubmatch(e.Name())
		if parts == nil {
			continue
		}
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			written[parts[1]] = time.Now() // gone, or none of ours
			continue
		}
		if info.ModTime().After(written[parts[1]]) {
			written[parts[1]] = info.ModTime()
		}
		files[parts[1]] = append(files[parts[1]], filepath.Join(folder, e.Name()))
	}
	for name, at := range written {
		if time.Since(at) < leftFor || locked(ctx, filepath.Join(folder, name)) {
			continue
		}
		for _, file := range append(files[name], filepath.Join(folder, name+"-wal"), filepath.Join(folder, name+"-shm")) {
			_ = os.Remove(file)
		}
	}
}

// locked says whether a program is writing to the file at path.
func locked(ctx context.Context, path string) bool {
	if _, err := os.Stat(path); err != nil {
		return false // only what was beside it is left
	}
	options := url.Values{"mode": {"rw"}, "_error_rc": {"1"}, "_busy_timeout": {"0"}, "_txlock": {"exclusive"}}
	db, err := sql.Open("sqlite", strings.Join([]string{fileURI(path), options.Encode()}, "?"))
	if err != nil {
		return true
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err == nil {
		err = tx.Rollback()
	}
	switch resultCode(err) { // what is damaged nobody writes
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return true
	}
	return false
}
