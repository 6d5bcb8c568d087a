package exchangeformat

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sameByPatterns holds a file read with patterns to the same read as any JSON: records and their places,
// notices and problems, what is wrong with the whole.
func sameByPatterns(t require, data []byte, as As) {
	t.Helper()
	read := func(plain bool) (Batch, string) {
		b, err := byOne(data, as, 50, plain)
		if err != nil {
			return b, fmt.Sprintf("%v %+v", err, problemsOf(err))
		}
		return b, ""
	}
	want, wrong := read(true)
	got, gotWrong := read(false)
	if d := otherwise(want, got); d != "" || wrong != gotWrong {
		t.Fatalf("as any JSON (-) and by patterns (+):\n%s\n%s\n%s\n%s", d, wrong, gotWrong, data)
	}
}

// alikeFeatures are features of programs that write them all alike, with what each has of its own between
// < and >: an id, or a right value.
var alikeFeatures = []string{
	`{"type":"Feature","id":<ID>,"geometry":{"type":"Point","coordinates":[<14.5>,<63>]},"properties":{"kind":<"site">,"id":<ID>,"name":<"A">,"nace":<"17.12">,"country":"SE","layer":<null>}}`,
	`{"type":"Feature","id":<ID>,"geometry":{"type":"Point","coordinates":[<14.5>,<63>]},"properties":{"name":<"A">,"municipality":<"">,"source":<"x">,"layer":<"">,"facility":<"">}}`,
	`{"type":"Feature","properties":{"kind":"site","id":<ID>,"name":<"A">,"visibility":<"public">,"place_accuracy":<"exact">},"geometry":{"coordinates":[<14.5>,<63>,<310>],"type":"Point"}}`,
	"{ \"type\": \"Feature\",\n  \"properties\": { \"id\": <ID>, \"name\": <\"A\">, \"lon\": <14.5>, \"lat\": <63>, \"colour\": <\"red\"> },\r\n  \"geometry\": null }",
	`{"type":"Feature","properties":{"id":<ID>,"name":<"A">},"geometry":{"type":"Point","coordinates":[<14.5>,<63>]},"id":<ID>}`,
	`{"type":"Feature","bbox":[<1>,1],"properties":{"id":<ID>,"name":<"A">,"x":<500000>,"y":<7000000.25>,"epsg":<3006>,"note":<"n">,"namn":<null>},"geometry":null}`,
	`{"type":"Feature","id":<ID>,"geometry":null,"properties":{"kind":"flow","site_id":<"s">,"direction":<"surplus">,"resource":<"heat">,"quantity":<3>,"unit":"MW","full_load_hours":<6000>,"supply_c":80,"return_c":<45>}}`,
	`{"type":"Feature","id":<ID>,"geometry":{"type":"Point","coordinates":[14,63]},"properties":{"facility":<"rail">,"source":<"x">,"capacity":<3>,"capacity_unit":<"MW">}}`,
	`{"type":"Feature","id":<ID>,"geometry":{"type":"Point","coordinates":[14,<63>]},"properties":{"kind":<"constraint">,"name":"a","layer":<"shore">,"source":<"x">}}`,
	`{"type":"Feature","id":<ID>,"geometry":{"type":"Polygon","coordinates":[[[14,63],[<14.1>,63],[14.1,63.1],[14,63]]]},"properties":{"name":<"A">}}`,
}

var ownValue = regexp.MustCompile(`<[^>]*>`)

// Values of all kinds, some of them no JSON.
var (
	someNumbers = []string{"14.6", "63.2", "0", "-0", "-0.5", "1e1", "1E400", "01", "1.", ".5", "-", "14.640000000000001", "123456789012345678", "181", "null", `"14"`, "500000", "7000000.25", "[1]", "14 ", "1-2", "1 ", "", `"x"`}
	someIDs     = []string{"7", `""`, "null", "true", `"a/b"`, `"å"`, `" s1"`, `"s0"`, "[1]", "{}", `"s\u0031"`, "1.50", `"` + strings.Repeat("n", 200) + `"`}
	someValues  = []string{`"A"`, `"Åre"`, `"AB"`, `""`, "null", "3", "3.50", "true", `"heat"`, `"exact"`, `"approximate"`, `"public"`, `"site"`, `"flow"`, `"natura_2000"`, `"rail"`, `"a\tb"`, `"a\"}"`, `" B "`, `[1,"a"]`, `["a",[1]]`, `{"a":1}`,
		"\"a\nb\"", `"` + strings.Repeat("n", 5000) + `"`, `"` + strings.Repeat("n", 70000) + `"`, `"unfinished`, "", "nul", `"\x"`, `"é"`, "\"\xff\"", `"a\u0000b"`, `"a;b"`, "1e5", `"` + strings.Repeat("å", 4000) + `"`}
)

// TestEveryValueReadsByPatternsAsAnyJSON puts each value into each place of a feature that follows two right
// ones like it, and two more behind it.
func TestEveryValueReadsByPatternsAsAnyJSON(t *testing.T) {
	for _, like := range alikeFeatures {
		places := ownValue.FindAllString(like, -1)
		for at, was := range places {
			values := someValues
			if was == "<ID>" {
				values = someIDs
			} else if was[1] != '"' {
				values = someNumbers
			}
			for _, value := range values {
				var features []string
				for n := range 5 {
					i := -1
					features = append(features, ownValue.ReplaceAllStringFunc(like, func(own string) string {
						if i++; i == at && n == 2 {
							return value
						}
						return rightValue(own, n)
					}))
				}
				sameByPatterns(t, []byte(collection(strings.Join(features, ","))), As{})
			}
		}
	}
}

