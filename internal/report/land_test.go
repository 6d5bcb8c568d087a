package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// criteriaOf reads the book that ships.
func criteriaOf(t testing.TB) []report.JudgedBy {
	t.Helper()
	var book []struct {
		Key, Group, Unit, Source string
		Weight                   float64
		Points                   []report.BreakPoint
		Assumption               bool
	}
	if err := symbiosis.Document(geodata.Criteria()).Into(&book); err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, c := range book {
		sum += c.Weight
	}
	var out []report.JudgedBy
	for _, c := range book {
		out = append(out, report.JudgedBy{Key: c.Key, Group: c.Group, Unit: c.Unit, Weight: c.Weight / sum, Points: c.Points, Source: c.Source, Assumption: c.Assumption})
	}
	return out
}

func square(lon, lat, size float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{lon, lat}, {lon + size, lat}, {lon + size, lat + size/2}, {lon, lat + size/2}, {lon, lat}}}}
}

// sampleReport compares three areas by the book: one with a constraint, one with hardly a figure,
// one unfit.
func sampleReport(t testing.TB) report.LandReport {
	book := criteriaOf(t)
	r := report.LandReport{
		Name: "Krokom mot Östersund, hösten 2026", Note: "Underlag till fördjupad översiktsplan.", Criteria: book, Visibility: symbiosis.Public,
		Made: symbiosis.Date{Year: 2026, Month: 11, Day: 25}, Revision: "gpkg-1042",
		Sensitivity: &symbiosis.Sensitivity{Shares: []float64{0.714, 0.286, 0}, Samples: 2048, Effects: []symbiosis.WeightEffect{
			{Key: "plan_status", Below: nil, Above: ptr(0.213), AboveLeader: "b"}, {Key: "reach_gwh", Below: ptr(0.012), BelowLeader: "b"}, {Key: "water"},
		}},
		AHP: &report.Judgements{Items: []string{"plan", "land", "symbiosis"}, Matrix: [][]float64{{1, 3, 1. / 2}, {1. / 3, 1, 1. / 4}, {2, 4, 1}}, Ratio: 0.018},
	}
	figures := map[string]symbiosis.Figure{
		"plan_status": {Value: 1, Unit: "class", Source: "Krokoms kommun, översiktsplan 2024"}, "build_years": {Value: 4, Unit: "yr", Source: "Krokoms kommun, översiktsplan 2024"},
		"remaining_ha": {Value: 41.3, Unit: "ha", Source: "reckoned_overlay"}, "land_price": {Value: 120, Unit: "SEK/m2", Source: "Krokoms kommun, prislista 2025"},
		"nature_share": {Value: 0.04, Unit: "1", Source: "Naturvårdsverket, skyddade områden 2025-03"}, "highway_m": {Value: 1321, Unit: "m", Source: "Trafikverket, NVDB 2025"},
		"grid_mw": {Value: 40, Unit: "MW", Source: "Jämtkraft, nätkarta 2025"}, "water": {Value: 2, Unit: "class", Source: "Krokoms kommun, VA-karta"},
		"reach_gwh": {Value: 73.2, Unit: "GWh/yr", Source: "reckoned_reach", Assumption: true}, "diversity": {Value: 5.8, Unit: "1", Source: "reckoned_diversity"},
	}
	area := func(id, name string, every int, unfit bool, lon float64) report.JudgedArea {
		e := symbiosis.Evaluation{AreaID: symbiosis.AreaID(id), Unfit: unfit, Low: 0.41, Score: 0.55, High: 0.69, Rank: 1, BestRank: 1, WorstRank: 2}
		e.Land = symbiosis.Land{Total: 52.2 * unit.Hectare, Remaining: 52.2 * unit.Hectare, Fit: 52.2 * unit.Hectare}
		for i, c := range book {
			k := symbiosis.Criterion{Key: c.Key, Weight: c.Weight, Missing: "not_registered"}
			if f, ok := figures[c.Key]; ok && every > 0 && i%every == 0 {
				k.Missing, k.Figure, k.Value, k.Certainty = "", &f, ptr(0.63), symbiosis.Reported
				k.Date = symbiosis.Date{Year: 2025, Month: 3, Day: 1}
			}
			e.Criteria = append(e.Criteria, k)
		}
		return report.JudgedArea{Name: name, Municipality: "Krokom", Geometry: square(lon, 63.33, 0.02), Evaluation: e}
	}
	a := area("a", "Krokom, kandidatmark A (jungfrulig)", 1, false, 14.44)
	a.Evaluation.Land.Excluded, a.Evaluation.Land.Fit, a.Evaluation.Land.Left = 10.9*unit.Hectare, 41.3*unit.Hectare, square(14.444, 63.331, 0.014)
	a.Evaluation.Land.Bearings = []symbiosis.Bearing{
		{Layer: "protected_nature", Name: "Stor-Fulens naturreservat", Effect: symbiosis.Excludes, Overlap: 10.9 * unit.Hectare, Source: "Naturvårdsverket, skyddade områden 2025-03", Date: symbiosis.Date{Year: 2025, Month: 3, Day: 12}},
		{Layer: "housing", Name: "Hissmoböle", Effect: symbiosis.Informs, Warned: 3.2 * unit.Hectare, Source: "Lantmäteriet, byggnader 2025", Date: symbiosis.Date{Year: 2025, Month: 1, Day: 10}},
	}
	b := area("b", "Lugnvik", 2, false, 14.58)
	b.Evaluation.Rank, b.Evaluation.Low, b.Evaluation.Score, b.Evaluation.High = 2, 0.2, 0.44, 0.68
	b.Evaluation.Land.Notices = []symbiosis.LandNotice{{Key: "self_crossing"}}
	c := area("c", "Verksmon", 0, true, 14.5)
	r.Areas = []report.JudgedArea{a, b, c}
	return r
}

