package api

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"crypto/rand"

	"github.com/samloka/samloka/internal/api/problem"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Longest answers. A stream of events has no end.
const (
	requestTimeout = 30 * time.Second
	fileTimeout    = 15 * time.Minute // of an import or export
	slowReader     = 2 * time.Minute  // more, for the answer to be taken
	slowWriter     = 2 * time.Second  // more, for what is still to come of the request
)

// Greatest request bodies, in bytes.
const (
	maxBody   = 8 << 20
	maxImport = 512 << 20
)

// guard wraps the routes by what holds for every request. The order matters: what is
// refused still has an id, a log line and the security headers.
func guard(next http.Handler, log *slog.Logger, policy string) http.Handler {
	h := heardOut(limited(onePath(next)))
	h = crossOrigin(h)
	h = localHost(h)
	h = secured(h, policy)
	h = headAsGet(h)
	return identified(h, log)
}

// requestID is what an id given from outside may be: it goes into logs and answers.
var requestID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$`)

// identified gives the request an id, or keeps the one that a proxy in front has given, and turns
// a panic into a problem that names it.
func identified(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-Id")
		if !requestID.MatchString(id) {
			id = strings.ToLower(rand.Text()[:12])
		}
		w.Header().Set("X-Request-Id", id)
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			log.Error("a request panicked", "request", id, "method", r.Method, "path", loggedPath(r.URL.Path), "panic", fault, "stack", string(debug.Stack()))
			if fault == http.ErrAbortHandler {
				panic(fault) // the server closes the connection without a word
			}
			p := problem.Of(symbiosis.Errorf(symbiosis.Internal, "panic"))
			p.RequestID = id
			w.Header().Del("Content-Encoding")
			problem.Write(w, p)
		}()
		next.ServeHTTP(w, r.WithContext(problem.WithRequest(r.Context(), id)))
	})
}

// headAsGet answers HEAD as GET; the server leaves out the body.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.Clone(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

func secured(next http.Handler, policy string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// localHost refuses requests made under another name: a page elsewhere could point its own
// name at this machine and read the region (DNS rebinding).
func localHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if !isLoopback(strings.Trim(strings.ToLower(host), "[]")) {
			refuse(w, r, problem.New(problem.Misdirected, "This server answers at localhost, 127.0.0.1 and [::1] only."))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// crossOrigin refuses writes that a page of another site makes in a user's browser.
func crossOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, problem.New(problem.Forbidden, "A page of another site may not change the region."))
	}))
	return protection.Handler(next)
}

// limited bounds a request's body and time.
func limited(next http.Handler) http.Handler { return limitedTo(next, limitsOf) }

func limitedTo(next http.Handler, limitsOf func(path string) (size int64, timeout time.Duration)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isStream(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		size, timeout := limitsOf(r.URL.Path)
		// A client that sends or reads too slowly is cut off a while after the answer's own
		// time. Not with it: net/http listens for the client to go away while we reckon, and takes
		// the end of its patience for that, so who waits would be told that he had given up instead of
		// to ask again. Writers without deadlines, as in tests, need none.
		control, end := http.NewResponseController(w), time.Now().Add(timeout)
		_ = control.SetReadDeadline(end.Add(slowWriter))
		_ = control.SetWriteDeadline(end.Add(slowReader))
		if r.ContentLength > size {
			refuse(w, r, problem.Of(&http.MaxBytesError{Limit: size}))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, size)
		ctx, cancel := context.WithTimeout(r.Context(), timeout)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// limitsOf are the greatest body and the longest time of a request.
func limitsOf(path string) (size int64, timeout time.Duration) {
	switch {
	case path == importPath, path == jobsPath+"/import":
		return maxImport, fileTimeout
	case path == exportPath, strings.HasPrefix(path, jobsPath+"/") && strings.HasSuffix(path, "/result"):
		return maxBody, fileTimeout
	}
	return maxBody, requestTimeout
}

// refuse answers with a problem that carries the request's id.
func refuse(w http.ResponseWriter, r *http.Request, p *problem.Problem) {
	p.RequestID = w.Header().Get("X-Request-Id")
	problem.Write(w, p.In(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language")))
}

// onePath routes on the path as it is meant, however a client has escaped it. Go keeps the
// raw path where the escaping isn't its own ("hotmaps%3A1"), and echo would then take the
// escaped text for the id. Ids hold no slash, so nothing is lost.
func onePath(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawPath != "" {
			clean := *r.URL
			clean.RawPath = ""
			r = r.WithContext(r.Context())
			r.URL = &clean
		}
		next.ServeHTTP(w, r)
	})
}
