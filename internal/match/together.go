package match

import (
	"cmp"
	"context"
	"hash/fnv"
	"sync"

	"github.com/samloka/samloka/internal/parallel"
	"github.com/samloka/samloka/internal/quasirandom"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// SureTogether tells how sure the sums of an allocation are: the ranges of net_benefit,
// energy, mass and co2e when the plan stands, pair after pair in its order, and everything
// uncertain is drawn. An assumption is the same for all pairs of a draw; what flows give is
// drawn for each flow by itself, so that their errors even out as they would. Nil for an empty
// plan. The draws, some hundred or fewer of a large plan, are the same each time.
func (e *Engine) SureTogether(ctx context.Context, pairs []symbiosis.Allocated) ([]symbiosis.Spread, error) {
	if len(pairs) == 0 {
		return nil, nil
	}
	const most, least, work = 128, 24, 100_000
	samples := max(least, min(most, work/len(pairs)))
	panel := e.panel(samples)
	rp, err := e.newReplay(pairs)
	if err != nil {
		return nil, err
	}
	totals, faults := make([]symbiosis.AllocationTotal, samples), make([]error, samples)
	rooms := sync.Pool{New: func() any { return rp.newRoom() }}
	parallel.Each(samples, func(k int) {
		room := rooms.Get().(*replayRoom)
		defer rooms.Put(room)
		totals[k], faults[k] = room.run(ctx, panel.samples[k], uint64(k))
	})
	if err := cmp.Or(faults...); err != nil {
		return nil, err
	}
	likely := symbiosis.AllocationTotal{}
	for i := range pairs {
		likely.Add(&pairs[i])
	}
	figures := func(t *symbiosis.AllocationTotal) [4]float64 {
		return [4]float64{t.NetBenefit.SEK(), t.Energy.MegawattHours(), t.Mass.Tonnes(), t.CO2e.Tonnes()}
	}
	var all [4][]float64
	for k := range totals {
		for i, v := range figures(&totals[k]) {
			all[i] = append(all[i], v)
		}
	}
	at := figures(&likely)
	spreads := make([]symbiosis.Spread, 0, 4)
	for i, f := range [4][2]string{{"net_benefit", "SEK/yr"}, {"match_energy", "MWh/yr"}, {"delivered", "t/yr"}, {"co2e", "t/yr"}} {
		spreads = append(spreads, spreadOf(f[0], f[1], at[i], all[i]))
	}
	return spreads, nil
}

// replay is a plan made ready to be carried out with drawn figures. Its flows, and those at the other end of
// exchanges in operation that take from them, are numbered.
type replay struct {
	e       *Engine
	pairs   []symbiosis.Allocated
	ends    [][2]int32 // of the pairs: the numbers of their surplus and need
	numbers map[symbiosis.FlowID]int32
	flows   []uncertainFlow
}

// uncertainFlow is a flow with what is uncertain of it, where the draws of each begin, and which exchanges
// take from it.
type uncertainFlow struct {
	was       *record
	dims      []dimension
	seeds     []uint64
	exchanges []*symbiosis.Exchange
}

func (e *Engine) newReplay(pairs []symbiosis.Allocated) (*replay, error) {
	rp := &replay{e: e, pairs: pairs, ends: make([][2]int32, len(pairs)), numbers: make(map[symbiosis.FlowID]int32, 2*len(pairs))}
	for i := range pairs {
		p := &pairs[i]
		for end, id := range [2]symbiosis.FlowID{p.SurplusID, p.NeedID} {
			number, ok := rp.number(id)
			if !ok {
				return nil, symbiosis.Errorf(symbiosis.NotFound, "the plan holds a flow that isn't there: %s or %s", p.SurplusID, p.NeedID)
			}
			rp.ends[i][end] = number
		}
	}
	for i := range rp.flows { // of those in the plan
		u := &rp.flows[i]
		if ids, ok := e.takers.get(u.was.Flow.ID); ok {
			u.exchanges = exchangesOf(e.exchanges, ids)
		}
	}
	for _, u := range rp.flows {
		for _, x := range u.exchanges {
			rp.number(x.Other(u.was.Flow.ID)) // one that isn't there takes what the exchange alone tells
		}
	}
	return rp, nil
}

// number returns a flow's, giving it one at first; false when there is no such flow.
func (rp *replay) number(id symbiosis.FlowID) (int32, bool) {
	if number, ok := rp.numbers[id]; ok {
		return number, true
	}
	slot, ok := rp.e.flows.get(id)
	if !ok {
		return 0, false
	}
	u := uncertainFlow{was: rp.e.records.at(slot)}
	u.dims = rp.e.dimensions(u.was, u.was.Flow.Direction == symbiosis.Need)
	for _, d := range u.dims {
		h := fnv.New64a()
		_, _ = h.Write([]byte(string(id) + "\x00" + d.attribute))
		u.seeds = append(u.seeds, h.Sum64())
	}
	number := int32(len(rp.flows))
	rp.numbers[id], rp.flows = number, append(rp.flows, u)
	return number, true
}

// replayRoom is where one sample after the other is carried out: the flows as they are drawn, and what is
// left of them.
type replayRoom struct {
	*replay
	with    Engine // the drawn assumptions
	sample  uint64
	flows   []symbiosis.Flow
	records []record
	drawn   []bool // in this sample
	ledgers []ledger
	opened  []bool // in this sample
}

func (rp *replay) newRoom() *replayRoom {
	n := len(rp.flows)
	r := &replayRoom{replay: rp, with: *rp.e, flows: make([]symbiosis.Flow, n), records: make([]record, n), drawn: make([]bool, n), ledgers: make([]ledger, n), opened: make([]bool, n)}
	for i := range r.flows {
		r.flows[i] = *rp.flows[i].was.Flow
	}
	return r
}

func (r *replayRoom) run(ctx context.Context, reckoner Reckoner, sample uint64) (symbiosis.AllocationTotal, error) {
	r.with.reckoner, r.sample = reckoner, sample
	clear(r.drawn)
	clear(r.opened)
	var total symbiosis.AllocationTotal
	for i := range r.pairs {
		if i%checkEach == 0 && ctx.Err() != nil {
			return total, ctx.Err()
		}
		surplus, need := r.ends[i][0], r.ends[i][1]
		from, to := r.ledger(surplus), r.ledger(need)
		q := pairing{e: &r.with, s: r.record(surplus), n: r.record(need), from: &from.left, to: &to.left}
		q.link = r.e.kin.link(q.s, q.n, true)
		reckoner.Reckon(q.from, q.to, q.link, &q.r)
		got := symbiosis.Allocated{Match: symbiosis.Match{Delivered: q.r.Delivered}}
		switch q.r.Obstacle {
		case symbiosis.NoObstacle:
			route := r.pairs[i].Distance * unit.Length(q.detour())
			benefit, co2e := q.r.NetBenefit(route), q.r.CO2e(route)
			got.NetBenefit, got.CO2e = &benefit, &co2e
		case symbiosis.NoTransportModel:
		default:
			continue
		}
		total.Add(&got)
		months := deliveredMonths(&q.r)
		from.draw(q.r.UsesSurplus, months)
		to.draw(q.r.UsesNeed, months)
	}
	return total, nil
}

// ledger returns what a drawn flow has left.
func (r *replayRoom) ledger(number int32) *ledger {
	l := &r.ledgers[number]
	if r.opened[number] {
		return l
	}
	r.opened[number] = true
	rec := r.record(number)
	if exchanges := r.replay.flows[number].exchanges; exchanges != nil {
		r.with.setTakes(rec, exchanges, func(id symbiosis.FlowID) *record {
			if other, ok := r.numbers[id]; ok {
				return r.record(other)
			}
			return nil
		})
	}
	whole := rec.unbound()
	*l = ledger{whole: whole, rest: *whole.Shares, left: *whole}
	return l
}

// record draws a flow's figures, once a sample.
func (r *replayRoom) record(number int32) *record {
	rec := &r.records[number]
	if r.drawn[number] {
		return rec
	}
	r.drawn[number] = true
	u, f := &r.replay.flows[number], &r.flows[number]
	for i := range u.dims {
		d := &u.dims[i]
		d.set(f, f, quasirandom.Triangular(chance(u.seeds[i], r.sample), d.Low, d.likely, d.High))
	}
	if rec.place == nil { // its first sample here
		*rec = *u.was
	}
	if !r.with.revise(rec, f) { // no figure that a range allows makes a flow endless
		*rec = *u.was
	}
	return rec
}

// chance is a number within 0 and 1 for a seed in a sample: evenly spread and the same each
// time, though nothing in it is chance (splitmix64).
func chance(seed, sample uint64) float64 {
	z := seed + (sample+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}
