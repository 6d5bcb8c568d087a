package symbiosis

import (
	"encoding/json"
	"fmt"
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
	case depth(d) > maxDepth:
		ps.add(field, "not_json", "", fmt.Sprintf("lies more than %d levels deep", maxDepth), "")
	}
}

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
