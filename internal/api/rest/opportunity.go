package rest

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Opportunity is an area × a profile at its best capacity there.
type Opportunity struct {
	AreaID       string  `json:"area_id"`
	AreaName     string  `json:"area_name"`
	Municipality string  `json:"municipality,omitempty"`
	ProfileID    string  `json:"profile_id"`
	ProfileName  string  `json:"profile_name" doc:"In the language asked for"`
	Category     string  `json:"category,omitempty"`
	Capacity     float64 `json:"capacity" doc:"In the profile's unit: the least at which the net benefit is within one per cent of the greatest of those tried"`
	CapacityUnit string  `json:"capacity_unit"`
	Counted      string  `json:"counted,omitempty" doc:"What the capacity counts, in the language asked for"`
	NetBenefit   float64 `json:"net_benefit_sek_per_year" doc:"Of each of the firm's flows with its best partner"`
	CO2e         float64 `json:"co2e_t_per_year"`
	Matched      int     `json:"matched_flows" doc:"Of the firm's flows, those with a partner"`
	Gets         int     `json:"matched_needs" doc:"Of these, needs"`
	Flows        int     `json:"flows"`
	Partners     int     `json:"partners" doc:"Pairs within reach, all flows together"`
}

// OpportunityPage is a part of the list of opportunities.
type OpportunityPage struct {
	Items []Opportunity `json:"items"`
	PageInfo
}

// OpportunityMatrix is every area × every profile.
type OpportunityMatrix struct {
	Areas    []MatrixArea    `json:"areas"`
	Profiles []MatrixProfile `json:"profiles"`
	Revision string          `json:"revision"`
}

// MatrixArea is a row of the matrix.
type MatrixArea struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	Municipality string  `json:"municipality,omitempty"`
	Lon          float64 `json:"lon"`
	Lat          float64 `json:"lat"`
	Penalised    float64 `json:"penalised_share" doc:"Of the land, 0–1, that isn't excluded and that something counts against; it changes no cell"`
}

// MatrixProfile is a column of the matrix with its cells.
type MatrixProfile struct {
	ID           string       `json:"id"`
	Name         string       `json:"name"`
	Category     string       `json:"category,omitempty"`
	CategoryName string       `json:"category_name,omitempty"`
	CapacityUnit string       `json:"capacity_unit"`
	Counted      string       `json:"counted,omitempty"`
	Flows        int          `json:"flows"`
	Cells        []MatrixCell `json:"cells" doc:"By area, in the order of areas"`
}

// MatrixCell is a profile on an area.
type MatrixCell struct {
	Capacity   float64 `json:"capacity" doc:"0: it finds nothing there, or doesn't fit"`
	NetBenefit float64 `json:"net_benefit_sek_per_year"`
	CO2e       float64 `json:"co2e_t_per_year"`
	Matched    int     `json:"matched_flows"`
	Stopped    string  `json:"stopped,omitempty" enum:"land,grid_power" doc:"Why not even the smallest fits"`
}

// OpportunityAnswers are what the matrix says of the region.
type OpportunityAnswers struct {
	Unlocks  []Unlock         `json:"unlocks" doc:"The firm that would unlock most first, each with its best area"`
	Untaken  []UntakenSurplus `json:"untaken" doc:"Surpluses that no profile would take on any area; those that no need of the region takes either first"`
	Revision string           `json:"revision"`
}

// Unlock is where one firm would unlock most.
type Unlock struct {
	Opportunity
	Areas int `json:"areas" doc:"On how many it finds something"`
}

// UntakenSurplus is a surplus without a taker.
type UntakenSurplus struct {
	Flow
	Matched bool `json:"matched" doc:"Some need of the region would take it all the same"`
}

type opportunitiesInput struct {
	Language
	Paging
	Profile      string `query:"profile" doc:"Id of a profile"`
	Area         string `query:"area" doc:"Id of an area"`
	Municipality string `query:"municipality" doc:"Of the area; name, in any case"`
	Category     string `query:"category" doc:"Of the profile"`
	MinBenefit   given  `query:"min_net_benefit_sek_per_year"`
	Assuming
}

