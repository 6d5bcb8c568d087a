package rest

import (
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// FacilityAttributes are what a user gives of a piece of infrastructure, its geometry apart.
type FacilityAttributes struct {
	ID           string                  `json:"id,omitempty" doc:"Stays the same; made by the server when left out" maxLength:"120"`
	Facility     symbiosis.FacilityKind  `json:"facility" doc:"What it is"`
	Name         string                  `json:"name,omitempty" maxLength:"300"`
	Capacity     *float64                `json:"capacity,omitempty" minimum:"0" doc:"What it can still give or take; left out when not known"`
	CapacityUnit symbiosis.QuantityUnit  `json:"capacity_unit,omitempty"`
	Year         int                     `json:"year,omitempty" doc:"From which year there is that capacity"`
	Accuracy     symbiosis.PlaceAccuracy `json:"place_accuracy,omitempty" doc:"exact when left out"`
	Certainty    symbiosis.Certainty     `json:"certainty,omitempty" doc:"estimated when left out"`
	Source       string                  `json:"source" maxLength:"4000"`
	SourceDate   string                  `json:"source_date,omitempty" doc:"Of the source" example:"2026-03-01"`
	Note         string                  `json:"note,omitempty"`
}

// Facility is a piece of infrastructure that land is measured to.
type Facility struct {
	FacilityAttributes
	// These are always there.
	ID        string                  `json:"id"`
	Accuracy  symbiosis.PlaceAccuracy `json:"place_accuracy"`
	Certainty symbiosis.Certainty     `json:"certainty"`

	Geometry     Geometry            `json:"geometry"`
	FacilityName string              `json:"facility_name" doc:"What it is, in the language asked for"`
	Version      int64               `json:"version"`
	Notices      []symbiosis.Problem `json:"notices,omitempty" doc:"What was put right in the geometry when it was stored"`
}

// FacilityInput is a piece of infrastructure as it is sent. What the server added may be sent back.
type FacilityInput struct {
	FacilityAttributes
	Geometry     Geometry `json:"geometry"`
	FacilityName any      `json:"facility_name,omitempty" doc:"Ignored"`
	Version      any      `json:"version,omitempty" doc:"Ignored"`
	Notices      any      `json:"notices,omitempty" doc:"Ignored"`
}

// FacilityPage is a part of a list of infrastructure.
type FacilityPage struct {
	Items []Facility `json:"items"`
	PageInfo
}

func (a *FacilityAttributes) givenID() *string { return &a.ID }

func (in *FacilityInput) record() (symbiosis.Facility, []symbiosis.Problem, error) {
	f := symbiosis.Facility{
		ID: symbiosis.FacilityID(in.ID), Kind: in.Facility, Name: in.Name, Year: in.Year,
		Accuracy: in.Accuracy, Certainty: in.Certainty, Source: in.Source, Note: in.Note,
	}
	if in.Capacity != nil {
		f.Capacity = &symbiosis.Quantity{Amount: *in.Capacity, Unit: in.CapacityUnit}
	}
	var err error
	if f.Date, err = dateOf("source_date", in.SourceDate); err != nil {
		return f, nil, err
	}
	var notices []symbiosis.Problem
	f.Geometry, notices, err = in.Geometry.whole()
	return f, notices, err
}

// attributesOfFacility returns what a user gave of a piece of infrastructure, its geometry apart.
func attributesOfFacility(f symbiosis.Facility) FacilityAttributes {
	a := FacilityAttributes{
		ID: string(f.ID), Facility: f.Kind, Name: f.Name, Year: f.Year, Accuracy: f.Accuracy, Certainty: f.Certainty,
		Source: f.Source, SourceDate: f.Date.String(), Note: f.Note,
	}
	if f.Capacity != nil {
		a.Capacity, a.CapacityUnit = &f.Capacity.Amount, f.Capacity.Unit
	}
	return a
}

func (v view) facility(f symbiosis.Facility) Facility {
	return Facility{
		FacilityAttributes: attributesOfFacility(f), ID: string(f.ID), Accuracy: f.Accuracy, Certainty: f.Certainty,
		Geometry: Geometry{f.Geometry}, FacilityName: v.words.FacilityKind(f.Kind), Version: f.Version,
	}
}

// facilityProperties are a facility's attributes without its geometry, which stands beside them.
type facilityProperties struct {
	Facility
	Geometry *Geometry `json:"geometry,omitempty"`
}

func (v view) facilityFeature(f symbiosis.Facility) feature[facilityProperties] {
	return feature[facilityProperties]{ID: string(f.ID), Geometry: shape(f.Geometry), Properties: facilityProperties{Facility: v.facility(f)}}
}

type facilitiesInput struct {
	Listing
	Facility string `query:"facility" enum:"highway,rail,port,substation,district_heating"`
}

func (in *facilitiesInput) filter() (planner.FacilityFilter, any, error) {
	bounds, err := parseBBox(in.BBox)
	return planner.FacilityFilter{Bounds: bounds, Kind: symbiosis.FacilityKind(in.Facility)}, [...]string{in.BBox, in.Facility}, err
}

func (v view) storedFacility(f symbiosis.Facility, notices []symbiosis.Problem) Facility {
	out := v.facility(f)
	out.Notices = wording.Faults(v.lang, notices)
	return out
}
