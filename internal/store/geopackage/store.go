package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Store is a region in a GeoPackage file. It implements store.Store.
type Store struct {
	path    string
	file    os.FileInfo // of the file that was opened
	making  *making     // nil: the file has its name
	readers *sql.DB     // many, read-only
	writer  *writer
	jobs    bell
}

var _ store.Store = (*Store)(nil)

// Option changes how a file is opened.
type Option func(*options)

type options struct {
	mustExist   bool
	makeLater   bool
	toRead      bool
	lockTimeout time.Duration
	readers     int
}

// MustExist refuses a missing file instead of making it; the error wraps
// fs.ErrNotExist.
func MustExist() Option { return func(o *options) { o.mustExist = true } }

// MakeLater makes a file that is missing, or empty, under another name in the same folder; it gets its
// own when the store is closed, if an update was kept until then. Otherwise there is none. Close tells when
// that fails.
func MakeLater() Option { return func(o *options) { o.makeLater = true } }

// ToRead is for who isn't likely to write: if the file has the form that this program needs, the connection
// that writes is made by the first update, so it is that which finds out whether the file can be written.
// It takes a connection as long to read the schema as the program to start. The file must exist.
func ToRead() Option { return func(o *options) { o.mustExist, o.toRead = true, true } }

// LockTimeout is how long to wait for another program to let go of the file. The default is
// 10 seconds.
func LockTimeout(d time.Duration) Option { return func(o *options) { o.lockTimeout = d } }

// Open opens the region in the GeoPackage file at path, makes the file when it is missing or
// empty, and brings the schema of an older one up to date.
//
// It returns Unavailable, with a sentence for people, where there is no such folder, the file
// can't be written, is damaged, is no GeoPackage, is a GeoPackage of something else, or was
// written by a newer program.
func Open(ctx context.Context, path string, opts ...Option) (*Store, error) {
	o := options{lockTimeout: 10 * time.Second, readers: 8}
	for _, opt := range opts {
		opt(&o)
	}
	m := create
	info, err := os.Stat(path)
	switch {
	case o.mustExist && errors.Is(err, fs.ErrNotExist):
		return nil, &symbiosis.Error{Kind: symbiosis.Unavailable, Text: path + " does not exist: check the name, or make it with samloka import", Err: err}
	case o.mustExist && err == nil && info.Mode().IsRegular() && info.Size() == 0:
		return nil, &symbiosis.Error{Kind: symbiosis.Unavailable, Text: path + " is empty (0 bytes), so there is no region in it: check the name, or fill it with samloka import", Err: fs.ErrNotExist}
	}
	if o.mustExist {
		m = readWrite
	}
	if !o.toRead {
		clearLeft(ctx, filepath.Dir(path))
	}
	s := &Store{path: path}
	if o.makeLater {
		s.making = beginMaking(path)
	}
	if err := s.open(ctx, m, o); err != nil {
		if s.making != nil {
			s.making.remove()
		}
		return nil, err
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, m mode, o options) error {
	path := s.at()
	db, err := connect(path, m, o.lockTimeout, 1)
	if err != nil {
		return explain(ctx, s.path, err)
	}
	reading := readOnly
	if o.toRead {
		reading = readAlone // there may be no writer to do so
	}
	readers, err := connect(path, reading, o.lockTimeout, o.readers)
	if err != nil {
		_ = db.Close()
		return explain(ctx, s.path, err)
	}
	unused := o.toRead && isPrepared(ctx, readers, path)
	if !unused {
		err = prepare(ctx, db, path)
	}
	var file os.FileInfo
	if err == nil {
		file, err = os.Stat(path)
	}
	if err != nil {
		_ = readers.Close()
		_ = db.Close()
		return explain(ctx, s.path, err)
	}
	s.file, s.readers, s.writer = file, readers, newWriter(db)
	s.writer.unused = unused
	// A first read shows that a reader can open the log beside the file.
	if _, err := s.Revision(ctx); err != nil {
		_ = s.Close()
		return err
	}
	return nil
}

// at is where the file stands now.
func (s *Store) at() string {
	if s.making != nil {
		return s.making.partial
	}
	return s.path
}

// Location returns the path the store was opened with.
func (s *Store) Location() string { return s.path }

// inPlace returns Unavailable when another file, or none, stands where the opened one stood: what
// is read and written would be the old one, which nobody sees any more.
func (s *Store) inPlace() error {
	now, err := os.Stat(s.at())
	if err == nil && os.SameFile(now, s.file) {
		return nil
	}
	return &symbiosis.Error{
		Kind: symbiosis.Unavailable, Err: err,
		Text: s.path + " was moved, deleted or replaced while it was open: put it back, or start again",
	}
}

// Close writes the log back into the file, so that it can be copied or sent alone, and lets go
// of it. If another program is reading the file, the log stays beside it until that one closes.
func (s *Store) Close() error {
	if s.making != nil {
		return s.making.close(s)
	}
	errReaders := s.readers.Close()
	err := s.writer.close()
	if err == nil {
		err = errReaders
	}
	return explain(context.Background(), s.path, err)
}
