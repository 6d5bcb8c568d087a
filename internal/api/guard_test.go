package api

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/api/problem"
	"github.com/samloka/samloka/internal/symbiosis"
)

// TestAnAnswerThatTakesTooLongIsAskedForAgain: who waits on a real connection is told that the answer is still being
// calculated, not that he has gone away.
func TestAnAnswerThatTakesTooLongIsAskedForAgain(t *testing.T) {
	var ended error
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		<-r.Context().Done()
		ended = r.Context().Err()
		refuse(w, r, problem.Of(fmt.Errorf("%w: %w", symbiosis.ErrGoesOn, ended)))
	})
	server := httptest.NewServer(limitedTo(slow, func(string) (int64, time.Duration) { return maxBody, 10 * time.Millisecond }))
	defer server.Close()
	for range 20 {
		answer, err := http.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusGatewayTimeout || answer.Header.Get("Retry-After") == "" || !errors.Is(ended, context.DeadlineExceeded) {
			t.Fatalf("answered %s, Retry-After %q, for %v", answer.Status, answer.Header.Get("Retry-After"), ended)
		}
	}
}

// TestABodyThatNeverComesIsNotWaitedFor: it is cut off, and its sender told so.
func TestABodyThatNeverComesIsNotWaitedFor(t *testing.T) {
	reads := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("reading ended with %v", err)
		}
		refuse(w, r, problem.Of(fmt.Errorf("reading: %w", err)))
	})
	server := httptest.NewServer(limitedTo(reads, func(string) (int64, time.Duration) { return maxBody, 10 * time.Millisecond }))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf"); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var p problem.Problem
	if err := json.NewDecoder(answer.Body).Decode(&p); err != nil || p.Status != http.StatusRequestTimeout {
		t.Errorf("answered %s, %+v, %v", answer.Status, p, err)
	}
}
