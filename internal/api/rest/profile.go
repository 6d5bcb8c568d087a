package rest

import (
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

// ProfileAttributes are what a user gives of an establishment profile. Land, power, water, posts and
// the flows are per unit of capacity.
type ProfileAttributes struct {
	ID               string               `json:"id,omitempty" doc:"Stays the same; made by the server when left out" maxLength:"120"`
	Names            PartialNames         `json:"names" doc:"At least one language; the others are filled from it"`
	Category         string               `json:"category,omitempty" example:"food" doc:"Key of a group of profiles"`
	NACE             string               `json:"nace,omitempty" example:"03.22"`
	CapacityUnit     string               `json:"capacity_unit" example:"t/yr" maxLength:"300"`
	CapacityOf       PartialNames         `json:"capacity_of,omitempty" doc:"What is counted"`
	Capacity         float64              `json:"capacity" exclusiveMinimum:"0" doc:"That it is shown at"`
	LeastCapacity    *float64             `json:"least_capacity,omitempty"`
	GreatestCapacity *float64             `json:"greatest_capacity,omitempty"`
	LandHa           *float64             `json:"land_ha,omitempty" minimum:"0" doc:"Hectares per unit of capacity"`
	GridMW           *float64             `json:"grid_mw,omitempty" minimum:"0" doc:"MW per unit of capacity"`
	WaterM3          *float64             `json:"water_m3_per_year,omitempty" minimum:"0" doc:"Fresh water, m³ a year per unit of capacity"`
	Staff            *float64             `json:"staff,omitempty" minimum:"0" doc:"Full-time posts per unit of capacity"`
	Origins          map[string]Origin    `json:"origins,omitempty" doc:"Where land_ha, grid_mw, water_m3_per_year and staff come from"`
	Flows            []ProfileFlow        `json:"flows" doc:"Needs and surpluses per unit of capacity"`
	MustHaves        MustHaves            `json:"must_haves,omitempty" doc:"Land without is excluded"`
	Prospect         bool                 `json:"prospect,omitempty" doc:"One firm that asks for land rather than a kind of firm"`
	Visibility       symbiosis.Visibility `json:"visibility,omitempty" doc:"broker_only when left out of a prospect, else public"`
	Certainty        symbiosis.Certainty  `json:"certainty,omitempty"`
	Source           string               `json:"source,omitempty"`
	Note             string               `json:"note,omitempty"`
}

// PartialNames is a name in one language or more.
type PartialNames struct {
	SV string `json:"sv,omitempty"`
	NB string `json:"nb,omitempty"`
	EN string `json:"en,omitempty"`
}

// Origin is where a figure comes from.
type Origin struct {
	Source     string `json:"source"`
	Year       int    `json:"year,omitempty"`
	Assumption bool   `json:"assumption,omitempty" doc:"No source gives it"`
}

// ProfileFlow is a need or a surplus of a profile per unit of capacity.
type ProfileFlow struct {
	Direction symbiosis.Direction    `json:"direction"`
	Resource  string                 `json:"resource" doc:"Code of the catalogue"`
	Name      string                 `json:"name,omitempty" maxLength:"300"`
	Quantity  float64                `json:"quantity" exclusiveMinimum:"0" doc:"Per unit of capacity"`
	Unit      symbiosis.QuantityUnit `json:"unit"`
	FlowFigures
	Accepts        []string             `json:"accepts,omitempty"`
	PermittedCodes []string             `json:"permitted_codes,omitempty"`
	Quality        []symbiosis.Property `json:"quality,omitempty"`
	Certainty      symbiosis.Certainty  `json:"certainty,omitempty"`
	Origin         Origin               `json:"origin" doc:"Where the amount comes from; a prospect's may have an empty source"`
}

// MustHaves are what land must have.
type MustHaves struct {
	Plan              symbiosis.PlanStatus `json:"plan,omitempty" doc:"The least that will do"`
	YearsToBuildReady *float64             `json:"years_to_build_ready,omitempty" minimum:"0" doc:"At most"`
	Within            []Nearness           `json:"within,omitempty" doc:"Infrastructure that must be near"`
	Connections       []symbiosis.Utility  `json:"connections,omitempty" doc:"Utilities that must be connected or nearby"`
}

// Nearness asks for infrastructure within a distance as the crow flies.
type Nearness struct {
	Kind      symbiosis.FacilityKind `json:"kind"`
	DistanceM float64                `json:"distance_m" minimum:"0"`
}

// ProfileDerived is what the server adds to a profile.
type ProfileDerived struct {
	Own          bool   `json:"own" doc:"Of the region, so that it can be changed; else of the library"`
	Name         string `json:"name" doc:"In the language asked for"`
	Counted      string `json:"counted" doc:"capacity_of in the language asked for"`
	CategoryName string `json:"category_name" doc:"In the language asked for"`
	Version      int64  `json:"version" doc:"0 for one of the library"`

	Notices []symbiosis.Problem `json:"notices,omitempty" doc:"What looks wrong but may be meant: a group or an activity that isn't known, no flows, a capacity outside its range"`
}

// ProfileInput is a profile as it is sent. What the server added may be sent back.
type ProfileInput struct {
	ProfileAttributes
	Own           any `json:"own,omitempty" doc:"Ignored"`
	Name          any `json:"name,omitempty" doc:"Ignored"`
	Counted       any `json:"counted,omitempty" doc:"Ignored"`
	CategoryName  any `json:"category_name,omitempty" doc:"Ignored"`
	ResourceNames any `json:"resource_names,omitempty" doc:"Ignored"`
	Version       any `json:"version,omitempty" doc:"Ignored"`
	Notices       any `json:"notices,omitempty" doc:"Ignored"`
}

// Profile is an establishment profile: a kind of firm, or one prospect.
type Profile struct {
	ProfileAttributes
	ProfileDerived
	ResourceNames map[string]string `json:"resource_names" doc:"Of the flows' resources, in the language asked for"`
}

// ProfileList holds the profiles at hand: the region's own, then the library.
type ProfileList struct {
	Library string    `json:"library" doc:"Date of the library"`
	Items   []Profile `json:"items"`
}

func (a ProfileAttributes) toProfile() symbiosis.Profile {
	p := symbiosis.Profile{
		ID: symbiosis.ProfileID(a.ID), Names: symbiosis.Names(a.Names), Category: a.Category, NACE: a.NACE,
		CapacityUnit: a.CapacityUnit, CapacityOf: symbiosis.Names(a.CapacityOf), Capacity: a.Capacity,
		LeastCapacity: a.LeastCapacity, GreatestCapacity: a.GreatestCapacity, Staff: a.Staff, MustHaves: a.MustHaves.toMustHaves(),
		Prospect: a.Prospect, Visibility: a.Visibility, Certainty: a.Certainty, Source: a.Source, Note: a.Note,
	}
	if a.LandHa != nil {
		land := unit.Area(*a.LandHa) * unit.Hectare
		p.Land = &land
	}
	if a.GridMW != nil {
		grid := unit.Power(*a.GridMW) * unit.Megawatt
		p.GridPower = &grid
	}
	p.Water = optional[unit.Volume](a.WaterM3)
	for name, o := range a.Origins {
		if p.Figures == nil {
			p.Figures = map[string]symbiosis.Origin{}
		}
		p.Figures[name] = symbiosis.Origin(o)
	}
	for _, f := range a.Flows {
		var g symbiosis.Flow
		f.FlowFigures.apply(&g)
		flow := symbiosis.ProfileFlow{
			Direction: f.Direction, Resource: symbiosis.ResourceCode(f.Resource), Name: f.Name, PerCapacity: symbiosis.Quantity{Amount: f.Quantity, Unit: f.Unit},
			FullLoadHours: g.FullLoadHours, Shape: g.Shape, Supply: g.Supply, Return: g.Return, Price: g.Price, DisposalCost: g.DisposalCost,
			TreatmentCost: g.TreatmentCost, MaxDistance: g.MaxDistance, WasteCode: g.WasteCode, Status: g.Status,
			Accepts: f.Accepts, Quality: f.Quality, Certainty: f.Certainty, Origin: symbiosis.Origin(f.Origin),
		}
		for _, c := range f.PermittedCodes {
			flow.PermittedCodes = append(flow.PermittedCodes, symbiosis.WasteCode(c))
		}
		p.Flows = append(p.Flows, flow)
	}
	return p
}

func (m MustHaves) toMustHaves() symbiosis.MustHaves {
	out := symbiosis.MustHaves{Plan: m.Plan, YearsToBuildReady: m.YearsToBuildReady, Connections: m.Connections}
	for _, w := range m.Within {
		out.Within = append(out.Within, symbiosis.Nearness{Kind: w.Kind, Distance: unit.Length(w.DistanceM) * unit.Metre})
	}
	return out
}

func mustHavesOf(m symbiosis.MustHaves) MustHaves {
	out := MustHaves{Plan: m.Plan, YearsToBuildReady: m.YearsToBuildReady, Connections: m.Connections}
	for _, w := range m.Within {
		out.Within = append(out.Within, Nearness{w.Kind, w.Distance.Metres()})
	}
	return out
}

func attributesOfProfile(p symbiosis.Profile) ProfileAttributes {
	a := ProfileAttributes{
		ID: string(p.ID), Names: PartialNames(p.Names), Category: p.Category, NACE: p.NACE, CapacityUnit: p.CapacityUnit, CapacityOf: PartialNames(p.CapacityOf),
		Capacity: p.Capacity, LeastCapacity: p.LeastCapacity, GreatestCapacity: p.GreatestCapacity, WaterM3: plain(p.Water), Staff: p.Staff,
		MustHaves: mustHavesOf(p.MustHaves), Prospect: p.Prospect, Visibility: p.Visibility, Certainty: p.Certainty, Source: p.Source, Note: p.Note,
		Flows: []ProfileFlow{},
	}
	if p.Land != nil {
		ha := p.Land.Hectares()
		a.LandHa = &ha
	}
	if p.GridPower != nil {
		mw := p.GridPower.Megawatts()
		a.GridMW = &mw
	}
	for name, o := range p.Figures {
		if a.Origins == nil {
			a.Origins = map[string]Origin{}
		}
		a.Origins[name] = Origin(o)
	}
	for _, f := range p.Flows {
		as := attributesOf(symbiosis.Flow{
			FullLoadHours: f.FullLoadHours, Shape: f.Shape, Supply: f.Supply, Return: f.Return, Price: f.Price, DisposalCost: f.DisposalCost,
			TreatmentCost: f.TreatmentCost, MaxDistance: f.MaxDistance, WasteCode: f.WasteCode, Status: f.Status, PermittedCodes: f.PermittedCodes,
		})
		a.Flows = append(a.Flows, ProfileFlow{
			Direction: f.Direction, Resource: string(f.Resource), Name: f.Name, Quantity: f.PerCapacity.Amount, Unit: f.PerCapacity.Unit,
			FlowFigures: as.FlowFigures, Accepts: f.Accepts, PermittedCodes: as.PermittedCodes, Quality: f.Quality, Certainty: f.Certainty, Origin: Origin(f.Origin),
		})
	}
	return a
}

func (v view) profile(f planner.Firm) Profile { return profileOf(f, v.words) }

// LibraryProfiles returns the library as GET /profiles answers it, for the command line: both say
// the same.
func LibraryProfiles(l *symbiosis.ProfileLibrary, words wording.Words) []Profile {
	list := make([]Profile, len(l.Profiles()))
	for i, p := range l.Profiles() {
		list[i] = profileOf(planner.Firm{Profile: p}, words)
	}
	return list
}

func profileOf(f planner.Firm, words wording.Words) Profile {
	lang := words.Language()
	out := Profile{
		ProfileAttributes: attributesOfProfile(f.Profile),
		ProfileDerived: ProfileDerived{
			Own: f.Own, Name: f.Names.In(lang), Counted: f.CapacityOf.In(lang), CategoryName: words.ProfileCategory(f.Category), Version: f.Version, Notices: wording.Faults(lang, f.Notices()),
		},
		ResourceNames: map[string]string{},
	}
	for _, flow := range f.Flows {
		out.ResourceNames[string(flow.Resource)] = words.Resource(flow.Resource)
	}
	return out
}
