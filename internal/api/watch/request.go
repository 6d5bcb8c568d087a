package watch

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/samloka/samloka/internal/api/rest"
)

// unrouted is the route of what no route took: refused by the guards, or unknown.
const unrouted = "none"

// seen is what is noted of a request on its way.
type seen struct {
	http.ResponseWriter
	route  string // the pattern, not the path: there are few of them
	secret bool   // the path holds a key and stays out of the log
	status int
	bytes  int64
}

type key struct{}

// WriteHeader notes the status.
func (s *seen) WriteHeader(status int) {
	if s.status == 0 && status >= 200 {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

// Write counts what is written.
func (s *seen) Write(p []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	n, err := s.ResponseWriter.Write(p)
	s.bytes += int64(n)
	return n, err
}

// Unwrap leads http.ResponseController to the connection.
func (s *seen) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// Routed tells the request's watch which route took it. It is the first middleware of the router.
func Routed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s, ok := c.Request().Context().Value(key{}).(*seen); ok && c.Path() != "" {
			s.route = c.Path()
			s.secret = strings.Contains(s.route, ":token") || strings.Contains(s.route, "{token}") || rest.IsPitchPath(c.Request().URL.Path)
		}
		return next(c)
	}
}

// Requests wraps all that answers requests: each is counted and timed, and where lines is true
// written to log when it has been answered.
func (f *Figures) Requests(next http.Handler, log *slog.Logger, lines bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := &seen{ResponseWriter: w, route: unrouted}
		begun := f.now()
		f.open.Inc()
		defer func() {
			f.open.Dec()
			took := f.now().Sub(begun)
			if s.status == 0 {
				s.status = http.StatusOK
			}
			f.count(r.Method, s.route, s.status, took)
			if lines {
				logRequest(r.Context(), log, r, s, took)
			}
		}()
		next.ServeHTTP(s, r.WithContext(context.WithValue(r.Context(), key{}, s)))
	})
}

func logRequest(ctx context.Context, log *slog.Logger, r *http.Request, s *seen, took time.Duration) {
	path := r.URL.Path
	if s.secret {
		path = s.route
	}
	log.LogAttrs(ctx, slog.LevelInfo, "request",
		slog.String("request", s.Header().Get("X-Request-Id")),
		slog.String("method", r.Method),
		slog.String("path", path),
		slog.Int("status", s.status),
		slog.Int64("bytes", s.bytes),
		slog.Float64("ms", float64(took.Microseconds())/1000),
	)
}
