package exchangeformat

import (
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/samloka/samloka/internal/symbiosis"
)

// parts writes what comes piece by piece: each piece is made and put into words on a core of its own,
// and the words are put out in order, so that the file is the same as if one had written it all.
type parts struct {
	*output
	err      error // the first; nothing is written after it
	rows     int
	counts   Counts
	skip     int // bytes of the first words that are left out: what would part them from those before
	progress func(rows int)
	buffers  sync.Pool    // of *featureWriter
	longest  atomic.Int64 // bytes of a piece so far
}

func newParts(ctx context.Context, w io.Writer, progress func(rows int)) *parts {
	if progress == nil {
		progress = func(int) {}
	}
	return &parts{output: newOutput(ctx, w), counts: Counts{}, progress: progress, buffers: sync.Pool{New: func() any { return new(featureWriter) }}}
}

// errStopped ends a reader whose writer has met an error.
var errStopped = errors.New("the writer has stopped")

// putter puts one record into words, behind those in the buffer.
type putter[T any] func(*featureWriter, *T)

// drafted makes putters that have fill make a record a draft and put write it. Each has one draft for
// all its records, of which fill sets all that is written: one for each would be half of the memory that an export touches.
func drafted[T, D any](fill func(*D, *T), put func(*featureWriter, *D)) func() putter[T] {
	return func() putter[T] {
		d := new(D)
		return func(f *featureWriter, record *T) {
			fill(d, record)
			put(f, d)
		}
	}
}

// writePieces writes all pieces of a noun, each with a putter of its own, on any core; seen, when it isn't nil, is told the records of each piece in order,
// of which it may keep nothing but copies.
func writePieces[T any](p *parts, noun Noun, pieces symbiosis.Pieces[T], putting func() putter[T], seen func([]T)) {
	if p.err != nil {
		return
	}
	type result struct {
		*featureWriter
		records *[]T
		done    func()
		fault   any // a panic, which the caller shall have
	}
	lists := sync.Pool{New: func() any { return new([]T) }}
	write := func(piece symbiosis.Piece[T], done func()) (r result) {
		defer func() { r.fault = recover() }()
		list := lists.Get().(*[]T)
		*list = piece((*list)[:0])
		records := *list
		f := p.buffers.Get().(*featureWriter)
		f.buf = slices.Grow(f.buf[:0], int(p.longest.Load())) // a list that grows is copied, and touches twice the memory
		put := putting()
		for i := range records {
			put(f, &records[i])
		}
		return result{featureWriter: f, records: list, done: done}
	}
	written := make(chan chan result, 2*runtime.GOMAXPROCS(0)) // in order; bounds how many are held
	working := make(chan struct{}, runtime.GOMAXPROCS(0))
	stop := make(chan struct{})
	var reading error
	var group sync.WaitGroup
	group.Go(func() {
		defer close(written)
		reading = pieces.Lent(func(piece symbiosis.Piece[T], done func()) error {
			one := make(chan result, 1)
			select {
			case written <- one:
			case <-stop:
				return errStopped
			}
			working <- struct{}{}
			group.Go(func() {
				one <- write(piece, done)
				<-working
			})
			return nil
		})
	})
	var fault any
	for one := range written {
		r := <-one
		switch {
		case r.fault != nil && fault == nil:
			fault = r.fault
		case p.err != nil || fault != nil:
		case p.ctx.Err() != nil:
			p.err = p.ctx.Err()
		default:
			if seen != nil {
				seen(*r.records)
			}
			r.done()
			if len(r.buf) > 0 {
				if _, p.err = p.Write(r.buf[p.skip:]); p.err != nil {
					p.err = p.done()
				}
				p.skip = 0
			}
			p.longest.Store(max(p.longest.Load(), int64(len(r.buf))))
			p.rows += len(*r.records)
			p.counts[noun] += len(*r.records)
			p.progress(p.rows)
			p.buffers.Put(r.featureWriter)
			lists.Put(r.records)
		}
		if p.err != nil || fault != nil {
			select {
			case <-stop:
			default:
				close(stop)
			}
		}
	}
	group.Wait() // pieces may be made only while their source is open
	if fault != nil {
		panic(fault)
	}
	if p.err == nil {
		p.err = reading
	}
}
