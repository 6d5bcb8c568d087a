package geopackage

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/samloka/samloka/internal/symbiosis"
)

// making is a file that has another name until it is whole (MakeLater).
type making struct {
	path    string // what it shall be called
	partial string // what it is called meanwhile, in the same folder
	empty   bool   // there is a file of no bytes, whose place it takes
	kept    atomic.Bool
}

// beginMaking returns how the file at path is to be made; nil when it is there.
func beginMaking(path string) *making {
	// Not by Stat: behind a link that leads nowhere the file is made where the link says.
	info, err := os.Lstat(path)
	empty := err == nil && info.Mode().IsRegular() && info.Size() == 0
	if !empty && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	// SQLite makes the file, so that it has the rights of any other.
	name := ".samloka-new-" + strings.ToLower(rand.Text()[:16])
	return &making{path: path, partial: filepath.Join(filepath.Dir(path), name), empty: empty}
}

// finish gives the file its name, if an update was kept; else nothing is left of it. closing is how
// closing it went: what stands in a log beside it yet would be lost.
func (m *making) finish(closing error) error {
	defer m.remove()
	if closing != nil || !m.kept.Load() {
		return closing
	}
	if info, err := os.Lstat(m.partial + "-wal"); err == nil && info.Size() > 0 {
		return m.unwritten(errors.New("its log could not be written back"))
	}
	if err := m.takeName(); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(m.path))
}

func (m *making) takeName() error {
	info, err := os.Lstat(m.path)
	if m.empty && err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return m.unwritten(os.Rename(m.partial, m.path))
	}
	// A link fails where the name was taken meanwhile; a change of name would overwrite.
	switch errLink := os.Link(m.partial, m.path); {
	case errLink == nil:
		return nil
	case err == nil || errors.Is(errLink, fs.ErrExist):
		return &symbiosis.Error{Kind: symbiosis.Conflict, Text: m.path + " was made by somebody else meanwhile: nothing was kept; try again", Err: fs.ErrExist}
	}
	return m.unwritten(os.Rename(m.partial, m.path)) // not every disk has links
}

func (m *making) unwritten(err error) error {
	if err == nil {
		return nil
	}
	return &symbiosis.Error{Kind: symbiosis.Unavailable, Text: m.path + " can't be written: " + err.Error(), Err: err}
}

// remove takes away what is left under the other name.
func (m *making) remove() {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		_ = os.Remove(m.partial + suffix)
	}
}

// close closes the store, all of it back in its file, and ends the making of that.
func (m *making) close(s *Store) error {
	err := s.inPlace() // SQLite would make an empty one in the place of a file that was taken away
	err = errors.Join(err, s.readers.Close())
	// Nobody else has it open: what can't be written back now is lost.
	return m.finish(explain(context.Background(), m.path, errors.Join(err, s.writer.writeBack(), s.writer.db.Close())))
}
