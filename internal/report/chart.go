package report

// draw draws the bars from 0, 0 and returns their height. A value that isn't known is a hatched
// bar over the whole width: it could be anything.
func (b Bars) draw(c canvas, width float64) float64 {
	const (
		bar, gap    = 3.4, 0.6
		between     = 2.6
		labelWidth  = 0.36
		textWidth   = 26.0
		least, full = 0.0, 1.0
	)
	left := width * labelWidth
	span := width - left - textWidth
	y := 0.0
	if len(b.Series) > 1 {
		y = b.drawKey(c, width)
	}
	for _, row := range b.Rows {
		lines := wrapped(c, row.Label, lettering{size: 3.2}, left-3)
		for i, line := range lines {
			c.text(point{0, y + 2.8 + float64(i)*3.7}, line, lettering{size: 3.2, colour: ink})
		}
		top := y
		for i, v := range row.Values {
			c.area([][]point{box(point{left, y}, point{left + span, y + bar})}, &paperShade, stroke{})
			switch {
			case v == nil:
				c.within(point{left, y}, point{left + span, y + bar}, func() {
					for d := 0.0; d < span+bar; d += 2 {
						c.line([]point{{left + d, y}, {left + d - bar, y + bar}}, stroke{colour: rule, width: 0.3})
					}
				})
			default:
				fill := seriesColour(i)
				c.area([][]point{box(point{left, y}, point{left + span*max(least, min(full, *v)), y + bar})}, &fill, stroke{})
			}
			if i < len(row.Texts) {
				c.text(point{width, y + 2.7}, row.Texts[i], lettering{size: 3, colour: ink, anchor: endsAt})
			}
			y += bar + gap
		}
		y = max(y, top+float64(len(lines))*3.7) + between
	}
	return y
}

// drawKey names the series.
func (b Bars) drawKey(c canvas, width float64) float64 {
	x, y := 0.0, 0.0
	for i, name := range b.Series {
		l := lettering{size: 3, colour: quietInk}
		w := 5 + c.width(name, l)
		if x > 0 && x+w > width {
			x, y = 0, y+4.4
		}
		fill := seriesColour(i)
		c.area([][]point{box(point{x, y}, point{x + 3, y + 3})}, &fill, stroke{})
		c.text(point{x + 4, y + 2.6}, name, l)
		x += w + 5
	}
	return y + 6.5
}

// seriesColour tells areas apart, also without red or green cones (Okabe and Ito's set, darker).
func seriesColour(i int) colour {
	set := []colour{{0x17, 0x50, 0x5c}, {0xd0, 0x8a, 0x1d}, {0x4f, 0x8f, 0xc0}, {0xa8, 0x46, 0x1a}, {0x6b, 0x4f, 0x8f}, {0x55, 0x65, 0x3a}}
	return set[i%len(set)]
}
