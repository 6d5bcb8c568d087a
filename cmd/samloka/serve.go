package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/web"
)

type serveCommand struct {
	storeFlag
	workFlags
	logFlags
	Listen      string `help:"Address to listen at. Until there is sign-in only this machine's own (loopback) addresses are allowed; port 0 takes a free one. Default: ${default}." default:"localhost:8080" placeholder:"ADDRESS"`
	Basemap     string `help:"Address of a basemap to lay over the built-in one: a template of picture tiles with {z}, {x} and {y}, or a PMTiles archive of such. The readers' browsers fetch it; nothing else is asked of the internet." placeholder:"ADDRESS"`
	Credit      string `name:"basemap-credit" help:"Who is to be named for that basemap, as its licence asks for." placeholder:"TEXT"`
	LogRequests bool   `help:"Log a line for each request, with its id, status, size and time."`
}

func (c serveCommand) Help() string {
	return `The page and the API are at the address that is printed. Edits that QGIS or another program makes in the file show within seconds. Stop with Ctrl-C: answers under way are finished first; a second one ends it at once.`
}

func (c serveCommand) Run(ctx context.Context, s *Streams) error {
	if err := c.check(0); err != nil { // 0: further machines work the jobs
		return err
	}
	log := c.log(s.Err)
	basemap, err := api.ParseBasemap(c.Basemap, c.Credit)
	if err != nil {
		return usagef("--basemap: %w", err)
	}
	listener, err := api.Listen(c.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	r, err := c.open(ctx, true, planner.Options{Log: log, KeepJobs: time.Duration(c.KeepJobs)})
	if err != nil {
		return err
	}
	page, err := fs.Sub(web.Dist, "dist")
	if err != nil {
		return errors.Join(err, r.Close())
	}
	// The background follows the store until the server has answered its last request; only
	// then may the store be closed.
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var following sync.WaitGroup
	following.Go(func() {
		if err := r.Run(background); err != nil {
			log.Error("the region is no longer followed", "err", err)
		}
	})
	following.Go(func() { r.CleanJobs(background) })
	server := api.New(r.Planner, api.Options{Page: page, Basemap: basemap, Log: log, LogRequests: c.LogRequests}) // before Work: it counts jobs
	if c.Workers > 0 {                                                                                            // 0: further machines do it
		following.Go(func() {
			if err := r.Work(background, c.options(log)); err != nil {
				log.Error("jobs are no longer worked here", "err", err)
			}
		})
	}
	fmt.Fprintf(s.Out, "Samloka serves %s at http://%s\n", r.Location(), listener.Addr())
	err = server.Run(ctx, listener)
	stop()
	following.Wait()
	return errors.Join(err, r.Close())
}
