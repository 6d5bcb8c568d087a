package planner

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/samloka/samloka/internal/symbiosis"
)

// What takes longer than a question may is reckoned on: the next one finds it done. When nobody comes
// back, and when the one who asked has gone, it is given up.
func TestSharedWorkOutlivesAQuestionsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var work shared[int]
		began := 0
		reckon := func(takes time.Duration) func(context.Context) (int, error) {
			return func(ctx context.Context) (int, error) {
				began++
				select {
				case <-time.After(takes):
					return 7, nil
				case <-ctx.Done():
					return 0, ctx.Err()
				}
			}
		}
		ask := func(patience, takes time.Duration) (int, error) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			return work.get(ctx, "it", reckon(takes))
		}
		if _, err := ask(30*time.Second, time.Minute); !errors.Is(err, symbiosis.ErrGoesOn) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a question out of time gets %v", err)
		}
		if got, err := ask(31*time.Second, time.Minute); got != 7 || err != nil || began != 1 {
			t.Errorf("asked again: %d, %v after %d beginnings", got, err, began)
		}

		work = shared[int]{}
		if _, err := ask(time.Second, time.Hour); !errors.Is(err, symbiosis.ErrGoesOn) {
			t.Error(err)
		}
		time.Sleep(lingering + time.Second)
		synctest.Wait()
		if work.run != nil {
			t.Error("what nobody came back for is still being calculated")
		}

		ctx, leave := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, leave)
		if _, err := work.get(ctx, "it", reckon(time.Hour)); !errors.Is(err, context.Canceled) || errors.Is(err, symbiosis.ErrGoesOn) || work.run != nil {
			t.Errorf("who has gone gets %v, and work goes on: %t", err, work.run != nil)
		}
		synctest.Wait()
	})
}
