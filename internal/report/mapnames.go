package report

// A label that stands already, by the ends of its baseline.
type label struct{ from, to point }

// drawNames writes what land is called where neither signs nor other names stand, or fewest do, and
// returns the room that the names take.
func (m Map) drawNames(c canvas, p projection, frame point, signs []point) []point {
	var standing []label
	var taken []point
	_, ground := scaleOf(p, frame)
	l := lettering{size: 3.4, colour: ink, bold: true, halo: true}
	for _, a := range m.Areas {
		if a.Label == "" {
			continue
		}
		from, to := p.corners(a)
		name := shortened(c, a.Label, l, frame.x-14)
		w := c.width(name, l)
		place, least := point{}, -1
		for _, at := range namePlaces(from, to, w) {
			at = point{max(1.5, min(at.x, frame.x-w-9)), max(4, min(frame.y-2, at.y))}
			n := touched(at, w, signs, standing)
			if at.x < ground[1].x+1 && at.y > ground[0].y-1 {
				n += 1 + len(signs)
			}
			if least < 0 || n < least {
				place, least = at, n
			}
		}
		c.text(place, name, l)
		standing = append(standing, label{place, point{place.x + w, place.y}})
		for x := 0.0; x <= w; x += 4 {
			taken = append(taken, point{place.x + x, place.y - 1})
		}
	}
	return taken
}

// shortened is a text that is cut with a sign where it is wider than width mm.
func shortened(m measurer, text string, l lettering, width float64) string {
	if m.width(text, l) <= width {
		return text
	}
	return text[:longestFit(m, text, l, width-m.width("…", l))] + "…"
}

// namePlaces are where a name of a width can begin, the best first: above the land, below it, beside it, farther off.
func namePlaces(from, to point, w float64) []point {
	top, bottom := min(from.y, to.y), max(from.y, to.y)
	at := middle(from, to)
	places := []point{{at.x - w/2, top - 1.6}, {at.x - w/2, bottom + 4.4}}
	for _, off := range []float64{0, -4.4, 4.4, -8.8, 8.8} {
		places = append(places, point{max(from.x, to.x) + 4.5, at.y + 1.2 + off}, point{min(from.x, to.x) - 4.5 - w, at.y + 1.2 + off})
	}
	for _, off := range []float64{4.4, 8.8, 13.2} {
		places = append(places, point{at.x - w/2, top - 1.6 - off}, point{at.x - w/2, bottom + 4.4 + off})
	}
	return places
}

// touched is how much would stand under a name: each sign counts, another name more than any.
func touched(at point, w float64, signs []point, standing []label) (n int) {
	for _, q := range signs { // a circle, with a hatched square at its upper right
		if at.x < q.x+3.8 && at.x+w > q.x-2.5 && at.y-2.8 < q.y+2.3 && at.y+0.8 > q.y-3.3 {
			n++
		}
	}
	for _, s := range standing {
		if at.x < s.to.x+2 && at.x+w > s.from.x-2 && at.y > s.from.y-4.2 && at.y < s.from.y+4.2 {
			n += 1 + len(signs)
		}
	}
	return n
}
