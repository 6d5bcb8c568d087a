package exchangeformat

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/bits"
)

// jsonScanner reads JSON from the left. Beside encoding/json it knows the line of each
// value, sees a member that stands twice, keeps numbers as they were written, and holds
// nesting within maxDepth. After a fault every method does nothing.
type jsonScanner struct {
	data  []byte
	pos   int
	depth int
	fault string // what is wrong at pos

	lineFrom, lineAt int // newlines before lineFrom are counted in lineAt

	lately [512]string // short texts seen lately, so that repeated ones share memory
}

const maxDepth = 128

func (s *jsonScanner) fail(format string, args ...any) {
	if s.fault == "" {
		s.fault = fmt.Sprintf(format, args...)
	}
}

// line returns the line of a place in the data, from 1. It is cheap when places come in
// order.
func (s *jsonScanner) line(pos int) int {
	if pos < s.lineFrom {
		s.lineFrom, s.lineAt = 0, 0
	}
	s.lineAt += bytes.Count(s.data[s.lineFrom:pos], []byte{'\n'})
	s.lineFrom = pos
	return s.lineAt + 1
}

// peek returns the first byte of the next value or sign, 0 at the end or after a fault.
func (s *jsonScanner) peek() byte {
	if s.fault != "" {
		return 0
	}
	for ; s.pos < len(s.data); s.pos++ {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\n', '\r':
		case 0:
			s.fail("holds a null byte")
			return 0
		default:
			return c
		}
	}
	return 0
}

// object calls member for each member; member must take the value.
func (s *jsonScanner) object(member func(key []byte)) {
	if !s.open('{') {
		return
	}
	if s.peek() == '}' {
		s.close()
		return
	}
	for s.fault == "" {
		if s.peek() != '"' {
			s.fail("a member's name in double quotes is missing")
			return
		}
		key := s.rawString()
		if s.peek() != ':' {
			s.fail("a colon is missing after a member's name")
			return
		}
		s.pos++
		member(key)
		switch s.peek() {
		case ',':
			s.pos++
		case '}':
			s.close()
			return
		default:
			s.fail("a comma or a closing brace is missing")
		}
	}
}

// array calls item for each item; item must take the value.
func (s *jsonScanner) array(item func()) {
	if !s.open('[') {
		return
	}
	if s.peek() == ']' {
		s.close()
		return
	}
	for s.fault == "" {
		item()
		switch s.peek() {
		case ',':
			s.pos++
		case ']':
			s.close()
			return
		default:
			s.fail("a comma or a closing bracket is missing")
		}
	}
}

func (s *jsonScanner) open(sign byte) bool {
	if s.peek() != sign {
		s.fail("%q is missing", string(sign))
		return false
	}
	if s.depth++; s.depth > maxDepth {
		s.fail("is nested more than %d deep", maxDepth)
		return false
	}
	s.pos++
	return true
}

func (s *jsonScanner) close() {
	s.pos++
	s.depth--
}

// rawString takes a string and returns what stands between its quotes, escapes and all.
func (s *jsonScanner) rawString() []byte {
	if s.peek() != '"' {
		s.fail("a text in double quotes is missing")
		return nil
	}
	start := s.pos + 1
	for i := plainUntil(s.data, start); i < len(s.data); i++ {
		switch c := s.data[i]; {
		case c == '"':
			s.pos = i + 1
			return s.data[start:i]
		case c == '\\':
			if i++; i >= len(s.data) {
				break
			}
			switch s.data[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if i+4 >= len(s.data) || !hex(s.data[i+1:i+5]) {
					s.pos = i
					s.fail("has a broken escape in a text")
					return nil
				}
				i += 4
			default:
				s.pos = i
				s.fail("has a broken escape in a text")
				return nil
			}
		case c < ' ':
			s.pos = i
			s.fail("has a line break or control character in a text")
			return nil
		}
	}
	s.fail("has a text that is never closed")
	return nil
}

