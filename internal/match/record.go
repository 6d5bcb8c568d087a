package match

import (
	"hash/maphash"
	"math"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// place is a site as the engine sees it.
type place struct {
	at     geo.Prepared
	hash   uint64 // of the site's id
	curve  uint64 // spatial.CurveKey; a flow has it too
	number int32  // in the order of New, while it runs
	level  uint8  // of visibility
	site   symbiosis.Site
}

func newPlace(s symbiosis.Site) (*place, error) {
	if err := checkPlace(&s); err != nil {
		return nil, err
	}
	p := new(place)
	p.set(&s)
	return p, nil
}

func checkPlace(s *symbiosis.Site) error {
	if err := geo.CheckLonLat(s.Location); err != nil {
		return symbiosis.Errorf(symbiosis.Invalid, "site %s: %w", s.ID, err)
	}
	return nil
}

func (p *place) set(s *symbiosis.Site) {
	*p = place{site: *s, hash: maphash.String(shardSeed, string(s.ID)), at: geo.Prepare(s.Location), level: level(s.Visibility)}
	p.curve = spatial.CurveKey(p.at.Space)
}

// same says that both are the same site, which may stand for it in two states.
func (p *place) same(o *place) bool {
	return p == o || p.hash == o.hash && p.site.ID == o.site.ID
}

// sameSite says that both are flows of one site.
func (r *record) sameSite(o *record) bool { return r.siteHash == o.siteHash && r.place.same(o.place) }

// record is a flow made ready for pairing: its stream and what the gates ask of it. What every pair reads lies
// in two lines of memory of 64 bytes, from at.Space to Stream.CO2eKnown; a record is six lines, so that
// those of one slab all begin with one.
type record struct {
	id      symbiosis.FlowID // the flow's, whose own place in memory is rarely in a cache
	accepts []accept
	// at, curve and siteHash are the place's, beside what else a pair, and the layout, read.
	curve uint64

	at       geo.Prepared
	siteHash uint64
	slot     int32
	node     int32
	heed     heed
	surplus  bool  // or a need
	heat     bool  // it goes by heat pipe
	level    uint8 // of visibility, the flow's or its site's, the more closed
	law      lawCase
	// What the flow alone gives to a score (scorer.rated).
	ridding    bool    // a material that its holder pays to be rid of
	steps      float64 // of a need: how far up the waste hierarchy it takes a material, 0–1; or NaN
	confidence float64

	symbiosis.Stream

	place *place
	base  base // of a surplus
	leads []lead
	keys  []groupKey // where the index keeps it
	taken *taken     // nil when exchanges in operation take nothing of it
}

// taken is what exchanges in operation take of a flow, and the stream without it. The index holds the whole
// flow: its bounds stay bounds.
type taken struct {
	takes []symbiosis.Take
	left  symbiosis.Stream
}

// heed tells what of a flow the gates and the reckoning must look at pair by pair. Most flows have
// nothing of the kind, and most pairs are then through with one comparison (plan.plain).
type heed uint8

const (
	heedDates  heed = 1 << iota // a first or last day
	heedLimits                  // a need's limits of quality
	heedLaw                     // a surplus that the law does not let pass to everybody as a product
	heedTakes                   // exchanges in operation take of it
)

// newRecord compiles a flow. ok is false when it can't take part: its resource is unknown or
// a figure is no number.
func (e *Engine) newRecord(f *symbiosis.Flow, at *place) (r *record, ok bool) {
	r = new(record)
	return r, e.compile(r, f, at)
}

// compile is newRecord at a place that is there.
func (e *Engine) compile(r *record, f *symbiosis.Flow, at *place) (ok bool) {
	node, known := e.kin.number[f.Resource]
	if !known || !finite(f) {
		return false
	}
	*r = record{surplus: f.Direction == symbiosis.Surplus, place: at, at: at.at, curve: at.curve, siteHash: at.hash, id: f.ID, node: node, level: max(level(f.Visibility), at.level)}
	r.Stream = e.reckoner.Prepare(f, &e.cat.Resources()[node])
	r.heat = r.Resource.Transport == symbiosis.HeatPipe
	if !f.ValidFrom.IsZero() || !f.ValidTo.IsZero() {
		r.heed |= heedDates
	}
	if !unit.Finite(r.Energy) || !unit.Finite(r.Mass) {
		return false
	}
	if f.Direction == symbiosis.Surplus {
		r.base = surplusBase(node, f.WasteCode)
		r.leads = e.kin.leads(f.WasteCode)
		if r.law = lawCaseOf(f, r.Resource, e.cat); r.law != lawNotAsked && r.law != lawProduct {
			r.heed |= heedLaw
		}
	} else {
		r.accepts = e.kin.accepts(f.Accepts)
		if len(f.Quality) > 0 {
			r.heed |= heedLimits
		}
	}
	e.score.rated(r)
	return true
}

// envelope bounds the record alone.
func (r *record) envelope() symbiosis.Envelope {
	var e symbiosis.Envelope
	e.Include(&r.Stream)
	return e
}

// finite says that no figure of the flow is NaN or infinite.
func finite(f *symbiosis.Flow) bool {
	ok := unit.Finite(f.Quantity.Amount)
	for _, p := range []*float64{
		(*float64)(f.FullLoadHours), (*float64)(f.Supply), (*float64)(f.Return), f.Price,
		(*float64)(f.DisposalCost), (*float64)(f.TreatmentCost), (*float64)(f.MaxDistance),
	} {
		ok = ok && (p == nil || unit.Finite(*p))
	}
	for _, x := range f.Shape.Monthly {
		ok = ok && unit.Finite(x)
	}
	return ok
}

// groupKey is a group of the index: flows of one base and transport whose figures are alike,
// so that an outlier's reach is not searched for all.
type groupKey struct {
	base      base
	transport carrier
	a, b      int16 // octaves of the figures that decide how far the group reaches
	limit     int16 // octave of the flows' own greatest distance
}

// carrier is a symbiosis.Transport in a byte: keys are hashed in the hot loop.
type carrier uint8

var carriers = [...]symbiosis.Transport{symbiosis.NoTransport, symbiosis.HeatPipe, symbiosis.Truck}

func carrierOf(t symbiosis.Transport) carrier {
	switch t {
	case symbiosis.HeatPipe:
		return 1
	case symbiosis.Truck:
		return 2
	}
	return 0
}

// unlimited is the octave of a missing limit.
const unlimited = math.MaxInt16

// octave returns k with 2^(k·step) the least such power that is x or above; a negative
// number for x ≤ 0.
func octave(x, step float64) int16 {
	if !(x > 0) {
		return math.MinInt16
	}
	return int16(max(-1000, min(1000, math.Ceil(math.Log2(x)/step))))
}

// groupKeys returns where the index keeps the record.
func (r *record) groupKeys() []groupKey {
	k := groupKey{transport: carrierOf(r.Resource.Transport), limit: unlimited}
	if r.HasLimit {
		k.limit = octave(r.Limit.Metres(), 1)
	}
	surplus := r.surplus
	switch r.Resource.Transport {
	case symbiosis.HeatPipe:
		k.b = octave(r.Energy.MegawattHours(), 3)
		if surplus {
			k.a = octave(-r.Price, 1)
		} else {
			k.a = octave(r.Price, 1)
		}
	case symbiosis.Truck:
		if surplus {
			k.a = octave(r.Credit.SEKPerTonne(), 1)
		} else {
			k.a = octave(r.Price, 1)
		}
	}
	if surplus {
		k.base = r.base
		return []groupKey{k}
	}
	k.base = needNode(r.node)
	keys := append(make([]groupKey, 0, 1+len(r.accepts)), k)
	for _, a := range r.accepts {
		if a.node >= 0 {
			k.base = acceptNode(a.node)
		} else {
			k.base = acceptWaste(a.waste)
		}
		if !containsKey(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func containsKey(keys []groupKey, k groupKey) bool {
	for _, have := range keys {
		if have == k {
			return true
		}
	}
	return false
}
