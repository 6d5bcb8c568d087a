package wording

import (
	"math"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Criterion returns what a criterion of land is called: "Avstånd till större väg".
func (w Words) Criterion(key string) string { return w.term(criteria, key) }

// CriterionHint says what a criterion measures, in a sentence.
func (w Words) CriterionHint(key string) string { return w.term(criterionHints, key) }

// CriterionGroup returns the name of a group of criteria.
func (w Words) CriterionGroup(key string) string { return w.term(criterionGroups, key) }

// Missing says why a figure is missing.
func (w Words) Missing(why string) string { return w.term(missingFigures, why) }

// LandNotice says what was mended, left out or not known of an area's overlay.
func (w Words) LandNotice(n symbiosis.LandNotice) string {
	text := w.term(landNotices, n.Key)
	if n.Of == "" {
		return text
	}
	return n.Of + ": " + text
}

// FigureSource returns where a figure of land, or a value function, comes from: what is our own by
// its name or its text in geodata/criteria,
// any other text as it is, and that nobody has said where there is none.
func (w Words) FigureSource(source string) string {
	if source == "" {
		return w.term(landSources, "none")
	}
	return strings.ReplaceAll(w.term(landSources, source), "[A]", "["+w.term(outcomes, "assumption")+"]")
}

// CriterionValue writes the figure of a criterion: steps of a scale in words, shares in per cent.
func (w Words) CriterionValue(key string, f symbiosis.Figure) string {
	switch f.Unit {
	case "class":
		step := int(f.Value)
		if key == "plan_status" {
			if s := symbiosis.PlanStatuses(); step >= 0 && step < len(s) {
				return w.PlanStatus(s[len(s)-1-step])
			}
		} else if s := symbiosis.Connections(); step >= 0 && step < len(s) {
			return w.Connection(s[len(s)-1-step])
		}
		return w.Number(f.Value, 0)
	case "1":
		switch {
		case key == "diversity":
			counted := key
			if f.Value == 1 {
				counted = "diversity_of_one"
			}
			return w.Number(f.Value, decimalsOf(f.Value)) + noBreak + w.term(landUnits, counted)
		case Counts(key):
			return w.Number(f.Value, 0)
		}
		// A share of none or all of an area is just that.
		return w.Percent(f.Value, 0)
	case "SEK/m2":
		return w.Known(f.Value, "SEK/m²")
	}
	if f.Unit == "m" { // measured between outlines and points that are drawn
		return w.Rounded(f.Value, f.Unit)
	}
	if f.Assumption {
		return approximate + w.Rounded(f.Value, UnitOf(key, f.Unit))
	}
	return w.Known(f.Value, UnitOf(key, f.Unit))
}

// Counts says whether a criterion without a unit counts something; else it is a part of a whole.
func Counts(key string) bool {
	return key == "reach_flows" || key == "give_flows" || key == "diversity"
}

// decimalsOf is one for what was reckoned, none for a whole number, such as a break point.
func decimalsOf(v float64) int {
	if v == math.Trunc(v) {
		return 0
	}
	return 1
}

// landUnits are what criteria count that no unit is written for.
var landUnits = map[string]symbiosis.Names{
	"diversity":        {SV: "branscher", NB: "bransjer", EN: "industries"},
	"diversity_of_one": {SV: "bransch", NB: "bransje", EN: "industry"},
}

// item names a group of criteria or a criterion.
func (w Words) item(key string) string {
	if n, ok := criterionGroups[key]; ok {
		return n.In(w.Language())
	}
	return w.Criterion(key)
}

// Consistency says whether a pairwise comparison should be revised, and which pair fits worst:
// row against column, which the weights would give as fits.
func (w Words) Consistency(inconsistent bool, ratio float64, row, column string, fits float64) string {
	text := appraisalTexts["consistent"]
	if inconsistent {
		text = appraisalTexts["inconsistent"]
		if fits < 1 {
			row, column, fits = column, row, 1/fits
		}
	}
	return strings.NewReplacer("{ratio}", w.Number(ratio, 3), "{row}", w.item(row), "{column}", w.item(column), "{fits}", w.Number(fits, 1)).Replace(text.In(w.Language()))
}

// Firmness says how firm the first place among areas is: its share of first ranks under random
// weights, and in how many criteria half the weight more or less would hand it to another.
func (w Words) Firmness(first string, share float64, flips, areas int) string {
	text := appraisalTexts["firm"]
	switch {
	case areas < 2:
		text = appraisalTexts["alone"]
	case flips > 0:
		text = appraisalTexts["shaky"]
	}
	return strings.NewReplacer("{first}", first, "{share}", w.percent(share), "{flips}", w.Number(float64(flips), 0)).Replace(text.In(w.Language()))
}

var appraisalTexts = map[string]symbiosis.Names{
	"consistent":   {SV: "Jämförelserna stämmer överens (CR {ratio}).", NB: "Sammenligningene stemmer overens (CR {ratio}).", EN: "The comparisons agree with each other (CR {ratio})."},
	"inconsistent": {SV: "Jämförelserna motsäger varandra (CR {ratio}, bör vara högst 0,10). Sämst passar ”{row}” mot ”{column}”: de andra svaren tyder på ungefär {fits} gånger så viktigt.", NB: "Sammenligningene motsier hverandre (CR {ratio}, bør være høyst 0,10). Dårligst passer «{row}» mot «{column}»: de andre svarene tyder på omtrent {fits} ganger så viktig.", EN: "The comparisons contradict each other (CR {ratio}, should be at most 0.10). The pair that fits worst is “{row}” against “{column}”: the other answers suggest about {fits} times as important."},
	"firm":         {SV: "{first} ligger först i {share} av alla tänkbara vikter, och behåller platsen om någon enskild vikt ändras med upp till hälften.", NB: "{first} ligger først i {share} av alle tenkelige vekter, og beholder plassen om en enkelt vekt endres med inntil halvparten.", EN: "{first} comes first under {share} of all conceivable weights, and stays there if any single weight changes by up to a half."},
	"shaky":        {SV: "{first} ligger först i {share} av alla tänkbara vikter. Ändras en enda vikt med hälften kan ett annat område ta ledningen; det gäller {flips} av kriterierna.", NB: "{first} ligger først i {share} av alle tenkelige vekter. Endres en enkelt vekt med halvparten, kan et annet område ta ledelsen; det gjelder {flips} av kriteriene.", EN: "{first} comes first under {share} of all conceivable weights. Changing a single weight by a half can hand the lead to another area; that holds for {flips} of the criteria."},
	"alone":        {SV: "Bara {first} har poäng: det finns inget att jämföra med.", NB: "Bare {first} har poeng: det er ingenting å sammenligne med.", EN: "Only {first} has a score: there is nothing to compare it with."},
}

var criterionGroups = map[string]symbiosis.Names{
	"plan":       {SV: "Plan och tid", NB: "Plan og tid", EN: "Plan and time"},
	"land":       {SV: "Mark och kostnad", NB: "Areal og kostnad", EN: "Land and cost"},
	"protection": {SV: "Skydd och grannar", NB: "Vern og naboer", EN: "Protection and neighbours"},
	"transport":  {SV: "Transporter", NB: "Transport", EN: "Transport"},
	"supply":     {SV: "El, vatten och nät", NB: "Kraft, vann og nett", EN: "Power, water and networks"},
	"symbiosis":  {SV: "Utbyten med grannarna", NB: "Utvekslinger med naboene", EN: "Exchanges with neighbours"},
}

var criteria = map[string]symbiosis.Names{
	"plan_status":       {SV: "Planläge", NB: "Planstatus", EN: "Plan status"},
	"build_years":       {SV: "Tid till byggklar mark", NB: "Tid til byggeklar tomt", EN: "Time until ready to build"},
	"remaining_ha":      {SV: "Byggbar yta", NB: "Byggbart areal", EN: "Land fit to build on"},
	"land_price":        {SV: "Markpris", NB: "Tomtepris", EN: "Price of the land"},
	"remediation":       {SV: "Kostnad för sanering", NB: "Kostnad for opprydding", EN: "Cost of remediation"},
	"slope":             {SV: "Lutning", NB: "Helning", EN: "Slope"},
	"nature_share":      {SV: "Skyddad natur och Natura 2000", NB: "Vernet natur og Natura 2000", EN: "Protected nature and Natura 2000"},
	"shore_share":       {SV: "Strandskydd", NB: "Strandsone", EN: "Shore protection"},
	"flood_share":       {SV: "Översvämning", NB: "Flom", EN: "Flooding"},
	"groundwater_share": {SV: "Vattenskydd", NB: "Grunnvannsbeskyttelse", EN: "Groundwater protection"},
	"heritage_share":    {SV: "Kulturmiljö", NB: "Kulturmiljø", EN: "Heritage"},
	"housing_m":         {SV: "Avstånd till bostäder", NB: "Avstand til boliger", EN: "Distance to housing"},
	"highway_m":         {SV: "Avstånd till större väg", NB: "Avstand til hovedvei", EN: "Distance to a main road"},
	"rail_m":            {SV: "Avstånd till järnväg", NB: "Avstand til jernbane", EN: "Distance to a railway"},
	"port_m":            {SV: "Avstånd till hamn", NB: "Avstand til havn", EN: "Distance to a port"},
	"substation_m":      {SV: "Avstånd till transformatorstation", NB: "Avstand til transformatorstasjon", EN: "Distance to a substation"},
	"grid_mw":           {SV: "Eleffekt från nätet", NB: "Effekt fra nettet", EN: "Power from the grid"},
	"grid_years":        {SV: "Väntan på eleffekt", NB: "Ventetid på effekt", EN: "Wait for grid power"},
	"water":             {SV: "Vatten", NB: "Vann", EN: "Water"},
	"sewage":            {SV: "Avlopp", NB: "Avløp", EN: "Sewage"},
	"fibre":             {SV: "Fiber", NB: "Fiber", EN: "Fibre"},
	"district_heating":  {SV: "Fjärrvärme", NB: "Fjernvarme", EN: "District heating"},
	"heating_m":         {SV: "Avstånd till fjärrvärmenät", NB: "Avstand til fjernvarmenett", EN: "Distance to a district heating network"},
	"reach_gwh":         {SV: "Energi inom räckhåll", NB: "Energi innen rekkevidde", EN: "Energy within reach"},
	"reach_t":           {SV: "Material inom räckhåll", NB: "Materiale innen rekkevidde", EN: "Material within reach"},
	"reach_sek":         {SV: "Nytta inom räckhåll", NB: "Nytte innen rekkevidde", EN: "Benefit within reach"},
	"reach_co2e":        {SV: "Klimatnytta inom räckhåll", NB: "Klimanytte innen rekkevidde", EN: "Climate benefit within reach"},
	"reach_flows":       {SV: "Överskott inom räckhåll", NB: "Overskudd innen rekkevidde", EN: "Surpluses within reach"},
	"give_flows":        {SV: "Behov inom räckhåll", NB: "Behov innen rekkevidde", EN: "Needs within reach"},
	"donor_share":       {SV: "Största givarens andel", NB: "Største giverens andel", EN: "Largest donor's share"},
	"diversity":         {SV: "Blandat näringsliv", NB: "Blandet næringsliv", EN: "Diversity of industry"},
}

var criterionHints = map[string]symbiosis.Names{
	"plan_status":       {SV: "Hur långt marken har kommit i planeringen.", NB: "Hvor langt området er kommet i planleggingen.", EN: "How far the land has come in planning."},
	"build_years":       {SV: "År tills det går att bygga.", NB: "År til det kan bygges.", EN: "Years until building can start."},
	"remaining_ha":      {SV: "Hektar som blir kvar när allt som utesluter är borttaget, i stycken stora nog att bygga på.", NB: "Hektar igjen når alt som utelukker er trukket fra, i stykker store nok til å bygge på.", EN: "Hectares left when all that excludes is taken off, in pieces large enough to build on."},
	"land_price":        {SV: "Begärt pris per kvadratmeter.", NB: "Prisantydning per kvadratmeter.", EN: "Price asked per square metre."},
	"remediation":       {SV: "Kostnaden för att göra marken byggbar, per kvadratmeter av området.", NB: "Kostnaden for å gjøre grunnen byggbar, per kvadratmeter av området.", EN: "Cost of making the ground fit to build on, per square metre of the area."},
	"slope":             {SV: "Markens medellutning: meter upp eller ner på hundra meter.", NB: "Terrengets gjennomsnittlige helning: meter opp eller ned på hundre meter.", EN: "Mean slope of the ground: metres up or down in a hundred."},
	"nature_share":      {SV: "Andel av området där skyddad natur eller Natura 2000 utesluter eller talar emot.", NB: "Andel av området der vernet natur eller Natura 2000 utelukker eller taler imot.", EN: "Share of the area that protected nature or Natura 2000 excludes or counts against."},
	"shore_share":       {SV: "Andel av området under strandskydd.", NB: "Andel av området som ligger i strandsonen med byggeforbud.", EN: "Share of the area under shore protection."},
	"flood_share":       {SV: "Andel av området som kan svämma över.", NB: "Andel av området som kan oversvømmes.", EN: "Share of the area that may flood."},
	"groundwater_share": {SV: "Andel av området inom vattenskyddsområde.", NB: "Andel av området innenfor beskyttelsesområde for grunnvann.", EN: "Share of the area within a water protection area."},
	"heritage_share":    {SV: "Andel av området med skyddad kulturmiljö.", NB: "Andel av området med vernet kulturmiljø.", EN: "Share of the area with protected heritage."},
	"housing_m":         {SV: "Från den byggbara marken till närmaste bostäder. Riktvärden, inget förbud.", NB: "Fra det byggbare arealet til nærmeste boliger. Veiledende verdier, ikke forbud.", EN: "From the land fit to build on to the nearest housing. Guide values, not a ban."},
	"highway_m":         {SV: "Fågelvägen från den byggbara marken.", NB: "I luftlinje fra det byggbare arealet.", EN: "As the crow flies from the land fit to build on."},
	"rail_m":            {SV: "Fågelvägen från den byggbara marken.", NB: "I luftlinje fra det byggbare arealet.", EN: "As the crow flies from the land fit to build on."},
	"port_m":            {SV: "Fågelvägen från den byggbara marken.", NB: "I luftlinje fra det byggbare arealet.", EN: "As the crow flies from the land fit to build on."},
	"substation_m":      {SV: "Fågelvägen från den byggbara marken.", NB: "I luftlinje fra det byggbare arealet.", EN: "As the crow flies from the land fit to build on."},
	"grid_mw":           {SV: "Vad elnätet kan ge.", NB: "Hva kraftnettet kan gi.", EN: "What the grid can give."},
	"grid_years":        {SV: "År från i dag tills nätet kan ge effekten.", NB: "År fra i dag til nettet kan gi effekten.", EN: "Years from today until the grid can give it."},
	"water":             {SV: "Hur nära det finns kommunalt vatten.", NB: "Hvor nær kommunalt vann er.", EN: "How near the water mains are."},
	"sewage":            {SV: "Hur nära avloppsnätet är.", NB: "Hvor nær avløpsnettet er.", EN: "How near the sewers are."},
	"fibre":             {SV: "Hur nära fibernätet är.", NB: "Hvor nær fibernettet er.", EN: "How near the fibre network is."},
	"district_heating":  {SV: "Hur nära det finns fjärrvärme, enligt kommunen.", NB: "Hvor nær fjernvarme er, ifølge kommunen.", EN: "How near district heating is, according to the municipality."},
	"heating_m":         {SV: "Fågelvägen från den byggbara marken.", NB: "I luftlinje fra det byggbare arealet.", EN: "As the crow flies from the land fit to build on."},
	"reach_gwh":         {SV: "Vad grannarnas överskott skulle kunna ge, vart och ett inom sin egen budget.", NB: "Hva naboenes overskudd kunne gitt, hvert innenfor sitt eget budsjett.", EN: "What neighbours' surpluses could give, each within its own budget."},
	"reach_t":           {SV: "Vad grannarnas överskott skulle kunna ge, vart och ett inom sin egen budget.", NB: "Hva naboenes overskudd kunne gitt, hvert innenfor sitt eget budsjett.", EN: "What neighbours' surpluses could give, each within its own budget."},
	"reach_sek":         {SV: "Summan av nettonyttan av överskotten inom räckhåll.", NB: "Summen av netto nytte av overskuddene innen rekkevidde.", EN: "The sum of the net benefits of the surpluses within reach."},
	"reach_co2e":        {SV: "Vad överskotten inom räckhåll sparar av utsläpp.", NB: "Hva overskuddene innen rekkevidde sparer av utslipp.", EN: "What the surpluses within reach save in emissions."},
	"reach_flows":       {SV: "Antal överskott som når hit inom sin budget.", NB: "Antall overskudd som når hit innenfor budsjettet sitt.", EN: "How many surpluses reach here within their budgets."},
	"give_flows":        {SV: "Antal behov som skulle kunna täckas härifrån.", NB: "Antall behov som kunne dekkes herfra.", EN: "How many needs could be served from here."},
	"donor_share":       {SV: "Hur stor del av nyttan som hänger på en enda granne.", NB: "Hvor stor del av nytten som henger på én nabo.", EN: "How much of the benefit hangs on a single neighbour."},
	"diversity":         {SV: "Hur många lika vanliga branscher som arbetsplatserna inom 25 km motsvarar.", NB: "Hvor mange like vanlige bransjer arbeidsplassene innen 25 km tilsvarer.", EN: "How many equally common industries the workplaces within 25 km amount to."},
}

var missingFigures = map[string]symbiosis.Names{
	"not_registered":        {SV: "inte registrerat", NB: "ikke registrert", EN: "not registered"},
	"no_layer":              {SV: "kartlagret saknas i regionen", NB: "kartlaget mangler i regionen", EN: "the region lacks this layer"},
	"no_facility":           {SV: "ingen sådan infrastruktur är inlagd i regionen", NB: "ingen slik infrastruktur er lagt inn i regionen", EN: "no such infrastructure is registered in the region"},
	"constraint_unreadable": {SV: "ett kartlager kan inte läsas här", NB: "et kartlag kan ikke leses her", EN: "a layer can't be read here"},
	"nothing_fit":           {SV: "ingen byggbar mark blir kvar", NB: "ikke noe byggbart areal igjen", EN: "no land fit to build on is left"},
	"no_industry":           {SV: "inga verksamheter med angiven bransch inom 25 km", NB: "ingen virksomheter med oppgitt bransje innen 25 km", EN: "no workplace with a known industry within 25 km"},
}

var landNotices = map[string]symbiosis.Names{
	"self_crossing":         {SV: "gränsen korsar sig själv; ytan är läst varannan gång innanför, varannan utanför", NB: "grensen krysser seg selv; flaten er lest annenhver gang innenfor og utenfor", EN: "the outline crosses itself; it is read as inside and outside by turns"},
	"hole_outside":          {SV: "ett hål ligger utanför gränsen; det tar inget bort", NB: "et hull ligger utenfor grensen; det trekker ikke fra noe", EN: "a hole lies outside the outline; it takes nothing away"},
	"overlapping":           {SV: "delarna överlappar varandra; ytan är räknad en gång", NB: "delene overlapper hverandre; flaten er regnet én gang", EN: "parts overlap; the surface is counted once"},
	"sliver":                {SV: "området är i genomsnitt smalare än en meter: en strimla som inget kan byggas på", NB: "området er i gjennomsnitt smalere enn én meter: en stripe der ingenting kan bygges", EN: "the area is on average less than a metre wide: a sliver, on which nothing can be built"},
	"degenerate":            {SV: "en ring utan yta är utelämnad", NB: "en ring uten flate er utelatt", EN: "a ring without surface is left out"},
	"constraint_unreadable": {SV: "kan inte läggas över området; det som vilar på det är okänt", NB: "kan ikke legges over området; det som hviler på det, er ukjent", EN: "can't be laid over the area; what rests on it is unknown"},
	"no_excluding_layer":    {SV: "regionen har inget kartlager som utesluter mark: att inget är uteslutet betyder inte att inget skydd finns", NB: "regionen har ikke noe kartlag som utelukker areal: at ingenting er utelukket, betyr ikke at ingenting er vernet", EN: "the region has no layer that excludes land: that nothing is excluded doesn't mean that nothing is protected"},
}

var landSources = map[string]symbiosis.Names{
	"none":               {SV: "källa saknas", NB: "kilde mangler", EN: "no source given"},
	"reckoned_overlay":   {SV: "beräknat av Samloka ur områdets gräns och kartlagren", NB: "beregnet av Samloka ut fra områdets grense og kartlagene", EN: "calculated by Samloka from the area's outline and the layers"},
	"reckoned_reach":     {SV: "beräknat av Samloka ur regionens flöden, med en tänkt mottagare som passar för vart och ett", NB: "beregnet av Samloka ut fra regionens strømmer, med en tenkt mottaker som passer til hver av dem", EN: "calculated by Samloka from the region's flows, with an imagined receiver that fits each"},
	"own_value_function": {SV: "regionens egen värdefunktion", NB: "regionens egen verdifunksjon", EN: "the region's own value function"},
	// Of value functions, by the text that geodata/criteria has.
	"Samloka: a first guess to be changed [A]": {
		SV: "Samloka: ett första antagande, avsett att ändras [A]", NB: "Samloka: en første antakelse, ment å endres [A]", EN: "Samloka: a first guess to be changed [A]"},
	"Samloka: the more one donor stands for, the more hangs on it [A]": {
		SV: "Samloka: ju mer en enda givare står för, desto mer hänger på den [A]", NB: "Samloka: jo mer én enkelt giver står for, desto mer avhenger av den [A]", EN: "Samloka: the more one giver stands for, the more hangs on it [A]"},
	"Samloka: large level buildings and yards need earthworks that grow with the slope; the corners are ours [A]": {
		SV: "Samloka: stora plana byggnader och ytor kräver schakt och fyllning som växer med lutningen; brytpunkterna är våra [A]", NB: "Samloka: store flate bygninger og tomter krever grunnarbeid som øker med helningen; knekkpunktene er våre [A]", EN: "Samloka: large level buildings and yards need earthworks that grow with the slope; the corners are ours [A]"},
	"Samloka: asking prices of Swedish municipal industrial land lie between some tens and some hundreds of SEK/m² [A]": {
		SV: "Samloka: priserna på svenska kommuners industrimark ligger mellan några tiotal och några hundra kr/m² [A]", NB: "Samloka: prisene på svenske kommuners industriareal ligger mellom noen titalls og noen hundre SEK/m² [A]", EN: "Samloka: asking prices of Swedish municipal industrial land lie between some tens and some hundreds of SEK/m² [A]"},
	"Plan- och bygglagen (2010:900): a detailed plan gives the right to build, a comprehensive plan guides; the steps between are ours [A]": {
		SV: "Plan- och bygglagen (2010:900): en detaljplan ger rätt att bygga, en översiktsplan vägleder; stegen mellan är våra [A]", NB: "Plan- och bygglagen (2010:900): en detaljplan gir rett til å bygge, en oversiktsplan veileder; trinnene mellom er våre [A]", EN: "Plan- och bygglagen (2010:900): a detailed plan gives the right to build, a comprehensive plan guides; the steps between are ours [A]"},
	"Boverket, Bättre plats för arbete (Allmänna råd 1995:5): guide distances of 50–1 000 m by kind of industry; the values between are ours [A]": {
		SV: "Boverket, Bättre plats för arbete (Allmänna råd 1995:5): riktvärden 50–1 000 m efter slag av verksamhet; värdena mellan är våra [A]", NB: "Boverket, Bättre plats för arbete (Allmänna råd 1995:5): veiledende avstander 50–1 000 m etter type virksomhet; verdiene mellom er våre [A]", EN: "Boverket, Bättre plats för arbete (Allmänna råd 1995:5): guide distances of 50–1,000 m by kind of industry; the values between are ours [A]"},
	"NISP (Jensen et al.): 76 % of the synergies fell in the most diverse tenth; the numbers at the corners are ours [A]": {
		SV: "NISP (Jensen m.fl.): 76 % av utbytena föll i den mest blandade tiondelen; talen vid brytpunkterna är våra [A]", NB: "NISP (Jensen m.fl.): 76 % av utvekslingene falt i den mest blandede tidelen; tallene ved knekkpunktene er våre [A]", EN: "NISP (Jensen et al.): 76% of the synergies fell in the most diverse tenth; the numbers at the corners are ours [A]"},
	"reckoned_diversity": {SV: "beräknat av Samloka ur verksamheternas branscher inom 25 km (Shannon)", NB: "beregnet av Samloka ut fra virksomhetenes bransjer innen 25 km (Shannon)", EN: "calculated by Samloka from the industries of workplaces within 25 km (Shannon)"},
}
