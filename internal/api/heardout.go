package api

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// What is still taken of a body after its answer.
const (
	mostHeardOut    = 1 << 30
	longestHeardOut = 30 * time.Second
)

// heardOut takes the rest of a body whose request was answered before it was read: one that is too
// large, or whose parameters were wrong. Browsers read an answer only once they have sent all; a
// connection that is closed before tells their user of a broken line instead of what was wrong. What is
// taken goes nowhere, and no more of it than bounds allow.
func heardOut(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := &countedBody{Reader: r.Body}
		r.Body = body
		next.ServeHTTP(w, r)
		switch {
		case body.ended || r.ContentLength >= 0 && body.read >= r.ContentLength:
			return
		case body.read == 0 && strings.EqualFold(r.Header.Get("Expect"), "100-continue"):
			return // has waited for the answer, and sends nothing now
		}
		control := http.NewResponseController(w)
		if control.Flush() != nil || control.SetReadDeadline(time.Now().Add(longestHeardOut)) != nil {
			return // not a connection
		}
		_, _ = io.CopyN(io.Discard, body.Reader, mostHeardOut) // the answer has been given
	})
}

// countedBody knows how much of it was read.
type countedBody struct {
	io.Reader
	read  int64
	ended bool
}

// Close leaves the body open: the server closes it when the request has ended.
func (*countedBody) Close() error { return nil }

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.read += int64(n)
	b.ended = b.ended || err == io.EOF
	return n, err
}