func TestLandReportComesInThreeLanguages(t *testing.T) {
	for _, lang := range symbiosis.Languages() {
		d := report.LandDocument(sampleReport(t), words(t, lang))
		first, err := report.PDF(d, nil)
		if err != nil {
			t.Fatal(err)
		}
		second, err := report.PDF(report.LandDocument(sampleReport(t), words(t, lang)), nil)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Error("the same report gives other bytes")
		}
		keep(t, "land-"+string(lang)+".pdf", first)
	}
}

// Progress is told part by part, to the last.
func TestProgressOfDocuments(t *testing.T) {
	w := words(t, symbiosis.Swedish)
	for name, make := range map[string]func(report.Progress) ([]byte, error){
		"PDF":   func(p report.Progress) ([]byte, error) { return report.PDF(report.LandDocument(sampleReport(t), w), p) },
		"Excel": func(p report.Progress) ([]byte, error) { return report.LandWorkbook(sampleReport(t), w, p) },
	} {
		told, all := 0, 0
		if _, err := make(func(done, total int) {
			if told++; done != told || all > 0 && total != all {
				t.Errorf("%s: %d of %d is told after %d of %d", name, done, total, told-1, all)
			}
			all = total
		}); err != nil {
			t.Fatal(err)
		}
		if told != all || all < 7 {
			t.Errorf("%s: %d of %d parts are told", name, told, all)
		}
	}
}

