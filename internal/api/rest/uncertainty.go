package rest

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// Uncertainty tells how sure a pair's figures are.
type Uncertainty struct {
	Samples int      `json:"samples" doc:"How many times the pair was reckoned; the same each time it is asked for"`
	Chance  float64  `json:"chance" doc:"Share of the samples in which the net benefit is above nil and the route within the flows' own limits, 0–1"`
	Limited float64  `json:"limited,omitempty" doc:"Share in which it would pay, but the route is longer than a flow's own limit"`
	Text    string   `json:"text" doc:"The chance and what decides it, in the language asked for"`
	Figures []Spread `json:"figures"`
	Effects []Effect `json:"effects" doc:"Each uncertain figure alone, the one that moves the net benefit most first"`
}

// Spread is a figure's range: nine samples of ten lie above low, nine of ten below high.
type Spread struct {
	Key           string  `json:"key"`
	Label         string  `json:"label" doc:"In the language asked for"`
	Unit          string  `json:"unit"`
	Low           float64 `json:"low"`
	Likely        float64 `json:"likely" doc:"As reckoned with the values that stand"`
	High          float64 `json:"high"`
	LowDisplay    string  `json:"low_display" doc:"Rounded, in the language asked for"`
	LikelyDisplay string  `json:"likely_display" doc:"Rounded, in the language asked for"`
	HighDisplay   string  `json:"high_display" doc:"Rounded, in the language asked for"`
}

// Effect is what one uncertain figure does to the net benefit when all others stand.
type Effect struct {
	Key         string  `json:"key"`
	Label       string  `json:"label" doc:"In the language asked for"`
	Input       string  `json:"input" doc:"The assumption, or the flow's attribute (surplus.price_sek)"`
	Unit        string  `json:"unit"`
	Low         float64 `json:"low"`
	High        float64 `json:"high"`
	LowDisplay  string  `json:"low_display" doc:"In the language asked for"`
	HighDisplay string  `json:"high_display" doc:"In the language asked for"`
	Source      string  `json:"source" doc:"Of the range"`
	Assumption  bool    `json:"assumption,omitempty" doc:"No source gives the range"`
	BenefitLow  float64 `json:"net_benefit_low_sek_per_year" doc:"At the range's low end"`
	BenefitHigh float64 `json:"net_benefit_high_sek_per_year" doc:"At the range's high end"`
}

func (v view) uncertainty(u symbiosis.Uncertainty) *Uncertainty {
	out := &Uncertainty{Samples: u.Samples, Chance: u.Chance, Limited: u.Limited, Text: v.words.Sure(u), Effects: make([]Effect, len(u.Effects))}
	out.Figures = v.spreads(u.Spreads)
	for i, e := range u.Effects {
		out.Effects[i] = Effect{
			Key: e.Key, Label: v.words.Figure(e.Key), Input: e.Input, Unit: e.Unit, Low: e.Low, High: e.High,
			LowDisplay: v.words.Exact(e.Low, e.Unit), HighDisplay: v.words.Exact(e.High, e.Unit),
			Source: v.words.Origin(e.Source), Assumption: e.Range.Assumption, BenefitLow: e.BenefitLow, BenefitHigh: e.BenefitHigh,
		}
	}
	return out
}

func (v view) spreads(list []symbiosis.Spread) []Spread {
	out := make([]Spread, len(list))
	for i, s := range list {
		unit := wording.UnitOf(s.Key, s.Unit)
		out[i] = Spread{
			Key: s.Key, Label: v.words.Figure(s.Key), Unit: s.Unit, Low: s.Low, Likely: s.Likely, High: s.High,
			LowDisplay: v.words.Rounded(s.Low, unit), LikelyDisplay: v.words.Rounded(s.Likely, unit), HighDisplay: v.words.Rounded(s.High, unit),
		}
	}
	return out
}
