package geopackage

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/samloka/samloka/internal/testtool"
)

// TestMain lets rapid draw the same records in each run, unless the command line names another
// seed (-rapid.seed=…), and plays the second program for the tests that start one.
func TestMain(m *testing.M) {
	testtool.FixSeed()
	if play() {
		return
	}
	goleak.VerifyTestMain(m)
}
