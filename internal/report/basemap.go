package report

import (
	"encoding/json"
	"sync"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/geodata"
)

// basemap is the land that maps are drawn on, in WGS 84.
type basemap struct {
	land, lakes     []shape
	rivers, borders []shape
	towns           []town
}

// shape is a polygon or a line with its bounds.
type shape struct {
	rings [][]orb.Point // of a polygon: shell and holes; of a line: one
	bound orb.Bound
}

type town struct {
	Name string  `json:"name"`
	Rank int     `json:"rank"` // 1 is shown first
	Lon  float64 `json:"lon"`
	Lat  float64 `json:"lat"`
}

// topology is the part of TopoJSON that the basemap uses.
type topology struct {
	Transform struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
	Objects map[string]struct {
		Type string          `json:"type"`
		Arcs json.RawMessage `json:"arcs"`
	} `json:"objects"`
	Arcs [][][2]float64 `json:"arcs"`
}

var theBasemap = sync.OnceValue(func() *basemap {
	m, err := readBasemap(geodata.Basemap(), geodata.Places())
	if err != nil {
		panic("the basemap that the program brings can't be read: " + err.Error()) // found by any test
	}
	return m
})

func readBasemap(topo, places []byte) (*basemap, error) {
	var t topology
	if err := json.Unmarshal(topo, &t); err != nil {
		return nil, err
	}
	for _, arc := range t.Arcs { // deltas become places
		var x, y float64
		for i := range arc {
			x, y = x+arc[i][0], y+arc[i][1]
			arc[i] = [2]float64{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]}
		}
	}
	m := &basemap{}
	for name, into := range map[string]*[]shape{"land": &m.land, "lakes": &m.lakes, "rivers": &m.rivers, "borders": &m.borders} {
		var err error
		if *into, err = t.shapes(name); err != nil {
			return nil, err
		}
	}
	var named struct {
		Places []town `json:"places"`
	}
	if err := json.Unmarshal(places, &named); err != nil {
		return nil, err
	}
	m.towns = named.Places
	return m, nil
}

func (t *topology) shapes(name string) ([]shape, error) {
	object := t.Objects[name]
	var out []shape
	if object.Type == "MultiPolygon" {
		var polygons [][][]int
		if err := json.Unmarshal(object.Arcs, &polygons); err != nil {
			return nil, err
		}
		for _, rings := range polygons {
			s := shape{}
			for _, arcs := range rings {
				s.rings = append(s.rings, t.line(arcs))
			}
			s.bound = orb.Ring(s.rings[0]).Bound()
			out = append(out, s)
		}
		return out, nil
	}
	var lines [][]int
	if err := json.Unmarshal(object.Arcs, &lines); err != nil {
		return nil, err
	}
	for _, arcs := range lines {
		points := t.line(arcs)
		out = append(out, shape{rings: [][]orb.Point{points}, bound: orb.LineString(points).Bound()})
	}
	return out, nil
}

// line joins arcs end to end; a negative number is an arc backwards.
func (t *topology) line(arcs []int) []orb.Point {
	var points []orb.Point
	for _, n := range arcs {
		back := n < 0
		if back {
			n = ^n
		}
		arc := t.Arcs[n]
		for i := range arc {
			p := arc[i]
			if back {
				p = arc[len(arc)-1-i]
			}
			if i == 0 && len(points) > 0 {
				continue // the end of the arc before
			}
			points = append(points, orb.Point(p))
		}
	}
	return points
}
