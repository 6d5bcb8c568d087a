package report

import (
	"slices"
	"strconv"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// Pitch makes the document of a sheet in a language.
func Pitch(s Sheet, w wording.Words) Document {
	b := pitchBuilder{sheet: s, w: w}
	return b.document()
}

type pitchBuilder struct {
	sheet Sheet
	w     wording.Words
	cited cited
}

// DocumentWords are the words that a form of a document says, in the language of w.
func DocumentWords(w wording.Words) Words {
	return Words{
		Page:      func(n, of int) string { return w.Document("page", strconv.Itoa(n), strconv.Itoa(of)) },
		Made:      w.Document("made"),
		Data:      w.Document("data"),
		Sources:   w.Document("sources"),
		Source:    w.Document("source"),
		Estimated: w.Document("estimated"),
		North:     w.Document("north"),
		Existing:  w.Document("line_exists"),
		Possible:  w.Document("line_could"),
		MapData:   w.Document("map_data"),
	}
}

func (b *pitchBuilder) document() Document {
	s, w := b.sheet, b.w
	made, _ := symbiosis.ParseDate(s.Made)
	d := Document{
		Kind: w.Document("pitch"), Title: s.Title, Language: w.Language(), Date: made, Version: s.Revision, Words: DocumentWords(w),
	}
	d.Subtitle = join(b.firmName(), b.size(), s.Area.Name, s.Area.Municipality)
	if d.Title == "" {
		d.Title = w.Document("pitch_title", b.firmName(), s.Area.Name)
		d.Subtitle = join(b.size(), s.Area.Municipality)
	}
	d.Blocks = append(d.Blocks, Paragraph{Text: Text{Text: w.Document("pitch_lead")}}, b.mapOf())
	d.Blocks = append(d.Blocks, b.flows()...)
	d.Blocks = append(d.Blocks, Heading{1, w.Document("offers")}, b.offers())
	d.Blocks = append(d.Blocks, Heading{1, w.Document("takes")}, b.takes())
	d.Blocks = append(d.Blocks, b.contacts()...)
	note := "made_for_network"
	if s.MadeFor == symbiosis.Public {
		note = "made_for_public"
	}
	d.Blocks = append(d.Blocks, Paragraph{Text: Text{Text: w.Document(note)}, Quiet: true})
	d.Sources = b.cited.list
	return d
}

func join(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p == "" {
			continue
		}
		if out != "" {
			out += " · "
		}
		out += p
	}
	return out
}

// firmName is the firm's name where the reader may see it.
func (b *pitchBuilder) firmName() string {
	if name := b.sheet.Firm.Names.In(b.w.Language()); name != "" {
		return name
	}
	return b.w.Document("establishment")
}

// size is the capacity: "2 ha glas".
func (b *pitchBuilder) size() string {
	f := b.sheet.Firm
	text := b.w.Exact(f.Capacity, f.CapacityUnit)
	if of := f.CapacityOf.In(b.w.Language()); of != "" {
		text += " " + of
	}
	return text
}

// numbered gives each partner the number it has on the map and in the tables: sites in the order
// of their first mention.
func (b *pitchBuilder) numbered() map[string]int {
	numbers := map[string]int{}
	for _, f := range b.sheet.Flows {
		for _, p := range f.Partners {
			if _, ok := numbers[p.key()]; !ok {
				numbers[p.key()] = len(numbers) + 1
			}
		}
	}
	return numbers
}

func (b *pitchBuilder) mapOf() Map {
	s, w := b.sheet, b.w
	numbers := b.numbered()
	m := Map{
		Alt: w.Document("map_alt", s.Area.Name, strconv.Itoa(len(numbers))), Height: 95, Words: DocumentWords(w),
		Areas: []MapArea{{Label: s.Area.Name, Geometry: s.Area.Geometry}},
	}
	centre := s.Area.Geometry.Bound().Center()
	drawn, told := map[string]bool{}, map[string]bool{}
	greatest := map[string]float64{} // by unit: tonnes and GWh are not of one size
	for _, f := range s.Flows {
		for _, p := range f.Partners {
			greatest[p.Unit] = max(greatest[p.Unit], p.Amount)
		}
	}
	for _, f := range s.Flows {
		for _, p := range f.Partners {
			line := MapLine{From: p.Point, To: centre, Resource: string(p.Resource), SupplyC: p.SupplyC, Share: p.Amount / greatest[p.Unit]}
			if f.Direction == symbiosis.Surplus {
				line.From, line.To = line.To, line.From
			}
			m.Lines = append(m.Lines, line)
			if !drawn[p.key()] {
				drawn[p.key()] = true
				m.Places = append(m.Places, MapPlace{
					Number: numbers[p.key()], Point: p.Point, Resource: string(p.Resource), SupplyC: p.SupplyC, Estimated: p.Estimated,
				})
			}
			text := named(w, p.Resource, p.SupplyC, nil)
			if !told[text] {
				told[text] = true
				m.Legend = append(m.Legend, LegendItem{Resource: string(p.Resource), SupplyC: p.SupplyC, Text: text})
			}
		}
	}
	return m
}

