package rest

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/symbiosis"
)

// The closed sets of package symbiosis become named enumerations of the document.
type (
	direction     string
	kind          string
	quantityUnit  string
	shapeKind     string
	legalStatus   string
	certainty     string
	placeAccuracy string
	visibility    string
	heatClass     string
	gateName      string
	gateStatus    string
	planStatus    string
	exchangeState string
	utility       string
	connection    string
	effect        string
	facilityKind  string
)

func (direction) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "Direction", symbiosis.Directions())
}
func (kind) Schema(r huma.Registry) *huma.Schema { return closedSet(r, "Kind", symbiosis.Kinds()) }
func (quantityUnit) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "QuantityUnit", symbiosis.QuantityUnits())
}
func (shapeKind) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "ShapeKind", symbiosis.ShapeKinds())
}
func (legalStatus) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "LegalStatus", symbiosis.LegalStatuses())
}
func (certainty) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "Certainty", symbiosis.Certainties())
}
func (placeAccuracy) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "PlaceAccuracy", symbiosis.PlaceAccuracies())
}
func (visibility) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "Visibility", symbiosis.Visibilities())
}
func (heatClass) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "HeatClass", []symbiosis.HeatClass{symbiosis.Direct, symbiosis.Preheat, symbiosis.HeatPump})
}
func (gateName) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "GateName", symbiosis.GateNames())
}
func (gateStatus) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "GateStatus", []symbiosis.GateStatus{
		symbiosis.Passed, symbiosis.Failed, symbiosis.NeedsAssessment, symbiosis.NotApplicable, symbiosis.NotRun,
	})
}
func (planStatus) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "PlanStatus", symbiosis.PlanStatuses())
}
func (exchangeState) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "ExchangeState", symbiosis.ExchangeStates())
}

func (utility) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "Utility", symbiosis.Utilities())
}
func (connection) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "Connection", symbiosis.Connections())
}
func (effect) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "ConstraintEffect", symbiosis.ConstraintEffects())
}
func (facilityKind) Schema(r huma.Registry) *huma.Schema {
	return closedSet(r, "FacilityKind", symbiosis.FacilityKinds())
}

// closedSet registers an enumeration under name and returns a reference to it.
func closedSet[T ~string](r huma.Registry, name string, values []T) *huma.Schema {
	if r.Map()[name] == nil {
		s := &huma.Schema{Type: huma.TypeString}
		for _, v := range values {
			s.Enum = append(s.Enum, string(v))
		}
		s.PrecomputeMessages()
		r.Map()[name] = s
	}
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

// nameClosedSets makes r describe the closed sets by name.
func nameClosedSets(r huma.Registry) {
	alias[symbiosis.Direction, direction](r)
	alias[symbiosis.Kind, kind](r)
	alias[symbiosis.QuantityUnit, quantityUnit](r)
	alias[symbiosis.ShapeKind, shapeKind](r)
	alias[symbiosis.LegalStatus, legalStatus](r)
	alias[symbiosis.Certainty, certainty](r)
	alias[symbiosis.PlaceAccuracy, placeAccuracy](r)
	alias[symbiosis.Visibility, visibility](r)
	alias[symbiosis.HeatClass, heatClass](r)
	alias[symbiosis.GateName, gateName](r)
	alias[symbiosis.GateStatus, gateStatus](r)
	alias[symbiosis.PlanStatus, planStatus](r)
	alias[symbiosis.ExchangeState, exchangeState](r)
	alias[symbiosis.Utility, utility](r)
	alias[symbiosis.Connection, connection](r)
	alias[symbiosis.ConstraintEffect, effect](r)
	alias[symbiosis.FacilityKind, facilityKind](r)
}

func alias[T, As any](r huma.Registry) {
	r.RegisterTypeAlias(reflect.TypeFor[T](), reflect.TypeFor[As]())
}

// SchemaName names a type in the document. Two nouns share their name with a type of the
// API's own.
func SchemaName(t reflect.Type, hint string) string {
	switch t {
	case reflect.TypeFor[symbiosis.Problem]():
		return "Fault"
	case reflect.TypeFor[symbiosis.Figure](), reflect.TypeFor[*symbiosis.Figure]():
		return "SourcedFigure"
	}
	return huma.DefaultSchemaNamer(t, hint)
}
