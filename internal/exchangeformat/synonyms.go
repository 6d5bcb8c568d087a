package exchangeformat

import "github.com/samloka/samloka/internal/symbiosis"

// Swedish and Norwegian spellings of the closed sets, in lower case with _ for a space.
var (
	directionWords = map[string]symbiosis.Direction{
		"överskott": symbiosis.Surplus, "overskott": symbiosis.Surplus, "overskudd": symbiosis.Surplus, "overskot": symbiosis.Surplus,
		"behov": symbiosis.Need,
	}
	certaintyWords = map[string]symbiosis.Certainty{
		"uppmätt": symbiosis.Measured, "mätt": symbiosis.Measured, "målt": symbiosis.Measured,
		"rapporterad": symbiosis.Reported, "rapporterat": symbiosis.Reported, "rapportert": symbiosis.Reported,
		"uppgiven": symbiosis.Reported, "uppgivet": symbiosis.Reported, "oppgitt": symbiosis.Reported,
		"uppskattad": symbiosis.Estimated, "uppskattat": symbiosis.Estimated, "estimert": symbiosis.Estimated, "anslått": symbiosis.Estimated,
	}
	accuracyWords = map[string]symbiosis.PlaceAccuracy{
		"exakt": symbiosis.Exact, "nøyaktig": symbiosis.Exact,
		"ungefärlig": symbiosis.Approximate, "omtrentlig": symbiosis.Approximate,
	}
	visibilityWords = map[string]symbiosis.Visibility{
		"öppen": symbiosis.Public, "offentlig": symbiosis.Public, "åpen": symbiosis.Public,
		"nätverk": symbiosis.Network, "nettverk": symbiosis.Network,
		"förmedlare": symbiosis.BrokerOnly, "formidler": symbiosis.BrokerOnly, "mäklare": symbiosis.BrokerOnly, "megler": symbiosis.BrokerOnly,
	}
	statusWords = map[string]symbiosis.LegalStatus{
		"produkt": symbiosis.Product, "biprodukt": symbiosis.ByProduct, "avfall": symbiosis.Waste,
		"farligt_avfall": symbiosis.HazardousWaste, "farlig_avfall": symbiosis.HazardousWaste,
		"okänd": symbiosis.UnknownStatus, "ukjent": symbiosis.UnknownStatus,
	}
	shapeWords = map[string]symbiosis.ShapeKind{
		"jämn": symbiosis.Flat, "jevn": symbiosis.Flat, "vinter": symbiosis.Winter,
		"sommar": symbiosis.Summer, "sommer": symbiosis.Summer, "egen": symbiosis.Own,
	}
	stateWords = map[string]symbiosis.ExchangeState{
		"idé": symbiosis.Idea, "ide": symbiosis.Idea, "kontakt": symbiosis.Contact, "studie": symbiosis.Study, "utredning": symbiosis.Study,
		"avtal": symbiosis.Agreement, "avtale": symbiosis.Agreement, "drift": symbiosis.Operation,
		"avslutad": symbiosis.Ended, "avsluttet": symbiosis.Ended,
	}
	planWords = map[string]symbiosis.PlanStatus{
		"översiktsplan": symbiosis.Oversiktsplan, "kommuneplan": symbiosis.Oversiktsplan,
		"reguleringsplan": symbiosis.Detaljplan, "ingen": symbiosis.NoPlan,
	}
	connectionWords = map[string]symbiosis.Connection{
		"anslutet": symbiosis.Connected, "ansluten": symbiosis.Connected, "finns": symbiosis.Connected, "tilkoblet": symbiosis.Connected, "yes": symbiosis.Connected, "ja": symbiosis.Connected,
		"i_närheten": symbiosis.Nearby, "nära": symbiosis.Nearby, "i_nærheten": symbiosis.Nearby, "near": symbiosis.Nearby,
		"finns_inte": symbiosis.NoConnection, "finnes_ikke": symbiosis.NoConnection, "saknas": symbiosis.NoConnection, "nej": symbiosis.NoConnection, "nei": symbiosis.NoConnection, "no": symbiosis.NoConnection, "mangler": symbiosis.NoConnection,
	}
	effectWords = map[string]symbiosis.ConstraintEffect{
		"utesluter": symbiosis.Excludes, "utelukker": symbiosis.Excludes, "talar_emot": symbiosis.Penalises, "taler_imot": symbiosis.Penalises,
		"upplyser": symbiosis.Informs, "opplyser": symbiosis.Informs,
	}
	facilityWords = map[string]symbiosis.FacilityKind{
		"väg": symbiosis.Highway, "hovedvei": symbiosis.Highway, "vei": symbiosis.Highway, "road": symbiosis.Highway, "järnväg": symbiosis.Rail, "jernbane": symbiosis.Rail, "railway": symbiosis.Rail,
		"hamn": symbiosis.Port, "havn": symbiosis.Port, "elstation": symbiosis.Substation, "transformatorstation": symbiosis.Substation, "transformatorstasjon": symbiosis.Substation,
		"fjärrvärme": symbiosis.DistrictHeatingNetwork, "fjärrvärmenät": symbiosis.DistrictHeatingNetwork, "fjernvarme": symbiosis.DistrictHeatingNetwork, "fjernvarmenett": symbiosis.DistrictHeatingNetwork,
	}
	// unitWords are spellings of one and the same unit. "MWh" alone is not among them: a
	// yearly sum says that it is one.
	unitWords = map[string]symbiosis.QuantityUnit{
		"mwh/år": symbiosis.MWhYear, "mwh/a": symbiosis.MWhYear, "mwh/year": symbiosis.MWhYear,
		"gwh/år": symbiosis.GWhYear, "gwh/a": symbiosis.GWhYear, "gwh/year": symbiosis.GWhYear,
		"ton/år": symbiosis.TonneYear, "t/år": symbiosis.TonneYear, "tonn/år": symbiosis.TonneYear, "t/a": symbiosis.TonneYear,
		"tonnes/yr": symbiosis.TonneYear, "ton/yr": symbiosis.TonneYear, "t/year": symbiosis.TonneYear,
		"kg/år": symbiosis.KgYear, "kg/a": symbiosis.KgYear, "kg/year": symbiosis.KgYear,
		"m3/år": symbiosis.M3Year, "m³/år": symbiosis.M3Year, "m³/yr": symbiosis.M3Year, "m3/a": symbiosis.M3Year,
		"st/år": symbiosis.PieceYear, "stk/år": symbiosis.PieceYear,
		"h/år": symbiosis.HourYear, "tim/år": symbiosis.HourYear,
	}
)
