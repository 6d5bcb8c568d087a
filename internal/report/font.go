package report

import (
	_ "embed" // the fonts
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Source Sans 3, the page's own type, as Adobe made it (SIL Open Font License 1.1, font/OFL.md).
// A PDF takes along the letters that it uses.

//go:embed font/SourceSans3-Regular.ttf
var regularFont []byte

//go:embed font/SourceSans3-Semibold.ttf
var semiboldFont []byte

//go:embed font/SourceSans3-It.ttf
var italicFont []byte

// face tells which letters a font has and how wide they are.
type face struct {
	mu   sync.Mutex
	font *sfnt.Font
	buf  sfnt.Buffer
}

var faces = sync.OnceValue(func() [3]*face {
	var fs [3]*face
	for i, data := range [][]byte{regularFont, semiboldFont, italicFont} {
		f, err := sfnt.Parse(data)
		if err != nil {
			panic("a font that the program brings can't be read: " + err.Error()) // found by any test
		}
		fs[i] = &face{font: f}
	}
	return fs
})

func faceOf(l lettering) *face {
	switch {
	case l.bold:
		return faces()[1]
	case l.italic:
		return faces()[2]
	}
	return faces()[0]
}

// has says that the font can draw r.
func (f *face) has(r rune) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	g, err := f.font.GlyphIndex(&f.buf, r)
	return err == nil && g != 0 && r < 0x10000
}

// width is a text's, in parts of the size of its letters.
func (f *face) width(text string) float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	const em = 1000
	sum := fixed.Int26_6(0)
	for _, r := range text {
		g, err := f.font.GlyphIndex(&f.buf, r)
		if err != nil {
			continue
		}
		if a, err := f.font.GlyphAdvance(&f.buf, g, fixed.I(em), font.HintingNone); err == nil {
			sum += a
		}
	}
	return float64(sum) / 64 / em
}

// drawable puts a sign of replacement where all three fonts lack a letter, and spaces for what
// would break a line of its own accord.
func drawable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < ' ' || r == 0x7f || r == 0xad || r == 0x200b || r == 0xfeff:
			return -1
		case r < 0x7f:
			return r
		}
		for _, f := range faces() {
			if !f.has(r) {
				return '□'
			}
		}
		return r
	}, text)
}
