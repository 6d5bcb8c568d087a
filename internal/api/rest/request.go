package rest

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/api/problem"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// lang is the language asked for, Swedish when none that Samloka speaks is.
func (l Language) lang() symbiosis.Language {
	lang, _ := wording.Spoken(l.Lang, l.AcceptLanguage)
	return lang
}

// Resolve keeps the request's address, for links to the next page.
func (l *Listing) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	l.path, l.query = u.Path, u.RawQuery
	return nil
}

// layer says that the list is wanted as GeoJSON.
func (l Listing) layer() bool {
	return l.Format == "geojson" || l.Format == "" && strings.Contains(l.Accept, geoJSON)
}

// link returns the list's own address with another cursor; "" gives it as it was asked for.
func (l Listing) link(cursor string) string {
	query, err := url.ParseQuery(l.query)
	if err != nil {
		query = url.Values{}
	}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	if l.layer() {
		query.Set("f", "geojson")
	}
	if len(query) == 0 {
		return l.path
	}
	return l.path + "?" + query.Encode()
}

// version reads If-Match: one entity tag, or *.
func (c Changing) version() (int64, error) {
	text := strings.TrimSpace(c.IfMatch)
	switch text {
	case "":
		return 0, problem.New(problem.PreconditionRequired,
			`Read the record first and send its ETag back as If-Match, such as If-Match: "3", so that no one's change is lost; If-Match: * changes whatever is there.`)
	case "*":
		return planner.AnyVersion, nil
	}
	quoted, err := strconv.Unquote(text)
	if err == nil && text[0] == '"' {
		if v, err := strconv.ParseInt(quoted, 10, 64); err == nil && v >= 0 {
			return v, nil
		}
	}
	return 0, problem.New(problem.Malformed, `If-Match must be the ETag of the record, such as "3", or *.`,
		symbiosis.Problem{Field: "If-Match", Code: "not_an_etag", Value: text, Text: "is not an ETag of this API"})
}

func etag(version int64) string { return strconv.Quote(strconv.FormatInt(version, 10)) }
