package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// Sheet is what a pitch sheet shows, in no language: only what its reader may see is in it. It is
// kept as JSON, so that the sheet shows unchanged.
type Sheet struct {
	Title string     `json:"title"`
	Area  SheetArea  `json:"area"`
	Firm  SheetFirm  `json:"firm"`
	Flows []FirmFlow `json:"flows"` // of the firm, each with who could meet it
	// MadeFor is what the reader may see: public or network.
	MadeFor  symbiosis.Visibility `json:"made_for"`
	Contacts []string             `json:"contacts"`
	Made     string               `json:"made"`     // day, ISO 8601
	Revision string               `json:"revision"` // of the data
}

// SheetArea is the land.
type SheetArea struct {
	Name            string               `json:"name"`
	Municipality    string               `json:"municipality,omitempty"`
	Geometry        orb.MultiPolygon     `json:"geometry"`
	Hectares        float64              `json:"area_ha"`
	FitHa           *float64             `json:"fit_ha,omitempty"` // what can be built on
	Plan            symbiosis.PlanStatus `json:"plan_status"`
	YearsToReady    *float64             `json:"years_to_build_ready,omitempty"`
	Restrictions    string               `json:"restrictions,omitempty"`
	GridMW          *float64             `json:"grid_mw,omitempty"`
	GridYear        int                  `json:"grid_year,omitempty"`
	Connections     []Connection         `json:"connections"`
	PriceSEKPerM2   *float64             `json:"price_sek_per_m2,omitempty"`
	Remediation     string               `json:"remediation,omitempty"`
	RemediationCost *float64             `json:"remediation_cost_sek,omitempty"`
	SlopePct        *float64             `json:"slope_pct,omitempty"`
	Near            []Near               `json:"near,omitempty"` // infrastructure
	Estimated       bool                 `json:"estimated"`
	Source          string               `json:"source,omitempty"`
}

// Connection is how near the land lies to a utility; no state, not known.
type Connection struct {
	Utility symbiosis.Utility    `json:"utility"`
	State   symbiosis.Connection `json:"state"`
}

// Near is the nearest infrastructure of a kind.
type Near struct {
	Kind     symbiosis.FacilityKind `json:"kind"`
	Name     string                 `json:"name,omitempty"`
	Distance float64                `json:"distance_m"` // as the crow flies
	Source   string                 `json:"source,omitempty"`
}

// SheetFirm is what would be established. A name that the reader may not see is left empty.
type SheetFirm struct {
	Names        symbiosis.Names `json:"names"`
	Capacity     float64         `json:"capacity"`
	CapacityUnit string          `json:"capacity_unit"`
	CapacityOf   symbiosis.Names `json:"capacity_of"`
	LandHa       *float64        `json:"land_ha,omitempty"`
	GridMW       *float64        `json:"grid_mw,omitempty"`
	WaterM3      *float64        `json:"water_m3_per_year,omitempty"`
	Staff        *float64        `json:"staff,omitempty"`
	Estimated    bool            `json:"estimated"`
	Source       string          `json:"source,omitempty"`
}

// FirmFlow is a need or a surplus of the firm.
type FirmFlow struct {
	Direction symbiosis.Direction    `json:"direction"`
	Resource  symbiosis.ResourceCode `json:"resource"`
	Amount    float64                `json:"amount"` // a year
	Unit      string                 `json:"unit"`   // "GWh/yr", "t/yr"; the flow's own where neither fits
	SupplyC   *float64               `json:"supply_c,omitempty"`
	ReturnC   *float64               `json:"return_c,omitempty"`
	Source    string                 `json:"source,omitempty"`
	Estimated bool                   `json:"estimated"`
	Partners  []Partner              `json:"partners"`
	More      int                    `json:"more,omitempty"` // partners that may be shown but are left out
	// Sum is what partners that may not be shown have together, where that may be told.
	Sum     *float64 `json:"sum,omitempty"`
	SumUnit string   `json:"sum_unit,omitempty"`
}

// Partner is a site that could give what the firm needs, or take what it has over.
type Partner struct {
	// FlowID and SiteID say what the row is of, so that it can be left out when they are closed; no form
	// of the document shows them. Sheets made before 2026-11-26 lack them.
	FlowID       symbiosis.FlowID       `json:"flow_id,omitempty"`
	SiteID       symbiosis.SiteID       `json:"site_id,omitempty"`
	Site         string                 `json:"site"`
	Municipality string                 `json:"municipality,omitempty"`
	Point        orb.Point              `json:"point"`
	Resource     symbiosis.ResourceCode `json:"resource"`
	SupplyC      *float64               `json:"supply_c,omitempty"`
	Amount       float64                `json:"amount"` // that would be delivered in a year
	Unit         string                 `json:"unit"`
	RouteM       float64                `json:"route_m"`
	// Cost is per unit at the receiver's gate.
	Cost       *float64            `json:"cost,omitempty"`
	CostUnit   string              `json:"cost_unit,omitempty"` // "SEK/MWh", "SEK/t"
	Investment *float64            `json:"investment_sek,omitempty"`
	Class      symbiosis.HeatClass `json:"class,omitempty"`
	Estimated  bool                `json:"estimated"`
	// PartlyTaken says that an exchange that isn't shown uses some of it today.
	PartlyTaken bool   `json:"partly_taken,omitempty"`
	Source      string `json:"source,omitempty"`
}

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

