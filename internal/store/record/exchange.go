package record

import "github.com/samloka/samloka/internal/symbiosis"

// Exchanges are flows that go, or are planned to go, from a surplus to a need.
var Exchanges = Noun[symbiosis.Exchange]{
	Table: "exchanges", Name: "exchange",
	SetVersion: func(e *symbiosis.Exchange, version int64) { e.Version = version },
	Check:      check[symbiosis.Exchange],
	Columns: []Column[symbiosis.Exchange]{
		id(func(e *symbiosis.Exchange) *symbiosis.ExchangeID { return &e.ID }),
		text("surplus_id", func(e *symbiosis.Exchange) *symbiosis.FlowID { return &e.SurplusID }),
		text("need_id", func(e *symbiosis.Exchange) *symbiosis.FlowID { return &e.NeedID }),
		code("state", func(e *symbiosis.Exchange) *symbiosis.ExchangeState { return &e.State }),
		day("since", func(e *symbiosis.Exchange) *symbiosis.Date { return &e.Since }),
		some("quantity", func(e *symbiosis.Exchange) *float64 { return &e.Quantity.Amount }),
		code("unit", func(e *symbiosis.Exchange) *symbiosis.QuantityUnit { return &e.Quantity.Unit }),
		code("certainty", func(e *symbiosis.Exchange) *symbiosis.Certainty { return &e.Certainty }),
		code("source", func(e *symbiosis.Exchange) *string { return &e.Source }),
		text("note", func(e *symbiosis.Exchange) *string { return &e.Note }),
	},
}
