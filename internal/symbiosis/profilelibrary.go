package symbiosis

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/samloka/samloka/internal/unit"
)

// ProfileLibrary is the profiles that ship with the program, immutable.
type ProfileLibrary struct {
	version  string
	profiles []Profile // in the order of the file
	byID     map[ProfileID]int
}

// Version is the date of the library, such as "2026-11-25".
func (l *ProfileLibrary) Version() string { return l.version }

// Profiles lists the library in its order. The caller must not change it.
func (l *ProfileLibrary) Profiles() []Profile { return l.profiles }

// Profile returns a profile of the library.
func (l *ProfileLibrary) Profile(id ProfileID) (Profile, bool) {
	i, ok := l.byID[id]
	if !ok {
		return Profile{}, false
	}
	return l.profiles[i], true
}

// libraryFile is the form of the file.
type libraryFile struct {
	Version  string           `json:"version"`
	Profiles []libraryProfile `json:"profiles"`
}

type libraryProfile struct {
	ID       ProfileID       `json:"id"`
	Names    Names           `json:"names"`
	Category string          `json:"category"`
	NACE     string          `json:"nace"`
	Capacity libraryCapacity `json:"capacity"`
	Land     Figure          `json:"land_ha"`
	Grid     Figure          `json:"grid_mw"`
	Water    Figure          `json:"water_m3_per_year"`
	Staff    Figure          `json:"staff"`
	Flows    []libraryFlow   `json:"flows"`
	Must     libraryMust     `json:"must_haves"`
}

type libraryCapacity struct {
	Unit     string  `json:"unit"`
	Of       Names   `json:"of"`
	Shown    float64 `json:"shown"`
	Least    float64 `json:"least"`
	Greatest float64 `json:"greatest"`
}

type libraryMust struct {
	Plan        PlanStatus `json:"plan"`
	Years       *float64   `json:"years_to_build_ready"`
	Connections []Utility  `json:"connections"`
}

type libraryFlow struct {
	Direction  Direction    `json:"direction"`
	Resource   ResourceCode `json:"resource"`
	Amount     Figure       `json:"amount"`
	Conditions *struct {
		Source     string `json:"source"`
		Assumption bool   `json:"assumption"`
	} `json:"conditions"`
	FullLoadHours  *unit.Hours       `json:"full_load_hours"`
	Shape          ShapeKind         `json:"shape"`
	Monthly        *[12]float64      `json:"monthly"`
	Supply         *unit.Temperature `json:"supply_c"`
	Return         *unit.Temperature `json:"return_c"`
	Price          *float64          `json:"price_sek"`
	DisposalCost   *unit.MassPrice   `json:"disposal_cost_sek"`
	TreatmentCost  *unit.MassPrice   `json:"treatment_cost_sek"`
	MaxDistance    *unit.Length      `json:"max_distance_m"`
	WasteCode      WasteCode         `json:"waste_code"`
	Status         LegalStatus       `json:"status"`
	Accepts        []string          `json:"accepts"`
	PermittedCodes []WasteCode       `json:"permitted_codes"`
}

var libraryVersion = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// LoadProfiles reads the library and checks it: a date as its version, ids once, every rule of a
// profile (ValidateIn), a range of capacity with the shown one within, and of every figure a unit,
// a source and whether it is an assumption that says so. All faults come in one Invalid error.
func LoadProfiles(data []byte, c *Catalogue) (*ProfileLibrary, error) {
	var file libraryFile
	if err := strictJSON(data, &file); err != nil {
		return nil, Errorf(Invalid, "the library of profiles can't be read: %w", err)
	}
	l := &ProfileLibrary{version: file.Version, byID: map[ProfileID]int{}}
	var ps problems
	if !libraryVersion.MatchString(file.Version) {
		ps.add("version", "required", file.Version, "is no date", "such as 2026-11-25")
	}
	for _, raw := range file.Profiles {
		place := "profile " + string(raw.ID)
		if _, twice := l.byID[raw.ID]; twice {
			ps = append(ps, Problem{Place: place, Field: "id", Code: "duplicate", Value: string(raw.ID), Text: "stands twice"})
		}
		ps.at(place, raw.check().err("the profile"))
		p := raw.profile()
		p.Normalise()
		ps.at(place, p.ValidateIn(c))
		l.byID[p.ID] = len(l.profiles)
		l.profiles = append(l.profiles, p)
	}
	if err := ps.err("the library of profiles"); err != nil {
		return nil, err
	}
	return l, nil
}

