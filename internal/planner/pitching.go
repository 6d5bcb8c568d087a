package planner

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
)

// How long a link to a pitch sheet may live.
const (
	UsualPitchLife   = 30 * 24 * time.Hour
	LongestPitchLife = 366 * 24 * time.Hour
)

// mostContacts of a pitch sheet.
const mostContacts = 10

// PitchOrder says what a pitch sheet should be about, and for whom.
type PitchOrder struct {
	ID      symbiosis.PitchID // "": one is made
	Title   string            // "": made of the firm's and the land's names
	AreaID  symbiosis.AreaID
	Profile symbiosis.Profile
	// Capacity in the profile's unit; nil: the one it is shown at.
	Capacity *float64
	// Visibility is what the reader may see; Public when empty. BrokerOnly is Invalid.
	Visibility symbiosis.Visibility
	Language   symbiosis.Language
	Expires    time.Time // zero: UsualPitchLife from now
	Contacts   []string  // whom to ask, beside who is registered with the land
	Once       Once
}

// MakePitch makes a pitch sheet of the region as it is now, stores it and returns it with the
// secret of its link, 130 random bits. The secret is kept nowhere: who loses it makes a new sheet, or, if
// the sheet was made under a key, asks for the same again.
//
// Errors: NotFound for unknown land; Invalid, with every fault, for what can't be shown to the
// reader, or a link that would live too long; Conflict for a known id.
func (p *Planner) MakePitch(ctx context.Context, o PitchOrder) (symbiosis.Pitch, string, error) {
	if o.Once.Key == "" {
		token := rand.Text()
		pitch, err := p.makePitch(ctx, o, token)
		return pitch, token, err
	}
	if o.ID == "" {
		o.ID = symbiosis.PitchID(o.Once.id("pitch"))
	}
	token := o.Once.secret()
	pitch, _, err := onceMade(ctx, p, string(o.ID), func(s *Snapshot) (symbiosis.Pitch, error) {
		there, err := s.Pitch(o.ID)
		if err == nil && there.TokenHash != symbiosis.TokenHash(token) {
			err = madeOtherwise(string(o.ID))
		}
		return there, err
	}, func() (symbiosis.Pitch, error) { return p.makePitch(ctx, o, token) })
	return pitch, token, err
}

// makePitch makes a sheet whose link has a secret.
func (p *Planner) makePitch(ctx context.Context, o PitchOrder, token string) (symbiosis.Pitch, error) {
	now := p.opts.Now()
	if o.Visibility == "" {
		o.Visibility = symbiosis.Public
	}
	if o.Expires.IsZero() {
		o.Expires = now.Add(UsualPitchLife)
	}
	if o.Capacity == nil {
		o.Capacity = &o.Profile.Capacity
	}
	if err := o.check(now); err != nil {
		return symbiosis.Pitch{}, err
	}
	snapshot := p.Snapshot()
	sheet, err := snapshot.Sheet(ctx, o.AreaID, o.Profile, *o.Capacity, o.Visibility)
	if err != nil {
		return symbiosis.Pitch{}, err
	}
	area, err := snapshot.Area(o.AreaID)
	if err != nil {
		return symbiosis.Pitch{}, err
	}
	sheet.Title = strings.TrimSpace(o.Title)
	sheet.Made = symbiosis.DateOf(now).String()
	if area.Contact != "" {
		sheet.Contacts = append(sheet.Contacts, area.Contact)
	}
	for _, c := range o.Contacts {
		if c = strings.TrimSpace(c); c != "" && c != area.Contact {
			sheet.Contacts = append(sheet.Contacts, c)
		}
	}
	content, err := symbiosis.DocumentOf(sheet)
	if err != nil {
		return symbiosis.Pitch{}, err
	}
	title := sheet.Title
	if title == "" { // the list of sheets is the facilitator's, who may read all names
		title = strings.TrimSpace(o.Profile.Names.In(o.Language) + " · " + area.Name)
	}
	return p.CreatePitch(ctx, symbiosis.Pitch{
		ID: o.ID, TokenHash: symbiosis.TokenHash(token), Title: title, AreaID: o.AreaID, ProfileID: o.Profile.ID, Capacity: o.Capacity,
		Visibility: o.Visibility, Language: o.Language, Revision: snapshot.Revision(), DataTime: now, Created: now, Expires: o.Expires, Content: content,
	})
}

