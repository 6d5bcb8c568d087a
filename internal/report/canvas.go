package report

// point is a place on a drawing: millimetres from its left and upper edge.
type point struct{ x, y float64 }

// colour is red, green and blue, 0–255.
type colour struct{ r, g, b uint8 }

// stroke is how a line is drawn; no width, no line.
type stroke struct {
	colour colour
	width  float64   // mm
	dash   []float64 // mm of line and gap; nil: solid
}

// anchor is the side of its place that a text stands on.
type anchor int

const (
	startsAt anchor = iota
	centredAt
	endsAt
)

// lettering is how a text is drawn.
type lettering struct {
	size   float64 // mm, the height of the letters' body
	colour colour
	bold   bool
	italic bool
	anchor anchor
	halo   bool // a pale edge, to be read on a map
}

// canvas takes a drawing. Its forms, PDF and SVG, draw the same.
type canvas interface {
	// area fills rings by the even-odd rule and draws their edges; nil doesn't fill.
	area(rings [][]point, fill *colour, edge stroke)
	line(points []point, s stroke)
	circle(at point, radius float64, fill *colour, edge stroke)
	text(at point, text string, l lettering) // at the baseline
	width(text string, l lettering) float64  // of a text, mm
	// within draws only what lies in a rectangle.
	within(from, to point, draw func())
}

// The paper and ink of the page (web/src/ui/page.css) and its map.
var (
	ink        = colour{0x23, 0x20, 0x1a}
	quietInk   = colour{0x56, 0x50, 0x44}
	accent     = colour{0x17, 0x50, 0x5c}
	paperShade = colour{0xf5, 0xf1, 0xe6}
	rule       = colour{0xdd, 0xd5, 0xc3}
	white      = colour{255, 255, 255}
	waterBlue  = colour{0xd3, 0xe2, 0xe8}
	landPaper  = colour{0xf7, 0xf3, 0xe8}
	coastLine  = colour{0x9f, 0xba, 0xc4}
	riverLine  = colour{0xbf, 0xd5, 0xde}
	borderLine = colour{0xb5, 0xa2, 0x8f}
	townInk    = colour{0x5d, 0x56, 0x47}
	areaFill   = colour{0xcd, 0xb2, 0x62}
	areaLine   = colour{0x6d, 0x5a, 0x2c}
	excluded   = colour{0xd9, 0xa8, 0x9f}
)

// hatch draws the sign of an estimate: diagonal lines in a box.
func hatch(c canvas, from point, size float64) {
	to := point{from.x + size, from.y + size}
	c.area([][]point{box(from, to)}, &white, stroke{colour: quietInk, width: 0.15})
	c.within(from, to, func() {
		for d := size / 3; d < 2*size; d += size / 3 {
			c.line([]point{{from.x + d, from.y}, {from.x, from.y + d}}, stroke{colour: quietInk, width: 0.2})
		}
	})
}

func box(from, to point) []point {
	return []point{from, {to.x, from.y}, to, {from.x, to.y}, from}
}

// hueOf returns the colour of a resource as the page draws it (web/src/layers/kinds.ts): by kind,
// heat by the temperature of its hot end where it is known.
func hueOf(resource string, supplyC *float64) colour {
	root := resource
	for i, r := range resource {
		if r == '.' {
			root = resource[:i]
			break
		}
	}
	if root != "heat" {
		if c, ok := hues[root]; ok {
			return c
		}
		return colour{0x3f, 0x4e, 0x52}
	}
	t, ok := heatClasses[resource]
	if !ok {
		t = 65
	}
	if supplyC != nil {
		t = *supplyC
	}
	step := heatRamp[0].colour
	for _, s := range heatRamp {
		if t >= s.from {
			step = s.colour
		}
	}
	return step
}

var heatRamp = []struct {
	from   float64
	colour colour
}{
	{-1e9, colour{0xd9, 0x93, 0x2f}}, {30, colour{0xd0, 0x70, 0x2a}}, {50, colour{0xc0, 0x4a, 0x25}},
	{80, colour{0x9c, 0x25, 0x24}}, {120, colour{0x61, 0x10, 0x19}},
}

var heatClasses = map[string]float64{
	"heat.lt30": 20, "heat.30-50": 40, "heat.50-80": 65, "heat.80-120": 100, "heat.gt120": 150, "heat.steam": 180,
}

var hues = func() map[string]colour {
	m := map[string]colour{}
	for c, roots := range map[colour][]string{
		{0x42, 0x2e, 0xd0}: {"gas", "co2", "techgas", "electricity"},
		{0x53, 0x8b, 0xc3}: {"water", "cooling"},
		{0x1c, 0x71, 0x4b}: {"food", "animal", "manure", "digestate", "sludge", "substrate", "feed", "fertiliser"},
		{0x84, 0x8c, 0x53}: {"wood", "paper", "fuel"},
		{0xaf, 0x43, 0x99}: {"plastic", "rubber", "chemical", "textile"},
		{0x3d, 0x92, 0x83}: {"goods", "competence", "service"},
	} {
		for _, root := range roots {
			m[root] = c
		}
	}
	return m
}()
