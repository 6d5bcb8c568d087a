package symbiosis

import "strings"

// ExchangeID names an exchange within a region.
type ExchangeID string

// ExchangeState is how far an exchange has come.
type ExchangeState string

// The states of an exchange, in the order of its life.
const (
	Idea      ExchangeState = "idea"
	Contact   ExchangeState = "contact"
	Study     ExchangeState = "study"
	Agreement ExchangeState = "agreement"
	Operation ExchangeState = "operation"
	Ended     ExchangeState = "ended"
)

// ExchangeStates lists the states in the order of an exchange's life.
func ExchangeStates() []ExchangeState {
	return []ExchangeState{Idea, Contact, Study, Agreement, Operation, Ended}
}

// Exchange is a flow that goes from one site to another today, or is on its way there.
type Exchange struct {
	ID        ExchangeID
	SurplusID FlowID
	NeedID    FlowID
	State     ExchangeState
	Since     Date     // first day of the state; zero when unknown
	Quantity  Quantity // what goes over; zero amount when unknown
	Certainty Certainty
	Source    string
	Note      string
	Version   int64
}

// Normalise fills the attributes that have a default, and takes the spaces off both ends
// of ids.
func (e *Exchange) Normalise() {
	e.ID = ExchangeID(strings.TrimSpace(string(e.ID)))
	e.SurplusID = FlowID(strings.TrimSpace(string(e.SurplusID)))
	e.NeedID = FlowID(strings.TrimSpace(string(e.NeedID)))
	if e.Certainty == "" {
		e.Certainty = Estimated
	}
}

// Validate returns an Invalid error with every fault of the exchange, or nil.
func (e Exchange) Validate() error {
	var ps problems
	ps.checkID("id", string(e.ID))
	ps.checkID("surplus_id", string(e.SurplusID))
	ps.checkID("need_id", string(e.NeedID))
	checkOneOf(&ps, "state", e.State, ExchangeStates())
	checkOneOf(&ps, "certainty", e.Certainty, Certainties())
	checkDate(&ps, "since", e.Since)
	if e.Quantity.Amount != 0 || e.Quantity.Unit != "" {
		checkOneOf(&ps, "unit", e.Quantity.Unit, QuantityUnits())
		checkNotNegative(&ps, "quantity", &e.Quantity.Amount)
	}
	ps.checkText("source", e.Source, maxText, false)
	ps.checkText("note", e.Note, maxText, false)
	return ps.err("the exchange")
}

// Joins says that the exchange goes between two flows, in either direction.
func (e *Exchange) Joins(a, b FlowID) bool {
	return e.SurplusID == a && e.NeedID == b || e.SurplusID == b && e.NeedID == a
}

// Other returns the flow at the other end.
func (e *Exchange) Other(id FlowID) FlowID {
	if e.SurplusID == id {
		return e.NeedID
	}
	return e.SurplusID
}
