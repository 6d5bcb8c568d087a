package match

import (
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Options choose what is run and what comes back. The zero value runs every gate and
// returns every match.
type Options struct {
	// Gates to run; none: all of symbiosis.GateNames.
	Gates []symbiosis.GateName
	// Viewer is the most closed visibility the reader may see; "" sees everything.
	Viewer symbiosis.Visibility
	// MinBenefit leaves out matches with a lower net benefit a year and, when above nil,
	// those of which none is reckoned.
	MinBenefit unit.Money
	// MostNear bounds how many near misses come back; 0: 20, negative: none.
	MostNear int
	// Limit bounds how many matches of a site, a flow or a what-if come back, the best by
	// score; 0: all, negative: none (the sums of WhatIfSummed and OfSiteSummed are of all matches
	// whatever the limit).
	Limit int
	// ScoreParts asks All, WhatIfSummed and OfSiteSummed for the parts of each score; the other
	// calls give them always.
	ScoreParts bool
	// Samples asks Explain, and the near misses of a site, a flow or a what-if, for how sure their
	// figures are, in so many samples (of a near miss at most 128); 0: not.
	Samples int
	// ByPlace lets All go from neighbour to neighbour and not by id: faster.
	ByPlace bool
	// Workers bounds how many cores All and Pairs use; 0: all there are.
	Workers int
}

const mostNearMisses = 20

func (o Options) mostNear() int {
	switch {
	case o.MostNear < 0:
		return 0
	case o.MostNear == 0:
		return mostNearMisses
	}
	return o.MostNear
}

// plan is Options made ready for the hot loop.
type plan struct {
	gates      []symbiosis.GateName // to be run, in the order of symbiosis.GateNames
	direction  bool
	resource   bool
	temp       bool
	quality    bool
	law        bool
	time       bool
	distance   bool
	visibility bool
	// ownLimit: no economics, the surplus's own greatest distance against the crow's.
	ownLimit   bool
	viewer     uint8
	minBenefit unit.Money
	parts      bool
}

var allGates = symbiosis.GateNames()

// gateSets are all sets of gates, each in the order of symbiosis.GateNames, by a bit for each: a question then makes
// no list of its own.
var gateSets = func() [][]symbiosis.GateName {
	sets := make([][]symbiosis.GateName, 1<<len(allGates))
	for set := range sets {
		for i, g := range allGates {
			if set>>i&1 != 0 {
				sets[set] = append(sets[set], g)
			}
		}
	}
	return sets
}()

func (p *plan) runs(g symbiosis.GateName) bool { return slices.Contains(p.gates, g) }

// newPlan checks the options. An unknown gate or visibility is an Invalid error.
func newPlan(o Options) (plan, error) {
	p := plan{gates: allGates, minBenefit: o.MinBenefit, parts: o.ScoreParts}
	set := 0
	for _, g := range o.Gates {
		i := slices.Index(allGates, g)
		if i < 0 {
			return plan{}, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "there is no such gate", Problems: []symbiosis.Problem{{
				Field: "gates", Value: string(g), Code: "unknown_code", Text: "is no gate",
				Hint: "direction, resource, temperature, quality, law, time, distance, visibility",
			}}}
		}
		set |= 1 << i
	}
	if set != 0 {
		p.gates = gateSets[set]
	}
	var err error
	if p.viewer, err = viewerOf(o.Viewer); err != nil {
		return plan{}, err
	}
	for _, g := range p.gates {
		switch g {
		case symbiosis.GateDirection:
			p.direction = true
		case symbiosis.GateResource:
			p.resource = true
		case symbiosis.GateTemperature:
			p.temp = true
		case symbiosis.GateQuality:
			p.quality = true
		case symbiosis.GateLaw:
			p.law = true
		case symbiosis.GateTime:
			p.time = true
		case symbiosis.GateDistance:
			p.distance = true
		case symbiosis.GateVisibility:
			p.visibility = true
		}
	}
	p.ownLimit = !(p.temp || p.quality || p.law || p.time || p.visibility)
	return p, nil
}

// viewerOf is the level of the most closed visibility that a reader may see; "" sees everything.
func viewerOf(v symbiosis.Visibility) (uint8, error) {
	switch {
	case v == "":
		return level(symbiosis.BrokerOnly), nil
	case !slices.Contains(symbiosis.Visibilities(), v):
		return 0, symbiosis.Errorf(symbiosis.Invalid, "%q is no visibility", v)
	}
	return level(v), nil
}

// level orders visibilities: the more closed, the higher.
func level(v symbiosis.Visibility) uint8 {
	switch v {
	case symbiosis.BrokerOnly:
		return 2
	case symbiosis.Network:
		return 1
	}
	return 0
}
