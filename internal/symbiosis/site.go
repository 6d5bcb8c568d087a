package symbiosis

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// SiteID names a site within a region: the id of the file it came from, or one made by us.
type SiteID string

// Site is a place of a firm or public body.
type Site struct {
	ID           SiteID
	Name         string
	Organisation string
	NACE         string // activity code, NACE Rev. 2 / SNI 2007, such as "17.12"; may be empty
	Municipality string
	Country      string // ISO 3166-1 alpha-2, "SE" or "NO"; may be empty
	Location     orb.Point
	Accuracy     PlaceAccuracy
	Note         string
	Source       string
	Visibility   Visibility
	Version      int64 // given by the store: 1 for the first, one more at each change
}

// Longest texts of a record, in characters.
const (
	maxID   = 120
	maxName = 300
	maxText = 4000
)

// Normalise fills the attributes that have a default (accuracy exact, visibility public)
// and takes the spaces off both ends of ids, names and codes.
func (s *Site) Normalise() {
	s.ID = SiteID(trimmed(string(s.ID)))
	s.Name = trimmed(s.Name)
	s.Organisation = trimmed(s.Organisation)
	s.NACE = trimmed(s.NACE)
	s.Municipality = trimmed(s.Municipality)
	if s.Accuracy == "" {
		s.Accuracy = Exact
	}
	if s.Visibility == "" {
		s.Visibility = Public
	}
	s.Country = strings.ToUpper(trimmed(s.Country))
}

// trimmed takes the spaces off both ends.
func trimmed(s string) string {
	if s == "" || isPlain(s[0]) && isPlain(s[len(s)-1]) {
		return s
	}
	return strings.TrimSpace(s)
}

// isPlain says that a byte is a character that isn't a space.
func isPlain(c byte) bool { return c > ' ' && c < utf8.RuneSelf }

// Validate returns an Invalid error with every fault of the site, or nil.
func (s Site) Validate() error { return s.check().err("the site") }

func (s *Site) check() problems {
	var ps problems
	ps.checkID("id", string(s.ID))
	ps.checkText("name", s.Name, maxName, true)
	ps.checkText("organisation", s.Organisation, maxName, false)
	ps.checkText("municipality", s.Municipality, maxName, false)
	ps.checkText("nace", s.NACE, 20, false)
	ps.checkText("note", s.Note, maxText, false)
	ps.checkText("source", s.Source, maxText, false)
	ps.checkPlace(s.Location)
	ps.checkCountry(s.Country)
	checkOneOf(&ps, "place_accuracy", s.Accuracy, PlaceAccuracies())
	checkOneOf(&ps, "visibility", s.Visibility, Visibilities())
	return ps
}

// ValidateAfter is Validate of a site beside another that has passed it: what both have alike is right.
func (s *Site) ValidateAfter(passed *Site) error {
	var ps problems
	if s.ID != passed.ID {
		ps.checkID("id", string(s.ID))
	}
	if s.Name != passed.Name {
		ps.checkText("name", s.Name, maxName, true)
	}
	if s.Organisation != passed.Organisation {
		ps.checkText("organisation", s.Organisation, maxName, false)
	}
	if s.Note != passed.Note {
		ps.checkText("note", s.Note, maxText, false)
	}
	ps.checkPlace(s.Location)
	if ps == nil && s.Municipality == passed.Municipality && s.NACE == passed.NACE && s.Source == passed.Source &&
		s.Country == passed.Country && s.Accuracy == passed.Accuracy && s.Visibility == passed.Visibility {
		return nil
	}
	return s.Validate() // in the order of the attributes
}

// checkPlace reports a point that isn't a longitude and latitude in degrees.
func (ps *problems) checkPlace(p orb.Point) {
	const hint = "degrees of WGS 84, such as lon 14.64 and lat 63.18; coordinates in metres go in columns x and y, with their reference system"
	if !unit.Finite(p.Lon()) || p.Lon() < -180 || p.Lon() > 180 {
		ps.add("lon", "out_of_range", typed(p.Lon()), "must lie within −180 and 180", hint)
	}
	if !unit.Finite(p.Lat()) || p.Lat() < -90 || p.Lat() > 90 {
		ps.add("lat", "out_of_range", typed(p.Lat()), "must lie within −90 and 90", hint)
	}
}

