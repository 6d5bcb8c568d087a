package problem

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Transform makes a Problem of the errors that huma finds itself, before a handler is
// called, and gives every problem its request's id.
func Transform(ctx huma.Context, _ string, body any) (any, error) {
	switch e := body.(type) {
	case *huma.ErrorModel:
		p := OfStatus(e.Status, detailOf(e), faults(e.Errors)...)
		p.RequestID = RequestOf(ctx.Context())
		return p.In(ctx.Query("lang"), ctx.Header("Accept-Language")), nil
	case *Problem:
		e.RequestID = RequestOf(ctx.Context())
		return e.In(ctx.Query("lang"), ctx.Header("Accept-Language")), nil
	}
	return body, nil
}

func detailOf(e *huma.ErrorModel) string {
	switch {
	case e.Status >= 500:
		return internalDetail
	case len(e.Errors) == 1 && e.Status != http.StatusUnprocessableEntity && e.Errors[0] != nil:
		return "The request can't be read: " + fault(e.Errors[0]).String() + "."
	case len(e.Errors) == 1:
		return "One thing in the request is not right."
	case len(e.Errors) > 1:
		return fmt.Sprintf("%d things in the request are not right.", len(e.Errors))
	}
	if e.Detail == "request body is required" {
		return noBody
	}
	return e.Detail
}

const noBody = "The request has no body: send what it is about as JSON, with Content-Type: application/json."

func faults(details []*huma.ErrorDetail) []symbiosis.Problem {
	var fs []symbiosis.Problem
	for _, d := range details {
		if d != nil {
			fs = append(fs, fault(d))
		}
	}
	return fs
}

// shouldBe has a schema's "expected …" say what to do; "unexpected …" stays as it is.
func shouldBe(message string) string {
	if rest, ok := strings.CutPrefix(message, "expected "); ok {
		return "should be: " + rest
	}
	return message
}

// fault translates what a schema finds wrong into the words of package symbiosis.
func fault(d *huma.ErrorDetail) symbiosis.Problem {
	if p, ok := unread(d); ok {
		return p
	}
	f := symbiosis.Problem{Field: field(d.Location), Code: "not_allowed", Text: shouldBe(d.Message)}
	switch d.Value.(type) {
	case string, float64, int, bool:
		f.Value = shortened(fmt.Sprint(d.Value))
	}
	message := d.Message
	if rest, ok := strings.CutPrefix(message, "expected required property "); ok {
		name, _, _ := strings.Cut(rest, " ")
		f.Field = strings.TrimPrefix(f.Field+"."+name, ".")
		f.Code, f.Text, f.Value = "required", "is missing", ""
		return f
	}
	for _, rule := range []struct{ prefix, code, text string }{
		{"required query parameter", "required", "is missing"},
		{"unexpected property", "unknown_field", "is not an attribute here"},
		{"unknown query parameter", "unknown_parameter", "is not a parameter here"},
		{"expected value to be one of", "unknown_code", "is not known"},
		{"expected number >", "out_of_range", "is out of range"},
		{"expected number <", "out_of_range", "is out of range"},
		{"expected number", "not_a_number", "is not a number"},
		{"expected integer", "not_a_number", "is not a whole number"},
		{"invalid integer", "not_a_number", "is not a whole number"},
		{"invalid float", "not_a_number", "is not a number"},
		{"invalid boolean", "not_a_boolean", "is neither true nor false"},
		{"expected length <=", "too_long", "is too long"},
		{"expected length >=", "too_short", "is too short"},
		{"expected array length <=", "too_many", "are too many"},
		{"expected array length >=", "too_few", "are too few"},
		{"expected string", "not_text", "is not a text of the right form"},
		{"expected array", "not_a_list", "is not a list"},
		{"expected object", "not_an_object", "is not an object"},
	} {
		if strings.HasPrefix(message, rule.prefix) {
			f.Code, f.Text, f.Hint = rule.code, rule.text, message
			return f
		}
	}
	return f
}

// field leaves out where in the request a value stood, unless that is all there is.
func field(location string) string {
	for _, part := range []string{"body", "query", "path", "header"} {
		if location == part {
			return ""
		}
		if f, ok := strings.CutPrefix(location, part+"."); ok {
			return f
		}
	}
	return location
}

func shortened(s string) string {
	const longest = 80
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
