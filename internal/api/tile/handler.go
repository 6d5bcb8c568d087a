package tile

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Prefix is where tiles live.
const Prefix = "/tiles/"

// maxZoom is the closest that tiles are drawn; a map draws them larger beyond. A unit is
// 0.3 m in the middle of Sweden.
const maxZoom = 14

// Register adds the tiles of p's region to e.
func Register(e *echo.Echo, p *planner.Planner) {
	s := &source{planner: p}
	e.GET(Prefix+":layer", s.describe)
	e.GET(Prefix+":layer/:z/:x/:y", s.serve)
}

func (s *source) serve(c echo.Context) error {
	l := layerOf(c.Param("layer"))
	if l == nil {
		return noLayer(c.Param("layer"))
	}
	a, ok := parseAddress(c.Param("z"), c.Param("x"), c.Param("y"))
	if !ok {
		return symbiosis.Errorf(symbiosis.NotFound, "there is no tile %s; zoom is 0 to %d, and x and y are below two to its power", c.Request().URL.Path, maxZoom)
	}
	t, err := s.tile(c.Request().Context(), l, a)
	if err != nil {
		return err
	}
	return send(c, t)
}

// send writes a tile, or that the reader has it already.
func send(c echo.Context, t *encoded) error {
	body, tag := t.plain, t.tag
	h := c.Response().Header()
	if t.zipped != nil && acceptsGzip(c.Request()) {
		body, tag = t.zipped, t.tag+"-gzip"
		h.Set("Content-Encoding", "gzip")
	}
	tag = `"` + tag + `"`
	h.Set("ETag", tag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache") // kept, and asked for again by its tag
	if hasTag(c.Request().Header.Get("If-None-Match"), tag) {
		h.Del("Content-Encoding")
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, "application/vnd.mapbox-vector-tile", body)
}

func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.ReplaceAll(params, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

func hasTag(list, tag string) bool {
	for _, part := range strings.Split(list, ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}

func noLayer(name string) error {
	names := make([]string, len(layers))
	for i, l := range layers {
		names[i] = l.name
	}
	return symbiosis.Errorf(symbiosis.NotFound, "there is no layer %q; the layers are %s", name, strings.Join(names, ", "))
}

// parseAddress reads the numbers of a tile's path; the last one carries the suffix .mvt.
func parseAddress(z, x, y string) (Address, bool) {
	y, hasSuffix := strings.CutSuffix(y, ".mvt")
	var v [3]uint32
	for i, text := range []string{z, x, y} {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil || strconv.FormatUint(n, 10) != text {
			return Address{}, false
		}
		v[i] = uint32(n)
	}
	a := Address{v[0], v[1], v[2]}
	return a, hasSuffix && a.Z <= maxZoom && a.X>>a.Z == 0 && a.Y>>a.Z == 0
}

// tileJSON is TileJSON 3.0.
type tileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Description  string        `json:"description"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       []float64     `json:"bounds,omitempty"`
	VectorLayers []vectorLayer `json:"vector_layers"`
}

type vectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	Fields      map[string]string `json:"fields"`
}

func (s *source) describe(c echo.Context) error {
	l := layerOf(c.Param("layer"))
	if l == nil {
		return noLayer(c.Param("layer"))
	}
	fields := map[string]string{}
	for _, f := range l.fields {
		fields[f.Name] = strings.TrimSuffix(f.Type+". "+f.Text, ". ")
	}
	doc := tileJSON{
		TileJSON: "3.0.0", Name: l.name, Description: l.text, MaxZoom: maxZoom,
		Tiles:        []string{"http://" + c.Request().Host + Prefix + l.name + "/{z}/{x}/{y}.mvt"},
		VectorLayers: []vectorLayer{{l.name, l.text, fields}},
	}
	if b := s.planner.Snapshot().Bounds(); b != nil {
		doc.Bounds = widened(*b)
	}
	return c.JSON(http.StatusOK, doc)
}

// widened leaves room round a bound, so that what stands on its edge is inside.
func widened(b orb.Bound) []float64 {
	b = b.Pad(0.1)
	return []float64{max(-180, b.Min[0]), max(-90, b.Min[1]), min(180, b.Max[0]), min(90, b.Max[1])}
}
