package rest

import (
	"log/slog"

	"github.com/samloka/samloka/internal/planner"
)

// Service answers the API's operations from a planner.
type Service struct {
	planner *planner.Planner
	log     *slog.Logger
}

// NewService returns a service of p's region.
func NewService(p *planner.Planner, log *slog.Logger) *Service { return &Service{p, log} }
