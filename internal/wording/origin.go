package wording

import (
	"regexp"
	"strings"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
)

// byUser stands before the default's source of an assumption that was changed (symbiosis).
const byUser = "changed by the user; default: "

var (
	spreadSource   = regexp.MustCompile(`^(measured|reported|estimated|catalogue): (±\S+ (?:%|K)); (.*)$`)
	exchangeSource = regexp.MustCompile(`(^|; )exchange (\S+?)( \(amount not known: all that the pair could carry\))?(:|;|$)`)
)

// Origin writes where a figure comes from in the reader's language: what is the program's own, of
// the assumptions, the catalogue and the rules of waste, by its text; what somebody wrote beside
// their own figures as they wrote it.
func (w Words) Origin(source string) string {
	if w.Language() == symbiosis.English {
		return source
	}
	if usual, changed := strings.CutPrefix(source, byUser); changed {
		return w.term(originParts, "changed") + w.Origin(usual)
	}
	if m := spreadSource.FindStringSubmatch(source); m != nil {
		of := w.term(originParts, "catalogue")
		if m[1] != "catalogue" {
			of = w.Certainty(symbiosis.Certainty(m[1]))
		}
		return of + ": " + strings.ReplaceAll(m[2], ".", ",") + "; " + w.Origin(m[3])
	}
	if strings.HasPrefix(source, "exchange ") {
		return exchangeSource.ReplaceAllStringFunc(source, func(found string) string {
			m := exchangeSource.FindStringSubmatch(found)
			unknown := ""
			if m[3] != "" {
				unknown = w.term(originParts, "amount")
			}
			return m[1] + w.term(originParts, "exchange") + " " + m[2] + unknown + m[4]
		})
	}
	return w.term(origins, source)
}

// Formula writes a formula's words in the reader's language; its symbols are those of the models.
func (w Words) Formula(formula string) string {
	for _, p := range formulaWords() {
		if w.Language() != symbiosis.English {
			formula = p.found.ReplaceAllString(formula, "${1}"+p.words.In(w.Language())+"${2}")
		}
	}
	return formula
}

type formulaWord struct {
	found *regexp.Regexp
	words symbiosis.Names
}

func inFormulas(en, sv, nb string) formulaWord {
	return formulaWord{regexp.MustCompile(`(^|[^_\pL])` + regexp.QuoteMeta(en) + `([^_\pL]|$)`), symbiosis.Names{SV: sv, NB: nb, EN: en}}
}

var originParts = map[string]symbiosis.Names{
	"changed":   {SV: "ändrat av användaren; förvalt: ", NB: "endret av brukeren; standard: ", EN: byUser},
	"catalogue": {SV: "katalogen", NB: "katalogen", EN: "catalogue"},
	"exchange":  {SV: "utbytet", NB: "utvekslingen", EN: "exchange"},
	"amount":    {SV: " (mängden är inte känd: allt som paret skulle kunna ta)", NB: " (mengden er ikke kjent: alt som paret kunne tatt)", EN: " (amount not known: all that the pair could carry)"},
}

