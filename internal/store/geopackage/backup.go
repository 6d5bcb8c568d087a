package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// backupPages is how many pages are copied between two looks at the context.
const backupPages = 1024

var _ store.Backuper = (*Store)(nil)

// Backup implements store.Backuper by SQLite's online backup. The copy is read back and checked
// before it takes its name.
func (s *Store) Backup(ctx context.Context, path string, progress func(done, total int)) error {
	if err := s.inPlace(); err != nil {
		return err
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = fs.ErrExist
		}
		return &symbiosis.Error{Kind: symbiosis.Conflict, Text: path + " is there already: nothing was copied; name another file", Err: err}
	}
	clearLeft(ctx, filepath.Dir(path))
	// Beside its place, so that the last step is a change of name. The name is ours alone.
	partial, err := os.CreateTemp(filepath.Dir(path), ".samloka-backup-*")
	if errors.Is(err, fs.ErrNotExist) {
		return symbiosis.Errorf(symbiosis.Unavailable, "there is no folder %s: make it first, or name another", filepath.Dir(path))
	}
	if err != nil {
		return explain(ctx, path, &symbiosis.Error{Kind: symbiosis.Unavailable, Err: err, Text: fmt.Sprintf("%s can't be written: %v", path, err)})
	}
	defer os.Remove(partial.Name()) // gone when all went well
	if err := partial.Close(); err != nil {
		return explain(ctx, path, err)
	}
	if err := s.copyPages(ctx, partial.Name(), progress); err != nil {
		return explain(ctx, path, err)
	}
	if err := seal(ctx, partial.Name()); err != nil {
		return explain(ctx, path, err)
	}
	// A link fails where the name was taken meanwhile; a change of name would overwrite.
	if err := os.Link(partial.Name(), path); err != nil {
		return &symbiosis.Error{Kind: symbiosis.Unavailable, Text: path + " can't be written: " + err.Error(), Err: err}
	}
	return syncFolder(filepath.Dir(path))
}

// copyPages copies one state of the file. The read transaction keeps that state while others write
// on: without it SQLite would begin anew at each commit, and on a busy store never end.
func (s *Store) copyPages(ctx context.Context, path string, progress func(done, total int)) error {
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `BEGIN`); err != nil {
		return err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`) //nolint:errcheck // nothing was written
	var tables int
	if err := conn.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master`).Scan(&tables); err != nil {
		return err
	}
	return conn.Raw(func(c any) error {
		source, ok := c.(interface {
			NewBackup(string) (*sqlite.Backup, error)
		})
		if !ok {
			return fmt.Errorf("the driver %T makes no backups", c)
		}
		backup, err := source.NewBackup(fileURI(path))
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			if err = ctx.Err(); err != nil {
				break
			}
			if more, err = backup.Step(backupPages); err == nil {
				total := backup.PageCount()
				progress(total-backup.Remaining(), total)
			}
		}
		return errors.Join(err, backup.Finish())
	})
}

// seal checks the copy, and makes it one file that needs no log beside it, safe on the disk.
func seal(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", fileURI(path))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return symbiosis.Errorf(symbiosis.Unavailable, "the copy is damaged (%s): nothing was kept; look at the disk, then try again", verdict)
	}
	if _, err := db.ExecContext(ctx, `PRAGMA journal_mode = DELETE`); err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o640), f.Sync(), f.Close())
}

// syncFolder makes a new name durable.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = f.Sync() // some file systems don't know this for folders
	return f.Close()
}

func fileURI(path string) string {
	slashed := filepath.ToSlash(path)
	if abs, err := filepath.Abs(path); err == nil {
		slashed = filepath.ToSlash(abs)
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}
