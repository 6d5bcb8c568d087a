package exchangeformat

import "github.com/samloka/samloka/internal/symbiosis"

// exchangeDraft is an exchange while it is read.
type exchangeDraft struct{ symbiosis.Exchange }

var exchangeTable = newTable(Exchanges,
	word(Column{Name: "id", Required: true, Example: "frovi-greenhouse", Synonyms: []string{"exchange_id", "utbyte_id"},
		Doc: "The exchange's own id, the same at every import. No slash."},
		func(d *exchangeDraft) *symbiosis.ExchangeID { return &d.ID }),
	word(Column{Name: "surplus_id", Required: true, Example: "frovi-mill:heat", Synonyms: []string{"överskott_id", "overskudd_id"},
		Doc: "The id of the surplus."},
		func(d *exchangeDraft) *symbiosis.FlowID { return &d.SurplusID }),
	word(Column{Name: "need_id", Required: true, Example: "frovi-greenhouse:heat", Synonyms: []string{"behov_id"},
		Doc: "The id of the need."},
		func(d *exchangeDraft) *symbiosis.FlowID { return &d.NeedID }),
	choice(Column{Name: "state", Required: true, Example: "operation", Synonyms: []string{"tillstånd", "läge", "tilstand"},
		Doc: "How far it has come."},
		symbiosis.ExchangeStates(), stateWords, func(d *exchangeDraft) *symbiosis.ExchangeState { return &d.State }),
	date(Column{Name: "since", Example: "2021-09-01", Synonyms: []string{"sedan", "siden"}, Doc: "First day of the state."},
		func(d *exchangeDraft) *symbiosis.Date { return &d.Since }),
	quantityIfKnown(Column{Name: "quantity", Example: "18", Synonyms: []string{"amount", "mängd", "mengde", "kvantitet"},
		Doc: "What goes over. Empty: not known."}),
	choice(Column{Name: "unit", Example: "GWh/yr", Synonyms: []string{"enhet"}, Doc: "Unit of quantity."},
		symbiosis.QuantityUnits(), unitWords, func(d *exchangeDraft) *symbiosis.QuantityUnit { return &d.Quantity.Unit }),
	choice(Column{Name: "certainty", Example: "reported", Synonyms: []string{"säkerhet", "sikkerhet"}, Doc: "How sure the figures are. Empty: estimated."},
		symbiosis.Certainties(), certaintyWords, func(d *exchangeDraft) *symbiosis.Certainty { return &d.Certainty }),
	text(Column{Name: "source", Example: "annual report 2024", Synonyms: []string{"källa", "kilde"}, Doc: "Where the figures come from, with their licence."},
		func(d *exchangeDraft) *string { return &d.Source }),
	text(Column{Name: "note", Example: "", Synonyms: []string{"anmärkning", "merknad", "comment", "kommentar"}, Doc: "Anything else."},
		func(d *exchangeDraft) *string { return &d.Note }),
)

// quantityIfKnown writes nothing for nil, which means not known.
func quantityIfKnown(doc Column) column[exchangeDraft] {
	c := number(doc, func(d *exchangeDraft) *float64 { return &d.Quantity.Amount })
	format := c.format
	c.format = func(d *exchangeDraft) string {
		if d.Quantity.Amount == 0 {
			return ""
		}
		return format(d)
	}
	return c
}

func (d *exchangeDraft) id() string { return string(d.ID) }

func (d *exchangeDraft) finish(*settings) []fault {
	d.Normalise()
	return nil
}

func (d *exchangeDraft) validate(*symbiosis.Catalogue, bool) error { return d.Validate() }

// setExchange makes a draft of an exchange that is to be written.
func setExchange(d *exchangeDraft, e *symbiosis.Exchange) { d.Exchange = *e }
