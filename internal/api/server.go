package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/samloka/samloka/internal/api/live"
	"github.com/samloka/samloka/internal/api/problem"
	"github.com/samloka/samloka/internal/api/rest"
	"github.com/samloka/samloka/internal/api/tile"
	"github.com/samloka/samloka/internal/api/watch"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Paths that have limits of their own.
const (
	eventsPath = rest.Prefix + "/events"
	importPath = rest.Prefix + "/import"
	exportPath = rest.Prefix + "/export"
)

// Options are what a server takes from its surroundings.
type Options struct {
	// Page is the built page, rooted at its index.html.
	Page fs.FS
	// Basemap is laid over the page's own; the zero value is none.
	Basemap Basemap
	// Log takes faults and what is worth knowing; none when nil.
	Log *slog.Logger
	// LogRequests writes a line to Log for each request.
	LogRequests bool
}

// Server serves one region.
type Server struct {
	handler  http.Handler
	log      *slog.Logger
	stopping context.Context //nolint:containedctx // ends the streams when the server stops
	stop     context.CancelFunc
}

// New returns a server of p's region. It doesn't listen yet: Run does, Handler is for tests.
func New(p *planner.Planner, opts Options) *Server {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{log: opts.Log}
	s.stopping, s.stop = context.WithCancel(context.Background())
	figures := watch.New(p, time.Now)
	s.handler = figures.Requests(guard(s.routes(p, opts, figures), opts.Log, opts.Basemap.policy()), opts.Log, opts.LogRequests)
	return s
}

// Handler answers requests as the server does.
func (s *Server) Handler() http.Handler { return s.handler }

func (s *Server) routes(p *planner.Planner, opts Options, figures *watch.Figures) http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.answerError
	e.Use(watch.Routed)
	e.Use(middleware.GzipWithConfig(middleware.GzipConfig{
		Level: 5, MinLength: 1024,
		Skipper: func(c echo.Context) bool {
			path := c.Request().URL.Path
			return isStream(path) || strings.HasPrefix(path, tile.Prefix)
		},
	}))
	e.Use(authored, revisioned(p))
	rest.Register(humaecho.New(e, humaConfig()), rest.NewService(p, s.log))
	e.GET(eventsPath, echo.WrapHandler(live.Events{Source: p, Stopping: s.stopping}))
	e.GET(jobsPath+"/:id/events", s.jobEvents(p))
	e.GET(rest.Prefix+"/openapi.json", document)
	tile.Register(e, p)
	sheets := pitches{p}
	sheets.register(e)
	e.GET("/healthz", healthy)
	e.GET("/readyz", ready(p))
	e.GET("/metrics", echo.WrapHandler(figures.Handler()))
	e.GET("/api/*", noSuchPath)
	e.GET("/tiles/*", noSuchPath)
	shell := echo.WrapHandler(page{opts.Page, opts.Basemap})
	e.GET("/*", func(c echo.Context) error {
		if rest.IsPitchPath(c.Request().URL.Path) {
			return sheets.mistyped(c)
		}
		return shell(c)
	})
	return e
}

func noSuchPath(echo.Context) error { return echo.ErrNotFound }

func document(c echo.Context) error {
	doc, err := OpenAPI()
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/vnd.oai.openapi+json;version=3.1", doc)
}

// ready says whether the store can be read now. Beside it stands whether jobs are worked here: a
// server that can't work any still answers its readers.
func ready(p *planner.Planner) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), 3*time.Second)
		defer cancel()
		if err := p.Check(ctx); err != nil {
			return symbiosis.Errorf(symbiosis.Unavailable, "the store can't be read: %w", err)
		}
		return c.JSON(http.StatusOK, readiness(p))
	}
}

// answerError turns what routing or a handler returned into a problem.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	p := problemOf(err)
	if p.Status >= 500 {
		s.log.Error("a request failed", "request", c.Response().Header().Get("X-Request-Id"), "path", loggedPath(c.Request().URL.Path), "err", err)
	}
	refuse(c.Response(), c.Request(), p)
}

func problemOf(err error) *problem.Problem {
	var routed *echo.HTTPError
	if !errors.As(err, &routed) {
		return problem.Of(err)
	}
	detail := ""
	switch routed.Code {
	case http.StatusNotFound:
		detail = "There is nothing at this path."
	case http.StatusMethodNotAllowed:
		detail = "The header Allow names the methods that can be used here."
	}
	return problem.OfStatus(routed.Code, detail)
}

// contentTag is a strong entity tag of some content.
func contentTag(content []byte) string {
	sum := sha256.Sum256(content)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// How long a server waits: for a request's header, for the next request of a connection,
// and for answers under way when it stops. What a request itself may take, guard says.
const (
	headerTimeout   = 10 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 10 * time.Second
)

// Run serves on l until ctx ends; then it lets answers under way be finished, for ten
// seconds at most, and returns nil. It closes l.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	requests, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	server := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: 64 << 10,
		BaseContext:    func(net.Listener) context.Context { return requests },
		ErrorLog:       slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(s.stop)
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	select {
	case err := <-served:
		return symbiosis.Errorf(symbiosis.Unavailable, "the server stopped: %w", err)
	case <-ctx.Done():
	}
	until, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(until); err != nil {
		abandon()
		if err := server.Close(); err != nil {
			return err
		}
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
