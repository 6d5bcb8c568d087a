package exchangeformat

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var utf8Mark = []byte{0xef, 0xbb, 0xbf}

// decode turns a text file into UTF-8 without a byte order mark. name tells the encoding
// that was found; guessed says that only the letters told.
func decode(data []byte) (text []byte, name string, guessed bool, err error) {
	switch {
	case bytes.HasPrefix(data, utf8Mark):
		data = data[len(utf8Mark):]
		if !utf8.Valid(data) {
			data = bytes.ToValidUTF8(data, []byte("\ufffd"))
		}
		return data, "UTF-8", false, nil
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		text, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		return text, "UTF-16", false, err
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		text, err = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		return text, "UTF-16", false, err
	case utf8.Valid(data):
		return data, "UTF-8", false, nil
	}
	var from encoding.Encoding = charmap.Windows1252
	name = "Windows-1252"
	if looksCP850(data) {
		from, name = charmap.CodePage850, "CP850"
	}
	text, err = from.NewDecoder().Bytes(data)
	return text, name, true, err
}

// looksCP850 weighs the letters å ä ö æ ø é in the two code pages. In CP850 they share
// bytes with the quotation marks of Windows-1252, so they count only inside a word.
func looksCP850(data []byte) bool {
	dos, windows := 0, 0
	for i, b := range data {
		if b < utf8.RuneSelf {
			continue
		}
		var before, after byte
		if i > 0 {
			before = data[i-1]
		}
		if i+1 < len(data) {
			after = data[i+1]
		}
		switch b {
		case 0xe5, 0xe4, 0xf6, 0xc5, 0xc4, 0xd6, 0xe6, 0xf8, 0xc6, 0xd8, 0xe9:
			windows++
		case 0x86, 0x84, 0x94, 0x91, 0x9b, 0x82: // å ä ö æ ø é
			if letter(before) && lower(after) {
				dos++
			}
		case 0x8f, 0x8e, 0x99, 0x92, 0x9d: // Å Ä Ö Æ Ø
			if letter(after) && !lower(before) {
				dos++
			}
		}
	}
	return dos > windows
}

func lower(b byte) bool  { return b >= 'a' && b <= 'z' }
func letter(b byte) bool { return lower(b | 0x20) }
