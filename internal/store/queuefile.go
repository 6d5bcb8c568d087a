package store

import (
	"context"
	"io"

	"github.com/samloka/samloka/internal/symbiosis"
)

// FilePiece bounds a piece of a job's file, in bytes. A writer and a reader hold one each, and a
// matching reads a file of each of its cells at once.
const FilePiece = 256 << 10

// Pieces is how a store keeps a file in pieces; PutFile and JobFile of a Queue are made with it.
type Pieces struct {
	// Begin opens a file of no job, End says that it is whole, Drop takes it away.
	Begin func(ctx context.Context) (file int64, err error)
	Put   func(ctx context.Context, file int64, number int, content []byte) error
	End   func(ctx context.Context, file int64, pieces int, size int64) error
	Drop  func(ctx context.Context, file int64) error
}

// KeepFile keeps what write writes, piece by piece.
func KeepFile(ctx context.Context, p Pieces, write func(io.Writer) error) (file int64, err error) {
	if file, err = p.Begin(ctx); err != nil {
		return 0, err
	}
	c := &cutter{buf: make([]byte, 0, FilePiece), put: func(number int, content []byte) error { return p.Put(ctx, file, number, content) }}
	whole := false
	defer func() { // also when write panics
		if !whole {
			_ = p.Drop(context.WithoutCancel(ctx), file) // what is left is cleaned away later
		}
	}()
	if err := write(c); err != nil {
		return 0, err
	}
	if err := c.flush(); err != nil {
		return 0, err
	}
	if err := p.End(ctx, file, c.number, c.size); err != nil {
		return 0, err
	}
	whole = true
	return file, nil
}

// cutter cuts what is written into pieces.
type cutter struct {
	buf    []byte
	number int
	size   int64
	put    func(number int, content []byte) error
}

func (c *cutter) Write(p []byte) (n int, err error) {
	for n < len(p) {
		take := min(len(p)-n, cap(c.buf)-len(c.buf))
		c.buf = append(c.buf, p[n:n+take]...)
		n += take
		if len(c.buf) == cap(c.buf) {
			if err := c.flush(); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

func (c *cutter) flush() error {
	if len(c.buf) == 0 {
		return nil
	}
	if err := c.put(c.number, c.buf); err != nil {
		return err
	}
	c.number++
	c.size += int64(len(c.buf))
	c.buf = c.buf[:0]
	return nil
}

// ReadPieces reads a file of so many pieces, one at a time as they are asked for. get returns nil
// for a piece that there is none of.
func ReadPieces(job int64, name string, pieces int, get func(number int) ([]byte, error)) io.Reader {
	return &joiner{job: job, name: name, pieces: pieces, get: get}
}

type joiner struct {
	job          int64
	name         string
	next, pieces int
	rest         []byte
	get          func(number int) ([]byte, error)
}

func (j *joiner) Read(p []byte) (int, error) {
	for len(j.rest) == 0 {
		if j.next == j.pieces {
			return 0, io.EOF
		}
		piece, err := j.get(j.next)
		if err != nil {
			return 0, err
		}
		if piece == nil {
			return 0, symbiosis.Errorf(symbiosis.NotFound, "the file %q of job %d was deleted while it was read", j.name, j.job)
		}
		j.rest = piece
		j.next++
	}
	n := copy(p, j.rest)
	j.rest = j.rest[n:]
	return n, nil
}

// ErrFileGone is the error for a file that was cleaned away before it was given to a job.
var ErrFileGone error = &symbiosis.Error{Kind: symbiosis.NotFound, Text: "a file of the job is no longer kept: begin the job again"}

// NoSuchJob is the error for a number that no job has; it says why that may be.
func NoSuchJob(id int64) error {
	return symbiosis.Errorf(symbiosis.NotFound, "there is no job %d: it never was, or it ended so long ago that it is no longer kept", id)
}

// NoSuchFile is the error for a file that a job doesn't have.
func NoSuchFile(job int64, name string) error {
	return symbiosis.Errorf(symbiosis.NotFound, "job %d has no file %q", job, name)
}

// HasEnded is the error for cancelling a job that has ended.
func HasEnded(j Job) error {
	return symbiosis.Errorf(symbiosis.Conflict, "job %d can't be cancelled: it is %s already", j.ID, j.State)
}
