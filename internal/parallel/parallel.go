// Package parallel shares work among cores.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls work once for each of 0…n−1, on as many cores as Go uses, in no order, and returns
// when all is done. A panic of the work ends the rest and is the caller's, as if it had done
// the work itself: who answers requests recovers there.
func Each(n int, work func(int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			work(i)
		}
		return
	}
	var next atomic.Int64
	var group sync.WaitGroup
	var panicked atomic.Pointer[any]
	for range workers {
		group.Go(func() {
			defer func() {
				if fault := recover(); fault != nil {
					panicked.CompareAndSwap(nil, &fault)
					next.Store(int64(n))
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	group.Wait()
	if fault := panicked.Load(); fault != nil {
		panic(*fault)
	}
}
