package match

import (
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// row judges the candidates of a surplus together, step by step for all of them, so that none waits for
// the one before: the matches of pairing.judge, for runs over all pairs in which a budget is reckoned
// (plan.reckons). Its room is used from surplus to surplus.
type row struct {
	q        pairing // turned to who must be looked at closely
	s        *record
	from     *symbiosis.Stream // what s has for those it has no exchange with
	seated   int               // how many of the lists below are in use
	seats    []seat
	places   []*geo.Prepared       // of the seats
	crows    []unit.Length         // to them
	partners []symbiosis.Candidate // of the seats
	outcomes []symbiosis.Outcome
}

// seat is a need that the gates let through for which nothing is reckoned.
type seat struct {
	n      *record
	assess bool
}

func (e *Engine) newRow(p *plan) *row { return &row{q: pairing{e: e, p: p}} }

// turnTo turns the row to a surplus with its candidates.
func (r *row) turnTo(surplus int32, candidates []int32) {
	e := r.q.e
	r.s = e.records.at(surplus)
	r.from = &r.s.Stream
	if r.s.left != nil {
		r.from = r.s.left
	}
	if n := 2 * len(candidates); n > 2*len(r.seats) {
		r.seats, r.places, r.crows = make([]seat, n), make([]*geo.Prepared, n), make([]unit.Length, n)
		r.partners, r.outcomes = make([]symbiosis.Candidate, n), make([]symbiosis.Outcome, n)
	}
	r.seat(candidates)
	geo.BetweenEach(r.crows, &r.s.at, r.places[:r.seated])
	detour := unit.Length(e.reckoner.Detour(r.s.Resource.Transport))
	for i := range r.partners[:r.seated] {
		r.partners[i].Route = r.crows[i] * detour
	}
	e.reckoner.Outcomes(r.from, r.partners[:r.seated], r.outcomes[:r.seated])
	if r.s.heed&heedTakes != 0 {
		r.reckonOwn()
	}
}

// seat runs the gates for which nothing is reckoned.
func (r *row) seat(candidates []int32) {
	e, p, s, seated := r.q.e, r.q.p, r.s, 0
	for _, slot := range candidates {
		n, link, assess := e.records.at(slot), symbiosis.LinkTree, false
		switch {
		case !p.plain(s, n):
			r.q.turnTo(s, n)
			var ok bool
			if ok, assess = r.q.allowed(); !ok {
				continue
			}
			link = r.q.link
		case s.heat || s.node != n.node:
			if link = e.kin.link(s, n, p.temp); p.resource && link == symbiosis.NoLink {
				continue
			}
		}
		to := &n.Stream
		if n.heed&heedTakes != 0 {
			to = n.left
		}
		r.seats[seated], r.places[seated] = seat{n, assess}, &n.at
		r.partners[seated] = symbiosis.Candidate{Need: to, Link: link}
		seated++
	}
	r.seated = seated
}

// reckonOwn reckons anew the pairs that have an exchange in operation with each other: it takes nothing from them.
func (r *row) reckonOwn() {
	for i := range r.seated {
		if n := r.seats[i].n; r.s.exchangeWith(n.Flow.ID) != "" {
			r.partners[i].Need = n.streamFor(r.s.Flow.ID)
			r.q.e.reckoner.Outcomes(r.s.streamFor(n.Flow.ID), r.partners[i:i+1], r.outcomes[i:i+1])
		}
	}
}

// pays says that the gates for which something is reckoned let a pair through (pairing.temperature
// and pairing.distance).
func (r *row) pays(i int) bool {
	o, s, n, route := &r.outcomes[i], r.s, r.seats[i].n, r.partners[i].Route
	switch {
	case !o.Pays, s.HasLimit && !(route <= s.Limit), n.HasLimit && !(route <= n.Limit):
		return false
	}
	return !o.Unbounded || s.HasLimit || n.HasLimit
}

// worth fills w with what a pair that pays is worth.
func (r *row) worth(i int, w *Worth) {
	at, o, score := &r.seats[i], &r.outcomes[i], &r.q.e.score
	w.Need, w.Priced, w.NeedsAssessment, w.InOperation = at.n.slot, o.Priced, at.assess, false
	w.Distance, w.NetBenefit = r.crows[i], o.NetBenefit
	from := r.from
	if r.s.heed&heedTakes != 0 {
		w.InOperation = r.s.exchangeWith(at.n.Flow.ID) != ""
		from = r.s.streamFor(at.n.Flow.ID)
	}
	score.rate(&r.q.rating, r.s, at.n, o, r.q.sharing.of(from.Shares, r.partners[i].Need.Shares))
	w.Score = score.total(&r.q.rating)
}
