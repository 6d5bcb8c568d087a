package tile

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/samloka/samloka/internal/planner"
)

// A map asks for many tiles at once: the layer is read by one of them, and by the next one when that is given up.
func TestALayerIsReadOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		readings, hold := 0, make(chan struct{})
		l := &layer{load: func(ctx context.Context, _ *planner.Snapshot) (drawing, error) {
			readings++
			select {
			case <-hold:
				return &points[int]{}, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}}
		c := newCanvas(nil, l)
		first, giveUp := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := c.drawing(first, l); !errors.Is(err, context.Canceled) {
				t.Errorf("who gave up got %v", err)
			}
		})
		synctest.Wait()
		for range 8 {
			all.Go(func() {
				if d, err := c.drawing(t.Context(), l); d == nil || err != nil {
					t.Errorf("who waited got %v, %v", d, err)
				}
			})
		}
		synctest.Wait()
		giveUp()
		synctest.Wait()
		close(hold)
		all.Wait()
		if readings != 2 {
			t.Errorf("read %d times, want by the one who gave up and by one of the others", readings)
		}
	})
}
