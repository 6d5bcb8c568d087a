package wording

import (
	"fmt"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

var togetherness = map[string]symbiosis.Names{
	"none":      {SV: "Inga nya par är möjliga", NB: "Ingen nye par er mulige", EN: "No new pairs are possible"},
	"benefit":   {SV: "Nettonytta %s", NB: "Netto nytte %s", EN: "Net benefit %s"},
	"estimates": {SV: "%s av nyttan vilar på uppskattningar", NB: "%s av nytten hviler på anslag", EN: "%s of the benefit rests on estimates"},
	"all":       {SV: "hela nyttan vilar på uppskattningar", NB: "hele nytten hviler på anslag", EN: "all of the benefit rests on estimates"},
	"sure":      {SV: "inget av nyttan vilar på uppskattningar", NB: "ingenting av nytten hviler på anslag", EN: "none of the benefit rests on estimates"},
	"pair":      {SV: "Ett par kan bli av, utöver det som redan är i drift:", NB: "Ett par kan bli noe av, ut over det som allerede er i drift:", EN: "One pair could come true, in addition to what is in operation:"},
	"pairs":     {SV: "%d par kan bli av tillsammans, utöver det som redan är i drift:", NB: "%d par kan bli noe av sammen, ut over det som allerede er i drift:", EN: "%d pairs could all come true together, in addition to what is in operation:"},
}

// Together says what an allocation comes to: "Nettonytta 1,1 Mkr/år till 3,9 Mkr/år, troligen
// 2,7 Mkr/år; 62 % av nyttan vilar på uppskattningar". Empty of an empty one.
func (w Words) Together(a symbiosis.Allocation) string {
	if len(a.Pairs) == 0 {
		return ""
	}
	text := w.Rounded(a.Total.NetBenefit.SEK(), "SEK/yr")
	for _, s := range a.Spreads {
		if s.Key == "net_benefit" {
			text = w.Spread(s)
		}
	}
	text = fmt.Sprintf(w.term(togetherness, "benefit"), text)
	if share, ok := EstimatedShare(a); ok {
		rests := w.term(togetherness, "sure")
		if share > 0 {
			rests = w.term(togetherness, "all")
			if share < 1-1e-9 {
				rests = fmt.Sprintf(w.term(togetherness, "estimates"), w.percent(share))
			}
		}
		text += "; " + rests
	}
	return text
}

// EstimatedShare returns which share of an allocation's net benefit rests on estimates, 0–1;
// ok is false when there is none.
func EstimatedShare(a symbiosis.Allocation) (share float64, ok bool) {
	whole := a.Total.NetBenefit
	if !(whole > 0) {
		return 0, false
	}
	for _, part := range a.ByCertainty {
		if part.Certainty == symbiosis.Estimated {
			share = float64(part.NetBenefit / whole)
		}
	}
	return share, true
}

// TogetherReport writes an allocation's sums for a terminal: each with its range, then by
// certainty.
func (w Words) TogetherReport(a symbiosis.Allocation) string {
	if len(a.Pairs) == 0 {
		return w.term(togetherness, "none") + "\n"
	}
	var b strings.Builder
	if len(a.Pairs) == 1 {
		b.WriteString(w.term(togetherness, "pair") + "\n")
	} else {
		fmt.Fprintf(&b, w.term(togetherness, "pairs")+"\n", len(a.Pairs))
	}
	for _, s := range a.Spreads {
		if s.High > 0 || s.Low < 0 {
			fmt.Fprintf(&b, "  %-22s %s\n", w.Figure(s.Key), w.Spread(s))
		}
	}
	fmt.Fprintf(&b, "%s.\n", w.Together(a))
	for _, part := range a.ByCertainty {
		if part.Pairs > 0 {
			fmt.Fprintf(&b, "  %-22s %d, %s\n", w.Certainty(part.Certainty), part.Pairs, w.Rounded(part.NetBenefit.SEK(), "SEK/yr"))
		}
	}
	return b.String()
}
