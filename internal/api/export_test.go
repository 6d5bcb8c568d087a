package api

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"github.com/samloka/samloka/internal/api/rest"
)

// Document is the API's document as huma holds it, to check answers against.
func Document() *huma.OpenAPI {
	api := humaecho.New(echo.New(), humaConfig())
	rest.Register(api, rest.NewService(nil, slog.New(slog.DiscardHandler)))
	return api.OpenAPI()
}

// Guarded wraps a handler as the server does.
func Guarded(h http.Handler) http.Handler {
	return guard(h, slog.New(slog.DiscardHandler), Basemap{}.policy())
}

// Stopping is the life of the server's streams.
func (s *Server) Stopping() context.Context { return s.stopping }

// LimitsOf lets tests see what a request may take.
var LimitsOf = limitsOf
