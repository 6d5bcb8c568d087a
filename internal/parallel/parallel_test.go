package parallel_test

import (
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"github.com/samloka/samloka/internal/parallel"
)

func TestEachDoesEachOnce(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, n := range []int{0, 1, 2, 1000} {
		times := make([]atomic.Int32, n)
		parallel.Each(n, func(i int) { times[i].Add(1) })
		for i := range times {
			if got := times[i].Load(); got != 1 {
				t.Errorf("%d of %d was done %d times", i, n, got)
			}
		}
	}
}

// TestAPanicIsTheCallers: it can be recovered where the work was asked for, once all of it has ended.
func TestAPanicIsTheCallers(t *testing.T) {
	for _, n := range []int{1, 2, 100_000} {
		func() {
			defer goleak.VerifyNone(t)
			defer func() {
				if fault := recover(); fault != "broken" {
					t.Errorf("of %d, the caller recovers %v", n, fault)
				}
			}()
			parallel.Each(n, func(i int) {
				if i == 0 {
					panic("broken")
				}
			})
			t.Errorf("of %d, a panic was passed over", n)
		}()
	}
}
