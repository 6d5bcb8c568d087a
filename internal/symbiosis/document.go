package symbiosis

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Document is JSON that a record keeps as it was made, to show unchanged later; what is in it
// is known to whoever made it.
type Document string

const (
	// maxDocument bounds a document in bytes.
	maxDocument = 16 << 20
	// maxDepth bounds how deep lists and objects of a document may lie in each other: databases
	// and programs that read it have bounds of their own.
	maxDepth = 100
)

// DocumentOf returns v as a document.
func DocumentOf(v any) (Document, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", Errorf(Internal, "a document can't be written: %w", err)
	}
	return Document(b), nil
}

// Into reads the document into v.
func (d Document) Into(v any) error {
	if err := json.Unmarshal([]byte(d), v); err != nil {
		return Errorf(Invalid, "a document can't be read: %w", err)
	}
	return nil
}

// MarshalJSON gives the document itself, null when there is none.
func (d Document) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	return []byte(d), nil
}

// UnmarshalJSON takes any JSON as it stands.
func (d *Document) UnmarshalJSON(b []byte) error {
	*d = Document(b)
	return nil
}

func (ps *problems) checkDocument(field string, d Document, required bool) {
	switch {
	case d == "" && !required:
	case d == "":
		ps.add(field, "required", "", "is missing", "a JSON document")
	case len(d) > maxDocument:
		ps.add(field, "too_long", fmt.Sprintf("%d bytes", len(d)), fmt.Sprintf("is longer than %d MB", maxDocument>>20), "")
	case !utf8.ValidString(string(d)) || !json.Valid([]byte(d)):
		ps.add(field, "not_json", "", "is not JSON", "")
	case hasBrokenEscape(d):
		ps.add(field, "not_json", "", "has a text with \\u0000 or half a surrogate pair, which databases can't hold", "")
	case depth(d) > maxDepth:
		ps.add(field, "not_json", "", fmt.Sprintf("lies more than %d levels deep", maxDepth), "")
	}
}

// hasBrokenEscape says that a text of valid JSON has an escape that stands for no character of a
// text: NUL, or half of a surrogate pair.
func hasBrokenEscape(d Document) bool {
	for i := 0; i < len(d); i++ {
		if d[i] != '\\' {
			continue
		}
		if i++; d[i] != 'u' {
			continue
		}
		switch r := escaped(d[i+1:]); {
		case r == 0:
			return true
		case utf16.IsSurrogate(r):
			rest := d[i+5:]
			if !strings.HasPrefix(string(rest), "\\u") || utf16.DecodeRune(r, escaped(rest[2:])) == utf8.RuneError {
				return true
			}
			i += 6
		}
		i += 4
	}
	return false
}

// escaped is the character that four hexadecimal digits stand for.
func escaped(d Document) rune {
	n, _ := strconv.ParseUint(string(d[:4]), 16, 16)
	return rune(n)
}

// tidied takes the spaces off both ends.
func (d Document) tidied() Document { return Document(strings.TrimSpace(string(d))) }

// depth is how deep lists and objects lie in each other in valid JSON.
func depth(d Document) int {
	deep, deepest, quoted := 0, 0, false
	for i := 0; i < len(d); i++ {
		switch c := d[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			deep++
			deepest = max(deepest, deep)
		case c == '}' || c == ']':
			deep--
		}
	}
	return deepest
}
