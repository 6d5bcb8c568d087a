package api_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/api"
)

// contract holds answers against the document.
type contract struct {
	doc *huma.OpenAPI
}

// check reports where an answer of an operation isn't as the document says.
func (c contract) check(t testing.TB, method, path string, w *httptest.ResponseRecorder) {
	t.Helper()
	item := c.doc.Paths[path]
	if item == nil {
		t.Fatalf("the document has no path %s", path)
	}
	op := map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "DELETE": item.Delete}[method]
	if op == nil {
		t.Fatalf("the document has no %s %s", method, path)
	}
	response := op.Responses[strconv.Itoa(w.Code)]
	if response == nil {
		response = op.Responses["default"]
		if w.Code < 400 {
			t.Fatalf("%s %s answers %d, which the document doesn't have", method, path, w.Code)
		}
	}
	mediaType, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	content := response.Content[mediaType]
	if content == nil {
		t.Fatalf("%s %s answers %d with %q, which the document doesn't have", method, path, w.Code, mediaType)
	}
	if content.Schema == nil {
		return // a file
	}
	var body any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	var result huma.ValidateResult
	huma.Validate(c.doc.Components.Schemas, content.Schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, body, &result)
	for _, err := range result.Errors {
		t.Errorf("%s %s: %v", method, path, err)
	}
}

// call is a request and the operation it belongs to.
type call struct {
	method, path, url string
	body              any
	headers           []string
	status            int
}

