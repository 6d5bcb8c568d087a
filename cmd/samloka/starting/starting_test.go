package starting

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestOver: a program starts with room for its packages, and has memory collected as usual afterwards.
func TestOver(t *testing.T) {
	if os.Getenv("GOGC") != "" {
		t.Skip("the environment says how memory is collected (GOGC)")
	}
	if at := debug.SetGCPercent(percent); at != percent {
		t.Errorf("the program starts at %d %%, want %d", at, percent)
	}
	Over()
	if at := debug.SetGCPercent(100); at != 100 {
		t.Errorf("once it is over, %d %% may come, want 100", at)
	}
}
