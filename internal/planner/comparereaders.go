package planner

import (
	"context"
	"reflect"

	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// forReader is a comparison as those may see it who may see less than it rests on: judged again as if
// what is hidden from them were not there, so that no figure of it can be taken off another.
type forReader struct {
	Reader    symbiosis.Visibility
	Evaluated Evaluated
	Rests     [][]symbiosis.FlowID
	// Sums are of the flows hidden from them, by area; only those that may be told.
	Sums [][]report.HiddenSum
}

// whole says that a result can be read, of as many areas as its comparison.
func (f forReader) whole(areas int) bool {
	e := f.Evaluated
	return len(e.Evaluations) == areas && len(e.Areas) == areas && len(e.Reached) == areas && len(f.Rests) == areas && len(f.Sums) == areas &&
		len(e.Weighing.Weights) == len(e.Criteria) && len(e.Weighing.Curves) == len(e.Criteria)
}

// narrowReaders are those who may see less than all, the most open last.
var narrowReaders = []symbiosis.Visibility{symbiosis.Network, symbiosis.Public}

// keepFor returns what a comparison keeps of a result, and the visibility of all it rests on: of its
// land and flows, and of all that would let the figures come out otherwise if it were not there
// (exchanges with a hidden end, places of work). For readers who may see less, it is judged again.
func (s *Snapshot) keepFor(ctx context.Context, c Compare, whole Evaluated) (keptResult, symbiosis.Visibility, error) {
	visibility := narrowest(whole)
	kept := keptResult{Form: keptForm, Result: whole, Rests: restsOf(whole)}
	held := s.heldBy(whole)
	for _, reader := range narrowReaders {
		if !landWithin(whole, reader) {
			continue
		}
		seen, err := s.evaluateBy(ctx, Evaluate{Areas: c.Areas, Settings: c.Settings, Sensitivity: true}, s.surveyorFor(reader))
		if err != nil {
			return keptResult{}, "", err
		}
		if reflect.DeepEqual(seen.Evaluations, whole.Evaluations) {
			continue
		}
		visibility = visibility.Narrower(nextNarrower(reader))
		mine := forReader{Reader: reader, Evaluated: seen, Rests: restsOf(seen), Sums: sumsFor(reader, held)}
		withoutFlows(mine.Evaluated)
		kept.Readers = append(kept.Readers, mine)
	}
	withoutFlows(kept.Result)
	return kept, visibility, nil
}

// nextNarrower is the least closed visibility that a reader may not see.
func nextNarrower(reader symbiosis.Visibility) symbiosis.Visibility {
	for _, v := range symbiosis.Visibilities() {
		if !v.Within(reader) {
			return v
		}
	}
	return reader
}

func landWithin(e Evaluated, reader symbiosis.Visibility) bool {
	for _, a := range e.Areas {
		if !a.Visibility.Within(reader) {
			return false
		}
	}
	return true
}

// restsOf are the flows that a result rests on, by area.
func restsOf(e Evaluated) [][]symbiosis.FlowID {
	out := make([][]symbiosis.FlowID, len(e.Evaluations))
	for i := range e.Evaluations {
		out[i] = []symbiosis.FlowID{}
		for _, f := range e.Evaluations[i].Reach.Flows {
			out[i] = append(out[i], f.FlowID)
		}
	}
	return out
}

// withoutFlows takes the flows out of the evaluations: what is told of them stands in Reached.
func withoutFlows(e Evaluated) {
	for i := range e.Evaluations {
		e.Evaluations[i].Reach.Flows = nil
	}
}

// kindOfSum is what can be added up: one direction, energy or mass.
type kindOfSum struct {
	direction symbiosis.Direction
	unit      symbiosis.QuantityUnit
}

var kindsOfSum = []kindOfSum{
	{symbiosis.Surplus, symbiosis.GWhYear}, {symbiosis.Surplus, symbiosis.TonneYear}, {symbiosis.Need, symbiosis.GWhYear}, {symbiosis.Need, symbiosis.TonneYear},
}

// heldBy are the flows that each area reaches as amounts a year, by kind of sum.
func (s *Snapshot) heldBy(e Evaluated) []map[kindOfSum][]symbiosis.Held {
	out := make([]map[kindOfSum][]symbiosis.Held, len(e.Evaluations))
	for i := range e.Evaluations {
		out[i] = map[kindOfSum][]symbiosis.Held{}
		for _, f := range e.Evaluations[i].Reach.Flows {
			site, err := s.Site(f.SiteID)
			if err != nil {
				continue // never: a flow has its site
			}
			h := symbiosis.Held{Holder: holder(site), Visibility: f.Visibility, Of: f.FlowID}
			key := kindOfSum{f.Direction, symbiosis.GWhYear}
			switch {
			case f.Delivered.IsEnergy():
				h.Amount = f.Delivered.Energy(unit.HoursPerYear).GigawattHours()
			case f.Delivered.IsMass():
				key.unit, h.Amount = symbiosis.TonneYear, f.Delivered.Mass(0).Tonnes()
			default:
				continue
			}
			out[i][key] = append(out[i][key], h)
		}
	}
	return out
}

// sumsFor are the sums that a reader may be told of each area, of what is hidden from him. One that
// would tell of less than three by its difference from an earlier area's is left out.
func sumsFor(reader symbiosis.Visibility, held []map[kindOfSum][]symbiosis.Held) [][]report.HiddenSum {
	out := make([][]report.HiddenSum, len(held))
	told := map[kindOfSum][][]symbiosis.Held{}
	for i, area := range held {
		out[i] = []report.HiddenSum{}
		for _, kind := range kindsOfSum {
			of, sum, ok := symbiosis.DisclosableTo(reader, area[kind])
			for _, earlier := range told[kind] {
				ok = ok && symbiosis.Apart(of, earlier)
			}
			if !ok {
				continue
			}
			told[kind] = append(told[kind], of)
			out[i] = append(out[i], report.HiddenSum{Direction: kind.direction, Amount: sum, Unit: string(kind.unit)})
		}
	}
	return out
}

// visibilityToday is who may see all that a comparison rests on, as its land and flows are today; what
// is gone is nobody's to open. A comparison from before the flows beyond MostReached were kept, and that
// has some, may rest on anything.
func (s *Snapshot) visibilityToday(c Compared) symbiosis.Visibility {
	v := c.Visibility
	if c.rests == nil {
		v = v.Narrower(narrowestTold(c.Evaluated))
	}
	for i := range c.Evaluated.Areas {
		v = v.Narrower(s.areaToday(c.Evaluated.Areas[i].ID))
		for _, id := range c.restsOn(i) {
			v = v.Narrower(s.flowToday(id))
		}
	}
	return v
}

// VisibilityToday is who may see all that a saved comparison rests on today; it is never more open
// than when it was saved. One that can't be read is for the facilitator.
func (s *Snapshot) VisibilityToday(record symbiosis.Comparison) symbiosis.Visibility {
	c, err := opened(record)
	if err != nil {
		return symbiosis.BrokerOnly
	}
	return s.visibilityToday(c)
}

// ReportsFor are the readers that a report of a comparison can be made for, the most open first.
func (s *Snapshot) ReportsFor(c Compared) []symbiosis.Visibility {
	var out []symbiosis.Visibility
	today := s.visibilityToday(c)
	for _, v := range symbiosis.Visibilities() {
		if kept, closed := s.keptFor(c, v); today.Within(v) || kept != nil && closed == 0 {
			out = append(out, v)
		}
	}
	return out
}

// narrowestTold is the narrowest of what an earlier comparison says of itself.
func narrowestTold(e Evaluated) symbiosis.Visibility {
	v := symbiosis.Public
	for i, a := range e.Areas {
		v = v.Narrower(a.Visibility)
		for _, f := range e.Reached[i] {
			v = v.Narrower(f.Visibility)
		}
		if r := e.Evaluations[i].Reach; r.Surpluses+r.Needs > len(e.Reached[i]) {
			v = symbiosis.BrokerOnly
		}
	}
	return v
}

// restsOn are the flows that an area's figures rest on, as far as they are known.
func (c Compared) restsOn(area int) []symbiosis.FlowID {
	if c.rests != nil {
		return c.rests[area]
	}
	var out []symbiosis.FlowID
	for _, f := range c.Evaluated.Reached[area] {
		out = append(out, f.FlowID)
	}
	return out
}

// keptFor returns what a comparison keeps for readers, nil when there is nothing, and how many flows and
// areas of it they may not see today.
func (s *Snapshot) keptFor(c Compared, reader symbiosis.Visibility) (*forReader, int) {
	for i := range c.readers {
		kept := &c.readers[i]
		if kept.Reader != reader {
			continue
		}
		closed := map[string]bool{}
		for j, a := range kept.Evaluated.Areas {
			if !s.areaToday(a.ID).Within(reader) {
				closed["area "+string(a.ID)] = true
			}
			for _, id := range kept.Rests[j] {
				if !s.flowToday(id).Within(reader) {
					closed["flow "+string(id)] = true
				}
			}
		}
		return kept, len(closed)
	}
	return nil, 0
}

func (s *Snapshot) areaToday(id symbiosis.AreaID) symbiosis.Visibility {
	a, err := s.Area(id)
	if err != nil {
		return symbiosis.BrokerOnly
	}
	return a.Visibility
}

func (s *Snapshot) flowToday(id symbiosis.FlowID) symbiosis.Visibility {
	f, err := s.Flow(id)
	if err != nil {
		return symbiosis.BrokerOnly
	}
	site, err := s.Site(f.SiteID)
	if err != nil {
		return symbiosis.BrokerOnly
	}
	return seen(f, site)
}
