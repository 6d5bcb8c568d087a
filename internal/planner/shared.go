package planner

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/samloka/samloka/internal/symbiosis"
)

// lingering is how long something is reckoned on after the last who waited had no more time: who asks
// again finds it done, or further on.
const lingering = 5 * time.Minute

// shared is something that takes long to reckon: once for all who ask for it, when the first does,
// and given up when nobody wants it any longer.
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

// get returns what reckon gives; what names it for people. The error is ctx's own when it ends first,
// with symbiosis.ErrGoesOn when that was for want of time.
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
			if run.waiters > 0 || m.run != run {
				return
			}
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				time.AfterFunc(lingering, func() { m.giveUp(run) })
				return
			}
			run.cancel()
			m.run = nil
		}
	}()
	select {
	case <-run.done:
		return run.result, run.err
	case <-ctx.Done():
		var none T
		return none, outOfTime(ctx)
	}
}

// done returns the result when it stands.
func (m *shared[T]) done() (result T, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.run == nil {
		return result, false
	}
	select {
	case <-m.run.done:
		return m.run.result, m.run.err == nil
	default:
		return result, false
	}
}

// giveUp ends a run that nobody waits for.
func (m *shared[T]) giveUp(run *sharedRun[T]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	select {
	case <-run.done:
	default:
		if run.waiters == 0 && m.run == run {
			run.cancel()
			m.run = nil
		}
	}
}

// outOfTime returns why a context has ended, nil when it hasn't. What was found until then stays: who
// asks again comes further.
func outOfTime(ctx context.Context) error {
	if err := ctx.Err(); errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", symbiosis.ErrGoesOn, err)
	}
	return ctx.Err()
}

func startRun[T any](what string, reckon func(context.Context) (T, error)) *sharedRun[T] {
	ctx, cancel := context.WithCancel(context.Background())
	run := &sharedRun[T]{done: make(chan struct{}), cancel: cancel}
	go func() {
		defer cancel()
		defer close(run.done)
		defer func() {
			if fault := recover(); fault != nil {
				run.err = symbiosis.Errorf(symbiosis.Internal, "%s could not be calculated: %v", what, fault)
			}
		}()
		run.result, run.err = reckon(ctx)
	}()
	return run
}
