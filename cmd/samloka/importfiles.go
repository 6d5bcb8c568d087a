package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
)

// importFile is a file whose content is at hand, or on the disk.
type importFile struct {
	exchangeformat.Content
	name   string
	opened *os.File // to be read while it is imported
	folder *os.Root // that it stands in; nil of standard input
}

type importFiles []importFile

// load opens the files. What comes from a pipe is fetched, so that nobody waits for it while the region
// is locked.
func (c importCommand) load(ctx context.Context, s *Streams) (files importFiles, err error) {
	for _, name := range c.Files {
		if exchangeformat.Accompanies(name, c.Files) {
			continue // of a shapefile named besides, such as by mark.*
		}
		var f importFile
		if name == "-" {
			f.Content, err = exchangeformat.Load(ctx, "standard input", s.In, 0)
		} else {
			f, err = loadFile(ctx, name)
		}
		if err != nil {
			files.close()
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func loadFile(ctx context.Context, name string) (importFile, error) {
	opened, err := openFile(name)
	if err != nil {
		return importFile{}, err
	}
	f := importFile{name: name}
	if info, e := opened.Stat(); e == nil && info.Mode().IsRegular() {
		f.opened = opened
		f.Content = exchangeformat.Later(name, info.Size(), func() (io.Reader, error) {
			_, err := opened.Seek(0, io.SeekStart)
			return opened, err
		})
	} else {
		f.Content, err = exchangeformat.Load(ctx, name, opened, 0)
		_ = opened.Close() // it was only read
	}
	if err == nil {
		if f.folder, err = os.OpenRoot(filepath.Dir(name)); err != nil {
			err = symbiosis.Errorf(symbiosis.Unavailable, "the folder of %s can't be read: %w", name, err)
		}
	}
	if err != nil {
		importFiles{f}.close()
		return importFile{}, err
	}
	return f, nil
}

func (files importFiles) close() {
	for _, f := range files {
		if f.opened != nil {
			_ = f.opened.Close() // it was only read
		}
		if f.folder != nil {
			_ = f.folder.Close()
		}
	}
}

// read is a planner.Reading of the files.
func (files importFiles) read(ctx context.Context, options exchangeformat.Options, inParts bool, take func(exchangeformat.Batch) error) error {
	if inParts {
		options.Take = take
	}
	for _, f := range files {
		if options.Beside = nil; f.folder != nil {
			options.Beside = f.beside
		}
		rest, err := f.Content.Read(ctx, options)
		if err != nil {
			return err
		}
		if err := take(rest); err != nil {
			return err
		}
	}
	return nil
}

// beside opens another file: a row may name one in the same folder or below it, nothing elsewhere on
// the machine.
func (f importFile) beside(other string) (io.ReadCloser, error) {
	course, err := f.folder.Open(filepath.FromSlash(other))
	if err != nil {
		return nil, fmt.Errorf("it must stand in the folder of %s or below: %w", f.name, err)
	}
	return course, nil
}