// formulaWords go from the longest to the shortest. They are made when the first is asked for: most
// commands need none.
var formulaWords = sync.OnceValue(func() []formulaWord {
	return []formulaWord{
		inFormulas("x_need = 1: direct; 0 < x_need < 1: preheat; x_need = 0: heat pump", "x_need = 1: direkt; 0 < x_need < 1: förvärmning; x_need = 0: värmepump", "x_need = 1: direkte; 0 < x_need < 1: forvarming; x_need = 0: varmepumpe"),
		inFormulas("of the whole flow · what the least burdened month has left", "för hela flödet · vad den minst belastade månaden har kvar", "for hele ressursstrømmen · det den minst belastede måneden har igjen"),
		inFormulas("I0 stations and heat pump, nil for a truck", "I0 centraler och värmepump, noll för lastbil", "I0 sentraler og varmepumpe, null for lastebil"),
		inFormulas("lines side by side, each at most DN600", "ledningar sida vid sida, var och en högst DN600", "ledninger side om side, hver høyst DN600"),
		inFormulas("whole − taken, month by month", "hela − taget, månad för månad", "hele − tatt, måned for måned"),
		inFormulas("of the whole flow − taken", "för hela flödet − taget", "for hele ressursstrømmen − tatt"),
		inFormulas("at the smallest month's flow", "vid den minsta månadens flöde", "ved den minste månedens vannføring"),
		inFormulas("at the pipe cost's upper bound", "vid ledningskostnadens övre gräns", "ved ledningskostnadens øvre grense"),
		inFormulas("at the pipe cost's lower bound", "vid ledningskostnadens nedre gräns", "ved ledningskostnadens nedre grense"),
		inFormulas("at most what the pipe stands", "högst vad ledningen tål", "høyst det ledningen tåler"),
		inFormulas("less what a heat pump adds", "minus vad en värmepump tillför", "minus det en varmepumpe tilfører"),
		inFormulas("geodesic on WGS 84", "geodetisk linje på WGS 84", "geodetisk linje på WGS 84"),
		inFormulas("line temperatures", "ledningens temperaturer", "ledningens temperaturer"),
		inFormulas("base load", "baslast", "grunnlast"),
		inFormulas("electricity", "el", "elektrisitet"),
		inFormulas("maintenance", "underhåll", "vedlikehold"),
		inFormulas("secondary", "sekundärt", "sekundært"),
		inFormulas("primary", "primärt", "primært"),
		inFormulas("replaced", "ersatt", "erstattet"),
		inFormulas("variable", "rörlig", "variabel"),
		inFormulas("payload", "nyttolast", "nyttelast"),
		inFormulas("density", "densitet", "tetthet"),
		inFormulas("volume", "volym", "volum"),
		inFormulas("factor", "faktor", "faktor"),
		inFormulas("detour", "omväg", "omvei"),
		inFormulas("saving", "besparing", "besparelse"),
		inFormulas("hours", "timmar", "timer"),
		inFormulas("never", "aldrig", "aldri"),
		inFormulas("crow", "fågelväg", "luftlinje"),
		inFormulas("mass", "massa", "masse"),
		inFormulas("life", "livslängd", "levetid"),
		inFormulas("fill", "fyllnad", "fylling"),
	}
})

