package rest

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// SiteAttributes are what a user gives of a site.
type SiteAttributes struct {
	ID           string                  `json:"id,omitempty" doc:"Stays the same; made by the server when left out" maxLength:"120"`
	Name         string                  `json:"name" maxLength:"300"`
	Lon          float64                 `json:"lon" doc:"Longitude in degrees of WGS 84" minimum:"-180" maximum:"180"`
	Lat          float64                 `json:"lat" doc:"Latitude in degrees of WGS 84" minimum:"-90" maximum:"90"`
	Organisation string                  `json:"organisation,omitempty"`
	NACE         string                  `json:"nace,omitempty" doc:"Activity code, NACE Rev. 2 / SNI 2007" example:"17.12"`
	Municipality string                  `json:"municipality,omitempty"`
	Country      string                  `json:"country,omitempty" doc:"ISO 3166-1 alpha-2" example:"SE"`
	Accuracy     symbiosis.PlaceAccuracy `json:"place_accuracy,omitempty" doc:"exact when left out"`
	Visibility   symbiosis.Visibility    `json:"visibility,omitempty" doc:"public when left out"`
	Source       string                  `json:"source,omitempty"`
	Note         string                  `json:"note,omitempty"`
}

// SiteDerived is what the server adds to a site.
type SiteDerived struct {
	Version   int64  `json:"version" doc:"1 for a new site, one more at each change"`
	Sector    string `json:"sector" doc:"Section of NACE, A–U, from nace; empty when not known" example:"C"`
	Surpluses int    `json:"surpluses" doc:"How many surpluses the site has"`
	Needs     int    `json:"needs" doc:"How many needs the site has"`

	Notices []symbiosis.Problem `json:"notices,omitempty" doc:"What looks wrong but may be right, such as longitude and latitude that seem changed for each other"`
}

// SiteInput is a site as it is sent. What the server added may be sent back.
type SiteInput struct {
	SiteAttributes
	Version   any `json:"version,omitempty" doc:"Ignored"`
	Sector    any `json:"sector,omitempty" doc:"Ignored"`
	Surpluses any `json:"surpluses,omitempty" doc:"Ignored"`
	Needs     any `json:"needs,omitempty" doc:"Ignored"`
	Notices   any `json:"notices,omitempty" doc:"Ignored"`
}

// Site is a place of a firm or public body.
type Site struct {
	SiteAttributes
	SiteDerived
}

// SitePage is a part of a list of sites.
type SitePage struct {
	Items []Site `json:"items"`
	PageInfo
}

// toSite returns the site that was sent.
func (a SiteAttributes) toSite() symbiosis.Site {
	return symbiosis.Site{
		ID: symbiosis.SiteID(a.ID), Name: a.Name, Organisation: a.Organisation, NACE: a.NACE,
		Municipality: a.Municipality, Country: a.Country, Location: orb.Point{a.Lon, a.Lat},
		Accuracy: a.Accuracy, Visibility: a.Visibility, Source: a.Source, Note: a.Note,
	}
}

// attributesOfSite returns what a user gave of a site.
func attributesOfSite(s symbiosis.Site) SiteAttributes {
	return SiteAttributes{
		ID: string(s.ID), Name: s.Name, Lon: s.Location.Lon(), Lat: s.Location.Lat(),
		Organisation: s.Organisation, NACE: s.NACE, Municipality: s.Municipality, Country: s.Country,
		Accuracy: s.Accuracy, Visibility: s.Visibility, Source: s.Source, Note: s.Note,
	}
}

func (a *SiteAttributes) givenID() *string { return &a.ID }

func (a *SiteAttributes) record() (symbiosis.Site, []symbiosis.Problem, error) {
	return a.toSite(), nil, nil
}

type sitesInput struct {
	Listing
	Ordering
	Resource     string `query:"resource" doc:"Sites with a flow of this resource, or of one below it"`
	Direction    string `query:"direction" enum:"surplus,need" doc:"Sites with such a flow"`
	Municipality string `query:"municipality" doc:"Name, in any case"`
	Sector       string `query:"sector" doc:"Section of NACE" example:"C" maxLength:"1"`
}

func (in *sitesInput) filter() (planner.SiteFilter, any, error) {
	bounds, err := parseBBox(in.BBox)
	return planner.SiteFilter{
		Bounds: bounds, Resource: symbiosis.ResourceCode(in.Resource), Direction: symbiosis.Direction(in.Direction),
		Municipality: in.Municipality, Sector: in.Sector,
	}, [...]string{in.BBox, in.Resource, in.Direction, in.Municipality, in.Sector}, err
}