func (ps *problems) checkCountry(code string) {
	for _, r := range code {
		if len(code) != 2 || r < 'A' || r > 'Z' {
			ps.add("country", "unknown_code", strings.ToValidUTF8(code, "�"), "is not a country code", "two letters, such as SE or NO")
			return
		}
	}
	if ofNoCountry(code) {
		ps.add("country", "unknown_code", code, "is a code that ISO 3166-1 gives no country", "two letters, such as SE or NO")
	}
}

// ofNoCountry says that ISO 3166-1 leaves a code of two letters to its users. XK, which much of Europe
// writes for Kosovo, is let through.
func ofNoCountry(code string) bool {
	return code == "AA" || code == "ZZ" || code != "XK" && len(code) == 2 && (code[0] == 'X' || code[0] == 'Q' && code[1] >= 'M')
}

// isPlainText says that s holds ASCII alone and no control characters, as most texts do: it can't be
// anything but valid, and has as many characters as bytes.
func isPlainText(s string) bool {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for ; len(s) >= 8; s = s[8:] { // a byte that isn't leaves its highest bit set in one of the three
		x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		if (x|(x-' '*each)|((x^0x7f*each)-each))&high != 0 {
			return false
		}
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func (ps *problems) checkID(field, id string) {
	if id != "" && len(id) <= maxID && id[0] != '.' && isPlainText(id) && strings.IndexByte(id, '/') < 0 {
		return
	}
	switch {
	case id == "":
		ps.add(field, "required", "", "is missing", "an id of your own that stays the same")
	case id == "." || id == "..":
		ps.add(field, "not_text", id, "can't be told from a folder in an address", "letters, digits, - _ . :")
	case utf8.RuneCountInString(id) > maxID:
		ps.add(field, "too_long", id[:20]+"…", fmt.Sprintf("is longer than %d characters", maxID), "")
	case !utf8.ValidString(id) || strings.ContainsFunc(id, func(r rune) bool { return r < ' ' || r == 0x7f || r == '/' }):
		ps.add(field, "not_text", strings.ToValidUTF8(id, "�"), "has a slash, a control character or broken text", "letters, digits, - _ . :")
	}
}

func (ps *problems) checkText(field, s string, longest int, required bool) {
	if s == "" && !required || s != "" && len(s) <= longest && isPlainText(s) {
		return
	}
	switch {
	case s == "" && required:
		ps.add(field, "required", "", "is missing", "")
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		ps.add(field, "not_text", strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", "�"), "�"), "is not valid UTF-8", "save the file as UTF-8")
	case utf8.RuneCountInString(s) > longest:
		ps.add(field, "too_long", string([]rune(s)[:20])+"…", fmt.Sprintf("is longer than %d characters", longest), "")
	}
}

// checkList reports a list whose items could not stand in one text separated by ";", as lists do
// in files.
func checkList[T ~string](ps *problems, field string, items []T) {
	for _, item := range items {
		s := string(item)
		if strings.Contains(s, ";") || s != strings.TrimSpace(s) {
			ps.add(field, "not_text", strings.ToValidUTF8(s, "�"), "has a semicolon or spaces around it", "one code an item")
			continue
		}
		ps.checkText(field, s, maxID, true)
	}
}

func checkOneOf[T ~string](ps *problems, field string, v T, all []T) {
	if !known(v, all) {
		ps.add(field, "unknown_code", string(v), "is not known", "one of "+listed(all))
	}
}

func number(v float64) string { return fmt.Sprintf("%g", v) }

// typed is a value as a person would have typed it: metres in the place of degrees are no power of ten.
func typed(v float64) string {
	if a := math.Abs(v); a >= 1e-4 && a < 1e15 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return number(v)
}
