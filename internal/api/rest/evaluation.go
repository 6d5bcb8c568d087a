package rest

import "github.com/samloka/samloka/internal/symbiosis"

// EvaluationSettings are how somebody judges land; what is left out is as the region has it.
type EvaluationSettings struct {
	Weights map[string]float64       `json:"weights,omitempty" doc:"By the key of the criterion, nil or above; only proportions count"`
	Curves  map[string][]CurveCorner `json:"curves,omitempty" doc:"Value functions by the key of the criterion"`
	AHP     *PairwiseComparison      `json:"ahp,omitempty" doc:"Decides the weights of its items; what it does not name weighs nothing"`
}

// CurveCorner is a break point of a value function: straight lines between, level beyond.
type CurveCorner struct {
	At    float64 `json:"at" doc:"In the criterion's unit; each further right than the one before"`
	Value float64 `json:"value" minimum:"0" maximum:"1"`
}

// PairwiseComparison is Saaty's (AHP): matrix[i][j] says how many times as important item i is as
// item j, 1/9 to 9.
type PairwiseComparison struct {
	Items  []string    `json:"items" minItems:"2" maxItems:"15" doc:"Groups of criteria, whose members share by their weights, or criteria"`
	Matrix [][]float64 `json:"matrix" minItems:"2" maxItems:"15"`
}

// EvaluationRequest asks how several areas come out.
type EvaluationRequest struct {
	Areas       []string           `json:"areas,omitempty" maxItems:"2000" doc:"Ids; all areas when left out"`
	Settings    EvaluationSettings `json:"settings,omitempty"`
	Sensitivity bool               `json:"sensitivity,omitempty" doc:"Also what the ranking hangs on"`
	Flows       bool               `json:"flows,omitempty" doc:"Also the flows each area reaches, and what remains of it to draw"`
	Brief       bool               `json:"brief,omitempty" doc:"Only scores and ranks: no figures, no constraints"`
}

// Judgement is how areas come out together.
type Judgement struct {
	Revision    string             `json:"revision" doc:"State of the region that the figures are of"`
	Date        string             `json:"date" doc:"Of that state"`
	Settings    EvaluationSettings `json:"settings" doc:"As they were asked for"`
	Own         bool               `json:"own_defaults" doc:"The usual weights and value functions are the region's own (evaluation-settings)"`
	Criteria    []CriterionInfo    `json:"criteria" doc:"In the order they are shown, with the weights that stood"`
	Groups      []CriterionGroup   `json:"groups"`
	Areas       []AreaEvaluation   `json:"areas" doc:"Best first, those without a score last"`
	Refused     []AreaRefused      `json:"refused" doc:"Areas that can't be evaluated"`
	AHP         *PairwiseResult    `json:"ahp,omitempty"`
	Sensitivity *Sensitivity       `json:"sensitivity,omitempty"`
}

// CriterionInfo is something that land is judged by.
type CriterionInfo struct {
	Key           string        `json:"key"`
	Label         string        `json:"label" doc:"In the language asked for"`
	Hint          string        `json:"hint" doc:"What it measures, in the language asked for"`
	Group         string        `json:"group"`
	Unit          string        `json:"unit" doc:"class for steps of a scale, 1 for shares and numbers"`
	Weight        float64       `json:"weight" doc:"0–1; all sum to 1"`
	DefaultWeight float64       `json:"default_weight" doc:"In proportions of its own"`
	Curve         []CurveCorner `json:"curve" doc:"The value function that stood"`
	Source        string        `json:"source" doc:"Of the usual value function"`
	Assumption    bool          `json:"assumption,omitempty" doc:"No source gives the value function"`
}

// CriterionGroup is a group of criteria.
type CriterionGroup struct {
	Key    string  `json:"key"`
	Label  string  `json:"label" doc:"In the language asked for"`
	Weight float64 `json:"weight" doc:"Of its criteria together"`
}

