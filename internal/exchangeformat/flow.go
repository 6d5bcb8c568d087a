package exchangeformat

import (
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// flowDraft is a flow while it is read.
type flowDraft struct {
	symbiosis.Flow
	monthly bool // twelve values are given

	shapeFile string // a file with the year's course

	moisture          *float64 // of one of the two columns
	moistureOf        symbiosis.Direction
	moistureOtherwise string
	singleValue       bool // a quality is given as name=value
}

var flowTable = newTable(Flows,
	word(Column{Name: "id", Required: true, Example: "oxelosund-ssab:heat", Synonyms: []string{"flow_id", "flöde_id", "strøm_id"},
		Doc: "The flow's own id, the same at every import. No slash."},
		func(d *flowDraft) *symbiosis.FlowID { return &d.ID }),
	word(Column{Name: "site_id", Required: true, Example: "oxelosund-ssab", Synonyms: []string{"siteid", "site", "arbetsställe", "arbetsställe_id", "anläggning", "anläggnings_id", "plats", "plats_id", "anlegg", "anlegg_id", "sted_id"},
		Doc: "The id of the site it is at."},
		func(d *flowDraft) *symbiosis.SiteID { return &d.SiteID }),
	word(Column{Name: "name", Example: "Cooling water of the rolling mill", Synonyms: []string{"namn", "navn", "benämning"},
		Doc: "What people call it."},
		func(d *flowDraft) *string { return &d.Name }),
	choice(Column{Name: "direction", Required: true, Example: "surplus", Synonyms: []string{"riktning", "retning"},
		Doc: "surplus (överskott, overskudd): the site gives it off; need (behov): it wants it."},
		symbiosis.Directions(), directionWords, func(d *flowDraft) *symbiosis.Direction { return &d.Direction }),
	word(Column{Name: "resource", Required: true, Example: "heat.50-80", Synonyms: []string{"resurs", "ressurs"},
		Doc: "A code of the catalogue, or its name in one of the languages; samloka resources lists them."},
		func(d *flowDraft) *symbiosis.ResourceCode { return &d.Resource }),
	number(Column{Name: "quantity", Required: true, Example: "12.5", Synonyms: []string{"amount", "mängd", "mengde", "kvantitet"},
		Doc: "How much, above zero, in the unit of the next column."},
		func(d *flowDraft) *float64 { return &d.Quantity.Amount }),
	choice(Column{Name: "unit", Required: true, Example: "GWh/yr", Synonyms: []string{"enhet"},
		Doc: "Unit of quantity. MW and kW are the greatest power, the others a year's sum."},
		symbiosis.QuantityUnits(), unitWords, func(d *flowDraft) *symbiosis.QuantityUnit { return &d.Quantity.Unit }),
	optional(Column{Name: "full_load_hours", Unit: "h/yr", Example: "4000", Synonyms: []string{"fullasttimmar", "fullasttimer", "brukstid"},
		Doc: "Hours a year at full power, 0–8784. Empty: the catalogue's value for the resource."},
		func(d *flowDraft) **unit.Hours { return &d.FullLoadHours }),
	choice(Column{Name: "shape", Example: "winter", Synonyms: []string{"profil", "årsprofil"},
		Doc: "How the year's sum is spread. Empty: flat, or own when monthly is given."},
		symbiosis.ShapeKinds(), shapeWords, func(d *flowDraft) *symbiosis.ShapeKind { return &d.Shape.Kind }),
	column[flowDraft]{Column: Column{Name: "monthly", Type: ListType, Example: "12; 11; 9; 7; 5; 3; 2; 3; 5; 8; 10; 13", Synonyms: []string{"månadsvis", "månedlig"},
		Doc: "Twelve shares of the year's sum separated by semicolons, January first. They need not sum to 1."},
		parse: parseMonthly, format: formatMonthly},
	readOnly(text(Column{Name: "shape_file", Example: "boiler-2025.csv", Synonyms: []string{"profilfil", "timfil", "timeserie"},
		Doc: "A CSV file beside this one (or sent along with it) with the year's course: 8760 hours, 365 days, quarters of an hour or 12 months, a leap year's too, reduced to monthly. A column of dates may say when the year starts; of temperatures degree-days are made."},
		func(d *flowDraft) *string { return &d.shapeFile })),
	optional(Column{Name: "supply_c", Unit: "°C", Example: "80", Synonyms: []string{"supply", "framledning_c", "framledning", "framledningstemperatur", "tur_c", "turtemperatur"},
		Doc: "Of heat, and required there. A surplus: the hot end of the stream. A need: the supply temperature it wants."},
		func(d *flowDraft) **unit.Temperature { return &d.Supply }),
	optional(Column{Name: "return_c", Unit: "°C", Example: "45", Synonyms: []string{"return", "retur", "retur_c", "returtemperatur"},
		Doc: "Of heat, and required there. A surplus: the coldest it may be cooled to. A need: its return temperature."},
		func(d *flowDraft) **unit.Temperature { return &d.Return }),
	optional(Column{Name: "price_sek", Unit: "SEK/MWh or SEK/t", Example: "150", Synonyms: []string{"price", "pris_sek", "pris"},
		Doc: "A surplus: what the holder asks (empty: zero). A need: the value of what the flow replaces (empty: the default)."},
		func(d *flowDraft) **float64 { return &d.Price }),
	optional(Column{Name: "disposal_cost_sek", Unit: "SEK/t", Example: "1044", Synonyms: []string{"kvittblivningskostnad_sek", "avhendingskostnad_sek"},
		Doc: "What the holder of a surplus pays today to be rid of it: gate, tax, haul."},
		func(d *flowDraft) **unit.MassPrice { return &d.DisposalCost }),
	optional(Column{Name: "treatment_cost_sek", Unit: "SEK/t", Example: "200", Synonyms: []string{"behandlingskostnad_sek"},
		Doc: "The cost of making a surplus usable."},
		func(d *flowDraft) **unit.MassPrice { return &d.TreatmentCost }),
	word(Column{Name: "waste_code", Example: "19 12 04", Synonyms: []string{"avfallskod", "avfallskode", "ewc", "ewc_code", "low_code"},
		Doc: "Six digits of the European List of Waste, typed in any way: 19 12 04, 191204, 19.12.04*."},
		func(d *flowDraft) *symbiosis.WasteCode { return &d.WasteCode }),
	choice(Column{Name: "status", Example: "by_product", Synonyms: []string{"legal_status", "rättslig_status", "rettslig_status"},
		Doc: "What the law takes the material to be. Empty: unknown."},
		symbiosis.LegalStatuses(), statusWords, func(d *flowDraft) *symbiosis.LegalStatus { return &d.Status }),
	list(Column{Name: "accepts", Example: "plastic.pp; 19 12 04", Synonyms: []string{"accepterar", "godtar"},
		Doc: "Resources and waste codes (or their leading digits) that a need takes besides its resource, separated by semicolons."},
		func(s string) string { return s }, func(d *flowDraft) *[]string { return &d.Accepts }),
	list(Column{Name: "permitted_codes", Example: "19 12; 20 01 39", Synonyms: []string{"tillståndskoder", "tillatte_koder"},
		Doc: "Waste codes (or their leading digits) that the receiver is permitted to take, separated by semicolons."},
		symbiosis.NormaliseWasteCode, func(d *flowDraft) *[]symbiosis.WasteCode { return &d.PermittedCodes }),
	moisture(Column{Name: "moisture_pct", Unit: "%", Example: "35", Synonyms: []string{"moisture", "fukthalt", "fuktighet"},
		Doc: "Moisture of a surplus, by weight."}, symbiosis.Surplus, "is of a surplus; a need has max_moisture_pct"),
	moisture(Column{Name: "max_moisture_pct", Unit: "%", Example: "40", Synonyms: []string{"max_moisture", "max_fukthalt", "maks_fuktighet"},
		Doc: "The most moisture that a need can take, by weight."}, symbiosis.Need, "is of a need; a surplus has moisture_pct"),
	column[flowDraft]{Column: Column{Name: "quality", Type: ListType, Example: "chloride<=500 mg/kg; particle size=5..40 mm", Synonyms: []string{"kvalitet"},
		Doc: "Other properties separated by semicolons. A surplus: measured values (chloride=420 mg/kg) or ranges. A need: limits, as name<=greatest unit, name>=least unit or name=least..greatest unit. A name or unit with a sign of its own stands in double quotes."},
		parse: parseQuality, format: formatQuality},
	optional(Column{Name: "max_distance_m", Unit: "m", Example: "40000", Synonyms: []string{"max_distance", "maxavstånd_m", "maks_avstand_m"},
		Doc: "The longest route the flow's owner would think of. Empty: no limit but the money's."},
		func(d *flowDraft) **unit.Length { return &d.MaxDistance }),
	date(Column{Name: "valid_from", Example: "2026-01-01", Synonyms: []string{"från", "fra", "gäller_från", "gjelder_fra"}, Doc: "First day of the flow. Empty: open."},
		func(d *flowDraft) *symbiosis.Date { return &d.ValidFrom }),
	date(Column{Name: "valid_to", Example: "2035-12-31", Synonyms: []string{"till", "til", "gäller_till", "gjelder_til"}, Doc: "Last day of the flow. Empty: open."},
		func(d *flowDraft) *symbiosis.Date { return &d.ValidTo }),
	choice(Column{Name: "certainty", Example: "measured", Synonyms: []string{"säkerhet", "sikkerhet"}, Doc: "How sure the figures are. Empty: estimated."},
		symbiosis.Certainties(), certaintyWords, func(d *flowDraft) *symbiosis.Certainty { return &d.Certainty }),
	choice(Column{Name: "visibility", Example: "public", Synonyms: []string{"synlighet"}, Doc: "Who may see the flow. Empty: public."},
		symbiosis.Visibilities(), visibilityWords, func(d *flowDraft) *symbiosis.Visibility { return &d.Visibility }),
	text(Column{Name: "source", Example: "environmental report 2025", Synonyms: []string{"källa", "kilde"}, Doc: "Where the figures come from, with their licence."},
		func(d *flowDraft) *string { return &d.Source }),
	text(Column{Name: "note", Example: "stops four weeks in July", Synonyms: []string{"anmärkning", "merknad", "comment", "kommentar"}, Doc: "Anything else."},
		func(d *flowDraft) *string { return &d.Note }),
)

func parseMonthly(d *flowDraft, c cell) *fault {
	hint := "twelve numbers separated by semicolons, January first"
	items := strings.Split(c.text, ";")
	if len(items) != len(d.Shape.Monthly) {
		return &fault{code: "out_of_range", text: "has not twelve values", hint: hint}
	}
	for m, item := range items {
		v, f := cell{trim(item), c.commaDecimal}.number()
		if f != nil {
			f.hint = hint
			return f
		}
		d.Shape.Monthly[m] = v
	}
	d.monthly = true
	return nil
}

func formatMonthly(d *flowDraft) string {
	if d.Shape.Kind != symbiosis.Own {
		return ""
	}
	var b strings.Builder
	for m, v := range d.Shape.Monthly {
		if m > 0 {
			b.WriteString("; ")
		}
		b.WriteString(formatNumber(v))
	}
	return b.String()
}

func (d *flowDraft) id() string { return string(d.ID) }

func (d *flowDraft) finish(s *settings) []fault {
	faults := d.finishQuality()
	d.named(s.catalogue)
	if d.shapeFile != "" {
		if f := d.readShape(s); f != nil {
			faults = append(faults, *f)
		}
	}
	if d.monthly {
		switch d.Shape.Kind {
		case "":
			d.Shape.Kind = symbiosis.Own
		case symbiosis.Own:
		default:
			faults = append(faults, fault{field: "monthly", code: "contradiction", text: "is given, but shape is " + string(d.Shape.Kind), hint: "leave one of them empty"})
		}
	}
	d.Normalise()
	return faults
}

// named puts codes for resources that are called by their names.
func (d *flowDraft) named(c *symbiosis.Catalogue) {
	if c == nil {
		return
	}
	if _, known := c.Resource(d.Resource); !known {
		if code, ok := c.Named(string(d.Resource)); ok {
			d.Resource = code
		}
	}
	for i, item := range d.Accepts {
		if _, known := c.Resource(symbiosis.ResourceCode(item)); !known {
			if code, ok := c.Named(item); ok {
				d.Accepts[i] = string(code)
			}
		}
	}
}

// readShape takes the year's course from the file that the row names.
func (d *flowDraft) readShape(s *settings) *fault {
	if d.monthly || d.Shape.Kind != "" && d.Shape.Kind != symbiosis.Own {
		return &fault{field: "shape_file", code: "contradiction", text: "is given beside monthly or a shape", hint: "leave one of them empty"}
	}
	y, err := s.year(trim(d.shapeFile))
	if err != nil {
		return &fault{field: "shape_file", code: "bad_shape_file", text: "can't be used: " + strings.ReplaceAll(err.Error(), "\n", ": "), hint: yearHint}
	}
	y.Describe(&d.Flow)
	return nil
}

func (d *flowDraft) validate(c *symbiosis.Catalogue, brief bool) error {
	if c == nil {
		return d.Validate()
	}
	if _, known := c.Resource(d.Resource); !known && brief {
		// The hint for an unknown code searches the whole catalogue.
		return &symbiosis.Error{Kind: symbiosis.Invalid, Problems: []symbiosis.Problem{{Field: "resource", Code: "unknown_code", Text: "is not in the catalogue"}}}
	}
	return d.ValidateIn(c)
}

// setFlow makes a draft of a flow that is to be written.
func setFlow(d *flowDraft, f *symbiosis.Flow) { d.Flow = *f }