// rightValue fills the place of a value of the n-th feature rightly.
func rightValue(own string, n int) string {
	if own == "<ID>" {
		return fmt.Sprintf(`"s%d"`, n)
	}
	return own[1 : len(own)-1]
}

// TestByPatternsAFileReadsAsAnyJSON: of features alike and not, with right values and wrong ones, read as one
// and in parts, as ours and as somebody else's.
func TestByPatternsAFileReadsAsAnyJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfN(rapid.SampledFrom(alikeFeatures), 1, 3).Draw(t, "alike")
		value := rapid.SampledFrom(slices.Concat(someNumbers, someIDs, someValues))
		var features []string
		for n := range rapid.IntRange(2, 30).Draw(t, "features") {
			text := ownValue.ReplaceAllStringFunc(rapid.SampledFrom(some).Draw(t, "feature"), func(own string) string {
				if rapid.IntRange(0, 9).Draw(t, "other") > 0 {
					return rightValue(own, n)
				}
				return value.Draw(t, "value")
			})
			if json.Valid([]byte(text)) { // else the whole file is refused
				features = append(features, text)
			}
		}
		data := []byte(collection(strings.Join(features, ",\n")))
		sameByPatterns(t, data, As{})
		sameByPatterns(t, data, As{Noun: Facilities, Facility: "rail"})
		if len(features) > 0 {
			sameInParts(t, data, new(int), 1, 700)
		}
	})
}

func FuzzPatterns(f *testing.F) {
	for _, text := range alikeFeatures {
		var two []string
		for n := range 2 {
			two = append(two, ownValue.ReplaceAllStringFunc(text, func(own string) string { return rightValue(own, n) }))
		}
		f.Add([]byte(strings.Join(two, ",")))
	}
	// Members twice, none, in other forms, after and before right ones.
	right := `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[14.5,63]},"properties":{"name":"A"}}`
	for _, odd := range []string{
		`{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[14.5,63]},"properties":{"name":"A","name":"B"}}`,
		`{"type":"Feature","id":"b","properties":{"n\u0061me":"A","lon":14.5,"lat":63}}`,
		`{"type":"Feature","id":"c","id":8,"geometry":{"type":"Point","coordinates":[14.5,63]},"properties":{}}`,
		`{"type":"Feature","geometry":{"type":"Point","coordinates":[14.5,63]},"geometry":{"type":"Point","coordinates":[15,64]},"properties":{"i\u0064":"d"}}`,
		`{"type":"Feature","id":"e","geometry":{"type":"Point","coordinates":[14.5,63],"coordinates":[15,64]},"properties":null}`,
	} {
		f.Add([]byte(strings.Join([]string{right, odd, odd, right, odd}, ",")))
	}
	f.Fuzz(func(t *testing.T, data []byte) { sameByPatterns(t, []byte(collection(string(data))), As{}) })
}

// TestFeaturesWithoutGeometryTakeNoneFromBefore: what a pattern that is used again knew of its geometry is
// not that of features that have none, once more kinds of features have come than are kept.
func TestFeaturesWithoutGeometryTakeNoneFromBefore(t *testing.T) {
	var features []string
	for n := range patternsKept + 1 {
		features = append(features, fmt.Sprintf(`{"type":"Feature","id":"p%d","geometry":{"type":"Point","coordinates":[14.%d,63]},"properties":{"name":"A"%s}}`,
			n, n, strings.Repeat(" ", n)))
	}
	for n, municipality := range []string{"null", `"Åre"`, "null"} { // the site is made anew from each
		features = append(features, fmt.Sprintf(`{"type":"Feature","id":"q%d","properties":{"name":"B","municipality":%s,"lon":15.%d,"lat":64}}`, n, municipality, n))
	}
	sameByPatterns(t, []byte(collection(strings.Join(features, ","))), As{})
}

// TestWhichFeaturesAreAlike: those between whose values the same bytes stand, whatever the values.
func TestWhichFeaturesAreAlike(t *testing.T) {
	first := `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[14.5,63]},"properties":{"kind":"site","name":"A","note":"n"},"more":[1,2]}`
	for change, want := range map[string]bool{
		`"a"→"b"`: true, `"a"→"longer than before"`: true, `"a"→7`: true, `"A"→null`: true, `"A"→"\u00c5"`: true, `"n"→["x",1]`: true, `"n"→{"x":[]}`: true,
		`14.5→-1`: true, `63→63.25`: true, `63→63.1234567890123456`: true, `[1,2]→null`: true, `"site"→"flow"`: true, `"n"→true`: true, `63→6e1`: true,
		`"name"→"namn"`: false, `,"note"→, "note"`: false, `,"note":"n"→`: false, `"a"→[7]`: false, `14.5→"14.5"`: false, `63→63,1`: false, `63→063`: false,
		`63→1e999`: false, `Point→point`: false, `"A"→ "A"`: false, `"A"→"A`: false, `"A"→"\x"`: false,
	} {
		was, now, _ := strings.Cut(change, "→")
		data := first + "," + strings.Replace(first, was, now, 1)
		scan := &jsonScanner{data: []byte(data)}
		r := newGeoJSONReader(&findings{maxProblems: 9}, &settings{name: "f", ctx: t.Context()}, scan)
		r.feature()
		scan.pos++
		if got := r.likeBefore(&feature{}); got != want || !want && scan.pos != len(first)+1 || want && scan.pos != len(data) {
			t.Errorf("%s: alike %v, want %v; the reader stands at %d of %d", change, got, want, scan.pos, len(data))
		}
	}
}