// origins are the sources of what ships with the program, by their English text.
var origins = map[string]symbiosis.Names{
	"115 000 €2015/MW (Danish Energy Agency, technology catalogues)":                                                {SV: "115 000 €2015/MW (danska Energistyrelsens teknikkataloger)", NB: "115 000 €2015/MW (danske Energistyrelsens teknologikataloger)", EN: "115 000 €2015/MW (Danish Energy Agency, technology catalogues)"},
	"Comité national routier (FR): a Swedish 60 t rig, 2021, 1.419 €/km without overhead, 128 000 km/yr":            {SV: "Comité national routier (Frankrike): ett svenskt ekipage på 60 ton, 2021, 1,419 €/km utan omkostnader, 128 000 km/år", NB: "Comité national routier (Frankrike): et svensk vogntog på 60 tonn, 2021, 1,419 €/km uten faste kostnader, 128 000 km/år", EN: "Comité national routier (FR): a Swedish 60 t rig, 2021, 1.419 €/km without overhead, 128 000 km/yr"},
	"Danish Energy Agency, technology catalogues":                                                                   {SV: "Danska Energistyrelsens teknikkataloger", NB: "Danske Energistyrelsens teknologikataloger", EN: "Danish Energy Agency, technology catalogues"},
	"Danish Energy Agency, technology catalogues 113_12–14; THERMOS soft dig":                                       {SV: "Danska Energistyrelsens teknikkataloger 113_12–14; THERMOS, schakt i mjuk mark", NB: "Danske Energistyrelsens teknologikataloger 113_12–14; THERMOS, graving i myk grunn", EN: "Danish Energy Agency, technology catalogues 113_12–14; THERMOS soft dig"},
	"Danish Energy Agency, technology catalogues, large heat pumps":                                                 {SV: "Danska Energistyrelsens teknikkataloger, stora värmepumpar", NB: "Danske Energistyrelsens teknologikataloger, store varmepumper", EN: "Danish Energy Agency, technology catalogues, large heat pumps"},
	"Danish Energy Agency, technology catalogues, large heat pumps: within 2 % of 5.33 / 4.47 / 3.88":               {SV: "Danska Energistyrelsens teknikkataloger, stora värmepumpar: inom 2 % från 5,33 / 4,47 / 3,88", NB: "Danske Energistyrelsens teknologikataloger, store varmepumper: innen 2 % fra 5,33 / 4,47 / 3,88", EN: "Danish Energy Agency, technology catalogues, large heat pumps: within 2 % of 5.33 / 4.47 / 3.88"},
	"Directive 2008/98/EC, article 4; Directive 2010/75/EU, chapter IV":                                             {SV: "Direktiv 2008/98/EG, artikel 4; direktiv 2010/75/EU, kapitel IV", NB: "Direktiv 2008/98/EF, artikkel 4; direktiv 2010/75/EU, kapittel IV", EN: "Directive 2008/98/EC, article 4; Directive 2010/75/EU, chapter IV"},
	"Directive 2010/75/EU, chapter IV":                                                                              {SV: "Direktiv 2010/75/EU, kapitel IV", NB: "Direktiv 2010/75/EU, kapittel IV", EN: "Directive 2010/75/EU, chapter IV"},
	"Directive 86/278/EEC; SNFS 1994:2":                                                                             {SV: "Direktiv 86/278/EEG; SNFS 1994:2", NB: "Direktiv 86/278/EØF; SNFS 1994:2", EN: "Directive 86/278/EEC; SNFS 1994:2"},
	"EMB3Rs core functionalities, convert_sources: heat exchangers in series, 5 K each":                             {SV: "EMB3Rs kärnfunktioner, convert_sources: värmeväxlare i serie, 5 K var", NB: "EMB3Rs kjernefunksjoner, convert_sources: varmevekslere i serie, 5 K hver", EN: "EMB3Rs core functionalities, convert_sources: heat exchangers in series, 5 K each"},
	"EN 253, steel service pipe":                                                                                    {SV: "EN 253, medierör av stål", NB: "EN 253, mediumrør av stål", EN: "EN 253, steel service pipe"},
	"EN 253: continuous service temperature of bonded pipe":                                                         {SV: "EN 253: kontinuerlig drifttemperatur för fast förbundna rör", NB: "EN 253: kontinuerlig driftstemperatur for fast forbundne rør", EN: "EN 253: continuous service temperature of bonded pipe"},
	"EN 450-1 (fly ash for concrete); Naturvårdsverket, handbok 2010:1, Återvinning av avfall i anläggningsarbeten": {SV: "EN 450-1 (flygaska i betong); Naturvårdsverket, handbok 2010:1, Återvinning av avfall i anläggningsarbeten", NB: "EN 450-1 (flygeaske i betong); Naturvårdsverket, handbok 2010:1, Återvinning av avfall i anläggningsarbeten", EN: "EN 450-1 (fly ash for concrete); Naturvårdsverket, handbok 2010:1, Återvinning av avfall i anläggningsarbeten"},
	"ISOPLUS series 1, as pandapipes' standard types":                                                               {SV: "ISOPLUS serie 1, som pandapipes standardtyper", NB: "ISOPLUS serie 1, som pandapipes’ standardtyper", EN: "ISOPLUS series 1, as pandapipes' standard types"},
	"Köping–Kolsva DN150 (12 km, 60 MSEK 2021) and EVITA Landskrona–Lund DN500 (29.5 km, 300 MSEK 2015)":            {SV: "Köping–Kolsva DN150 (12 km, 60 Mkr 2021) och EVITA Landskrona–Lund DN500 (29,5 km, 300 Mkr 2015)", NB: "Köping–Kolsva DN150 (12 km, 60 MSEK 2021) og EVITA Landskrona–Lund DN500 (29,5 km, 300 MSEK 2015)", EN: "Köping–Kolsva DN150 (12 km, 60 MSEK 2021) and EVITA Landskrona–Lund DN500 (29.5 km, 300 MSEK 2015)"},
	"Regulation (EC) No 1069/2009 and Regulation (EU) No 142/2011, animal by-products":                              {SV: "Förordning (EG) nr 1069/2009 och förordning (EU) nr 142/2011, animaliska biprodukter", NB: "Forordning (EF) nr. 1069/2009 og forordning (EU) nr. 142/2011, animalske biprodukter", EN: "Regulation (EC) No 1069/2009 and Regulation (EU) No 142/2011, animal by-products"},
	"Regulation (EC) No 183/2005; Regulation (EU) No 68/2013 (catalogue of feed materials)":                         {SV: "Förordning (EG) nr 183/2005; förordning (EU) nr 68/2013 (katalogen över foderråvaror)", NB: "Forordning (EF) nr. 183/2005; forordning (EU) nr. 68/2013 (fortegnelsen over fôrmidler)", EN: "Regulation (EC) No 183/2005; Regulation (EU) No 68/2013 (catalogue of feed materials)"},
	"Regulation (EU) 2023/2055 (microplastics)":                                                                     {SV: "Förordning (EU) 2023/2055 (mikroplaster)", NB: "Forordning (EU) 2023/2055 (mikroplast)", EN: "Regulation (EU) 2023/2055 (microplastics)"},
	"Regulation (EU) No 68/2013 (catalogue of feed materials)":                                                      {SV: "Förordning (EU) nr 68/2013 (katalogen över foderråvaror)", NB: "Forordning (EU) nr. 68/2013 (fortegnelsen over fôrmidler)", EN: "Regulation (EU) No 68/2013 (catalogue of feed materials)"},
	"SPCR 120 (certification rules for digestate); Regulation (EU) 2019/1009 on fertilising products":               {SV: "SPCR 120 (certifieringsregler för biogödsel); förordning (EU) 2019/1009 om gödselprodukter", NB: "SPCR 120 (sertifiseringsregler for biorest); forordning (EU) 2019/1009 om gjødselprodukter", EN: "SPCR 120 (certification rules for digestate); Regulation (EU) 2019/1009 on fertilising products"},
	"Samloka assumption": {SV: "Samlokas antagande", NB: "Samlokas antakelse", EN: "Samloka assumption"},
	"Samloka assumption (common practice, to be judged in each case)":                              {SV: "Samlokas antagande (vanligt bruk, bedöms i varje fall)", NB: "Samlokas antakelse (vanlig praksis, vurderes i hvert tilfelle)", EN: "Samloka assumption (common practice, to be judged in each case)"},
	"Samloka assumption: nothing asked":                                                            {SV: "Samlokas antagande: inget pris begärs", NB: "Samlokas antakelse: ingen pris kreves", EN: "Samloka assumption: nothing asked"},
	"Samloka assumption: capture, purification and liquefaction":                                   {SV: "Samlokas antagande: avskiljning, rening och förvätskning", NB: "Samlokas antakelse: fangst, rensing og flytendegjøring", EN: "Samloka assumption: capture, purification and liquefaction"},
	"Samloka assumption: clips and string taken out":                                               {SV: "Samlokas antagande: klämmor och snören tas bort", NB: "Samlokas antakelse: klips og snorer tas bort", EN: "Samloka assumption: clips and string taken out"},
	"Samloka assumption: composting":                                                               {SV: "Samlokas antagande: kompostering", NB: "Samlokas antakelse: kompostering", EN: "Samloka assumption: composting"},
	"Samloka assumption: every other return is loaded, or none":                                    {SV: "Samlokas antagande: varannan återresa är lastad, eller ingen", NB: "Samlokas antakelse: annenhver returtur er lastet, eller ingen", EN: "Samloka assumption: every other return is loaded, or none"},
	"Samloka assumption: from Nordic production to the margin":                                     {SV: "Samlokas antagande: från nordisk produktion till marginalen", NB: "Samlokas antakelse: fra nordisk produksjon til marginen", EN: "Samloka assumption: from Nordic production to the margin"},
	"Samloka assumption: from waste heat and biomass to a share of oil":                            {SV: "Samlokas antagande: från överskottsvärme och biobränsle till en andel olja", NB: "Samlokas antakelse: fra overskuddsvarme og biobrensel til en andel olje", EN: "Samloka assumption: from waste heat and biomass to a share of oil"},
	"Samloka assumption: hardening, haul to the field and spreading":                               {SV: "Samlokas antagande: härdning, transport till fältet och spridning", NB: "Samlokas antakelse: herding, transport til åkeren og spredning", EN: "Samloka assumption: hardening, haul to the field and spreading"},
	"Samloka assumption: liquid, delivered":                                                        {SV: "Samlokas antagande: flytande, levererad", NB: "Samlokas antakelse: flytende, levert", EN: "Samloka assumption: liquid, delivered"},
	"Samloka assumption: no saving counted until a figure is found":                                {SV: "Samlokas antagande: ingen besparing räknas förrän en siffra har hittats", NB: "Samlokas antakelse: ingen besparelse regnes før et tall er funnet", EN: "Samloka assumption: no saving counted until a figure is found"},
	"Samloka assumption: purification and liquefaction":                                            {SV: "Samlokas antagande: rening och förvätskning", NB: "Samlokas antakelse: rensing og flytendegjøring", EN: "Samloka assumption: purification and liquefaction"},
	"Samloka assumption: raw":                                                                      {SV: "Samlokas antagande: obehandlad", NB: "Samlokas antakelse: ubehandlet", EN: "Samloka assumption: raw"},
	"Samloka assumption: removal of packaging, hygienisation":                                      {SV: "Samlokas antagande: förpackningar tas bort, hygienisering", NB: "Samlokas antakelse: emballasje fjernes, hygienisering", EN: "Samloka assumption: removal of packaging, hygienisation"},
	"Samloka assumption: testing and sieving":                                                      {SV: "Samlokas antagande: provtagning och siktning", NB: "Samlokas antakelse: prøvetaking og sikting", EN: "Samloka assumption: testing and sieving"},
	"Samloka assumption: the catalogue's value as it stands":                                       {SV: "Samlokas antagande: katalogens värde oförändrat", NB: "Samlokas antakelse: katalogens verdi uendret", EN: "Samloka assumption: the catalogue's value as it stands"},
	"Samloka assumption: the source gives no range":                                                {SV: "Samlokas antagande: källan ger inget spann", NB: "Samlokas antakelse: kilden gir ikke noe spenn", EN: "Samloka assumption: the source gives no range"},
	"Samloka assumption: thickening":                                                               {SV: "Samlokas antagande: förtjockning", NB: "Samlokas antakelse: fortykning", EN: "Samloka assumption: thickening"},
	"Samloka assumption: used in building at landfills, untaxed; taxed landfill costs about 1 044": {SV: "Samlokas antagande: används till konstruktion på deponi, obeskattat; beskattad deponering kostar omkring 1 044", NB: "Samlokas antakelse: brukes til konstruksjon på deponi, uten avgift; deponering med avgift koster rundt 1 044", EN: "Samloka assumption: used in building at landfills, untaxed; taxed landfill costs about 1 044"},
	"Samloka assumption: wet residues with about 30 % dry matter; dry feed costs about 1 500":      {SV: "Samlokas antagande: blöta rester med omkring 30 % torrsubstans; torrt foder kostar omkring 1 500", NB: "Samlokas antakelse: våte rester med rundt 30 % tørrstoff; tørt fôr koster rundt 1 500", EN: "Samloka assumption: wet residues with about 30 % dry matter; dry feed costs about 1 500"},
	"Samloka assumption: ±15 %":                                                                    {SV: "Samlokas antagande: ±15 %", NB: "Samlokas antakelse: ±15 %", EN: "Samloka assumption: ±15 %"},
	"Samloka assumption: ±25 %":                                                                    {SV: "Samlokas antagande: ±25 %", NB: "Samlokas antakelse: ±25 %", EN: "Samloka assumption: ±25 %"},
	"Samloka assumption: ±30 %":                                                                    {SV: "Samlokas antagande: ±30 %", NB: "Samlokas antakelse: ±30 %", EN: "Samloka assumption: ±30 %"},
	"Samloka assumption; high: with overhead, 1.61 €/km against 1.419":                             {SV: "Samlokas antagande; högt: med omkostnader, 1,61 €/km mot 1,419", NB: "Samlokas antakelse; høyt: med faste kostnader, 1,61 €/km mot 1,419", EN: "Samloka assumption; high: with overhead, 1.61 €/km against 1.419"},
	"Samloka assumption; low: Chicago–Indianapolis 316.4/265.8 = 1.19":                             {SV: "Samlokas antagande; lågt: Chicago–Indianapolis 316,4/265,8 = 1,19", NB: "Samlokas antakelse; lavt: Chicago–Indianapolis 316,4/265,8 = 1,19", EN: "Samloka assumption; low: Chicago–Indianapolis 316.4/265.8 = 1.19"},
	"Samloka assumption; read: Chicago–Indianapolis 316.4/265.8 = 1.19":                            {SV: "Samlokas antagande; läst: Chicago–Indianapolis 316,4/265,8 = 1,19", NB: "Samlokas antakelse; lest: Chicago–Indianapolis 316,4/265,8 = 1,19", EN: "Samloka assumption; read: Chicago–Indianapolis 316.4/265.8 = 1.19"},
	"Samloka, models 1.2: sizing at 100 Pa/m":                                                      {SV: "Samloka, modellerna 1.2: dimensionering vid 100 Pa/m", NB: "Samloka, modellene 1.2: dimensjonering ved 100 Pa/m", EN: "Samloka, models 1.2: sizing at 100 Pa/m"},
	"Samloka, models 1.2: water at 60–80 °C":                                                       {SV: "Samloka, modellerna 1.2: vatten vid 60–80 °C", NB: "Samloka, modellene 1.2: vann ved 60–80 °C", EN: "Samloka, models 1.2: water at 60–80 °C"},
	"Samloka, models 1.3: Sweden's own cost catalogue spreads 1:10":                                {SV: "Samloka, modellerna 1.3: Sveriges egen kostnadskatalog spänner över 1:10", NB: "Samloka, modellene 1.3: Sveriges egen kostnadskatalog spenner over 1:10", EN: "Samloka, models 1.3: Sweden's own cost catalogue spreads 1:10"},
	"Samloka, models 1.4":                                                                          {SV: "Samloka, modellerna 1.4", NB: "Samloka, modellene 1.4", EN: "Samloka, models 1.4"},
	"Samloka, models 1.4: annual mean at pipe depth":                                               {SV: "Samloka, modellerna 1.4: årsmedel på ledningens djup", NB: "Samloka, modellene 1.4: årsmiddel på ledningens dybde", EN: "Samloka, models 1.4: annual mean at pipe depth"},
	"Samloka, models 1.5":                                                                          {SV: "Samloka, modellerna 1.5", NB: "Samloka, modellene 1.5", EN: "Samloka, models 1.5"},
	"Samloka, models 1.6":                                                                          {SV: "Samloka, modellerna 1.6", NB: "Samloka, modellene 1.6", EN: "Samloka, models 1.6"},
	"Samloka, models 1.6: tools use 3–8 %":                                                         {SV: "Samloka, modellerna 1.6: andra verktyg har 3–8 %", NB: "Samloka, modellene 1.6: andre verktøy har 3–8 %", EN: "Samloka, models 1.6: tools use 3–8 %"},
	"Samloka, models 1.7: district heating 3 000–4 500 h":                                          {SV: "Samloka, modellerna 1.7: fjärrvärme 3 000–4 500 h", NB: "Samloka, modellene 1.7: fjernvarme 3 000–4 500 h", EN: "Samloka, models 1.7: district heating 3 000–4 500 h"},
	"Samloka, models 2.1":                                                                          {SV: "Samloka, modellerna 2.1", NB: "Samloka, modellene 2.1", EN: "Samloka, models 2.1"},
	"Swedish district-heating tariffs read: 125–577 SEK/MWh":                                       {SV: "Svenska fjärrvärmetaxor som har lästs: 125–577 kr/MWh", NB: "Svenske fjernvarmetariffer som er lest: 125–577 SEK/MWh", EN: "Swedish district-heating tariffs read: 125–577 SEK/MWh"},
	"Swedish landfill tax 744 SEK/t (2025) + gate fee 300 SEK/t (Samloka assumption)":              {SV: "Svensk deponiskatt 744 kr/ton (2025) + mottagningsavgift 300 kr/ton (Samlokas antagande)", NB: "Svensk deponiavgift 744 SEK/tonn (2025) + mottaksavgift 300 SEK/tonn (Samlokas antakelse)", EN: "Swedish landfill tax 744 SEK/t (2025) + gate fee 300 SEK/t (Samloka assumption)"},
	"UK Government GHG conversion factors 2025, primary minus secondary material":                  {SV: "Brittiska regeringens omräkningsfaktorer för växthusgaser 2025, primärt minus sekundärt material", NB: "Den britiske regjeringens omregningsfaktorer for klimagasser 2025, primært minus sekundært materiale", EN: "UK Government GHG conversion factors 2025, primary minus secondary material"},
	"UK Government GHG conversion factors 2025, well to wheel":                                     {SV: "Brittiska regeringens omräkningsfaktorer för växthusgaser 2025, källa till hjul", NB: "Den britiske regjeringens omregningsfaktorer for klimagasser 2025, brønn til hjul", EN: "UK Government GHG conversion factors 2025, well to wheel"},
	"Vesta MAIS: 30 % of peak power covers about 80 % of the energy":                               {SV: "Vesta MAIS: 30 % av toppeffekten täcker omkring 80 % av energin", NB: "Vesta MAIS: 30 % av toppeffekten dekker rundt 80 % av energien", EN: "Vesta MAIS: 30 % of peak power covers about 80 % of the energy"},
	"topotherm; THERMOS hard dig":                                                                  {SV: "topotherm; THERMOS, schakt i hård mark", NB: "topotherm; THERMOS, graving i hard grunn", EN: "topotherm; THERMOS hard dig"},
}
