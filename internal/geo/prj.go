package geo

import (
	"math"
	"strconv"
	"strings"
)

// SystemFromPRJ recognises a reference system from its well-known text, as in the .prj file
// of a Shapefile or the definition in a GeoPackage: WKT 1 (OGC, ESRI) or WKT 2. An EPSG
// number in the text decides; else the parameters of the projection do, since its name is
// written in as many ways as there are programs.
func SystemFromPRJ(text string) (System, error) {
	root, rest, ok := parseNode(strings.TrimPrefix(strings.TrimSpace(text), "\ufeff"), 0)
	if !ok || strings.TrimSpace(rest) != "" {
		return System{}, problem(ProblemUnknownSystem, "name the system yourself, for instance EPSG:3006",
			"the text %q is no description of a reference system", clip(text))
	}
	if root.is("COMPD_CS", "COMPOUNDCRS") { // with heights: the first part is the plane
		for _, c := range root.children {
			if c.is("PROJCS", "PROJCRS", "GEOGCS", "GEOGCRS", "GEODCRS") {
				root = c
				break
			}
		}
	}
	if code := root.epsg(); code != 0 {
		if s, err := SystemByEPSG(code); err == nil {
			return s, nil
		}
	}
	switch {
	case root.is("GEOGCS", "GEOGCRS", "GEODCRS", "GEODETICCRS", "GEOGRAPHICCRS"):
		if root.likeWGS84() && near(root.factor("ANGLEUNIT", "UNIT"), degree, 1e-9) {
			return WGS84, nil
		}
	case root.is("PROJCS", "PROJCRS", "PROJECTEDCRS"):
		if p, ok := root.transverseMercator(); ok {
			var found *definition
			for _, d := range definitions {
				if d.tm == nil || !d.parameters.like(p) || d.shift == nil && !root.likeWGS84() {
					continue
				}
				// SWEREF 99 TM and UTM 33 differ in nothing but their name
				if found == nil || strings.Contains(root.datum(), "sweref") == strings.HasPrefix(d.name, "SWEREF") {
					found = d
				}
			}
			if found != nil {
				return System{found}, nil
			}
		}
	}
	return System{}, problem(ProblemUnknownSystem, knownSystems, "the reference system %q is not one Samloka knows", clip(root.name()))
}

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

// like compares what programs write of a projection, each with its own rounding.
func (p tmParameters) like(q tmParameters) bool {
	return near(p.on.a, q.on.a, 1e-3) && near(1/p.on.f, 1/q.on.f, 5e-7) &&
		near(p.originLatitude, q.originLatitude, 1e-6) && near(p.centralMeridian, q.centralMeridian, 1e-6) &&
		near(p.scale, q.scale, 1e-9) && near(p.falseEasting, q.falseEasting, 1e-3) && near(p.falseNorthing, q.falseNorthing, 1e-3)
}

// node is KEYWORD["text", 1.5, CHILD[…]].
type node struct {
	keyword  string
	values   []string
	children []*node
}

func (n *node) is(keywords ...string) bool {
	for _, k := range keywords {
		if n.keyword == k {
			return true
		}
	}
	return false
}

func (n *node) name() string {
	if len(n.values) == 0 {
		return n.keyword
	}
	return n.values[0]
}

// find returns the first node with one of the keywords, n's own children before theirs.
func (n *node) find(keywords ...string) *node {
	for _, c := range n.children {
		if c.is(keywords...) {
			return c
		}
	}
	for _, c := range n.children {
		if f := c.find(keywords...); f != nil {
			return f
		}
	}
	return nil
}

