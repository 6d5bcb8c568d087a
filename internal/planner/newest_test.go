package planner

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestWorkIsForTheNewestOnceNothingComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newest{ctx: t.Context()}
		var begun, ended []int
		work := func(i int) func(context.Context) {
			return func(ctx context.Context) {
				begun = append(begun, i)
				select {
				case <-ctx.Done():
				case <-time.After(time.Second):
					ended = append(ended, i)
				}
			}
		}
		n.start(0, work(0)) // at the start, without waiting
		synctest.Wait()
		for i := 1; i <= 100; i++ {
			n.start(settled, work(i))
			<-time.After(settled - time.Millisecond)
		}
		<-time.After(10 * time.Second)
		synctest.Wait()
		if !slices.Equal(begun, []int{0, 100}) || !slices.Equal(ended, []int{100}) {
			t.Errorf("begun %v, ended %v, want the first begun, and the last done", begun, ended)
		}

		n.start(settled, work(101))
		n.end()
		n.start(0, work(102))
		synctest.Wait()
		n.end()
		if !slices.Equal(begun, []int{0, 100, 102}) || !slices.Equal(ended, []int{100}) {
			t.Errorf("begun %v, ended %v: the end waits for nothing", begun, ended)
		}
	})
}
