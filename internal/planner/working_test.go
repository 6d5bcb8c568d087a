package planner_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/testtool"
)

// logged keeps the lines of a log.
type logged struct {
	mu    sync.Mutex
	lines strings.Builder
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.String()
}

// TestWorkThatCannotBeginIsTriedAgain: the database is away when a server begins to work, and later
// the server's user lacks a right; each time it says so, and works when it can.
func TestWorkThatCannotBeginIsTriedAgain(t *testing.T) {
	cluster := testtool.NewCluster(t)
	var log logged
	pauses := make(chan time.Duration, 100)
	ticks := make(chan time.Time)
	r := regionAt(t, cluster.Address(), planner.Options{
		Log: slog.New(slog.NewTextHandler(&log, nil)),
		Ticker: func(d time.Duration) (<-chan time.Time, func()) {
			pauses <- d
			return ticks, func() {}
		},
	})
	job, err := r.StartExport(t.Context(), planner.Once{}, planner.ExportOrder{Format: planner.GeoJSON, Table: "all"})
	must(t, err)
	work := func() (stop func()) {
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- r.Work(ctx, planner.WorkOptions{Silent: 500 * time.Millisecond}) }()
		return func() {
			t.Helper()
			cancel()
			must(t, <-ended)
			if here, _ := r.Working(); here {
				t.Error("it says that it works, and has been stopped")
			}
		}
	}
	refused := func(pause time.Duration) {
		t.Helper()
		select {
		case got := <-pauses:
			if got != pause {
				t.Errorf("it waits %s, want %s", got, pause)
			}
		case <-time.After(time.Minute):
			t.Fatal("it neither works nor waits")
		}
		// The first try meets a connection that was lost, the later ones nobody at the address.
		if here, err := r.Working(); !here || err == nil || !strings.Contains(err.Error(), "no longer answers") && !strings.Contains(err.Error(), "can't be reached") {
			t.Errorf("it works here: %t, %v", here, err)
		}
	}
	cluster.Crash()
	stop := work()
	for _, pause := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		refused(pause)
		if pause < 4*time.Second {
			ticks <- time.Time{}
		}
	}
	if !strings.Contains(log.String(), "jobs can't be worked here now") || !strings.Contains(log.String(), "next_try_in=4s") {
		t.Errorf("the log says %s", log.String())
	}
	cluster.Start()
	ticks <- time.Time{}
	if job = ends(t, r.Planner, job.ID); job.State != store.JobDone {
		t.Errorf("%+v", job)
	}
	if here, err := r.Working(); !here || err != nil {
		t.Errorf("it works here: %t, %v", here, err)
	}
	stop()
}

// TestAMissingRightToWorkIsTold: who may read and write the region, but not take jobs from River.
func TestAMissingRightToWorkIsTold(t *testing.T) {
	cluster := testtool.NewCluster(t)
	owner := regionAt(t, cluster.Address(), planner.Options{})
	cluster.SQL(`CREATE ROLE guest LOGIN;
		GRANT USAGE ON SCHEMA samloka TO guest;
		GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA samloka TO guest;
		GRANT USAGE ON ALL SEQUENCES IN SCHEMA samloka TO guest;
		REVOKE ALL ON samloka.river_queue, samloka.river_job FROM guest`)
	ticks := make(chan time.Time)
	guest := regionAt(t, strings.Replace(cluster.Address(), "postgres://"+cluster.User()+"@", "postgres://guest@", 1), planner.Options{
		Ticker: func(time.Duration) (<-chan time.Time, func()) { return ticks, func() {} },
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- guest.Work(ctx, planner.WorkOptions{Silent: 500 * time.Millisecond}) }()
	defer func() {
		cancel()
		must(t, <-ended)
	}()
	until(t, "the missing right is told", func() bool {
		_, err := guest.Working()
		return err != nil && strings.Contains(err.Error(), "does not give the user the right")
	})
	cluster.SQL(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA samloka TO guest`)
	ticks <- time.Time{}
	job, err := owner.StartExport(t.Context(), planner.Once{}, planner.ExportOrder{Format: planner.GeoJSON, Table: "all"})
	must(t, err)
	if job = ends(t, owner.Planner, job.ID); job.State != store.JobDone {
		t.Errorf("%+v", job)
	}
}

// until asks again and again until ask is content.
func until(t *testing.T, what string, ask func() bool) {
	t.Helper()
	ticks := time.NewTicker(20 * time.Millisecond)
	defer ticks.Stop()
	patience := time.After(time.Minute)
	for !ask() {
		select {
		case <-ticks.C:
		case <-patience:
			t.Fatalf("%s: it never came", what)
		}
	}
}
