package report

import (
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// sensitivity tells at which weights another area would be first.
func (b *landBuilder) sensitivity() []Block {
	w, s := b.w, b.report.Sensitivity
	blocks := []Block{Paragraph{Text: Text{Text: w.Document("sensitivity_text", w.Number(float64(s.Samples), 0))}}}
	t := Table{Columns: []Column{
		{w.Document("criterion"), 3, false}, {w.Document("weight"), 1, true}, {w.Document("flip_below"), 2.6, false}, {w.Document("flip_above"), 2.6, false},
	}}
	turn := func(at *float64, to symbiosis.AreaID) Text {
		if at == nil {
			return Text{Text: "–"}
		}
		return Text{Text: w.Percent(*at, 1) + ": " + b.areaName(to)}
	}
	for _, e := range s.Effects {
		if e.Below == nil && e.Above == nil {
			continue
		}
		weight := 0.0
		for _, c := range b.report.Criteria {
			if c.Key == e.Key {
				weight = c.Weight
			}
		}
		t.Rows = append(t.Rows, []Text{
			{Text: w.Criterion(e.Key)}, {Text: w.Percent(weight, 1)}, turn(e.Below, e.BelowLeader), turn(e.Above, e.AboveLeader),
		})
	}
	if len(t.Rows) == 0 {
		return append(blocks, Paragraph{Text: Text{Text: w.Document("flip_none")}})
	}
	return append(blocks, t)
}

// method tells how the areas were judged: masks, value functions, judgements and their ratio.
func (b *landBuilder) method() []Block {
	w := b.w
	blocks := []Block{
		Paragraph{Text: Text{Text: w.Document("method_mask")}}, Paragraph{Text: Text{Text: w.Document("method_value")}}, Paragraph{Text: Text{Text: w.Document("method_sum")}},
	}
	if a := b.report.AHP; a != nil {
		t := Table{Caption: w.Document("judgement"), Columns: []Column{{"", 2.4, false}}}
		for _, item := range a.Items {
			t.Columns = append(t.Columns, Column{b.name(item), 1.4, true})
		}
		for i, row := range a.Matrix {
			cells := []Text{{Text: b.name(a.Items[i])}}
			for _, v := range row {
				cells = append(cells, Text{Text: ratio(w, v)})
			}
			t.Rows = append(t.Rows, cells)
		}
		blocks = append(blocks, Paragraph{Text: Text{Text: w.Document("method_ahp", w.Number(a.Ratio, 2))}}, t)
	} else {
		blocks = append(blocks, Paragraph{Text: Text{Text: w.Document("method_direct")}})
	}
	t := Table{Columns: []Column{{w.Document("criterion"), 2.4, false}, {w.Document("weight"), 0.8, true}, {w.Document("break_points"), 3.8, false}, {w.Document("basis"), 1.8, false}}}
	for _, c := range b.report.Criteria {
		var corners []string
		for _, p := range c.Points {
			corners = append(corners, w.CriterionValue(c.Key, symbiosis.Figure{Value: p.At, Unit: c.Unit})+" → "+w.Exact(p.Value, ""))
		}
		basis := Text{Sources: b.cited.cite(w.FigureSource(c.Source))}
		if c.Assumption {
			basis.Text = w.Document("own_assumption")
		}
		t.Rows = append(t.Rows, []Text{{Text: w.Criterion(c.Key)}, {Text: w.Percent(c.Weight, 1)}, {Text: strings.Join(corners, "; ")}, basis})
	}
	return append(blocks, t)
}

// ratio writes a judgement as Saaty does: 3, or 1/3.
func ratio(w wording.Words, v float64) string {
	if v > 0 && v < 1 {
		return "1/" + w.Exact(1/v, "")
	}
	return w.Exact(v, "")
}
