package geopackage

import "github.com/samloka/samloka/internal/symbiosis"

var exchanges = newTable("exchanges",
	"id",
	"surplus_id",
	"need_id",
	"state",
	"since",
	"quantity",
	"unit",
	"certainty",
	"source",
	"note",
)

var exchangesOfFlow = exchanges.selectWhere("surplus_id", "need_id")

var exchangeKind = kind[symbiosis.Exchange]{
	table:  exchanges,
	noun:   "exchange",
	read:   readExchange,
	values: exchangeValues,
	check: func(e *symbiosis.Exchange) error {
		e.Normalise()
		return e.Validate()
	},
	setVersion: func(e *symbiosis.Exchange, version int64) { e.Version = version },
}

func readExchange(r *row) symbiosis.Exchange {
	var e symbiosis.Exchange
	faults := len(r.problems)
	e.ID = symbiosis.ExchangeID(r.text())
	e.SurplusID = symbiosis.FlowID(r.text())
	e.NeedID = symbiosis.FlowID(r.text())
	e.State = code[symbiosis.ExchangeState](r)
	e.Since = r.date()
	e.Quantity.Amount = r.number()
	e.Quantity.Unit = code[symbiosis.QuantityUnit](r)
	e.Certainty = code[symbiosis.Certainty](r)
	e.Source = code[string](r)
	e.Note = r.text()
	e.Version = r.version()
	id := e.ID
	e.Normalise()
	r.checkSameID(string(id), string(e.ID))
	r.check(faults, e.Validate())
	return e
}

func exchangeValues(e symbiosis.Exchange) ([]any, error) {
	var amount any
	if e.Quantity.Amount != 0 {
		amount = e.Quantity.Amount
	}
	return []any{
		string(e.ID),
		orNull(e.SurplusID),
		orNull(e.NeedID),
		orNull(e.State),
		orNull(e.Since.String()),
		amount,
		orNull(e.Quantity.Unit),
		orNull(e.Certainty),
		orNull(e.Source),
		orNull(e.Note),
	}, nil
}
