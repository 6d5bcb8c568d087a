package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/samloka/samloka/internal/planner"
)

// workFlags say how jobs are worked.
type workFlags struct {
	Workers       int           `help:"Jobs worked at once; a server with 0 leaves them to others." default:"1" placeholder:"N"`
	WorkerSilence time.Duration `name:"worker-silence" help:"After this long without a sign of life a worker is taken for dead and its job given to another." default:"15s" placeholder:"DURATION"`
}

func (f workFlags) options(log *slog.Logger) planner.WorkOptions {
	return planner.WorkOptions{Workers: f.Workers, Silent: f.WorkerSilence, Log: log}
}

type workCommand struct {
	storeFlag
	workFlags
}

func (workCommand) Help() string {
	return `Works the jobs of a region (imports, whole-region matching) beside its servers, which work them too: start as many as there are machines to spare. A job whose worker dies is taken up by another. Stop with Ctrl-C: what is under way is given back.

Example:
  samloka work --store postgres://user@host/database --workers 4`
}

func (c workCommand) Run(ctx context.Context, s *Streams) error {
	if c.Workers < 1 || c.WorkerSilence < 100*time.Millisecond {
		return usagef("--workers must be at least 1, and --worker-silence at least 100ms")
	}
	log := slog.New(slog.NewTextHandler(s.Err, nil))
	r, err := c.open(ctx, false, planner.Options{Log: log})
	if err != nil {
		return err
	}
	defer r.Close()
	fmt.Fprintf(s.Out, "Samloka works the jobs of %s\n", r.Location())
	return r.Work(ctx, c.options(log))
}
