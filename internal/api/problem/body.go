package problem

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/symbiosis"
)

// unread says where a body that can't be read goes wrong, and what to do; ok is false when d tells
// of something else. What the standard library says of it is written for programmers.
func unread(d *huma.ErrorDetail) (p symbiosis.Problem, ok bool) {
	if kind, is := strings.CutPrefix(d.Message, "unknown content type: "); is {
		return symbiosis.Problem{Field: "Content-Type", Code: "unknown_media_type", Value: shortened(kind), Text: "is not a format that can be read here", Hint: "send JSON, with Content-Type: application/json"}, true
	}
	if cause, is := strings.CutPrefix(d.Message, "cannot read multipart form: "); is {
		return unreadForm(cause), true
	}
	if strings.HasSuffix(d.Message, "file is required") || d.Message == "File required" {
		return symbiosis.Problem{Field: field(d.Location), Code: "required", Text: "is missing", Hint: "a file or more, as a form's, such as curl -F files=@sites.csv"}, true
	}
	body, isText := d.Value.(string)
	if d.Location != "body" || !isText {
		return p, false
	}
	return unreadJSON(body, d.Message), true
}

func unreadForm(cause string) symbiosis.Problem {
	const how = "send the files as a form's, such as curl -F files=@sites.csv"
	switch {
	case strings.Contains(cause, "isn't multipart"):
		return symbiosis.Problem{Field: "Content-Type", Code: "not_multipart", Text: "is not multipart/form-data", Hint: how}
	case strings.Contains(cause, "boundary"):
		return symbiosis.Problem{Field: "Content-Type", Code: "not_multipart", Text: "names no boundary between the parts of the form", Hint: "leave the header to the program that makes the form, such as curl -F files=@sites.csv"}
	case strings.Contains(cause, "EOF"):
		return symbiosis.Problem{Place: "body", Code: "cut_off", Text: "ends before the form does", Hint: "send it again, whole"}
	case strings.Contains(cause, "too large"):
		return symbiosis.Problem{Place: "body", Code: "too_large", Text: "has more in the form's parts than the server takes", Hint: how}
	}
	return symbiosis.Problem{Place: "body", Code: "not_multipart", Text: "is no form that can be read", Hint: how}
}

// misfit finds the attribute that encoding/json could not put a value in.
var misfit = regexp.MustCompile(`Go struct field \w*\.?([\w.]+) of type`)

// unreadJSON reads body once more to see where it goes wrong; message is what was said of it when
// it is JSON, but not what was expected.
func unreadJSON(body, message string) symbiosis.Problem {
	var anything any
	err := json.Unmarshal([]byte(body), &anything)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		p := symbiosis.Problem{Place: placeIn(body, syntax.Offset-1), Code: "not_json", Value: near(body, syntax.Offset-1)}
		switch what := syntax.Error(); {
		case strings.Contains(what, "unexpected end"):
			p.Place, p.Value = placeIn(body, int64(len(body))), ""
			p.Text, p.Hint = "is where the JSON ends, too early", "close each text, list and object; or send again what was cut off"
		case strings.Contains(what, "after top-level value"):
			p.Text, p.Hint = "stands after the end of the JSON", "send one object"
		case strings.Contains(what, "max depth"):
			p.Text, p.Hint = "lies too deep in lists and objects", "send it as the API's document has it"
		case strings.Contains(what, "in string"):
			p.Text, p.Hint = "may not stand in a text of JSON", `write control characters as escapes, such as \n, and a backslash as \\`
		default:
			p.Text, p.Hint = "is not JSON", "look for a comma, quotation mark, colon or bracket that is missing or too many, here or just before"
		}
		return p
	}
	if number, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		digits := strings.TrimPrefix(number.Value, "number ")
		at := strings.LastIndex(body[:max(0, min(int(number.Offset), len(body)))], digits) // the offset lies behind it
		return symbiosis.Problem{
			Place: placeIn(body, int64(at)), Code: "out_of_range", Value: shortened(digits),
			Text: "is too great for a number", Hint: "within 1.8e308 of nought",
		}
	}
	p := symbiosis.Problem{Code: "wrong_form", Text: "does not have the form that the API's document gives", Hint: "see /api/v1/openapi.json"}
	if at := misfit.FindStringSubmatch(message); at != nil {
		p.Field = at[1]
	} else {
		p.Place = "body"
	}
	return p
}

// placeIn names the place of a byte of a text for people.
func placeIn(text string, offset int64) string {
	before := text[:max(0, min(int(offset), len(text)))]
	line := 1 + strings.Count(before, "\n")
	column := 1 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	return fmt.Sprintf("body, line %d, column %d", line, column)
}

// near is what stands at a byte of a text, to the end of the line at most.
func near(text string, offset int64) string {
	rest := text[max(0, min(int(offset), len(text))):]
	rest, _, _ = strings.Cut(rest, "\n")
	const longest = 20
	if r := []rune(rest); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return rest
}
