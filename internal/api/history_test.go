package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api"
)

// story is a list of changes as a client reads it.
type story struct {
	Items []struct {
		Number                   int64
		By, Table, ID, Operation string
		Undoes                   int64
		Fields                   []struct {
			Field         string
			Before, After any
		}
		Before, After map[string]any
	}
	Older int64
}

func TestAStaleProblemTellsBothVersions(t *testing.T) {
	r := newRegion(t)
	name := url.PathEscape("Åsa Öberg")
	if w := r.do("PUT", "/api/v1/sites/are-badhus", `{"name":"theirs","lon":14,"lat":63}`, "If-Match", `"1"`, api.AuthorHeader, name); w.Code != 200 {
		t.Fatal(w.Code, w.Body)
	}
	w := r.do("PUT", "/api/v1/sites/are-badhus", `{"name":"mine","lon":14,"lat":63}`, "If-Match", `"1"`)
	var p struct {
		CurrentVersion int64          `json:"current_version"`
		Current        map[string]any `json:"current"`
		BasedOn        map[string]any `json:"based_on"`
		By             string         `json:"changed_by"`
		At             string         `json:"changed_at"`
	}
	r.read(w, &p, 412)
	if p.CurrentVersion != 2 || p.Current["name"] != "theirs" || p.BasedOn["name"] == "theirs" || p.BasedOn["name"] == nil || p.By != "Åsa Öberg" || p.At == "" {
		t.Errorf("the problem tells %+v", p)
	}
}

