package match

import (
	"slices"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// row judges the candidates of a surplus together, step by step for all of them, so that none waits for
// the one before: the matches of pairing.judge, for runs over all pairs in which a budget is reckoned
// (plan.reckons). Its room is used from surplus to surplus.
type row struct {
	q    pairing // turned to who must be looked at closely
	s    *record
	from *symbiosis.Stream // what s has for those it has no exchange with
	// The needs that the gates for which nothing is reckoned let through (seat), and later those that stay
	// (stay): so many of each of the lists are in use.
	seated   int
	needs    []*record
	assess   []bool
	places   []*geo.Prepared
	crows    []unit.Length
	partners []symbiosis.Candidate
	outcomes []symbiosis.Outcome
	common   []float64 // share of the year that shapes have in common
	scores   []float64
	marker   marker
}

func (e *Engine) newRow(p *plan) *row {
	return &row{q: pairing{e: e, p: p}, marker: newMarker(&e.score)}
}

// turnTo turns the row to a surplus with its candidates.
func (r *row) turnTo(surplus int32, candidates []int32) {
	e := r.q.e
	r.s = e.records.at(surplus)
	r.from = &r.s.Stream
	if r.s.heed&heedTakes != 0 {
		r.from = &r.s.taken.left
	}
	if n := 2 * len(candidates); n > 2*len(r.needs) {
		r.needs, r.assess, r.places, r.crows = make([]*record, n), make([]bool, n), make([]*geo.Prepared, n), make([]unit.Length, n)
		r.partners, r.outcomes = make([]symbiosis.Candidate, n), make([]symbiosis.Outcome, n)
		r.common, r.scores = make([]float64, n), make([]float64, n)
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
			to = &n.taken.left
		}
		r.needs[seated], r.assess[seated], r.places[seated] = n, assess, &n.at
		r.partners[seated] = symbiosis.Candidate{Need: to, Link: link}
		seated++
	}
	r.seated = seated
}

// reckonOwn reckons anew the pairs that have an exchange in operation with each other: it takes nothing from them.
func (r *row) reckonOwn() {
	for i := range r.seated {
		if n := r.needs[i]; r.s.exchangeWith(n.Flow.ID) != "" {
			r.partners[i].Need = n.streamFor(r.s.Flow.ID)
			r.q.e.reckoner.Outcomes(r.s.streamFor(n.Flow.ID), r.partners[i:i+1], r.outcomes[i:i+1])
		}
	}
}

// pays says that the gates for which something is reckoned let a pair through (pairing.temperature
// and pairing.distance).
func (r *row) pays(i int) bool {
	o, s, n, route := &r.outcomes[i], r.s, r.needs[i], r.partners[i].Route
	switch {
	case !o.Pays, s.HasLimit && !(route <= s.Limit), n.HasLimit && !(route <= n.Limit):
		return false
	}
	return !o.Unbounded || s.HasLimit || n.HasLimit
}

// stay keeps the pairs that pay, and pay what is asked for, with the shares of the year that they have in common.
func (r *row) stay() {
	kept := 0
	for i := range r.seated {
		if o := &r.outcomes[i]; !r.pays(i) || !r.q.p.keep(o.Priced, o.NetBenefit) {
			continue
		}
		if kept < i {
			r.needs[kept], r.assess[kept], r.crows[kept] = r.needs[i], r.assess[i], r.crows[i]
			r.partners[kept], r.outcomes[kept] = r.partners[i], r.outcomes[i]
		}
		from := r.from
		if r.s.heed&heedTakes != 0 {
			from = r.s.streamFor(r.needs[kept].Flow.ID)
		}
		r.common[kept] = r.q.sharing.of(from.Shares, r.partners[kept].Need.Shares)
		kept++
	}
	r.seated = kept
}

// appendWorths appends what the pairs that stay are worth.
func (r *row) appendWorths(pairs []Worth) []Worth {
	n, first := r.seated, len(pairs)
	r.marker.scores(r.scores[:n], r.s, r.needs[:n], r.outcomes[:n], r.common[:n])
	pairs = slices.Grow(pairs, n)[:first+n]
	for i := range pairs[first:] {
		w, o := &pairs[first+i], &r.outcomes[i]
		w.Need, w.Priced, w.NeedsAssessment, w.InOperation = r.needs[i].slot, o.Priced, r.assess[i], false
		w.Distance, w.NetBenefit, w.Score = r.crows[i], o.NetBenefit, r.scores[i]
	}
	if r.s.heed&heedTakes != 0 {
		for i := range pairs[first:] {
			pairs[first+i].InOperation = r.s.exchangeWith(r.needs[i].Flow.ID) != ""
		}
	}
	return pairs
}
