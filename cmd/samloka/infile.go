package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/samloka/samloka/internal/symbiosis"
)

// openFile opens a file that a command names; the error says what to look at.
func openFile(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = errIsFolder
	}
	if err != nil {
		return nil, errors.Join(unreadable(name, err), f.Close())
	}
	return f, nil
}

var errIsFolder = errors.New("is a folder")

// unreadable says why a file can't be read, and what to do.
func unreadable(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		from, there := filepath.Dir(name), "there is no such file"
		if _, missing := os.Stat(from); errors.Is(missing, fs.ErrNotExist) {
			there = "there is no folder " + from
		}
		return symbiosis.Errorf(symbiosis.Unavailable, "%s can't be read: %s; look at the name and at the folder it is called from", name, there)
	case errors.Is(err, fs.ErrPermission):
		return symbiosis.Errorf(symbiosis.Unavailable, "%s can't be read: it may not be read by the user who runs this; change its permissions or copy it", name)
	case errors.Is(err, errIsFolder):
		return symbiosis.Errorf(symbiosis.Unavailable, "%s can't be read: it is a folder; name the files in it", name)
	}
	return symbiosis.Errorf(symbiosis.Unavailable, "%s can't be read: %w", name, err)
}
