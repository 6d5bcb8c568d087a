package rest

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// PitchPath is where a secret link to a pitch sheet begins; the secret follows.
const PitchPath = "/pitch/"

// IsPitchPath says that a path may hold the secret of a pitch sheet, in whatever case it was typed.
func IsPitchPath(path string) bool {
	return strings.HasPrefix(strings.ToLower(path)+"/", PitchPath)
}

// Pitch is a pitch sheet that somebody with its link can read until it expires.
type Pitch struct {
	ID         string               `json:"id"`
	Title      string               `json:"title"`
	AreaID     string               `json:"area_id"`
	AreaName   string               `json:"area_name,omitempty" doc:"As it is called now; left out when the land is gone"`
	ProfileID  string               `json:"profile_id,omitempty"`
	Capacity   *float64             `json:"capacity,omitempty" doc:"In the profile's unit"`
	Visibility symbiosis.Visibility `json:"visibility" doc:"What its reader may see"`
	Language   symbiosis.Language   `json:"language"`
	Created    time.Time            `json:"created"`
	Expires    time.Time            `json:"expires" doc:"The link shows nothing from then on"`
	Expired    bool                 `json:"expired"`
	Closed     bool                 `json:"closed" doc:"The link shows nothing today, as its land may not be seen by its reader or is gone"`
	LeftOut    []LeftOut            `json:"left_out" doc:"What stood on the sheet when it was made and is kept from its reader today: withdraw the link, or make a new sheet"`
	Revision   string               `json:"revision" doc:"State of the region that it was made from"`
	PDF        string               `json:"pdf" doc:"Address of the sheet as PDF, for who may use this API"`
	Version    int64                `json:"version"`
}

// LeftOut is something of a pitch sheet that its reader may not see any more.
type LeftOut struct {
	What         planner.LeftOutKind    `json:"what" enum:"area,profile,flow" doc:"Without its area nothing of a sheet is shown; without its profile no name of the firm, no title and no sources of its figures"`
	ID           string                 `json:"id,omitempty" doc:"Left out when the sheet doesn't say which it was"`
	SiteID       string                 `json:"site_id,omitempty" doc:"Of a flow"`
	Name         string                 `json:"name" doc:"As it stands on the sheet; a flow is called by its site"`
	Resource     symbiosis.ResourceCode `json:"resource,omitempty"`
	ResourceName string                 `json:"resource_name,omitempty"`
	Why          string                 `json:"why" enum:"closed,deleted,broken" doc:"Its visibility, or its site's, is narrower than the sheet's; there is no such record any more; or its row, or its site's, breaks a rule and is left out"`
	Visibility   symbiosis.Visibility   `json:"visibility,omitempty" doc:"Today's, the narrower of a flow's and its site's"`
}

// NewPitch is a pitch sheet with its link, which is told only to who made it.
type NewPitch struct {
	Pitch
	Link string `json:"link" doc:"Path of the sheet's page. It holds the secret, which is kept nowhere: whoever loses it makes a new sheet, or asks for the same once more under the same Idempotency-Key"`
}

// PitchPage is a part of a list of pitch sheets.
type PitchPage struct {
	Items []Pitch `json:"items"`
	PageInfo
}

// PitchInput asks for a pitch sheet.
type PitchInput struct {
	ID         string     `json:"id,omitempty" maxLength:"120"`
	Title      string     `json:"title,omitempty" maxLength:"300" doc:"Made of the firm's and the land's names when left out"`
	AreaID     string     `json:"area_id" maxLength:"120"`
	ProfileID  string     `json:"profile_id" maxLength:"120" doc:"Of the library or the region"`
	Capacity   *float64   `json:"capacity,omitempty" doc:"In the profile's unit; the one it is shown at when left out"`
	Visibility string     `json:"visibility,omitempty" enum:"public,network" default:"public" doc:"What the reader may see. The rest enters as sums of three or more, rounded, or not at all"`
	Language   string     `json:"language,omitempty" enum:"sv,nb,en" default:"sv"`
	Expires    *time.Time `json:"expires,omitempty" doc:"Thirty days from now when left out; a year at most"`
	Contacts   []string   `json:"contacts,omitempty" maxItems:"10" doc:"Whom to ask, beside who is registered with the land"`
}

type createPitchInput struct {
	Language
	AskedOnce
	Body PitchInput
}

