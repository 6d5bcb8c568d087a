package symbiosis

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/unit"
)

// PitchID names a pitch sheet within a region. It is no secret; the token of its link is.
type PitchID string

// Pitch is a pitch sheet: what a piece of land offers a firm, as it was when it was made, for
// whoever has the secret link until it expires. It shows nothing above the visibility it was
// made for.
type Pitch struct {
	ID PitchID
	// TokenHash is TokenHash of the secret in the link; the secret itself is kept nowhere.
	TokenHash string
	Title     string
	AreaID    AreaID
	ProfileID ProfileID // "": for no kind of firm in particular
	Capacity  *float64  // in the profile's unit; nil without a profile
	// Visibility is what the reader may see: Public unless a facilitator decides otherwise.
	Visibility Visibility
	Language   Language
	// Revision and DataTime name the state of the region that the content was reckoned from.
	Revision string
	DataTime time.Time
	Created  time.Time
	Expires  time.Time // the link shows nothing from then on
	Content  Document  // what the sheet shows; the report owns its form
	Version  int64
}

// TokenHash returns what is kept of a link's secret: SHA-256 in hexadecimal. The secret is
// random and long, so that it needs no salt.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Expired says that the link shows nothing any more.
func (p Pitch) Expired(now time.Time) bool { return !now.Before(p.Expires) }

// Normalise fills the attributes that have a default, and takes the spaces off both ends of
// ids and names.
func (p *Pitch) Normalise() {
	p.ID = PitchID(strings.TrimSpace(string(p.ID)))
	p.Title = strings.TrimSpace(p.Title)
	p.AreaID = AreaID(strings.TrimSpace(string(p.AreaID)))
	p.ProfileID = ProfileID(strings.TrimSpace(string(p.ProfileID)))
	p.Content = p.Content.tidied()
	p.DataTime, p.Created, p.Expires = stored(p.DataTime), stored(p.Created), stored(p.Expires)
	if p.Visibility == "" {
		p.Visibility = Public
	}
	if p.Language == "" {
		p.Language = Swedish
	}
}

// Validate returns an Invalid error with every fault of the pitch, or nil.
func (p Pitch) Validate() error {
	var ps problems
	ps.checkID("id", string(p.ID))
	if raw, err := hex.DecodeString(p.TokenHash); err != nil || len(raw) != sha256.Size || strings.ToLower(p.TokenHash) != p.TokenHash {
		ps.add("token_hash", "not_text", "", "is no SHA-256 in small hexadecimal digits", "")
	}
	ps.checkText("title", p.Title, maxName, true)
	ps.checkID("area_id", string(p.AreaID))
	if p.ProfileID != "" {
		ps.checkID("profile_id", string(p.ProfileID))
	}
	if c := p.Capacity; c != nil && (!unit.Finite(*c) || *c <= 0 || *c > 1e12) {
		ps.add("capacity", "out_of_range", number(*c), "must be above zero", "")
	}
	checkOneOf(&ps, "visibility", p.Visibility, Visibilities())
	checkOneOf(&ps, "language", p.Language, Languages())
	ps.checkText("revision", p.Revision, maxName, true)
	ps.checkTime("data_time", p.DataTime)
	ps.checkTime("created", p.Created)
	ps.checkTime("expires", p.Expires)
	if !p.Expires.IsZero() && !p.Expires.After(p.Created) {
		ps.add("expires", "out_of_range", p.Expires.Format(time.RFC3339), "is not after created", "")
	}
	ps.checkDocument("content", p.Content, true)
	return ps.err("the pitch")
}
