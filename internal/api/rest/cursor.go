package rest

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// A cursor is the key that the next page begins after, bound to the list and the filter that
// made it: with another filter the key would point somewhere else.
const bindingLength = 9 // bytes; divisible by three, so that base64 needs no padding

// binding tells a list with its filter from all others.
func binding(list string, filter any) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%#v", list, filter))
	return sum[:bindingLength]
}

// cursorOf returns the cursor of the page after key; "" for no page.
func cursorOf(list string, filter any, key string) string {
	if key == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(binding(list, filter), key...))
}

// pageOf returns the page that a request asks for. A cursor of another list or filter, or
// none of ours, is an Invalid error.
func (p Paging) pageOf(list string, filter any) (planner.Page, error) {
	var page planner.Page
	return page, p.begin(&page, list, filter)
}

// begin gives a page its length and where it begins, as pageOf does.
func (p Paging) begin(page *planner.Page, list string, filter any) error {
	page.Limit = p.Limit
	if p.Cursor == "" {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil || len(raw) <= bindingLength {
		return cursorFault("unknown_cursor", "was not given by this API")
	}
	if string(raw[:bindingLength]) != string(binding(list, filter)) {
		return cursorFault("other_filter", "belongs to another list or filter")
	}
	page.After = string(raw[bindingLength:])
	return nil
}

func cursorFault(code, text string) error {
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the cursor can't be used", Problems: []symbiosis.Problem{{
		Field: "cursor", Code: code, Text: text, Hint: "repeat the filter that gave the cursor, or begin without one",
	}}}
}
