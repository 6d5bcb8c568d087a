package api_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store/geopackage"
	"github.com/samloka/samloka/internal/symbiosis"
)

// clock stands still until a test moves it.
type clock struct{ at atomic.Pointer[time.Time] }

func (c *clock) now() time.Time          { return *c.at.Load() }
func (c *clock) set(t time.Time)         { c.at.Store(&t) }
func (c *clock) advance(d time.Duration) { c.set(c.now().Add(d)) }

// pitchRegion serves a copy of the demo region with a clock of the test's own; log takes all lines.
func pitchRegion(t *testing.T) (*region, *clock, *bytes.Buffer) {
	s, err := geopackage.Open(t.Context(), filepath.Join(t.TempDir(), "region.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	c := &clock{}
	c.set(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC))
	library, err := symbiosis.LoadProfiles(geodata.Profiles(), catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	p, err := planner.Open(t.Context(), s, catalogue(t), assumptions(t), planner.Options{Now: c.now, Profiles: library})
	if err != nil {
		t.Fatal(err)
	}
	fillWithDemo(t, p)
	var log bytes.Buffer
	handler := api.New(p, api.Options{Page: page, Log: slog.New(slog.NewTextHandler(&log, nil)), LogRequests: true}).Handler()
	return &region{t, p, handler}, c, &log
}

type madePitch struct {
	ID, Title, Link, PDF string
	Expires              time.Time
	Expired              bool
	Version              int64
}

func (r *region) makePitch(body string) (madePitch, *httptest.ResponseRecorder) {
	var made madePitch
	w := r.do(http.MethodPost, "/api/v1/pitches", body)
	r.read(w, &made, http.StatusCreated)
	return made, w
}

const greenhouseAtKrokom = `{"area_id":"krokom-a","profile_id":"greenhouse","capacity":2,"language":"nb","contacts":["Näringslivskontoret, naring@krokom.example"]}`

func TestAStrangerReadsAPitchByItsLinkUntilItExpires(t *testing.T) {
	r, clock, log := pitchRegion(t)
	made, w := r.makePitch(greenhouseAtKrokom)
	token := strings.TrimPrefix(made.Link, "/pitch/")
	if len(token) < 26 || token == made.Link {
		t.Fatalf("the link %s", made.Link)
	}
	if got := w.Header().Get("ETag"); got != `"1"` {
		t.Errorf("ETag %s", got)
	}
	page := r.do(http.MethodGet, made.Link, nil)
	body := page.Body.String()
	for _, want := range []string{`<html lang="nb">`, "Krokom, kandidatmark A", "naring@krokom.example", "til og med 2026-12-25", "<svg", "Kilder", made.Link + "/pdf"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for name, want := range map[string]string{"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "Content-Type": "text/html; charset=UTF-8"} {
		if got := page.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if other := r.do(http.MethodGet, made.Link+"?lang=en", nil); !strings.Contains(other.Body.String(), `<html lang="en">`) || !strings.Contains(other.Body.String(), "Pitch sheet") {
		t.Error("no English page")
	}
	pdf := r.do(http.MethodGet, made.Link+"/pdf", nil)
	if pdf.Code != 200 || pdf.Header().Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(pdf.Body.Bytes(), []byte("%PDF-")) {
		t.Errorf("PDF: %d %s", pdf.Code, pdf.Header().Get("Content-Type"))
	}
	officers := r.do(http.MethodGet, made.PDF, nil)
	if !bytes.Equal(officers.Body.Bytes(), pdf.Body.Bytes()) {
		t.Error("the officer's PDF is another than the reader's")
	}

	clock.advance(planner.UsualPitchLife - time.Second)
	if w := r.do(http.MethodGet, made.Link, nil); w.Code != 200 {
		t.Errorf("a second before it expires: %d", w.Code)
	}
	clock.advance(time.Second)
	wrong := r.do(http.MethodGet, "/pitch/AAAAAAAAAAAAAAAAAAAAAAAAAA", nil)
	for _, path := range []string{made.Link, made.Link + "/pdf", made.Link + "?lang=sv"} {
		w := r.do(http.MethodGet, path, nil)
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "Länken gäller inte") {
			t.Errorf("%s after it expired: %d %s", path, w.Code, w.Body)
		}
		// Nothing tells that there was one.
		if w.Body.String() != wrong.Body.String() {
			t.Errorf("%s after it expired isn't answered like a link that never was", path)
		}
	}
	if strings.Contains(log.String(), token) {
		t.Error("the secret stands in the log")
	}
	if !strings.Contains(log.String(), "/pitch/:token") {
		t.Error("the log doesn't tell of the requests")
	}
}

// A link that was typed with a slash too many or in capitals leads to the sheet; what is no link says
// so in a sentence. Nothing of it shows the page of the region, or stands in the log.
func TestAMistypedLinkLeadsToTheSheetOrSaysSo(t *testing.T) {
	r, _, log := pitchRegion(t)
	made, _ := r.makePitch(greenhouseAtKrokom)
	token := strings.TrimPrefix(made.Link, "/pitch/")
	for path, want := range map[string]string{
		made.Link + "/": made.Link, "/PITCH/" + token: made.Link, "/Pitch/" + token + "/": made.Link, made.Link + "//": made.Link,
		made.Link + "/pdf/": made.Link + "/pdf", "/PITCH/" + token + "/PDF": made.Link + "/pdf", made.Link + "/?lang=en": made.Link + "?lang=en",
	} {
		w := r.do(http.MethodGet, path, nil)
		if got := w.Header().Get("Location"); w.Code != http.StatusMovedPermanently || got != want {
			t.Errorf("%s: %d to %s, want %s", path, w.Code, got, want)
		}
		if w.Header().Get("Cache-Control") != "no-store, private" {
			t.Errorf("%s may be kept", path)
		}
	}
	for _, path := range []string{"/pitch", "/pitch/", "/PITCH", "/pitch/" + token + "/other", "/pitch/a/b/c", "/PITCH/%20/x/y"} {
		w := r.do(http.MethodGet, path, nil)
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "Länken gäller inte") {
			t.Errorf("%s: %d %.80s", path, w.Code, w.Body)
		}
	}
	if w := r.do(http.MethodGet, "/pitching", nil); w.Code != http.StatusOK {
		t.Errorf("another path: %d", w.Code)
	}
	if strings.Contains(log.String(), token) {
		t.Error("the secret stands in the log")
	}
}

func TestTheSecretIsToldOnce(t *testing.T) {
	r, _, _ := pitchRegion(t)
	made, _ := r.makePitch(greenhouseAtKrokom)
	token := strings.TrimPrefix(made.Link, "/pitch/")
	for _, path := range []string{"/api/v1/pitches", "/api/v1/pitches/" + made.ID, "/api/v1/pitches?area=krokom-a", "/api/v1/history", made.PDF} {
		w := r.do(http.MethodGet, path, nil)
		if w.Code != 200 || strings.Contains(w.Body.String(), token) {
			t.Errorf("%s: %d, tells the secret: %v", path, w.Code, strings.Contains(w.Body.String(), token))
		}
	}
	again, _ := r.makePitch(greenhouseAtKrokom)
	if again.Link == made.Link || again.ID == made.ID {
		t.Error("two sheets have one link")
	}
	var list struct {
		Items []madePitch
		Total int
	}
	r.get("/api/v1/pitches?area=krokom-a", &list, 200)
	if list.Total != 2 || list.Items[0].Link != "" {
		t.Errorf("%+v", list)
	}
	r.get("/api/v1/pitches?area=krokom-b", &list, 200)
	if list.Total != 0 {
		t.Errorf("%+v", list)
	}
}

func TestAPitchIsWithdrawnAndBroughtBack(t *testing.T) {
	r, _, _ := pitchRegion(t)
	made, _ := r.makePitch(greenhouseAtKrokom)
	before := r.do(http.MethodGet, made.Link, nil).Body.String()
	if w := r.do(http.MethodDelete, "/api/v1/pitches/"+made.ID, nil); w.Code != http.StatusPreconditionRequired {
		t.Errorf("withdrawn without a version: %d", w.Code)
	}
	gone := r.do(http.MethodDelete, "/api/v1/pitches/"+made.ID, nil, "If-Match", `"1"`)
	if gone.Code != 200 {
		t.Fatal(gone.Body)
	}
	if w := r.do(http.MethodGet, made.Link, nil); w.Code != 404 {
		t.Errorf("a withdrawn sheet: %d", w.Code)
	}
	// What comes back is what was withdrawn, not another thing under its link.
	var record map[string]any
	if err := json.Unmarshal(gone.Body.Bytes(), &record); err != nil {
		t.Fatal(err)
	}
	altered := func(key string, value any) string {
		other := maps.Clone(record)
		other[key] = value
		body, err := json.Marshal(other)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	for _, body := range []string{altered("expires", "2190-01-01T00:00:00Z"), altered("content", map[string]any{}), altered("content", "{}")} {
		if w := r.do(http.MethodPost, "/api/v1/pitches/restore", body); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("an altered sheet: %d %s", w.Code, w.Body)
		}
	}
	back := r.do(http.MethodPost, "/api/v1/pitches/restore", gone.Body.String())
	if back.Code != http.StatusCreated {
		t.Fatal(back.Body)
	}
	if after := r.do(http.MethodGet, made.Link, nil).Body.String(); after != before {
		t.Error("the sheet is not as it was")
	}
	if w := r.do(http.MethodPost, "/api/v1/pitches/restore", altered("id", "another")); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a second sheet under one link: %d %s", w.Code, w.Body)
	}
	// Whoever didn't hear the answer asks once more; what is there is what was asked for.
	if w := r.do(http.MethodPost, "/api/v1/pitches/restore", gone.Body.String()); w.Code != http.StatusCreated || w.Header().Get("ETag") != back.Header().Get("ETag") {
		t.Errorf("brought back twice: %d, %s after %s", w.Code, w.Header().Get("ETag"), back.Header().Get("ETag"))
	}
	if w := r.do(http.MethodPost, "/api/v1/pitches/restore", altered("title", "Another")); w.Code != http.StatusConflict {
		t.Errorf("another sheet under an id that is taken: %d", w.Code)
	}
}

// A sheet shows the figures of when it was made, whatever they become later.
func TestAPitchShowsWhatWasWhenItWasMade(t *testing.T) {
	r, _, _ := pitchRegion(t)
	made, _ := r.makePitch(greenhouseAtKrokom)
	before := r.do(http.MethodGet, made.Link, nil).Body.String()
	area, err := r.planner.Snapshot().Area("krokom-a")
	if err != nil {
		t.Fatal(err)
	}
	area.Name, area.Geometry = "Another name", area.Geometry[:1]
	if _, err := r.planner.UpdateArea(t.Context(), area, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	f, err := r.planner.Snapshot().Flow(r.firstPartner(made).FlowID)
	if err != nil {
		t.Fatal(err)
	}
	f.Quantity.Amount *= 2
	if _, err := r.planner.UpdateFlow(t.Context(), f, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	if after := r.do(http.MethodGet, made.Link, nil).Body.String(); after != before {
		t.Error("the sheet has changed")
	}
}

func TestPitchesThatAreRefused(t *testing.T) {
	r, _, _ := pitchRegion(t)
	for _, c := range []struct {
		name, body, field string
		status            int
	}{
		{"unknown land", `{"area_id":"x","profile_id":"greenhouse"}`, "", 404},
		{"unknown profile", `{"area_id":"krokom-a","profile_id":"x"}`, "", 404},
		{"for facilitators", `{"area_id":"krokom-a","profile_id":"greenhouse","visibility":"broker_only"}`, "visibility", 422},
		{"no such language", `{"area_id":"krokom-a","profile_id":"greenhouse","language":"fi"}`, "language", 422},
		{"expired already", `{"area_id":"krokom-a","profile_id":"greenhouse","expires":"2026-11-25T11:59:59Z"}`, "expires", 422},
		{"for ever", `{"area_id":"krokom-a","profile_id":"greenhouse","expires":"2030-01-01T00:00:00Z"}`, "expires", 422},
		{"no size", `{"area_id":"krokom-a","profile_id":"greenhouse","capacity":0}`, "capacity", 422},
	} {
		w := r.do(http.MethodPost, "/api/v1/pitches", c.body)
		var p struct{ Errors []struct{ Field string } }
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if w.Code != c.status || c.field != "" && (len(p.Errors) == 0 || !strings.HasSuffix(p.Errors[0].Field, c.field)) {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
	}
}

// A panic's line in the log doesn't hold the secret either; nor does a broken sheet.
func TestABrokenSheetTellsNoSecret(t *testing.T) {
	r, _, log := pitchRegion(t)
	made, _ := r.makePitch(greenhouseAtKrokom)
	token := strings.TrimPrefix(made.Link, "/pitch/")
	pitch, err := r.planner.Snapshot().PitchOf(token)
	if err != nil {
		t.Fatal(err)
	}
	pitch.Content = `{"area": 7}`
	if _, err := r.planner.UpdatePitch(t.Context(), pitch, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	w := r.do(http.MethodGet, made.Link, nil)
	if w.Code < 400 || strings.Contains(w.Body.String(), token) || strings.Contains(log.String(), token) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