// check reports what is wrong with the link and the texts; the sheet checks the rest.
func (o PitchOrder) check(now time.Time) error {
	var faults []symbiosis.Problem
	switch life := o.Expires.Sub(now); {
	case life <= 0:
		faults = append(faults, symbiosis.Problem{Field: "expires", Code: "out_of_range", Value: o.Expires.Format(time.RFC3339), Text: "has passed", Hint: "a time to come"})
	case life > LongestPitchLife:
		faults = append(faults, symbiosis.Problem{Field: "expires", Code: "out_of_range", Value: o.Expires.Format(time.RFC3339), Text: "is too far off", Hint: "within a year: a link that lives for ever is never looked after"})
	}
	if len(o.Contacts) > mostContacts {
		faults = append(faults, symbiosis.Problem{Field: "contacts", Code: "too_many", Value: fmt.Sprint(len(o.Contacts)), Text: fmt.Sprintf("are more than %d", mostContacts)})
	}
	for _, c := range o.Contacts {
		if len([]rune(c)) > 300 {
			faults = append(faults, symbiosis.Problem{Field: "contacts", Code: "too_long", Value: string([]rune(c)[:20]) + "…", Text: "is longer than 300 characters"})
		}
	}
	if len(faults) > 0 {
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the sheet can't be made", Problems: faults}
	}
	return nil
}

// RestorePitch brings back a sheet that was withdrawn, with its link. One that is on file as it is
// sent stays as it is; another under its id is a Conflict.
func (p *Planner) RestorePitch(ctx context.Context, x symbiosis.Pitch) (symbiosis.Pitch, error) {
	var sheet report.Sheet
	if err := x.Content.Into(&sheet); err != nil {
		return symbiosis.Pitch{}, err
	}
	if x.ID == "" {
		return symbiosis.Pitch{}, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the sheet can't be brought back", Problems: []symbiosis.Problem{{
			Field: "id", Code: "required", Text: "is missing", Hint: "send what withdrawing it answered",
		}}}
	}
	var faults []symbiosis.Problem
	if sheet.Area.Name == "" {
		faults = append(faults, symbiosis.Problem{Field: "content", Code: "required", Text: "holds no sheet", Hint: "send what withdrawing it answered"})
	}
	if x.Expires.Sub(p.opts.Now()) > LongestPitchLife {
		faults = append(faults, symbiosis.Problem{Field: "expires", Code: "out_of_range", Value: x.Expires.Format(time.RFC3339), Text: "is more than a year off", Hint: "send what withdrawing it answered"})
	}
	for row := range p.Snapshot().land.pitches.all() {
		if row.TokenHash == x.TokenHash && row.ID != x.ID { // one of its own id is a conflict
			faults = append(faults, symbiosis.Problem{Field: "token_hash", Code: "duplicate", Text: "is that of another link", Hint: "withdraw that one first"})
		}
	}
	if len(faults) > 0 {
		return symbiosis.Pitch{}, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the sheet can't be brought back", Problems: faults}
	}
	return pitchRules.restore(ctx, p, x, func(x symbiosis.Pitch) symbiosis.Pitch {
		x.Normalise()
		x.Version = 0
		return x
	})
}

// Now is the clock that links expire by.
func (p *Planner) Now() time.Time { return p.opts.Now() }

// OpenPitch returns the sheet that a link's secret opens, as its reader may see it today
// (Snapshot.PitchToday). Whether the secret is wrong, the link has expired or was withdrawn, or its
// land may not be seen any more isn't told: all are the same NotFound error. How long the search takes
// says nothing of the secrets on file.
func (p *Planner) OpenPitch(token string) (symbiosis.Pitch, report.Sheet, error) {
	hash := []byte(symbiosis.TokenHash(token))
	var found *symbiosis.Pitch
	snapshot := p.Snapshot()
	for row := range snapshot.land.pitches.all() {
		if subtle.ConstantTimeCompare([]byte(row.TokenHash), hash) == 1 {
			found = row
		}
	}
	invalid := symbiosis.Errorf(symbiosis.NotFound, "the link isn't valid: it has expired, was withdrawn or is misspelt")
	if found == nil || found.Expired(p.opts.Now()) {
		return symbiosis.Pitch{}, report.Sheet{}, invalid
	}
	sheet, _, closed, err := snapshot.PitchToday(*found)
	switch {
	case err != nil:
		return symbiosis.Pitch{}, report.Sheet{}, err
	case closed:
		return symbiosis.Pitch{}, report.Sheet{}, invalid
	}
	return *found, sheet, nil
}
