package rest

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

type aroundInput struct {
	Language
	Lat        given   `query:"lat" doc:"Of the centre, degrees WGS 84, with lon; or area, or site"`
	Lon        given   `query:"lon" doc:"Of the centre, degrees WGS 84"`
	Area       string  `query:"area" maxLength:"120" doc:"Id of an area: the centre is the point where its label stands"`
	Site       string  `query:"site" maxLength:"120" doc:"Id of a site: the centre is where it lies; its own flows count too"`
	RadiusM    float64 `query:"radius_m" required:"true" exclusiveMinimum:"0" maximum:"200000" doc:"Metres as the crow flies (geodesic, WGS 84) from the centre to the sites that count; who lies at just that distance counts"`
	Visibility string  `query:"visibility" enum:"public,network,broker_only" doc:"The most closed flows and sites that count; all when left out. What is more closed is left out altogether: no sum of several is made of it, since two circles could be taken from each other"`
	Resource   string  `query:"resource" doc:"Also lists the flows of this line of the sums"`
	Direction  string  `query:"direction" enum:"surplus,need" doc:"Of the flows that are listed"`
	Limit      int     `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"Most flows listed"`
}

// Surroundings sums what the sites within a circle have over and need, all of it, whether or not it
// could be carried to the place.
type Surroundings struct {
	Lon        float64              `json:"lon" doc:"Of the centre, WGS 84"`
	Lat        float64              `json:"lat"`
	RadiusM    float64              `json:"radius_m"`
	Outline    [][]float64          `json:"outline" doc:"The circle's edge, a closed ring of longitudes and latitudes"`
	Sites      int                  `json:"sites" doc:"Sites with flows within the circle"`
	Flows      int                  `json:"flows"`
	Visibility symbiosis.Visibility `json:"visibility" doc:"The most closed of what was counted: who may not see that should not be shown the sums"`
	Lines      []AroundLine         `json:"lines" doc:"By resource, the catalogue as a tree: what is more general stands before what it sums. Heat is in the class of its supply temperature"`
	Listed     []AroundFlow         `json:"listed" doc:"The flows of the line that was asked for, nearest first"`
	ListedOf   int                  `json:"listed_of" doc:"How many flows that line has, listed or not"`
}

// AroundLine sums the flows of a resource and of all below it.
type AroundLine struct {
	Resource     string         `json:"resource"`
	ResourceName string         `json:"resource_name" doc:"In the language asked for"`
	Kind         symbiosis.Kind `json:"kind"`
	Depth        int            `json:"depth" doc:"How many of the lines before it sum this one too"`
	Surplus      AroundSum      `json:"surplus"`
	Need         AroundSum      `json:"need"`
}

// AroundSum sums the flows of one direction.
type AroundSum struct {
	Flows     int            `json:"flows"`
	Sites     int            `json:"sites"`
	Estimated int            `json:"estimated_flows" doc:"Those of the flows whose quantity is an estimate"`
	Amounts   []AroundAmount `json:"amounts" doc:"What the flows amount to in a year, in each unit that they are summed in: energy in MWh/yr, materials in t/yr; none without flows"`
}

// AroundAmount is an amount of a year.
type AroundAmount struct {
	Quantity float64                `json:"quantity"`
	Unit     symbiosis.QuantityUnit `json:"unit"`
}

// AroundFlow is a flow within the circle.
type AroundFlow struct {
	Flow      Flow    `json:"flow"`
	DistanceM float64 `json:"distance_m" doc:"From the centre, as the crow flies"`
}

// edgeCorners are those of the circle's edge: its sides run within half a thousandth of the radius.
const edgeCorners = 120

func (s *Service) around(_ context.Context, in *aroundInput) (*jsonOutput[Surroundings], error) {
	question := planner.Around{
		Site: symbiosis.SiteID(in.Site), Area: symbiosis.AreaID(in.Area), Radius: unit.Length(in.RadiusM), Viewer: symbiosis.Visibility(in.Visibility),
		Of: symbiosis.ResourceCode(in.Resource), Direction: symbiosis.Direction(in.Direction),
	}
	switch {
	case in.Lat.is && in.Lon.is:
		question.At = &orb.Point{in.Lon.Value, in.Lat.Value}
	case in.Lat.is || in.Lon.is:
		question.Site, question.Area = "", "" // half a place is none, whatever stands beside it
	}
	snapshot := s.planner.Snapshot()
	found, err := snapshot.Around(question)
	if err != nil {
		return nil, err
	}
	v := s.view(snapshot, in.Language)
	out := Surroundings{
		Lon: found.Centre.Lon(), Lat: found.Centre.Lat(), RadiusM: found.Radius.Metres(), Outline: [][]float64{}, Sites: found.Sites, Flows: found.Flows,
		Visibility: found.Closed, Lines: []AroundLine{}, Listed: []AroundFlow{}, ListedOf: len(found.Listed),
	}
	for _, p := range found.Outline(edgeCorners) {
		out.Outline = append(out.Outline, []float64{rounded(p.Lon(), 6), rounded(p.Lat(), 6)})
	}
	for _, l := range found.Lines {
		r, _ := s.planner.Catalogue().Resource(l.Resource)
		out.Lines = append(out.Lines, AroundLine{string(l.Resource), r.Names.In(in.lang()), r.Kind, l.Depth, aroundSum(l.Surplus), aroundSum(l.Need)})
	}
	for _, f := range found.Listed[:min(len(found.Listed), in.Limit)] {
		out.Listed = append(out.Listed, AroundFlow{v.flow(f.Flow), rounded(f.Distance.Metres(), exchangeformat.LengthDecimals)})
	}
	return &jsonOutput[Surroundings]{out}, nil
}

func aroundSum(sum planner.AroundSum) AroundSum {
	out := AroundSum{Flows: sum.Flows, Sites: sum.Sites, Estimated: sum.Estimated, Amounts: []AroundAmount{}}
	for _, q := range sum.Amounts {
		out.Amounts = append(out.Amounts, AroundAmount{rounded(q.Amount, exchangeformat.QuantityDecimals), q.Unit})
	}
	return out
}
