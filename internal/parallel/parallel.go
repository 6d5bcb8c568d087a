// Package parallel shares work among cores.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls work once for each of 0…n−1, on as many cores as Go uses, in no order, and returns
// when all is done.
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
	for range workers {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	group.Wait()
}
