package storetest

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var updateGolden = flag.Bool("update", false, "write testdata/sample.golden anew")

func TestGoldenIsTheSample(t *testing.T) {
	got := Dump(Sample())
	if *updateGolden {
		if err := os.WriteFile("testdata/sample.golden", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(goldenSample, got); diff != "" {
		t.Errorf("testdata/sample.golden is out of date, write it by go test -update (-golden +sample):\n%s", diff)
	}
}

func TestSampleIsValid(t *testing.T) {
	r := Sample()
	for _, x := range r.Sites {
		check(t, x)
	}
	for _, x := range r.Flows {
		check(t, x)
	}
	for _, x := range r.Areas {
		check(t, x)
	}
	for _, x := range r.Exchanges {
		check(t, x)
	}
	for _, x := range r.Constraints {
		check(t, x)
	}
	for _, x := range r.Facilities {
		check(t, x)
	}
	for _, x := range r.Profiles {
		check(t, x)
	}
	for _, x := range r.Comparisons {
		check(t, x)
	}
	for _, x := range r.Pitches {
		check(t, x)
	}
	for _, x := range r.Settings {
		check(t, x)
	}
}

func check(t *testing.T, x interface{ Validate() error }) {
	t.Helper()
	if err := x.Validate(); err != nil {
		t.Errorf("%+v: %v", x, err)
	}
}

// The generators check what they draw; this shows that they can draw all they mean to. Normalise
// must leave a normalised record as it is: a store that normalises what it reads relies on it.
func TestGeneratorsDrawValidRecords(t *testing.T) {
	fixSeed(t)
	rapid.Check(t, func(t *rapid.T) {
		r := Region(t, 3)
		for _, x := range r.Sites {
			again := x
			again.Normalise()
			same(t, x, again)
		}
		for _, x := range r.Flows {
			again := x
			again.Normalise()
			same(t, x, again)
		}
		for _, x := range r.Areas {
			again := x
			again.Normalise()
			same(t, x, again)
		}
		for _, x := range r.Exchanges {
			again := x
			again.Normalise()
			same(t, x, again)
		}
		for _, x := range r.Constraints {
			again := x
			again.Normalise()
			same(t, x, again)
		}
		for _, x := range r.Facilities {
			again := x
			again.Normalise()
			same(t, x, again)
		}
		for _, x := range r.Profiles {
			again := x
			again.Normalise()
			same(t, x, again)
		}
		for _, x := range r.Comparisons {
			again := x
			again.Normalise()
			same(t, x, again)
		}
		for _, x := range r.Pitches {
			again := x
			again.Normalise()
			same(t, x, again)
		}
		for _, x := range r.Settings {
			again := x
			again.Normalise()
			same(t, x, again)
		}
	})
}

func same[T any](t *rapid.T, once, twice T) {
	t.Helper()
	if diff := cmp.Diff(once, twice); diff != "" {
		t.Fatalf("Normalise changes a normalised record (-once +twice):\n%s", diff)
	}
}