// check reports what a profile of the library must have beyond one that somebody enters.
func (p *libraryProfile) check() problems {
	var ps problems
	if !p.Names.Complete() || !p.Capacity.Of.Complete() {
		ps.add("names", "required", "", "lack a language", "sv, nb and en, of the profile and of what its capacity counts")
	}
	if p.Category == "" || p.NACE == "" {
		ps.add("category", "required", "", "or nace is missing", "")
	}
	if c := p.Capacity; !(0 < c.Least && c.Least <= c.Shown && c.Shown <= c.Greatest) {
		ps.add("capacity", "out_of_range", number(c.Shown), "lies outside its range", "least ≤ shown ≤ greatest")
	}
	for _, f := range []struct {
		field, unit string
		figure      Figure
	}{{LandFigure, "ha", p.Land}, {GridPowerFigure, "MW", p.Grid}, {WaterFigure, "m3/yr", p.Water}, {StaffFigure, "posts", p.Staff}} {
		ps.checkFigure(f.field, f.figure)
		if f.figure.Unit != f.unit {
			ps.add(f.field, "wrong_unit", f.figure.Unit, "is not the unit", f.unit)
		}
	}
	if len(p.Flows) == 0 {
		ps.add("flows", "required", "", "are missing", "")
	}
	for i, f := range p.Flows {
		ps.checkFigure(fmt.Sprintf("flows[%d].amount", i), f.Amount)
		conditioned := f.FullLoadHours != nil || f.Shape != "" || f.Supply != nil || f.Return != nil || f.Price != nil || f.DisposalCost != nil || f.TreatmentCost != nil || f.MaxDistance != nil
		if conditioned && (f.Conditions == nil || f.Conditions.Source == "") {
			ps.add(fmt.Sprintf("flows[%d].conditions", i), "required", "", "are missing", "where temperatures, hours, shape, prices and limits come from")
		}
	}
	return ps
}

// assumed is how the source of an assumption begins.
var assumed = regexp.MustCompile(`^Samloka assumption`)

func (ps *problems) checkFigure(field string, f Figure) {
	switch {
	case f.Unit == "" || f.Source == "":
		ps.add(field, "required", "", "lacks a unit or a source", "")
	case assumed.MatchString(f.Source) && !f.Assumption:
		ps.add(field, "required", f.Source, "is an assumption and doesn't say so", "assumption: true")
	}
}

func (p *libraryProfile) profile() Profile {
	origin := func(f Figure) Origin { return Origin{f.Source, f.Year, f.Assumption} }
	land, grid := unit.Area(p.Land.Value)*unit.Hectare, unit.Power(p.Grid.Value)*unit.Megawatt
	water, staff := unit.Volume(p.Water.Value)*unit.CubicMetre, p.Staff.Value
	out := Profile{
		ID: p.ID, Names: p.Names, Category: p.Category, NACE: p.NACE,
		CapacityUnit: p.Capacity.Unit, CapacityOf: p.Capacity.Of, Capacity: p.Capacity.Shown,
		LeastCapacity: &p.Capacity.Least, GreatestCapacity: &p.Capacity.Greatest,
		Land: &land, GridPower: &grid, Water: &water, Staff: &staff,
		Figures: map[string]Origin{
			LandFigure: origin(p.Land), GridPowerFigure: origin(p.Grid), WaterFigure: origin(p.Water), StaffFigure: origin(p.Staff),
		},
		MustHaves:  MustHaves{Plan: p.Must.Plan, YearsToBuildReady: p.Must.Years, Connections: p.Must.Connections},
		Visibility: Public, Certainty: Estimated, Source: LibrarySource,
	}
	for _, f := range p.Flows {
		o := origin(f.Amount)
		if c := f.Conditions; c != nil && c.Source != o.Source {
			o.Source += "; conditions: " + c.Source
		}
		shape := Shape{Kind: f.Shape}
		if f.Monthly != nil {
			shape = Shape{Kind: Own, Monthly: *f.Monthly}
		}
		out.Flows = append(out.Flows, ProfileFlow{
			Direction: f.Direction, Resource: f.Resource, PerCapacity: Quantity{f.Amount.Value, QuantityUnit(f.Amount.Unit)},
			FullLoadHours: f.FullLoadHours, Shape: shape, Supply: f.Supply, Return: f.Return, Price: f.Price,
			DisposalCost: f.DisposalCost, TreatmentCost: f.TreatmentCost, MaxDistance: f.MaxDistance,
			WasteCode: f.WasteCode, Status: f.Status, Accepts: slices.Clone(f.Accepts), PermittedCodes: slices.Clone(f.PermittedCodes), Origin: o,
		})
	}
	return out
}

// LibrarySource is what a profile of the library names as its source; documents say it in the
// reader's language.
const LibrarySource = "Samloka's library of profiles"
