package rest

import (
	"context"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// RankingRequest asks where a firm would find most; nothing is stored.
type RankingRequest struct {
	Profile     string             `json:"profile,omitempty" doc:"Id of a profile at hand"`
	Prospect    *ProfileInput      `json:"prospect,omitempty" doc:"A profile that isn't on file, instead of profile"`
	Capacity    *float64           `json:"capacity,omitempty" doc:"In the profile's unit, a million times less to a million times more than its own; its own when left out"`
	Order       string             `json:"order,omitempty" enum:"net_benefit,co2e,coverage,delivered_cost,combined" default:"net_benefit" doc:"combined lets the land itself count beside the net benefit, and with it what penalises it"`
	LandWeight  *float64           `json:"land_weight,omitempty" minimum:"0" maximum:"1" doc:"How much the land counts by the order combined; 0.5 when left out"`
	Demands     Demands            `json:"demands,omitempty" doc:"Land that fails one is excluded, with the reason; what isn't known fails nothing"`
	Assumptions map[string]float64 `json:"assumptions,omitempty" doc:"Values that stand for this request only, by key"`
	Areas       []string           `json:"areas,omitempty" doc:"Only these, in their places of the whole ranking; unknown ones are refused"`
	Limit       int                `json:"limit,omitempty" minimum:"1" maximum:"2000" default:"200" doc:"Of items"`
	Rows        bool               `json:"rows,omitempty" doc:"Tell of all land in rows too, without the reasons: what a list or a map of thousands of areas is made of"`
}

// Demands are what land must have.
type Demands struct {
	Land bool `json:"land,omitempty" doc:"Large enough"`
	Grid bool `json:"grid_power,omitempty" doc:"Power enough"`
	MustHaves
	Needs map[string]float64 `json:"needs,omitempty" doc:"Least share of a need, 0–1, that its best partner covers, by resource"`
}

// Ranking is all land in order for one firm.
type Ranking struct {
	Profile  Profile      `json:"profile"`
	Capacity float64      `json:"capacity" doc:"That was ranked for"`
	Total    int          `json:"total" doc:"Of areas, of which limit are given"`
	Excluded int          `json:"excluded" doc:"Of these, those that a demand excludes"`
	Items    []RankedArea `json:"items" doc:"Best first; excluded land last"`
	Rows     []RankedRow  `json:"rows,omitempty" doc:"All land in its order, at most 5000, when rows are asked for"`
	Revision string       `json:"revision"`
}

// RankedRow is one area in a ranking, in short.
type RankedRow struct {
	Rank           int      `json:"rank" doc:"1 is best"`
	AreaID         string   `json:"area_id"`
	Name           string   `json:"name"`
	Municipality   string   `json:"municipality,omitempty"`
	Lon            float64  `json:"lon"`
	Lat            float64  `json:"lat"`
	Excluded       bool     `json:"excluded,omitempty"`
	Failed         []string `json:"failed,omitempty" doc:"What excludes it, in the language asked for"`
	NetBenefit     float64  `json:"net_benefit_sek_per_year" doc:"Of each of the firm's flows with its best partner, for both parties together"`
	Matched        int      `json:"matched_flows"`
	Paired         []int    `json:"paired" doc:"The firm's flows that have a partner there: places in the profile's flows"`
	PenalisedShare float64  `json:"penalised_share" doc:"Of the land, 0–1, that isn't excluded and that one penalising constraint or more bears on; counted once"`
	Score          *float64 `json:"score,omitempty" doc:"By the order combined: 0–1"`
}

// RankedArea is one area in a ranking, with the reasons for its place.
type RankedArea struct {
	RankedRow
	AreaHa   float64       `json:"area_ha"`
	CO2e     float64       `json:"co2e_t_per_year" doc:"Saved by each of the firm's flows with its best partner"`
	Flows    int           `json:"flows"`
	Coverage *float64      `json:"coverage,omitempty" doc:"Mean share of the needs that the best partners cover, 0–1"`
	Cost     *float64      `json:"delivered_cost_sek,omitempty" doc:"Of the need that matters most by yearly worth, SEK per its unit"`
	Combined *Combined     `json:"combined,omitempty" doc:"By the order combined"`
	Against  []AgainstLand `json:"against" doc:"Constraints that count against the land or are to be known of it. They change no rank but by the order combined"`
	Finds    []Find        `json:"finds" doc:"The firm's flows: needs are what it gets there, surpluses what it gives"`
	Checks   []Check       `json:"checks" doc:"What speaks for and against the land"`
}

// Combined is a rank's figure when land counts beside the net benefit.
type Combined struct {
	Score    float64 `json:"score" doc:"0–1, the middle of its bounds"`
	Low      float64 `json:"low" doc:"With all that is missing of the land at its worst"`
	High     float64 `json:"high" doc:"With all that is missing of the land at its best"`
	Benefit  float64 `json:"benefit" doc:"Net benefit as a share of the greatest that any land not excluded gives"`
	LandLow  float64 `json:"land_low" doc:"The land by the region's criteria, those of exchanges apart, at its worst"`
	LandHigh float64 `json:"land_high" doc:"The same at its best"`
}

// AgainstLand is a constraint that bears on land without excluding it.
type AgainstLand struct {
	LandBearing
	Share float64 `json:"share" doc:"Of the land, 0–1, that it bears on or warns"`
}

// Check is one thing a firm asks of land.
type Check struct {
	Key     string   `json:"key" enum:"excluded,land,grid_power,plan,years,within,connection,need"`
	Subject string   `json:"subject,omitempty"`
	Status  string   `json:"status" enum:"met,failed,unknown"`
	Must    bool     `json:"must,omitempty" doc:"A failure excludes"`
	Has     *float64 `json:"has,omitempty"`
	Wants   *float64 `json:"wants,omitempty"`
	Unit    string   `json:"unit,omitempty"`
	Year    int      `json:"year,omitempty" doc:"From which the land has it"`
	Text    string   `json:"text" doc:"In the language asked for"`
}

type rankingInput struct {
	Language
	Body RankingRequest
}

func (s *Service) rank(ctx context.Context, in *rankingInput) (*jsonOutput[Ranking], error) {
	ask := planner.Ranking{
		Firm: symbiosis.ProfileID(in.Body.Profile), Capacity: in.Body.Capacity, Order: opportunity.Order(in.Body.Order), Assumptions: in.Body.Assumptions,
		LandWeight: in.Body.LandWeight, Areas: areaIDs(in.Body.Areas),
		Demands: opportunity.Demands{MustHaves: in.Body.Demands.toMustHaves(), Land: in.Body.Demands.Land, GridPower: in.Body.Demands.Grid},
	}
	for code, share := range in.Body.Demands.Needs {
		if ask.Demands.Needs == nil {
			ask.Demands.Needs = map[symbiosis.ResourceCode]float64{}
		}
		ask.Demands.Needs[symbiosis.ResourceCode(code)] = share
	}
	own := false
	ask.Profile = in.Body.Prospect.asked()
	snapshot := s.planner.Snapshot()
	profile, capacity, list, err := snapshot.Rank(ctx, ask)
	if err != nil {
		return nil, err
	}
	if f, err := snapshot.Firm(profile.ID); err == nil && in.Body.Prospect == nil {
		own = f.Own
	}
	view := s.view(snapshot, in.Language)
	out := Ranking{Profile: view.profile(planner.Firm{Profile: profile, Own: own}), Capacity: capacity, Total: len(list), Items: []RankedArea{}, Revision: snapshot.Revision()}
	only := map[string]bool{}
	for _, id := range in.Body.Areas {
		only[id] = true
	}
	for i, r := range list {
		if r.Excluded {
			out.Excluded++
		}
		if (len(only) == 0 || only[string(r.Area.ID)]) && len(out.Items) < in.Body.Limit {
			out.Items = append(out.Items, view.ranked(i+1, r))
		}
		if in.Body.Rows && i < mostRows {
			out.Rows = append(out.Rows, view.rankedRow(i+1, r))
		}
	}
	return &jsonOutput[Ranking]{out}, nil
}

// asked is a prospect that is asked about without being on file; nil when there is none.
func (in *ProfileInput) asked() *symbiosis.Profile {
	if in == nil {
		return nil
	}
	p := in.toProfile()
	if p.ID == "" {
		p.ID = "prospect"
	}
	return &p
}

// mostRows bounds how much land one answer tells of in rows.
const mostRows = 5000

func (v view) rankedRow(rank int, r planner.Ranked) RankedRow {
	out := RankedRow{
		Rank: rank, AreaID: string(r.Area.ID), Name: r.Area.Name, Municipality: r.Area.Municipality, Lon: r.Area.Label.Lon(), Lat: r.Area.Label.Lat(),
		Excluded: r.Excluded, NetBenefit: rounded(r.NetBenefit.SEK(), exchangeformat.MoneyDecimals), Matched: r.Matched, Paired: []int{},
		PenalisedShare: rounded(r.PenalisedShare, figureDecimals),
	}
	for _, c := range r.Checks {
		if c.Excludes() {
			out.Failed = append(out.Failed, v.asked(c))
		}
	}
	for i, f := range r.Finds {
		if f.Partner != "" {
			out.Paired = append(out.Paired, i)
		}
	}
	if c := r.Combined; c != nil {
		score := rounded(c.Score, exchangeformat.ScoreDecimals)
		out.Score = &score
	}
	return out
}

func (v view) ranked(rank int, r planner.Ranked) RankedArea {
	out := RankedArea{
		RankedRow: v.rankedRow(rank, r), AreaHa: rounded(geo.AreaOf(r.Area.Geometry).Hectares(), 2),
		CO2e: rounded(r.CO2e.Tonnes(), exchangeformat.ClimateDecimals), Flows: len(r.Finds),
		Coverage: roundedOf(r.Coverage, 3), Cost: roundedOf(r.Cost, exchangeformat.MoneyDecimals), Finds: []Find{}, Checks: []Check{}, Against: []AgainstLand{},
	}
	if c := r.Combined; c != nil {
		out.Combined = &Combined{
			rounded(c.Score, exchangeformat.ScoreDecimals), rounded(c.Least, exchangeformat.ScoreDecimals), rounded(c.Most, exchangeformat.ScoreDecimals),
			rounded(c.Benefit, exchangeformat.ScoreDecimals), rounded(c.Low, exchangeformat.ScoreDecimals), rounded(c.High, exchangeformat.ScoreDecimals),
		}
	}
	for _, a := range r.Against {
		out.Against = append(out.Against, AgainstLand{v.bearing(a.Bearing), rounded(a.Share, figureDecimals)})
	}
	for i, f := range r.Finds {
		out.Finds = append(out.Finds, v.find(f, r.Partners[i]))
	}
	for _, c := range r.Checks {
		out.Checks = append(out.Checks, Check{c.Key, c.Subject, string(c.Status), c.Must, roundedOf(c.Has, 3), roundedOf(c.Wants, 3), c.Unit, c.Year, v.asked(c)})
	}
	return out
}

// asked says what a check asks and how it comes out.
func (v view) asked(c opportunity.Check) string {
	return v.words.Asked(wording.Asked{Key: c.Key, Subject: c.Subject, Has: c.Has, Wants: c.Wants, Unit: c.Unit, HasText: c.HasText, WantsText: c.WantsText, Year: c.Year})
}
