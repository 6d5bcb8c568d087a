package rest

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// parseBBox reads "west,south,east,north"; nil for an empty text. West above east crosses
// the antimeridian (RFC 7946, 5.2).
func parseBBox(text string) (*orb.Bound, error) {
	if text == "" {
		return nil, nil
	}
	parts := strings.Split(text, ",")
	if len(parts) != 4 {
		return nil, bboxFault(text, "must be four numbers")
	}
	var v [4]float64
	for i, part := range parts {
		x, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !unit.Finite(x) {
			return nil, bboxFault(text, strconv.Quote(part)+" is not a number")
		}
		v[i] = x
	}
	west, south, east, north := v[0], v[1], v[2], v[3]
	switch {
	case west < -180 || west > 180 || east < -180 || east > 180:
		return nil, bboxFault(text, "has a longitude outside −180 to 180")
	case south < -90 || north > 90:
		return nil, bboxFault(text, "has a latitude outside −90 to 90")
	case south > north:
		return nil, bboxFault(text, "has its south above its north")
	}
	return &orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}, nil
}

func bboxFault(value, text string) error {
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the filter is not valid", Problems: []symbiosis.Problem{{
		Field: "bbox", Code: "not_a_bbox", Value: value, Text: text, Hint: "west,south,east,north in degrees, such as 10,63,15,65",
	}}}
}
