package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
)

type leftOut struct {
	What, ID, Name, Why, Visibility string
	SiteID                          string `json:"site_id"`
	ResourceName                    string `json:"resource_name"`
}

type toldPitch struct {
	ID      string
	Closed  bool
	LeftOut []leftOut `json:"left_out"`
}

// firstPartner is a flow that a sheet shows.
func (r *region) firstPartner(made madePitch) report.Partner {
	pitch, err := r.planner.Snapshot().Pitch(symbiosis.PitchID(made.ID))
	if err != nil {
		r.T.Fatal(err)
	}
	var sheet report.Sheet
	if err := pitch.Content.Into(&sheet); err != nil {
		r.T.Fatal(err)
	}
	for _, f := range sheet.Flows {
		if len(f.Partners) > 0 {
			return f.Partners[0]
		}
	}
	r.T.Fatal("the sheet shows no partner")
	return report.Partner{}
}

func (r *region) closeFlow(id symbiosis.FlowID, to symbiosis.Visibility) {
	f, err := r.planner.Snapshot().Flow(id)
	if err != nil {
		r.T.Fatal(err)
	}
	f.Visibility = to
	if _, err := r.planner.UpdateFlow(r.T.Context(), f, planner.AnyVersion); err != nil {
		r.T.Fatal(err)
	}
}

