//go:build !amd64.v3

package transport

import (
	"math"
	"unsafe"

	"golang.org/x/sys/cpu"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// hasAVX2 says that this processor can reckon four pairs at once.
var hasAVX2 = cpu.X86.HasAVX2

// haulLanes is how many pairs are reckoned at once.
const haulLanes = 4

// Where haulAVX2 finds what it reads, and puts what it finds.
const (
	streamMass         = unsafe.Offsetof(symbiosis.Stream{}.Mass)
	streamPrice        = unsafe.Offsetof(symbiosis.Stream{}.Price)
	streamSubstitution = unsafe.Offsetof(symbiosis.Stream{}.Substitution)
	streamCO2eSaving   = unsafe.Offsetof(symbiosis.Stream{}.CO2eSaving)
	candidateSize      = unsafe.Sizeof(symbiosis.Candidate{})
	candidateNeed      = unsafe.Offsetof(symbiosis.Candidate{}.Need)
	candidateRoute     = unsafe.Offsetof(symbiosis.Candidate{}.Route)
	outcomeSize        = unsafe.Sizeof(symbiosis.Outcome{})
	outcomeFlags       = unsafe.Offsetof(symbiosis.Outcome{}.Priced) // the first of four, in eight bytes
)

// haulAVX2 writes an outcome's figures in this order; it doesn't compile in another.
var _ = [1]struct{}{}[unsafe.Offsetof(symbiosis.Outcome{}.Coverage)+(unsafe.Offsetof(symbiosis.Outcome{}.NetBenefit)-8)+
	(unsafe.Offsetof(symbiosis.Outcome{}.Investment)-16)+(unsafe.Offsetof(symbiosis.Outcome{}.CO2e)-24)+(outcomeSize-outcomeFlags-8)]

// flag is an outcome's yes at an offset, among its flags.
func flag(offset uintptr) uint64 { return 1 << (8 * (offset - outcomeFlags)) }

// haulTable is what haulAVX2 reckons with beside the haulage, once for each of the four.
type haulTable struct {
	tonne, endless              [haulLanes]float64
	co2eKnown                   [haulLanes]uint64 // all bits, or none
	told, ifPays, ifItIsEndless [haulLanes]uint64 // flags
}

func newHaulTable(co2eKnown bool) *haulTable {
	var o symbiosis.Outcome
	told, known := flag(unsafe.Offsetof(o.Priced)), uint64(0)
	if co2eKnown {
		told, known = told|flag(unsafe.Offsetof(o.CO2eKnown)), math.MaxUint64
	}
	t := new(haulTable)
	for i := range haulLanes {
		t.tonne[i], t.endless[i], t.co2eKnown[i] = float64(unit.Tonne), math.Inf(1), known
		t.told[i], t.ifPays[i], t.ifItIsEndless[i] = told, flag(unsafe.Offsetof(o.Pays)), flag(unsafe.Offsetof(o.Unbounded))
	}
	return t
}

var haulUnknown, haulKnown = newHaulTable(false), newHaulTable(true)

// atEach is at for needs that takeAll, to the last bit where a pair pays.
func (h *haulage) atEach(with []symbiosis.Candidate, found []symbiosis.Outcome) {
	n := len(with)
	if !hasAVX2 || n < haulLanes || math.IsNaN(float64(h.s.Mass)) {
		h.atEachPlain(with, found)
		return
	}
	table := haulUnknown
	if _, of := replacedSaving(h.s, with[0].Need, symbiosis.LinkTree); of != nil {
		table = haulKnown
	}
	found = found[:n]
	fours := n &^ (haulLanes - 1)
	haulAVX2(h, h.s, &with[0], &found[0], fours, table)
	if last := n - haulLanes; fours < n { // the last four: some of them a second time
		haulAVX2(h, h.s, &with[last], &found[last], haulLanes, table)
	}
}

// haulAVX2 is atEachPlain for n pairs, four or a multiple of it, of needs that takeAll.
//
//go:noescape
func haulAVX2(h *haulage, s *symbiosis.Stream, with *symbiosis.Candidate, found *symbiosis.Outcome, n int, table *haulTable)
