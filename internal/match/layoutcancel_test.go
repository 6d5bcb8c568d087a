package match_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// ending is a context that ends when it has been looked at so many times.
type ending struct {
	context.Context
	left atomic.Int64
}

func (c *ending) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// A layout that is given up at some of the places where it may be leaves nothing behind: the next run
// begins anew and finds the same. After an edit or at the end of a server nobody waits for it.
func TestALayoutThatIsGivenUpLeavesNothing(t *testing.T) {
	region := regiongen.Clustered(2_000, 17)
	for _, opts := range []match.Options{{}, twoGates} {
		run := func(ctx context.Context, e *match.Engine) (found []symbiosis.Match, err error) {
			err = e.All(ctx, opts, func(m symbiosis.Match) bool { found = append(found, m); return len(found) < 2_000 })
			return found, err
		}
		want, err := run(t.Context(), newEngine(t, region))
		if err != nil || len(want) == 0 {
			t.Fatal(len(want), err)
		}
		e, given := newEngine(t, region), 0
		for looks := int64(0); !match.LaidOut(e, opts); looks += 1 + looks/4 {
			ctx := &ending{Context: t.Context()}
			ctx.left.Store(looks)
			if _, err := run(ctx, e); !errors.Is(err, context.Canceled) && !match.LaidOut(e, opts) {
				t.Fatalf("given up after %d looks: %v", looks, err)
			}
			given++
		}
		if given < 10 {
			t.Errorf("given up at %d places: too few to be soon enough", given)
		}
		got, err := run(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("at once (−), after %d that were given up (+):\n%s", given, diff)
		}
	}
}
