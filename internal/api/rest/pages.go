package rest

import (
	"encoding/json"

	"github.com/samloka/samloka/internal/planner"
)

// Media types of lists.
const geoJSON = "application/geo+json"

// page is a list's JSON body.
type page[T any] struct {
	Items []T `json:"items"`
	PageInfo
}

// feature is a GeoJSON feature with typed properties.
type feature[P any] struct {
	Type       string   `json:"type"`
	ID         string   `json:"id"`
	Geometry   geometry `json:"geometry"`
	Properties P        `json:"properties"`
}

type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

type collection[P any] struct {
	Type     string       `json:"type"`
	Features []feature[P] `json:"features"`
	Matched  int          `json:"numberMatched"`
	Returned int          `json:"numberReturned"`
	Links    []Link       `json:"links"`
}

// answer gives a page as the list or the layer that was asked for. item shows a record in
// JSON, place in GeoJSON.
func answer[T, I, P any](l Listing, snapshot *planner.Snapshot, list string, filter any, found planner.Listed[T],
	item func(T) I, place func(T) feature[P]) (*listOutput, error) {
	next := cursorOf(list, filter, found.Next)
	out := &listOutput{ContentType: "application/json"}
	if next != "" {
		out.Link = "<" + l.link(next) + `>; rel="next"`
	}
	if !l.layer() {
		body := page[I]{Items: make([]I, len(found.Items)), PageInfo: PageInfo{found.Total, next, snapshot.Revision()}}
		for i, t := range found.Items {
			body.Items[i] = item(t)
		}
		out.Body = body
		return out, nil
	}
	out.ContentType = geoJSON
	layer := collection[P]{Type: "FeatureCollection", Features: make([]feature[P], len(found.Items)), Matched: found.Total, Returned: len(found.Items)}
	for i, t := range found.Items {
		layer.Features[i] = place(t)
		layer.Features[i].Type = "Feature"
	}
	layer.Links = []Link{{l.link(""), "self", geoJSON}}
	if next != "" {
		layer.Links = append(layer.Links, Link{l.link(next), "next", geoJSON})
	}
	body, err := json.Marshal(layer)
	out.Body = append(body, '\n')
	return out, err
}
