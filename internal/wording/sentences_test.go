package wording

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
)

// roomsTold are the packages whose every sentence has a translation.
var roomsTold = []string{
	"internal/symbiosis", "internal/geo", "internal/geo/overlay", "internal/transport", "internal/match", "internal/match/scenario", "internal/appraise", "internal/opportunity", "internal/report",
	"internal/store", "internal/store/record", "internal/store/postgis", "internal/store/geopackage", "internal/exchangeformat", "internal/planner",
	"internal/api", "internal/api/problem", "internal/api/rest", "internal/api/tile", "cmd/samloka",
}

// notForReaders are texts that are found in the source but end with no reader: what is said of the
// program's own embedded documents, which tests hold, and what is cut out of other texts.
var notForReaders = regexp.MustCompile(`^(` + strings.Join([]string{
	// documents that are part of the program
	`the catalogue of resources.*`, `the catalogue's version.*`, `the uses of waste.*`, `use of waste .*`, `the List of Waste.*`, `is not in the List of Waste`,
	`the library of profiles.*`, `the assumptions can't be read.*`, `has a range without a source.*`, `lacks? a .*`, `is empty or stands twice`, `has no unit or no source`,
	`or nace is missing`, `is no date`, `such as 2026-11-25`, `least ≤ shown ≤ greatest`, `lies outside its range`, `is not the unit`, `assumption: true`,
	`is an assumption and doesn't say so`, `where temperatures, hours, .*`, `sv, nb and en, of the profile .*`, `of %s doesn't stand before it`,
	// units, which are the same in all languages
	`°C`, `MW`, `ha`, `m3/yr`, `posts`,
	// what isn't said to people: names of networks, marks of the program's own, the criteria it ships with
	`%s is not text in (CP850|UTF-16|UTF-8|Windows-1252): %w`, `%s, sheet %s`, `%ss`, `%s-%s`, `area-%s`, `facilities`, `exchanges`, `flows`, `sites`, `id`, `GWh/yr`,
	`Excess_Heat_.*`, `SiteID`, `geom`, `a type`, `the type of a geometry`, `is given, but shape is own`,
	`tcp`, `panic`, `panic: %v`, `Excel file`, `dry run`, `the row is left out`, `something follows the list of criteria`, `the criteria (are not valid|can't be read.*)`, `stands twice, or lacks a key, .*`,
	// slips of the program, which no user can make
	`no migrations are embedded`, `a %T is no geometry`, `a geometry can't be read into a %T`, `%d values for %d columns`, `pages %d to %d can't be read: %w`, `a transaction was used after .*`, `the driver .*`, `%q is no name of a layer`,
	`%q %q is no column of a layer`, `%w: (its index is of other rows|page %d is missing|page %d .*|the table %s %s)`, `is none that stands by itself`, `has no number of rows`, `has no index of its ids`, `lacks the column %s`,
	`has another primary key`, `has columns that are reckoned`,
	`EPSG:4326, WGS 84`, `standard input`, `%s\?mode=rw&.*`,
	// geometries of a store, whose sentences begin with what they are none of
	`%w( in two|: it|: its| of a| of version).*`,
	// nouns that a sentence is made with, and the sentence, which stands with each
	`%s is not valid`, `criterion`, `group or criterion`, `the sheet's link shows nothing: the land %q %s; .*`,
	`the (area|comparison|constraint|evaluation|exchange|facility|flow|opportunity|pitch|profile|scenario|setting|site|set of assumptions)`,
}, "|") + `)$`)

func TestEverySentenceOfTheSourceIsTold(t *testing.T) {
	found := readSource(t, roomsTold).found
	if len(found) < 250 {
		t.Fatalf("only %d sentences were found", len(found))
	}
	known := map[string]bool{}
	for _, room := range sentences() {
		for _, s := range room {
			known[plainVerbs(s.en)] = true
		}
	}
	for _, text := range slices.Sorted(maps.Keys(found)) {
		if notForReaders.MatchString(text) || known[plainVerbs(text)] {
			continue
		}
		// One that names any kind of record is there with each.
		if !toldWhole(text) && !toldWhole(anyRecord.ReplaceAllString(text, " site$1")) && !toldWhole(anyRecord.ReplaceAllString(text, " area$1")) {
			t.Errorf("%s: %s has no Swedish and bokmål", found[text], strconv.Quote(text))
		}
	}
}

