package planner

import (
	"context"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
)

// shared is something that takes long to reckon: once for all who ask for it, when the first does,
// and given up when nobody waits any longer.
type shared[T any] struct {
	mu  sync.Mutex
	run *sharedRun[T]
}

type sharedRun[T any] struct {
	done    chan struct{} // closed when result and err stand
	result  T
	err     error
	waiters int
	cancel  context.CancelFunc
}

// get returns what reckon gives; what names it for people. The error is ctx's own when it ends first.
func (m *shared[T]) get(ctx context.Context, what string, reckon func(context.Context) (T, error)) (T, error) {
	m.mu.Lock()
	if m.run == nil {
		m.run = startRun(what, reckon)
	}
	run := m.run
	run.waiters++
	m.mu.Unlock()
	defer func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		run.waiters--
		select {
		case <-run.done:
			if run.err != nil && m.run == run {
				m.run = nil // the next one tries again
			}
		default:
			if run.waiters == 0 && m.run == run {
				run.cancel()
				m.run = nil
			}
		}
	}()
	select {
	case <-run.done:
		return run.result, run.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

func startRun[T any](what string, reckon func(context.Context) (T, error)) *sharedRun[T] {
	ctx, cancel := context.WithCancel(context.Background())
	run := &sharedRun[T]{done: make(chan struct{}), cancel: cancel}
	go func() {
		defer cancel()
		defer close(run.done)
		defer func() {
			if fault := recover(); fault != nil {
				run.err = symbiosis.Errorf(symbiosis.Internal, "%s could not be reckoned: %v", what, fault)
			}
		}()
		run.result, run.err = reckon(ctx)
	}()
	return run
}
