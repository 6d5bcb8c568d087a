package wording

import (
	"math"
	"regexp"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Gate says in a sentence how a gate came out: "För långt: 7,4 km transportväg mot budget
// 5,2 km. Det skulle gå om det var 2,2 km närmare".
func (w Words) Gate(g symbiosis.Gate) string {
	reason, figures := g.Reason, Sensible(g)
	if reason == "resource_tree" && sameResource(figures) {
		reason = "resource_same"
	}
	text := strings.TrimSpace(w.fill(w.term(reasons, reason), figures))
	if len(figures) < len(g.Figures) && !hasRemedy(figures) {
		text += w.term(farOff, reason)
	}
	if change := w.change(reason, figures); change != "" {
		text += ". " + change
	}
	return strings.ReplaceAll(text, " ,", ",")
}

// fill puts figures into a text. {key} stands for the figure of that key; {-key} for its
// value with the opposite sign, {+key} for one that must be reached; [ … ] is left out when a figure within is missing.
func (w Words) fill(text string, figures []symbiosis.Reckoned) string {
	var b strings.Builder
	for text != "" {
		i := strings.IndexAny(text, "{[")
		if i < 0 {
			b.WriteString(text)
			break
		}
		b.WriteString(text[:i])
		closing := "}"
		if text[i] == '[' {
			closing = "]"
		}
		length := strings.Index(text[i:], closing)
		if length < 0 {
			b.WriteString(text[i:])
			break
		}
		inner := text[i+1 : i+length]
		if closing == "}" {
			value, ok := w.figure(inner, figures)
			if !ok {
				value = "?"
			}
			b.WriteString(value)
		} else if w.hasAll(inner, figures) {
			b.WriteString(w.fill(inner, figures))
		}
		text = text[i+length+1:]
	}
	return b.String()
}

func (w Words) figure(key string, figures []symbiosis.Reckoned) (string, bool) {
	key, negative := strings.CutPrefix(key, "-")
	key, reached := strings.CutPrefix(key, "+")
	// The last of a key counts: a gate that compares several properties ends with the one
	// that decided.
	for i := len(figures) - 1; i >= 0; i-- {
		f := figures[i]
		if f.Key != key {
			continue
		}
		switch {
		case f.Text != "":
			return w.code(f.Key, f.Text), true
		case negative:
			f.Value = -f.Value
			if f.Low != nil && f.High != nil {
				low, high := -*f.High, -*f.Low
				f.Low, f.High = &low, &high
			}
		}
		if reached {
			f.Value = atLeast(f.Value, 2)
		}
		text := w.GateFigure(f)
		if span := w.span(f); span != "" && spanned(key) {
			text += noBreak + "(" + span + ")"
		}
		return text, true
	}
	return "", false
}

// mustReach are the figures by which a pair would pass.
var mustReach = regexp.MustCompile(`_(lower|higher|lacking)_k$|^(closer|limit_needed)_m$|^(price|disposal)_missing$`)

// GateFigure writes a figure of a gate, rounded but without the sign of approximation. What would
// have to change is rounded up, so that what is told is enough.
func (w Words) GateFigure(r symbiosis.Reckoned) string {
	switch {
	case r.Text != "":
		return w.code(r.Key, r.Text)
	case r.Unit == "°C":
		return w.Exact(math.Round(r.Value*10)/10, r.Unit) // nil is no small temperature
	case r.Unit == "%" || strings.HasPrefix(r.Key, "property"):
		return w.Exact(r.Value, r.Unit)
	case strings.HasSuffix(r.Key, "_passes"):
		return w.Known(atLeast(r.Value, 3), r.Unit)
	case mustReach.MatchString(r.Key):
		return w.Rounded(atLeast(r.Value, 2), r.Unit)
	}
	return w.Rounded(r.Value, UnitOf(r.Key, r.Unit))
}

// spanned says that a sentence gives the figure's range too: what decides, and what would have to
// change. That of the route, and of the price that would do, stand with the figures alone.
func spanned(key string) bool {
	switch key {
	case "budget_m", "margin_m", "margin_sek_per_year", "closer_m", "price_missing", "disposal_missing":
		return true
	}
	return strings.HasSuffix(key, "_k")
}

func (w Words) hasAll(text string, figures []symbiosis.Reckoned) bool {
	for {
		_, after, found := strings.Cut(text, "{")
		if !found {
			return true
		}
		key, rest, _ := strings.Cut(after, "}")
		if _, ok := w.figure(key, figures); !ok {
			return false
		}
		text = rest
	}
}

var gateNames = map[string]symbiosis.Names{
	"direction":   {SV: "Riktning", NB: "Retning", EN: "Direction"},
	"resource":    {SV: "Resurs", NB: "Ressurs", EN: "Resource"},
	"temperature": {SV: "Temperatur", NB: "Temperatur", EN: "Temperature"},
	"quality":     {SV: "Kvalitet", NB: "Kvalitet", EN: "Quality"},
	"law":         {SV: "Lag och tillstånd", NB: "Lov og tillatelser", EN: "Law and permits"},
	"time":        {SV: "Tid", NB: "Tid", EN: "Time"},
	"distance":    {SV: "Avstånd", NB: "Avstand", EN: "Distance"},
	"visibility":  {SV: "Synlighet", NB: "Synlighet", EN: "Visibility"},
}

var gateStatuses = map[string]symbiosis.Names{
	"passed":           {SV: "uppfyllt", NB: "oppfylt", EN: "passed"},
	"failed":           {SV: "inte uppfyllt", NB: "ikke oppfylt", EN: "failed"},
	"needs_assessment": {SV: "måste bedömas", NB: "må vurderes", EN: "must be assessed"},
	"not_applicable":   {SV: "gäller inte", NB: "gjelder ikke", EN: "does not apply"},
	"not_run":          {SV: "inte prövat", NB: "ikke prøvd", EN: "not tested"},
}

// reasons are the sentences of the gates, by symbiosis.Gate.Reason. {key} is filled with the
// gate's figure, see fill.
var reasons = map[string]symbiosis.Names{
	"not_asked": {SV: "Inte prövat", NB: "Ikke prøvd", EN: "Not tested"},

	"direction_ok":        {SV: "Ett överskott och ett behov på olika platser", NB: "Et overskudd og et behov på ulike steder", EN: "A surplus and a need at different sites"},
	"direction_wrong":     {SV: "Inte ett överskott och ett behov", NB: "Ikke et overskudd og et behov", EN: "Not a surplus and a need"},
	"direction_same_site": {SV: "Båda hör till samma plats", NB: "Begge hører til samme sted", EN: "Both belong to the same site"},

	"resource_tree":        {SV: "{surplus_resource} är {need_resource}", NB: "{surplus_resource} er {need_resource}", EN: "{surplus_resource} is {need_resource}"},
	"resource_same":        {SV: "Samma resurs: {surplus_resource}", NB: "Samme ressurs: {surplus_resource}", EN: "The same resource: {surplus_resource}"},
	"resource_accepts":     {SV: "Mottagaren uppger sig ta emot {surplus_resource}", NB: "Mottakeren oppgir å ta imot {surplus_resource}", EN: "The receiver says it takes {surplus_resource}"},
	"resource_waste_code":  {SV: "Avfallskoden {waste_code} leder till {need_resource}", NB: "Avfallskoden {waste_code} fører til {need_resource}", EN: "Waste code {waste_code} leads to {need_resource}"},
	"resource_waste_use":   {SV: "Rester med kod {waste_code} kan användas som {need_resource}[: {waste_use}]", NB: "Rester med kode {waste_code} kan brukes som {need_resource}[: {waste_use}]", EN: "Residues of code {waste_code} can be used as {need_resource}[: {waste_use}]"},
	"resource_heat":        {SV: "Värme till värme: temperaturen avgör", NB: "Varme til varme: temperaturen avgjør", EN: "Heat to heat: the temperature decides"},
	"resource_differs":     {SV: "{surplus_resource} är inte {need_resource}", NB: "{surplus_resource} er ikke {need_resource}", EN: "{surplus_resource} is not {need_resource}"},
	"resource_too_general": {SV: "{surplus_resource} är för allmänt: behovet är {need_resource}", NB: "{surplus_resource} er for generelt: behovet er {need_resource}", EN: "{surplus_resource} is too general: the need is {need_resource}"},

	"temperature_not_heat":  {SV: "Inte värme", NB: "Ikke varme", EN: "Not heat"},
	"temperature_direct":    {SV: "{t_a} räcker direkt till {t_s}", NB: "{t_a} er nok til {t_s} direkte", EN: "{t_a} is enough for {t_s} directly"},
	"temperature_preheat":   {SV: "{t_a} räcker efter värmeväxlarna inte ända till {t_s} men förvärmer: andelen {x_need} av behovet lyfts direkt, resten tar mottagarens egen källa", NB: "{t_a} er etter varmevekslerne ikke helt nok til {t_s}, men forvarmer: andelen {x_need} av behovet løftes direkte, resten tar mottakerens egen kilde", EN: "After the heat exchangers {t_a} doesn't quite reach {t_s} but preheats: a share of {x_need} of the need is lifted directly, the receiver's own source does the rest"},
	"temperature_heat_pump": {SV: "En värmepump lyfter {t_a} till {t_s}[ med värmefaktor {cop}]", NB: "En varmepumpe løfter {t_a} til {t_s}[ med effektfaktor {cop}]", EN: "A heat pump lifts {t_a} to {t_s}[ with a COP of {cop}]"},
	"temperature_missing":   {SV: "Temperatur saknas: fram- och returtemperatur behövs för båda", NB: "Temperatur mangler: tur- og returtemperatur trengs for begge", EN: "A temperature is missing: supply and return of both are needed"},
	"heat_pump_too_hot":     {SV: "Behovet {t_s} är varmare än en värmepump ger", NB: "Behovet {t_s} er varmere enn en varmepumpe gir", EN: "The need of {t_s} is hotter than a heat pump gives"},
	"heat_pump_useless":     {SV: "Lyftet från {t_b} till {t_s} är för stort för en värmepump", NB: "Løftet fra {t_b} til {t_s} er for stort for en varmepumpe", EN: "The lift from {t_b} to {t_s} is too large for a heat pump"},

	"quality_no_limits": {SV: "Behovet anger inga gränser", NB: "Behovet oppgir ingen grenser", EN: "The need states no limits"},
	"quality_ok":        {SV: "Inom behovets gränser", NB: "Innenfor behovets grenser", EN: "Within the need's limits"},
	"quality_missing":   {SV: "{property}: uppgift saknas hos överskottet", NB: "{property}: opplysning mangler hos overskuddet", EN: "{property}: not known of the surplus"},
	"quality_unit":      {SV: "{property}: olika enheter, måste bedömas", NB: "{property}: ulike enheter, må vurderes", EN: "{property}: different units, must be assessed"},
	"quality_above":     {SV: "{property} är {property_has_max}, behovet tål högst {property_limit_max}", NB: "{property} er {property_has_max}, behovet tåler høyst {property_limit_max}", EN: "{property} is {property_has_max}, the need takes at most {property_limit_max}"},
	"quality_below":     {SV: "{property} är för lågt, behovet kräver minst {property_limit_min}", NB: "{property} er for lavt, behovet krever minst {property_limit_min}", EN: "{property} is too low, the need requires at least {property_limit_min}"},

	"law_not_asked":               {SV: "Inte ett material", NB: "Ikke et materiale", EN: "Not a material"},
	"law_product":                 {SV: "Inget avfall: {legal_status}", NB: "Ikke avfall: {legal_status}", EN: "Not waste: {legal_status}"},
	"law_permitted":               {SV: "Mottagaren har tillstånd för {waste_code}", NB: "Mottakeren har tillatelse for {waste_code}", EN: "The receiver is permitted for {waste_code}"},
	"law_not_permitted":           {SV: "Avfall: mottagaren saknar tillstånd för {waste_code}", NB: "Avfall: mottakeren mangler tillatelse for {waste_code}", EN: "Waste: the receiver has no permit for {waste_code}"},
	"law_hazardous_not_permitted": {SV: "Farligt avfall: mottagaren saknar tillstånd för {waste_code}", NB: "Farlig avfall: mottakeren mangler tillatelse for {waste_code}", EN: "Hazardous waste: the receiver has no permit for {waste_code}"},
	"law_cross_border":            {SV: "Mottagaren har tillstånd för {waste_code}, men avfallet går över gränsen {country_from}–{country_to}: grönlistat avfall till återvinning behöver följedokument, annat anmälan och båda ländernas samtycke. Måste bedömas", NB: "Mottakeren har tillatelse for {waste_code}, men avfallet går over grensen {country_from}–{country_to}: grønnlistet avfall til gjenvinning trenger følgedokument, annet melding og samtykke fra begge land. Må vurderes", EN: "The receiver is permitted for {waste_code}, but the waste crosses the border {country_from}–{country_to}: green-listed waste for recovery needs an accompanying document, other waste notification and both countries' consent. Must be assessed"},
	"law_unspecified":             {SV: "Koden {waste_code} säger inte vad det är: måste bedömas[. Avfall som går över gränsen {country_from}–{country_to} kräver dessutom anmälan eller följedokument]", NB: "Koden {waste_code} sier ikke hva det er: må vurderes[. Avfall over grensen {country_from}–{country_to} krever dessuten melding eller følgedokument]", EN: "Code {waste_code} doesn't say what it is: must be assessed[. Waste across the border {country_from}–{country_to} also takes notification or an accompanying document]"},
	"law_unknown_status":          {SV: "Oklart om det är avfall: måste bedömas[. Avfall som går över gränsen {country_from}–{country_to} kräver dessutom anmälan eller följedokument]", NB: "Uklart om det er avfall: må vurderes[. Avfall over grensen {country_from}–{country_to} krever dessuten melding eller følgedokument]", EN: "Not known whether it is waste: must be assessed[. Waste across the border {country_from}–{country_to} also takes notification or an accompanying document]"},
	"law_code_missing":            {SV: "Avfall utan kod: måste bedömas[. Avfall som går över gränsen {country_from}–{country_to} kräver dessutom anmälan eller följedokument]", NB: "Avfall uten kode: må vurderes[. Avfall over grensen {country_from}–{country_to} krever dessuten melding eller følgedokument]", EN: "Waste without a code: must be assessed[. Waste across the border {country_from}–{country_to} also takes notification or an accompanying document]"},
	"law_contradiction":           {SV: "Anges som {legal_status}, men koden {waste_code} är farligt avfall: måste bedömas[. Avfall som går över gränsen {country_from}–{country_to} kräver dessutom anmälan eller följedokument]", NB: "Oppgis som {legal_status}, men koden {waste_code} er farlig avfall: må vurderes[. Avfall over grensen {country_from}–{country_to} krever dessuten melding eller følgedokument]", EN: "Said to be {legal_status}, but code {waste_code} is hazardous waste: must be assessed[. Waste across the border {country_from}–{country_to} also takes notification or an accompanying document]"},

	"time_open":    {SV: "Ingen tidsgräns", NB: "Ingen tidsgrense", EN: "No dates set"},
	"time_overlap": {SV: "Perioderna överlappar", NB: "Periodene overlapper", EN: "The periods overlap"},
	"time_apart":   {SV: "Perioderna överlappar inte: överskottet [från {surplus_from} ][till {surplus_to}], behovet [från {need_from} ][till {need_to}]", NB: "Periodene overlapper ikke: overskuddet [fra {surplus_from} ][til {surplus_to}], behovet [fra {need_from} ][til {need_to}]", EN: "The periods don't overlap: the surplus [from {surplus_from} ][to {surplus_to}], the need [from {need_from} ][to {need_to}]"},

	"distance_within":          {SV: "Inom räckhåll: {route_m} transportväg mot budget {budget_m}", NB: "Innen rekkevidde: {route_m} transportvei mot budsjett {budget_m}", EN: "Within reach: a route of {route_m} against a budget of {budget_m}"},
	"distance_within_unpriced": {SV: "Inom flödets egen gräns: {route_m} transportväg mot {budget_m}. Transporten av denna resurs beräknas inte, varken kostnad eller klimat", NB: "Innenfor ressursstrømmens egen grense: {route_m} transportvei mot {budget_m}. Transporten av denne ressursen beregnes ikke, verken kostnad eller klima", EN: "Within the flow's own limit: a route of {route_m} against {budget_m}. Transport of this resource isn't calculated, neither its cost nor its emissions"},
	"distance_within_limit":    {SV: "Inom räckhåll: {crow_m} fågelvägen mot den egna gränsen {limit_m}", NB: "Innen rekkevidde: {crow_m} i luftlinje mot den egne grensen {limit_m}", EN: "Within reach: {crow_m} as the crow flies against its own limit of {limit_m}"},
	"distance_too_far":         {SV: "För långt: {route_m} transportväg mot budget {budget_m}[. Det skulle gå om det var {closer_m} närmare][, eller med {price_missing} högre värde ({price_passes})][, eller om det kostade {disposal_missing} mer att bli av med det ({disposal_passes})]", NB: "For langt: {route_m} transportvei mot budsjett {budget_m}[. Det ville gått om det var {closer_m} nærmere][, eller med {price_missing} høyere verdi ({price_passes})][, eller om det kostet {disposal_missing} mer å bli kvitt det ({disposal_passes})]", EN: "Too far: a route of {route_m} against a budget of {budget_m}[. It would work if it were {closer_m} closer][, or at {price_missing} more in value ({price_passes})][, or if it cost {disposal_missing} more to be rid of it ({disposal_passes})]"},
	"distance_beyond_limit":    {SV: "Utanför flödets egen gräns: [{route_m} transportväg mot {budget_m}][{crow_m} fågelvägen mot {limit_m}] – {-margin_m} för långt", NB: "Utenfor ressursstrømmens egen grense: [{route_m} transportvei mot {budget_m}][{crow_m} i luftlinje mot {limit_m}] – {-margin_m} for langt", EN: "Beyond the flow's own limit: [a route of {route_m} against {budget_m}][{crow_m} as the crow flies against {limit_m}] – {-margin_m} too far"},
	"distance_never_pays":      {SV: "Lönar sig inte på något avstånd: {margin_sek_per_year}[. På det här avståndet krävs {price_missing} högre värde ({price_passes})][, eller att det kostar {disposal_missing} mer att bli av med det ({disposal_passes})]", NB: "Lønner seg ikke på noen avstand: {margin_sek_per_year}[. På denne avstanden kreves {price_missing} høyere verdi ({price_passes})][, eller at det koster {disposal_missing} mer å bli kvitt det ({disposal_passes})]", EN: "Doesn't pay at any distance: {margin_sek_per_year}[. At this distance it takes {price_missing} more in value ({price_passes})][, or that it costs {disposal_missing} more to be rid of it ({disposal_passes})]"},
	"distance_no_limit":        {SV: "Ingen kostnad beräknas, och inget av flödena anger hur långt det får gå", NB: "Ingen kostnad beregnes, og ingen av strømmene oppgir hvor langt den kan gå", EN: "No cost is calculated, and neither flow says how far it may go"},

	"distance_not_reckoned": {SV: "Ingen budget kan beräknas, eftersom temperaturen inte räcker", NB: "Ikke noe budsjett kan beregnes, fordi temperaturen ikke strekker til", EN: "No budget can be calculated, because the temperature isn't enough"},

	"quantity_unknown":      {SV: "Mängderna kan inte jämföras", NB: "Mengdene kan ikke sammenlignes", EN: "The amounts can't be compared"},
	"all_taken":             {SV: "Inget är kvar: utbyten i drift tar redan hela överskottet eller hela behovet", NB: "Ingenting er igjen: utvekslinger i drift tar allerede hele overskuddet eller hele behovet", EN: "Nothing is left: exchanges in operation take all of the surplus or all of the need already"},
	"no_transport_model":    {SV: "Ingen transportmodell: flödenas egna gränser avgör", NB: "Ingen transportmodell: strømmenes egne grenser avgjør", EN: "No transport model: the flows' own limits decide"},
	"different_transport":   {SV: "Den ena går i rör, den andra på väg", NB: "Den ene går i rør, den andre på vei", EN: "One goes by pipe, the other by road"},
	"no_months_in_common":   {SV: "De har ingen månad gemensam", NB: "De har ingen måned felles", EN: "They have no month in common"},
	"figures_out_of_bounds": {SV: "Talen är för stora för att räkna med", NB: "Tallene er for store til å regne med", EN: "The figures are too large to calculate with"},

	"visibility_ok":     {SV: "Läsaren får se båda", NB: "Leseren kan se begge", EN: "The reader may see both"},
	"visibility_hidden": {SV: "Den ena får läsaren inte se", NB: "Den ene kan leseren ikke se", EN: "The reader may not see one of them"},
}