type pitchesInput struct {
	Language
	Paging
	AreaID  string `query:"area" doc:"Sheets of this land only"`
	LeftOut bool   `query:"left_out" doc:"Only links that are alive and leave out something today"`
}

type pitchFileInput struct {
	ByID
}

// RemovedPitch is a withdrawn sheet as it was on file; sent to /pitches/restore its link works again.
type RemovedPitch struct {
	ID         string               `json:"id"`
	Title      string               `json:"title"`
	AreaID     string               `json:"area_id"`
	ProfileID  string               `json:"profile_id,omitempty"`
	Capacity   *float64             `json:"capacity,omitempty"`
	Visibility symbiosis.Visibility `json:"visibility"`
	Language   symbiosis.Language   `json:"language"`
	Created    time.Time            `json:"created"`
	Expires    time.Time            `json:"expires"`
	Revision   string               `json:"revision"`
	DataTime   time.Time            `json:"data_time"`
	TokenHash  string               `json:"token_hash" doc:"SHA-256 of the link's secret"`
	Content    string               `json:"content" doc:"The sheet, JSON"`
}

type restorePitchInput struct {
	Language
	Body RemovedPitch
}

func (s *Service) registerPitches(to registrar) {
	plainly(to, http.MethodGet, "list-pitches", "/pitches", "Pitch sheets with a link, by id", s.listPitches)
	record(to, http.MethodPost, "create-pitch", "/pitches", "Make a pitch sheet and its secret link", s.createPitch)
	record(to, http.MethodGet, "get-pitch", "/pitches/{id}", "A pitch sheet", s.getPitch)
	plainly(to, http.MethodDelete, "delete-pitch", "/pitches/{id}", "Withdraw a pitch sheet: its link shows nothing any more; the answer restores it", deleter(s, (*planner.Planner).DeletePitch, view.removedPitch))
	record(to, http.MethodPost, "restore-pitch", "/pitches/restore", "Bring back a withdrawn pitch sheet; its link works again", s.restorePitch)
	file(to, "get-pitch-pdf", "/pitches/{id}/sheet.pdf", "A pitch sheet as its reader sees it, PDF", "application/pdf", s.pitchPDF)
}

// file registers an operation that answers with a file.
func file[I any](to registrar, id, path, summary, mediaType string, handler func(context.Context, *I) (*fileOutput, error)) {
	huma.Register(to.api, huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: Prefix + path, Summary: summary,
		Responses: map[string]*huma.Response{"200": {
			Description: "The file",
			Content:     map[string]*huma.MediaType{mediaType: {}},
		}},
	}, problems(to.log, handler))
}

// fileOutput is a whole file.
type fileOutput struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	Disposition string `header:"Content-Disposition" doc:"Names the file"`
	Caching     string `header:"Cache-Control" hidden:"true"`
	Body        []byte
}

func (v view) pitch(p symbiosis.Pitch, now time.Time) Pitch {
	out := Pitch{
		ID: string(p.ID), Title: p.Title, AreaID: string(p.AreaID), ProfileID: string(p.ProfileID), Capacity: p.Capacity,
		Visibility: p.Visibility, Language: p.Language, Created: p.Created, Expires: p.Expires, Expired: p.Expired(now),
		Revision: p.Revision, PDF: Prefix + "/pitches/" + url.PathEscape(string(p.ID)) + "/sheet.pdf", Version: p.Version,
	}
	if area, err := v.snapshot.Area(p.AreaID); err == nil {
		out.AreaName = area.Name
	}
	out.LeftOut = []LeftOut{}
	_, left, closed, err := v.snapshot.PitchToday(p)
	if err != nil { // opening it tells of that
		return out
	}
	out.Closed = closed
	for _, l := range left {
		told := LeftOut{What: l.What, ID: l.ID, SiteID: string(l.SiteID), Name: l.Name, Resource: l.Resource, Why: "closed", Visibility: l.Visibility}
		if l.Resource != "" {
			told.ResourceName = v.words.Resource(l.Resource)
		}
		switch {
		case l.Gone:
			told.Why = "deleted"
		case l.Broken:
			told.Why = "broken"
		}
		out.LeftOut = append(out.LeftOut, told)
	}
	return out
}

