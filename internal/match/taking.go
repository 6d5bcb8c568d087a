package match

import (
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// streamFor returns what the flow has for a pair with another: all that exchanges in
// operation with others leave. An exchange of the pair itself takes nothing from it.
func (r *record) streamFor(other symbiosis.FlowID) *symbiosis.Stream {
	if r.taken == nil {
		return &r.Stream
	}
	if r.exchangeWith(other) == "" {
		return &r.taken.left
	}
	others := slices.DeleteFunc(slices.Clone(r.taken.takes), func(t symbiosis.Take) bool { return t.Exchange.Joins(r.Flow.ID, other) })
	left := r.Stream.Less(others)
	return &left
}

// exchangeWith returns the exchange in operation with another flow, the first by id; "" when
// there is none.
func (r *record) exchangeWith(other symbiosis.FlowID) symbiosis.ExchangeID {
	if r.taken == nil {
		return ""
	}
	for i := range r.taken.takes {
		if x := r.taken.takes[i].Exchange; x.Joins(r.Flow.ID, other) {
			return x.ID
		}
	}
	return ""
}

// setTakes puts what exchanges take of the flow. find returns the flow at the other end, nil
// when it takes no part.
func (e *Engine) setTakes(r *record, exchanges []*symbiosis.Exchange, find func(symbiosis.FlowID) *record) {
	r.dropTakes()
	var takes []symbiosis.Take
	for _, x := range exchanges {
		other := find(x.Other(r.Flow.ID))
		if t, ok := e.takeOf(x, r, other); ok {
			takes = append(takes, t)
		}
	}
	if len(takes) > 0 {
		r.taken = &taken{takes: takes, left: r.Stream.Less(takes)}
		r.heed |= heedTakes
	}
}

// dropTakes makes r a flow of which exchanges take nothing.
func (r *record) dropTakes() { r.taken, r.heed = nil, r.heed&^heedTakes }

// takeOf tells what an exchange takes of the flow of r. An amount that isn't known, or can't
// be compared with the flow, is all that the pair of the two whole flows could carry: what
// goes through a heat pump counts in full at both ends. [A] ok is false when even that can't
// be told because the other end is missing.
func (e *Engine) takeOf(x *symbiosis.Exchange, r, other *record) (symbiosis.Take, bool) {
	t := symbiosis.Take{Exchange: x, Months: *r.Shares}
	hours := r.Hours
	if other != nil {
		t.Months = symbiosis.CommonMonths(&r.Stream, &other.Stream)
		hours = min(hours, other.Hours)
	}
	var ok bool
	if t.Share, ok = r.ShareOf(x.Quantity, hours); ok {
		return t, true
	}
	if other == nil {
		return t, false
	}
	t.Assumed = true
	s, n := r, other
	if r.Flow.Direction == symbiosis.Need {
		s, n = other, r
	}
	var pair symbiosis.Reckoning
	e.reckoner.Reckon(&s.Stream, &n.Stream, e.kin.link(s, n, true), &pair)
	if t.Share, ok = r.ShareOf(pair.Delivered, hours); ok {
		return t, true
	}
	t.Share = 1
	for _, both := range [][2]float64{
		{r.Energy.MegawattHours(), other.Energy.MegawattHours()}, {r.Mass.Tonnes(), other.Mass.Tonnes()}, {r.Amount, other.Amount},
	} {
		if both[0] > 0 && both[1] > 0 {
			t.Share = min(1, both[1]/both[0])
			break
		}
	}
	return t, true
}

// layTakes gives records that stand in for the region's flows, by their ids, what exchanges
// take of those.
func (e *Engine) layTakes(records ...*record) {
	if e.takers.count == 0 {
		return
	}
	find := func(id symbiosis.FlowID) *record {
		for _, r := range records {
			if r.Flow.ID == id {
				return r
			}
		}
		if slot, ok := e.flows.get(id); ok {
			return e.records.at(slot)
		}
		return nil
	}
	for _, r := range records {
		if ids, ok := e.takers.get(r.Flow.ID); ok {
			e.setTakes(r, exchangesOf(e.exchanges, ids), find)
		}
	}
}

func exchangesOf(all shards[symbiosis.ExchangeID, *symbiosis.Exchange], ids []symbiosis.ExchangeID) []*symbiosis.Exchange {
	list := make([]*symbiosis.Exchange, 0, len(ids))
	for _, id := range ids {
		if x, ok := all.get(id); ok {
			list = append(list, x)
		}
	}
	return list
}

// exchange takes the change's exchanges in, and makes the records anew whose takes may have
// changed: an end of an exchange that changed, a flow that changed, and the flow at the other
// end of one of its exchanges.
func (d *edition) exchange(c Change) {
	for _, id := range c.DeleteExchanges {
		d.dropExchange(id)
	}
	for i := range c.PutExchanges {
		x := c.PutExchanges[i]
		d.dropExchange(x.ID)
		if x.State != symbiosis.Operation {
			continue
		}
		d.exchanges.put(x.ID, &x)
		for _, id := range []symbiosis.FlowID{x.SurplusID, x.NeedID} {
			ids, _ := d.takers.get(id)
			ids = append(slices.Clone(ids), x.ID)
			slices.Sort(ids)
			d.takers.put(id, slices.Compact(ids))
			d.stale[id] = struct{}{}
		}
	}
	ends := map[symbiosis.FlowID]struct{}{}
	for id := range d.stale {
		ends[id] = struct{}{}
		ids, _ := d.takers.get(id)
		for _, x := range exchangesOf(d.exchanges.shards, ids) {
			ends[x.Other(id)] = struct{}{}
		}
	}
	find := func(id symbiosis.FlowID) *record {
		if slot, ok := d.flows.get(id); ok {
			return d.records.at(slot)
		}
		return nil
	}
	for id := range ends {
		old := find(id)
		ids, _ := d.takers.get(id)
		if old == nil || len(ids) == 0 && old.taken == nil {
			continue
		}
		r := *old
		d.setTakes(&r, exchangesOf(d.exchanges.shards, ids), find)
		d.set(r.slot, &r)
	}
}

func (d *edition) dropExchange(id symbiosis.ExchangeID) {
	x, ok := d.exchanges.get(id)
	if !ok {
		return
	}
	d.exchanges.delete(id)
	for _, flow := range []symbiosis.FlowID{x.SurplusID, x.NeedID} {
		ids, _ := d.takers.get(flow)
		ids = slices.DeleteFunc(slices.Clone(ids), func(o symbiosis.ExchangeID) bool { return o == id })
		if len(ids) == 0 {
			d.takers.delete(flow)
		} else {
			d.takers.put(flow, ids)
		}
		d.stale[flow] = struct{}{}
	}
}