// What is closed after a sheet was sent is gone from its page and PDF at once; the officer is told
// what and why, and when it is opened again the sheet is as it was.
func TestAFlowClosedAfterTheSheetWasSent(t *testing.T) {
	r, clock, _ := pitchRegion(t)
	made, _ := r.makePitch(greenhouseAtKrokom)
	p := r.firstPartner(made)
	text := func() string {
		return toolText(t, r.do(http.MethodGet, made.Link+"/pdf", nil).Body.Bytes(), "sheet.pdf", "pdftotext", "-raw", "FILE", "-")
	}
	word := strings.Fields(p.Site)[0] // names are broken into lines
	before, told := r.do(http.MethodGet, made.Link, nil).Body.String(), toldPitch{}
	if !strings.Contains(before, p.Site) || !strings.Contains(text(), word) {
		t.Fatalf("the sheet doesn't name %s", p.Site)
	}
	var list struct {
		Items []toldPitch
		Total int
	}
	r.get("/api/v1/pitches?left_out=true", &list, 200)
	if list.Total != 0 {
		t.Errorf("nothing is closed yet: %+v", list)
	}
	c := contract{api.Document()}
	check := func(why, visibility string) {
		t.Helper()
		if page := r.do(http.MethodGet, made.Link, nil); page.Code != 200 || strings.Contains(page.Body.String(), p.Site) {
			t.Errorf("%s: the page tells of it (%d)", why, page.Code)
		}
		if strings.Contains(text(), word) {
			t.Errorf("%s: the PDF tells of it", why)
		}
		w := r.do(http.MethodGet, "/api/v1/pitches/"+made.ID+"?lang=en", nil)
		c.check(t, "GET", "/api/v1/pitches/{id}", w)
		told = toldPitch{}
		r.read(w, &told, 200)
		if told.Closed || len(told.LeftOut) == 0 {
			t.Fatalf("%s: %+v", why, told)
		}
		if l := told.LeftOut[0]; l.What != "flow" || l.Name != p.Site || l.Why != why || l.Visibility != visibility || l.ResourceName == "" {
			t.Errorf("%s: %+v", why, l)
		}
		r.get("/api/v1/pitches?left_out=true", &list, 200)
		if list.Total != 1 || list.Items[0].ID != made.ID || len(list.Items[0].LeftOut) == 0 {
			t.Errorf("%s: %+v", why, list)
		}
	}
	r.closeFlow(p.FlowID, symbiosis.BrokerOnly)
	check("closed", "broker_only")
	r.closeFlow(p.FlowID, symbiosis.Public)
	if after := r.do(http.MethodGet, made.Link, nil).Body.String(); after != before {
		t.Error("opened again, the sheet is not as it was")
	}
	site, err := r.planner.Snapshot().Site(p.SiteID)
	if err != nil {
		t.Fatal(err)
	}
	open := site.Visibility
	site.Visibility = symbiosis.Network
	if site, err = r.planner.UpdateSite(t.Context(), site, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	check("closed", "network")
	site.Visibility = open
	if _, err := r.planner.UpdateSite(t.Context(), site, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	// Closed and then deleted it doesn't come back.
	r.closeFlow(p.FlowID, symbiosis.BrokerOnly)
	if _, err := r.planner.DeleteSite(t.Context(), p.SiteID, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	check("deleted", "")

	clock.advance(planner.UsualPitchLife + time.Second)
	r.get("/api/v1/pitches?left_out=true", &list, 200)
	if list.Total != 0 {
		t.Error("a link that has expired leaves nothing to do")
	}
}

// Land that is closed closes the link, without telling that there was one.
func TestLandClosedAfterTheSheetWasSent(t *testing.T) {
	r, _, _ := pitchRegion(t)
	made, _ := r.makePitch(greenhouseAtKrokom)
	area, err := r.planner.Snapshot().Area("krokom-a")
	if err != nil {
		t.Fatal(err)
	}
	area.Visibility = symbiosis.Network
	if area, err = r.planner.UpdateArea(t.Context(), area, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	wrong := r.do(http.MethodGet, "/pitch/AAAAAAAAAAAAAAAAAAAAAAAAAA", nil).Body.String()
	for _, path := range []string{made.Link, made.Link + "/pdf", made.Link + "?lang=sv"} {
		if w := r.do(http.MethodGet, path, nil); w.Code != http.StatusNotFound || w.Body.String() != wrong {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	var told toldPitch
	r.get("/api/v1/pitches/"+made.ID, &told, 200)
	if !told.Closed || len(told.LeftOut) == 0 || told.LeftOut[0].What != "area" || told.LeftOut[0].Visibility != "network" {
		t.Errorf("%+v", told)
	}
	if w := r.do(http.MethodGet, made.PDF, nil); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "withdraw") {
		t.Errorf("the officer's PDF: %d %s", w.Code, w.Body)
	}
	area.Visibility = symbiosis.Public
	if _, err = r.planner.UpdateArea(t.Context(), area, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	if w := r.do(http.MethodGet, made.Link, nil); w.Code != 200 {
		t.Errorf("opened again: %d", w.Code)
	}
}

// A firm that has become confidential isn't named any more: its name, a typed title and sources go.
func TestAFirmClosedAfterTheSheetWasSent(t *testing.T) {
	r, _, _ := pitchRegion(t)
	p, err := r.planner.Snapshot().Firm("greenhouse")
	if err != nil {
		t.Fatal(err)
	}
	own := p.Profile
	own.ID, own.Names = "zq", symbiosis.Names{SV: "Zqfirma", NB: "Zqfirma", EN: "Zqfirma"}
	own.Source = "Zqsource"
	own, err = r.planner.CreateProfile(t.Context(), own)
	if err != nil {
		t.Fatal(err)
	}
	made, _ := r.makePitch(`{"area_id":"krokom-a","profile_id":"zq","title":"Zqfirma till Krokom"}`)
	if page := r.do(http.MethodGet, made.Link, nil).Body.String(); !strings.Contains(page, "Zqfirma") || !strings.Contains(page, "Zqsource") {
		t.Fatal("an open firm isn't named")
	}
	own.Visibility = symbiosis.BrokerOnly
	if _, err := r.planner.UpdateProfile(t.Context(), own, planner.AnyVersion); err != nil {
		t.Fatal(err)
	}
	page := r.do(http.MethodGet, made.Link, nil)
	if page.Code != 200 || strings.Contains(page.Body.String(), "Zq") {
		t.Errorf("%d: the firm is told of", page.Code)
	}
	var told toldPitch
	r.get("/api/v1/pitches/"+made.ID, &told, 200)
	if len(told.LeftOut) != 1 || told.LeftOut[0].What != "profile" || told.LeftOut[0].Name != "Zqfirma" {
		t.Errorf("%+v", told)
	}
}
