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
	Limit       int                `json:"limit,omitempty" minimum:"1" maximum:"2000" default:"200"`
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
	Revision string       `json:"revision"`
}

// RankedArea is one area in a ranking, with the reasons for its place.
type RankedArea struct {
	Rank           int           `json:"rank" doc:"1 is best"`
	AreaID         string        `json:"area_id"`
	Name           string        `json:"name"`
	Municipality   string        `json:"municipality,omitempty"`
	Lon            float64       `json:"lon"`
	Lat            float64       `json:"lat"`
	AreaHa         float64       `json:"area_ha"`
	Excluded       bool          `json:"excluded,omitempty"`
	NetBenefit     float64       `json:"net_benefit_sek_per_year" doc:"Of each of the firm's flows with its best partner, for both parties together"`
	CO2e           float64       `json:"co2e_t_per_year" doc:"Saved by each of the firm's flows with its best partner"`
	Matched        int           `json:"matched_flows"`
	Flows          int           `json:"flows"`
	Coverage       *float64      `json:"coverage,omitempty" doc:"Mean share of the needs that the best partners cover, 0–1"`
	Cost           *float64      `json:"delivered_cost_sek,omitempty" doc:"Of the need that matters most by yearly worth, SEK per its unit"`
	Combined       *Combined     `json:"combined,omitempty" doc:"By the order combined"`
	PenalisedShare float64       `json:"penalised_share" doc:"Of the land, 0–1, that isn't excluded and that one penalising constraint or more bears on; counted once"`
	Against        []AgainstLand `json:"against" doc:"Constraints that count against the land or are to be known of it. They change no rank but by the order combined"`
	Finds          []Find        `json:"finds" doc:"The firm's flows: needs are what it gets there, surpluses what it gives"`
	Checks         []Check       `json:"checks" doc:"What speaks for and against the land"`
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

// Find is what one flow of a firm finds on an area.
type Find struct {
	Direction       symbiosis.Direction    `json:"direction"`
	Resource        string                 `json:"resource"`
	ResourceName    string                 `json:"resource_name"`
	Kind            symbiosis.Kind         `json:"kind"`
	Quantity        float64                `json:"quantity" doc:"The firm's, at the capacity"`
	Unit            symbiosis.QuantityUnit `json:"unit"`
	Partners        int                    `json:"partners" doc:"Within their budgets"`
	Best            *End                   `json:"best,omitempty" doc:"The partner with the greatest net benefit; left out when there is none"`
	From            []float64              `json:"from,omitempty" minItems:"2" maxItems:"2" doc:"Longitude and latitude of the fit land nearest to the best partner, which distances are measured from"`
	DistanceM       *float64               `json:"distance_m,omitempty"`
	RouteM          *float64               `json:"route_m,omitempty"`
	BudgetM         *float64               `json:"budget_m,omitempty"`
	Class           symbiosis.HeatClass    `json:"class,omitempty"`
	Delivered       *float64               `json:"delivered,omitempty"`
	DeliveredUnit   symbiosis.QuantityUnit `json:"delivered_unit,omitempty"`
	Share           *float64               `json:"share,omitempty" doc:"Of the firm's flow, 0–1"`
	NetBenefit      *float64               `json:"net_benefit_sek_per_year,omitempty"`
	CO2e            *float64               `json:"co2e_t_per_year,omitempty"`
	Cost            *float64               `json:"delivered_cost_sek,omitempty" doc:"SEK per delivered unit at the receiver's: its worth there less the net benefit, so what the holder saves is taken off"`
	NeedsAssessment bool                   `json:"needs_assessment,omitempty"`
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

func (v view) ranked(rank int, r planner.Ranked) RankedArea {
	out := RankedArea{
		Rank: rank, AreaID: string(r.Area.ID), Name: r.Area.Name, Municipality: r.Area.Municipality, Lon: r.Area.Label.Lon(), Lat: r.Area.Label.Lat(),
		AreaHa: rounded(geo.AreaOf(r.Area.Geometry).Hectares(), 2), Excluded: r.Excluded, NetBenefit: rounded(r.NetBenefit.SEK(), exchangeformat.MoneyDecimals),
		CO2e: rounded(r.CO2e.Tonnes(), exchangeformat.ClimateDecimals), Matched: r.Matched, Flows: len(r.Finds),
		Coverage: roundedOf(r.Coverage, 3), Cost: roundedOf(r.Cost, exchangeformat.MoneyDecimals), Finds: []Find{}, Checks: []Check{},
		PenalisedShare: rounded(r.PenalisedShare, figureDecimals), Against: []AgainstLand{},
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
		out.Checks = append(out.Checks, Check{c.Key, c.Subject, string(c.Status), c.Must, roundedOf(c.Has, 3), roundedOf(c.Wants, 3), c.Unit, c.Year, v.words.Asked(wording.Asked{Key: c.Key, Subject: c.Subject, Has: c.Has, Wants: c.Wants, Unit: c.Unit, HasText: c.HasText, WantsText: c.WantsText, Year: c.Year})})
	}
	return out
}

func (v view) find(f opportunity.Find, with planner.Partner) Find {
	out := Find{
		Direction: f.Flow.Direction, Resource: string(f.Flow.Resource), ResourceName: v.words.Resource(f.Flow.Resource), Kind: v.snapshot.Kind(f.Flow.Resource),
		Quantity: rounded(f.Flow.Quantity.Amount, exchangeformat.QuantityDecimals), Unit: f.Flow.Quantity.Unit, Partners: f.Partners,
		Class: f.Class, Share: roundedOf(f.Share, 3), NetBenefit: roundedOf(plain(f.NetBenefit), exchangeformat.MoneyDecimals),
		Cost: roundedOf(f.Cost, exchangeformat.MoneyDecimals), NeedsAssessment: f.NeedsAssessment,
	}
	if f.Partner == "" {
		return out
	}
	end := v.end(with.Flow, with.Site)
	out.From = []float64{f.From.Lon(), f.From.Lat()}
	crow, route, budget := metres(f.Crow), metres(f.Route), metres(f.Budget)
	delivered := rounded(f.Delivered.Amount, exchangeformat.QuantityDecimals)
	out.Best, out.DistanceM, out.RouteM, out.BudgetM, out.Delivered, out.DeliveredUnit = &end, &crow, &route, &budget, &delivered, f.Delivered.Unit
	if f.CO2e != nil {
		t := rounded(f.CO2e.Tonnes(), exchangeformat.ClimateDecimals)
		out.CO2e = &t
	}
	return out
}
