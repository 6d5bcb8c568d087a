package planner

import (
	"errors"

	"github.com/samloka/samloka/internal/exchangeformat"
)

// coming is a Reading that has begun before the transaction which takes what it reads: some of the file
// is ready by the time that the region is locked, or made.
type coming struct {
	batches chan exchangeformat.Batch
	taken   chan error // what became of the batch
	stopped chan struct{}
	done    chan struct{}

	// How it ended, once done is closed.
	err   error
	panic any
}

// ReadAhead begins a reading before anybody is there to take what it reads, such as while the region is
// opened. It returns the Reading to import, which is to be stopped once the import has ended, or didn't
// come to pass.
func ReadAhead(read Reading) (ahead Reading, stop func()) {
	c := begin(read, true)
	return func(inParts bool, take func(exchangeformat.Batch) error) error {
		if !inParts { // once more
			return read(false, take)
		}
		return c.each(take)
	}, c.stop
}

// errLeft ends a reading that nobody takes anything of any more.
var errLeft = errors.New("the import has ended")

func begin(read Reading, inParts bool) *coming {
	c := &coming{batches: make(chan exchangeformat.Batch), taken: make(chan error), stopped: make(chan struct{}), done: make(chan struct{}), err: errLeft}
	go func() {
		defer close(c.done)
		defer func() { c.panic = recover() }()
		c.err = read(inParts, c.give)
	}()
	return c
}

// give waits until a batch is taken.
func (c *coming) give(b exchangeformat.Batch) error {
	select {
	case c.batches <- b:
		return <-c.taken
	case <-c.stopped:
		return errLeft
	}
}

// each calls take for each batch, in the caller's goroutine, and returns how the reading ended.
func (c *coming) each(take func(exchangeformat.Batch) error) error {
	for {
		select {
		case b := <-c.batches:
			c.taken <- c.kept(take, b)
		case <-c.done:
			if c.panic != nil {
				panic(c.panic)
			}
			return c.err
		}
	}
}

// kept is take; when that panics or ends its goroutine, the reading must not wait for ever.
func (c *coming) kept(take func(exchangeformat.Batch) error, b exchangeformat.Batch) (err error) {
	whole := false
	defer func() {
		if !whole {
			c.taken <- errLeft
		}
	}()
	err = take(b)
	whole = true
	return err
}

// stop ends the reading, if it hasn't ended, and waits for it.
func (c *coming) stop() {
	close(c.stopped)
	<-c.done
}
