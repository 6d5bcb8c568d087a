package geopackage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// mode is what a connection may do to the file.
type mode int

const (
	readOnly  mode = iota
	readAlone      // readOnly, but the last to close the file may write the log back into it
	readWrite
	create // readWrite, and make the file when it is missing
)

// access is what SQLite calls them.
func (m mode) access() string { return [...]string{"ro", "rw", "rw", "rwc"}[m] }

// connector opens connections to one file with our driver and settings.
type connector struct {
	dsn string
}

func (c connector) Driver() driver.Driver { return lazyDriver{} }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return lazyDriver{}.Open(c.dsn)
}

// lazyDriver makes spatialDriver at the first connection.
type lazyDriver struct{}

func (lazyDriver) Open(dsn string) (driver.Conn, error) {
	d, err := spatialDriver()
	if err != nil {
		return nil, err
	}
	return d.Open(dsn)
}

// connect returns a pool of at most size connections to the file at path.
func connect(path string, m mode, lockTimeout time.Duration, size int) (*sql.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	slashed := filepath.ToSlash(absolute)
	if !strings.HasPrefix(slashed, "/") { // C:/…
		slashed = "/" + slashed
	}
	q := url.Values{}
	q.Set("mode", m.access())
	q.Set("_error_rc", "1")
	q.Set("_dqs", "0")
	q.Set("_busy_timeout", fmt.Sprint(lockTimeout.Milliseconds()))
	q.Set("_foreign_keys", "1")
	if m == readOnly || m == readAlone {
		q.Set("_query_only", "1")
	} else {
		q.Set("_txlock", "immediate")
		// FULL syncs the log at each commit: an update that has returned outlives a power cut.
		q.Set("_synchronous", "FULL")
		// The log shrinks back after a large import.
		q.Add("_pragma", "journal_size_limit(67108864)")
		q.Add("_pragma", "cache_size(-65536)")
		// A statement whose triggers write can be undone alone: that journal stays in memory.
		q.Add("_pragma", "temp_store(MEMORY)")
	}
	dsn := (&url.URL{Scheme: "file", Path: slashed, RawQuery: q.Encode()}).String()
	db := sql.OpenDB(connector{dsn})
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}
