package exchangeformat

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyFeatures makes features that any program may write, right ones and wrong: members twice, in another order, escaped
// or missing, with whatever geometry.
type anyFeatures struct{ r *rand.Rand }

func (b anyFeatures) of(list ...string) string { return list[b.r.IntN(len(list))] }

func (b anyFeatures) value() string {
	if b.r.IntN(3) == 0 {
		return b.of(someNumbers...)
	}
	return b.of(someValues...)
}

// template is a feature with holes for values, <k> with a letter for what stands there.
func (b anyFeatures) template() string {
	sp := b.of("", "", "", " ", "\n ")
	var members []string
	members = append(members, `"type"`+sp+`:`+`"Feature"`)
	coord := func() string { return b.of("<n>", "<n>", "14.5", "63") }
	point := func() string {
		parts := []string{`"type":"Point"`, `"coordinates":[` + coord() + "," + coord() + b.of("", "", ",<n>", ",1,2", ",<n>,<n>") + `]`}
		if b.r.IntN(8) == 0 {
			parts = append(parts, b.of(`"bbox":[1,2]`, `"type":"Point"`, `"coordinates":[<n>,5]`, `"x":<v>`, `"type":"Line"`))
		}
		b.r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		return "{" + strings.Join(parts, ","+sp) + "}"
	}
	for range 1 + b.r.IntN(16)/14 {
		switch b.r.IntN(10) {
		case 0, 1:
			members = append(members, `"geometry":`+b.of("null", "<g>", "{}", "null ", "[]"))
		case 2:
		case 3:
			members = append(members, `"geometry":`+b.of(`{"type":"Polygon","coordinates":[[[14,63],[<n>,63],[14.1,63.1],[14,63]]]}`, `{"type":"GeometryCollection","geometries":[`+point()+`]}`, `{"type":"MultiPoint","coordinates":[[<n>,63]]}`, `{"type":"LineString","coordinates":[[14,<n>],[14.2,63]]}`))
		default:
			members = append(members, `"geometry":`+point())
		}
	}
	for range b.r.IntN(3) / 2 * (1 + b.r.IntN(12)/11) {
		members = append(members, `"id":<i>`)
	}
	if b.r.IntN(8) == 0 {
		members = append(members, b.of(`"bbox":[<n>,1]`, `"more":<v>`, `"i\u0064":<i>`, `"":<v>`, `"more":<v>,"more":<v>`))
	}
	var props []string
	if b.r.IntN(4) > 0 {
		props = append(props, `"id":<i>`)
	}
	if b.r.IntN(3) > 0 {
		props = append(props, `"name":<v>`)
	}
	for range b.r.IntN(6) {
		props = append(props, b.of(`"kind":<k>`, `"kind":"site"`, `"n\u0061me":<v>`, `"namn":<v>`, `"NAME":<v>`, `"note":<v>`, `"lon":<n>`, `"lat":<n>`, `"x":<n>`, `"y":<n>`, `"epsg":<e>`, `"i\u0064":<i>`, `"site_id":<i>`,
			`"nace":<v>`, `"country":<c>`, `"municipality":<v>`, `"source":<v>`, `"visibility":<q>`, `"place_accuracy":<q>`, `"layer":<v>`, `"facility":<v>`, `"colour":<v>`, `"direction":<v>`, `"resource":<v>`, `"quantity":<n>`, `"unit":"MW"`, `"quantity (MW)":<n>`, `"note (x)":<v>`, `"lon [°]":<n>`, `"":<v>`, `"name":<v>`, `"surplus_id":<i>`, `"need_id":<i>`, `"organisation":<v>`))
	}
	b.r.Shuffle(len(props), func(i, j int) { props[i], props[j] = props[j], props[i] })
	if b.r.IntN(30) > 0 {
		members = append(members, `"properties":`+sp+"{"+strings.Join(props, sp+",")+"}")
	} else {
		members = append(members, `"properties":`+b.of("null", "{}", "[]", "<v>"))
	}
	if b.r.IntN(2) > 0 {
		b.r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	}
	return "{" + sp + strings.Join(members, ","+sp) + sp + "}"
}

// fill puts values into the holes of the n-th feature of a file; wild: some of them anything.
func (b anyFeatures) fill(tpl string, n int, wild bool) string {
	var out strings.Builder
	for {
		i := strings.IndexByte(tpl, '<')
		if i < 0 || i+2 >= len(tpl) || tpl[i+2] != '>' {
			out.WriteString(tpl)
			return out.String()
		}
		out.WriteString(tpl[:i])
		k := tpl[i+1]
		tpl = tpl[i+3:]
		odd := wild && b.r.IntN(4) == 0
		switch {
		case odd && k == 'i':
			out.WriteString(b.of(someIDs...))
		case odd:
			out.WriteString(b.value())
		case k == 'i':
			out.WriteString(b.of(fmt.Sprintf(`"s%d"`, n), fmt.Sprintf(`"s%d"`, n), fmt.Sprintf(`"s%d"`, n), strconv.Itoa(n), `"same"`, "null"))
		case k == 'n':
			out.WriteString(b.of("14.5", "63", "15.25", "63.0", "14.5000", "1e1", "310", "-0", "7000000.5", "500000", "null"))
		case k == 'k':
			out.WriteString(b.of(`"site"`, `"site"`, `"flow"`, `"area"`, `"facility"`, "null", `"x"`))
		case k == 'e':
			out.WriteString(b.of("3006", `"3006"`, "25832", "null", `"EPSG:3006"`, "4326"))
		case k == 'c':
			out.WriteString(b.of(`"SE"`, `"se"`, `"NO"`, "null", `""`, `" SE"`))
		case k == 'q':
			out.WriteString(b.of(`"exact"`, `"public"`, `"approximate"`, `"offentlig"`, `"confidential"`, "null", `"  "`))
		case k == 'g':
			out.WriteString(b.of("null", `{"type":"Point","coordinates":[14,63]}`))
		default:
			out.WriteString(b.of(`"A"`, `"B"`, `"Åre"`, "null", `""`, "3", `" "`, `"17.12"`, `"heat"`, `"\u0041"`, `["a",1]`))
		}
	}
}

// file is a collection of features of a few templates.
func (b anyFeatures) file() []byte {
	var templates, features []string
	for range 1 + b.r.IntN(6) { // more than patterns are kept
		templates = append(templates, b.template())
	}
	wild := b.r.IntN(3) == 0
	for i := range 2 + b.r.IntN(14) {
		text := ""
		for try := 0; try < 20 && !json.Valid([]byte(text)); try++ { // mostly: else the whole file is refused
			text = b.fill(templates[b.r.IntN(1+b.r.IntN(len(templates)))], i, wild)
		}
		features = append(features, text)
	}
	return []byte(collection(strings.Join(features, ",")))
}

// TestByPatternsAnyFileReadsAsAnyJSON: whatever its features look like.
func TestByPatternsAnyFileReadsAsAnyJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyFeatures{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))} //nolint:gosec // nothing to guess
		for range 5 {
			data := b.file()
			sameByPatterns(t, data, As{})
			sameByPatterns(t, data, As{Noun: Facilities, Facility: "rail"})
			sameInParts(t, data, new(int), 1, 300)
		}
	})
}
