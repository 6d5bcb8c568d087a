package wording

import "github.com/samloka/samloka/internal/symbiosis"

var classes = map[string]symbiosis.Names{
	"direct":    {SV: "direkt", NB: "direkte", EN: "direct"},
	"preheat":   {SV: "förvärmning", NB: "forvarming", EN: "preheating"},
	"heat_pump": {SV: "med värmepump", NB: "med varmepumpe", EN: "by heat pump"},
}

var statuses = map[string]symbiosis.Names{
	"product":         {SV: "produkt", NB: "produkt", EN: "product"},
	"by_product":      {SV: "biprodukt", NB: "biprodukt", EN: "by-product"},
	"end_of_waste":    {SV: "upphört vara avfall", NB: "opphørt å være avfall", EN: "end-of-waste"},
	"waste":           {SV: "avfall", NB: "avfall", EN: "waste"},
	"hazardous_waste": {SV: "farligt avfall", NB: "farlig avfall", EN: "hazardous waste"},
	"unknown":         {SV: "okänd", NB: "ukjent", EN: "unknown"},
}

var scoreParts = map[string]symbiosis.Names{
	"net_benefit": {SV: "Nettonytta", NB: "Netto nytte", EN: "Net benefit"},
	"coverage":    {SV: "Täckning", NB: "Dekning", EN: "Coverage"},
	"co2e":        {SV: "Klimatnytta", NB: "Klimanytte", EN: "Climate benefit"},
	"hierarchy":   {SV: "Steg i avfallstrappan", NB: "Trinn i avfallshierarkiet", EN: "Steps on the waste hierarchy"},
	"continuity":  {SV: "Jämnhet över året", NB: "Jevnhet over året", EN: "Continuity over the year"},
	"confidence":  {SV: "Säkerhet i uppgifterna", NB: "Sikkerhet i opplysningene", EN: "Data confidence"},
	"ease":        {SV: "Liten investering", NB: "Liten investering", EN: "Small investment"},
}

var directions = map[string]symbiosis.Names{
	"surplus": {SV: "överskott", NB: "overskudd", EN: "surplus"},
	"need":    {SV: "behov", NB: "behov", EN: "need"},
}

var certainties = map[string]symbiosis.Names{
	"measured":  {SV: "uppmätt", NB: "målt", EN: "measured"},
	"reported":  {SV: "rapporterad", NB: "rapportert", EN: "reported"},
	"estimated": {SV: "uppskattad", NB: "anslått", EN: "estimated"},
}

var visibilities = map[string]symbiosis.Names{
	"public":      {SV: "öppet för alla", NB: "åpent for alle", EN: "open to all"},
	"network":     {SV: "för nätverket", NB: "for nettverket", EN: "for the network"},
	"broker_only": {SV: "bara för förmedlaren", NB: "bare for formidleren", EN: "for the facilitator only"},
}

var kinds = map[string]symbiosis.Names{
	"heat":     {SV: "Värme", NB: "Varme", EN: "Heat"},
	"material": {SV: "Material", NB: "Materiale", EN: "Material"},
	"energy":   {SV: "Energi", NB: "Energi", EN: "Energy"},
	"gas":      {SV: "Gas", NB: "Gass", EN: "Gas"},
	"water":    {SV: "Vatten", NB: "Vann", EN: "Water"},
	"goods":    {SV: "Varor", NB: "Varer", EN: "Goods"},
	"service":  {SV: "Tjänster", NB: "Tjenester", EN: "Services"},
}

var shapes = map[string]symbiosis.Names{
	"flat":   {SV: "jämnt över året", NB: "jevnt over året", EN: "even over the year"},
	"winter": {SV: "mest på vintern", NB: "mest om vinteren", EN: "mostly in winter"},
	"summer": {SV: "mest på sommaren", NB: "mest om sommeren", EN: "mostly in summer"},
	"own":    {SV: "egna månader", NB: "egne måneder", EN: "own months"},
}

var exchangeStates = map[string]symbiosis.Names{
	"idea":      {SV: "idé", NB: "idé", EN: "idea"},
	"contact":   {SV: "kontakt", NB: "kontakt", EN: "contact"},
	"study":     {SV: "utredning", NB: "utredning", EN: "study"},
	"agreement": {SV: "avtal", NB: "avtale", EN: "agreement"},
	"operation": {SV: "i drift", NB: "i drift", EN: "in operation"},
	"ended":     {SV: "avslutat", NB: "avsluttet", EN: "ended"},
}

var hierarchySteps = map[string]symbiosis.Names{
	"prevent":        {SV: "förebygga", NB: "forebygge", EN: "prevent"},
	"reuse":          {SV: "återanvända", NB: "ombruke", EN: "reuse"},
	"recycle":        {SV: "materialåtervinna", NB: "materialgjenvinne", EN: "recycle"},
	"recover_energy": {SV: "energiåtervinna", NB: "energiutnytte", EN: "recover energy"},
	"dispose":        {SV: "bortskaffa", NB: "sluttbehandle", EN: "dispose"},
}

// choices are values of assumptions with choices, and the classes of truck.
var choices = map[string]symbiosis.Names{
	"field":      {SV: "åker, skogsväg", NB: "åker, skogsvei", EN: "field, forest track"},
	"road":       {SV: "väg, förort", NB: "vei, forstad", EN: "road, suburb"},
	"city":       {SV: "innerstad", NB: "indre by", EN: "inner city"},
	"bulk38":     {SV: "bulkekipage, 38 t", NB: "bulkvogntog, 38 t", EN: "bulk truck and trailer, 38 t"},
	"semi25":     {SV: "semitrailer, 25 t", NB: "semitrailer, 25 t", EN: "semi-trailer, 25 t"},
	"hooklift22": {SV: "lastväxlare med släp, 22 t", NB: "krokbil med henger, 22 t", EN: "hook-lift with trailer, 22 t"},
	"rigid15":    {SV: "lastbil utan släp, 15 t", NB: "lastebil uten henger, 15 t", EN: "rigid truck, 15 t"},
	"loose5":     {SV: "löst lätt gods, 5 t", NB: "løst lett gods, 5 t", EN: "loose light goods, 5 t"},
}

// properties are names of qualities that flows often carry.
var properties = map[string]symbiosis.Names{
	"moisture":      {SV: "Fukthalt", NB: "Fuktinnhold", EN: "Moisture"},
	"chloride":      {SV: "Klorid", NB: "Klorid", EN: "Chloride"},
	"particle_size": {SV: "Kornstorlek", NB: "Kornstørrelse", EN: "Particle size"},
	"temperature":   {SV: "Temperatur", NB: "Temperatur", EN: "Temperature"},
	"ash":           {SV: "Askhalt", NB: "Askeinnhold", EN: "Ash"},
}
