package tile

import (
	"context"
	"testing"

	"github.com/samloka/samloka/internal/planner"
)

// Drawer reads a layer and returns a function that draws and zips a tile of it anew, and
// returns its size.
func Drawer(ctx context.Context, s *planner.Snapshot, name string) (func(Address) int, error) {
	l := layerOf(name)
	d, err := l.load(ctx, s)
	if err != nil {
		return nil, err
	}
	return func(a Address) int {
		t, err := encode(l, d, a)
		if err != nil {
			panic(err)
		}
		return len(t.plain)
	}, nil
}

// EvenShare is evenShare.
var EvenShare = evenShare

// SetMostLines has so many lines be drawn from afar until the test ends.
func SetMostLines(t *testing.T, most int) {
	before := mostLines
	mostLines = most
	t.Cleanup(func() { mostLines = before })
}
