package storetest

import (
	"time"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

func sampleConstraints() []symbiosis.Constraint {
	return []symbiosis.Constraint{
		{
			ID: "homes", Layer: symbiosis.Housing, Name: "Mörsils by", Effect: symbiosis.Informs, Geometry: orb.MultiPoint{{13.66, 63.31}, {13.67, 63.32}},
			WarningDistance: 500 * unit.Metre, Accuracy: symbiosis.Approximate, Certainty: symbiosis.Estimated, Source: "karta", Note: "ungefär", Version: 1,
		},
		{
			ID: "reserve", Layer: symbiosis.ProtectedNature, Effect: symbiosis.Excludes, Geometry: orb.Polygon{{{13.5, 63.3}, {13.55, 63.3}, {13.5, 63.35}, {13.5, 63.3}}},
			Buffer: 0.5, Accuracy: symbiosis.Exact, Certainty: symbiosis.Reported, Source: "Naturvårdsverket", Date: symbiosis.Date{Year: 2026, Month: 1, Day: 31}, Version: 1,
		},
	}
}

func sampleFacilities() []symbiosis.Facility {
	return []symbiosis.Facility{
		{
			ID: "e14", Kind: symbiosis.Highway, Name: "E14", Geometry: orb.LineString{{13.5, 63.3}, {13.7, 63.32}, {14, 63.3}},
			Accuracy: symbiosis.Approximate, Certainty: symbiosis.Estimated, Source: "karta", Note: "grovt ritad", Version: 1,
		},
		{
			ID: "full", Kind: symbiosis.Substation, Geometry: orb.Point{13.68, 63.31}, Capacity: &symbiosis.Quantity{Unit: symbiosis.MW}, Year: 2030,
			Accuracy: symbiosis.Exact, Certainty: symbiosis.Reported, Source: "nätägaren", Date: symbiosis.Date{Year: 2026, Month: 2, Day: 1}, Version: 1,
		},
	}
}

func sampleProfiles() []symbiosis.Profile {
	return []symbiosis.Profile{
		{
			ID: "asks", Names: symbiosis.Names{SV: "Firma X", NB: "Firma X", EN: "Firma X"}, CapacityUnit: "MW", Capacity: 3,
			Prospect: true, Visibility: symbiosis.BrokerOnly, Certainty: symbiosis.Estimated, Version: 1,
		},
		{
			ID: "fish", Names: symbiosis.Names{SV: "Fiskodling på land", NB: "Landbasert oppdrett", EN: "Land-based fish farm"}, Category: "food", NACE: "03.22",
			CapacityUnit: "t/yr", CapacityOf: symbiosis.Names{SV: "smolt", NB: "smolt", EN: "smolt"}, Capacity: 1000, LeastCapacity: ptr(100.0), GreatestCapacity: ptr(10_000.5),
			Land: ptr(0.005 * unit.Hectare), GridPower: ptr(0.0011 * unit.Megawatt), Water: ptr(unit.Volume(300)), Staff: ptr(0.02),
			Flows: []symbiosis.ProfileFlow{
				{
					Direction: symbiosis.Need, Resource: "heat", Name: "odlingsvatten", PerCapacity: symbiosis.Quantity{Amount: 4.4, Unit: symbiosis.MWhYear},
					FullLoadHours: ptr[unit.Hours](8000), Shape: symbiosis.Shape{Kind: symbiosis.Own, Monthly: [12]float64{1, 1, 1, 1, 0.5}},
					Supply: ptr[unit.Temperature](18), Return: ptr[unit.Temperature](0), Price: ptr(0.0), Status: symbiosis.UnknownStatus, Certainty: symbiosis.Estimated,
					Origin: symbiosis.Origin{Source: "Nistad 2020", Year: 2020, Assumption: true},
				},
				{
					Direction: symbiosis.Surplus, Resource: "sludge", PerCapacity: symbiosis.Quantity{Amount: 1.0 / 3, Unit: symbiosis.TonneYear}, Shape: symbiosis.Shape{Kind: symbiosis.Flat},
					DisposalCost: ptr[unit.MassPrice](400), WasteCode: "02 01 01", Status: symbiosis.Waste, Accepts: []string{"19 12"}, PermittedCodes: []symbiosis.WasteCode{"02"},
					Quality: []symbiosis.Property{{Name: "moisture", Unit: "%", Max: ptr(85.0)}}, Certainty: symbiosis.Reported, Origin: symbiosis.Origin{Source: "branschen"},
				},
			},
			Figures: map[string]symbiosis.Origin{symbiosis.LandFigure: {Source: "egen bedömning", Assumption: true}, symbiosis.StaffFigure: {Source: "SCB", Year: 2024}},
			MustHaves: symbiosis.MustHaves{
				Plan: symbiosis.Oversiktsplan, YearsToBuildReady: ptr(0.0), Connections: []symbiosis.Utility{symbiosis.WaterUtility, symbiosis.SewageUtility},
				Within: []symbiosis.Nearness{{Kind: symbiosis.Highway, Distance: 2.5 * unit.Kilometre}},
			},
			Visibility: symbiosis.Public, Certainty: symbiosis.Reported, Source: "models.md §1.7", Note: "smolt till havs", Version: 1,
		},
	}
}

func sampleComparisons() []symbiosis.Comparison {
	return []symbiosis.Comparison{{
		ID: "two", Name: "Krokom eller Mörsil", AreaIDs: []symbiosis.AreaID{"mörsil-väst", "krokom"}, Revision: "17-a3",
		DataTime: time.Date(2026, 11, 22, 13, 45, 0, 123_000_000, time.UTC), Created: time.Date(2026, 11, 22, 13, 46, 0, 0, time.UTC),
		Settings: `{"b": 1.50, "a": [ ]}`, Result: `{"å": "\u00e5"}`, Visibility: symbiosis.Network, Note: "till nämnden", Version: 1,
	}}
}

func samplePitches() []symbiosis.Pitch {
	at := time.Date(2026, 11, 22, 13, 45, 0, 0, time.UTC)
	return []symbiosis.Pitch{
		{
			ID: "general", TokenHash: symbiosis.TokenHash("a"), Title: "Mörsil väst", AreaID: "mörsil-väst", Visibility: symbiosis.Public, Language: symbiosis.English,
			Revision: "17-a3", DataTime: at, Created: at, Expires: at.Add(time.Millisecond), Content: "{}", Version: 1,
		},
		{
			ID: "sent", TokenHash: symbiosis.TokenHash("b"), Title: "Smolt i Krokom", AreaID: "krokom", ProfileID: "fish", Capacity: ptr(0.1), Visibility: symbiosis.Network, Language: symbiosis.Norwegian,
			Revision: "17-a3", DataTime: at, Created: at, Expires: at.AddDate(0, 3, 0), Content: `{"figures": [1.0]}`, Version: 1,
		},
	}
}