// plainUntil returns the place, at or after i, of the first byte that may end a text or be wrong in it, a
// quote, a backslash or a control character, or of one of the last eight bytes before it. It looks at eight
// bytes at once.
func plainUntil(data []byte, i int) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(data); i += 8 {
		x := binary.LittleEndian.Uint64(data[i:])
		quote, backslash := x^ones*'"', x^ones*'\\'
		// The lowest bit is of the first such byte: what borrows from a byte comes after one.
		if found := ((quote-ones)&^quote | (backslash-ones)&^backslash | (x-ones*' ')&^x) & highs; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	return i
}

func hex(b []byte) bool {
	for _, c := range b {
		if !(c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f') {
			return false
		}
	}
	return true
}

// unescape turns what rawString returned into text.
func unescape(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw)
	}
	var s string
	if err := json.Unmarshal(append(append([]byte{'"'}, raw...), '"'), &s); err != nil {
		return string(raw) // rawString has checked every escape
	}
	return s
}

// recent is the text that stood last at one place of many alike, without escapes, and how many in a row
// were none of those seen lately.
type recent struct {
	text string
	news uint8
}

// otherEachTime is after how many such texts the next are no longer looked for among others.
const otherEachTime = 64

// take turns what rawString returned at the place into text, without a new copy when it is the last one
// again or has been seen lately.
func (t *recent) take(s *jsonScanner, raw []byte) string {
	switch {
	case string(raw) == t.text:
		t.news = 0
		return t.text
	case bytes.IndexByte(raw, '\\') >= 0:
		return unescape(raw)
	case t.news == otherEachTime:
		t.text = string(raw)
		return t.text
	}
	var seen bool
	if t.text, seen = s.share(raw); seen {
		t.news = 0
	} else {
		t.news++
	}
	return t.text
}

// text takes a string.
func (s *jsonScanner) text() string {
	text, _ := s.share(s.rawString())
	return text
}

// share is unescape that gives a text it has lately given again without a new copy; seen says so.
func (s *jsonScanner) share(raw []byte) (text string, seen bool) {
	if len(raw) > 40 || bytes.IndexByte(raw, '\\') >= 0 {
		return unescape(raw), false
	}
	h := uint32(2166136261) // FNV-1a
	for _, c := range raw {
		h = (h ^ uint32(c)) * 16777619
	}
	slot := &s.lately[(h^h>>16)%uint32(len(s.lately))]
	if *slot == string(raw) {
		return *slot, true
	}
	*slot = string(raw)
	return *slot, false
}

// number takes a number and returns it as it was written.
func (s *jsonScanner) number() string {
	text, _ := s.share(s.rawNumber())
	return text
}

// rawNumber is number that returns what stands in the data.
func (s *jsonScanner) rawNumber() []byte {
	s.peek()
	i := s.pos
	digits := func() bool {
		from := i
		for i < len(s.data) && s.data[i] >= '0' && s.data[i] <= '9' {
			i++
		}
		return i > from
	}
	at := func(c byte) bool { return i < len(s.data) && s.data[i] == c }
	if at('-') {
		i++
	}
	ok := true
	if at('0') {
		i++
	} else {
		ok = digits()
	}
	if ok && at('.') {
		i++
		ok = digits()
	}
	if ok && (at('e') || at('E')) {
		if i++; at('+') || at('-') {
			i++
		}
		ok = digits()
	}
	if !ok {
		s.fail("has a broken number")
		return nil
	}
	raw := s.data[s.pos:i]
	s.pos = i
	return raw
}

// literal takes true, false or null.
func (s *jsonScanner) literal() string {
	s.peek()
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(s.data[s.pos:], []byte(word)) {
			s.pos += len(word)
			return word
		}
	}
	s.fail("a value is missing")
	return ""
}

// skip takes any value.
func (s *jsonScanner) skip() {
	switch c := s.peek(); {
	case c == '{':
		s.object(func([]byte) { s.skip() })
	case c == '[':
		s.array(s.skip)
	case c == '"':
		s.rawString()
	case c == '-' || c >= '0' && c <= '9':
		s.number()
	default:
		if s.fault == "" {
			s.literal()
		}
	}
}
