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
