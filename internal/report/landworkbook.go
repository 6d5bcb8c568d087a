package report

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// LandWorkbook writes a report on land as an Excel file: the same figures as the document's, as
// numbers with their units beside them.
func LandWorkbook(r LandReport, w wording.Words, progress Progress) ([]byte, error) {
	b := workbook{file: excelize.NewFile(), w: w, looks: map[string]int{}}
	defer b.file.Close()
	day := time.Date(r.Made.Year, r.Made.Month, r.Made.Day, 0, 0, 0, 0, time.UTC).Format(time.RFC3339)
	b.do(b.file.SetDocProps(&excelize.DocProperties{
		Title: r.Name, Subject: w.Document("land_report"), Creator: "Samloka", Created: day, Modified: day, Language: string(w.Language()),
	}))
	sheets := []func(LandReport){b.result, b.criteria, b.figures, b.constraints, b.reached, b.sensitivity, b.method}
	for i, write := range sheets {
		write(r)
		progress.Tell(i+1, len(sheets)+1)
	}
	b.do(b.file.DeleteSheet("Sheet1"))
	b.file.SetActiveSheet(0)
	if b.err != nil {
		return nil, symbiosis.Errorf(symbiosis.Internal, "the Excel file could not be written: %w", b.err)
	}
	var out bytes.Buffer
	if err := b.file.Write(&out); err != nil {
		return nil, symbiosis.Errorf(symbiosis.Internal, "the Excel file could not be written: %w", err)
	}
	progress.Tell(len(sheets)+1, len(sheets)+1)
	return out.Bytes(), nil
}

// workbook writes sheets of rows; the first error ends it.
type workbook struct {
	file  *excelize.File
	w     wording.Words
	looks map[string]int // styles of numbers by their format
	err   error
}

func (b *workbook) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// sheet writes a table with its titles in bold and in sight.
func (b *workbook) sheet(name string, titles []string, widths []float64, rows [][]any) {
	name = sheetName(name)
	_, err := b.file.NewSheet(name)
	b.do(err)
	bold, err := b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}})
	b.do(err)
	wrap, err := b.file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	b.do(err)
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.file.SetColWidth(name, column, column, width))
		b.do(b.file.SetColStyle(name, column, wrap))
	}
	b.do(b.file.SetSheetRow(name, "A1", &titles))
	b.do(b.file.SetRowStyle(name, 1, 1, bold))
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+2)
		b.do(err)
		looks := make([]string, len(row))
		for k, v := range row {
			row[k], looks[k] = cellOf(v)
		}
		b.do(b.file.SetSheetRow(name, cell, &row))
		for k, look := range looks {
			if look == "" {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(k+1, i+2)
			b.do(err)
			b.do(b.file.SetCellStyle(name, cell, cell, b.look(look)))
		}
	}
	b.printed(name)
	b.do(b.file.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// printed has a sheet come out of a printer as wide as a page, lying, its titles on each page and its pages numbered.
func (b *workbook) printed(name string) {
	fit, lying, a4, wide, long := true, "landscape", 9, 1, 0
	b.do(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.do(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &lying, Size: &a4, FitToWidth: &wide, FitToHeight: &long}))
	b.do(b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R" + b.w.Document("page", "&P", "&N")}))
	b.do(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + name + "'!$1:$1", Scope: name}))
}

// share is a part of a whole, shown in per cent.
type share float64

// cellOf returns what a cell holds and how Excel shows it: the whole number stays in the cell, what is
// seen has about the digits that mean something, with the signs of the reader's own language.
func cellOf(v any) (value any, look string) {
	switch v := v.(type) {
	case share:
		return float64(v), "0.0%"
	case int:
		return v, "#,##0"
	case float64:
		switch a := math.Abs(v); {
		case a >= 100 || v == math.Trunc(v):
			return v, "#,##0"
		case a >= 10:
			return v, "#,##0.0"
		default:
			return v, "0.00"
		}
	}
	return v, ""
}

