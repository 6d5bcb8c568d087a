package main

import (
	"testing"
	"time"
)

func TestHowLongJobsAreKept(t *testing.T) {
	for given, want := range map[string]time.Duration{"7d": 7 * 24 * time.Hour, "0": 0, "0d": 0, "36h": 36 * time.Hour, "0.5d": 12 * time.Hour, "10m": 10 * time.Minute} {
		var k keepFor
		if err := k.UnmarshalText([]byte(given)); err != nil || time.Duration(k) != want {
			t.Errorf("%s is %s, %v", given, time.Duration(k), err)
		}
	}
	for _, given := range []string{"", "d", "-1d", "-5h", "1s", "NaNd", "Infd", "1e300d", "week", "7 d"} {
		var k keepFor
		if err := k.UnmarshalText([]byte(given)); err == nil {
			t.Errorf("%q is %s", given, time.Duration(k))
		}
	}
}
