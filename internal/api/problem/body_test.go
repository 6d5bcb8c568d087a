package problem

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/symbiosis"
)

// What the standard library says is for programmers: none of it may come through.
var rawGo = regexp.MustCompile(`(?i)invalid character|unexpected end of JSON|json:|http:|multipart:|mime:|EOF|Go value|Go struct|struct field|strconv`)

func TestABodyThatCantBeReadIsToldOfWithItsPlaceAndARemedy(t *testing.T) {
	deep := strings.Repeat("[", 10001)
	for _, c := range []struct {
		name, body, message string // message: as huma gives it, when it isn't encoding/json's own
		place, field, code  string
	}{
		{"cut off", `{"name":`, "", "body, line 1, column 9", "", "not_json"},
		{"a comma too many", "{\n  \"name\": \"x\",\n}", "", "body, line 3, column 1", "", "not_json"},
		{"a text after it", `{"å":1} y`, "", "body, line 1, column 9", "", "not_json"},
		{"a control character", "{\"name\":\"a\x01\"}", "", "body, line 1, column 11", "", "not_json"},
		{"too deep", deep, "", "body, line 1, column 10001", "", "not_json"},
		{"HTML", `<html>`, "", "body, line 1, column 1", "", "not_json"},
		{"a great number", `{"lon":1e999}`, "", "body, line 1, column 8", "", "out_of_range"},
		{"the form of another", `{"geometry":{"coordinates":[1]}}`, "json: cannot unmarshal number into Go struct field AreaInput.geometry of type orb.Ring", "", "geometry", "wrong_form"},
		{"the form of a nested other", `{"a":{"b":1}}`, "json: cannot unmarshal number into Go struct field X.a.b of type string", "", "a.b", "wrong_form"},
		{"nobody knows what", `{}`, "json: something new", "body", "", "wrong_form"},
		{"another format", `<a/>`, "unknown content type: application/xml", "", "Content-Type", "unknown_media_type"},
		{"no form", ``, "cannot read multipart form: request Content-Type isn't multipart/form-data", "", "Content-Type", "not_multipart"},
		{"a form without a boundary", ``, "cannot read multipart form: no multipart boundary param in Content-Type", "", "Content-Type", "not_multipart"},
		{"half a form", ``, "cannot read multipart form: multipart: NextPart: EOF", "body", "", "cut_off"},
		{"a form cut off", ``, "cannot read multipart form: unexpected EOF", "body", "", "cut_off"},
		{"a large form", ``, "cannot read multipart form: multipart: message too large", "body", "", "too_large"},
		{"a strange form", ``, "cannot read multipart form: mime: something new", "body", "", "not_multipart"},
	} {
		t.Run(c.name, func(t *testing.T) {
			message := c.message
			if message == "" {
				var x any
				message = json.Unmarshal([]byte(c.body), &x).Error()
			}
			p := fault(&huma.ErrorDetail{Location: "body", Message: message, Value: c.body})
			if p.Place != c.place || p.Field != c.field || p.Code != c.code {
				t.Errorf("got %+v", p)
			}
			if p.Text == "" || p.Hint == "" || rawGo.MatchString(p.String()) {
				t.Errorf("it says %q", p)
			}
			if len(p.Value) > 100 {
				t.Errorf("the value is %d bytes", len(p.Value))
			}
		})
	}
}

func TestAFormWithoutItsFilesSaysWhichAreMissing(t *testing.T) {
	p := fault(&huma.ErrorDetail{Location: "files", Message: "At least one file is required"})
	if p.Field != "files" || p.Code != "required" || p.Text != "is missing" || p.Hint == "" {
		t.Errorf("got %+v", p)
	}
}

// Whatever a body is, it is told of in words of ours and within bounds.
func FuzzUnreadJSON(f *testing.F) {
	for _, s := range []string{`{"name":`, `1e999`, "{\"\xff\n", ``, `[1,]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var x any
		err := json.Unmarshal([]byte(body), &x)
		if err == nil {
			return
		}
		var p symbiosis.Problem = unreadJSON(body, err.Error())
		if p.Text == "" || p.Place == "" || len(p.Place) > 80 || rawGo.MatchString(p.Text+p.Hint) {
			t.Errorf("%q: %+v", body, p)
		}
	})
}
