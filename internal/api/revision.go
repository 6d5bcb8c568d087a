package api

import (
	"crypto/rand"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/samloka/samloka/internal/api/rest"
	"github.com/samloka/samloka/internal/planner"
)

// revisioned lets a page keep what it has read while the region is as it was: answers of the
// API carry a weak tag of the region's revision, and a reader that names it gets 304. The
// tag also names this run of the program, as another version may answer otherwise. A
// record's own tag, its version, takes the place of this one.
func revisioned(p *planner.Planner) echo.MiddlewareFunc {
	run := strings.ToLower(rand.Text()[:8])
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if r.Method != http.MethodGet || isStream(r.URL.Path) || strings.HasPrefix(r.URL.Path, jobsPath) || !strings.HasPrefix(r.URL.Path, rest.Prefix+"/") {
				return next(c)
			}
			tag := contentTag([]byte(run + "\x00" + p.Snapshot().Revision() + "\x00" + r.Header.Get("Accept-Language") + "\x00" + r.Header.Get("Accept")))
			h := c.Response().Header()
			h.Set("ETag", "W/"+tag)
			h.Set("Cache-Control", "no-cache")
			h.Set("Vary", "Accept, Accept-Language, Accept-Encoding")
			if strings.Contains(r.Header.Get("If-None-Match"), tag) {
				return c.NoContent(http.StatusNotModified)
			}
			c.Response().Before(func() {
				if c.Response().Status >= http.StatusBadRequest {
					h.Del("ETag") // an error is not to be kept
				}
			})
			return next(c)
		}
	}
}
