package wording

import (
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Document returns a heading, a label or a sentence of a document that leaves the house. Each
// {} of the text takes one of the values, in order.
func (w Words) Document(key string, values ...string) string {
	text := w.term(documents, key)
	for _, v := range values {
		text = strings.Replace(text, "{}", v, 1)
	}
	return text
}

// Plan returns the name of a plan status.
func (w Words) Plan(s symbiosis.PlanStatus) string { return w.term(plans, string(s)) }

var plans = map[string]symbiosis.Names{
	"detaljplan":    {SV: "detaljplan", NB: "reguleringsplan (detaljplan)", EN: "detailed development plan (detaljplan)"},
	"oversiktsplan": {SV: "utpekad i översiktsplan", NB: "avsatt i kommuneplan (översiktsplan)", EN: "named in the comprehensive plan (översiktsplan)"},
	"none":          {SV: "inte planlagd", NB: "ikke planlagt", EN: "no plan"},
}

// documents are the words of pitch sheets and reports.
var documents = map[string]symbiosis.Names{
	// What every document says.
	"page":        {SV: "sida {} av {}", NB: "side {} av {}", EN: "page {} of {}"},
	"made":        {SV: "Upprättat", NB: "Utarbeidet", EN: "Made"},
	"data":        {SV: "uppgifternas version", NB: "opplysningenes versjon", EN: "version of the data"},
	"sources":     {SV: "Källor", NB: "Kilder", EN: "Sources"},
	"source":      {SV: "källa", NB: "kilde", EN: "source"},
	"estimated":   {SV: "uppskattat", NB: "anslått", EN: "estimated"},
	"north":       {SV: "N", NB: "N", EN: "N"},
	"line_exists": {SV: "finns i dag", NB: "finnes i dag", EN: "exists today"},
	"line_could":  {SV: "möjlig leverans", NB: "mulig leveranse", EN: "possible delivery"},
	"map_data":    {SV: "Bakgrundskarta: Natural Earth. Skalan gäller i kartans mitt.", NB: "Bakgrunnskart: Natural Earth. Målestokken gjelder midt i kartet.", EN: "Basemap: Natural Earth. The scale holds at the middle of the map."},
	"no":          {SV: "Nr", NB: "Nr.", EN: "No."},
	"not_known":   {SV: "inte känt", NB: "ikke kjent", EN: "not known"},

	// The pitch sheet.
	"pitch":             {SV: "Prospektblad", NB: "Prospektark", EN: "Pitch sheet"},
	"pitch_title":       {SV: "{} på {}", NB: "{} på {}", EN: "{} at {}"},
	"establishment":     {SV: "Etablering", NB: "Etablering", EN: "Establishment"},
	"pitch_lead":        {SV: "Det här bladet visar vad marken erbjuder och vad som går att nå därifrån: mängd, avstånd och vad det kostar framme på platsen.", NB: "Dette arket viser hva tomten tilbyr og hva som kan nås derfra: mengde, avstand og hva det koster levert på stedet.", EN: "This sheet shows what the land offers and what can be reached from it: amount, distance and what it costs delivered to the land."},
	"map":               {SV: "Karta", NB: "Kart", EN: "Map"},
	"map_alt":           {SV: "Karta över {} med {} verksamheter som kan nås, numrerade som i tabellerna.", NB: "Kart over {} med {} virksomheter som kan nås, nummerert som i tabellene.", EN: "Map of {} with {} firms within reach, numbered as in the tables."},
	"reach":             {SV: "Vad som går att nå", NB: "Hva som kan nås", EN: "What can be reached"},
	"takers":            {SV: "Vem som kan ta emot", NB: "Hvem som kan ta imot", EN: "Who could take it"},
	"need_of":           {SV: "Behov: {}, {}", NB: "Behov: {}, {}", EN: "Need: {}, {}"},
	"surplus_of":        {SV: "Överskott: {}, {}", NB: "Overskudd: {}, {}", EN: "Surplus: {}, {}"},
	"firm":              {SV: "Verksamhet", NB: "Virksomhet", EN: "Firm"},
	"resource":          {SV: "Resurs", NB: "Ressurs", EN: "Resource"},
	"amount":            {SV: "Mängd", NB: "Mengde", EN: "Amount"},
	"distance":          {SV: "Avstånd", NB: "Avstand", EN: "Distance"},
	"delivered_cost":    {SV: "Kostnad framme", NB: "Kostnad levert", EN: "Delivered cost"},
	"once":              {SV: "Investering", NB: "Investering", EN: "Investment"},
	"how":               {SV: "Sätt", NB: "Måte", EN: "How"},
	"by_pipe":           {SV: "ledning", NB: "ledning", EN: "pipe"},
	"by_truck":          {SV: "lastbil", NB: "lastebil", EN: "truck"},
	"nothing_shown":     {SV: "Inget som får visas här når fram inom vad transporten får kosta.", NB: "Ingenting som kan vises her når frem innenfor det transporten kan koste.", EN: "Nothing that may be shown here can be reached within what transport may cost."},
	"also_sum":          {SV: "Därutöver finns inom räckhåll, från minst tre verksamheter som inte namnges, tillsammans omkring {}.", NB: "I tillegg finnes innen rekkevidde, fra minst tre virksomheter som ikke navngis, til sammen omtrent {}.", EN: "Beyond these, at least three firms that are not named have together about {} within reach."},
	"also_sum_takers":   {SV: "Därutöver finns mottagare inom räckhåll, minst tre verksamheter som inte namnges, med behov av tillsammans omkring {}.", NB: "I tillegg finnes mottakere innen rekkevidde, minst tre virksomheter som ikke navngis, med behov for til sammen omtrent {}.", EN: "Beyond these, at least three firms that are not named need together about {} within reach."},
	"more_shown":        {SV: "{} till med lägre nytta visas inte.", NB: "{} til med lavere nytte vises ikke.", EN: "{} more of less benefit are not shown."},
	"partly_taken":      {SV: "en del används redan", NB: "en del er allerede i bruk", EN: "in part used already"},
	"figures_note":      {SV: "Mängderna är vad var och en kan lämna eller ta emot; de kan inte alla läggas ihop. Delar kan redan vara upptagna eller förhandlas. Kostnaden är beräknad per levererad enhet med pris, ledning eller lastbil, behandling och drift; ränta och priser enligt Samlokas antaganden. Överenskommelser görs med var och en.", NB: "Mengdene er det hver og en kan levere eller ta imot; de kan ikke alle legges sammen. Deler kan allerede være i bruk eller under forhandling. Kostnaden er beregnet per levert enhet med pris, ledning eller lastebil, behandling og drift; rente og priser etter Samlokas antakelser. Avtaler gjøres med hver enkelt.", EN: "Amounts are what each can give or take; they can't all be added up. Parts may be used already or under negotiation. The cost is reckoned per unit delivered with price, pipe or truck, treatment and operation; interest and prices by Samloka's assumptions. Agreements are made with each."},
	"offers":            {SV: "Vad marken erbjuder", NB: "Hva tomten tilbyr", EN: "What the land offers"},
	"municipality":      {SV: "Kommun", NB: "Kommune", EN: "Municipality"},
	"area_ha":           {SV: "Yta", NB: "Areal", EN: "Surface"},
	"plan":              {SV: "Plan", NB: "Plan", EN: "Plan"},
	"years_to_ready":    {SV: "Byggklar om", NB: "Byggeklar om", EN: "Ready to build in"},
	"grid":              {SV: "El från nätet", NB: "Strøm fra nettet", EN: "Power from the grid"},
	"from_year":         {SV: "{} från {}", NB: "{} fra {}", EN: "{} from {}"},
	"water":             {SV: "Vatten", NB: "Vann", EN: "Water"},
	"sewage":            {SV: "Avlopp", NB: "Avløp", EN: "Sewage"},
	"fibre":             {SV: "Fiber", NB: "Fiber", EN: "Fibre"},
	"district_heating":  {SV: "Fjärrvärme", NB: "Fjernvarme", EN: "District heating"},
	"connected":         {SV: "framdraget", NB: "fremført", EN: "connected"},
	"nearby":            {SV: "i närheten", NB: "i nærheten", EN: "nearby"},
	"none":              {SV: "finns inte", NB: "finnes ikke", EN: "none"},
	"price":             {SV: "Pris", NB: "Pris", EN: "Price"},
	"remediation":       {SV: "Föroreningar", NB: "Forurensning", EN: "Contamination"},
	"remediation_cost":  {SV: "Sanering kostar", NB: "Opprydding koster", EN: "Remediation costs"},
	"restrictions":      {SV: "Begränsningar", NB: "Begrensninger", EN: "Restrictions"},
	"highway":           {SV: "Större väg", NB: "Hovedvei", EN: "Highway"},
	"rail":              {SV: "Järnväg", NB: "Jernbane", EN: "Railway"},
	"port":              {SV: "Hamn", NB: "Havn", EN: "Port"},
	"substation":        {SV: "Transformatorstation", NB: "Transformatorstasjon", EN: "Substation"},
	"takes":             {SV: "Vad etableringen kräver", NB: "Hva etableringen krever", EN: "What it takes"},
	"capacity":          {SV: "Storlek", NB: "Størrelse", EN: "Size"},
	"land_needed":       {SV: "Mark", NB: "Areal", EN: "Land"},
	"grid_needed":       {SV: "El", NB: "Strøm", EN: "Power"},
	"water_needed":      {SV: "Vatten", NB: "Vann", EN: "Water"},
	"staff_needed":      {SV: "Anställda", NB: "Ansatte", EN: "Staff"},
	"of_which_there_is": {SV: "{} (här finns {})", NB: "{} (her finnes {})", EN: "{} (there is {})"},
	"lowest_investment": {SV: "Ledning eller anslutning till de bästa", NB: "Ledning eller tilkobling til de beste", EN: "Pipe or connection to the best"},
	"contacts":          {SV: "Kontakt", NB: "Kontakt", EN: "Contact"},
	"no_contact":        {SV: "Fråga kommunens näringslivskontor.", NB: "Spør kommunens næringskontor.", EN: "Ask the municipality's business office."},
	"made_for_public":   {SV: "Bladet visar bara uppgifter som är öppna för alla. Vad andra har angett i förtroende ingår som summor av minst tre, avrundade, eller inte alls.", NB: "Arket viser bare opplysninger som er åpne for alle. Det andre har oppgitt i fortrolighet inngår som summer av minst tre, avrundet, eller ikke i det hele tatt.", EN: "The sheet shows only what is open to all. What others gave in confidence enters as sums of at least three, rounded, or not at all."},
	"made_for_network":  {SV: "Bladet visar uppgifter som är öppna eller delade inom nätverket. Vad andra har angett i förtroende till förmedlaren ingår som summor av minst tre, avrundade, eller inte alls.", NB: "Arket viser opplysninger som er åpne eller delt i nettverket. Det andre har oppgitt i fortrolighet til formidleren inngår som summer av minst tre, avrundet, eller ikke i det hele tatt.", EN: "The sheet shows what is open or shared within the network. What others gave in confidence to the facilitator enters as sums of at least three, rounded, or not at all."},
	"reckoned":          {SV: "Samlokas beräkning", NB: "Samlokas beregning", EN: "Samloka's reckoning"},
	"readable_until":    {SV: "Sidan kan läsas till och med {}.", NB: "Siden kan leses til og med {}.", EN: "This page can be read until the end of {}."},
	"as_pdf":            {SV: "Hämta som PDF", NB: "Last ned som PDF", EN: "Download as PDF"},
	"other_languages":   {SV: "Språk", NB: "Språk", EN: "Languages"},
	"gone_title":        {SV: "Sidan kan inte visas", NB: "Siden kan ikke vises", EN: "The page can't be shown"},
	"gone":              {SV: "Länken gäller inte: den har gått ut, dragits tillbaka eller skrivits fel. Be den som skickade den om en ny.", NB: "Lenken gjelder ikke: den er utløpt, trukket tilbake eller skrevet feil. Be den som sendte den om en ny.", EN: "The link isn't valid: it has expired, was withdrawn or is misspelt. Ask whoever sent it for a new one."},
}