func (s *Service) listPitches(_ context.Context, in *pitchesInput) (*jsonOutput[PitchPage], error) {
	bound := [...]string{in.AreaID, strconv.FormatBool(in.LeftOut)}
	page, err := in.pageOf("pitches", bound)
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	filter := planner.PitchFilter{Area: symbiosis.AreaID(in.AreaID), LeftOut: in.LeftOut}
	if err := filter.Check(snapshot); err != nil {
		return nil, err
	}
	view := s.view(snapshot, in.Language)
	found := s.planner.PitchesBy(snapshot, filter, page)
	body := PitchPage{Items: make([]Pitch, len(found.Items)), PageInfo: PageInfo{found.Total, cursorOf("pitches", bound, found.Next), snapshot.Revision()}}
	for i, p := range found.Items {
		body.Items[i] = view.pitch(p, s.planner.Now())
	}
	return &jsonOutput[PitchPage]{body}, nil
}

func (s *Service) getPitch(_ context.Context, in *ByID) (*recordOutput[Pitch], error) {
	p, err := s.planner.Snapshot().Pitch(symbiosis.PitchID(in.ID))
	if err != nil {
		return nil, err
	}
	return &recordOutput[Pitch]{ETag: etag(p.Version), Body: s.now(in.Language).pitch(p, s.planner.Now())}, nil
}

func (s *Service) createPitch(ctx context.Context, in *createPitchInput) (*recordOutput[NewPitch], error) {
	b := in.Body
	firm, err := s.planner.Snapshot().Firm(symbiosis.ProfileID(b.ProfileID))
	if err != nil {
		return nil, err
	}
	order := planner.PitchOrder{
		ID: symbiosis.PitchID(b.ID), Title: b.Title, AreaID: symbiosis.AreaID(b.AreaID), Profile: firm.Profile, Capacity: b.Capacity,
		Visibility: symbiosis.Visibility(b.Visibility), Language: symbiosis.Language(b.Language), Contacts: b.Contacts, Once: in.once(b),
	}
	if b.Expires != nil {
		if order.Expires = *b.Expires; order.Expires.IsZero() { // the year 1 is no wish for the usual
			order.Expires = order.Expires.Add(time.Second)
		}
	}
	p, token, err := s.planner.MakePitch(ctx, order)
	if err != nil {
		return nil, err
	}
	return &recordOutput[NewPitch]{
		ETag: etag(p.Version), Location: locationOf("/pitches", p),
		Body: NewPitch{s.now(in.Language).pitch(p, s.planner.Now()), PitchPath + token},
	}, nil
}

func (view) removedPitch(p symbiosis.Pitch) RemovedPitch {
	return RemovedPitch{
		ID: string(p.ID), Title: p.Title, AreaID: string(p.AreaID), ProfileID: string(p.ProfileID), Capacity: p.Capacity, Visibility: p.Visibility,
		Language: p.Language, Created: p.Created, Expires: p.Expires, Revision: p.Revision, DataTime: p.DataTime, TokenHash: p.TokenHash, Content: string(p.Content),
	}
}

func (s *Service) restorePitch(ctx context.Context, in *restorePitchInput) (*recordOutput[Pitch], error) {
	b := in.Body
	p, err := s.planner.RestorePitch(ctx, symbiosis.Pitch{
		ID: symbiosis.PitchID(b.ID), Title: b.Title, AreaID: symbiosis.AreaID(b.AreaID), ProfileID: symbiosis.ProfileID(b.ProfileID), Capacity: b.Capacity,
		Visibility: b.Visibility, Language: b.Language, Created: b.Created, Expires: b.Expires, Revision: b.Revision, DataTime: b.DataTime,
		TokenHash: b.TokenHash, Content: symbiosis.Document(b.Content),
	})
	if err != nil {
		return nil, err
	}
	return &recordOutput[Pitch]{
		ETag: etag(p.Version), Location: locationOf("/pitches", p), Body: s.now(in.Language).pitch(p, s.planner.Now()),
	}, nil
}

func (s *Service) pitchPDF(ctx context.Context, in *pitchFileInput) (*fileOutput, error) {
	var lang symbiosis.Language // the sheet's own, unless another is asked for in the address
	if in.Lang != "" {
		lang = in.lang()
	}
	f, err := s.planner.PitchFile(symbiosis.PitchID(in.ID), lang)
	if err != nil {
		return nil, err
	}
	return whole(ctx, f, "inline")
}

// LanguageName is a language by its own name.
func LanguageName(l symbiosis.Language) string {
	return map[symbiosis.Language]string{symbiosis.Swedish: "Svenska", symbiosis.Norwegian: "Norsk bokmål", symbiosis.English: "English"}[l]
}