func (b *pitchBuilder) offers() Facts {
	a, w := b.sheet.Area, b.w
	var facts []Fact
	source := b.cited.cite(a.Source)
	add := func(key, text string, estimated bool, sources []int) {
		if text != "" {
			facts = append(facts, Fact{w.Document(key), Text{text, estimated, sources}})
		}
	}
	known := func(v *float64, text func(float64) string) string {
		if v == nil {
			return w.Document("not_known")
		}
		return text(*v)
	}
	add("municipality", a.Municipality, false, nil)
	add("area_ha", w.Known(a.Hectares, "ha"), a.Estimated, source)
	if a.FitHa != nil {
		add("fit_ha", w.Known(*a.FitHa, "ha"), a.Estimated, b.cited.cite(w.Document("reckoned")))
	}
	add("plan", w.PlanStatus(a.Plan), false, source)
	add("years_to_ready", known(a.YearsToReady, func(v float64) string { return w.Exact(v, "yr") }), a.Estimated && a.YearsToReady != nil, source)
	add("grid", known(a.GridMW, func(v float64) string {
		text := w.Exact(v, "MW")
		if a.GridYear > 0 {
			text = w.Document("from_year", text, strconv.Itoa(a.GridYear))
		}
		return text
	}), a.Estimated && a.GridMW != nil, source)
	for _, c := range a.Connections {
		facts = append(facts, Fact{w.Utility(c.Utility), Text{Text: w.Connection(c.State)}})
	}
	add("price", known(a.PriceSEKPerM2, func(v float64) string { return w.Exact(v, "SEK/m²") }), a.Estimated && a.PriceSEKPerM2 != nil, nil)
	add("remediation", a.Remediation, false, source)
	if a.RemediationCost != nil {
		add("remediation_cost", "≈\u00a0"+w.Known(*a.RemediationCost, "SEK"), a.Estimated, source)
	}
	if a.SlopePct != nil {
		add("slope", w.Exact(*a.SlopePct, "%"), a.Estimated, source)
	}
	add("restrictions", a.Restrictions, false, source)
	for _, n := range a.Near {
		text := "≈\u00a0" + w.Rounded(n.Distance, "m")
		if n.Name != "" {
			text += " (" + n.Name + ")"
		}
		facts = append(facts, Fact{w.FacilityKind(n.Kind), Text{Text: text, Sources: b.cited.cite(n.Source)}})
	}
	return Facts{facts}
}

func (b *pitchBuilder) takes() Facts {
	f, a, w := b.sheet.Firm, b.sheet.Area, b.w
	from := f.Source
	if from == symbiosis.LibrarySource {
		from = w.Document("library")
	}
	source := b.cited.cite(from)
	facts := []Fact{{w.Document("capacity"), Text{Text: b.size()}}}
	add := func(key string, v *float64, unit string, there *float64) {
		if v == nil {
			return
		}
		text := w.Known(*v, unit)
		if there != nil {
			text = w.Document("of_which_there_is", text, w.Known(*there, unit))
		}
		facts = append(facts, Fact{w.Document(key), Text{text, f.Estimated, source}})
	}
	there := &a.Hectares
	if a.FitHa != nil {
		there = a.FitHa
	}
	add("land_needed", f.LandHa, "ha", there)
	add("grid_needed", f.GridMW, "MW", a.GridMW)
	add("water_needed", f.WaterM3, "m3/yr", nil)
	if f.Staff != nil {
		facts = append(facts, Fact{w.Document("staff_needed"), Text{w.Known(*f.Staff, ""), f.Estimated, source}})
	}
	if sum, ok := b.investment(); ok {
		facts = append(facts, Fact{w.Document("lowest_investment"), Text{
			"≈\u00a0" + w.Rounded(sum, "SEK"), true, b.cited.cite(w.Document("reckoned")),
		}})
	}
	return Facts{facts}
}

// investment sums what connecting the first partner of each flow costs once.
func (b *pitchBuilder) investment() (sum float64, ok bool) {
	for _, f := range b.sheet.Flows {
		if len(f.Partners) > 0 && f.Partners[0].Investment != nil && *f.Partners[0].Investment > 0 {
			sum += *f.Partners[0].Investment
			ok = true
		}
	}
	return sum, ok
}

func (b *pitchBuilder) contacts() []Block {
	blocks := []Block{Heading{1, b.w.Document("contacts")}}
	contacts := slices.DeleteFunc(slices.Clone(b.sheet.Contacts), func(c string) bool { return c == "" })
	if len(contacts) == 0 {
		contacts = []string{b.w.Document("no_contact")}
	}
	for _, c := range contacts {
		blocks = append(blocks, Paragraph{Text: Text{Text: c}})
	}
	return blocks
}
