package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"

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
}

// loggedPath is a path without the secret that it may hold.
func loggedPath(path string) string {
	if strings.HasPrefix(path, rest.PitchPath) {
		return rest.PitchPath + ":token"
	}
	return path
}

// words are in the language of the query, else fallback, else the reader's.
func (p pitches) words(c echo.Context, fallback symbiosis.Language) wording.Words {
	lang, ok := symbiosis.ParseLanguage(c.QueryParam("lang"))
	if !ok {
		lang = fallback
	}
	if !ok && fallback == "" {
		tags, _, _ := language.ParseAcceptLanguage(c.Request().Header.Get("Accept-Language"))
		for _, tag := range tags {
			if lang, ok = symbiosis.ParseLanguage(tag.String()); ok {
				break
			}
		}
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
	file, err := report.PDF(report.Pitch(sheet, w))
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
