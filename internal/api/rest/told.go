package rest

import (
	"github.com/samloka/samloka/internal/symbiosis"
)

// told are the matches of one point of a what-if as they go out: each is shown and written in its turn, so that
// an answer of thousands holds one Match.
type told struct {
	view        view
	list        []symbiosis.Match
	own, region ends
}

// ends are flows with their sites as they come up in one answer, each looked up and written once.
type ends map[symbiosis.FlowID]*End

// endsIn are the ends of a question that lays a scenario over the region.
func (v view) endsIn(sc symbiosis.Scenario) ends {
	list := make(ends, len(sc.Flows))
	for i := range sc.Flows {
		f := &sc.Flows[i]
		site, _ := v.snapshot.Site(f.SiteID)
		for _, s := range sc.Sites {
			if s.ID == f.SiteID {
				site = s
			}
		}
		list[f.ID] = v.end(*f, site).write()
	}
	return list
}

// end finds an end: of the scenario's flows, else of the region's.
func (t *told) end(id symbiosis.FlowID) *End {
	if e, ok := t.own[id]; ok {
		return e
	}
	e, ok := t.region[id]
	if !ok {
		e = t.view.endOf(id).write()
		t.region[id] = e
	}
	return e
}

// told appends the matches as a list of Match.
func (w *jsonText) told(t *told) {
	var m Match
	var figures matchFigures
	w.raw("[")
	for i := range t.list {
		if i > 0 {
			w.raw(",")
		}
		p := &t.list[i]
		surplus, need := t.end(p.SurplusID), t.end(p.NeedID)
		t.view.fillMatch(&m, &figures, p)
		m.Estimated = surplus.Estimated || need.Estimated
		w.matchBetween(&m, surplus, need)
	}
	w.raw("]")
}