// AreaRefused is an area that can't be evaluated, and why.
type AreaRefused struct {
	AreaID string `json:"area_id"`
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// AreaEvaluation is how one area comes out.
type AreaEvaluation struct {
	AreaID       string            `json:"area_id"`
	Name         string            `json:"name"`
	Municipality string            `json:"municipality,omitempty"`
	Lon          float64           `json:"lon" doc:"Of a point within, for a label"`
	Lat          float64           `json:"lat"`
	Rank         int               `json:"rank" doc:"1 is best; 0 where nothing fit remains"`
	BestRank     int               `json:"best_rank" doc:"If all that is missing turned out well here and badly elsewhere"`
	WorstRank    int               `json:"worst_rank" doc:"If the other way round"`
	Unfit        bool              `json:"unfit,omitempty" doc:"Constraints leave no piece large enough to build on"`
	Score        float64           `json:"score" doc:"0–1, the middle of the bounds"`
	Low          float64           `json:"low" doc:"With all that is missing at its worst"`
	High         float64           `json:"high" doc:"With all that is missing at its best"`
	FirstShare   *float64          `json:"first_share,omitempty" doc:"Share of first ranks under random weights; with sensitivity"`
	Land         LandLeft          `json:"land"`
	Criteria     []CriterionFigure `json:"criteria" doc:"In the order of the judgement's criteria"`
	Reach        AreaReach         `json:"reach"`
}

// CriterionFigure is an area's figure for a criterion.
type CriterionFigure struct {
	Key        string              `json:"key"`
	Figure     *float64            `json:"figure,omitempty" doc:"In the criterion's unit; left out when missing"`
	Display    string              `json:"display" doc:"The figure in words, or why it is missing, in the language asked for"`
	Value      *float64            `json:"value,omitempty" doc:"0–1 by the value function; left out when missing"`
	Of         string              `json:"of,omitempty" doc:"What it was measured to or taken from"`
	Source     string              `json:"source,omitempty" doc:"In the language asked for where it is our own"`
	Date       string              `json:"date,omitempty"`
	Certainty  symbiosis.Certainty `json:"certainty,omitempty"`
	Assumption bool                `json:"assumption,omitempty" doc:"Rests on an assumption of ours"`
}

// LandLeft is what constraints leave of an area, hectares on the ellipsoid. What several
// constraints bear on is counted once.
type LandLeft struct {
	TotalHa     float64       `json:"total_ha"`
	ExcludedHa  float64       `json:"excluded_ha"`
	RemainingHa float64       `json:"remaining_ha"`
	FitHa       float64       `json:"fit_ha" doc:"Of it in pieces large enough to build on"`
	PenalisedHa float64       `json:"penalised_ha" doc:"Of what remains, that something counts against"`
	Bearings    []LandBearing `json:"bearings" doc:"The constraints that bear on the area: excluding ones first, the largest first"`
	Notices     []string      `json:"notices" doc:"What was mended, left out or not known, in the language asked for"`
	FitPoint    []float64     `json:"fit_point,omitempty" minItems:"2" maxItems:"2" doc:"Longitude and latitude of a point well inside what is fit"`
	Left        *MultiPolygon `json:"left,omitempty" doc:"What remains; with flows, and where something is excluded"`
}

// LandBearing is what one constraint does to an area.
type LandBearing struct {
	ConstraintID string                     `json:"constraint_id"`
	Layer        string                     `json:"layer"`
	LayerLabel   string                     `json:"layer_label" doc:"In the language asked for"`
	Name         string                     `json:"name,omitempty"`
	Effect       symbiosis.ConstraintEffect `json:"effect" enum:"excludes,penalises,informs"`
	EffectLabel  string                     `json:"effect_label" doc:"In the language asked for"`
	OverlapHa    float64                    `json:"overlap_ha" doc:"Of the area, with the constraint's buffer"`
	WarnedHa     float64                    `json:"warned_ha,omitempty" doc:"Of the area within the warning distance"`
	DistanceM    float64                    `json:"distance_m" doc:"From the area to the constraint itself"`
	Source       string                     `json:"source,omitempty"`
	Date         string                     `json:"date,omitempty"`
}

// AreaReach is what an area could get and give, each flow within its own budget from the nearest
// point of its fit land, reckoned with a neighbour made for it.
type AreaReach struct {
	Surpluses    int           `json:"surpluses"`
	Needs        int           `json:"needs"`
	EnergyGWh    float64       `json:"energy_gwh_per_year" doc:"Of the surpluses"`
	MassT        float64       `json:"mass_t_per_year" doc:"Of the surpluses"`
	NetBenefit   float64       `json:"net_benefit_sek_per_year" doc:"Of the surpluses"`
	CO2e         float64       `json:"co2e_t_per_year" doc:"Of the surpluses"`
	LargestShare float64       `json:"largest_share" doc:"Of the net benefit, that the largest donor stands for"`
	LargestDonor string        `json:"largest_donor,omitempty"`
	Flows        []ReachedFlow `json:"flows,omitempty" doc:"Surpluses first, by net benefit; the first hundred in each direction"`
}

// ReachedFlow is a flow that an area could get or give.
type ReachedFlow struct {
	FlowID       string                 `json:"flow_id"`
	FlowName     string                 `json:"flow_name,omitempty"`
	SiteID       string                 `json:"site_id"`
	SiteName     string                 `json:"site_name"`
	Municipality string                 `json:"municipality,omitempty"`
	Lon          float64                `json:"lon"`
	Lat          float64                `json:"lat"`
	Direction    symbiosis.Direction    `json:"direction"`
	Resource     string                 `json:"resource"`
	ResourceName string                 `json:"resource_name" doc:"In the language asked for"`
	Kind         symbiosis.Kind         `json:"kind"`
	DistanceM    float64                `json:"distance_m" doc:"As the crow flies, from the nearest fit land"`
	RouteM       float64                `json:"route_m"`
	BudgetM      float64                `json:"budget_m"`
	Quantity     float64                `json:"quantity" doc:"In a year"`
	Unit         symbiosis.QuantityUnit `json:"unit"`
	NetBenefit   *float64               `json:"net_benefit_sek_per_year,omitempty"`
	CO2e         *float64               `json:"co2e_t_per_year,omitempty"`
	Certainty    symbiosis.Certainty    `json:"certainty"`
	Visibility   symbiosis.Visibility   `json:"visibility"`
}

// PairwiseResult is what a pairwise comparison comes to.
type PairwiseResult struct {
	Items            []string  `json:"items"`
	Weights          []float64 `json:"weights" doc:"In the order of the items; they sum to 1"`
	LambdaMax        float64   `json:"lambda_max" doc:"Principal eigenvalue"`
	ConsistencyRatio float64   `json:"consistency_ratio" doc:"Above 0.10 the judgements contradict each other"`
	Inconsistent     bool      `json:"inconsistent"`
	Text             string    `json:"text" doc:"Whether to revise, and which pair fits worst, in the language asked for"`
}

// Sensitivity tells how a ranking hangs on its weights.
type Sensitivity struct {
	Samples int            `json:"samples" doc:"Random weights tried; the same each time"`
	Effects []WeightEffect `json:"effects" doc:"In the order of the criteria"`
	Text    string         `json:"text" doc:"How firm the first place is, in the language asked for"`
}

// WeightEffect is what the weight of one criterion decides, all others keeping their proportions.
type WeightEffect struct {
	Key         string    `json:"key"`
	Changes     []float64 `json:"changes" doc:"Parts by which the weight is changed"`
	Leaders     []string  `json:"leaders" doc:"Area that is first under each"`
	Below       *float64  `json:"below,omitempty" doc:"Nearest weight under today's at which another area takes the lead"`
	BelowLeader string    `json:"below_leader,omitempty" doc:"That area"`
	Above       *float64  `json:"above,omitempty" doc:"Nearest weight over today's at which another area takes the lead"`
	AboveLeader string    `json:"above_leader,omitempty" doc:"That area"`
}
