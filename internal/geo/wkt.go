package geo

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkt"
)

var sridPrefix = regexp.MustCompile(`^(?i)\s*srid\s*=\s*(\d{1,6})\s*;`)

// ParseWKT reads a geometry from well-known text, POINT to GEOMETRYCOLLECTION, with
// PostGIS's prefix "SRID=4326;" if there is one; the second result is its number, else 0.
// Heights and measures are dropped. Errors are *Error and tell where the text goes wrong.
func ParseWKT(text string) (g orb.Geometry, srid int, err error) {
	body := text
	if m := sridPrefix.FindStringSubmatch(text); m != nil {
		srid, _ = strconv.Atoi(m[1]) // six digits at the most
		body = text[len(m[0]):]
	}
	t, err := unmarshalWKT(strings.TrimSpace(body))
	if err != nil {
		return nil, 0, problem(ProblemGeometry, "write it like POINT (14.63 63.18) or POLYGON ((…)), longitude or easting first",
			"%q is no well-known text: %s", clip(text), firstLine(err))
	}
	g, err = FromGeom(t)
	if err != nil {
		return nil, 0, err
	}
	return g, srid, nil
}

// unmarshalWKT keeps the parser's own checks, which panic, from a user.
func unmarshalWKT(text string) (t geom.T, err error) {
	defer func() {
		if r := recover(); r != nil {
			t, err = nil, fmt.Errorf("%v", r)
		}
	}()
	return wkt.Unmarshal(text)
}

// firstLine leaves out the lines that draw an arrow under the text.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// FormatWKT writes a geometry as well-known text, with all digits.
func FormatWKT(g orb.Geometry) (string, error) {
	t, err := ToGeom(g, 0)
	if err != nil {
		return "", err
	}
	return wkt.Marshal(t)
}
