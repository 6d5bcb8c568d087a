package problem

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

func TestEachKindHasItsStatus(t *testing.T) {
	for kind, want := range map[symbiosis.ErrorKind]int{
		symbiosis.Invalid: 422, symbiosis.NotFound: 404, symbiosis.Conflict: 409, symbiosis.Stale: 412,
		symbiosis.Unavailable: 503, symbiosis.Internal: 500, "unheard_of": 500,
	} {
		if p := Of(symbiosis.Errorf(kind, "text")); p.Status != want {
			t.Errorf("%s: %d, want %d", kind, p.Status, want)
		}
	}
}

func TestTheTableIsOneToOne(t *testing.T) {
	kinds, statuses := map[symbiosis.ErrorKind]bool{}, map[int]bool{}
	for _, k := range table {
		if kinds[k.name] || statuses[k.status] || wording.ProblemTitle(k.name, symbiosis.Swedish) == "" || wording.ProblemTitle(k.name, symbiosis.Norwegian) == "" || k.status < 400 {
			t.Errorf("row %+v", k)
		}
		kinds[k.name], statuses[k.status] = true, true
		if p := OfStatus(k.status, ""); p.Type != "urn:samloka:problem:"+string(k.name) || p.Title != wording.ProblemTitle(k.name, symbiosis.English) {
			t.Errorf("status %d is %+v, want %s", k.status, p, k.name)
		}
	}
	if p := OfStatus(http.StatusTeapot, "d"); p.Status != 418 || p.Title == "" || p.Detail != "d" {
		t.Errorf("a status that isn't in the table: %+v", p)
	}
}

func TestContextsAndSizesHaveProblems(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{fmt.Errorf("reading: %w", context.DeadlineExceeded), 504},
		{symbiosis.Errorf(symbiosis.Unavailable, "x: %w", context.Canceled), 499},
		{&http.MaxBytesError{Limit: 3 << 20}, 413},
		{errors.New("open /home/someone/secret: no such file"), 500},
	} {
		p := Of(c.err)
		if p.Status != c.want || strings.Contains(p.Detail, "secret") {
			t.Errorf("%v: %+v, want %d", c.err, p, c.want)
		}
	}
}

// Who asks for what is still being calculated is told to ask again; who asks for too much isn't.
func TestAskingAgainIsWorthWhile(t *testing.T) {
	goes := Of(fmt.Errorf("the land: %w: %w", symbiosis.ErrGoesOn, context.DeadlineExceeded))
	if goes.Status != 504 || goes.GetHeaders().Get("Retry-After") == "" {
		t.Errorf("%+v", goes)
	}
	if ends := Of(context.DeadlineExceeded); ends.GetHeaders().Get("Retry-After") != "" || ends.Detail == goes.Detail {
		t.Errorf("%+v", ends)
	}
}

func TestProblemsOfAnErrorAreKept(t *testing.T) {
	faults := []symbiosis.Problem{{Field: "lon", Code: "required", Text: "is missing"}}
	for _, c := range []struct {
		err    *symbiosis.Error
		detail string
	}{
		{&symbiosis.Error{Kind: symbiosis.Invalid, Text: "the site is not valid", Problems: faults}, "the site is not valid"},
		{&symbiosis.Error{Kind: symbiosis.Invalid, Problems: faults}, "lon is missing"},
		{&symbiosis.Error{Kind: symbiosis.Invalid, Problems: append(faults, faults...)}, "2 faults were found"},
	} {
		p := Of(fmt.Errorf("deep down: %w", c.err))
		if p.Detail != c.detail || len(p.Errors) != len(c.err.Problems) {
			t.Errorf("%+v, want detail %q", p, c.detail)
		}
	}
}

func TestATitleIsInTheLanguageAskedFor(t *testing.T) {
	for _, c := range []struct{ lang, accept, want string }{
		{"", "", "There is nothing here"},
		{"", "de", "There is nothing here"},
		{"", "sv-SE,en;q=0.5", "Här finns ingenting"},
		{"", "en,sv;q=0.5", "There is nothing here"},
		{"nb", "sv", "Her finnes ingenting"},
		{"", ";;;", "There is nothing here"},
	} {
		if p := New(symbiosis.NotFound, "d").In(c.lang, c.accept); p.Title != c.want || p.Detail != "d" {
			t.Errorf("%q, %q: %+v", c.lang, c.accept, p)
		}
	}
	if p := OfStatus(http.StatusTeapot, "").In("sv", ""); p.Title != "I'm a teapot" {
		t.Errorf("a kind that isn't ours: %+v", p)
	}
}
