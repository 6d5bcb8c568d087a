package main

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/planner"
)

// workFlags say how jobs are worked.
type workFlags struct {
	Workers       int           `help:"Jobs worked at once; a server with 0 leaves them to others. Default: ${default}." default:"1" placeholder:"N"`
	KeepJobs      keepFor       `help:"How long ended jobs are kept with what they have made: 7d, 36h; 0 is for ever. Every server and worker of a region cleans, so give all the same. Default: ${default}." default:"7d" placeholder:"DURATION"`
	WorkerSilence time.Duration `name:"worker-silence" help:"After this long without a sign of life a worker is taken for dead and its job given to another. Default: ${default}." default:"15s" placeholder:"DURATION"`
}

func (f workFlags) options(log *slog.Logger) planner.WorkOptions {
	return planner.WorkOptions{Workers: f.Workers, Silent: f.WorkerSilence, Log: log}
}

// check refuses figures that nothing can be worked by; least is how many workers there must be.
func (f workFlags) check(least int) error {
	if f.Workers < least {
		return usagef("--workers %d: give how many jobs are worked at once, %d or more", f.Workers, least)
	}
	if f.WorkerSilence < 100*time.Millisecond {
		return usagef("--worker-silence %v: give 100ms or more", f.WorkerSilence)
	}
	return nil
}

// keepFor is a duration that may be given in days.
type keepFor time.Duration

// UnmarshalText reads days (7d), Go's durations (36h) or 0.
func (k *keepFor) UnmarshalText(text []byte) error {
	given := string(text)
	d, err := time.ParseDuration(given)
	if days, ok := strings.CutSuffix(given, "d"); ok {
		var n float64
		n, err = strconv.ParseFloat(days, 64)
		d = time.Duration(n * float64(24*time.Hour))
	}
	if err != nil || d < 0 || d > 0 && d < shortestKeep || d > longestKeep {
		return fmt.Errorf("%q is no time to keep jobs for: give days or hours, such as 7d or 36h, at least %s, or 0 for ever", given, shortestKeep)
	}
	*k = keepFor(d)
	return nil
}

// Bounds of how long jobs are kept. A result must live long enough to be fetched, and an upload to
// be taken up.
const (
	shortestKeep = 10 * time.Minute
	longestKeep  = 100 * 366 * 24 * time.Hour
)

type workCommand struct {
	storeFlag
	workFlags
	logFlags
	Metrics string `help:"Answer /metrics, /healthz and /readyz at this address of this machine; nothing listens unless it is given." placeholder:"ADDRESS"`
}

func (workCommand) Help() string {
	return `Works the jobs of a region (imports, whole-region matching, reports, exports) beside its servers, which work them too: start as many as there are machines to spare. A job whose worker dies is taken up by another. Stop with Ctrl-C: what is under way is given back.

Example:
  samloka work --store postgres://user@host/database --workers 4`
}

func (c workCommand) Run(ctx context.Context, s *Streams) error {
	if err := c.check(1); err != nil {
		return err
	}
	log := c.log(s.Err)
	r, err := c.open(ctx, false, planner.Options{Log: log, KeepJobs: time.Duration(c.KeepJobs)})
	if err != nil {
		return err
	}
	defer r.Close()
	var beside sync.WaitGroup
	defer beside.Wait() // it ends with ctx, as the work does
	at := ""
	if c.Metrics != "" {
		listener, err := api.Listen(c.Metrics)
		if err != nil {
			return err
		}
		server := api.NewWorker(r.Planner, log)
		beside.Go(func() {
			if err := server.Run(ctx, listener); err != nil {
				log.Error("metrics are no longer answered", "err", err)
			}
		})
		at = fmt.Sprintf(", with metrics at http://%s", listener.Addr())
	}
	fmt.Fprintf(s.Out, "Samloka works the jobs of %s%s\n", r.Location(), at)
	beside.Go(func() { r.CleanJobs(ctx) })
	return r.Work(ctx, c.options(log))
}
