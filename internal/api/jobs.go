package api

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/samloka/samloka/internal/api/live"
	"github.com/samloka/samloka/internal/api/rest"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/wording"
)

// jobsPath is where jobs are. How far they have come is no part of the region's revision.
const jobsPath = rest.Prefix + "/jobs"

// isStream says that the answer has no end of its own.
func isStream(path string) bool {
	return path == eventsPath || strings.HasPrefix(path, jobsPath+"/") && strings.HasSuffix(path, "/events")
}

// jobEvents streams how far a job has come, until it has ended.
func (s *Server) jobEvents(p *planner.Planner) echo.HandlerFunc {
	return func(c echo.Context) error {
		id, err := strconv.ParseInt(c.Param("id"), 10, 64)
		if err != nil {
			return echo.ErrNotFound
		}
		if _, err := p.Job(c.Request().Context(), id); err != nil {
			return err
		}
		lang, _ := wording.Spoken(c.QueryParam("lang"), c.Request().Header.Get("Accept-Language"))
		live.Progress{Stopping: s.stopping, Ask: func(ctx context.Context) (json.RawMessage, bool, error) {
			job, err := p.Job(ctx, id)
			if err != nil {
				return nil, false, err
			}
			state, err := json.Marshal(rest.JobOf(job, p.JobGoes(job), lang))
			return state, job.State.Ended(), err
		}}.ServeHTTP(c.Response(), c.Request())
		return nil
	}
}
