package symbiosis

// sections gives the section of NACE Rev. 2 that each division belongs to, by the section's
// last division (Regulation (EC) No 1893/2006, annex I).
var sections = []struct {
	letter string
	last   int
}{
	{"A", 3}, {"B", 9}, {"C", 33}, {"D", 35}, {"E", 39}, {"F", 43}, {"G", 47}, {"H", 53}, {"I", 56}, {"J", 63},
	{"K", 66}, {"L", 68}, {"M", 75}, {"N", 82}, {"O", 84}, {"P", 85}, {"Q", 88}, {"R", 93}, {"S", 96}, {"T", 98}, {"U", 99},
}

// Sector returns the section of NACE, "A" to "U", that the site's activity belongs to; ""
// when its code is missing or doesn't begin with a division's two digits.
func (s Site) Sector() string {
	code := s.Division()
	if code == "" {
		return ""
	}
	division := int(code[0]-'0')*10 + int(code[1]-'0')
	for _, section := range sections {
		if division <= section.last {
			return section.letter
		}
	}
	return ""
}

// Division returns the two digits of the division of NACE that the site's activity belongs to;
// "" when its code is missing or doesn't begin with one.
func (s Site) Division() string {
	if len(s.NACE) < 2 || s.NACE[0] < '0' || s.NACE[0] > '9' || s.NACE[1] < '0' || s.NACE[1] > '9' || s.NACE[:2] == "00" {
		return ""
	}
	return s.NACE[:2]
}

// Sectors lists the sections of NACE, "A" to "U".
func Sectors() []string {
	letters := make([]string, len(sections))
	for i, section := range sections {
		letters[i] = section.letter
	}
	return letters
}
