package rest

import (
	"context"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

// ConstraintAttributes are what a user gives of a constraint, its geometry apart.
type ConstraintAttributes struct {
	ID               string                     `json:"id,omitempty" doc:"Stays the same; made by the server when left out" maxLength:"120"`
	Layer            string                     `json:"layer" maxLength:"120" doc:"protected_nature, natura_2000, shore, flood, groundwater, heritage, housing, other, or a key of the region's own"`
	Name             string                     `json:"name,omitempty" maxLength:"300"`
	Effect           symbiosis.ConstraintEffect `json:"effect,omitempty" doc:"The usual one of the layer when left out"`
	BufferM          float64                    `json:"buffer_m,omitempty" minimum:"0" doc:"How far round the geometry the effect holds too, m"`
	WarningDistanceM float64                    `json:"warning_distance_m,omitempty" minimum:"0" doc:"How far from the geometry people are warned, without further effect, m"`
	Accuracy         symbiosis.PlaceAccuracy    `json:"place_accuracy,omitempty" doc:"exact when left out"`
	Certainty        symbiosis.Certainty        `json:"certainty,omitempty" doc:"reported when left out"`
	Source           string                     `json:"source" maxLength:"4000"`
	SourceDate       string                     `json:"source_date,omitempty" doc:"Of the source" example:"2026-03-01"`
	Note             string                     `json:"note,omitempty"`
}

// Constraint is a piece of a layer that excludes land, counts against it, or informs.
type Constraint struct {
	ConstraintAttributes
	// These are always there.
	ID        string                     `json:"id"`
	Effect    symbiosis.ConstraintEffect `json:"effect"`
	Accuracy  symbiosis.PlaceAccuracy    `json:"place_accuracy"`
	Certainty symbiosis.Certainty        `json:"certainty"`

	Geometry  Geometry            `json:"geometry"`
	LayerName string              `json:"layer_name" doc:"The layer in the language asked for"`
	Version   int64               `json:"version"`
	Notices   []symbiosis.Problem `json:"notices,omitempty" doc:"What was put right in the geometry when it was stored"`
}

// ConstraintInput is a constraint as it is sent. What the server added may be sent back.
type ConstraintInput struct {
	ConstraintAttributes
	Geometry  Geometry `json:"geometry"`
	LayerName any      `json:"layer_name,omitempty" doc:"Ignored"`
	Version   any      `json:"version,omitempty" doc:"Ignored"`
	Notices   any      `json:"notices,omitempty" doc:"Ignored"`
}

// ConstraintPage is a part of a list of constraints.
type ConstraintPage struct {
	Items []Constraint `json:"items"`
	PageInfo
}

// LayerList tells which layers of constraints there are.
type LayerList struct {
	Items []LayerInfo `json:"items"`
}

// LayerInfo is a layer of constraints, or a kind of infrastructure.
type LayerInfo struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

func (a *ConstraintAttributes) givenID() *string { return &a.ID }

func (in *ConstraintInput) record() (symbiosis.Constraint, []symbiosis.Problem, error) {
	c := symbiosis.Constraint{
		ID: symbiosis.ConstraintID(in.ID), Layer: symbiosis.ConstraintLayer(in.Layer), Name: in.Name, Effect: in.Effect,
		Buffer: unit.Length(in.BufferM), WarningDistance: unit.Length(in.WarningDistanceM),
		Accuracy: in.Accuracy, Certainty: in.Certainty, Source: in.Source, Note: in.Note,
	}
	var err error
	if c.Date, err = dateOf("source_date", in.SourceDate); err != nil {
		return c, nil, err
	}
	var notices []symbiosis.Problem
	c.Geometry, notices, err = in.Geometry.whole()
	return c, notices, err
}

// attributesOfConstraint returns what a user gave of a constraint, its geometry apart.
func attributesOfConstraint(c symbiosis.Constraint) ConstraintAttributes {
	return ConstraintAttributes{
		ID: string(c.ID), Layer: string(c.Layer), Name: c.Name, Effect: c.Effect,
		BufferM: c.Buffer.Metres(), WarningDistanceM: c.WarningDistance.Metres(),
		Accuracy: c.Accuracy, Certainty: c.Certainty, Source: c.Source, SourceDate: c.Date.String(), Note: c.Note,
	}
}

func (v view) constraint(c symbiosis.Constraint) Constraint {
	return Constraint{
		ConstraintAttributes: attributesOfConstraint(c), ID: string(c.ID), Effect: c.Effect, Accuracy: c.Accuracy, Certainty: c.Certainty,
		Geometry: Geometry{c.Geometry}, LayerName: v.words.ConstraintLayer(c.Layer), Version: c.Version,
	}
}

// constraintProperties are a constraint's attributes without its geometry, which stands beside them.
type constraintProperties struct {
	Constraint
	Geometry *Geometry `json:"geometry,omitempty"`
}

func (v view) constraintFeature(c symbiosis.Constraint) feature[constraintProperties] {
	return feature[constraintProperties]{ID: string(c.ID), Geometry: shape(c.Geometry), Properties: constraintProperties{Constraint: v.constraint(c)}}
}

func (v view) layers() LayerList {
	out := LayerList{Items: []LayerInfo{}}
	for _, l := range v.snapshot.ConstraintLayers() {
		out.Items = append(out.Items, LayerInfo{string(l.Layer), v.words.ConstraintLayer(l.Layer), l.Count})
	}
	return out
}

type constraintsInput struct {
	Listing
	Layer  string `query:"layer" maxLength:"120" doc:"Key of a layer"`
	Effect string `query:"effect" enum:"excludes,penalises,informs"`
}

func (in *constraintsInput) filter() (planner.ConstraintFilter, any, error) {
	bounds, err := parseBBox(in.BBox)
	return planner.ConstraintFilter{Bounds: bounds, Layer: symbiosis.ConstraintLayer(in.Layer), Effect: symbiosis.ConstraintEffect(in.Effect)},
		[...]string{in.BBox, in.Layer, in.Effect}, err
}

func (v view) storedConstraint(c symbiosis.Constraint, notices []symbiosis.Problem) Constraint {
	out := v.constraint(c)
	out.Notices = wording.Faults(v.lang, notices)
	return out
}

func (s *Service) listLayers(_ context.Context, in *onlyLanguage) (*jsonOutput[LayerList], error) {
	return &jsonOutput[LayerList]{s.now(in.Language).layers()}, nil
}