// plainVerbs has all verbs of a kind look the same.
func plainVerbs(format string) string {
	return verbs.ReplaceAllStringFunc(format, func(v string) string {
		switch v[len(v)-1] {
		case 'd', 'g', 'f', 'e', 'x':
			return "%d"
		case 'q':
			return "%q"
		}
		return "%s"
	})
}

// anyRecord is where a sentence of the source may name a kind of record.
var anyRecord = regexp.MustCompile(` %s( |$)`)

// toldWhole says that all of a sentence of the source is known when each of its verbs has an argument.
func toldWhole(text string) bool {
	filled := verbs.ReplaceAllStringFunc(text, func(v string) string {
		switch v[len(v)-1] {
		case 'd', 'g', 'f', 'e', 'x':
			return "7"
		case 'q':
			return `"x"`
		}
		return "⟦x⟧"
	})
	h := newTeller(symbiosis.Swedish).sentence(filled)
	return h.score >= letters(strings.NewReplacer("7", "", `"x"`, "", "⟦x⟧", "").Replace(filled))
}

func TestTranslationsAgreeWithTheirSentence(t *testing.T) {
	stands := map[string]bool{}
	for _, room := range sentences() {
		for _, s := range room {
			if key := plainVerbs(s.en); stands[key] {
				t.Errorf("%q stands twice", s.en)
			} else {
				stands[key] = true
			}
			for lang, text := range map[string]string{"sv": s.sv, "nb": s.nb} {
				if !slices.Equal(arguments(s.en), arguments(text)) {
					t.Errorf("%q: its arguments are %v, those of the translation into %s %v", s.en, arguments(s.en), lang, arguments(text))
				}
				if text == "" || strings.TrimSpace(text) != text || strings.HasSuffix(s.en, ".") != strings.HasSuffix(text, ".") {
					t.Errorf("%q: %q (%s) isn't as the English begins and ends", s.en, text, lang)
				}
			}
		}
	}
}

// arguments are what a sentence takes, in the order of the arguments, with its kind.
func arguments(text string) []string {
	var all []string
	next := 1
	for _, v := range verb.FindAllString(text, -1) {
		if v[1] == '[' {
			next = int(v[2] - '0')
		}
		all = append(all, strconv.Itoa(next)+v[len(v)-1:])
		next++
	}
	slices.Sort(all)
	return all
}

