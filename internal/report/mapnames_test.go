package report

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// noted is a canvas that notes what stands where.
type noted struct {
	texts   map[string][2]point // lower left and upper right corner, by the text
	circles []point
}

func (n *noted) area([][]point, *colour, stroke) {}
func (n *noted) line([]point, stroke)            {}
func (n *noted) circle(at point, r float64, fill *colour, _ stroke) {
	if r > 1 && fill != nil {
		n.circles = append(n.circles, at)
	}
}
func (n *noted) within(_, _ point, draw func())      { draw() }
func (n *noted) width(s string, l lettering) float64 { return float64(len([]rune(s))) * l.size * 0.5 }
func (n *noted) text(at point, s string, l lettering) {
	if l.anchor != centredAt {
		n.texts[s] = [2]point{{at.x, at.y + 0.8}, {at.x + n.width(s, l), at.y - l.size*0.8}}
	}
}

// The name of the land is what a reader looks for: no sign of a partner and no town stands on it.
func TestNameOfLandIsClearOfSignsAndTowns(t *testing.T) {
	at := orb.Point{14.75, 63.2}
	m := Map{
		Areas: []MapArea{{Geometry: orb.MultiPolygon{{{at, {at[0] + 0.01, at[1]}, {at[0] + 0.01, at[1] + 0.01}, at}}}, Label: "Östersund, norra industrimarken"}},
		Places: []MapPlace{
			{Point: orb.Point{14.76, 63.3}, Number: 1, Estimated: true}, {Point: orb.Point{14.6, 63.3}, Number: 2}, {Point: orb.Point{14.75, 63.2}, Number: 3},
			{Point: orb.Point{11.5, 63.8}, Number: 4}, {Point: orb.Point{11.3, 58.4}, Number: 5},
		},
		Height: 85,
	}
	n := &noted{texts: map[string][2]point{}}
	m.draw(n, 160)
	label, ok := n.texts["Östersund, norra industrimarken"]
	if !ok || len(n.texts) < 5 || len(n.circles) < 5 {
		t.Fatalf("%v %v", n.texts, n.circles)
	}
	for _, c := range n.circles {
		if c.x+1.9 > label[0].x && c.x-1.9 < label[1].x && c.y+1.9 > label[1].y && c.y-1.9 < label[0].y {
			t.Errorf("a sign at %v stands on the name at %v", c, label)
		}
	}
	for name, box := range n.texts {
		if name != "Östersund, norra industrimarken" && box[1].x > label[0].x && box[0].x < label[1].x && box[0].y > label[1].y && box[1].y < label[0].y {
			t.Errorf("%s at %v stands on the name at %v", name, box, label)
		}
	}
}

// A name too long for the map is cut with a sign, and none stands under the scale.
func TestNameOfLandIsClearOfTheScale(t *testing.T) {
	square := func(lon, lat float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{lon, lat}, {lon + 0.01, lat}, {lon + 0.01, lat + 0.005}, {lon, lat + 0.005}, {lon, lat}}}}
	}
	for _, name := range []string{"Strömsund-Hammerdals industriområdesutvidgning etapp 3 vid bangården", strings.Repeat("Långt namn ", 20)} {
		m := Map{Height: 85, Areas: []MapArea{{Geometry: square(14.75, 63.2), Label: name}, {Geometry: square(15.2, 63.35), Label: "B"}}}
		n := &noted{texts: map[string][2]point{}}
		m.draw(n, 160)
		bound, _ := m.extent()
		_, ground := scaleOf(fit(bound, 160, m.Height), point{160, m.Height})
		found := false
		for text, box := range n.texts {
			whole := text == name || strings.HasSuffix(text, "…") && strings.HasPrefix(name, strings.TrimSuffix(text, "…"))
			found = found || whole
			if whole && (box[0].x < ground[1].x && box[0].y > ground[0].y || box[0].x < 0 || box[1].x > 160) {
				t.Errorf("%q stands at %v, the scale at %v", text, box, ground)
			}
		}
		if !found {
			t.Errorf("no name of the land among %v", n.texts)
		}
	}
}
