package api_test

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// toolText is what a program says of a file.
func toolText(t *testing.T, content []byte, name, program string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if dir := os.Getenv("SAMLOKA_REPORTS"); dir != "" { // to be looked at
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = path
		}
	}
	cmd := exec.CommandContext(t.Context(), testtool.Require(t, program), args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil || errs.Len() > 0 {
		t.Fatalf("%s: %v %s", program, err, errs.String())
	}
	return out.String()
}

func TestAComparisonAsReport(t *testing.T) {
	r := newRegion(t)
	// What the readers of a plan document may not see: a surplus within reach of Mörsil.
	hidden, err := r.planner.Snapshot().Flow("morsil-serverhall-heat")
	if err != nil {
		t.Fatal(err)
	}
	hidden.Visibility = symbiosis.BrokerOnly
	if _, err := r.planner.UpdateFlow(t.Context(), hidden, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	site, err := r.planner.Snapshot().Site(hidden.SiteID)
	if err != nil {
		t.Fatal(err)
	}
	site.Visibility = symbiosis.BrokerOnly
	if _, err := r.planner.UpdateSite(t.Context(), site, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	var made struct{ ID string }
	r.read(r.do(http.MethodPost, "/api/v1/comparisons", `{"name":"Mörsil mot Krokom","note":"Underlag till planen.","areas":["morsil-a","krokom-a","krokom-b"],"settings":{"weights":{"rail_m":0}}}`), &made, http.StatusCreated)
	c := contract{api.Document()}
	// For those who may not see it there is a report of their own, which doesn't tell of it.
	var told struct {
		Visibility string
		Reports    []string
	}
	r.get("/api/v1/comparisons/"+made.ID, &told, 200)
	if told.Visibility != "broker_only" || len(told.Reports) != 3 {
		t.Errorf("%+v", told)
	}
	for _, reader := range []string{"public", "network"} {
		path := "/api/v1/comparisons/" + made.ID + "/report."
		text := toolText(t, r.do(http.MethodGet, path+"pdf?lang=sv&for="+reader, nil).Body.Bytes(), "for-"+reader+".pdf", "pdftotext", "-raw", "FILE", "-")
		layers := toolText(t, r.do(http.MethodGet, path+"gpkg?lang=sv&for="+reader, nil).Body.Bytes(), "for-"+reader+".gpkg", "ogrinfo", "-al", "FILE")
		for form, content := range map[string]string{"pdf": strings.Join(strings.Fields(text), " "), "gpkg": layers} {
			if strings.Contains(content, site.Name) || strings.Contains(content, "Serverhall") {
				t.Errorf("the %s for %s tells of what is hidden", form, reader)
			}
			if !strings.Contains(content, "poängen räknar bara dem") {
				t.Errorf("the %s for %s doesn't say what it leaves out", form, reader)
			}
		}
		book, err := excelize.OpenReader(bytes.NewReader(r.do(http.MethodGet, path+"xlsx?lang=sv&for="+reader, nil).Body.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				if strings.Contains(strings.Join(row, " "), site.Name) {
					t.Errorf("the workbook for %s tells of what is hidden", reader)
				}
			}
		}
	}
	// Land that they may not see is not shown to them in any form.
	area, err := r.planner.Snapshot().Area("krokom-b")
	if err != nil {
		t.Fatal(err)
	}
	area.Visibility = symbiosis.Network
	if area, err = r.planner.UpdateArea(t.Context(), area, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"pdf", "xlsx", "gpkg"} {
		w := r.do(http.MethodGet, "/api/v1/comparisons/"+made.ID+"/report."+form+"?for=public", nil)
		if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "for=broker_only") || strings.Contains(w.Body.String(), area.Name) {
			t.Errorf("a report of hidden land, as %s: %d %s", form, w.Code, w.Body)
		}
	}
	area.Visibility = symbiosis.Public
	if _, err = r.planner.UpdateArea(t.Context(), area, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	for lang, words := range map[string][]string{
		"sv": {"Bedömning av mark", "Mörsil mot Krokom", "Underlag till planen.", "Vägd summa", "Källor", "sida 1 av", "översiktsplan", "Inom räckhåll", "Värdefunktioner"},
		"nb": {"Vurdering av areal", "Vektet sum", "Kilder", "side 1 av", "Innen rekkevidde"},
		"en": {"Evaluation of land", "Weighted sum", "Sources", "page 1 of", "Within reach"},
	} {
		w := r.do(http.MethodGet, "/api/v1/comparisons/"+made.ID+"/report.pdf?lang="+lang, nil)
		c.check(t, "GET", "/api/v1/comparisons/{id}/report.pdf", w)
		text := toolText(t, w.Body.Bytes(), "report-"+lang+".pdf", "pdftotext", "-layout", "FILE", "-")
		for _, want := range words {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the PDF lacks %q", lang, want)
			}
		}
		if !bytes.Equal(w.Body.Bytes(), r.do(http.MethodGet, "/api/v1/comparisons/"+made.ID+"/report.pdf?lang="+lang, nil).Body.Bytes()) {
			t.Errorf("%s: the same report gives other bytes", lang)
		}
	}

	w := r.do(http.MethodGet, "/api/v1/comparisons/"+made.ID+"/report.gpkg?lang=sv", nil)
	c.check(t, "GET", "/api/v1/comparisons/{id}/report.gpkg", w)
	out := toolText(t, w.Body.Bytes(), "report.gpkg", "ogrinfo", "-al", "FILE")
	for _, want := range []string{"Layer name: areas", "Layer name: remaining", "Layer name: figures", "Layer name: constraints", "Layer name: reached", "Layer name: about", "Geometry: Multi Polygon", "id (String) = krokom-a", "c_plan_status (String) = översiktsplan", "v_plan_status (Real) = 0.5"} {
		if !strings.Contains(out, want) {
			t.Errorf("the GeoPackage lacks %q", want)
		}
	}
	if strings.Contains(out, "Warning") || strings.Contains(out, "ERROR") {
		t.Error("GDAL warns of the GeoPackage")
	}

	w = r.do(http.MethodGet, "/api/v1/comparisons/"+made.ID+"/report.xlsx?lang=en", nil)
	c.check(t, "GET", "/api/v1/comparisons/{id}/report.xlsx", w)
	if !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Error("the workbook is not saved as a file")
	}
	book, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Criteria", excelize.Options{RawCellValue: true})
	if err != nil || len(rows) < 20 {
		t.Errorf("%d rows: %v", len(rows), err)
	}
	for _, row := range rows {
		if row[0] == "Distance to a railway" && row[1] != "0" {
			t.Errorf("a weight of nil became %s", row[1])
		}
	}
}
