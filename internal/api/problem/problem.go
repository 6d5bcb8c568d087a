// Package problem turns errors into problem details for HTTP APIs (RFC 9457), and holds the
// one table from kinds of error to status codes.
package problem

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// typePrefix begins the type of each kind of problem.
const typePrefix = "urn:samloka:problem:"

// MediaType is the type of a problem in JSON.
const MediaType = "application/problem+json"

// Problem is the body of every answer that isn't a success. It is an error, so that a
// handler can return one.
type Problem struct {
	// Type names the kind of problem for programs: "urn:samloka:problem:stale".
	Type string `json:"type" doc:"The kind of problem, for programs" example:"urn:samloka:problem:stale"`
	// Title says the same for people; it doesn't vary between occurrences.
	Title string `json:"title" doc:"The kind of problem, for people" example:"The record has changed since it was read"`
	// Status is the HTTP status.
	Status int `json:"status" doc:"The HTTP status" example:"412"`
	// Detail says what went wrong this time, and what to do.
	Detail string `json:"detail,omitempty" doc:"What went wrong this time"`
	// RequestID finds the request in the server's log.
	RequestID string `json:"request_id,omitempty" doc:"Finds the request in the server's log"`
	// CurrentVersion is the version on file when the given one is stale.
	CurrentVersion int64 `json:"current_version,omitempty" doc:"The version on file, when the one given is stale"`
	// Current and BasedOn are the record on file and the one of the version given, where the
	// history has them, as the API takes them; ChangedBy and ChangedAt tell of the last change.
	Current   any        `json:"current,omitempty" doc:"The record on file, when the version given is stale"`
	BasedOn   any        `json:"based_on,omitempty" doc:"The record as it was in the version given"`
	ChangedBy string     `json:"changed_by,omitempty" doc:"Who changed it last"`
	ChangedAt *time.Time `json:"changed_at,omitempty" doc:"When it was changed last"`
	// Errors are all faults found, not only the first.
	Errors []symbiosis.Problem `json:"errors,omitempty" doc:"All faults found, not only the first"`

	header http.Header
}

// Kinds of problem that arise in HTTP alone, beside those of package symbiosis.
const (
	MethodNotAllowed     symbiosis.ErrorKind = "method_not_allowed"
	NotAcceptable        symbiosis.ErrorKind = "not_acceptable"
	TooLarge             symbiosis.ErrorKind = "too_large"
	UnsupportedMediaType symbiosis.ErrorKind = "unsupported_media_type"
	PreconditionRequired symbiosis.ErrorKind = "precondition_required"
	Malformed            symbiosis.ErrorKind = "malformed"
	Forbidden            symbiosis.ErrorKind = "forbidden"
	Misdirected          symbiosis.ErrorKind = "misdirected"
	TimedOut             symbiosis.ErrorKind = "timed_out"
	RequestTimedOut      symbiosis.ErrorKind = "request_timed_out"
	Cancelled            symbiosis.ErrorKind = "cancelled"
	TooMany              symbiosis.ErrorKind = "too_many"
)

// kind is a row of the table.
type kind struct {
	name   symbiosis.ErrorKind
	status int
}

// table is the one table from kinds of error to HTTP. A status that HTTP machinery gives by
// itself is looked up the other way round, so each status stands once.
var table = []kind{
	{symbiosis.Invalid, http.StatusUnprocessableEntity},
	{symbiosis.NotFound, http.StatusNotFound},
	{symbiosis.Conflict, http.StatusConflict},
	{symbiosis.Stale, http.StatusPreconditionFailed},
	{symbiosis.Unavailable, http.StatusServiceUnavailable},
	{symbiosis.Internal, http.StatusInternalServerError},
	{Malformed, http.StatusBadRequest},
	{MethodNotAllowed, http.StatusMethodNotAllowed},
	{NotAcceptable, http.StatusNotAcceptable},
	{TooLarge, http.StatusRequestEntityTooLarge},
	{UnsupportedMediaType, http.StatusUnsupportedMediaType},
	{PreconditionRequired, http.StatusPreconditionRequired},
	{Forbidden, http.StatusForbidden},
	{Misdirected, http.StatusMisdirectedRequest},
	{TimedOut, http.StatusGatewayTimeout},
	{RequestTimedOut, http.StatusRequestTimeout},
	{Cancelled, 499},
	{TooMany, http.StatusTooManyRequests},
}

// New returns a problem of a kind; detail says what went wrong and what to do.
func New(name symbiosis.ErrorKind, detail string, errs ...symbiosis.Problem) *Problem {
	for _, k := range table {
		if k.name == name {
			return &Problem{Type: typePrefix + string(k.name), Title: wording.ProblemTitle(k.name, symbiosis.English), Status: k.status, Detail: detail, Errors: errs}
		}
	}
	return New(symbiosis.Internal, detail, errs...)
}

// OfStatus returns a problem for a status that HTTP machinery gave by itself.
func OfStatus(status int, detail string, errs ...symbiosis.Problem) *Problem {
	for _, k := range table {
		if k.status == status {
			return New(k.name, detail, errs...)
		}
	}
	p := New(Malformed, detail, errs...)
	if status >= 500 {
		p = New(symbiosis.Internal, detail, errs...)
	}
	p.Status, p.Title, p.Type = status, http.StatusText(status), "about:blank"
	return p
}

// Error returns the detail, or the title when there is none.
func (p *Problem) Error() string {
	if p.Detail != "" {
		return p.Detail
	}
	return p.Title
}

// In has the title, the detail and the faults in the language asked for, English when none is.
// Programs tell them apart by type and code, which are the same in all.
func (p *Problem) In(lang, accept string) *Problem {
	l, ok := wording.Spoken(lang, accept)
	if !ok {
		l = symbiosis.English
	}
	if title := wording.ProblemTitle(symbiosis.ErrorKind(strings.TrimPrefix(p.Type, typePrefix)), l); title != "" {
		p.Title = title
	}
	p.Detail, p.Errors = wording.Told(l, p.Detail), wording.Faults(l, p.Errors)
	return p
}

// GetStatus and the two below make a Problem an error that huma writes as it is.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders returns the headers that go with the problem.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType turns JSON into problem JSON.
func (p *Problem) ContentType(string) string { return MediaType }

// WithVersion adds the version on file, in the body and as an ETag.
func (p *Problem) WithVersion(v int64) *Problem {
	p.CurrentVersion = v
	return p.WithHeader("ETag", strconv.Quote(strconv.FormatInt(v, 10)))
}

// WithHeader adds a header.
func (p *Problem) WithHeader(name, value string) *Problem {
	if p.header == nil {
		p.header = http.Header{}
	}
	p.header.Set(name, value)
	return p
}

// internalDetail is what a user reads of a fault of ours: its cause stands in the log.
const internalDetail = "The request could not be carried out. The program's log says more, under the request's id."

// Of turns any error into a problem. The text of an error that isn't of package symbiosis
// stays in the log: it may tell of the machine.
func Of(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if p := ofContext(err); p != nil {
		return p
	}
	e, ok := errors.AsType[*symbiosis.Error](err)
	if !ok || e.Kind == symbiosis.Internal {
		return New(symbiosis.Internal, internalDetail)
	}
	return New(e.Kind, sentence(e), e.Problems...)
}

// sentence is the error's text, or a count of its problems.
func sentence(e *symbiosis.Error) string {
	switch {
	case e.Text != "":
		return e.Text
	case len(e.Problems) == 1:
		return e.Problems[0].String()
	case len(e.Problems) > 1:
		return strconv.Itoa(len(e.Problems)) + " faults were found"
	}
	return ""
}
