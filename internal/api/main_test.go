package api_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain lets rapid draw the same cases in each run, unless the command line names another
// seed (-rapid.seed=…).
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.seed"); f != nil && f.Value.String() == f.DefValue {
		if err := f.Value.Set("20261122"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
