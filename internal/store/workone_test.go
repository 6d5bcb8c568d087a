package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/store"
)

// The progress that a job ends with is written with its end, whatever becomes of its signs of life.
func TestAJobEndsWithItsWholeProgress(t *testing.T) {
	var ended store.Job
	var as store.JobState
	holder := store.Holder{
		Claim: func(context.Context) (store.Job, bool, error) { return store.Job{ID: 1, Attempt: 1}, true, nil },
		Alive: func(context.Context, int64, int64) (bool, error) { return false, errors.New("no answer") },
		Settle: func(_ context.Context, job store.Job, state store.JobState, _ store.Outcome, _ string) error {
			ended, as = job, state
			return nil
		},
	}
	options := store.WorkOptions{Silent: time.Second, Settled: func(int64) {}}
	err := store.WorkOne(t.Context(), options, holder, func(_ context.Context, _ store.Job, progress func(done, total int64)) (store.Outcome, error) {
		progress(3, 7)
		return store.Outcome{}, nil
	})
	if err != nil || as != store.JobDone || ended.Done != 7 || ended.Total != 7 {
		t.Errorf("%v: ended as %q with %d of %d, want 7 of 7", err, as, ended.Done, ended.Total)
	}
}