// look is the style of numbers shown in one way.
func (b *workbook) look(format string) int {
	id, ok := b.looks[format]
	if !ok {
		var err error
		id, err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}})
		b.do(err)
		b.looks[format] = id
	}
	return id
}

// sheetName is at most 31 letters, as Excel asks.
func sheetName(name string) string {
	runes := []rune(name)
	return string(runes[:min(len(runes), 31)])
}

// number is a cell that is empty where nothing is known.
func number(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

func shareOf(v *float64) any {
	if v == nil {
		return nil
	}
	return share(*v)
}

func (b *workbook) result(r LandReport) {
	w := b.w
	build := landBuilder{report: r, w: w}
	titles := []string{
		w.Document("rank"), w.Document("area"), w.Document("municipality"), w.Document("score_share"), w.Document("least"), w.Document("most"),
		w.Document("total_ha") + " (ha)", w.Document("excluded_ha") + " (ha)", w.Document("penalised_ha") + " (ha)", w.Document("fit_ha") + " (ha)", w.Document("first_share"),
	}
	var rows [][]any
	for _, i := range build.ranked() {
		a := r.Areas[i]
		e := a.Evaluation
		row := []any{nil, a.Name, a.Municipality, nil, nil, nil, e.Land.Total.Hectares(), e.Land.Excluded.Hectares(), e.Land.Penalised.Hectares(), e.Land.Fit.Hectares(), nil}
		if e.Unfit {
			row[0] = w.Document("unfit")
		} else {
			row[0], row[3], row[4], row[5] = e.Rank, e.Score, e.Low, e.High
			if s := r.Sensitivity; s != nil && i < len(s.Shares) {
				row[10] = share(s.Shares[i])
			}
		}
		rows = append(rows, row)
	}
	sharing := titled(w.Visibility(r.Visibility))
	if r.Visibility != symbiosis.Public {
		sharing = w.Document("not_public", w.Visibility(r.Visibility))
	}
	rows = append(rows, nil, []any{w.Document("made"), r.Made.String()}, []any{titled(w.Document("data")), r.Revision}, []any{w.Document("sharing"), sharing})
	if text := leftOutText(r, w); text != "" {
		rows = append(rows, []any{titled(w.Document("data")), text})
	}
	if r.Note != "" {
		rows = append(rows, []any{w.Document("note"), r.Note})
	}
	b.sheet(w.Document("result"), titles, []float64{10, 36, 18, 10, 10, 10, 12, 12, 12, 12, 16}, rows)
}

// criteria is a row a criterion, a figure and its worth for each area.
func (b *workbook) criteria(r LandReport) {
	w := b.w
	titles := []string{w.Document("criterion"), w.Document("weight"), w.Document("unit")}
	widths := []float64{36, 10, 10}
	for _, a := range r.Areas {
		titles = append(titles, a.Name, a.Name+": "+w.Document("value")+" (0–1)")
		widths = append(widths, 16, 12)
	}
	var rows [][]any
	for i, c := range r.Criteria {
		row := []any{w.Criterion(c.Key), share(c.Weight), cellUnit(w, c)}
		for _, a := range r.Areas {
			row = append(row, b.seen(c, a.Evaluation, i), nil)
			if i < len(a.Evaluation.Criteria) {
				row[len(row)-1] = number(a.Evaluation.Criteria[i].Value)
			}
		}
		rows = append(rows, row)
	}
	b.sheet(w.Document("criteria"), titles, widths, rows)
}

// cellUnit is the unit of a criterion's figures, "" of shares and steps.
func cellUnit(w wording.Words, c JudgedBy) string {
	u := wording.UnitOf(c.Key, c.Unit)
	switch u {
	case "class", "1":
		return ""
	case "SEK/m2":
		u = "SEK/m²"
	}
	return w.Unit(u)
}

// figure is a number, or a step of a scale in words; nil where it is missing.
func (b *workbook) figure(c JudgedBy, e symbiosis.Evaluation, i int) any {
	if i >= len(e.Criteria) || e.Criteria[i].Figure == nil {
		return nil
	}
	f := *e.Criteria[i].Figure
	if f.Unit == "class" {
		return b.w.CriterionValue(c.Key, f)
	}
	return f.Value
}

// seen is a figure as a cell shows it: a part of a whole in per cent.
func (b *workbook) seen(c JudgedBy, e symbiosis.Evaluation, i int) any {
	if v, number := b.figure(c, e, i).(float64); number {
		return partOf(c, v)
	}
	return b.figure(c, e, i)
}

// partOf is a value of a criterion; what has no unit and counts nothing is a part of a whole.
func partOf(c JudgedBy, v float64) any {
	if c.Unit == "1" && !wording.Counts(c.Key) {
		return share(v)
	}
	return v
}

// figures is a row a figure, with where it comes from.
func (b *workbook) figures(r LandReport) {
	w := b.w
	titles := []string{
		w.Document("area"), w.Document("criterion"), w.Document("figure"), w.Document("unit"), w.Document("value") + " (0–1)", w.Document("weight"), w.Document("certainty"),
		w.Document("date"), titled(w.Document("source")), titled(w.Document("not_known")),
	}
	var rows [][]any
	for _, a := range r.Areas {
		for i, c := range r.Criteria {
			if i >= len(a.Evaluation.Criteria) {
				break
			}
			k := a.Evaluation.Criteria[i]
			row := []any{a.Name, w.Criterion(c.Key), b.seen(c, a.Evaluation, i), cellUnit(w, c), number(k.Value), share(c.Weight), "", "", "", ""}
			if k.Figure == nil {
				row[9] = w.Missing(k.Missing)
			} else {
				if k.Certainty != "" {
					row[6] = w.Certainty(k.Certainty)
				}
				row[7], row[8] = k.Date.String(), w.FigureSource(k.Figure.Source)
			}
			rows = append(rows, row)
		}
	}
	b.sheet(w.Document("figures"), titles, []float64{30, 34, 14, 10, 8, 8, 14, 12, 60, 30}, rows)
}

func (b *workbook) constraints(r LandReport) {
	w := b.w
	titles := []string{
		w.Document("area"), w.Document("layer"), w.Document("layer") + ": id", w.Document("effect"), w.Document("overlap") + " (ha)",
		w.Document("warned_ha") + " (ha)", w.Document("distance") + " (m)", w.Document("date"), titled(w.Document("source")),
	}
	var rows [][]any
	for _, a := range r.Areas {
		for _, x := range a.Evaluation.Land.Bearings {
			name := w.ConstraintLayer(x.Layer)
			if x.Name != "" {
				name += ": " + x.Name
			}
			rows = append(rows, []any{
				a.Name, name, string(x.ConstraintID), w.ConstraintEffect(x.Effect), x.Overlap.Hectares(), x.Warned.Hectares(), x.Distance.Metres(), x.Date.String(), x.Source,
			})
		}
		for _, n := range a.Evaluation.Land.Notices {
			rows = append(rows, []any{a.Name, w.LandNotice(n)})
		}
	}
	b.sheet(w.Document("excluded_ha"), titles, []float64{30, 40, 20, 14, 12, 14, 12, 12, 60}, rows)
}

// reached is a row a flow within reach of an area: all of them, of which the document tells the first.
func (b *workbook) reached(r LandReport) {
	w := b.w
	titles := []string{
		w.Document("area"), w.Document("firm"), w.Document("municipality"), w.Document("resource"), w.Document("direction"), w.Document("amount"), w.Document("unit"),
		w.Document("distance") + " (m)", w.Figure("net_benefit") + " (" + w.Unit("SEK/yr") + ")", w.Document("certainty"),
	}
	var rows [][]any
	for _, a := range r.Areas {
		for _, x := range a.Reached {
			rows = append(rows, []any{a.Name, x.Site, x.Municipality, w.Resource(x.Resource), w.Direction(x.Direction), x.Amount, w.Unit(x.Unit), x.RouteM, number(x.NetBenefit), w.Certainty(x.Certainty)})
		}
		if a.Untold > 0 {
			rows = append(rows, []any{a.Name, w.Document("untold", strconv.Itoa(a.Untold))})
		}
	}
	b.sheet(w.Document("within_reach"), titles, []float64{30, 36, 18, 30, 12, 12, 10, 12, 16, 14}, rows)
}

func (b *workbook) sensitivity(r LandReport) {
	s, w := r.Sensitivity, b.w
	if s == nil {
		return
	}
	build := landBuilder{report: r, w: w}
	titles := []string{w.Document("criterion"), w.Document("weight"), w.Document("flip_below"), w.Document("area"), w.Document("flip_above"), w.Document("area")}
	var changes []float64
	if len(s.Effects) > 0 {
		changes = s.Effects[0].Changes
	}
	for _, c := range changes {
		titles = append(titles, w.Document("weight")+" "+signed(w, c))
	}
	var rows [][]any
	for _, e := range s.Effects {
		row := []any{w.Criterion(e.Key), nil, shareOf(e.Below), "", shareOf(e.Above), ""}
		for _, c := range r.Criteria {
			if c.Key == e.Key {
				row[1] = share(c.Weight)
			}
		}
		if e.Below != nil {
			row[3] = build.areaName(e.BelowLeader)
		}
		if e.Above != nil {
			row[5] = build.areaName(e.AboveLeader)
		}
		for _, id := range e.Leaders {
			row = append(row, build.areaName(id))
		}
		rows = append(rows, row)
	}
	widths := []float64{34, 10, 18, 26, 18, 26}
	for range changes {
		widths = append(widths, 26)
	}
	b.sheet(w.Document("sensitivity_sheet"), titles, widths, rows)
}

func signed(w wording.Words, share float64) string {
	text := w.Percent(share, 0)
	if share > 0 {
		text = "+" + text
	}
	return text
}

// method tells the value functions, a row a break point, and what gave the weights.
func (b *workbook) method(r LandReport) {
	w := b.w
	titles := []string{w.Document("criterion"), w.Document("weight"), w.Document("figure"), w.Document("unit"), w.Document("value") + " (0–1)", w.Document("basis"), titled(w.Document("own_assumption"))}
	var rows [][]any
	for _, c := range r.Criteria {
		for _, p := range c.Points {
			at := partOf(c, p.At)
			if c.Unit == "class" {
				at = w.CriterionValue(c.Key, symbiosis.Figure{Value: p.At, Unit: c.Unit})
			}
			row := []any{w.Criterion(c.Key), share(c.Weight), at, cellUnit(w, c), p.Value, w.FigureSource(c.Source), ""}
			if c.Assumption {
				row[6] = "×"
			}
			rows = append(rows, row)
		}
	}
	rows = append(rows, nil, []any{w.Document("method_mask")}, []any{w.Document("method_value")}, []any{w.Document("method_sum")})
	rows = append(rows, []any{withinReachText(r, w)})
	for _, a := range r.Areas {
		for _, s := range a.Sums {
			rows = append(rows, []any{a.Name, nil, s.Amount, w.Unit(s.Unit), nil, hiddenSum(s, w)})
		}
	}
	if a := r.AHP; a != nil {
		rows = append(rows, []any{w.Document("method_ahp", w.Number(a.Ratio, 2))})
		head := []any{w.Document("judgement")}
		build := landBuilder{report: r, w: w}
		for _, item := range a.Items {
			head = append(head, build.name(item))
		}
		rows = append(rows, head)
		for i, line := range a.Matrix {
			row := []any{build.name(a.Items[i])}
			for _, v := range line {
				row = append(row, v)
			}
			rows = append(rows, row)
		}
	} else {
		rows = append(rows, []any{w.Document("method_direct")})
	}
	b.sheet(w.Document("method"), titles, []float64{40, 10, 14, 10, 10, 60, 14}, rows)
}