// Scores are written as the page writes them, of a hundred.
func TestLandReportTellsScoresAsThePageDoes(t *testing.T) {
	html, err := report.HTML(report.LandDocument(sampleReport(t), words(t, symbiosis.Swedish)), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{">55<", ">41–69<", "100 · Σ w·v"} {
		if !strings.Contains(string(html), want) {
			t.Errorf("the report doesn't say %s", want)
		}
	}
	if strings.Contains(string(html), "0,55") {
		t.Error("a score stands as a share of one")
	}
}

// A workbook holds the document's figures as numbers.
func TestLandWorkbook(t *testing.T) {
	for _, lang := range symbiosis.Languages() {
		w := words(t, lang)
		content, err := report.LandWorkbook(sampleReport(t), w, nil)
		if err != nil {
			t.Fatal(err)
		}
		keep(t, "land-"+string(lang)+".xlsx", content)
		book, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(book.GetSheetList()); n != 7 {
			t.Errorf("%d sheets: %v", n, book.GetSheetList())
		}
		for cell, want := range map[string]string{"A2": "1", "B2": "Krokom, kandidatmark A (jungfrulig)", "D2": "0.55", "E2": "0.41", "F2": "0.69", "G2": "52.2", "H2": "10.9", "J2": "41.3", "K2": "0.714", "B3": "Lugnvik", "D4": ""} {
			got, err := book.GetCellValue(w.Document("result"), cell, excelize.Options{RawCellValue: true})
			if err != nil || got != want {
				t.Errorf("%s: %q, want %q (%v)", cell, got, want, err)
			}
		}
		rows, err := book.GetRows(w.Document("figures"), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if want := 1 + 3*len(criteriaOf(t)); len(rows) != want {
			t.Errorf("%d rows of figures, want %d", len(rows), want)
		}
		// What is seen of a number is what means something of it; the whole stands in the cell.
		for cell, want := range map[string]string{"A2": "1", "D2": "0.55", "G2": "52.2", "J2": "41.3", "K2": "71.4%", "K3": "28.6%"} {
			if got, err := book.GetCellValue(w.Document("result"), cell); err != nil || got != want {
				t.Errorf("%s is seen as %q, want %q (%v)", cell, got, want, err)
			}
		}
		for _, sheet := range book.GetSheetList() {
			if len([]rune(sheet)) == 31 {
				t.Errorf("the name of the sheet %q may be cut", sheet)
			}
			rows, err := book.GetRows(sheet)
			if err != nil || slices.Contains(rows[0], "") {
				t.Errorf("%s: a column without a title: %q (%v)", sheet, rows[0], err)
			}
		}
		// A text that looks like a formula stays a text.
		r := sampleReport(t)
		r.Areas[0].Name = `=HYPERLINK("http://example.org")`
		content, err = report.LandWorkbook(r, w, nil)
		if err != nil {
			t.Fatal(err)
		}
		if book, err = excelize.OpenReader(bytes.NewReader(content)); err != nil {
			t.Fatal(err)
		}
		if f, err := book.GetCellFormula(w.Document("result"), "B2"); err != nil || f != "" {
			t.Errorf("a formula: %q %v", f, err)
		}
	}
}

// Titles of columns begin with a capital; what the document only counts, and what its reader must
// know before passing it on, stand in the workbook.
func TestLandWorkbookTellsWhatTheDocumentTells(t *testing.T) {
	r := sampleReport(t)
	r.Visibility = symbiosis.Network
	r.Areas[0].Untold = 41
	r.Areas[0].Sums = []report.HiddenSum{{Direction: symbiosis.Surplus, Amount: 40, Unit: "t/yr"}}
	for i := range 20 {
		r.Areas[0].Reached = append(r.Areas[0].Reached, report.Reached{
			Direction: symbiosis.Surplus, Site: "Sågverket", Municipality: "Krokom", Resource: "heat", Amount: float64(i), Unit: "GWh/yr", RouteM: 1200, Certainty: symbiosis.Estimated,
		})
	}
	for _, lang := range symbiosis.Languages() {
		w := words(t, lang)
		content, err := report.LandWorkbook(r, w, nil)
		if err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		all := ""
		if page, err := report.HTML(report.LandDocument(r, w), ""); err != nil || !strings.Contains(string(page), w.Document("untold", "41")) {
			t.Errorf("the document doesn't say that flows aren't listed (%v)", err)
		}
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, title := range rows[0] {
				if first, _ := utf8.DecodeRuneInString(title); unicode.IsLower(first) {
					t.Errorf("%s: a column is called %q", sheet, title)
				}
			}
			for _, row := range rows {
				all += strings.Join(row, "|") + "\n"
			}
		}
		reached, err := book.GetRows(w.Document("within_reach"))
		if err != nil || len(reached) != 22 {
			t.Errorf("%d rows of flows within reach, want 20, the titles and how many more there are (%v)", len(reached), err)
		}
		for _, want := range []string{
			w.Document("not_public", w.Visibility(symbiosis.Network)), w.Document("note") + "|" + r.Note, w.PlanStatus("detaljplan"), w.Connection("connected"), w.Unit("SEK/m²"), "3.2",
			w.Document("untold", "41"), "|40|" + w.Unit("t/yr") + "|", w.Document("value") + " (0–1)", w.Unit("t CO2e/yr"),
		} {
			if !strings.Contains(all, want) {
				t.Errorf("the workbook in %s doesn't say %q", lang, want)
			}
		}
	}
}

// How sure a figure is stands in the reader's words in every table of the file for a GIS.
func TestLandLayersTellCertaintyInWords(t *testing.T) {
	for _, lang := range symbiosis.Languages() {
		w := words(t, lang)
		told := 0
		for _, l := range report.LandLayers(sampleReport(t), w) {
			at := slices.IndexFunc(l.Fields, func(f report.Field) bool { return f.Name == "certainty" })
			for _, row := range l.Rows {
				if at >= 0 && row.Values[at] != nil && row.Values[at] != "" {
					told++
					if row.Values[at] != w.Certainty(symbiosis.Reported) {
						t.Errorf("%s in %s: %v", l.Name, lang, row.Values[at])
					}
				}
			}
		}
		if told == 0 {
			t.Error("no figure tells how sure it is")
		}
	}
}
