package exchangeformat

import (
	"github.com/samloka/samloka/internal/symbiosis"
)

// facilityDraft is a piece of infrastructure while it is read.
type facilityDraft struct {
	symbiosis.Facility
	shape  rawShape // as the file has it, before it is turned into WGS 84
	mended []mending

	capacityUnit symbiosis.QuantityUnit // may stand before or behind the amount
}

var facilityTable = newTable(Facilities,
	word(Column{Name: "id", Required: true, Example: "e14-jamtland", Synonyms: []string{"facility_id"},
		Doc: "The facility's own id, the same at every import. No slash."},
		func(d *facilityDraft) *symbiosis.FacilityID { return &d.ID }),
	choice(Column{Name: "facility", Required: true, Example: "rail", Synonyms: []string{"facility_kind", "anläggning", "anlegg"},
		Doc: "What it is."},
		symbiosis.FacilityKinds(), facilityWords, func(d *facilityDraft) *symbiosis.FacilityKind { return &d.Kind }),
	word(Column{Name: "name", Example: "E14", Synonyms: []string{"namn", "navn"}, Doc: "What people call it."},
		func(d *facilityDraft) *string { return &d.Name }),
	column[facilityDraft]{Column: Column{Name: "capacity", Type: NumberType, Example: "12", Synonyms: []string{"kapacitet", "kapasitet"},
		Doc: "What it can still give or take. Empty: not known."},
		parse: func(d *facilityDraft, c cell) *fault {
			v, f := c.number()
			if f == nil {
				d.Capacity = &symbiosis.Quantity{Amount: v, Unit: d.capacityUnit}
			}
			return f
		},
		format: func(d *facilityDraft) string {
			if d.Capacity == nil {
				return ""
			}
			return formatNumber(d.Capacity.Amount)
		}},
	choice(Column{Name: "capacity_unit", Example: "MW", Synonyms: []string{"enhet"}, Doc: "Unit of capacity."},
		symbiosis.QuantityUnits(), unitWords, func(d *facilityDraft) *symbiosis.QuantityUnit { return &d.capacityUnit }),
	year(Column{Name: "year", Example: "2030", Synonyms: []string{"år"}, Doc: "From which year there is that capacity."},
		func(d *facilityDraft) *int { return &d.Year }),
	choice(Column{Name: "place_accuracy", Example: "exact", Synonyms: []string{"accuracy", "lägesnoggrannhet", "stedsnøyaktighet"},
		Doc: "Whether it is where it is drawn. Empty: exact."},
		symbiosis.PlaceAccuracies(), accuracyWords, func(d *facilityDraft) *symbiosis.PlaceAccuracy { return &d.Accuracy }),
	choice(Column{Name: "certainty", Example: "reported", Synonyms: []string{"säkerhet", "sikkerhet"}, Doc: "How sure it is."},
		symbiosis.Certainties(), certaintyWords, func(d *facilityDraft) *symbiosis.Certainty { return &d.Certainty }),
	text(Column{Name: "source", Required: true, Example: "Naturvårdsverket, CC0", Synonyms: []string{"källa", "kilde"}, Doc: "Where the row comes from, with its licence."},
		func(d *facilityDraft) *string { return &d.Source }),
	date(Column{Name: "source_date", Example: "2026-03-01", Synonyms: []string{"källdatum", "kildedato"}, Doc: "Date of the source."},
		func(d *facilityDraft) *symbiosis.Date { return &d.Date }),
	text(Column{Name: "note", Example: "", Synonyms: []string{"anmärkning", "merknad", "comment", "kommentar"}, Doc: "Anything else."},
		func(d *facilityDraft) *string { return &d.Note }),
	column[facilityDraft]{Column: Column{Name: "geometry", Type: GeometryType, Required: true, Synonyms: []string{"wkt", "geom", "geometri", "the_geom"},
		Example: "POLYGON((14.4 63.3,14.5 63.3,14.5 63.4,14.4 63.3))",
		Doc:     "The place as text (WKT: points, lines or polygons), in WGS 84 or the reference system that the import names; SRID=3006; before it names another. In GeoJSON it is the feature's geometry."},
		parse: parseShape[facilityDraft, *facilityDraft], format: func(d *facilityDraft) string { return formatShape(d.Geometry) }},
)

func (d *facilityDraft) id() string { return string(d.ID) }

func (d *facilityDraft) rawShape() *rawShape { return &d.shape }

func (d *facilityDraft) finish(s *settings) []fault {
	d.Normalise()
	if d.Capacity != nil {
		d.Capacity.Unit = d.capacityUnit
	}
	var f *fault
	if d.Geometry, d.mended, f = d.shape.wgs84(s); f != nil {
		return []fault{*f}
	}
	return nil
}

func (d *facilityDraft) validate(*symbiosis.Catalogue, bool) error { return d.Validate() }

// setFacility makes a draft of a facility that is to be written.
func setFacility(d *facilityDraft, f *symbiosis.Facility) {
	d.Facility, d.capacityUnit = *f, ""
	if f.Capacity != nil {
		d.capacityUnit = f.Capacity.Unit
	}
}
