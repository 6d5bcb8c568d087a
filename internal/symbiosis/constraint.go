package symbiosis

import (
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// ConstraintID names a constraint within a region.
type ConstraintID string

// ConstraintEffect says what a constraint does to the land it bears on.
type ConstraintEffect string

// The effects of a constraint.
const (
	Excludes  ConstraintEffect = "excludes"
	Penalises ConstraintEffect = "penalises"
	Informs   ConstraintEffect = "informs"
)

// ConstraintEffects lists the effects of a constraint, strictest first.
func ConstraintEffects() []ConstraintEffect { return []ConstraintEffect{Excludes, Penalises, Informs} }

// ConstraintLayer names the layer that a constraint is a piece of. Those listed have words and
// a usual effect; a region may have others of its own.
type ConstraintLayer string

// The layers that are known.
const (
	ProtectedNature ConstraintLayer = "protected_nature" // national parks, nature reserves
	Natura2000      ConstraintLayer = "natura_2000"
	Shore           ConstraintLayer = "shore" // strandskydd
	Flood           ConstraintLayer = "flood"
	Groundwater     ConstraintLayer = "groundwater" // water protection areas
	Heritage        ConstraintLayer = "heritage"
	Housing         ConstraintLayer = "housing"
	OtherLayer      ConstraintLayer = "other"
)

// ConstraintLayers lists the known layers.
func ConstraintLayers() []ConstraintLayer {
	return []ConstraintLayer{ProtectedNature, Natura2000, Shore, Flood, Groundwater, Heritage, Housing, OtherLayer}
}

// UsualEffect is the effect of a layer's constraint that doesn't say which: protected nature
// excludes, housing informs, the others count against the land.
func (l ConstraintLayer) UsualEffect() ConstraintEffect {
	switch l {
	case ProtectedNature, Natura2000:
		return Excludes
	case Housing, OtherLayer:
		return Informs
	}
	return Penalises
}

// Constraint is a piece of a layer that excludes land, counts against it, or informs.
type Constraint struct {
	ID       ConstraintID
	Layer    ConstraintLayer
	Name     string
	Effect   ConstraintEffect
	Geometry orb.Geometry // WGS 84; any but a collection
	// Buffer is how far round the geometry the effect holds; 0: on the geometry alone.
	Buffer unit.Length
	// WarningDistance is how far from the geometry people are warned, without any further
	// effect (Boverket, "Bättre plats för arbete": distances to housing guide, they don't
	// forbid). 0: no warning beyond the buffer.
	WarningDistance unit.Length
	Accuracy        PlaceAccuracy
	Certainty       Certainty
	Source          string
	Date            Date // of the source
	Note            string
	Version         int64
}

// Normalise fills the attributes that have a default, and takes the spaces off both ends of
// ids, names and codes.
func (c *Constraint) Normalise() {
	c.ID = ConstraintID(strings.TrimSpace(string(c.ID)))
	c.Layer = ConstraintLayer(strings.ToLower(strings.TrimSpace(string(c.Layer))))
	c.Name = strings.TrimSpace(c.Name)
	if c.Effect == "" && c.Layer != "" {
		c.Effect = c.Layer.UsualEffect()
	}
	if c.Accuracy == "" {
		c.Accuracy = Exact
	}
	if c.Certainty == "" {
		c.Certainty = Reported // a layer is what an authority has drawn, unless it says otherwise
	}
}

// Validate returns an Invalid error with every fault of the constraint, or nil.
func (c Constraint) Validate() error {
	var ps problems
	ps.checkID("id", string(c.ID))
	ps.checkKey("layer", string(c.Layer), "one of "+listed(ConstraintLayers())+", or a key of your own")
	ps.checkText("name", c.Name, maxName, false)
	ps.checkText("source", c.Source, maxText, true)
	ps.checkText("note", c.Note, maxText, false)
	checkOneOf(&ps, "effect", c.Effect, ConstraintEffects())
	checkOneOf(&ps, "place_accuracy", c.Accuracy, PlaceAccuracies())
	checkOneOf(&ps, "certainty", c.Certainty, Certainties())
	checkDate(&ps, "source_date", c.Date)
	checkGeometry(&ps, c.Geometry)
	checkLength(&ps, "buffer_m", c.Buffer)
	checkLength(&ps, "warning_distance_m", c.WarningDistance)
	return ps.err("the constraint")
}

func checkLength(ps *problems, field string, l unit.Length) {
	if !unit.Finite(l) || l < 0 || l > maxDistance {
		ps.add(field, "out_of_range", number(l.Metres()), "must lie within 0 and 20 003 931, half the way round the Earth", "metres")
	}
}

// checkKey reports a text that is no key of small letters, digits and underscores.
func (ps *problems) checkKey(field, key, hint string) {
	switch {
	case key == "":
		ps.add(field, "required", "", "is missing", hint)
	case len(key) > maxID:
		ps.add(field, "too_long", key[:20]+"…", "is longer than 120 characters", hint)
	case strings.ContainsFunc(key, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' }):
		ps.add(field, "not_text", strings.ToValidUTF8(key, "�"), "is no key of the letters a to z, digits and _", hint)
	}
}
