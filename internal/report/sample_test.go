package report_test

import (
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

func words(t testing.TB, lang symbiosis.Language) wording.Words {
	t.Helper()
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	c, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		t.Fatal(err)
	}
	return wording.In(lang, a, c)
}

func ptr[T any](v T) *T { return &v }

// sampleSheet has one of everything.
func sampleSheet() report.Sheet {
	return report.Sheet{
		Area: report.SheetArea{
			Name: "Krokom, kandidatmark A (jungfrulig)", Municipality: "Krokom", Hectares: 52.3, Plan: symbiosis.Oversiktsplan,
			Geometry: orb.MultiPolygon{{{
				{14.44559, 63.33259}, {14.46252, 63.33535}, {14.45874, 63.34001}, {14.45502, 63.33986}, {14.44148, 63.33765}, {14.44559, 63.33259},
			}}},
			YearsToReady: ptr(4.0), GridMW: ptr(40.0), GridYear: 2030, PriceSEKPerM2: ptr(120.0), Remediation: "ingen känd",
			Connections: []report.Connection{{Utility: "water", State: "connected"}, {Utility: "sewage", State: "nearby"}, {Utility: "fibre"}, {Utility: "district_heating", State: "none"}},
			Near:        []report.Near{{Kind: "rail", Name: "Mittbanan", Distance: 2312, Source: "Trafikverket 2025"}, {Kind: "highway", Name: "E14", Distance: 310, Source: "Trafikverket 2025"}},
			Estimated:   true, Source: "Krokoms kommun, underlag till översiktsplan 2025",
		},
		Firm: report.SheetFirm{
			Names: symbiosis.Names{SV: "Växthus för tomat", NB: "Veksthus for tomat", EN: "Tomato greenhouse"}, Capacity: 4, CapacityUnit: "ha",
			CapacityOf: symbiosis.Names{SV: "glas", NB: "glass", EN: "glass"}, LandHa: ptr(6.0), GridMW: ptr(1.2), WaterM3: ptr(36000.0), Staff: ptr(32.0),
			Estimated: true, Source: "CIGR e-journal 2923",
		},
		Flows: []report.FirmFlow{
			{
				Direction: symbiosis.Need, Resource: "heat.30-50", Amount: 17, Unit: "GWh/yr", SupplyC: ptr(45.0), ReturnC: ptr(25.0), Estimated: true,
				Partners: []report.Partner{
					{Site: "Krokoms sågverk (exempel)", Municipality: "Krokom", Point: orb.Point{14.4721, 63.3312}, Resource: "heat.50-80", SupplyC: ptr(70.0), Amount: 14.2, Unit: "GWh/yr", RouteM: 1830, Cost: ptr(143.2), CostUnit: "SEK/MWh", Investment: ptr(12.4e6), Class: symbiosis.Direct, Estimated: true, Source: "Samlokas uppskattning"},
					{Site: "Östersunds kraftvärmeverk", Municipality: "Östersund", Point: orb.Point{14.6122, 63.2104}, Resource: "heat.80-120", SupplyC: ptr(95.0), Amount: 17, Unit: "GWh/yr", RouteM: 21030, Cost: ptr(292.2), CostUnit: "SEK/MWh", Investment: ptr(96.4e6), Class: symbiosis.Direct, PartlyTaken: true, Source: "Jämtkraft, miljörapport 2024"},
				},
				Sum: ptr(40.0), SumUnit: "GWh/yr",
			},
			{
				Direction: symbiosis.Need, Resource: "co2", Amount: 1000, Unit: "t/yr",
				Partners: []report.Partner{
					{Site: "Biogasanläggningen i Östersund", Municipality: "Östersund", Point: orb.Point{14.70, 63.165}, Resource: "co2", Amount: 820, Unit: "t/yr", RouteM: 31500, Cost: ptr(610.0), CostUnit: "SEK/t", Source: "Östersunds kommun 2024"},
				},
				More: 2,
			},
			{Direction: symbiosis.Surplus, Resource: "food.fruitveg.greenhouse", Amount: 720, Unit: "t/yr"},
		},
		MadeFor: symbiosis.Public, Contacts: []string{"Kommunens näringslivskontor, naringsliv@krokom.example, 0640-000 00"},
		Made: "2026-11-25", Revision: "gpkg-1042",
	}
}
