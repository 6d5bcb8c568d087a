package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// soon is how long a worker may be silent in these tests.
const soon = 400 * time.Millisecond

// patience bounds what a test waits for.
const patience = 60 * time.Second

// work works the store's jobs until the returned function is called.
func work(t *testing.T, s store.Store, workers int, do store.Worker) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.WorkJobs(ctx, store.WorkOptions{Workers: workers, Silent: soon}, do) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("WorkJobs: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// reaches waits until a job has a state.
func reaches(t *testing.T, s store.Store, id int64, state store.JobState) store.Job {
	t.Helper()
	ticks := time.NewTicker(10 * time.Millisecond)
	defer ticks.Stop()
	end := time.After(patience)
	for {
		j, err := s.Job(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		if j.State == state {
			return j
		}
		select {
		case <-ticks.C:
		case <-end:
			t.Fatalf("job %d is %+v, and never becomes %s", id, j, state)
		}
	}
}

func add(t *testing.T, s store.Store, jobs ...store.NewJob) []int64 {
	t.Helper()
	ids, err := s.AddJobs(store.By(context.Background(), store.Author{Name: "Kim"}), jobs...)
	if err != nil || len(ids) != len(jobs) {
		t.Fatalf("AddJobs: %v, %v", ids, err)
	}
	return ids
}

func jobsAreWorked(t *testing.T, s store.Store) {
	ctx := context.Background()
	_, before := load(t, s)
	ids := add(t, s, store.NewJob{Kind: "good", Args: []byte(`{"n":1}`)}, store.NewJob{Kind: "bad", Args: []byte(`{}`)}, store.NewJob{Kind: "panics", Args: []byte(`null`)})
	waits, err := s.Job(ctx, ids[0])
	if err != nil || waits.State != store.JobWaiting || waits.Author != "Kim" || string(waits.Args) != `{"n":1}` || waits.Created.IsZero() || !waits.Started.IsZero() {
		t.Fatalf("a new job is %+v, %v", waits, err)
	}
	stop := work(t, s, 2, func(ctx context.Context, j store.Job, progress func(done, total int64)) (store.Outcome, error) {
		switch j.Kind {
		case "bad":
			return store.Outcome{Result: []byte(`{"why":2}`)}, errors.New("it could not be done")
		case "panics":
			panic("a fault")
		}
		progress(3, 7)
		if store.AuthorOf(ctx).Name != "Kim" {
			t.Errorf("the work is written down to %q", store.AuthorOf(ctx).Name)
		}
		return store.Outcome{Result: []byte(`{"pairs":2}`)}, nil
	})
	good := reaches(t, s, ids[0], store.JobDone)
	if string(good.Result) != `{"pairs":2}` || good.Done != 7 || good.Total != 7 || good.Attempt != 1 || good.Started.IsZero() || good.Finished.IsZero() || good.Error != "" {
		t.Errorf("the good one is %+v", good)
	}
	if bad := reaches(t, s, ids[1], store.JobFailed); bad.Error != "it could not be done" || string(bad.Result) != `{"why":2}` || bad.Finished.IsZero() {
		t.Errorf("the bad one is %+v", bad)
	}
	if fault := reaches(t, s, ids[2], store.JobFailed); fault.Error == "" {
		t.Errorf("the one that panics is %+v", fault)
	}
	stop()
	list, err := s.Jobs(ctx, 0, 2)
	if err != nil || len(list) != 2 || list[0].ID != ids[2] || list[1].ID != ids[1] {
		t.Errorf("the newest are %+v, %v", list, err)
	}
	_, err1 := s.Job(ctx, 1<<40)
	_, err2 := s.JobFile(ctx, ids[0], "other")
	for _, err := range []error{err1, err2, s.CancelJob(ctx, 1<<40)} {
		if err == nil || symbiosis.KindOf(err) != symbiosis.NotFound {
			t.Errorf("what there is none of gives %v", err)
		}
	}
	if _, after := load(t, s); after != before {
		t.Error("jobs change the region's revision")
	}
}

func jobsArePartedAndRejoined(t *testing.T, s store.Store) {
	const parts = 7
	ids := add(t, s, store.NewJob{Kind: "whole", Args: []byte(`{}`)})
	work(t, s, 3, func(ctx context.Context, j store.Job, _ func(done, total int64)) (store.Outcome, error) {
		if j.Kind == "part" {
			return store.Outcome{Result: j.Args}, nil
		}
		done, err := s.Jobs(ctx, j.ID, 100)
		if err != nil {
			return store.Outcome{}, err
		}
		if len(done) == 0 {
			var news []store.NewJob
			for i := range parts {
				news = append(news, store.NewJob{Kind: "part", Args: fmt.Appendf(nil, "%d", i), Parent: j.ID})
			}
			_, err := s.AddJobs(ctx, news...)
			return store.Outcome{Parted: true}, err
		}
		var results []byte
		for _, p := range done {
			if p.State != store.JobDone {
				return store.Outcome{}, fmt.Errorf("part %d is %s", p.ID, p.State)
			}
			results = append(results, p.Result...)
		}
		return store.Outcome{Result: fmt.Appendf(nil, "%q", results)}, nil
	})
	if whole := reaches(t, s, ids[0], store.JobDone); string(whole.Result) != `"0123456"` {
		t.Errorf("the whole is %s", whole.Result)
	}
	if list, err := s.Jobs(context.Background(), 0, 10); err != nil || len(list) != 1 {
		t.Errorf("the list holds %d jobs, %v: parts stand under their whole", len(list), err)
	}
}

func jobsAreCancelled(t *testing.T, s store.Store) {
	ctx := context.Background()
	ids := add(t, s, store.NewJob{Kind: "long", Args: []byte(`{}`)})
	begun := make(chan struct{}, 10)
	stop := work(t, s, 1, func(ctx context.Context, _ store.Job, _ func(done, total int64)) (store.Outcome, error) {
		begun <- struct{}{}
		<-ctx.Done()
		return store.Outcome{}, ctx.Err()
	})
	<-begun
	if err := s.CancelJob(ctx, ids[0]); err != nil {
		t.Fatal(err)
	}
	reaches(t, s, ids[0], store.JobCancelled)
	// The one worker is free again, and a job that is cancelled before its turn never has it.
	two := add(t, s, store.NewJob{Kind: "second", Args: []byte(`{}`)})
	<-begun
	three := add(t, s, store.NewJob{Kind: "third", Args: []byte(`{}`)})
	if err := s.CancelJob(ctx, three[0]); err != nil {
		t.Fatal(err)
	}
	// What a program is about when it stops is given back.
	stop()
	if j := reaches(t, s, two[0], store.JobWaiting); j.Error != "" {
		t.Errorf("given back, it is %+v", j)
	}
	work(t, s, 2, func(_ context.Context, j store.Job, _ func(done, total int64)) (store.Outcome, error) {
		if j.Kind != "second" {
			t.Errorf("%s is worked", j.Kind)
		}
		return store.Outcome{}, nil
	})
	reaches(t, s, two[0], store.JobDone)
	reaches(t, s, three[0], store.JobCancelled)
	// What has ended stays as it is, and who cancels it is told.
	for _, id := range []int64{two[0], three[0]} {
		before, _ := s.Job(ctx, id)
		if err := s.CancelJob(ctx, id); err == nil || symbiosis.KindOf(err) != symbiosis.Conflict {
			t.Errorf("cancelling job %d, which is %s, gives %v", id, before.State, err)
		}
		if after, _ := s.Job(ctx, id); !reflect.DeepEqual(after, before) {
			t.Errorf("cancelling made %+v of %+v", after, before)
		}
	}
}
