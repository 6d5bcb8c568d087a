package api

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/samloka/samloka/internal/api/rest"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// pitches answers the secret links of pitch sheets, without sign-in: whoever has the link may read
// until it expires. The page is whole by itself and needs no script.
type pitches struct {
	planner *planner.Planner
}

func (p pitches) register(e *echo.Echo) {
	e.GET(rest.PitchPath+":token", p.page)
	e.GET(rest.PitchPath+":token/pdf", p.pdf)
	e.GET(strings.TrimSuffix(rest.PitchPath, "/"), p.mistyped)
	e.GET(rest.PitchPath+"*", p.mistyped)
}

// loggedPath is a path without the secret that it may hold.
func loggedPath(path string) string {
	if rest.IsPitchPath(path) {
		return rest.PitchPath + ":token"
	}
	return path
}

// mistyped answers what nearly is a secret link: with a slash too many or in capitals it leads to
// the link, whatever else says in a sentence that the link isn't valid.
func (p pitches) mistyped(c echo.Context) error {
	private(c)
	parts := strings.Split(strings.Trim(path.Clean(c.Request().URL.Path), "/"), "/")
	to := ""
	switch {
	case len(parts) == 2:
		to = rest.PitchPath + parts[1]
	case len(parts) == 3 && strings.EqualFold(parts[2], "pdf"):
		to = rest.PitchPath + parts[1] + "/pdf"
	}
	if to == "" || to == c.Request().URL.Path {
		return p.gone(c, symbiosis.Errorf(symbiosis.NotFound, "there is no pitch sheet at this link"))
	}
	where := url.URL{Path: to, RawQuery: c.QueryString()}
	return c.Redirect(http.StatusMovedPermanently, where.String())
}

// words are in the language of the query, else fallback, else the reader's.
func (p pitches) words(c echo.Context, fallback symbiosis.Language) wording.Words {
	lang, ok := symbiosis.ParseLanguage(c.QueryParam("lang"))
	if !ok {
		lang = fallback
	}
	if !ok && fallback == "" {
		lang, _ = wording.Spoken("", c.Request().Header.Get("Accept-Language"))
	}
	return wording.In(lang, p.planner.Snapshot().Assumptions(), p.planner.Catalogue())
}

// private keeps what a secret link gives out of every cache and index.
func private(c echo.Context) {
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store, private")
	h.Set("X-Robots-Tag", "noindex, nofollow")
}

func (p pitches) page(c echo.Context) error {
	private(c)
	pitch, sheet, err := p.planner.OpenPitch(c.Param("token"))
	if err != nil {
		return p.gone(c, err)
	}
	w := p.words(c, pitch.Language)
	own := rest.PitchPath + c.Param("token")
	query := "?lang=" + string(w.Language())
	links := []report.Link{{Href: own + "/pdf" + query, Text: w.Document("as_pdf")}}
	for _, lang := range symbiosis.Languages() {
		if lang != w.Language() {
			links = append(links, report.Link{Href: own + "?lang=" + string(lang), Text: rest.LanguageName(lang), Language: lang})
		}
	}
	until := w.Document("readable_until", symbiosis.DateOf(pitch.Expires.Add(-time.Second)).String())
	page, err := report.HTML(report.Pitch(sheet, w), until, links...)
	if err != nil {
		return err
	}
	return c.HTMLBlob(http.StatusOK, page)
}

func (p pitches) pdf(c echo.Context) error {
	private(c)
	pitch, sheet, err := p.planner.OpenPitch(c.Param("token"))
	if err != nil {
		return p.gone(c, err)
	}
	w := p.words(c, pitch.Language)
	file, err := report.PDF(report.Pitch(sheet, w), nil)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `inline; filename="samloka-`+string(w.Language())+`.pdf"`)
	return c.Blob(http.StatusOK, "application/pdf", file)
}

// gone tells in a sentence that the link isn't valid, the same whatever the reason.
func (p pitches) gone(c echo.Context, err error) error {
	if symbiosis.KindOf(err) != symbiosis.NotFound {
		return err
	}
	w := p.words(c, "")
	page, err := report.HTML(report.Document{
		Kind: w.Document("pitch"), Title: w.Document("gone_title"), Language: w.Language(), Words: report.DocumentWords(w),
		Blocks: []report.Block{report.Paragraph{Text: report.Text{Text: w.Document("gone")}}},
	}, "")
	if err != nil {
		return err
	}
	return c.HTMLBlob(http.StatusNotFound, page)
}
