package symbiosis

import "strings"

// WasteCode is a code of the European List of Waste (Commission Decision 2000/532/EC),
// written in pairs of digits: "19", "19 12" or "19 12 04". The asterisk of a hazardous
// entry is not part of the code.
type WasteCode string

// NormaliseWasteCode writes a code as "19 12 04", whatever of "191204", "19.12.04" or
// "19 12 04*" was given. A text that is no code comes back trimmed.
func NormaliseWasteCode(s string) WasteCode {
	digits := make([]byte, 0, 6)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits = append(digits, c)
		case c == ' ' || c == '.' || c == '-' || c == '*' || c == '\t':
		default:
			return WasteCode(strings.TrimSpace(s))
		}
	}
	if n := len(digits); n != 2 && n != 4 && n != 6 {
		return WasteCode(strings.TrimSpace(s))
	}
	var b strings.Builder
	for i := 0; i < len(digits); i += 2 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.Write(digits[i : i+2])
	}
	return WasteCode(b.String())
}

// Covers says that p is c, or a leading part (chapter, subchapter) of it.
func (p WasteCode) Covers(c WasteCode) bool {
	return p != "" && (c == p || strings.HasPrefix(string(c), string(p)+" "))
}

// Unspecified says that the code ends in 99, "wastes not otherwise specified": what it
// holds must be assessed before anyone can rely on it.
func (c WasteCode) Unspecified() bool { return strings.HasSuffix(string(c), " 99") }

// WasteEntry is an entry of the European List of Waste.
type WasteEntry struct {
	Code      WasteCode
	Hazardous bool
	Name      string // English, as in the Decision
}

// WasteUse is a rule *waste code → use*: waste of these codes can serve as a resource that
// the catalogue's own waste codes don't lead to.
type WasteUse struct {
	Codes      []WasteCode  `json:"codes"`
	Resource   ResourceCode `json:"resource"`
	Use        Names        `json:"use"`
	Conditions Names        `json:"conditions"`
	Source     string       `json:"source"`
}
