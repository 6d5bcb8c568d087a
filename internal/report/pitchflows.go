package report

import (
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// flows are the tables of who could meet what the firm needs, and then of who could take what it
// has over.
func (b *pitchBuilder) flows() []Block {
	var blocks []Block
	for _, side := range []struct {
		direction symbiosis.Direction
		heading   string
		each      string
		sum       string
	}{{symbiosis.Need, "reach", "need_of", "also_sum"}, {symbiosis.Surplus, "takers", "surplus_of", "also_sum_takers"}} {
		headed := false
		for _, f := range b.sheet.Flows {
			if f.Direction != side.direction {
				continue
			}
			if !headed {
				blocks = append(blocks, Heading{1, b.w.Document(side.heading)})
				headed = true
			}
			blocks = append(blocks, b.flow(f, side.each, side.sum)...)
		}
	}
	if len(blocks) > 0 {
		blocks = append(blocks, Paragraph{Text: Text{Text: b.w.Document("figures_note")}, Quiet: true})
	}
	return blocks
}

func (b *pitchBuilder) flow(f FirmFlow, title, sum string) []Block {
	w := b.w
	what := named(w, f.Resource, f.SupplyC, f.ReturnC)
	blocks := []Block{Heading{2, w.Document(title, what, w.Known(f.Amount, f.Unit))}}
	if len(f.Partners) == 0 {
		blocks = append(blocks, Paragraph{Text: Text{Text: w.Document("nothing_shown")}})
	} else {
		blocks = append(blocks, b.partners(f))
	}
	if f.More > 0 {
		blocks = append(blocks, Paragraph{Text: Text{Text: w.Document("more_shown", strconv.Itoa(f.More))}, Quiet: true})
	}
	if f.Sum != nil {
		blocks = append(blocks, Paragraph{Text: Text{Text: w.Document(sum, "≈\u00a0"+w.Rounded(*f.Sum, f.SumUnit))}})
	}
	return blocks
}

func (b *pitchBuilder) partners(f FirmFlow) Table {
	w := b.w
	t := Table{Columns: []Column{
		{w.Document("no"), 0.5, true}, {w.Document("firm"), 2.6, false}, {w.Document("resource"), 2.3, false}, {w.Document("amount"), 1.8, true},
		{w.Document("distance"), 1.1, true}, {w.Document("delivered_cost"), 1.8, true}, {w.Document("once"), 1.4, true},
	}}
	numbers := b.numbered()
	for _, p := range f.Partners {
		what := named(w, p.Resource, p.SupplyC, nil)
		if p.Class != "" {
			what += ", " + w.Class(p.Class)
		}
		if p.PartlyTaken {
			what += "; " + w.Document("partly_taken")
		}
		who := placed(p.Site, p.Municipality)
		t.Rows = append(t.Rows, []Text{
			{Text: strconv.Itoa(numbers[p.key()])},
			{Text: who, Sources: b.cited.cite(p.Source)},
			{Text: what},
			{Text: approximately(w, &p.Amount, p.Unit), Estimated: p.Estimated},
			{Text: approximately(w, &p.RouteM, "m")},
			{Text: approximately(w, p.Cost, p.CostUnit)},
			{Text: approximately(w, p.Investment, "SEK")},
		})
	}
	return t
}

// named is a resource by its name; heat whose temperatures are known is called by them: the class
// would only say it again, coarser.
func named(w wording.Words, r symbiosis.ResourceCode, supply, back *float64) string {
	switch {
	case supply == nil:
		return w.Resource(r)
	case back == nil:
		return w.Kind("heat") + " " + w.Exact(*supply, "°C")
	}
	return w.Kind("heat") + " " + w.Exact(*supply, "") + "/" + w.Exact(*back, "°C")
}

// placed is a site with its municipality, unless its name says so already.
func placed(site, municipality string) string {
	if municipality == "" || strings.Contains(site, municipality) {
		return site
	}
	return site + ", " + municipality
}

// approximately is a reckoned figure rounded to what is known; a dash where there is none.
func approximately(w wording.Words, v *float64, unit string) string {
	if v == nil {
		return "–"
	}
	return "≈\u00a0" + w.Rounded(*v, unit)
}
