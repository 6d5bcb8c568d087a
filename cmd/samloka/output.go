package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
)

// writeFile calls write with the file at path, or with standard output when path is "" or
// "-". The file appears whole or not at all: it is written beside its place and then moved
// there.
func writeFile(ctx context.Context, s *Streams, path string, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		return write(s.Out)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".samloka-*")
	if err != nil {
		return symbiosis.Errorf(symbiosis.Unavailable, "%s can't be written: %w", path, err)
	}
	defer os.Remove(f.Name()) // is gone when all went well
	defer f.Close()
	if err := write(f); err != nil {
		return ofOutput(path, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := closeInto(f, path); err != nil {
		return ofOutput(path, symbiosis.Errorf(symbiosis.Unavailable, "%s can't be written: %w", path, err))
	}
	return nil
}

// ofOutput tells of a full disk by the name that was asked for, and returns any other error as it is.
func ofOutput(path string, err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return symbiosis.Errorf(symbiosis.Unavailable, "%s can't be written because the disk is full: nothing was changed; make room, then try again", path)
	}
	return err
}

func closeInto(f *os.File, path string) error {
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// csvForm is how a CSV file is to be written.
type csvForm struct {
	Semicolons bool `help:"Write CSV as Excel in Swedish and Norwegian opens it: semicolons between cells, decimal commas, a byte order mark."`
}

// asFlagged is the format that the flag makes of a file's.
func (c csvForm) asFlagged(f exchangeformat.Format) (exchangeformat.Format, error) {
	switch {
	case !c.Semicolons:
		return f, nil
	case f != exchangeformat.CSV:
		return f, usagef("--semicolons is for CSV files: the name must end in .csv")
	}
	return exchangeformat.SemicolonCSV, nil
}
