package main

import "testing"

// TestGarbageIsLimited: little that is in use may grow to five times as much, much not beyond the limit,
// and very much to twice.
func TestGarbageIsLimited(t *testing.T) {
	for inUse, want := range map[uint64]int{0: 400, 1 << 20: 400, mostGarbage / 4: 400, mostGarbage / 2: 200, mostGarbage: 100, 8 * mostGarbage: 100} {
		if got := percentOfUse(inUse); got != want {
			t.Errorf("of %d MB in use %d %% may come, want %d", inUse>>20, got, want)
		}
	}
}
