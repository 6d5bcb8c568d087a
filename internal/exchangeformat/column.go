package exchangeformat

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// The makers of columns. Each takes the place of the value in the draft, so that reading
// and writing can't point at different attributes.

// text is free text, kept as it is.
func text[D any, T ~string](doc Column, at func(*D) *T) column[D] {
	doc.Type = TextType
	return column[D]{Column: doc,
		parse:  func(d *D, c cell) *fault { *at(d) = T(c.text); return nil },
		format: func(d *D) string { return string(*at(d)) }}
}

// word is text whose spaces at either end mean nothing: an id, a name, a code.
func word[D any, T ~string](doc Column, at func(*D) *T) column[D] {
	doc.Type = TextType
	return column[D]{Column: doc,
		parse:  func(d *D, c cell) *fault { *at(d) = T(trim(c.text)); return nil },
		format: func(d *D) string { return string(*at(d)) }}
}

// number is a number that a record always has.
func number[D any, T ~float64](doc Column, at func(*D) *T) column[D] {
	doc.Type = NumberType
	return column[D]{Column: doc,
		parse: func(d *D, c cell) *fault {
			v, f := c.number()
			*at(d) = T(v)
			return f
		},
		format: func(d *D) string { return formatNumber(float64(*at(d))) }}
}

// optional is a number that may be unknown.
func optional[D any, T ~float64](doc Column, at func(*D) **T) column[D] {
	doc.Type = NumberType
	return column[D]{Column: doc,
		parse: func(d *D, c cell) *fault {
			v, f := c.number()
			if f == nil {
				t := T(v)
				*at(d) = &t
			}
			return f
		},
		format: func(d *D) string {
			if v := *at(d); v != nil {
				return formatNumber(float64(*v))
			}
			return ""
		}}
}

// year is a year of this age; 0 is no value.
func year[D any](doc Column, at func(*D) *int) column[D] {
	doc.Type = NumberType
	return column[D]{Column: doc,
		parse: func(d *D, c cell) *fault {
			v, err := strconv.Atoi(trim(c.text))
			if err != nil || v < 1 || v > 9999 {
				return &fault{code: "not_a_number", text: "is not a year", hint: "such as 2030"}
			}
			*at(d) = v
			return nil
		},
		format: func(d *D) string {
			if *at(d) == 0 {
				return ""
			}
			return strconv.Itoa(*at(d))
		}}
}

// choice is one of a closed set; synonyms are other spellings, in lower case.
func choice[D any, T ~string](doc Column, all []T, synonyms map[string]T, at func(*D) *T) column[D] {
	doc.Type = ChoiceType
	for _, v := range all {
		doc.Choices = append(doc.Choices, string(v))
	}
	return column[D]{Column: doc,
		parse: func(d *D, c cell) *fault {
			for _, v := range all {
				if string(v) == c.text {
					*at(d) = v
					return nil
				}
			}
			key := normaliseHeader(c.text)
			if v, ok := synonyms[key]; ok {
				*at(d) = v
				return nil
			}
			for _, v := range all {
				if strings.EqualFold(string(v), key) {
					*at(d) = v
					return nil
				}
			}
			return &fault{code: "unknown_code", text: "is not known", hint: "one of " + strings.Join(doc.Choices, ", ")}
		},
		format: func(d *D) string { return string(*at(d)) }}
}

// date is a day; the zero day is no value.
func date[D any](doc Column, at func(*D) *symbiosis.Date) column[D] {
	doc.Type = DateType
	return column[D]{Column: doc,
		parse: func(d *D, c cell) *fault {
			s := trim(c.text)
			if day, _, midnight := strings.Cut(s, "T00:00:00"); midnight {
				s = day // as GIS programs write a day
			}
			v, err := symbiosis.ParseDate(s)
			if err != nil {
				return &fault{code: "not_a_date", text: "is not a date", hint: "year-month-day, such as 2026-11-22"}
			}
			*at(d) = v
			return nil
		},
		format: func(d *D) string { return at(d).String() }}
}

// list is texts separated by semicolons.
func list[D any, T ~string](doc Column, tidy func(string) T, at func(*D) *[]T) column[D] {
	doc.Type = ListType
	return column[D]{Column: doc,
		parse: func(d *D, c cell) *fault {
			var items []T
			for item := range strings.SplitSeq(c.text, ";") {
				if item = trim(item); item != "" {
					items = append(items, tidy(item))
				}
			}
			if len(items) > maxItems {
				return &fault{code: "too_long", text: fmt.Sprintf("has more than %d items", maxItems)}
			}
			*at(d) = items
			return nil
		},
		format: func(d *D) string {
			var b strings.Builder
			for i, item := range *at(d) {
				if i > 0 {
					b.WriteString("; ")
				}
				b.WriteString(string(item))
			}
			return b.String()
		}}
}

// maxItems is the greatest number of items of a list or of qualities.
const maxItems = 1000

// readOnly is understood on the way in only.
func readOnly[D any](c column[D]) column[D] {
	c.ReadOnly = true
	c.format = func(*D) string { return "" }
	return c
}
