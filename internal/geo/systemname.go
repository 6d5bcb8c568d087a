package geo

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

var (
	// epsgForms are the ways files and services write a number of the EPSG register.
	epsgForms = regexp.MustCompile(`(?i)^(?:epsg::?|urn:(?:x-)?ogc:def:crs:epsg:[^:]*:|` +
		`https?://www\.opengis\.net/def/crs/epsg/[^/]+/|http://www\.opengis\.net/gml/srs/epsg\.xml#)?(\d{4,6})$`)
	crs84Forms = regexp.MustCompile(`(?i)^(?:ogc:|urn:(?:x-)?ogc:def:crs:ogc:[^:]*:|https?://www\.opengis\.net/def/crs/ogc/[^/]+/)?crs:?84$`)
	utmNames   = regexp.MustCompile(`^(etrs89|etrs1989|euref89|wgs84|wgs1984)?utm(?:zone|zon|sone)?(\d\d)n?$`)
)

// ParseSystem recognises a reference system by EPSG:3006, urn:ogc:def:crs:EPSG::3006,
// http://www.opengis.net/def/crs/EPSG/0/3006, CRS84 in the same forms, a bare 3006, or a name
// such as "SWEREF 99 TM" or "UTM 33". The order of axes that some of these forms imply is not
// followed: points are easting, northing or longitude, latitude.
func ParseSystem(text string) (System, error) {
	text = strings.TrimSpace(text)
	if m := epsgForms.FindStringSubmatch(text); m != nil {
		code, err := strconv.Atoi(m[1])
		if err == nil {
			return SystemByEPSG(code)
		}
	}
	if crs84Forms.MatchString(text) {
		return WGS84, nil
	}
	name := plainName(text)
	for _, d := range definitions {
		if plainName(d.name) == name {
			return System{d}, nil
		}
	}
	if m := utmNames.FindStringSubmatch(name); m != nil {
		zone, _ := strconv.Atoi(m[2])
		if strings.HasPrefix(m[1], "wgs") {
			return SystemByEPSG(32600 + zone)
		}
		return SystemByEPSG(25800 + zone)
	}
	if text == "" {
		return System{}, noSystem()
	}
	return System{}, problem(ProblemUnknownSystem, knownSystems, "%q is no reference system Samloka knows", clip(text))
}

// plainName keeps letters and digits, in lower case.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// clip shortens what a message quotes.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
