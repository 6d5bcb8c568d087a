package geopackage

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"unsafe"

	"modernc.org/sqlite"

	"github.com/samloka/samloka/internal/store/geopackage/btree"
	"github.com/samloka/samloka/internal/store/record"
)

// plainFile reads pages from the store's file beside SQLite, at a tenth of what they cost through it.
//
// That is right only within a transaction in which SQLite itself would read all pages there, and while
// nobody writes to it. Both hold when the log beside it is empty or missing once the transaction has read
// something: a reader whose state is partly in the log keeps the log from being emptied
// (https://www.sqlite.org/walformat.html, WAL_READ_LOCK(N)), so one that finds it empty reads the file
// alone, and holds the lock (WAL_READ_LOCK(0)) without which nobody moves pages from a log that others
// write meanwhile into the file. Without a log, where a file system can't have one, the reader's SHARED
// lock keeps writers out.
//
// Closing a file drops all of a process's locks on it, but for those that belong to an open file: where
// SQLite doesn't have these (see spatialDriver), pages come from SQLite.
type plainFile struct {
	file     *os.File
	pageSize int64
	again    record.Again
}

// openPlain returns the file of a session that has begun to read, nil where pages must come from SQLite.
func openPlain(path string, of os.FileInfo) *plainFile {
	if !sqlite.OFDLockingEnabled() {
		return nil
	}
	path, err := filepath.EvalSymlinks(path) // SQLite's log lies beside the file itself
	if err != nil {
		return nil
	}
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	f := &plainFile{file: file}
	var header [100]byte
	info, err := file.Stat()
	if err == nil && os.SameFile(info, of) {
		if _, err = file.ReadAt(header[:], 0); err == nil {
			f.pageSize, err = btree.PageSize(string(header[:]))
		}
		if err == nil {
			return f
		}
	}
	f.close()
	return nil
}

func (f *plainFile) close() { _ = f.file.Close() } // it was only read

// pages returns pages first to last, one behind the other.
func (f *plainFile) pages(first, last uint32) (string, error) {
	if first == 0 || last < first {
		return "", missing(first)
	}
	data := make([]byte, int64(last-first+1)*f.pageSize)
	return f.read(data, first, last)
}

// read fills data with pages first to last.
func (f *plainFile) read(data []byte, first, last uint32) (string, error) {
	n, err := f.file.ReadAt(data, int64(first-1)*f.pageSize)
	if errors.Is(err, io.EOF) && n < len(data) {
		return "", missing(last)
	}
	if err != nil && n < len(data) {
		return "", fmt.Errorf("pages %d to %d can't be read: %w", first, last, err)
	}
	return unsafe.String(unsafe.SliceData(data), len(data)), nil
}

// pageRun is memory with some pages, which is used again for others once all who keep it have dropped it.
// A nil one is kept by nobody.
type pageRun struct {
	data  []byte
	users atomic.Int32
	again *record.Again
}

// run returns pages first to last as pages does, in memory that the caller keeps.
func (f *plainFile) run(first, last uint32) (string, *pageRun, error) {
	if first == 0 || last < first {
		return "", nil, missing(first)
	}
	r := &pageRun{data: f.again.Take(int(int64(last-first+1) * f.pageSize)), again: &f.again}
	text, err := f.read(r.data, first, last)
	return text, r.keep(), err
}

// keep keeps a run until drop is called as often.
func (r *pageRun) keep() *pageRun {
	if r != nil {
		r.users.Add(1)
	}
	return r
}

func (r *pageRun) drop() {
	if r != nil && r.users.Add(-1) == 0 {
		r.again.Give(r.data)
	}
}
