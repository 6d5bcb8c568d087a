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

// importFile is a file whose content is at hand.
type importFile struct {
	exchangeformat.Content
	name   string
	folder *os.Root // that it stands in; nil of standard input
}

type importFiles []importFile

// load fetches the files, so that nobody waits for a slow disk or pipe while the region is locked.
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
	defer opened.Close()
	content, err := exchangeformat.Load(ctx, name, opened, 0)
	if err != nil {
		return importFile{}, err
	}
	folder, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return importFile{}, symbiosis.Errorf(symbiosis.Unavailable, "the folder of %s can't be read: %w", name, err)
	}
	return importFile{content, name, folder}, nil
}

func (files importFiles) close() {
	for _, f := range files {
		if f.folder != nil {
			_ = f.folder.Close() // it was only read
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
