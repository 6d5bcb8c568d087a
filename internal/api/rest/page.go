package rest

// PageInfo tells where in a list a page stands.
type PageInfo struct {
	Total      int    `json:"total" doc:"How many fit the filter"`
	NextCursor string `json:"next_cursor,omitempty" doc:"Gives the next page, with the same filter; left out on the last"`
	Revision   string `json:"revision" doc:"The region's state the page was read from"`
}

// FeatureCollection is a GeoJSON layer (RFC 7946) of a list, with the same filters.
type FeatureCollection struct {
	Type     string    `json:"type" enum:"FeatureCollection"`
	Features []Feature `json:"features"`
	Matched  int       `json:"numberMatched" doc:"How many fit the filter"`
	Returned int       `json:"numberReturned"`
	Links    []Link    `json:"links" doc:"self, and next unless this is the last page"`
}

// Feature is a GeoJSON feature; its properties are the attributes of the list's items.
type Feature struct {
	Type       string         `json:"type" enum:"Feature"`
	ID         string         `json:"id"`
	Geometry   Geometry       `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// Link is a link of a layer.
type Link struct {
	Href string `json:"href"`
	Rel  string `json:"rel"`
	Type string `json:"type"`
}
