package api

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"github.com/samloka/samloka/internal/planner"
)

// AuthorHeader carries the name that changes are written down to, percent-encoded as in an
// address. Until there is sign-in it is what the user says, not who the user is.
const AuthorHeader = "Samloka-Author"

// longestName is how much of a name is kept, in letters.
const longestName = 100

// authored writes the changes of a request down to the name it gives.
func authored(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method == http.MethodGet {
			return next(c)
		}
		if name := authorOf(r.Header.Get(AuthorHeader)); name != "" {
			c.SetRequest(r.WithContext(planner.By(r.Context(), name)))
		}
		return next(c)
	}
}

// authorOf reads the header; what can't be a name is left out.
func authorOf(header string) string {
	name, err := url.PathUnescape(header)
	if err != nil {
		name = header
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	letters := []rune(strings.TrimSpace(name))
	return strings.TrimSpace(string(letters[:min(len(letters), longestName)]))
}