// number returns value i, NaN when there is none.
func (n *node) number(i int) float64 {
	if n == nil || i >= len(n.values) {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(n.values[i], 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

// epsg returns the number n itself has, not one of its parts; 0 for none.
func (n *node) epsg() int {
	for _, c := range n.children {
		if c.is("AUTHORITY", "ID") && len(c.values) > 1 && strings.EqualFold(c.values[0], "EPSG") {
			code, _ := strconv.Atoi(c.values[1])
			return code
		}
	}
	return 0
}

func (n *node) factor(keywords ...string) float64 { return n.find(keywords...).number(1) }

// datum returns the plain name of the datum.
func (n *node) datum() string {
	d := n.find("DATUM", "ENSEMBLE")
	if d == nil {
		return ""
	}
	return plainName(d.name())
}

// likeWGS84 says whether the datum is WGS 84 or one we take for it.
func (n *node) likeWGS84() bool {
	name := n.datum()
	for _, known := range []string{"wgs84", "wgs1984", "worldgeodeticsystem1984", "sweref99", "etrs89", "etrs1989", "euref89", "europeanterrestrialreferencesystem1989"} {
		if strings.Contains(name, known) {
			return true
		}
	}
	return false
}

// transverseMercator reads the parameters of a projected system; false when it is another
// projection or does not count in metres.
func (n *node) transverseMercator() (tmParameters, bool) {
	method := n.find("PROJECTION", "METHOD")
	if method == nil {
		return tmParameters{}, false
	}
	if name := plainName(method.name()); name != "transversemercator" && name != "gausskruger" {
		return tmParameters{}, false
	}
	spheroid := n.find("SPHEROID", "ELLIPSOID")
	p := tmParameters{on: ellipsoid{spheroid.number(1), 1 / spheroid.number(2)}, scale: 1}
	metres := math.NaN()
	for _, c := range n.children {
		if c.is("UNIT", "LENGTHUNIT") {
			metres = c.number(1)
		}
	}
	if axes := n.find("AXIS"); math.IsNaN(metres) && axes != nil {
		metres = axes.factor("LENGTHUNIT", "UNIT") // WKT 2 may have it at each axis
	}
	within := n
	if c := n.find("CONVERSION"); c != nil {
		within = c
	}
	for _, c := range within.children {
		if !c.is("PARAMETER") {
			continue
		}
		switch plainName(c.name()) {
		case "latitudeoforigin", "latitudeofnaturalorigin":
			p.originLatitude = c.number(1)
		case "centralmeridian", "longitudeofnaturalorigin":
			p.centralMeridian = c.number(1)
		case "scalefactor", "scalefactoratnaturalorigin":
			p.scale = c.number(1)
		case "falseeasting":
			p.falseEasting = c.number(1)
		case "falsenorthing":
			p.falseNorthing = c.number(1)
		}
	}
	return p, near(metres, 1, 1e-9)
}

// parseNode reads one node from the front of s and returns what follows it.
func parseNode(s string, depth int) (*node, string, bool) {
	const deepest = 32
	open := strings.IndexAny(s, "[(")
	if open <= 0 || depth > deepest {
		return nil, s, false
	}
	n := &node{keyword: strings.ToUpper(strings.TrimSpace(s[:open]))}
	if plainName(n.keyword) == "" || strings.ContainsAny(n.keyword, "\",])") {
		return nil, s, false
	}
	s = s[open+1:]
	for {
		s = strings.TrimSpace(s)
		if s == "" {
			return nil, s, false
		}
		end := strings.IndexAny(s, "[(,])")
		switch {
		case s[0] == '"':
			var b strings.Builder
			s = s[1:]
			for {
				quote := strings.IndexByte(s, '"')
				if quote < 0 {
					return nil, s, false
				}
				b.WriteString(s[:quote])
				s = s[quote+1:]
				if !strings.HasPrefix(s, `"`) {
					break
				}
				b.WriteByte('"') // a doubled quote is one
				s = s[1:]
			}
			n.values = append(n.values, b.String())
		case end < 0:
			return nil, s, false
		case s[end] == '[' || s[end] == '(':
			child, rest, ok := parseNode(s, depth+1)
			if !ok {
				return nil, s, false
			}
			n.children = append(n.children, child)
			s = rest
		default:
			n.values = append(n.values, strings.TrimSpace(s[:end]))
			s = s[end:]
		}
		s = strings.TrimSpace(s)
		if s == "" {
			return nil, s, false
		}
		switch s[0] {
		case ',':
			s = s[1:]
		case ']', ')':
			return n, s[1:], true
		default:
			return nil, s, false
		}
	}
}
