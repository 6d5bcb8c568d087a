package exchangeformat

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// areaDraft is a piece of land while it is read.
type areaDraft struct {
	symbiosis.Area
	shape  rawShape // as the file has it, before it is turned into WGS 84
	mended []mending
}

var areaTable = newTable(Areas,
	word(Column{Name: "id", Required: true, Example: "krokom-industri-3", Synonyms: []string{"area_id", "område_id"},
		Doc: "The area's own id, the same at every import. No slash."},
		func(d *areaDraft) *symbiosis.AreaID { return &d.ID }),
	word(Column{Name: "name", Required: true, Example: "Krokom industrial land 3", Synonyms: []string{"namn", "navn"},
		Doc: "What people call the land."},
		func(d *areaDraft) *string { return &d.Name }),
	word(Column{Name: "municipality", Example: "Krokom", Synonyms: []string{"kommun", "kommune"}, Doc: "Municipality."},
		func(d *areaDraft) *string { return &d.Municipality }),
	word(Column{Name: "country", Example: "SE", Synonyms: []string{"land"}, Doc: "Country as two letters (ISO 3166-1)."},
		func(d *areaDraft) *string { return &d.Country }),
	choice(Column{Name: "plan_status", Example: "detaljplan", Synonyms: []string{"planstatus", "plan"},
		Doc: "How far the land has come in planning law. Empty: none."},
		symbiosis.PlanStatuses(), planWords, func(d *areaDraft) *symbiosis.PlanStatus { return &d.PlanStatus }),
	optional(Column{Name: "years_to_build_ready", Unit: "years", Example: "2", Synonyms: []string{"år_till_byggklar", "år_til_byggeklar"},
		Doc: "Years until one can build."},
		func(d *areaDraft) **float64 { return &d.YearsToBuildReady }),
	column[areaDraft]{Column: Column{Name: "grid_mw", Type: NumberType, Unit: "MW", Example: "10", Synonyms: []string{"eleffekt_mw", "nett_mw"},
		Doc: "Power that the grid can give."},
		parse: func(d *areaDraft, c cell) *fault {
			v, f := c.scaled(megawattExponent)
			if f == nil {
				p := unit.Power(v)
				d.GridPower = &p
			}
			return f
		},
		format: func(d *areaDraft) string {
			if d.GridPower == nil {
				return ""
			}
			return formatScaled(d.GridPower.Watts(), megawattExponent)
		}},
	year(Column{Name: "grid_year", Example: "2030", Synonyms: []string{"elår", "nettår"}, Doc: "From which year it can."},
		func(d *areaDraft) *int { return &d.GridYear }),
	text(Column{Name: "remediation", Example: "old sawmill, dioxin found 2019", Synonyms: []string{"sanering", "opprydding"},
		Doc: "What is known of contamination."},
		func(d *areaDraft) *string { return &d.Remediation }),
	text(Column{Name: "restrictions", Example: "at most 12 m high", Synonyms: []string{"restriktioner", "begränsningar", "begrensninger"},
		Doc: "What the plan or the owner doesn't allow."},
		func(d *areaDraft) *string { return &d.Restrictions }),
	choice(Column{Name: "water", Example: "nearby", Synonyms: []string{"vatten", "vann"},
		Doc: "How near water is. Empty: not known."},
		symbiosis.Connections(), connectionWords, func(d *areaDraft) *symbiosis.Connection { return &d.Water }),
	choice(Column{Name: "sewage", Example: "nearby", Synonyms: []string{"avlopp", "avløp"},
		Doc: "How near sewage is. Empty: not known."},
		symbiosis.Connections(), connectionWords, func(d *areaDraft) *symbiosis.Connection { return &d.Sewage }),
	choice(Column{Name: "fibre", Example: "nearby", Synonyms: []string{"fiber"},
		Doc: "How near fibre is. Empty: not known."},
		symbiosis.Connections(), connectionWords, func(d *areaDraft) *symbiosis.Connection { return &d.Fibre }),
	choice(Column{Name: "district_heating", Example: "nearby", Synonyms: []string{"fjärrvärme", "fjernvarme"},
		Doc: "How near district heating is. Empty: not known."},
		symbiosis.Connections(), connectionWords, func(d *areaDraft) *symbiosis.Connection { return &d.DistrictHeating }),
	optional(Column{Name: "price_sek_per_m2", Unit: "SEK/m²", Example: "120", Synonyms: []string{"pris_kr_per_m2", "tomtpris", "pris"},
		Doc: "Price that is asked."},
		func(d *areaDraft) **unit.LandPrice { return &d.Price }),
	optional(Column{Name: "remediation_cost_sek", Unit: "SEK", Example: "2500000", Synonyms: []string{"saneringskostnad", "oppryddingskostnad"},
		Doc: "Cost of making the land fit to build on. Empty: not known, which is not zero."},
		func(d *areaDraft) **unit.Money { return &d.RemediationCost }),
	optional(Column{Name: "slope_pct", Unit: "%", Example: "3.5", Synonyms: []string{"lutning_procent", "helning_prosent", "lutning", "helning", "slope"},
		Doc: "Mean slope of the ground in per cent. Empty: not known, which is not level."},
		func(d *areaDraft) **float64 { return &d.Slope }),
	word(Column{Name: "owner", Example: "Krokoms kommun", Synonyms: []string{"ägare", "eier", "markägare"}, Doc: "Who owns the land."},
		func(d *areaDraft) *string { return &d.Owner }),
	word(Column{Name: "contact", Example: "naringsliv@example.org", Synonyms: []string{"kontakt"}, Doc: "Whom to ask."},
		func(d *areaDraft) *string { return &d.Contact }),
	choice(Column{Name: "visibility", Example: "public", Synonyms: []string{"synlighet"}, Doc: "Who may see the area. Empty: public."},
		symbiosis.Visibilities(), visibilityWords, func(d *areaDraft) *symbiosis.Visibility { return &d.Visibility }),
	date(Column{Name: "source_date", Example: "2026-03-01", Synonyms: []string{"källdatum", "kildedato"}, Doc: "Date of the source."},
		func(d *areaDraft) *symbiosis.Date { return &d.SourceDate }),
	choice(Column{Name: "place_accuracy", Example: "exact", Synonyms: []string{"accuracy", "lägesnoggrannhet", "stedsnøyaktighet"},
		Doc: "Whether the outline is where the land is. Empty: exact."},
		symbiosis.PlaceAccuracies(), accuracyWords, func(d *areaDraft) *symbiosis.PlaceAccuracy { return &d.Accuracy }),
	choice(Column{Name: "certainty", Example: "reported", Synonyms: []string{"säkerhet", "sikkerhet"}, Doc: "How sure the figures are. Empty: estimated."},
		symbiosis.Certainties(), certaintyWords, func(d *areaDraft) *symbiosis.Certainty { return &d.Certainty }),
	text(Column{Name: "source", Example: "comprehensive plan 2040", Synonyms: []string{"källa", "kilde"}, Doc: "Where the row comes from, with its licence."},
		func(d *areaDraft) *string { return &d.Source }),
	text(Column{Name: "note", Example: "", Synonyms: []string{"anmärkning", "merknad", "comment", "kommentar"}, Doc: "Anything else."},
		func(d *areaDraft) *string { return &d.Note }),
	column[areaDraft]{Column: Column{Name: "geometry", Type: GeometryType, Required: true, Synonyms: []string{"wkt", "geom", "geometri", "the_geom"},
		Example: "POLYGON((14.4 63.3,14.5 63.3,14.5 63.4,14.4 63.3))",
		Doc:     "The outline as text (WKT polygon or multipolygon), in WGS 84 or the reference system that the import names; SRID=3006; before it names another. In GeoJSON it is the feature's geometry."},
		parse: parseShape[areaDraft, *areaDraft], format: func(d *areaDraft) string { return formatOutline(d.Geometry) }},
)

// megawattExponent is the power of ten between a watt and a megawatt.
const megawattExponent = 6

func (d *areaDraft) id() string { return string(d.ID) }

func (d *areaDraft) rawShape() *rawShape { return &d.shape }

func (d *areaDraft) finish(s *settings) []fault {
	d.Normalise()
	g, told, f := d.shape.wgs84(s)
	if f != nil {
		return []fault{*f}
	}
	var ok bool
	if d.Geometry, ok = polygonsOf(g); !ok && g != nil {
		return []fault{notPolygons(g)}
	}
	d.mended = told
	return nil
}

func (d *areaDraft) validate(*symbiosis.Catalogue, bool) error { return d.Validate() }

// setArea makes a draft of an area that is to be written.
func setArea(d *areaDraft, a *symbiosis.Area) { d.Area = *a }