// Assuming are assumptions that stand for one question only.
type Assuming struct {
	Assume []string `query:"assume,explode" maxItems:"100" doc:"Values that stand for this request only, such as heat_value_sek_per_mwh:450" example:"heat_value_sek_per_mwh:450"`
}

type opportunitiesOverview struct {
	Language
	Assuming
}

func (a Assuming) values() (map[string]float64, error) {
	var values map[string]float64
	var faults []symbiosis.Problem
	for _, text := range a.Assume {
		key, number, _ := strings.Cut(text, ":")
		v, err := strconv.ParseFloat(number, 64)
		if err != nil || key == "" {
			faults = append(faults, symbiosis.Problem{Field: "assume", Code: "not_a_number", Value: text, Text: "is not the key of an assumption, a colon and a number", Hint: "such as heat_value_sek_per_mwh:450"})
			continue
		}
		if values == nil {
			values = map[string]float64{}
		}
		values[key] = v
	}
	if faults != nil {
		return nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: faults}
	}
	return values, nil
}

// check refuses a filter that names a profile, an area, a municipality or a category that there is
// none of. A profile or area that there is, and that fits nowhere, gives an empty list.
func (in *opportunitiesInput) check(snapshot *planner.Snapshot, m *opportunity.Matrix) error {
	var areas, municipalities, profiles, categories []string
	placed := false
	for _, lot := range m.Ground.Lots() {
		areas = append(areas, string(lot.Area.ID))
		if lot.Area.Municipality != "" {
			municipalities = append(municipalities, lot.Area.Municipality)
		}
		placed = placed || snapshot.IsIn(lot.Area, in.Municipality)
	}
	for _, p := range m.Profiles {
		profiles = append(profiles, string(p.ID))
		if p.Category != "" {
			categories = append(categories, p.Category)
		}
	}
	if in.Profile != "" && !slices.Contains(profiles, in.Profile) {
		if _, err := snapshot.Firm(symbiosis.ProfileID(in.Profile)); err != nil {
			return planner.UnknownFilter("profile", in.Profile, profiles)
		}
	}
	if in.Area != "" && !slices.Contains(areas, in.Area) {
		if _, err := snapshot.Area(symbiosis.AreaID(in.Area)); err != nil {
			return planner.UnknownFilter("area", in.Area, areas)
		}
	}
	if in.Municipality != "" && !placed {
		return planner.UnknownFilter("municipality", in.Municipality, municipalities)
	}
	if in.Category != "" && !slices.Contains(categories, in.Category) {
		return planner.UnknownFilter("category", in.Category, categories)
	}
	if v := in.MinBenefit.Value; in.MinBenefit.is && (math.IsNaN(v) || math.IsInf(v, 0)) {
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: []symbiosis.Problem{{
			Field: "min_net_benefit_sek_per_year", Code: "not_a_number", Value: strconv.FormatFloat(v, 'g', -1, 64), Text: "is not a number of kronor",
		}}}
	}
	return nil
}

func (s *Service) listOpportunities(ctx context.Context, in *opportunitiesInput) (*jsonOutput[OpportunityPage], error) {
	bound := [...]any{in.Profile, in.Area, in.Municipality, in.Category, in.MinBenefit, strings.Join(in.Assume, ",")}
	assumed, err := in.values()
	if err != nil {
		return nil, err
	}
	page, err := in.pageOf("opportunities", bound)
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	m, err := snapshot.Opportunities(ctx, assumed)
	if err != nil {
		return nil, err
	}
	if err := in.check(snapshot, m); err != nil {
		return nil, err
	}
	view := s.view(snapshot, in.Language)
	out := OpportunityPage{Items: []Opportunity{}, PageInfo: PageInfo{Revision: snapshot.Revision()}}
	for _, place := range m.Best() {
		p, area, cell := m.Profiles[place.Profile], m.Ground.Lots()[place.Lot].Area, m.At(place)
		switch {
		case in.Profile != "" && string(p.ID) != in.Profile, in.Area != "" && string(area.ID) != in.Area,
			in.Municipality != "" && !snapshot.IsIn(area, in.Municipality), in.Category != "" && p.Category != in.Category,
			in.MinBenefit.is && cell.NetBenefit < unit.Money(in.MinBenefit.Value):
			continue
		}
		out.Total++
		// The key of a place is its number in the list, which stands as long as the region does.
		if number, _ := strconv.Atoi(page.After); out.Total <= number {
			continue
		}
		if len(out.Items) < page.Limit {
			out.Items = append(out.Items, view.opportunity(m, place))
			if len(out.Items) == page.Limit {
				out.NextCursor = cursorOf("opportunities", bound, strconv.Itoa(out.Total))
			}
		}
	}
	if number, _ := strconv.Atoi(page.After); number+len(out.Items) >= out.Total {
		out.NextCursor = ""
	}
	return &jsonOutput[OpportunityPage]{out}, nil
}

