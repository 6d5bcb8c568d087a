package report

import (
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

// Map is a map of land, places and the lines between them, drawn on the basemap. Its extent is
// that of what it shows, and nothing else.
type Map struct {
	Alt    string  // what it shows, for who doesn't see it
	Height float64 // mm
	Areas  []MapArea
	Places []MapPlace
	Lines  []MapLine
	Legend []LegendItem
	// LandLegend tells what the colours of land mean, where there are several.
	LandLegend []LandLegend
	Words      Words
}

// LandLegend is a colour of land with its meaning.
type LandLegend struct {
	Text     string
	Excluded bool
}

// MapArea is a piece of land.
type MapArea struct {
	Label    string
	Geometry orb.MultiPolygon
	Excluded bool // the part of land that nothing may be built on
}

// MapPlace is a site, with the number that it has in a table.
type MapPlace struct {
	Number    int
	Point     orb.Point
	Resource  string
	SupplyC   *float64
	Estimated bool
}

// MapLine is an exchange that exists or could.
type MapLine struct {
	From, To orb.Point
	Resource string
	SupplyC  *float64
	Existing bool
	Share    float64 // of the greatest on the map, 0–1
}

// LegendItem is a colour with its meaning.
type LegendItem struct {
	Resource string
	SupplyC  *float64
	Text     string
}

// projection is Mercator on a frame, as the page's map: shapes keep their form, and the scale
// holds at the middle.
type projection struct {
	left, top float64 // of the frame, in the units below
	scale     float64 // mm per unit
	metres    float64 // per mm, at the middle
	bound     orb.Bound
}

func mercator(p orb.Point) (x, y float64) {
	lat := max(-85, min(85, p[1])) * math.Pi / 180
	return p[0] * math.Pi / 180, -math.Log(math.Tan(math.Pi/4 + lat/2))
}

func unmercator(x, y float64) orb.Point {
	return orb.Point{x * 180 / math.Pi, (2*math.Atan(math.Exp(-y)) - math.Pi/2) * 180 / math.Pi}
}

// fit lays a bound into a frame with some room round it, at least leastWidth metres wide.
func fit(b orb.Bound, width, height float64) projection {
	const (
		earth      = 6_378_137.0 // metres, the equatorial radius
		leastWidth = 3_000.0     // metres
		room       = 1.25
	)
	x0, y1 := mercator(b.Min)
	x1, y0 := mercator(b.Max)
	cx, cy := (x0+x1)/2, (y0+y1)/2
	middle := unmercator(cx, cy)
	perUnit := earth * math.Cos(middle[1]*math.Pi/180) // metres
	w := max((x1-x0)*room, leastWidth/perUnit)
	h := max((y1-y0)*room, leastWidth/perUnit*height/width)
	p := projection{scale: min(width/w, height/h)}
	p.left, p.top = cx-width/p.scale/2, cy-height/p.scale/2
	p.metres = perUnit / p.scale
	p.bound = orb.MultiPoint{unmercator(p.left, p.top), unmercator(p.left+width/p.scale, p.top+height/p.scale)}.Bound()
	return p
}

func (p projection) at(q orb.Point) point {
	x, y := mercator(q)
	return point{(x - p.left) * p.scale, (y - p.top) * p.scale}
}

func (p projection) path(points []orb.Point) []point {
	out := make([]point, 0, len(points))
	for i, q := range points {
		at := p.at(q)
		// What the eye can't tell apart is one.
		if n := len(out); n > 0 && i < len(points)-1 && math.Hypot(at.x-out[n-1].x, at.y-out[n-1].y) < 0.12 {
			continue
		}
		out = append(out, at)
	}
	return out
}

func (p projection) rings(rings [][]orb.Point) [][]point {
	out := make([][]point, len(rings))
	for i, r := range rings {
		out[i] = p.path(r)
	}
	return out
}

// extent bounds what the map shows; false when it shows nothing.
func (m Map) extent() (orb.Bound, bool) {
	var all orb.MultiPoint
	for _, a := range m.Areas {
		if b := a.Geometry.Bound(); !b.IsEmpty() {
			all = append(all, b.Min, b.Max)
		}
	}
	for _, s := range m.Places {
		all = append(all, s.Point)
	}
	for _, l := range m.Lines {
		all = append(all, l.From, l.To)
	}
	if len(all) == 0 {
		return orb.Bound{}, false
	}
	return all.Bound(), true
}

// draw draws the map into a frame of width × m.Height mm whose upper left corner is at 0, 0, with
// its legend below; it returns the height of it all.
func (m Map) draw(c canvas, width float64) float64 {
	bound, ok := m.extent()
	if !ok {
		return 0
	}
	p := fit(bound, width, m.Height)
	frame := point{width, m.Height}
	c.within(point{}, frame, func() {
		m.drawLand(c, p, frame)
		m.drawAreas(c, p)
		for _, l := range m.Lines {
			s := stroke{colour: hueOf(l.Resource, l.SupplyC), width: 0.4 + 1.4*math.Sqrt(max(0, min(1, l.Share)))}
			if !l.Existing {
				s.dash = []float64{2, 1.2}
			}
			c.line([]point{p.at(l.From), p.at(l.To)}, s)
		}
		signs := m.drawPlaces(c, p)
		m.drawTowns(c, p, frame, append(signs, m.drawNames(c, p, frame, signs)...))
	})
	c.area([][]point{box(point{}, frame)}, nil, stroke{colour: coastLine, width: 0.25})
	m.drawScale(c, p, frame)
	return m.Height + m.drawLegend(c, width)
}

func (m Map) drawLand(c canvas, p projection, frame point) {
	c.area([][]point{box(point{}, frame)}, &waterBlue, stroke{})
	base := theBasemap()
	around := p.bound.Pad((p.bound.Max[0] - p.bound.Min[0]) / 50)
	fill := func(shapes []shape, inside colour, edge colour) {
		for _, s := range shapes {
			if !s.bound.Intersects(around) {
				continue
			}
			polygon := make(orb.Polygon, len(s.rings))
			for i, r := range s.rings {
				polygon[i] = slices.Clone(r) // clip writes into what it is given
			}
			cut := clip.Polygon(around, polygon)
			if len(cut) == 0 {
				continue
			}
			rings := make([][]orb.Point, len(cut))
			for i, r := range cut {
				rings[i] = r
			}
			c.area(p.rings(rings), &inside, stroke{colour: edge, width: 0.2})
		}
	}
	lines := func(shapes []shape, s stroke) {
		for _, l := range shapes {
			if !l.bound.Intersects(around) {
				continue
			}
			for _, part := range clip.LineString(around, slices.Clone(l.rings[0])) {
				c.line(p.path(part), s)
			}
		}
	}
	fill(base.land, landPaper, coastLine)
	lines(base.rivers, stroke{colour: riverLine, width: 0.3})
	fill(base.lakes, waterBlue, coastLine)
	lines(base.borders, stroke{colour: borderLine, width: 0.35, dash: []float64{2, 0.8, 0.4, 0.8}})
}

func (m Map) drawAreas(c canvas, p projection) {
	for _, a := range m.Areas {
		fill, edge := landColours(a.Excluded)
		for _, polygon := range a.Geometry {
			rings := make([][]point, len(polygon))
			for i, r := range polygon {
				rings[i] = p.path(r)
			}
			c.area(rings, &fill, stroke{colour: edge, width: 0.35})
		}
		// Land that the scale makes too small to see is ringed.
		from, to := p.corners(a)
		if math.Hypot(to.x-from.x, to.y-from.y) < 4 && !a.Excluded {
			c.circle(middle(from, to), 3, nil, stroke{colour: edge, width: 0.5})
		}
	}
}

// corners are those of a piece of land's bound, on the map.
func (p projection) corners(a MapArea) (from, to point) {
	b := a.Geometry.Bound()
	return p.at(b.Min), p.at(b.Max)
}

func middle(from, to point) point { return point{(from.x + to.x) / 2, (from.y + to.y) / 2} }

func landColours(out bool) (fill, edge colour) {
	if out {
		return excluded, colour{0xa3, 0x27, 0x1b}
	}
	return areaFill, areaLine
}

// drawPlaces draws sites with their numbers, and returns where signs stand, the land's own among them.
func (m Map) drawPlaces(c canvas, p projection) []point {
	var taken []point
	for _, a := range m.Areas {
		taken = append(taken, p.at(a.Geometry.Bound().Center()))
	}
	for _, s := range m.Places {
		at := p.at(s.Point)
		fill := hueOf(s.Resource, s.SupplyC)
		c.circle(at, 1.9, &fill, stroke{colour: white, width: 0.4})
		if s.Number > 0 {
			c.text(point{at.x, at.y + 1.05}, strconv.Itoa(s.Number), lettering{size: 2.9, colour: white, bold: true, anchor: centredAt})
		}
		if s.Estimated {
			hatch(c, point{at.x + 1.5, at.y - 3}, 1.9)
		}
		taken = append(taken, at)
	}
	return taken
}

// drawTowns labels what there is room for, the larger first.
func (m Map) drawTowns(c canvas, p projection, frame point, taken []point) {
	rank := 2
	if p.metres*frame.x < 250_000 {
		rank = 3
	}
	towns := slices.Clone(theBasemap().towns)
	slices.SortStableFunc(towns, func(a, b town) int { return a.Rank - b.Rank })
	for _, t := range towns {
		at := p.at(orb.Point{t.Lon, t.Lat})
		l := lettering{size: 2.9, colour: townInk, halo: true}
		w := c.width(t.Name, l)
		if t.Rank > rank || at.x < 2 || at.x+w+3 > frame.x || at.y < 4 || at.y > frame.y-3 {
			continue
		}
		if slices.ContainsFunc(taken, func(q point) bool { return q.x > at.x-5 && q.x < at.x+w+4 && math.Abs(q.y-at.y) < 4.2 }) {
			continue
		}
		c.circle(at, 0.6, &townInk, stroke{colour: white, width: 0.2})
		c.text(point{at.x + 1.3, at.y + 1}, t.Name, l)
		for x := 0.0; x < w; x += 5 {
			taken = append(taken, point{at.x + x, at.y})
		}
	}
}

// scaleOf is the length of the bar, m, and the ground it stands on, its upper left and lower right corner.
func scaleOf(p projection, frame point) (length float64, ground [2]point) {
	length = roundBelow(p.metres * frame.x * 0.3)
	return length, [2]point{{3, frame.y - 8.6}, {7 + length/p.metres, frame.y - 1.5}}
}

// drawScale draws a bar of a round length, and an arrow to the north.
func (m Map) drawScale(c canvas, p projection, frame point) {
	length, ground := scaleOf(p, frame)
	mm := length / p.metres
	text := strconv.FormatFloat(length, 'f', -1, 64) + " m"
	if length >= 1000 {
		text = strconv.FormatFloat(length/1000, 'f', -1, 64) + " km"
	}
	y := frame.y - 4
	c.area([][]point{box(ground[0], ground[1])}, &white, stroke{colour: rule, width: 0.15})
	c.area([][]point{box(point{5, y}, point{5 + mm/2, y + 1})}, &ink, stroke{colour: ink, width: 0.15})
	c.area([][]point{box(point{5 + mm/2, y}, point{5 + mm, y + 1})}, &white, stroke{colour: ink, width: 0.15})
	c.text(point{5 + mm/2, y - 1.1}, text, lettering{size: 2.8, colour: ink, anchor: centredAt})
	x := frame.x - 7
	c.area([][]point{{{x, 3.5}, {x + 2, 10}, {x, 8.6}, {x - 2, 10}, {x, 3.5}}}, &ink, stroke{colour: white, width: 0.2})
	c.text(point{x, 13.4}, m.Words.North, lettering{size: 3, colour: ink, bold: true, anchor: centredAt, halo: true})
}

// roundBelow is the greatest 1, 2 or 5 times a power of ten that isn't above v.
func roundBelow(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, step := range []float64{5, 2} {
		if step*power <= v {
			return step * power
		}
	}
	return power
}

// drawLegend tells the colours, the kinds of line and whose map it is, below the frame; it
// returns its height.
func (m Map) drawLegend(c canvas, width float64) float64 {
	const line = 4.4
	x, y := 0.0, m.Height+4
	l := lettering{size: 2.9, colour: quietInk}
	item := func(text string, sign func(at point)) {
		w := 6.5 + c.width(text, l)
		if x > 0 && x+w > width {
			x, y = 0, y+line
		}
		sign(point{x, y - 1})
		c.text(point{x + 6, y}, text, l)
		x += w + 4
	}
	for _, i := range m.Legend {
		item(i.Text, func(at point) {
			fill := hueOf(i.Resource, i.SupplyC)
			c.circle(point{at.x + 2.5, at.y}, 1.5, &fill, stroke{})
		})
	}
	for _, i := range m.LandLegend {
		if !slices.ContainsFunc(m.Areas, func(a MapArea) bool { return a.Excluded == i.Excluded }) {
			continue
		}
		fill, edge := landColours(i.Excluded)
		item(i.Text, func(at point) {
			c.area([][]point{box(point{at.x + 0.5, at.y - 1.4}, point{at.x + 4.5, at.y + 1.4})}, &fill, stroke{colour: edge, width: 0.3})
		})
	}
	for _, existing := range []bool{true, false} {
		text := m.Words.Possible
		s := stroke{colour: quietInk, width: 0.6, dash: []float64{1.6, 0.9}}
		if existing {
			text, s.dash = m.Words.Existing, nil
		}
		if slices.ContainsFunc(m.Lines, func(l MapLine) bool { return l.Existing == existing }) {
			item(text, func(at point) { c.line([]point{at, {at.x + 5, at.y}}, s) })
		}
	}
	if slices.ContainsFunc(m.Places, func(s MapPlace) bool { return s.Estimated }) {
		item(m.Words.Estimated, func(at point) { hatch(c, point{at.x + 1.2, at.y - 1.3}, 2.4) })
	}
	if x > 0 {
		y += line
	}
	c.text(point{0, y}, m.Words.MapData, lettering{size: 2.6, colour: quietInk, italic: true})
	return y + 2 - m.Height
}
