package exchangeformat

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// constraintDraft is a constraint while it is read.
type constraintDraft struct {
	symbiosis.Constraint
	shape  rawShape // as the file has it, before it is turned into WGS 84
	mended []mending
}

var constraintTable = newTable(Constraints,
	word(Column{Name: "id", Required: true, Example: "reserve-2025349", Synonyms: []string{"constraint_id"},
		Doc: "The constraint's own id, the same at every import. No slash."},
		func(d *constraintDraft) *symbiosis.ConstraintID { return &d.ID }),
	word(Column{Name: "layer", Required: true, Example: "protected_nature", Synonyms: []string{"lager", "lag"},
		Doc: "Key of its layer: protected_nature, natura_2000, shore, flood, groundwater, heritage, housing, other, or one of your own."},
		func(d *constraintDraft) *symbiosis.ConstraintLayer { return &d.Layer }),
	word(Column{Name: "name", Example: "Limhamns kalkbrott", Synonyms: []string{"namn", "navn"}, Doc: "What people call it."},
		func(d *constraintDraft) *string { return &d.Name }),
	choice(Column{Name: "effect", Example: "excludes", Synonyms: []string{"verkan", "virkning"},
		Doc: "What it does to the land it bears on. Empty: the usual effect of its layer."},
		symbiosis.ConstraintEffects(), effectWords, func(d *constraintDraft) *symbiosis.ConstraintEffect { return &d.Effect }),
	number(Column{Name: "buffer_m", Unit: "m", Example: "100", Synonyms: []string{"buffert_m", "buffer"}, Doc: "How far round the geometry the effect holds too. Empty: zero."},
		func(d *constraintDraft) *unit.Length { return &d.Buffer }),
	number(Column{Name: "warning_distance_m", Unit: "m", Example: "500", Synonyms: []string{"varningsavstånd_m", "varselavstand_m"},
		Doc: "How far from the geometry people are warned, without further effect. Empty: zero."},
		func(d *constraintDraft) *unit.Length { return &d.WarningDistance }),
	choice(Column{Name: "place_accuracy", Example: "exact", Synonyms: []string{"accuracy", "lägesnoggrannhet", "stedsnøyaktighet"},
		Doc: "Whether it is where it is drawn. Empty: exact."},
		symbiosis.PlaceAccuracies(), accuracyWords, func(d *constraintDraft) *symbiosis.PlaceAccuracy { return &d.Accuracy }),
	choice(Column{Name: "certainty", Example: "reported", Synonyms: []string{"säkerhet", "sikkerhet"}, Doc: "How sure it is."},
		symbiosis.Certainties(), certaintyWords, func(d *constraintDraft) *symbiosis.Certainty { return &d.Certainty }),
	text(Column{Name: "source", Required: true, Example: "Naturvårdsverket, CC0", Synonyms: []string{"källa", "kilde"}, Doc: "Where the row comes from, with its licence."},
		func(d *constraintDraft) *string { return &d.Source }),
	date(Column{Name: "source_date", Example: "2026-03-01", Synonyms: []string{"källdatum", "kildedato"}, Doc: "Date of the source."},
		func(d *constraintDraft) *symbiosis.Date { return &d.Date }),
	text(Column{Name: "note", Example: "", Synonyms: []string{"anmärkning", "merknad", "comment", "kommentar"}, Doc: "Anything else."},
		func(d *constraintDraft) *string { return &d.Note }),
	column[constraintDraft]{Column: Column{Name: "geometry", Type: GeometryType, Required: true, Synonyms: []string{"wkt", "geom", "geometri", "the_geom"},
		Example: "POLYGON((14.4 63.3,14.5 63.3,14.5 63.4,14.4 63.3))",
		Doc:     "The place as text (WKT: points, lines or polygons), in WGS 84 or the reference system that the import names; SRID=3006; before it names another. In GeoJSON it is the feature's geometry."},
		parse: parseShape[constraintDraft, *constraintDraft], format: func(d *constraintDraft) string { return formatShape(d.Geometry) }},
)

func (d *constraintDraft) id() string { return string(d.ID) }

func (d *constraintDraft) rawShape() *rawShape { return &d.shape }

func (d *constraintDraft) finish(s *settings) []fault {
	d.Normalise()
	var f *fault
	if d.Geometry, d.mended, f = d.shape.wgs84(s); f != nil {
		return []fault{*f}
	}
	return nil
}

func (d *constraintDraft) validate(*symbiosis.Catalogue, bool) error { return d.Validate() }

// setConstraint makes a draft of a constraint that is to be written.
func setConstraint(d *constraintDraft, c *symbiosis.Constraint) { d.Constraint = *c }
