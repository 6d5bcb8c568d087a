package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

// ha writes a surface in hectares.
func ha(w wording.Words, a unit.Area) string { return w.Known(a.Hectares(), "ha") }

// LandDocument makes the document of a report on land in a language.
func LandDocument(r LandReport, w wording.Words) Document {
	b := landBuilder{report: r, w: w}
	names := make([]string, len(r.Areas))
	for i, a := range r.Areas {
		names[i] = a.Name
	}
	d := Document{
		Kind: w.Document("land_report"), Title: r.Name, Subtitle: strings.Join(names, " · "),
		Language: w.Language(), Date: r.Made, Version: r.Revision, Words: DocumentWords(w),
	}
	add := func(blocks ...Block) { d.Blocks = append(d.Blocks, blocks...) }
	add(Paragraph{Text: Text{Text: w.Document("land_lead", strconv.Itoa(len(r.Areas)), strconv.Itoa(b.counted()))}})
	if r.Visibility != symbiosis.Public {
		add(Paragraph{Text: Text{Text: w.Document("not_public", w.Visibility(r.Visibility))}})
	}
	if text := leftOutText(r, w); text != "" {
		add(Paragraph{Text: Text{Text: text}})
	}
	if r.Note != "" {
		add(Paragraph{Text: Text{Text: r.Note}})
	}
	add(Heading{1, w.Document("result")}, b.result(), b.mapOf(), b.groups())
	add(Heading{1, w.Document("criteria")}, Paragraph{Text: Text{Text: w.Document("criteria_note")}, Quiet: true}, b.criteria())
	add(Heading{1, w.Document("constraints")})
	add(b.constraints()...)
	add(b.reached()...)
	if r.Sensitivity != nil {
		add(Heading{1, w.Document("sensitivity")})
		add(b.sensitivity()...)
	}
	add(Heading{1, w.Document("method")})
	add(b.method()...)
	for i := range r.Areas {
		add(Heading{1, w.Document("figures_of", r.Areas[i].Name)}, b.figures(i))
	}
	d.Sources = b.cited.list
	return d
}

type landBuilder struct {
	report LandReport
	w      wording.Words
	cited  cited
}

// counted is how many criteria weigh anything.
func (b *landBuilder) counted() int {
	n := 0
	for _, c := range b.report.Criteria {
		if c.Weight > 0 {
			n++
		}
	}
	return n
}

// score writes a score or a value as the page does: 0–100, whole numbers.
func (b *landBuilder) score(v float64) string { return b.w.Number(100*v, 0) }

// ranked are the places of the areas, best first; unfit ones last.
func (b *landBuilder) ranked() []int {
	order := make([]int, len(b.report.Areas))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, c := b.report.Areas[i].Evaluation, b.report.Areas[j].Evaluation
		if a.Unfit != c.Unfit {
			if a.Unfit {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.Rank, c.Rank)
	})
	return order
}

