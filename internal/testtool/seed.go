package testtool

import (
	"flag"
	"os"
	"testing"
)

// fixedSeed is what property tests draw their cases from: any number will do, as long as it
// stays.
const fixedSeed = "20261122"

// Main runs a package's tests with a fixed seed. Every package with property tests has
//
//	func TestMain(m *testing.M) { testtool.Main(m) }
func Main(m *testing.M) {
	FixSeed()
	os.Exit(m.Run())
}

// FixSeed lets rapid draw the same cases in each run (alone it seeds from the clock), unless
// the command line names another seed (-rapid.seed=…).
func FixSeed() {
	flag.Parse()
	f := flag.Lookup("rapid.seed")
	if f == nil || f.Value.String() != f.DefValue {
		return
	}
	if err := f.Value.Set(fixedSeed); err != nil {
		panic("rapid no longer takes a seed by its flag: " + err.Error())
	}
}