func (v view) opportunity(m *opportunity.Matrix, at opportunity.Place) Opportunity {
	p, area, c := m.Profiles[at.Profile], m.Ground.Lots()[at.Lot].Area, m.At(at)
	return Opportunity{
		AreaID: string(area.ID), AreaName: area.Name, Municipality: area.Municipality, ProfileID: string(p.ID), ProfileName: p.Names.In(v.lang),
		Category: p.Category, Capacity: c.Capacity, CapacityUnit: p.CapacityUnit, Counted: p.CapacityOf.In(v.lang),
		NetBenefit: rounded(c.NetBenefit.SEK(), exchangeformat.MoneyDecimals), CO2e: rounded(c.CO2e.Tonnes(), exchangeformat.ClimateDecimals),
		Matched: c.Matched, Gets: c.Gets, Flows: len(p.Flows), Partners: c.Partners,
	}
}

func (s *Service) opportunityMatrix(ctx context.Context, in *opportunitiesOverview) (*jsonOutput[OpportunityMatrix], error) {
	assumed, err := in.values()
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	m, err := snapshot.Opportunities(ctx, assumed)
	if err != nil {
		return nil, err
	}
	view := s.view(snapshot, in.Language)
	out := OpportunityMatrix{Areas: []MatrixArea{}, Profiles: []MatrixProfile{}, Revision: snapshot.Revision()}
	for _, lot := range m.Ground.Lots() {
		out.Areas = append(out.Areas, MatrixArea{string(lot.Area.ID), lot.Area.Name, lot.Area.Municipality, lot.Point.Lon(), lot.Point.Lat(), rounded(lot.PenalisedShare(), figureDecimals)})
	}
	for i, p := range m.Profiles {
		column := MatrixProfile{
			ID: string(p.ID), Name: p.Names.In(view.lang), Category: p.Category, CategoryName: view.words.ProfileCategory(p.Category),
			CapacityUnit: p.CapacityUnit, Counted: p.CapacityOf.In(view.lang), Flows: len(p.Flows), Cells: make([]MatrixCell, len(m.Cells[i])),
		}
		for lot, c := range m.Cells[i] {
			column.Cells[lot] = MatrixCell{c.Capacity, rounded(c.NetBenefit.SEK(), exchangeformat.MoneyDecimals), rounded(c.CO2e.Tonnes(), exchangeformat.ClimateDecimals), c.Matched, c.Stopped}
		}
		out.Profiles = append(out.Profiles, column)
	}
	return &jsonOutput[OpportunityMatrix]{out}, nil
}

func (s *Service) opportunityAnswers(ctx context.Context, in *opportunitiesOverview) (*jsonOutput[OpportunityAnswers], error) {
	assumed, err := in.values()
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	m, err := snapshot.Opportunities(ctx, assumed)
	if err != nil {
		return nil, err
	}
	untaken, err := snapshot.Untaken(ctx, assumed)
	if err != nil {
		return nil, err
	}
	view := s.view(snapshot, in.Language)
	out := OpportunityAnswers{Unlocks: []Unlock{}, Untaken: []UntakenSurplus{}, Revision: snapshot.Revision()}
	for _, u := range m.Unlocks() {
		out.Unlocks = append(out.Unlocks, Unlock{view.opportunity(m, opportunity.Place{Profile: u.Profile, Lot: u.Lot}), u.Lots})
	}
	for _, u := range untaken {
		out.Untaken = append(out.Untaken, UntakenSurplus{view.flowAt(u.Flow, u.Site), u.Matched})
	}
	return &jsonOutput[OpportunityAnswers]{out}, nil
}