func (b *landBuilder) result() Table {
	w := b.w
	t := Table{Columns: []Column{
		{w.Document("rank"), 0.8, true}, {w.Document("area"), 3.4, false}, {w.Document("score"), 1, true}, {w.Document("span"), 1.5, true},
		{w.Document("total_ha"), 1.3, true}, {w.Document("excluded_ha"), 1.3, true}, {w.Document("fit_ha"), 1.3, true},
	}}
	if b.report.Sensitivity != nil {
		t.Columns = append(t.Columns, Column{w.Document("first_share"), 1.6, true})
	}
	for _, i := range b.ranked() {
		a := b.report.Areas[i]
		e := a.Evaluation
		rank, score, span := w.Number(float64(e.Rank), 0), b.score(e.Score), b.score(e.Low)+"–"+b.score(e.High)
		if e.Unfit {
			rank, score, span = "–", "–", w.Document("unfit")
		}
		name := placed(a.Name, a.Municipality)
		row := []Text{
			{Text: rank}, {Text: name}, {Text: score}, {Text: span},
			{Text: ha(w, e.Land.Total)}, {Text: ha(w, e.Land.Excluded)}, {Text: ha(w, e.Land.Fit)},
		}
		if s := b.report.Sensitivity; s != nil {
			share := "–"
			if i < len(s.Shares) && !e.Unfit {
				share = w.Percent(s.Shares[i], 0)
			}
			row = append(row, Text{Text: share})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (b *landBuilder) mapOf() Map {
	w := b.w
	m := Map{Height: 90, Words: DocumentWords(w)}
	var names []string
	for _, a := range b.report.Areas {
		names = append(names, a.Name)
		left := a.Evaluation.Land.Left
		if a.Evaluation.Land.Excluded > 0 {
			m.Areas = append(m.Areas, MapArea{Geometry: a.Geometry, Excluded: true})
		} else {
			left = a.Geometry
		}
		if len(left) > 0 {
			m.Areas = append(m.Areas, MapArea{Label: a.Name, Geometry: left})
		}
	}
	m.Alt = w.Document("land_map_alt", strings.Join(names, ", "))
	m.LandLegend = []LandLegend{{w.Document("land_left"), false}, {w.Document("land_excluded"), true}}
	return m
}

// groups is the chart of what each area is worth by group of criteria.
func (b *landBuilder) groups() Bars {
	w := b.w
	c := Bars{Caption: w.Document("by_group")}
	var groups []string
	for _, k := range b.report.Criteria {
		if !slices.Contains(groups, k.Group) && k.Weight > 0 {
			groups = append(groups, k.Group)
		}
	}
	for _, a := range b.report.Areas {
		c.Series = append(c.Series, a.Name)
	}
	for _, g := range groups {
		row := BarRow{Label: w.CriterionGroup(g)}
		for _, a := range b.report.Areas {
			v := b.groupWorth(a.Evaluation, g)
			row.Values = append(row.Values, v)
			text := "–"
			if v != nil {
				text = b.score(*v)
			}
			row.Texts = append(row.Texts, text)
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

// groupWorth is the weighted mean of what is known of a group; nil when nothing is.
func (b *landBuilder) groupWorth(e symbiosis.Evaluation, group string) *float64 {
	sum, weight := 0.0, 0.0
	for i, c := range b.report.Criteria {
		if c.Group != group || i >= len(e.Criteria) || e.Criteria[i].Value == nil {
			continue
		}
		sum += c.Weight * *e.Criteria[i].Value
		weight += c.Weight
	}
	if weight == 0 {
		return nil
	}
	v := sum / weight
	return &v
}

// criteria is the table of every criterion against every area.
func (b *landBuilder) criteria() Table {
	w := b.w
	t := Table{Columns: []Column{{w.Document("criterion"), 3, false}, {w.Document("weight"), 1, true}}}
	for _, a := range b.report.Areas {
		t.Columns = append(t.Columns, Column{a.Name, 1.9, true})
	}
	for i, c := range b.report.Criteria {
		row := []Text{{Text: w.Criterion(c.Key)}, {Text: w.Percent(c.Weight, 1)}}
		for _, a := range b.report.Areas {
			row = append(row, b.worth(c, a.Evaluation, i))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// worth is a figure with what it is worth on a line of its own.
func (b *landBuilder) worth(c JudgedBy, e symbiosis.Evaluation, i int) Text {
	if i >= len(e.Criteria) {
		return Text{Text: "–"}
	}
	k := e.Criteria[i]
	if k.Figure == nil {
		return Text{Text: "–"} // why, the table of the area tells
	}
	value := "–"
	if k.Value != nil {
		value = b.score(*k.Value)
	}
	return Text{Text: b.w.CriterionValue(c.Key, *k.Figure) + "\n" + value, Estimated: estimatedFigure(k)}
}

func estimatedFigure(k symbiosis.Criterion) bool {
	return k.Certainty == symbiosis.Estimated || k.Figure != nil && k.Figure.Assumption
}

// figures are the figures of an area with their dates and sources.
func (b *landBuilder) figures(at int) Table {
	w := b.w
	t := Table{Columns: []Column{
		{w.Document("criterion"), 3, false}, {w.Document("figure"), 2.2, true}, {w.Document("value"), 0.8, true},
		{w.Document("certainty"), 1.4, false}, {w.Document("date"), 1.4, false}, {titled(w.Document("source")), 1, false},
	}}
	e := b.report.Areas[at].Evaluation
	for i, c := range b.report.Criteria {
		if i >= len(e.Criteria) {
			break
		}
		k := e.Criteria[i]
		row := []Text{{Text: w.Criterion(c.Key)}, {Text: w.Missing(k.Missing)}, {Text: "–"}, {}, {}, {}}
		if k.Figure != nil {
			row[1] = Text{Text: w.CriterionValue(c.Key, *k.Figure), Estimated: estimatedFigure(k)}
			if k.Value != nil {
				row[2].Text = b.score(*k.Value)
			}
			if k.Certainty != "" {
				row[3].Text = w.Certainty(k.Certainty)
			}
			row[4].Text = k.Date.String()
			row[5].Sources = b.cited.cite(w.FigureSource(k.Figure.Source))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (b *landBuilder) constraints() []Block {
	w := b.w
	t := Table{Columns: []Column{
		{w.Document("area"), 2.4, false}, {w.Document("layer"), 3.4, false}, {w.Document("effect"), 1.4, false}, {w.Document("overlap"), 1.6, true}, {w.Document("date"), 1.3, false},
	}}
	var notices []Block
	for _, a := range b.report.Areas {
		for _, x := range a.Evaluation.Land.Bearings {
			name := w.ConstraintLayer(x.Layer)
			if x.Name != "" {
				name += ": " + x.Name
			}
			overlap := ha(w, x.Overlap)
			if x.Overlap == 0 && x.Warned > 0 {
				overlap = w.Document("warned", ha(w, x.Warned))
			}
			t.Rows = append(t.Rows, []Text{
				{Text: a.Name}, {Text: name, Sources: b.cited.cite(x.Source)}, {Text: w.ConstraintEffect(x.Effect)}, {Text: overlap}, {Text: x.Date.String()},
			})
		}
		for _, n := range a.Evaluation.Land.Notices {
			notices = append(notices, Paragraph{Text: Text{Text: a.Name + ": " + w.LandNotice(n)}, Quiet: true})
		}
	}
	blocks := []Block{t}
	if len(t.Rows) == 0 {
		blocks = []Block{Paragraph{Text: Text{Text: w.Document("constraints_none")}}}
	}
	if len(notices) > 0 {
		blocks = append(blocks, Heading{2, w.Document("notes")})
	}
	return append(blocks, notices...)
}

// mostReached of an area stand in the document; the files hold all.
const mostReached = 15

// reached tells of the flows within reach of each area.
func (b *landBuilder) reached() []Block {
	w := b.w
	blocks := []Block{Heading{1, w.Document("within_reach")}, Paragraph{Text: Text{Text: withinReachText(b.report, w)}, Quiet: true}}
	for _, a := range b.report.Areas {
		blocks = append(blocks, Heading{2, a.Name})
		for _, sum := range a.Sums {
			blocks = append(blocks, Paragraph{Text: Text{Text: hiddenSum(sum, w)}})
		}
		if len(a.Reached) == 0 {
			blocks = append(blocks, Paragraph{Text: Text{Text: w.Document("nothing_shown")}})
			continue
		}
		t := Table{Columns: []Column{
			{w.Document("firm"), 2.8, false}, {w.Document("resource"), 2.5, false}, {w.Document("amount"), 2, true}, {w.Document("distance"), 1.1, true}, {w.Figure("net_benefit"), 1.6, true},
		}}
		for _, x := range a.Reached[:min(len(a.Reached), mostReached)] {
			t.Rows = append(t.Rows, []Text{
				{Text: placed(x.Site, x.Municipality)}, {Text: w.Resource(x.Resource) + ", " + w.Direction(x.Direction)},
				{Text: approximately(w, &x.Amount, x.Unit), Estimated: x.Certainty == symbiosis.Estimated},
				{Text: approximately(w, &x.RouteM, "m")}, {Text: approximately(w, x.NetBenefit, "SEK/yr")},
			})
		}
		blocks = append(blocks, t)
		if more := len(a.Reached) - mostReached; more > 0 {
			blocks = append(blocks, Paragraph{Text: Text{Text: w.Document("more_in_file", strconv.Itoa(more))}, Quiet: true})
		}
		if a.Untold > 0 {
			blocks = append(blocks, Paragraph{Text: Text{Text: w.Document("untold", strconv.Itoa(a.Untold))}, Quiet: true})
		}
	}
	return blocks
}

// withinReachText says which flows are listed, and which the criteria count.
func withinReachText(r LandReport, w wording.Words) string {
	if r.WithoutHidden {
		return w.Document("within_reach_open")
	}
	return w.Document("within_reach_text")
}

// leftOutText says how many rows of the data are in none of the figures, "" where all are.
func leftOutText(r LandReport, w wording.Words) string {
	switch r.LeftOut {
	case 0:
		return ""
	case 1:
		return w.Document("left_out_one")
	}
	return w.Document("left_out_some", strconv.Itoa(r.LeftOut))
}

// hiddenSum is a sum in a sentence.
func hiddenSum(s HiddenSum, w wording.Words) string {
	key := "also_sum"
	if s.Direction == symbiosis.Need {
		key = "also_sum_takers"
	}
	return w.Document(key, "≈\u00a0"+w.Rounded(s.Amount, s.Unit))
}

func (b *landBuilder) areaName(id symbiosis.AreaID) string {
	for _, a := range b.report.Areas {
		if a.Evaluation.AreaID == id {
			return a.Name
		}
	}
	return string(id)
}

// name is a group's or a criterion's.
func (b *landBuilder) name(item string) string {
	for _, c := range b.report.Criteria {
		if c.Group == item {
			return b.w.CriterionGroup(item)
		}
	}
	return b.w.Criterion(item)
}
