package record

import (
	"fmt"
	"testing"
)

// TestSeenMissesNone: whatever was added may be there, however few bits a hash has; with all of them
// nothing else is.
func TestSeenMissesNone(t *testing.T) {
	for _, bits := range []int{1, 4, 64} {
		missesNone(t, bits, func(i int) int { return i })
		missesNone(t, bits, func(i int) int { return 999 - i })
		missesNone(t, bits, func(i int) int { return (i + 500) % 1000 })
	}
}

// missesNone adds 1000 ids in an order.
func missesNone(t *testing.T, bits int, order func(int) int) {
	t.Helper()
	s := NewSeen(bits)
	if s.MayHold("") {
		t.Error("it holds something from the beginning")
	}
	for i := range 1000 {
		i = order(i)
		if isNew := s.Add(fmt.Sprint(i)); !isNew && bits == 64 {
			t.Errorf("%d bits: %d was there before", bits, i)
		}
	}
	for i := range 1000 {
		if !s.MayHold(fmt.Sprint(i)) || s.Add(fmt.Sprint(i)) {
			t.Fatalf("%d bits: %d is lost", bits, i)
		}
		if bits == 64 && s.MayHold(fmt.Sprint(-1-i)) {
			t.Errorf("%d is there, and was never added", -1-i)
		}
	}
}

// TestSeenKeepsManyThatRise: as many as no list holds, until one comes that doesn't rise.
func TestSeenKeepsManyThatRise(t *testing.T) {
	s := NewSeen(64)
	const many = 600_000
	id := func(i int) string { return fmt.Sprintf("at-%07d", i) }
	for i := range many {
		if !s.Add(id(i)) {
			t.Fatalf("%s was there before", id(i))
		}
	}
	for i := range many {
		if s.Add(id(i)) {
			t.Fatalf("%s is lost", id(i))
		}
	}
}
