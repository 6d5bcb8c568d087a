// Package live tells pages of changes while they look on (server-sent events).
package live

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Source tells of revisions of the region.
type Source interface {
	// Subscribe returns a channel of new revisions, and a function that ends it.
	Subscribe() (<-chan string, func())
}

// Events streams {"revision": …}: the present one at once, then each new one. A reader that
// is slow hears of the latest only.
type Events struct {
	Source  Source
	Present func() string
	// Stopping ends when the server stops; it would wait for open streams otherwise.
	Stopping context.Context //nolint:containedctx // it is the server's life, not a request's
	// Beat is how often a comment keeps the connection open; 20 s when zero.
	Beat time.Duration
}

func (e Events) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	changes, unsubscribe := e.Source.Subscribe()
	defer unsubscribe()
	control := http.NewResponseController(w)
	// The stream has no end, so the server's own limits don't hold for it. A writer that
	// has no deadlines, as in tests, needs none lifted.
	_ = control.SetWriteDeadline(time.Time{})
	_ = control.SetReadDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	beat := e.Beat
	if beat == 0 {
		beat = 20 * time.Second
	}
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	message := event(e.Present())
	for {
		if _, err := w.Write(message); err != nil {
			return
		}
		if control.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-e.Stopping.Done():
			return
		case revision := <-changes:
			message = event(revision)
		case <-ticker.C:
			message = []byte(": still here\n\n")
		}
	}
}

func event(revision string) []byte {
	data, err := json.Marshal(map[string]string{"revision": revision})
	if err != nil {
		return nil // a text is always JSON
	}
	return fmt.Appendf(nil, "event: revision\nid: %s\ndata: %s\n\n", oneLine(revision), data)
}

// oneLine keeps a field of the stream on its line.
func oneLine(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c == '\n' || c == '\r' || c == 0 {
			b[i] = ' '
		}
	}
	return string(b)
}
