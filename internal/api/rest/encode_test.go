package rest

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
)

// What is written by hand is byte for byte what encoding/json writes, whatever the figures and texts.
func TestAnswersByHandAreThoseOfEncodingJSON(t *testing.T) {
	figure := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) float64 {
			return rounded(rapid.Float64Range(-1e13, 1e13).Draw(t, "large"), rapid.IntRange(0, 4).Draw(t, "decimals"))
		}),
		rapid.Custom(func(t *rapid.T) float64 {
			return rounded(rapid.Float64Range(-3, 3).Draw(t, "small"), rapid.IntRange(0, 6).Draw(t, "decimals"))
		}),
		rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64), rapid.Float64Range(-1e-5, 1e-5),
		rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1e15, 1e21, -1e21, 1e-6, 0.1, 0.30000000000000004, 99999999999.9999, 1 << 53}),
	)
	known := rapid.Ptr(figure, true)
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "a-1", `"quoted" \ `, "Åre <&> \u2028", "tab\t", "\xff"}))
	end := rapid.Custom(func(t *rapid.T) End {
		e := End{
			FlowID: text.Draw(t, "flow"), FlowName: text.Draw(t, "name"), ResourceName: text.Draw(t, "resource"), SiteName: text.Draw(t, "site"),
			Municipality: text.Draw(t, "municipality"), Lon: figure.Draw(t, "lon"), Lat: figure.Draw(t, "lat"), Estimated: rapid.Bool().Draw(t, "estimated"),
		}
		if rapid.Bool().Draw(t, "written before") {
			return *e.write()
		}
		return e
	})
	match := rapid.Custom(func(t *rapid.T) Match {
		m := Match{
			SurplusID: text.Draw(t, "surplus"), NeedID: text.Draw(t, "need"), Resource: text.Draw(t, "resource"), Kind: symbiosis.Kind(text.Draw(t, "kind")),
			Class: symbiosis.HeatClass(text.Draw(t, "class")), DistanceM: figure.Draw(t, "distance"), RouteM: figure.Draw(t, "route"), BudgetM: figure.Draw(t, "budget"),
			Quantity: figure.Draw(t, "quantity"), Unit: symbiosis.QuantityUnit(text.Draw(t, "unit")), NetBenefit: known.Draw(t, "benefit"), CO2e: known.Draw(t, "co2e"),
			Score: known.Draw(t, "score"), NeedsAssessment: rapid.Bool().Draw(t, "assess"), Exchange: text.Draw(t, "exchange"), Estimated: rapid.Bool().Draw(t, "estimated"),
			Surplus: end.Draw(t, "surplus end"), Need: end.Draw(t, "need end"),
		}
		if rapid.Bool().Draw(t, "parts") {
			m.ScoreParts = []ScorePart{{Key: text.Draw(t, "part"), Value: known.Draw(t, "value")}}
			m.Sure = &Sureness{Text: text.Draw(t, "sure"), Figures: []Spread{}}
		}
		return m
	})
	columns := rapid.Custom(func(t *rapid.T) *MatchColumns {
		return &MatchColumns{
			SurplusID: rapid.SliceOfN(text, 0, 3).Draw(t, "ids"), Class: []symbiosis.HeatClass{symbiosis.HeatClass(text.Draw(t, "class"))},
			DistanceM: rapid.SliceOfN(figure, 0, 3).Draw(t, "distances"), RouteM: []float64{}, Quantity: rapid.SliceOfN(figure, 0, 3).Draw(t, "quantities"),
			Unit: []symbiosis.QuantityUnit{"t/yr", symbiosis.QuantityUnit(text.Draw(t, "unit"))}, NetBenefit: rapid.SliceOfN(known, 0, 3).Draw(t, "benefits"),
			CO2e: rapid.SliceOfN(known, 0, 3).Draw(t, "co2e"), Score: rapid.SliceOfN(figure, 0, 3).Draw(t, "scores"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		r := WhatIfResponse{}
		for range rapid.IntRange(0, 2).Draw(t, "points") {
			p := WhatIfResult{ID: text.Draw(t, "id"), Matches: rapid.SliceOfN(match, 0, 3).Draw(t, "matches"), Total: rapid.IntRange(0, 9).Draw(t, "total"), NetBenefit: figure.Draw(t, "sum"), CO2e: figure.Draw(t, "saved")}
			if rapid.Bool().Draw(t, "with columns") {
				p.Columns = columns.Draw(t, "columns")
			}
			if rapid.Bool().Draw(t, "with near misses") {
				p.NearMisses = []NearMiss{{SurplusID: p.ID, DistanceM: p.CO2e, Surplus: end.Draw(t, "near")}}
			}
			r.Points = append(r.Points, p)
		}
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
		got, err := r.AppendJSON(nil)
		if err != nil || string(got)+"\n" != want.String() {
			t.Fatalf("%v\ngot  %s\nwant %s", err, got, want.Bytes())
		}
	})
	for v, fields := range map[any]int{&Match{}: 20, &End{}: 11, &MatchColumns{}: 11, &WhatIfResult{}: 8, &WhatIfResponse{}: 1} {
		if has := reflect.TypeOf(v).Elem().NumField(); has != fields {
			t.Errorf("%T has %d attributes, %d are written by hand: add the new one to encode.go and here", v, has, fields)
		}
	}
	// A figure that is none is an error, as it is of encoding/json.
	if _, err := (WhatIfResponse{Points: []WhatIfResult{{NetBenefit: math.NaN()}}}).AppendJSON(nil); err == nil {
		t.Error("NaN was written")
	}
}
