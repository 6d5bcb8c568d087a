package geo

import (
	"flag"
	"os"
	"testing"
)

// TestMain gives the property tests a fixed seed, so that a run can be repeated, unless the
// command line names another (-rapid.seed=…).
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.seed"); f != nil && f.Value.String() == f.DefValue {
		if err := f.Value.Set("20261122"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
