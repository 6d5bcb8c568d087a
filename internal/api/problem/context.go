package problem

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strconv"

	"github.com/samloka/samloka/internal/symbiosis"
)

// ofContext returns the problem of a context that ended, or of a body that was too large or too slow,
// and nil for other errors.
func ofContext(err error) *Problem {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return New(TooLarge, "The request is larger than "+megabytes(tooLarge.Limit)+"; send it in parts.")
	case errors.Is(err, symbiosis.ErrGoesOn) && errors.Is(err, context.DeadlineExceeded):
		return New(TimedOut, "The answer is still being calculated: ask again.").WithHeader("Retry-After", "1")
	case errors.Is(err, context.DeadlineExceeded):
		return New(TimedOut, "The answer took longer than the server allows; ask for less at once.")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return New(RequestTimedOut, "The request came more slowly than the server allows; send it again, in parts if it is large.")
	case errors.Is(err, context.Canceled):
		return New(Cancelled, "")
	}
	return nil
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt(n>>10, 10) + " kB"
	}
	return strconv.FormatInt(n>>20, 10) + " MB"
}
