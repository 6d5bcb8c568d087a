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
	// ChangedSince returns the present revision and the tables in which something has changed
	// since another one; known is false where that can't be told.
	ChangedSince(revision string) (now string, tables []string, known bool)
	// Refresh takes in what others have changed in the store.
	Refresh(ctx context.Context) error
}

// Events streams {"revision": …, "changed": ["flows", …]}: the present revision, and the tables in
// which something has changed since the one that this reader was told before. Without "changed"
// anything may have.
//
// Each event's id is its revision. Who comes back after a break names the last one it has seen, in
// the header Last-Event-ID, as browsers do, or in the query as after, and is told at once what has
// changed since, in one event; nothing, when nothing has. Who names none is told the present
// revision. A reader that is slow hears of several changes in one event.
type Events struct {
	Source Source
	// Stopping ends when the server stops; it would wait for open streams otherwise.
	Stopping context.Context //nolint:containedctx // it is the server's life, not a request's
	// Beat is how often a comment keeps the connection open; 20 s when zero.
	Beat time.Duration
}

// retry is after how many milliseconds a browser connects again.
const retry = 1000

// refreshTimeout bounds how long a reader that knows more than this server waits for it.
const refreshTimeout = 5 * time.Second

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
	told := r.Header.Get("Last-Event-ID")
	if told == "" {
		told = r.URL.Query().Get("after")
	}
	if _, _, known := e.Source.ChangedSince(told); told != "" && !known {
		// Of a server of the same store that is ahead of this one, perhaps: no reader goes back in time.
		ctx, cancel := context.WithTimeout(r.Context(), refreshTimeout)
		_ = e.Source.Refresh(ctx) // a store that can't be read is told elsewhere
		cancel()
	}
	message := fmt.Appendf(nil, "retry: %d\n\n", retry)
	for {
		if now, tables, known := e.Source.ChangedSince(told); now != told {
			message = append(message, event(now, tables, known)...)
			told = now
		}
		if _, err := w.Write(message); err != nil {
			return
		}
		if control.Flush() != nil {
			return
		}
		message = nil
		select {
		case <-r.Context().Done():
			return
		case <-e.Stopping.Done():
			return
		case <-changes:
		case <-ticker.C:
			message = []byte(": still here\n\n")
		}
	}
}

func event(revision string, tables []string, known bool) []byte {
	said := map[string]any{"revision": revision}
	if known {
		said["changed"] = append([]string{}, tables...)
	}
	data, err := json.Marshal(said)
	if err != nil {
		return nil // texts are always JSON
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
