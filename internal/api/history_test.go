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
	undo := fmt.Sprintf("/api/v1/history/%d/undo", told.Items[0].Number)
	r.read(r.do("POST", undo, nil), nil, 412)
	r.read(r.do("POST", undo, nil, "If-Match", `"2"`), nil, 412)
	r.read(r.do("POST", undo, nil, "If-Match", `"3"`), nil, 200)
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
