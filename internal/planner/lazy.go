package planner

import (
	"sync"
	"sync/atomic"
)

// lazy is a value that is made when the first asks for it, once for all who ask. Commands that
// only move records in and out never ask for the matching engine, which takes the most to make.
type lazy[T any] struct {
	once  sync.Once
	make  func() (T, error)
	value T
	err   error
	made  atomic.Bool
}

func lazily[T any](make func() (T, error)) *lazy[T] { return &lazy[T]{make: make} }

// get returns the value, making it if need be.
func (l *lazy[T]) get() (T, error) {
	l.once.Do(func() {
		l.value, l.err = l.make()
		l.make = nil // what it held on to may go
		l.made.Store(true)
	})
	return l.value, l.err
}

// ready says that the value is at hand.
func (l *lazy[T]) ready() bool { return l.made.Load() && l.err == nil }
