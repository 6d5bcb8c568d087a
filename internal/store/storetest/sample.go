package storetest

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Sample returns a small region in which every attribute of every noun is set somewhere and
// absent somewhere, in the order of ids and with version 1.
func Sample() *symbiosis.Region {
	return &symbiosis.Region{
		Info: symbiosis.RegionInfo{
			Name: symbiosis.Names{SV: "Jämtland–Tröndelag", NB: "Jämtland–Trøndelag", EN: "Jämtland–Trøndelag"},
			Questions: []symbiosis.Question{{
				Role:   "planner",
				Text:   symbiosis.Names{SV: "Vad når marken?", NB: "Hva når tomten?", EN: "What can reach the land?"},
				Target: "area:mörsil-väst",
			}},
		},
		Assumptions: map[string]float64{"heat.value_sek_per_mwh": 325.5, "detour.pipe": 1.3},
		Sites: []symbiosis.Site{
			{
				ID: "hall", Name: "Serverhallen i Mörsil", Organisation: "Hallen AB", NACE: "63.11", Municipality: "Åre", Country: "SE",
				Location: orb.Point{13.6537, 63.3106}, Accuracy: symbiosis.Approximate,
				Note: "Två rader\noch \"citat\"; semikolon", Source: "models.md §5", Visibility: symbiosis.Network, Version: 1,
			},
			{ID: "smolt", Name: "Smoltanlegget", Location: orb.Point{-0.1, -89.999999999}, Accuracy: symbiosis.Exact, Visibility: symbiosis.Public, Version: 1},
			{ID: "Østre såg", Name: "Østre såg 😀", Country: "NO", Location: orb.Point{10.75, 59.91}, Accuracy: symbiosis.Exact, Visibility: symbiosis.BrokerOnly, Version: 1},
		},
		Flows: []symbiosis.Flow{
			{
				ID: "hall-heat", SiteID: "hall", Name: "Vätskekylning", Direction: symbiosis.Surplus, Resource: "heat",
				Quantity:      symbiosis.Quantity{Amount: 1.94, Unit: symbiosis.MW},
				FullLoadHours: ptr[unit.Hours](8760), Shape: symbiosis.Shape{Kind: symbiosis.Flat},
				Supply: ptr[unit.Temperature](45), Return: ptr[unit.Temperature](0), Price: ptr(0.0),
				Status: symbiosis.UnknownStatus, MaxDistance: ptr[unit.Length](20_003_931),
				ValidFrom: symbiosis.Date{Year: 2026, Month: 1, Day: 1}, ValidTo: symbiosis.Date{Year: 2041, Month: 12, Day: 31},
				Certainty: symbiosis.Measured, Visibility: symbiosis.Network, Source: "0.97 × 2 MW", Note: "kontinuerligt", Version: 1,
			},
			{
				ID: "sawdust", SiteID: "Østre såg", Direction: symbiosis.Surplus, Resource: "wood",
				Quantity:     symbiosis.Quantity{Amount: 1.0 / 3, Unit: symbiosis.TonneYear},
				Shape:        symbiosis.Shape{Kind: symbiosis.Own, Monthly: [12]float64{0.1, 0.2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1.0 / 7}},
				DisposalCost: ptr[unit.MassPrice](1044), TreatmentCost: ptr[unit.MassPrice](0), Price: ptr(-12.5),
				WasteCode: "03 01 05", Status: symbiosis.Waste,
				Quality: []symbiosis.Property{
					{Name: "moisture", Unit: "%", Min: ptr(0.0), Max: ptr(55.5)},
					{Name: "klorid", Unit: "mg/kg", Max: ptr(0.1)},
				},
				Certainty: symbiosis.Reported, Visibility: symbiosis.Public, Version: 1,
			},
			{
				ID: "smolt-heat", SiteID: "smolt", Direction: symbiosis.Need, Resource: "heat",
				Quantity: symbiosis.Quantity{Amount: 26, Unit: symbiosis.GWhYear}, Shape: symbiosis.Shape{Kind: symbiosis.Winter},
				Accepts: []string{"heat.low", "19 12"}, PermittedCodes: []symbiosis.WasteCode{"19 12 07", "20"},
				Status: symbiosis.Product, Certainty: symbiosis.Estimated, Visibility: symbiosis.BrokerOnly, Version: 1,
			},
		},
		Areas: []symbiosis.Area{
			{
				ID: "krokom", Name: "Krokom", Geometry: orb.MultiPolygon{{{{14.4, 63.3}, {14.5, 63.3}, {14.5, 63.4}, {14.4, 63.3}}}},
				PlanStatus: symbiosis.NoPlan, Accuracy: symbiosis.Exact, Certainty: symbiosis.Estimated, Visibility: symbiosis.Public, Version: 1,
			},
			{
				ID: "mörsil-väst", Name: "Mörsil väst", Municipality: "Åre", Country: "SE",
				Geometry: orb.MultiPolygon{
					{{{13.6, 63.3}, {13.7, 63.3}, {13.7, 63.35}, {13.6, 63.35}, {13.6, 63.3}}, {{13.62, 63.31}, {13.64, 63.32}, {13.64, 63.31}, {13.62, 63.31}}},
					{{{13.8, 63.3}, {13.9, 63.3}, {13.85, 63.1 + 0.2000001}, {13.8, 63.3}}},
				},
				PlanStatus: symbiosis.Detaljplan, YearsToBuildReady: ptr(0.0), GridPower: ptr(3.3 * unit.Megawatt), GridYear: 2029,
				Remediation: "Sågverkstomt: dioxin", Accuracy: symbiosis.Approximate, Certainty: symbiosis.Reported, Visibility: symbiosis.Network,
				Restrictions: "högst 12 m", Water: symbiosis.Connected, Sewage: symbiosis.Nearby, Fibre: symbiosis.NoConnection, DistrictHeating: symbiosis.Nearby,
				Price: ptr(unit.LandPrice(120.5)), RemediationCost: ptr(unit.Money(0)), Slope: ptr(4.25), Owner: "Åre kommun", Contact: "näringsliv@exempel.se",
				Source: "översiktsplan", SourceDate: symbiosis.Date{Year: 2025, Month: 6, Day: 1}, Note: "i söder våtmark", Version: 1,
			},
		},
		Exchanges: []symbiosis.Exchange{
			{
				ID: "e1", SurplusID: "hall-heat", NeedID: "smolt-heat", State: symbiosis.Study, Since: symbiosis.Date{Year: 2025, Month: 2, Day: 28},
				Quantity: symbiosis.Quantity{Amount: 12.5, Unit: symbiosis.GWhYear}, Certainty: symbiosis.Reported, Source: "avtal", Note: "första året", Version: 1,
			},
			{ID: "e2", SurplusID: "sawdust", NeedID: "smolt-heat", State: symbiosis.Idea, Certainty: symbiosis.Estimated, Version: 1},
		},
		Constraints: sampleConstraints(),
		Facilities:  sampleFacilities(),
		Profiles:    sampleProfiles(),
		Comparisons: sampleComparisons(),
		Pitches:     samplePitches(),
		Settings: []symbiosis.Setting{
			{Key: symbiosis.AppraisalSetting, Body: `{ "weights": {"grid": 0.40, "price": 6e-1}}`, Version: 1},
			{Key: "x", Body: "[]", Version: 1},
		},
	}
}

func ptr[T any](v T) *T { return &v }