// What is stored as text, a job's reason for one, is told as the fault itself is.
func TestAFaultWrittenOutIsToldAsTheFault(t *testing.T) {
	var texts, hints []string // what a fault's text begins with goes on from its field
	for _, room := range sentences() {
		for _, s := range room {
			if regexp.MustCompile(`^(is|are|has|have|must|lies|holds|means|stands|names|belongs|can't|doesn't) `).MatchString(s.en) {
				texts = append(texts, s.en)
			} else if verb.FindStringIndex(s.en) == nil || verb.FindStringIndex(s.en)[0] > 0 {
				hints = append(hints, s.en)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		pick := func(name string, from []string) string {
			return filled(t, rapid.SampledFrom(from).Draw(t, name))
		}
		p := symbiosis.Problem{
			Place: rapid.SampledFrom([]string{"", "flows.csv, row 14", "a; b.csv, row 3 (line 5), column x: y", "points[3]", "body, line 1, column 2", "table flows, row \"a\""}).Draw(t, "place"),
			Field: rapid.SampledFrom([]string{"", "lat", "flows[0].site_id", "If-Match"}).Draw(t, "field"),
			Value: rapid.SampledFrom([]string{"", "99", "a; b: (\"c\")"}).Draw(t, "value"),
			Text:  pick("text", texts),
		}
		if rapid.Bool().Draw(t, "hinted") {
			p.Hint = pick("hint", hints)
		}
		for _, l := range []symbiosis.Language{symbiosis.Swedish, symbiosis.Norwegian} {
			if got, want := Told(l, p.String()), Fault(l, p).String(); got != want {
				t.Fatalf("%s\nis told as   %s\nits parts as %s", p, got, want)
			}
		}
	})
}

// filled is a sentence with an argument for each verb.
func filled(t *rapid.T, format string) string {
	return verb.ReplaceAllStringFunc(format, func(v string) string {
		switch v[len(v)-1] {
		case 'd':
			return rapid.SampledFrom([]string{"7", "-3.5", "1e+12"}).Draw(t, "number")
		case 'q':
			return rapid.SampledFrom([]string{`"x"`, `"a b"`, `"å; \"ö\""`}).Draw(t, "quoted")
		case 'w':
			return rapid.SampledFrom([]string{"is missing", "open x: no such file"}).Draw(t, "sentence")
		}
		return rapid.SampledFrom([]string{"MW", "sites.csv", "a, b, c"}).Draw(t, "word")
	})
}

func TestSentencesOfManyParts(t *testing.T) {
	for _, c := range []struct{ en, sv, nb string }{
		{"lat must lie within −90 and 90 (\"99\"); degrees", "lat ska ligga mellan −90 och 90 (\"99\"); degrees", "lat må ligge mellom −90 og 90 (\"99\"); degrees"},
		{"the site is not valid\n  sites.csv, row 3, column namn: name is missing", "platsen går inte att spara som den är\n  sites.csv, rad 3, kolumn namn: name saknas", "stedet kan ikke lagres som det er\n  sites.csv, rad 3, kolonne namn: name mangler"},
		{"must lie within 0.5 and 4 km", "ska ligga mellan 0,5 och 4 km", "må ligge mellom 0,5 og 4 km"},
		{"did you mean \"heat\" (Heat)? a code of the catalogue (samloka resources)", "menade du \"heat\" (Värme)? en kod ur katalogen (samloka resources)", "mente du \"heat\" (Varme)? en kode fra katalogen (samloka resources)"},
		{"did you mean \"electricity\" (Electricity (information))?", "menade du \"electricity\" (El (upplysning))?", "mente du \"electricity\" (Elektrisitet (opplysning))?"},
		{"did you mean \"x\" (Something of another catalogue)?", "menade du \"x\" (Something of another catalogue)?", "mente du \"x\" (Something of another catalogue)?"},
		{"nobody has said this before", "nobody has said this before", "nobody has said this before"},
		{"", "", ""},
	} {
		if sv, nb, en := Told(symbiosis.Swedish, c.en), Told(symbiosis.Norwegian, c.en), Told(symbiosis.English, c.en); sv != c.sv || nb != c.nb || en != c.en {
			t.Errorf("%q:\n%q\n%q", c.en, sv, nb)
		}
	}
}

// A text that can be cut in any number of ways, as a user's own may, is told in bounded work; without the
// bound these took minutes.
func TestTextsOfManyCutsAreBounded(t *testing.T) {
	for _, part := range []string{": ", "a: b; ", "x is missing: ", "lat is missing; use ", " in ", `"(": `} {
		for _, bytes := range []int{200, 1000, longest} {
			text := strings.Repeat(part, bytes/len(part))
			teller := newTeller(symbiosis.Swedish)
			teller.line(text)
			// Beyond the bound each look that is begun ends at once.
			if most := 2 * mostWork; teller.work > most {
				t.Errorf("%d times %q took %d bytes, more than %d", bytes/len(part), part, teller.work, most)
			}
			if got := Told(symbiosis.Swedish, "there is no site \""+text+"\""); !strings.Contains(got, "finns") && len(text) < 500 {
				t.Errorf("of a site called so: %.80s…", got)
			}
		}
	}
}

// A place may stand in a sentence, or be a line and nothing more, as in a scenario.
func TestPlacesWithinSentences(t *testing.T) {
	for english, want := range map[string]string{
		`line 2: "eest" is no direction such as north or southeast`:                       `rad 2: "eest" är inget väderstreck som north eller southeast`,
		`b.shp, feature 1, property id: id stands already in a.shp, feature 7 ("area-1")`: `b.shp, objekt 1, egenskap id: id står redan i a.shp, objekt 7 ("area-1")`,
		`line 2 and on`: `line 2 and on`,
	} {
		if got := Told(symbiosis.Swedish, english); got != want {
			t.Errorf("%q: %q, want %q", english, got, want)
		}
	}
}
