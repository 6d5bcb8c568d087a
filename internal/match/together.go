package match

import (
	"context"
	"hash/fnv"

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
	likely := symbiosis.AllocationTotal{}
	for i := range pairs {
		likely.Add(&pairs[i])
	}
	figures := func(t *symbiosis.AllocationTotal) [4]float64 {
		return [4]float64{t.NetBenefit.SEK(), t.Energy.MegawattHours(), t.Mass.Tonnes(), t.CO2e.Tonnes()}
	}
	var all [4][]float64
	uncertain := map[symbiosis.FlowID]*uncertainFlow{}
	for k := range samples {
		r := &replay{
			e: *e, sample: uint64(k), uncertain: uncertain,
			records: make(map[symbiosis.FlowID]*record, 2*len(pairs)), ledgers: make(map[symbiosis.FlowID]*ledger, 2*len(pairs)),
		}
		r.e.reckoner = panel.samples[k]
		total, err := r.run(ctx, pairs)
		if err != nil {
			return nil, err
		}
		for i, v := range figures(&total) {
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

// replay carries out a plan with drawn figures.
type replay struct {
	e       Engine // with the drawn assumptions
	sample  uint64
	records map[symbiosis.FlowID]*record // as drawn; takes are laid when a ledger is opened
	ledgers map[symbiosis.FlowID]*ledger
	// uncertain is the same for all samples.
	uncertain map[symbiosis.FlowID]*uncertainFlow
}

// uncertainFlow is a flow with what is uncertain of it, and where the draws of each begin.
type uncertainFlow struct {
	was   *record
	dims  []dimension
	seeds []uint64
}

func (e *Engine) uncertainFlow(id symbiosis.FlowID) *uncertainFlow {
	slot, ok := e.flows.get(id)
	if !ok {
		return nil
	}
	u := &uncertainFlow{was: e.records.at(slot)}
	u.dims = e.dimensions(u.was, u.was.Flow.Direction == symbiosis.Need)
	for _, d := range u.dims {
		h := fnv.New64a()
		_, _ = h.Write([]byte(string(id) + "\x00" + d.attribute))
		u.seeds = append(u.seeds, h.Sum64())
	}
	return u
}

func (r *replay) run(ctx context.Context, pairs []symbiosis.Allocated) (symbiosis.AllocationTotal, error) {
	var total symbiosis.AllocationTotal
	for i := range pairs {
		if i%checkEach == 0 && ctx.Err() != nil {
			return total, ctx.Err()
		}
		p := &pairs[i]
		from, to := r.ledger(p.SurplusID), r.ledger(p.NeedID)
		if from == nil || to == nil {
			return total, symbiosis.Errorf(symbiosis.NotFound, "the plan holds a flow that isn't there: %s or %s", p.SurplusID, p.NeedID)
		}
		q := pairing{e: &r.e, s: r.records[p.SurplusID], n: r.records[p.NeedID], from: &from.left, to: &to.left}
		q.link = r.e.kin.link(q.s, q.n, true)
		r.e.reckoner.Reckon(q.from, q.to, q.link, &q.r)
		got := symbiosis.Allocated{Match: symbiosis.Match{Delivered: q.r.Delivered}}
		switch q.r.Obstacle {
		case symbiosis.NoObstacle:
			route := p.Distance * unit.Length(q.detour())
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

// ledger returns what a drawn flow has left; nil when there is no such flow.
func (r *replay) ledger(id symbiosis.FlowID) *ledger {
	if l := r.ledgers[id]; l != nil {
		return l
	}
	rec := r.record(id)
	if rec == nil {
		return nil
	}
	if ids, ok := r.e.takers.get(id); ok {
		r.e.setTakes(rec, exchangesOf(r.e.exchanges, ids), r.record)
	}
	whole := rec.unbound()
	l := &ledger{whole: whole, rest: *whole.Shares, left: *whole}
	r.ledgers[id] = l
	return l
}

// record draws a flow's figures, once.
func (r *replay) record(id symbiosis.FlowID) *record {
	if rec := r.records[id]; rec != nil {
		return rec
	}
	u := r.uncertain[id]
	if u == nil {
		if u = r.e.uncertainFlow(id); u == nil {
			return nil
		}
		r.uncertain[id] = u
	}
	f := *u.was.Flow
	for i := range u.dims {
		d := &u.dims[i]
		d.set(&f, &f, quasirandom.Triangular(chance(u.seeds[i], r.sample), d.Low, d.likely, d.High))
	}
	was := u.was
	rec, ok := r.e.revised(was, &f)
	if !ok { // no figure that a range allows makes a flow endless
		whole := *was
		rec = &whole
	}
	r.records[id] = rec
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
