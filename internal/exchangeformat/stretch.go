package exchangeformat

import (
	"bytes"
	"context"
	"io"
	"sync"
)

// stretch is a piece of a file of features: data from from to to, where the next piece begins.
type stretch struct {
	data     []byte
	offset   int64 // bytes of the file before data
	from, to int
	final    bool // there is nothing behind data
	isText   bool // data is known to be UTF-8
}

// stretches gives a file piece by piece, each from where a feature seems to begin to where another does.
// One goroutine asks, but for done.
type stretches interface {
	// begin returns the beginning of the file, up to where a feature seems to begin at or after size,
	// or more; features says where the features begin in it.
	begin(size int) ([]byte, error)
	features(at int)
	// next returns the next piece, of size bytes or more but for the last; none without data.
	next(size int) (stretch, error)
	// done takes back a piece that nobody looks at any more.
	done(s stretch)
}

// atHand is a file whose content is at hand, as UTF-8.
type atHand struct {
	data []byte
	at   int
}

func (a *atHand) begin(int) ([]byte, error) { return a.data, nil }
func (a *atHand) features(at int)           { a.at = at }
func (a *atHand) done(stretch)              {}

func (a *atHand) next(size int) (stretch, error) {
	if a.at >= len(a.data) {
		return stretch{}, nil
	}
	s := stretch{data: a.data, from: a.at, to: border(a.data, min(a.at+size, len(a.data))), final: true, isText: true}
	a.at = s.to
	return s, nil
}

// arriving is a file that is read while its stretches are: a few of them are held at a time.
type arriving struct {
	ctx  context.Context //nolint:containedctx // lives for one call of Read
	from io.Reader
	most int64 // the greatest size

	began []byte // what begin returned, until it is given
	skip  int    // of it: what stands before the features
	rest  []byte // read, but not given
	base  int64  // of the next piece
	read  int64
	ended bool
	used  sync.Pool // of *[]byte
}

func (a *arriving) begin(size int) ([]byte, error) {
	s, err := a.piece(size)
	if err != nil {
		return nil, err
	}
	a.began = s
	if a.base == 0 && bytes.HasPrefix(s, utf8Mark) {
		a.began = s[len(utf8Mark):]
	}
	return a.began, nil
}

func (a *arriving) features(at int) { a.skip = at }

func (a *arriving) next(size int) (stretch, error) {
	data, from := a.began, a.skip
	if a.began, a.skip = nil, 0; data == nil {
		var err error
		if data, err = a.piece(size); err != nil || len(data) == 0 {
			return stretch{}, err
		}
	}
	s := stretch{data: data, offset: a.base, from: from, to: len(data), final: a.ended && len(a.rest) == 0}
	a.base += int64(len(data))
	return s, nil
}

func (a *arriving) done(s stretch) { a.used.Put(&s.data) }

// farthestBack is how far before the end of what has been searched in vain the beginning of a feature
// is looked for again once more has come.
const farthestBack = 4 << 10

// piece returns what comes next, up to a border at or after size, else to the end of the file.
func (a *arriving) piece(size int) ([]byte, error) {
	var buf []byte
	if used, ok := a.used.Get().(*[]byte); ok {
		buf = (*used)[:0]
	} else {
		buf = make([]byte, 0, size+size/4)
	}
	buf = append(buf, a.rest...)
	a.rest = a.rest[:0]
	for look := size; ; {
		if len(buf) > look {
			if to := border(buf, look); to < len(buf) {
				a.rest = append(a.rest, buf[to:]...)
				return buf[:to], nil
			}
			look = max(look, len(buf)-farthestBack)
		}
		if a.ended {
			return buf, nil
		}
		if err := a.ctx.Err(); err != nil {
			return nil, err
		}
		if cap(buf) == len(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := a.from.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch a.read += int64(n); {
		case a.read > a.most:
			return nil, tooLarge(a.most)
		case err == io.EOF: //nolint:errorlint // as io.Reader has it
			a.ended = true
		case err != nil:
			return nil, err
		}
	}
}