// What stands alone is told of like a site: a stale change shows both versions, and what a deletion
// gave back can be sent again as it came.
func TestLandRecordsTellBothVersionsAndComeBackAsTheyWent(t *testing.T) {
	r := newRegion(t)
	for path, body := range map[string]string{
		"/api/v1/areas":       `{"id":"x","name":"Ett","geometry":{"type":"Polygon","coordinates":[[[14.5,63.3],[14.51,63.3],[14.51,63.31],[14.5,63.3]]]}}`,
		"/api/v1/constraints": `{"id":"x","layer":"shore","name":"Ett","source":"Länsstyrelsen","geometry":{"type":"LineString","coordinates":[[14.5,63.3],[14.51,63.3]]}}`,
		"/api/v1/facilities":  `{"id":"x","facility":"rail","name":"Ett","source":"Trafikverket","geometry":{"type":"Point","coordinates":[14.5,63.3]}}`,
		"/api/v1/profiles":    `{"id":"x","names":{"sv":"Ett"},"capacity_unit":"1","capacity":1,"prospect":true,"flows":[{"direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":40,"return_c":20,"origin":{"source":""}}]}`,
	} {
		if w := r.do(http.MethodPost, path, body); w.Code != http.StatusCreated {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		theirs := strings.Replace(body, "Ett", "Deras", 1)
		if w := r.do(http.MethodPut, path+"/x", theirs, "If-Match", `"1"`, "Samloka-Author", "Kim"); w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		var stale struct {
			Current, BasedOn map[string]any
			CurrentVersion   int64  `json:"current_version"`
			ChangedBy        string `json:"changed_by"`
		}
		w := r.do(http.MethodPut, path+"/x", strings.Replace(body, "Ett", "Min", 1), "If-Match", `"1"`)
		r.read(w, &stale, http.StatusPreconditionFailed)
		name := func(record map[string]any) any {
			if names, ok := record["names"].(map[string]any); ok {
				return names["sv"]
			}
			return record["name"]
		}
		if stale.CurrentVersion != 2 || stale.ChangedBy != "Kim" || name(stale.Current) != "Deras" {
			t.Errorf("%s: the stale change tells %s", path, w.Body)
		}
		gone := r.do(http.MethodDelete, path+"/x", nil, "If-Match", `"2"`)
		if gone.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, gone.Code, gone.Body)
		}
		if w := r.do(http.MethodPost, path, gone.Body.String()); w.Code != http.StatusCreated {
			t.Errorf("%s: what was deleted doesn't come back: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestAHistoryIsReadAndUndone(t *testing.T) {
	r := newRegion(t)
	var before map[string]any
	r.get("/api/v1/sites/are-badhus", &before, 200)
	r.do("PUT", "/api/v1/sites/are-badhus", fmt.Sprintf(`{"name":"new name","lon":%v,"lat":%v}`, before["lon"], before["lat"]), "If-Match", `"1"`, api.AuthorHeader, "Kim")
	var told story
	r.get("/api/v1/sites/are-badhus/history", &told, 200)
	if len(told.Items) != 2 || told.Items[0].By != "Kim" || told.Items[0].Operation != "update" || told.Items[1].Operation != "insert" || told.Items[0].After["name"] != "new name" {
		t.Fatalf("the history is %+v", told)
	}
	changed := map[string]any{}
	for _, f := range told.Items[0].Fields {
		changed[f.Field] = f.After
	}
	if changed["name"] != "new name" || changed["lon"] != nil {
		t.Errorf("what changed is %v", changed)
	}
	var made story
	r.read(r.do("POST", fmt.Sprintf("/api/v1/history/%d/undo", told.Items[0].Number), nil, api.AuthorHeader, "Alex"), &made, 200)
	var after map[string]any
	r.get("/api/v1/sites/are-badhus", &after, 200)
	if after["name"] != before["name"] || after["version"] != 3.0 || len(made.Items) != 1 || made.Items[0].Undoes != told.Items[0].Number || made.Items[0].By != "Alex" {
		t.Errorf("after undoing: %v, told as %+v", after, made)
	}

	// What has changed since is told with both versions, and overwritten only when it has been seen.
	for i, name := range []string{"once more", "and again"} {
		r.read(r.do("PUT", "/api/v1/sites/are-badhus", fmt.Sprintf(`{"name":%q,"lon":14,"lat":63}`, name), "If-Match", fmt.Sprintf(`"%d"`, 3+i)), nil, 200)
	}
	r.get("/api/v1/sites/are-badhus/history", &told, 200)
	undo := fmt.Sprintf("/api/v1/history/%d/undo", told.Items[1].Number)
	r.read(r.do("POST", undo, nil), nil, 412)
	r.read(r.do("POST", undo, nil, "If-Match", `"4"`), nil, 412)
	r.read(r.do("POST", undo, nil, "If-Match", `"5"`), nil, 200)
	// And once only, seen or not.
	r.read(r.do("POST", undo, nil), nil, 409)
	r.read(r.do("POST", undo, nil, "If-Match", `"6"`), nil, 409)
	r.read(r.do("POST", "/api/v1/history/99999999/undo", nil), nil, 404)
	r.read(r.do("POST", "/api/v1/history/0/undo", nil), nil, 422)
}

func TestTheWholeHistoryIsPaged(t *testing.T) {
	r := newRegion(t)
	var numbers []int64
	for path, pages := "/api/v1/history?limit=7", 0; path != ""; pages++ {
		var page story
		r.get(path, &page, 200)
		for _, c := range page.Items {
			numbers = append(numbers, c.Number)
		}
		if path = ""; page.Older != 0 && pages < 1000 {
			path = fmt.Sprintf("/api/v1/history?limit=7&older=%d", page.Older)
		}
	}
	var all story
	r.get("/api/v1/history?limit=500", &all, 200)
	if len(numbers) != len(all.Items) || len(numbers) < 20 {
		t.Errorf("%d by pages, %d at once", len(numbers), len(all.Items))
	}
	for i, c := range all.Items {
		if i < len(numbers) && c.Number != numbers[i] {
			t.Fatalf("the pages differ at %d", i)
		}
	}
}

func TestAuthors(t *testing.T) {
	r := newRegion(t)
	for header, want := range map[string]string{"": "local", "Kim": "Kim", "%C3%85sa": "Åsa", "a%0Ab%00": "ab", "%": "%", "%20%20": "local"} {
		r.read(r.do("PUT", "/api/v1/sites/are-badhus", `{"name":"x","lon":14,"lat":63}`, "If-Match", "*", api.AuthorHeader, header), nil, 200)
		var told story
		r.get("/api/v1/history?limit=1", &told, 200)
		if told.Items[0].By != want {
			t.Errorf("%q is written down as %q, want %q", header, told.Items[0].By, want)
		}
	}
}

// TestEveryNounHasAHistory changes one record of each noun and reads at its own address what was
// before and after.
func TestEveryNounHasAHistory(t *testing.T) {
	r := newRegion(t)
	const v1 = "/api/v1"
	made := func(path, body string) string {
		t.Helper()
		var x struct {
			ID string
		}
		w := r.do(http.MethodPost, v1+path, body)
		r.read(w, &x, http.StatusCreated)
		return x.ID
	}
	polygon := `{"type":"Polygon","coordinates":[[[14.5,63.3],[14.51,63.3],[14.51,63.31],[14.5,63.3]]]}`
	bodies := map[string]string{
		"/sites":       `{"id":"hx","name":"Ett","lon":14,"lat":63}`,
		"/areas":       `{"id":"hx","name":"Ett","geometry":` + polygon + `}`,
		"/constraints": `{"id":"hx","layer":"shore","name":"Ett","source":"Länsstyrelsen","geometry":` + polygon + `}`,
		"/facilities":  `{"id":"hx","facility":"rail","name":"Ett","source":"Trafikverket","geometry":{"type":"Point","coordinates":[14.5,63.3]}}`,
		"/profiles":    `{"id":"hx","names":{"sv":"Ett"},"capacity_unit":"1","capacity":1,"prospect":true,"flows":[{"direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":40,"return_c":20,"origin":{"source":""}}]}`,
	}
	for _, path := range []string{"/sites", "/areas", "/constraints", "/facilities", "/profiles"} {
		made(path, bodies[path])
		if w := r.do(http.MethodPut, v1+path+"/hx", strings.Replace(bodies[path], "Ett", "Två", 1), "If-Match", `"1"`); w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		if w := r.do(http.MethodDelete, v1+path+"/hx", nil, "If-Match", `"2"`); w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		var told story
		r.get(v1+path+"/hx/history", &told, http.StatusOK)
		if len(told.Items) != 3 {
			t.Fatalf("%s: the history is %+v", path, told)
		}
		gone, changed, first := told.Items[0], told.Items[1], told.Items[2]
		name := func(record map[string]any) any {
			if names, ok := record["names"].(map[string]any); ok {
				return names["sv"]
			}
			return record["name"]
		}
		if gone.Operation != "delete" || name(gone.Before) != "Två" || gone.After != nil || name(changed.Before) != "Ett" || name(changed.After) != "Två" || first.Before != nil || name(first.After) != "Ett" {
			t.Errorf("%s: the history tells %+v", path, told)
		}
		if len(changed.Fields) != 1 || !strings.HasPrefix(changed.Fields[0].Field, "name") {
			t.Errorf("%s: what the change changed is told as %+v", path, changed.Fields)
		}
		// Twice is told as such.
		if w := r.do(http.MethodPost, fmt.Sprintf("%s/history/%d/undo", v1, gone.Number), nil); w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		if w := r.do(http.MethodPost, fmt.Sprintf("%s/history/%d/undo", v1, gone.Number), nil); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "already undone, by change") {
			t.Errorf("%s: undone twice: %d %s", path, w.Code, w.Body)
		}
	}
	// What is made and withdrawn, but never changed.
	comparison := made("/comparisons", `{"name":"Jämförd","areas":["morsil-a","krokom-a"],"settings":{}}`)
	pitch := made("/pitches", `{"title":"Bladet","area_id":"krokom-a","profile_id":"greenhouse"}`)
	for path, want := range map[string]string{"/comparisons/" + comparison: "Jämförd", "/pitches/" + pitch: "Bladet"} {
		if w := r.do(http.MethodDelete, v1+path, nil, "If-Match", `"1"`); w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		var told story
		w := r.get(v1+path+"/history", &told, http.StatusOK)
		text := func(record map[string]any) any {
			if record["title"] != nil {
				return record["title"]
			}
			return record["name"]
		}
		if len(told.Items) != 2 || text(told.Items[0].Before) != want || text(told.Items[1].After) != want || told.Items[1].After["documents"] == "" {
			t.Errorf("%s: the history is %s", path, w.Body)
		}
		if body := w.Body.String(); strings.Contains(body, "token_hash") || strings.Contains(body, "TokenHash") || strings.Contains(body, `"content"`) {
			t.Errorf("%s: the history tells of the secret link: %s", path, body)
		}
	}
	var told story
	r.read(r.do(http.MethodPut, v1+"/evaluation-settings", `{"weights":{"rail_m":0}}`, "If-Match", "*"), nil, http.StatusOK)
	r.get(v1+"/history?table=settings&id=appraisal", &told, http.StatusOK)
	if len(told.Items) != 1 || told.Items[0].After == nil {
		t.Errorf("the history of the region's own weights is %+v", told)
	}
}

// TestFiltersThatNameNothingAreRefused: a misspelt filter is no empty list.
func TestFiltersThatNameNothingAreRefused(t *testing.T) {
	r := newRegion(t)
	for path, want := range map[string]struct {
		status int
		names  string
	}{
		"/api/v1/history?table=houses":                            {422, "sites"},
		"/api/v1/history?id=are-badhus":                           {422, "table=sites"},
		"/api/v1/history?table=sites&id=nobody":                   {404, "nobody"},
		"/api/v1/sites/nobody/history":                            {404, "nobody"},
		"/api/v1/opportunities?profile=moonbase":                  {422, "greenhouse"},
		"/api/v1/opportunities?area=moon":                         {422, "krokom-a"},
		"/api/v1/opportunities?municipality=Tycho":                {422, "Krokom"},
		"/api/v1/opportunities?category=moon":                     {422, "food"},
		"/api/v1/opportunities?min_net_benefit_sek_per_year=much": {422, "number"},
	} {
		w := r.do(http.MethodGet, path, nil)
		if w.Code != want.status || !strings.Contains(w.Body.String(), want.names) {
			t.Errorf("%s: %d %s; want %d that names %s", path, w.Code, w.Body, want.status, want.names)
		}
	}
	for _, path := range []string{
		"/api/v1/history?table=sites&id=are-badhus", "/api/v1/history?table=pitches", "/api/v1/opportunities?profile=greenhouse", "/api/v1/opportunities?area=krokom-a",
		"/api/v1/opportunities?municipality=krokom", "/api/v1/history?table=assumptions&id=heat_value_sek_per_mwh",
	} {
		if w := r.do(http.MethodGet, path, nil); w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}
