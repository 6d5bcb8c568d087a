package wording

import (
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// changes say what would have to change for a pair to pass a gate, or for a gate that can't
// be told to be told, by the gate's reason. Parts stand apart by |; a part whose figures are
// missing is left out. A text that begins with = stands by itself, the parts of others follow
// "Det skulle gå" with "eller" between them.
var changes = map[string]symbiosis.Names{
	"direction_wrong":     {SV: "=Välj ett överskott och ett behov", NB: "=Velg et overskudd og et behov", EN: "=Choose a surplus and a need"},
	"direction_same_site": {SV: "om det ena låg på en plats för sig|utan villkoret om riktning, för utbyten inom en plats", NB: "om det ene lå på et sted for seg|uten vilkåret om retning, for utvekslinger innen et sted", EN: "if one of them were at a site of its own|without the direction gate, for exchanges within a site"},

	"resource_differs":     {SV: "om mottagaren hade {surplus_resource} på listan över vad den tar emot", NB: "om mottakeren hadde {surplus_resource} på listen over det den tar imot", EN: "if the receiver had {surplus_resource} on the list of what it takes"},
	"resource_too_general": {SV: "om överskottet angavs mer exakt, som {need_resource}|om mottagaren hade {surplus_resource} på listan över vad den tar emot", NB: "om overskuddet ble oppgitt mer presist, som {need_resource}|om mottakeren hadde {surplus_resource} på listen over det den tar imot", EN: "if the surplus were stated more precisely, as {need_resource}|if the receiver had {surplus_resource} on the list of what it takes"},

	"temperature_missing":   {SV: "=Ange det som fattas av överskottets och behovets fram- och returtemperaturer", NB: "=Oppgi det som mangler av overskuddets og behovets tur- og returtemperaturer", EN: "=State the supply and return temperatures that are missing"},
	"temperature_preheat":   {SV: "=Direkt går det med {direct_lacking_k} varmare överskott eller lägre framledningstemperatur", NB: "=Direkte går det med {direct_lacking_k} varmere overskudd eller lavere turtemperatur", EN: "=Direct use takes a surplus {direct_lacking_k} warmer, or a supply temperature as much lower"},
	"temperature_heat_pump": {SV: "=Direkt går det med {direct_lacking_k} varmare överskott", NB: "=Direkte går det med {direct_lacking_k} varmere overskudd", EN: "=Direct use takes a surplus {direct_lacking_k} warmer"},
	"heat_pump_too_hot": {
		SV: "om behovets framledningstemperatur var {need_supply_lower_k} lägre|om dess returtemperatur var {need_return_lower_k} lägre|om överskottet var {surplus_supply_higher_k} varmare",
		NB: "om behovets turtemperatur var {need_supply_lower_k} lavere|om returtemperaturen var {need_return_lower_k} lavere|om overskuddet var {surplus_supply_higher_k} varmere",
		EN: "if the need's supply temperature were {need_supply_lower_k} lower|if its return temperature were {need_return_lower_k} lower|if the surplus were {surplus_supply_higher_k} warmer",
	},
	"heat_pump_useless": {
		SV: "om behovets framledningstemperatur var {need_supply_lower_k} lägre|om dess returtemperatur var {need_return_lower_k} lägre|om överskottet var {surplus_supply_higher_k} varmare|om det kyldes {surplus_return_higher_k} mindre",
		NB: "om behovets turtemperatur var {need_supply_lower_k} lavere|om returtemperaturen var {need_return_lower_k} lavere|om overskuddet var {surplus_supply_higher_k} varmere|om det ble kjølt {surplus_return_higher_k} mindre",
		EN: "if the need's supply temperature were {need_supply_lower_k} lower|if its return temperature were {need_return_lower_k} lower|if the surplus were {surplus_supply_higher_k} warmer|if it were cooled {surplus_return_higher_k} less",
	},

	"quality_missing": {SV: "=Mät eller ange {property} hos överskottet", NB: "=Mål eller oppgi {property} for overskuddet", EN: "=Measure or state {property} of the surplus"},
	"quality_unit":    {SV: "=Ange {property} i behovets enhet", NB: "=Oppgi {property} i behovets enhet", EN: "=State {property} in the need's unit"},
	"quality_above":   {SV: "med {-property_margin} mindre|om behovet tålde {property_has_max}", NB: "med {-property_margin} mindre|om behovet tålte {property_has_max}", EN: "with {-property_margin} less|if the need could take {property_has_max}"},
	"quality_below":   {SV: "med {-property_margin_least} mer|om behovet krävde så mycket mindre", NB: "med {-property_margin_least} mer|om behovet krevde så mye mindre", EN: "with {-property_margin_least} more|if the need required that much less"},

	"law_not_permitted":           {SV: "med tillstånd för {permit_needed} hos mottagaren|om det inte var avfall: en biprodukt, eller något som upphört att vara avfall", NB: "med tillatelse for {permit_needed} hos mottakeren|om det ikke var avfall: et biprodukt, eller noe som har opphørt å være avfall", EN: "with a permit for {permit_needed} at the receiver|if it were not waste: a by-product, or something that has ceased to be waste"},
	"law_hazardous_not_permitted": {SV: "med tillstånd för {permit_needed} hos mottagaren", NB: "med tillatelse for {permit_needed} hos mottakeren", EN: "with a permit for {permit_needed} at the receiver"},
	"law_unknown_status":          {SV: "=Ange om det är produkt, biprodukt eller avfall, och med vilken kod", NB: "=Oppgi om det er produkt, biprodukt eller avfall, og med hvilken kode", EN: "=State whether it is a product, a by-product or waste, and with which code"},
	"law_code_missing":            {SV: "=Ange avfallskoden", NB: "=Oppgi avfallskoden", EN: "=State the waste code"},
	"law_unspecified":             {SV: "=Ange en kod som inte slutar på 99, om någon passar", NB: "=Oppgi en kode som ikke slutter på 99, om noen passer", EN: "=State a code that doesn't end in 99, if one fits"},
	"law_contradiction":           {SV: "=Rätta statusen eller koden", NB: "=Rett statusen eller koden", EN: "=Correct the status or the code"},

	"time_apart": {SV: "om överskottet varade {days_apart} längre, till {lasts_to}|om behovet varade {days_apart} längre, till {need_lasts_to}", NB: "om overskuddet varte {days_apart} lenger, til {lasts_to}|om behovet varte {days_apart} lenger, til {need_lasts_to}", EN: "if the surplus lasted {days_apart} longer, to {lasts_to}|if the need lasted {days_apart} longer, to {need_lasts_to}"},

	"distance_too_far":      {SV: "om behovets returtemperatur var {need_return_lower_k} lägre|om överskottet var {surplus_supply_higher_k} varmare", NB: "om behovets returtemperatur var {need_return_lower_k} lavere|om overskuddet var {surplus_supply_higher_k} varmere", EN: "if the need's return temperature were {need_return_lower_k} lower|if the surplus were {surplus_supply_higher_k} warmer"},
	"distance_never_pays":   {SV: "om behovets returtemperatur var {need_return_lower_k} lägre|om överskottet var {surplus_supply_higher_k} varmare", NB: "om behovets returtemperatur var {need_return_lower_k} lavere|om overskuddet var {surplus_supply_higher_k} varmere", EN: "if the need's return temperature were {need_return_lower_k} lower|if the surplus were {surplus_supply_higher_k} warmer"},
	"distance_beyond_limit": {SV: "om flödena tillät {+route_m}, när det lönar sig så långt|om gränsen var {+crow_m} i stället för {limit_m}", NB: "om strømmene tillot {+route_m}, når det lønner seg så langt|om grensen var {+crow_m} i stedet for {limit_m}", EN: "if the flows allowed {+route_m}, where it pays that far|if the limit were {+crow_m} instead of {limit_m}"},
	"distance_no_limit":     {SV: "om överskottet eller behovet angav att det får gå {+route_m}|om överskottet angav att det får gå {limit_needed_m}", NB: "om overskuddet eller behovet oppga at det kan gå {+route_m}|om overskuddet oppga at det kan gå {limit_needed_m}", EN: "if the surplus or the need said that it may go {+route_m}|if the surplus said that it may go {limit_needed_m}"},
	"quantity_unknown":      {SV: "=Ange båda mängderna i {unit_wanted}, eller i enheter som kan räknas om: överskottet har {surplus_unit}, behovet {need_unit}", NB: "=Oppgi begge mengdene i {unit_wanted}, eller i enheter som kan regnes om: overskuddet har {surplus_unit}, behovet {need_unit}", EN: "=State both quantities in {unit_wanted}, or in units that can be converted: the surplus has {surplus_unit}, the need {need_unit}"},
	"all_taken":             {SV: "om överskottet var mer än {surplus_taken}|om behovet var mer än {need_taken}|om ett utbyte i drift tog mindre", NB: "om overskuddet var mer enn {surplus_taken}|om behovet var mer enn {need_taken}|om en utveksling i drift tok mindre", EN: "if the surplus were more than {surplus_taken}|if the need were more than {need_taken}|if an exchange in operation took less"},
	"different_transport":   {SV: "=Ange båda som värme, eller båda som något som går på väg", NB: "=Oppgi begge som varme, eller begge som noe som går på vei", EN: "=State both as heat, or both as something that goes by road"},
	"no_months_in_common":   {SV: "om en av dem gick i någon av den andras månader|med ett säsongslager, som inte beräknas här", NB: "om en av dem gikk i noen av den andres måneder|med et sesonglager, som ikke beregnes her", EN: "if one of them ran in some month of the other|with seasonal storage, which isn't calculated here"},
	"figures_out_of_bounds": {SV: "=Kontrollera mängder, priser och enheter", NB: "=Kontroller mengder, priser og enheter", EN: "=Check the quantities, prices and units"},

	"visibility_hidden": {SV: "om den som äger uppgiften lät läsaren se den", NB: "om den som eier opplysningen, lot leseren se den", EN: "if its owner let the reader see it"},
}

var changeWords = map[string]symbiosis.Names{
	"would": {SV: "Det skulle gå", NB: "Det ville gått", EN: "It would work"},
	"also":  {SV: "Det skulle också gå", NB: "Det ville også gått", EN: "It would also work"},
	"or":    {SV: ", eller ", NB: ", eller ", EN: ", or "},
}

// change says what would have to change, as a sentence without a full stop; "" when there is
// nothing to say.
func (w Words) change(reason string, figures []symbiosis.Reckoned) string {
	text := ""
	if n, ok := changes[reason]; ok {
		text = n.In(w.Language())
	}
	alone, byItself := strings.CutPrefix(text, "=")
	var parts []string
	for _, part := range strings.Split(alone, "|") {
		if part != "" && w.hasAll(part, figures) {
			parts = append(parts, w.fill(part, figures))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	joined := strings.Join(parts, w.term(changeWords, "or"))
	if byItself {
		return joined
	}
	intro := "would"
	for _, f := range figures {
		if reason != "distance_beyond_limit" && (f.Key == "closer_m" || f.Key == "price_missing") {
			intro = "also"
		}
	}
	return w.term(changeWords, intro) + " " + joined
}
