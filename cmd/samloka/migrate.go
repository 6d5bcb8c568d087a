package main

import (
	"context"
	"fmt"
)

type migrateCommand struct {
	storeFlag
}

func (c migrateCommand) Help() string {
	return `Opening a store brings it to the form this program needs, so that this command is for doing it at a time of your choice. A store that is newer than the program is refused and left alone.`
}

func (c migrateCommand) Run(ctx context.Context, s *Streams) error {
	opened, err := c.openStore(ctx, false)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "%s has the form this program needs\n", opened.Location())
	if e := opened.Close(); err == nil {
		err = e
	}
	return err
}
