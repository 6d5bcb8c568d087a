package api

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/samloka/samloka/internal/api/watch"
	"github.com/samloka/samloka/internal/planner"
)

// NewWorker returns a server beside a program that works jobs and shows no region: /metrics of its jobs,
// /healthz, and /readyz, which is 503 while it can't take any. Make it before the work begins: it
// counts what ends.
func NewWorker(p *planner.Planner, log *slog.Logger) *Server {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Server{log: log}
	s.stopping, s.stop = context.WithCancel(context.Background())
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.answerError
	e.GET("/healthz", healthy)
	e.GET("/readyz", func(c echo.Context) error {
		if _, err := p.Working(); err != nil {
			return err
		}
		return c.JSON(http.StatusOK, readiness(p))
	})
	e.GET("/metrics", echo.WrapHandler(watch.Worker(p)))
	e.GET("/*", noSuchPath)
	s.handler = guard(e, log, Basemap{}.policy())
	return s
}

func healthy(c echo.Context) error { return c.JSON(http.StatusOK, map[string]string{"status": "ok"}) }

// readiness is what /readyz tells of a program that is ready.
func readiness(p *planner.Planner) map[string]string {
	jobs := "left to other programs"
	if here, err := p.Working(); err != nil {
		jobs = "can't be worked here now, tried again: " + err.Error()
	} else if here {
		jobs = "worked here"
	}
	told := map[string]string{"status": "ready", "jobs": jobs}
	if n := p.CountBroken(); n > 0 {
		told["broken_rows"] = strconv.Itoa(n)
	}
	return told
}
