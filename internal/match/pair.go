package match

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// judge runs the gates of the plan, the cheap ones first, and tells whether the pair passes
// all. assess says that someone must look at it.
func (q *pairing) judge() (ok, assess bool) {
	if ok, assess = q.allowed(); !ok {
		return false, false
	}
	if q.p.temp {
		if st, _ := q.temperature(nil); !open(st) {
			return false, false
		}
	}
	if q.p.distance {
		if st, _ := q.distance(nil); !open(st) {
			return false, false
		}
	}
	return true, assess
}

// plain says that a pair passes the gates of allowed and needs no look, were its resources to suit.
func (p *plan) plain(s, n *record) bool {
	return (s.heed|n.heed)&^heedTakes == 0 && s.siteHash != n.siteHash && max(s.level, n.level) <= p.viewer && s.surplus && !n.surplus
}

// allowed runs the gates of the plan for which nothing is reckoned.
func (q *pairing) allowed() (ok, assess bool) {
	p := q.p
	if p.plain(q.s, q.n) {
		q.link = q.e.kin.link(q.s, q.n, p.temp)
		return !p.resource || q.link != symbiosis.NoLink, false
	}
	if p.direction {
		if st, _ := q.direction(); st != symbiosis.Passed {
			return false, false
		}
	}
	if p.visibility {
		if st, _ := q.visibility(); st != symbiosis.Passed {
			return false, false
		}
	}
	if p.time {
		if st, _ := q.time(nil); st != symbiosis.Passed {
			return false, false
		}
	}
	q.link = q.e.kin.link(q.s, q.n, p.temp)
	if p.resource && q.link == symbiosis.NoLink {
		return false, false
	}
	if p.law {
		st, _ := q.lawGate(nil)
		if st == symbiosis.Failed {
			return false, false
		}
		assess = st == symbiosis.NeedsAssessment
	}
	if p.quality {
		st, _ := q.quality(nil)
		if st == symbiosis.Failed {
			return false, false
		}
		assess = assess || st == symbiosis.NeedsAssessment
	}
	return true, assess
}

// open says that a gate that was asked for lets the pair through.
func open(st symbiosis.GateStatus) bool {
	return st != symbiosis.Failed && st != symbiosis.NotRun
}

// values keeps the figures that a match points to, many at a time.
type values struct {
	money []unit.Money
	mass  []unit.Mass
}

func (v *values) ofMoney(x unit.Money) *unit.Money {
	if len(v.money) == cap(v.money) {
		v.money = make([]unit.Money, 0, mostMatches)
	}
	v.money = append(v.money, x)
	return &v.money[len(v.money)-1]
}

func (v *values) ofMass(x unit.Mass) *unit.Mass {
	if len(v.mass) == cap(v.mass) {
		v.mass = make([]unit.Mass, 0, mostMatches)
	}
	v.mass = append(v.mass, x)
	return &v.mass[len(v.mass)-1]
}

// match writes down a pair as far as its figures are known. A budget that nothing bounds is
// left at nil.
func (q *pairing) match(assess, parts bool, v *values) symbiosis.Match {
	q.measure()
	m := symbiosis.Match{
		SurplusID: q.s.Flow.ID, NeedID: q.n.Flow.ID, Resource: q.s.Flow.Resource,
		Distance: q.crow, Route: q.route, NeedsAssessment: assess, Exchange: q.s.exchangeWith(q.n.Flow.ID),
	}
	if q.p.ownLimit {
		m.Budget = q.told()
		return m
	}
	f := q.figures()
	m.Budget = q.told()
	m.Class, m.Delivered, m.Score.Total = q.r.Class, q.r.Delivered, f.score
	if f.priced {
		m.NetBenefit = v.ofMoney(f.benefit)
	}
	if f.co2eKnown {
		m.CO2e = v.ofMass(f.co2e)
	}
	if parts {
		m.Score.Parts = q.e.score.parts(q.rating)
	}
	return m
}

// told is the budget as it is told of a pair that has been reckoned.
func (q *pairing) told() unit.Length {
	if q.p.ownLimit {
		return q.budget
	}
	if budget, _ := q.cappedBudget(); unit.Finite(budget) {
		return budget
	}
	return 0
}

// figures is what a pair is worth, in numbers.
type figures struct {
	benefit           unit.Money // in a year, when priced
	co2e              unit.Mass  // saved in a year, when known
	score             float64
	priced, co2eKnown bool
}

// figures reckons what the pair is worth at its distance, and leaves the parts of its score.
func (q *pairing) figures() (f figures) {
	q.measure()
	q.reckon()
	var o symbiosis.Outcome
	q.r.At(q.route, &o)
	f.priced, f.benefit, f.co2eKnown, f.co2e = o.Priced, o.NetBenefit, o.CO2eKnown, o.CO2e
	q.e.score.rate(&q.rating, q.s, q.n, &o, q.sharing.of(q.from.Shares, q.to.Shares))
	f.score = q.e.score.total(&q.rating)
	return f
}

// keeps says that the match is worth as much as was asked for.
func (p *plan) keeps(m *symbiosis.Match) bool {
	return p.minBenefit <= 0 || m.NetBenefit != nil && p.keep(true, *m.NetBenefit)
}

func (p *plan) keep(priced bool, benefit unit.Money) bool {
	return p.minBenefit <= 0 || priced && benefit >= p.minBenefit
}