func (p Partner) key() string {
	return p.Site + "\x00" + strconv.FormatFloat(p.Point[0], 'f', 7, 64) + "\x00" + strconv.FormatFloat(p.Point[1], 'f', 7, 64)
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

// flows are the tables of who could meet what the firm needs, and then of who could take what it
// has over.
func (b *pitchBuilder) flows() []Block {
	var blocks []Block
	for _, side := range []struct {
		direction symbiosis.Direction
		heading   string
		each      string
		sum       string
	}{{symbiosis.Need, "reach", "need_of", "also_sum"}, {symbiosis.Surplus, "takers", "surplus_of", "also_sum_takers"}} {
		headed := false
		for _, f := range b.sheet.Flows {
			if f.Direction != side.direction {
				continue
			}
			if !headed {
				blocks = append(blocks, Heading{1, b.w.Document(side.heading)})
				headed = true
			}
			blocks = append(blocks, b.flow(f, side.each, side.sum)...)
		}
	}
	if len(blocks) > 0 {
		blocks = append(blocks, Paragraph{Text: Text{Text: b.w.Document("figures_note")}, Quiet: true})
	}
	return blocks
}

func (b *pitchBuilder) flow(f FirmFlow, title, sum string) []Block {
	w := b.w
	what := named(w, f.Resource, f.SupplyC, f.ReturnC)
	blocks := []Block{Heading{2, w.Document(title, what, w.Known(f.Amount, f.Unit))}}
	if len(f.Partners) == 0 {
		blocks = append(blocks, Paragraph{Text: Text{Text: w.Document("nothing_shown")}})
	} else {
		blocks = append(blocks, b.partners(f))
	}
	if f.More > 0 {
		blocks = append(blocks, Paragraph{Text: Text{Text: w.Document("more_shown", strconv.Itoa(f.More))}, Quiet: true})
	}
	if f.Sum != nil {
		blocks = append(blocks, Paragraph{Text: Text{Text: w.Document(sum, "≈\u00a0"+w.Rounded(*f.Sum, f.SumUnit))}})
	}
	return blocks
}

func (b *pitchBuilder) partners(f FirmFlow) Table {
	w := b.w
	t := Table{Columns: []Column{
		{w.Document("no"), 0.5, true}, {w.Document("firm"), 2.7, false}, {w.Document("resource"), 2.4, false}, {w.Document("amount"), 1.8, true},
		{w.Document("distance"), 1.1, true}, {w.Document("delivered_cost"), 1.6, true}, {w.Document("once"), 1.4, true},
	}}
	numbers := b.numbered()
	for _, p := range f.Partners {
		what := named(w, p.Resource, p.SupplyC, nil)
		if p.Class != "" {
			what += ", " + w.Class(p.Class)
		}
		if p.PartlyTaken {
			what += "; " + w.Document("partly_taken")
		}
		who := placed(p.Site, p.Municipality)
		t.Rows = append(t.Rows, []Text{
			{Text: strconv.Itoa(numbers[p.key()])},
			{Text: who, Sources: b.cited.cite(p.Source)},
			{Text: what},
			{Text: approximately(w, &p.Amount, p.Unit), Estimated: p.Estimated},
			{Text: approximately(w, &p.RouteM, "m")},
			{Text: approximately(w, p.Cost, p.CostUnit)},
			{Text: approximately(w, p.Investment, "SEK")},
		})
	}
	return t
}

// named is a resource by its name; heat whose temperatures are known is called by them: the class
// would only say it again, coarser.
func named(w wording.Words, r symbiosis.ResourceCode, supply, back *float64) string {
	switch {
	case supply == nil:
		return w.Resource(r)
	case back == nil:
		return w.Kind("heat") + " " + w.Exact(*supply, "°C")
	}
	return w.Kind("heat") + " " + w.Exact(*supply, "") + "/" + w.Exact(*back, "°C")
}

// placed is a site with its municipality, unless its name says so already.
func placed(site, municipality string) string {
	if municipality == "" || strings.Contains(site, municipality) {
		return site
	}
	return site + ", " + municipality
}

// approximately is a reckoned figure rounded to what is known; a dash where there is none.
func approximately(w wording.Words, v *float64, unit string) string {
	if v == nil {
		return "–"
	}
	return "≈\u00a0" + w.Rounded(*v, unit)
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
