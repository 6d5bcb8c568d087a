package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Progress streams one thing as it changes, until it has ended.
type Progress struct {
	// Ask returns the thing as JSON, and whether it has ended.
	Ask func(ctx context.Context) (state json.RawMessage, ended bool, err error)
	// Stopping ends when the server stops.
	Stopping context.Context //nolint:containedctx // it is the server's life, not a request's
	// Every is how often it is looked at; half a second when zero.
	Every time.Duration
}

// ServeHTTP streams "event: job" with the state at once and at each change.
func (p Progress) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{})
	_ = control.SetReadDeadline(time.Time{})
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	every := p.Every
	if every == 0 {
		every = 500 * time.Millisecond
	}
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	var told json.RawMessage
	for quiet := 0; ; quiet++ {
		state, ended, err := p.Ask(r.Context())
		switch {
		case err != nil: // the reader connects again, and is told then
			return
		case !bytes.Equal(state, told):
			_, err = fmt.Fprintf(w, "event: job\ndata: %s\n\n", state)
			told, quiet = state, 0
		case quiet >= 40:
			_, err = w.Write([]byte(": still here\n\n"))
			quiet = 0
		}
		if err != nil || control.Flush() != nil || ended {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-p.Stopping.Done():
			return
		case <-ticks.C:
		}
	}
}
