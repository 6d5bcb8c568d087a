package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

type backupCommand struct {
	storeFlag
	To   string `arg:"" help:"File to write, or a folder: there the file is called after the moment, such as region-20261125T013000Z.gpkg." placeholder:"FILE|FOLDER"`
	Keep int    `help:"With a folder: keep the newest COUNT backups there and delete older ones. Default: all." placeholder:"COUNT"`
}

func (c backupCommand) Help() string {
	return `Copies a GeoPackage while it is in use, server and QGIS and all: the copy is one committed state, checked before it takes its name. To restore, stop the server and put the copy in the store's place; delete the -wal and -shm files beside it.

A PostGIS database is backed up by PostgreSQL's own tools: pg_dump --format=custom --schema=samloka, and pg_restore.

Example, every night: samloka backup --store region.gpkg --keep 14 /var/backups/samloka`
}

func (c backupCommand) Run(ctx context.Context, s *Streams) error {
	if c.Keep < 0 {
		return usagef("--keep takes the number of backups to keep, 1 or more")
	}
	opened, err := c.openStore(ctx, false)
	if err != nil {
		return err
	}
	defer opened.Close()
	source, ok := opened.(store.Backuper)
	if !ok {
		return symbiosis.Errorf(symbiosis.Unavailable,
			"%s is backed up by PostgreSQL's own tools: pg_dump --format=custom --schema=samloka; or copy it into a GeoPackage with samloka copy", opened.Location())
	}
	path, folder := c.To, ""
	if info, err := os.Stat(c.To); err == nil && info.IsDir() {
		folder = c.To
		path = filepath.Join(folder, backupName(time.Now()))
	} else if c.Keep > 0 {
		return usagef("--keep needs a folder, and %s is none", c.To)
	}
	line := newProgress(s.Err, "")
	err = source.Backup(ctx, path, line.at)
	line.done()
	if err != nil {
		return err
	}
	if c.Keep > 0 {
		if err := prune(folder, c.Keep); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(s.Out, "%s\n", path)
	return err
}

// backupName is of universal time: it sorts by age also in the night when clocks are set back.
func backupName(at time.Time) string { return at.UTC().Format("region-20060102T150405Z.gpkg") }

var isBackup = regexp.MustCompile(`^region-\d{8}T\d{6}Z\.gpkg$`)

// prune deletes all backups in folder but the newest keep. Other files stay.
func prune(folder string, keep int) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return symbiosis.Errorf(symbiosis.Unavailable, "old backups can't be looked for: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && isBackup.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	for _, name := range names[:max(0, len(names)-keep)] {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			return symbiosis.Errorf(symbiosis.Unavailable, "an old backup can't be deleted: %w", err)
		}
	}
	return nil
}
