package postgis

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/samloka/samloka/internal/testtool"
)

// TestMain lets rapid draw the same records in each run, unless the command line names another
// seed (-rapid.seed=…).
func TestMain(m *testing.M) {
	testtool.FixSeed()
	goleak.VerifyTestMain(m)
}