func TestAnswersAreAsTheDocumentSays(t *testing.T) {
	r := newRegion(t)
	c := contract{api.Document()}
	const v1 = "/api/v1"
	newSite := `{"id":"new","name":"Ny","lon":14.6,"lat":63.2}`
	newFlow := `{"id":"newf","site_id":"new","direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":60,"return_c":40,"shape":"own","monthly":[1,1,1,1,1,1,1,1,1,1,1,1],"accepts":["19 12 04"],"permitted_codes":["19 12"],"quality":[{"name":"moisture","unit":"%","max":20}],"valid_from":"2026-01-01"}`
	newProfile := `{"id":"fisk","names":{"sv":"Fiskbolaget"},"capacity_unit":"t/yr","capacity":1000,"land_ha":0.005,"prospect":true,"flows":[{"direction":"need","resource":"heat","quantity":3,"unit":"MWh/yr","supply_c":30,"return_c":15,"full_load_hours":8000,"origin":{"source":""}},{"direction":"surplus","resource":"sludge.fish","quantity":1,"unit":"t/yr","max_distance_m":50000,"origin":{"source":"Bolaget"}}]}`
	newArea := `{"id":"newa","name":"Ny mark","geometry":{"type":"Polygon","coordinates":[[[14,63],[14.1,63],[14.1,63.1],[14,63]]]},"water":"nearby","price_sek_per_m2":0,"remediation_cost_sek":5e6,"slope_pct":3.5,"owner":"Kommunen","source_date":"2026-03-01","visibility":"network","grid_mw":3.3}`
	newConstraint := `{"id":"newc","layer":"flood","source":"MSB","warning_distance_m":50,"geometry":{"type":"Polygon","coordinates":[[[14,63],[14.1,63.1],[14.1,63],[14,63.1],[14,63]]]}}`
	newFacility := `{"id":"newi","facility":"substation","capacity":0,"capacity_unit":"MW","source":"nätägaren","geometry":{"type":"Point","coordinates":[14,63]}}`
	covered := map[string]bool{}
	for _, call := range []call{
		{"GET", "/sites", "/sites?limit=1000", nil, nil, 200},
		{"GET", "/sites", "/sites?f=geojson&limit=3", nil, nil, 200},
		{"GET", "/sites", "/sites?limit=1001", nil, nil, 422},
		{"POST", "/sites", "/sites", newSite, nil, 201},
		{"POST", "/sites", "/sites", newSite, nil, 409},
		{"GET", "/sites/{id}", "/sites/new", nil, nil, 200},
		{"GET", "/sites/{id}", "/sites/nobody", nil, nil, 404},
		{"PUT", "/sites/{id}", "/sites/new", newSite, nil, 428},
		{"PUT", "/sites/{id}", "/sites/new", newSite, []string{"If-Match", `"7"`}, 412},
		{"PUT", "/sites/{id}", "/sites/new", newSite, []string{"If-Match", `"1"`}, 200},
		{"GET", "/sites/{id}/history", "/sites/new/history", nil, nil, 200},
		{"GET", "/history", "/history?table=sites", nil, nil, 200},
		{"GET", "/areas/{id}/history", "/areas/morsil-a/history", nil, nil, 200},
		{"GET", "/flows/{id}/history", "/flows/nobody/history", nil, nil, 404},
		{"GET", "/constraints/{id}/history", "/constraints/nobody/history", nil, nil, 404},
		{"GET", "/facilities/{id}/history", "/facilities/nobody/history", nil, nil, 404},
		{"GET", "/profiles/{id}/history", "/profiles/nobody/history", nil, nil, 404},
		{"GET", "/comparisons/{id}/history", "/comparisons/nobody/history", nil, nil, 404},
		{"GET", "/pitches/{id}/history", "/pitches/nobody/history", nil, nil, 404},
		{"GET", "/exchanges/{id}/history", "/exchanges/x-agroetanol-biogas/history", nil, nil, 200},
		{"POST", "/history/{number}/undo", "/history/999999/undo", nil, nil, 404},
		{"POST", "/jobs/match", "/jobs/match", nil, nil, 202},
		{"POST", "/jobs/match", "/jobs/match?min_net_benefit_sek_per_year=many", nil, nil, 422},
		{"GET", "/jobs", "/jobs", nil, nil, 200},
		{"GET", "/jobs/{id}", "/jobs/1", nil, nil, 200},
		{"GET", "/jobs/{id}", "/jobs/99", nil, nil, 404},
		{"GET", "/jobs/{id}/result", "/jobs/1/result", nil, nil, 404},
		{"POST", "/jobs/{id}/cancel", "/jobs/1/cancel", nil, nil, 200},
		{"POST", "/jobs/{id}/cancel", "/jobs/1/cancel", nil, nil, 409},
		{"POST", "/jobs/{id}/cancel", "/jobs/99/cancel", nil, nil, 404},
		{"POST", "/jobs/export", "/jobs/export", map[string]any{"format": "xlsx"}, nil, 202},
		{"POST", "/jobs/export", "/jobs/export", map[string]any{"format": "csv", "table": "all"}, nil, 422},
		{"POST", "/jobs/report", "/jobs/report", map[string]any{"comparison_id": "none"}, nil, 404},
		{"POST", "/jobs/report", "/jobs/report", map[string]any{"format": "docx"}, nil, 422},
		{"POST", "/flows", "/flows", newFlow, nil, 201},
		{"GET", "/flows/{id}/history", "/flows/newf/history", nil, nil, 200},
		{"GET", "/flows/{id}", "/flows/newf", nil, nil, 200},
		{"PUT", "/flows/{id}", "/flows/newf", newFlow, []string{"If-Match", `"1"`}, 200},
		{"GET", "/flows", "/flows?limit=1000", nil, nil, 200},
		{"GET", "/flows", "/flows?f=geojson&resource=heat&direction=need", nil, nil, 200},
		{"GET", "/matches", "/matches?limit=1000", nil, nil, 200},
		{"GET", "/matches", "/matches?f=geojson&limit=1000", nil, nil, 200},
		{"GET", "/areas", "/areas?limit=1000", nil, nil, 200},
		{"GET", "/areas", "/areas?f=geojson&limit=1000", nil, nil, 200},
		{"GET", "/areas/{id}", "/areas/morsil-a", nil, nil, 200},
		{"POST", "/areas", "/areas", newArea, nil, 201},
		{"POST", "/areas", "/areas", newArea, nil, 409},
		{"POST", "/areas", "/areas", `{"name":"x","geometry":{"type":"Point","coordinates":[14,63]}}`, nil, 422},
		{"POST", "/areas", "/areas", `{"name":"x","geometry":{"type":"Polygon","coordinates":[[[14,63],[14.1,63],[14,63],[14,63]]]}}`, nil, 422},
		{"PUT", "/areas/{id}", "/areas/newa", newArea, nil, 428},
		{"PUT", "/areas/{id}", "/areas/newa", newArea, []string{"If-Match", `"7"`}, 412},
		{"PUT", "/areas/{id}", "/areas/newa", newArea, []string{"If-Match", `"1"`}, 200},
		{"DELETE", "/areas/{id}", "/areas/newa", nil, []string{"If-Match", `"2"`}, 200},
		{"POST", "/constraints", "/constraints", newConstraint, nil, 201},
		{"GET", "/constraints/{id}", "/constraints/newc?lang=en", nil, nil, 200},
		{"GET", "/constraints", "/constraints?layer=flood&bbox=13,62,15,64", nil, nil, 200},
		{"GET", "/constraints", "/constraints?f=geojson", nil, nil, 200},
		{"GET", "/constraint-layers", "/constraint-layers", nil, nil, 200},
		{"PUT", "/constraints/{id}", "/constraints/newc", newConstraint, []string{"If-Match", `"1"`}, 200},
		{"DELETE", "/constraints/{id}", "/constraints/newc", nil, []string{"If-Match", `"2"`}, 200},
		{"POST", "/facilities", "/facilities", newFacility, nil, 201},
		{"GET", "/facilities/{id}", "/facilities/newi", nil, nil, 200},
		{"GET", "/facilities", "/facilities?facility=rail", nil, nil, 200},
		{"GET", "/facilities", "/facilities?f=geojson", nil, nil, 200},
		{"PUT", "/facilities/{id}", "/facilities/newi", newFacility, []string{"If-Match", `"1"`}, 200},
		{"DELETE", "/facilities/{id}", "/facilities/newi", nil, []string{"If-Match", "*"}, 200},
		{"GET", "/exchanges", "/exchanges?limit=1000", nil, nil, 200},
		{"GET", "/exchanges", "/exchanges?f=geojson", nil, nil, 200},
		{"GET", "/exchanges/{id}", "/exchanges/x-agroetanol-biogas", nil, nil, 200},
		{"GET", "/sites/{id}/matches", "/sites/new/matches?lang=nb", nil, nil, 200},
		{"POST", "/explain", "/explain?lang=en", `{"surplus_id":"ostersund-lugnvik-heat","need_id":"newf","assumptions":{"terrain":1},"surplus":{"price_sek":10},"need":{"quantity":2,"unit":"MW"}}`, nil, 200},
		{"POST", "/explain", "/explain", `{"surplus_id":"ostersund-lugnvik-heat","need_id":"newf","assumptions":{"terain":1}}`, nil, 422},
		{"GET", "/around", "/around?lat=63.3&lon=13.7&radius_m=20000&resource=heat&direction=surplus", nil, nil, 200},
		{"GET", "/around", "/around?area=morsil-a&radius_m=20000&visibility=public", nil, nil, 200},
		{"GET", "/around", "/around?site=nobody&radius_m=20000", nil, nil, 404},
		{"GET", "/around", "/around?site=new&radius_m=0", nil, nil, 422},
		{"POST", "/reach", "/reach", `{"direction":"surplus","resource":"heat","max_distance_m":2000,"points":[[14.6,63.2],[13.7,63.4]]}`, nil, 200},
		{"POST", "/reach", "/reach", `{"direction":"surplus","resource":"gold","points":[[14.6,63.2]]}`, nil, 422},
		{"POST", "/whatif", "/whatif", `{"points":[{"lon":14.6,"lat":63.2,"flows":[{"direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":35,"return_c":20}]}],"near_misses":true}`, nil, 200},
		{"GET", "/areas/{id}/evaluation", "/areas/morsil-a/evaluation?lang=nb", nil, nil, 200},
		{"GET", "/areas/{id}/evaluation", "/areas/nowhere/evaluation", nil, nil, 404},
		{"POST", "/areas/{id}/evaluation", "/areas/morsil-a/evaluation", `{"weights":{"rail_m":0},"curves":{"grid_mw":[{"at":0,"value":0},{"at":9,"value":1}]},"ahp":{"items":["plan","transport"],"matrix":[[1,3],[0.3333333,1]]}}`, nil, 200},
		{"POST", "/areas/{id}/evaluation", "/areas/morsil-a/evaluation", `{"ahp":{"items":["plan","transport"],"matrix":[[1,3],[3,1]]}}`, nil, 422},
		{"POST", "/evaluations", "/evaluations?lang=en", `{"sensitivity":true,"flows":true}`, nil, 200},
		{"POST", "/evaluations", "/evaluations", `{"areas":["morsil-a","krokom-a"],"settings":{"weights":{"beauty":1}}}`, nil, 422},
		{"GET", "/evaluation-settings", "/evaluation-settings", nil, nil, 200},
		{"PUT", "/evaluation-settings", "/evaluation-settings", `{"weights":{"rail_m":7}}`, nil, 428},
		{"PUT", "/evaluation-settings", "/evaluation-settings", `{"weights":{"rail_m":7,"beauty":1}}`, []string{"If-Match", `"0"`}, 422},
		{"PUT", "/evaluation-settings", "/evaluation-settings", `{"weights":{"rail_m":7},"curves":{"slope":[{"at":0,"value":1},{"at":9,"value":0}]}}`, []string{"If-Match", `"0"`}, 200},
		{"PUT", "/evaluation-settings", "/evaluation-settings", `{"weights":{"rail_m":8}}`, []string{"If-Match", `"0"`}, 412},
		{"GET", "/evaluation-settings", "/evaluation-settings", nil, nil, 200},
		{"POST", "/evaluations", "/evaluations?lang=nb", `{}`, nil, 200},
		{"DELETE", "/evaluation-settings", "/evaluation-settings", nil, []string{"If-Match", `"1"`}, 200},
		{"DELETE", "/evaluation-settings", "/evaluation-settings", nil, []string{"If-Match", `"1"`}, 404},
		{"POST", "/comparisons", "/comparisons?lang=nb", `{"name":"To","areas":["morsil-a","krokom-a"],"settings":{"weights":{"rail_m":0}}}`, nil, 201},
		{"POST", "/comparisons", "/comparisons", `{"name":"En","areas":["morsil-a"]}`, nil, 422},
		{"GET", "/comparisons", "/comparisons", nil, nil, 200},
		{"GET", "/comparisons/{id}", "/comparisons/nothing", nil, nil, 404},
		{"GET", "/comparisons/{id}/report.pdf", "/comparisons/nothing/report.pdf", nil, nil, 404},
		{"GET", "/comparisons/{id}/report.xlsx", "/comparisons/nothing/report.xlsx", nil, nil, 404},
		{"GET", "/comparisons/{id}/report.gpkg", "/comparisons/nothing/report.gpkg", nil, nil, 404},
		{"DELETE", "/comparisons/{id}", "/comparisons/nothing", nil, []string{"If-Match", "*"}, 404},
		{"GET", "/profiles", "/profiles?lang=nb", nil, nil, 200},
		{"GET", "/profiles/{id}", "/profiles/greenhouse", nil, nil, 200},
		{"GET", "/profiles/{id}", "/profiles/nobody", nil, nil, 404},
		{"POST", "/profiles", "/profiles", newProfile, nil, 201},
		{"POST", "/profiles", "/profiles", newProfile, nil, 409},
		{"POST", "/profiles", "/profiles", `{"names":{"sv":"Fisk"},"capacity_unit":"t/yr","capacity":1,"flows":[{"direction":"need","resource":"gold","quantity":1,"unit":"t/yr","origin":{"source":"x"}}]}`, nil, 422},
		{"PUT", "/profiles/{id}", "/profiles/fisk", newProfile, []string{"If-Match", `"1"`}, 200},
		{"PUT", "/profiles/{id}", "/profiles/greenhouse", `{"names":{"sv":"Fisk"},"capacity_unit":"t/yr","capacity":1,"flows":[]}`, []string{"If-Match", "*"}, 404},
		{"POST", "/rankings", "/rankings?lang=nb", `{"profile":"smolt","order":"combined","land_weight":0.3}`, nil, 200},
		{"POST", "/rankings", "/rankings", `{}`, nil, 422},
		{"POST", "/rankings", "/rankings", `{"profile":"smolt","capacity":0}`, nil, 422},
		{"POST", "/rankings", "/rankings", `{"profile":"smolt","areas":["nowhere"]}`, nil, 422},
		{"POST", "/rankings", "/rankings", `{"profile":"smolt","demands":{"needs":{"unobtainium":0.5}}}`, nil, 422},
		{"GET", "/opportunities/matrix", "/opportunities/matrix?assume=heat_value_sek_per_mwh:450", nil, nil, 200},
		{"GET", "/opportunities", "/opportunities?assume=luck", nil, nil, 422},
		{"GET", "/opportunities", "/opportunities?min_net_benefit_sek_per_year=NaN", nil, nil, 422},
		{"POST", "/pitches", "/pitches", `{"area_id":"morsil-a","profile_id":"smolt","expires":"0001-01-01T00:00:00Z"}`, nil, 422},
		{"POST", "/pitches", "/pitches", `{"area_id":"morsil-a","profile_id":"smolt","expires":"2020-01-01T00:00:00Z"}`, nil, 422},
		{"POST", "/rankings", "/rankings?lang=en", `{"profile":"smolt","rows":true,"limit":1,"order":"combined","demands":{"land":true,"plan":"detaljplan"}}`, nil, 200},
		{"POST", "/rankings/partners", "/rankings/partners?lang=en", `{"profile":"smolt","area":"morsil-a","flow":0,"limit":2}`, nil, 200},
		{"POST", "/rankings/partners", "/rankings/partners", `{"profile":"smolt","area":"morsil-a","flow":99}`, nil, 422},
		{"POST", "/rankings/partners", "/rankings/partners", `{"profile":"smolt","area":"nowhere","flow":0}`, nil, 404},
		{"POST", "/rankings/explain", "/rankings/explain?lang=en", `{"profile":"smolt","area":"morsil-a","flow":0}`, nil, 200},
		{"POST", "/rankings/explain", "/rankings/explain", `{"profile":"smolt","area":"morsil-a","flow":99}`, nil, 422},
		{"POST", "/rankings/explain", "/rankings/explain", `{"profile":"smolt","area":"nowhere","flow":0}`, nil, 404},
		{"POST", "/rankings", "/rankings?lang=en", `{"profile":"greenhouse","capacity":2,"demands":{"land":true,"grid_power":true,"plan":"detaljplan","years_to_build_ready":3,"within":[{"kind":"rail","distance_m":5000}],"connections":["water"],"needs":{"heat":0.5}}}`, nil, 200},
		{"POST", "/rankings", "/rankings", `{"prospect":` + newProfile + `,"order":"delivered_cost","areas":["morsil-a"]}`, nil, 200},
		{"POST", "/rankings", "/rankings", `{"profile":"nobody"}`, nil, 404},
		{"GET", "/opportunities", "/opportunities?limit=5&category=food&municipality=krokom", nil, nil, 200},
		{"GET", "/opportunities", "/opportunities?cursor=x", nil, nil, 422},
		{"GET", "/opportunities/matrix", "/opportunities/matrix?lang=en", nil, nil, 200},
		{"GET", "/opportunities/answers", "/opportunities/answers", nil, nil, 200},
		{"DELETE", "/profiles/{id}", "/profiles/fisk", nil, []string{"If-Match", "*"}, 200},
		{"GET", "/summary", "/summary", nil, nil, 200},
		{"GET", "/broken-rows", "/broken-rows?lang=nb", nil, nil, 200},
		{"GET", "/search", "/search?q=are", nil, nil, 200},
		{"GET", "/search", "/search", nil, nil, 422},
		{"GET", "/resources", "/resources", nil, nil, 200},
		{"GET", "/waste-codes", "/waste-codes?q=plastic", nil, nil, 200},
		{"GET", "/assumptions", "/assumptions?lang=en", nil, nil, 200},
		{"PUT", "/assumptions", "/assumptions", `{"values":{"terrain":1}}`, nil, 200},
		{"GET", "/columns", "/columns", nil, nil, 200},
		{"GET", "/columns/template.xlsx", "/columns/template.xlsx?lang=nb", nil, nil, 200},
		{"GET", "/export", "/export", nil, nil, 200},
		{"GET", "/export", "/export?format=csv&table=matches", nil, nil, 200},
		{"GET", "/export", "/export?format=csv", nil, nil, 422},
		{"POST", "/pitches", "/pitches", `{"id":"p","area_id":"krokom-a","profile_id":"greenhouse"}`, nil, 201},
		{"POST", "/pitches", "/pitches", `{"area_id":"krokom-a","profile_id":"greenhouse","expires":"2020-01-01T00:00:00Z"}`, nil, 422},
		{"GET", "/pitches", "/pitches?area=krokom-a", nil, nil, 200},
		{"GET", "/pitches/{id}", "/pitches/p", nil, nil, 200},
		{"GET", "/pitches/{id}/sheet.pdf", "/pitches/p/sheet.pdf?lang=nb", nil, nil, 200},
		{"DELETE", "/pitches/{id}", "/pitches/p", nil, []string{"If-Match", `"1"`}, 200},
		{"POST", "/pitches/restore", "/pitches/restore", `{"id":"p","title":"t","area_id":"krokom-a","visibility":"public","language":"sv","created":"2026-11-25T12:00:00Z","expires":"2026-12-25T12:00:00Z","data_time":"2026-11-25T12:00:00Z","revision":"1","token_hash":"` + strings.Repeat("0", 64) + `","content":"{\"area\":{\"name\":\"Krokom\"}}"}`, nil, 201},
		{"DELETE", "/flows/{id}", "/flows/newf", nil, []string{"If-Match", "*"}, 200},
		{"DELETE", "/sites/{id}", "/sites/new", nil, []string{"If-Match", `"2"`}, 200},
		{"POST", "/restore", "/restore", `{"sites":[` + newSite + `],"flows":[` + newFlow + `],"exchanges":[]}`, nil, 200},
		{"POST", "/restore", "/restore", `{"sites":[],"flows":[` + newFlow + `],"exchanges":[]}`, nil, 200},
		{"POST", "/restore", "/restore", `{"sites":[],"flows":[` + strings.Replace(newFlow, "{", `{"note":"another",`, 1) + `],"exchanges":[]}`, nil, 409},
	} {
		t.Run(fmt.Sprint(call.method, " ", call.url, " ", call.status), func(t *testing.T) {
			w := r.do(call.method, v1+call.url, call.body, call.headers...)
			if w.Code != call.status {
				t.Fatalf("status %d, want %d: %s", w.Code, call.status, w.Body)
			}
			c.check(t, call.method, v1+call.path, w)
		})
		covered[call.method+" "+v1+call.path] = true
	}
	covered["POST "+v1+"/import"] = true      // TestImport
	covered["POST "+v1+"/jobs/import"] = true // TestJobs
	covered["POST "+v1+"/year"] = true        // TestAYearIsReadFromAFile
	for path, item := range c.doc.Paths {
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "DELETE": item.Delete} {
			if op != nil && !covered[method+" "+path] {
				t.Errorf("%s %s is not tried", method, path)
			}
		}
	}
}

// The check of the document must be able to fail.
func TestTheContractCanBeBroken(t *testing.T) {
	doc := api.Document()
	schema := doc.Paths["/api/v1/sites"].Get.Responses["200"].Content["application/json"].Schema
	for _, body := range []string{`{}`, `{"items":null,"total":0,"revision":""}`, `{"items":[{"name":"x"}],"total":1,"revision":""}`, `{"items":[],"total":0,"revision":"","more":1}`} {
		var v any
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			t.Fatal(err)
		}
		var result huma.ValidateResult
		huma.Validate(doc.Components.Schemas, schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, v, &result)
		if len(result.Errors) == 0 {
			t.Errorf("%s is taken for a page of sites", body)
		}
	}
}
