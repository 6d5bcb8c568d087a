package exchangeformat

import (
	"fmt"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// The text form of qualities, for example
//
//	chloride<=500 mg/kg; pH>=6; particle size=5..40 mm; "a;b"=3 "x;y"
//
// A single value after = is a surplus's: it stands in Max, as symbiosis.Property says.

const qualityHint = "such as chloride<=500 mg/kg; particle size=5..40 mm"

// moistureName and moistureUnit name the property that has columns of its own.
const moistureName, moistureUnit = "moisture", "%"

// moisture is the column of that property for flows of one direction.
func moisture(doc Column, of symbiosis.Direction, otherwise string) column[flowDraft] {
	doc.Type = NumberType
	return column[flowDraft]{Column: doc,
		parse: func(d *flowDraft, c cell) *fault {
			v, f := c.number()
			if f != nil {
				return f
			}
			if v < 0 || v > 100 {
				return &fault{code: "out_of_range", text: "must lie within 0 and 100", hint: "per cent by weight"}
			}
			d.moisture, d.moistureOf, d.moistureOtherwise = &v, of, otherwise
			return nil
		},
		format: func(d *flowDraft) string {
			if d.Direction == of && moistureFirst(d.Quality) {
				return formatNumber(*d.Quality[0].Max)
			}
			return ""
		}}
}

// moistureFirst says that the first property is what the columns of moisture can hold.
func moistureFirst(ps []symbiosis.Property) bool {
	return len(ps) > 0 && ps[0].Name == moistureName && ps[0].Unit == moistureUnit &&
		ps[0].Min == nil && ps[0].Max != nil && *ps[0].Max >= 0 && *ps[0].Max <= 100
}

// finishQuality puts the moisture first and refuses what the direction doesn't allow.
func (d *flowDraft) finishQuality() []fault {
	var faults []fault
	if d.moisture != nil {
		if d.Direction != "" && d.Direction != d.moistureOf {
			field := "moisture_pct"
			if d.moistureOf == symbiosis.Need {
				field = "max_moisture_pct"
			}
			faults = append(faults, fault{field: field, code: "contradiction", text: d.moistureOtherwise})
		}
		d.Quality = append([]symbiosis.Property{{Name: moistureName, Unit: moistureUnit, Max: d.moisture}}, d.Quality...)
	}
	if d.singleValue && d.Direction == symbiosis.Need {
		faults = append(faults, fault{field: "quality", code: "contradiction", text: "has a single value, but a need has limits", hint: "use <=, >= or a range: " + qualityHint})
	}
	return faults
}

func formatQuality(d *flowDraft) string {
	ps := d.Quality
	if moistureFirst(ps) && (d.Direction == symbiosis.Surplus || d.Direction == symbiosis.Need) {
		ps = ps[1:]
	}
	var b strings.Builder
	for i, p := range ps {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(quoteIf(p.Name, "<>=≤≥;\""))
		switch {
		case p.Min != nil && p.Max != nil:
			b.WriteString("=" + formatNumber(*p.Min) + ".." + formatNumber(*p.Max))
		case p.Min != nil:
			b.WriteString(">=" + formatNumber(*p.Min))
		case p.Max != nil:
			b.WriteString("<=" + formatNumber(*p.Max))
		}
		if p.Unit != "" {
			b.WriteString(" " + quoteIf(p.Unit, ";\""))
		}
	}
	return b.String()
}

// quoteIf puts s in double quotes when it holds one of signs, or spaces that would be lost.
func quoteIf(s, signs string) string {
	if strings.ContainsAny(s, signs) || trim(s) != s {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

func parseQuality(d *flowDraft, c cell) *fault {
	s := scanner{rest: c.text, commaDecimal: c.commaDecimal}
	var ps []symbiosis.Property
	for {
		s.space()
		if s.rest == "" {
			break
		}
		if s.rest[0] == ';' {
			s.rest = s.rest[1:]
			continue
		}
		p, single, f := s.property()
		if f != nil {
			return f
		}
		d.singleValue = d.singleValue || single
		if ps = append(ps, p); len(ps) > maxItems {
			return &fault{code: "too_long", text: fmt.Sprintf("has more than %d properties", maxItems)}
		}
	}
	d.Quality = ps
	return nil
}

// scanner reads the text form from the left.
type scanner struct {
	rest         string
	commaDecimal bool
}

func (s *scanner) space() {
	s.rest = strings.TrimLeftFunc(s.rest, func(r rune) bool { return isSpace(r) || r == '\n' || r == '\r' })
}

func (s *scanner) property() (p symbiosis.Property, single bool, f *fault) {
	bad := func(text string) (symbiosis.Property, bool, *fault) {
		return symbiosis.Property{}, false, &fault{code: "bad_quality", text: text, hint: qualityHint}
	}
	var ok bool
	if p.Name, ok = s.name("<>=≤≥;"); !ok || p.Name == "" {
		return bad("has a property without a name")
	}
	s.space()
	sign := ""
	for _, op := range []string{"<=", ">=", "≤", "≥", "<", ">", "="} {
		if rest, found := strings.CutPrefix(s.rest, op); found {
			sign, s.rest = op, rest
			break
		}
	}
	if sign == "" {
		return bad("has no <=, >= or = after " + shorten(p.Name))
	}
	first, f := s.number()
	if f != nil {
		return p, false, f
	}
	switch sign {
	case "<=", "≤", "<":
		p.Max = &first
	case ">=", "≥", ">":
		p.Min = &first
	default:
		rest, isRange := strings.CutPrefix(s.rest, "..")
		if !isRange {
			p.Max, single = &first, true
			break
		}
		s.rest = rest
		last, f := s.number()
		if f != nil {
			return p, false, f
		}
		p.Min, p.Max = &first, &last
	}
	if p.Unit, ok = s.name(";"); !ok {
		return bad("has a quote that isn't closed")
	}
	s.space()
	if s.rest != "" && s.rest[0] != ';' {
		return bad("has something after the unit of " + shorten(p.Name))
	}
	return p, single, nil
}

// name reads text up to one of the signs, or text in double quotes.
func (s *scanner) name(until string) (string, bool) {
	s.space()
	if rest, quoted := strings.CutPrefix(s.rest, `"`); quoted {
		var b strings.Builder
		for {
			before, after, closed := strings.Cut(rest, `"`)
			if !closed {
				return "", false
			}
			b.WriteString(before)
			if !strings.HasPrefix(after, `"`) {
				s.rest = after
				return b.String(), true
			}
			b.WriteByte('"')
			rest = after[1:]
		}
	}
	i := strings.IndexAny(s.rest, until)
	if i < 0 {
		i = len(s.rest)
	}
	name := trim(s.rest[:i])
	s.rest = s.rest[i:]
	return name, true
}

// number reads a number without spaces in it; ".." ends it.
func (s *scanner) number() (float64, *fault) {
	s.space()
	digit := func(i int) bool { return i < len(s.rest) && s.rest[i] >= '0' && s.rest[i] <= '9' }
	i := 0
	for i < len(s.rest) {
		switch c := s.rest[i]; {
		case digit(i), (c == '-' || c == '+') && i == 0:
		case c == '.' && !strings.HasPrefix(s.rest[i:], ".."), c == ',' && s.commaDecimal:
		case (c == 'e' || c == 'E') && i > 0 && (digit(i+1) || i+1 < len(s.rest) && (s.rest[i+1] == '-' || s.rest[i+1] == '+') && digit(i+2)):
			i++ // the sign or the first digit of the exponent
		default:
			goto end
		}
		i++
	}
end:
	v, f := cell{s.rest[:i], s.commaDecimal}.number()
	if f != nil {
		return 0, &fault{code: "not_a_number", text: "has no number where one must be", hint: qualityHint}
	}
	s.rest = s.rest[i:]
	return v, nil
}
