package api_test

import (
	"regexp"
	"testing"
)

// A body that can't be read is told of in words for whoever sent it, with where and what to do.
func TestABodyThatCantBeReadIsToldOfInWords(t *testing.T) {
	raw := regexp.MustCompile(`(?i)invalid character|unexpected end|json: |http: |multipart: |mime: |\bEOF\b|Go value|Go struct`)
	r := newRegion(t)
	form := []string{"Content-Type", "multipart/form-data; boundary=q"}
	for _, c := range []struct {
		name, path, body string
		headers          []string
		status           int
		code             string
	}{
		{"broken JSON", "/api/v1/sites", `{"name":"x",}`, nil, 400, "not_json"},
		{"an infinite number", "/api/v1/sites", `{"name":"x","lon":1e999,"lat":2}`, nil, 400, "out_of_range"},
		{"rings of numbers", "/api/v1/areas", `{"name":"x","geometry":{"type":"Polygon","coordinates":[1]}}`, nil, 422, "wrong_form"},
		{"XML", "/api/v1/sites", `<a/>`, []string{"Content-Type", "application/xml"}, 415, "unknown_media_type"},
		{"JSON for a form", "/api/v1/import", `{}`, nil, 422, "not_multipart"},
		{"half a form", "/api/v1/jobs/import", "--q\r\nContent-Disposition: form-data; name=\"files\"; filename=\"x.csv\"\r\n\r\nx", form, 422, "cut_off"},
		{"a form without files", "/api/v1/import", "--q\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--q--\r\n", form, 422, "required"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := r.do("POST", c.path, c.body, c.headers...)
			text := w.Body.String()
			p := answered(t, w)
			if w.Code != c.status || len(p.Errors) != 1 || p.Errors[0].Code != c.code || p.Errors[0].Hint == "" || p.Detail == "" {
				t.Errorf("%d %s, want %d %s", w.Code, text, c.status, c.code)
			}
			if raw.MatchString(text) {
				t.Errorf("it speaks to programmers: %s", text)
			}
		})
	}
}
