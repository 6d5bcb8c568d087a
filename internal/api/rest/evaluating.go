package rest

import (
	"context"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func (s *Service) areaEvaluation(ctx context.Context, in *ByID) (*jsonOutput[Judgement], error) {
	return s.evaluate(ctx, in.Language, []string{in.ID}, EvaluationSettings{}, false, true)
}

func (s *Service) evaluateArea(ctx context.Context, in *evaluateAreaInput) (*jsonOutput[Judgement], error) {
	return s.evaluate(ctx, in.Language, []string{in.ID}, in.Body, false, true)
}

func (s *Service) evaluateAreas(ctx context.Context, in *evaluateAreasInput) (*jsonOutput[Judgement], error) {
	out, err := s.evaluate(ctx, in.Language, in.Body.Areas, in.Body.Settings, in.Body.Sensitivity, in.Body.Flows)
	if err == nil && in.Body.Brief {
		for i := range out.Body.Areas {
			a := &out.Body.Areas[i]
			a.Criteria, a.Land.Bearings, a.Land.Notices, a.Reach.Flows = []CriterionFigure{}, []LandBearing{}, []string{}, nil
		}
	}
	return out, err
}

func (s *Service) evaluate(ctx context.Context, l Language, areas []string, settings EvaluationSettings, sensitivity, flows bool) (*jsonOutput[Judgement], error) {
	snapshot := s.planner.Snapshot()
	q := planner.Evaluate{Settings: settings.settings(), Sensitivity: sensitivity, ToldOnly: true}
	for _, id := range areas {
		q.Areas = append(q.Areas, symbiosis.AreaID(id))
	}
	found, err := snapshot.Evaluate(ctx, q)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Judgement]{s.view(snapshot, l).judgement(found, settings, flows)}, nil
}

func (e EvaluationSettings) settings() appraise.Settings {
	s := appraise.Settings{Weights: e.Weights}
	for key, corners := range e.Curves {
		if s.Curves == nil {
			s.Curves = map[string]appraise.Curve{}
		}
		curve := make(appraise.Curve, len(corners))
		for i, c := range corners {
			curve[i] = appraise.Corner(c)
		}
		s.Curves[key] = curve
	}
	if e.AHP != nil {
		s.AHP = &appraise.AHP{Items: e.AHP.Items, Matrix: e.AHP.Matrix}
	}
	return s
}

func settingsOf(s appraise.Settings) EvaluationSettings {
	e := EvaluationSettings{Weights: s.Weights}
	for key, curve := range s.Curves {
		if e.Curves == nil {
			e.Curves = map[string][]CurveCorner{}
		}
		e.Curves[key] = corners(curve)
	}
	if s.AHP != nil {
		e.AHP = &PairwiseComparison{s.AHP.Items, s.AHP.Matrix}
	}
	return e
}

func corners(c appraise.Curve) []CurveCorner {
	out := make([]CurveCorner, len(c))
	for i, p := range c {
		out[i] = CurveCorner(p)
	}
	return out
}

func (v view) judgement(e planner.Evaluated, settings EvaluationSettings, flows bool) Judgement {
	out := Judgement{
		Revision: e.Revision, Date: symbiosis.DateOf(e.Taken).String(), Settings: settings, Own: e.Own,
		Criteria: []CriterionInfo{}, Groups: []CriterionGroup{}, Areas: []AreaEvaluation{}, Refused: []AreaRefused{},
	}
	for i, c := range e.Criteria {
		w := e.Weighing.Weights[i]
		out.Criteria = append(out.Criteria, CriterionInfo{
			Key: c.Key, Label: v.words.Criterion(c.Key), Hint: v.words.CriterionHint(c.Key), Group: c.Group, Unit: c.Unit, Weight: w,
			DefaultWeight: c.Weight, Curve: corners(e.Weighing.Curves[i]), Source: v.words.FigureSource(c.Source), Assumption: c.Assumption,
		})
		if n := len(out.Groups); n == 0 || out.Groups[n-1].Key != c.Group {
			out.Groups = append(out.Groups, CriterionGroup{Key: c.Group, Label: v.words.CriterionGroup(c.Group)})
		}
		out.Groups[len(out.Groups)-1].Weight += w
	}
	for _, i := range appraise.Ranked(e.Evaluations) {
		out.Areas = append(out.Areas, v.areaEvaluation(e, i, flows))
	}
	for _, r := range e.Refused {
		out.Refused = append(out.Refused, AreaRefused{string(r.Area.ID), r.Area.Name, r.Why})
	}
	if r := e.Weighing.AHP; r != nil && settings.AHP != nil {
		out.AHP = v.pairwise(*r, settings.AHP.Items)
	}
	if s := e.Sensitivity; s != nil {
		out.Sensitivity = v.sensitivity(e)
	}
	return out
}

func (v view) areaEvaluation(e planner.Evaluated, i int, flows bool) AreaEvaluation {
	x, area := e.Evaluations[i], e.Areas[i]
	out := AreaEvaluation{
		AreaID: string(area.ID), Name: area.Name, Municipality: area.Municipality, Lon: area.Label.Lon(), Lat: area.Label.Lat(),
		Rank: x.Rank, BestRank: x.BestRank, WorstRank: x.WorstRank, Unfit: x.Unfit, Score: x.Score, Low: x.Low, High: x.High,
		Land: v.landLeft(x.Land, flows), Criteria: make([]CriterionFigure, len(x.Criteria)),
	}
	if e.Sensitivity != nil {
		out.FirstShare = &e.Sensitivity.Shares[i]
	}
	for n, c := range x.Criteria {
		f := CriterionFigure{Key: c.Key, Value: c.Value, Of: c.Of, Date: c.Date.String(), Certainty: c.Certainty, Display: v.words.Missing(c.Missing)}
		if c.Figure != nil {
			value := rounded(c.Figure.Value, figureDecimals)
			f.Figure, f.Display = &value, v.words.CriterionValue(c.Key, *c.Figure)
			f.Source, f.Assumption = v.words.FigureSource(c.Figure.Source), c.Figure.Assumption
		}
		if c.Key == "donor_share" {
			f.Of = e.Donors[i]
		}
		out.Criteria[n] = f
	}
	r := x.Reach
	out.Reach = AreaReach{
		Surpluses: r.Surpluses, Needs: r.Needs,
		EnergyGWh: rounded(r.Energy.GigawattHours(), flowDecimals), MassT: rounded(r.Mass.Tonnes(), flowDecimals),
		NetBenefit: rounded(r.NetBenefit.SEK(), exchangeformat.MoneyDecimals), CO2e: rounded(r.CO2e.Tonnes(), exchangeformat.ClimateDecimals),
		LargestShare: rounded(r.LargestShare, exchangeformat.ScoreDecimals), LargestDonor: e.Donors[i],
	}
	if flows {
		for _, f := range e.Reached[i] {
			out.Reach.Flows = append(out.Reach.Flows, v.reachedFlow(f))
		}
	}
	return out
}

// figureDecimals are those of a criterion's figure: a metre's millimetre, a share's millionth.
const figureDecimals = 6

// haDecimals are a square metre's.
const haDecimals = 4

func (v view) landLeft(l symbiosis.Land, drawn bool) LandLeft {
	out := LandLeft{
		TotalHa: rounded(l.Total.Hectares(), haDecimals), ExcludedHa: rounded(l.Excluded.Hectares(), haDecimals),
		RemainingHa: rounded(l.Remaining.Hectares(), haDecimals), FitHa: rounded(l.Fit.Hectares(), haDecimals),
		PenalisedHa: rounded(l.Penalised.Hectares(), haDecimals), Bearings: []LandBearing{}, Notices: []string{},
	}
	for _, b := range l.Bearings {
		out.Bearings = append(out.Bearings, v.bearing(b))
	}
	for _, n := range l.Notices {
		out.Notices = append(out.Notices, v.words.LandNotice(n))
	}
	if p := l.FitPoint; p != nil {
		out.FitPoint = []float64{p.Lon(), p.Lat()}
	}
	if drawn && l.Excluded > 0 && len(l.Left) > 0 {
		out.Left = &MultiPolygon{"MultiPolygon", rightHanded(l.Left)}
	}
	return out
}

func (v view) bearing(b symbiosis.Bearing) LandBearing {
	return LandBearing{
		ConstraintID: string(b.ConstraintID), Layer: string(b.Layer), LayerLabel: v.words.ConstraintLayer(b.Layer), Name: b.Name,
		Effect: b.Effect, EffectLabel: v.words.ConstraintEffect(b.Effect),
		OverlapHa: rounded(b.Overlap.Hectares(), haDecimals), WarnedHa: rounded(b.Warned.Hectares(), haDecimals),
		DistanceM: metres(b.Distance), Source: b.Source, Date: b.Date.String(),
	}
}

func (v view) reachedFlow(f planner.ReachedFlow) ReachedFlow {
	out := ReachedFlow{
		FlowID: string(f.FlowID), FlowName: f.Name, SiteID: string(f.SiteID), SiteName: f.SiteName, Municipality: f.Municipality,
		Lon: f.Place.Lon(), Lat: f.Place.Lat(), Direction: f.Direction, Resource: string(f.Resource), ResourceName: v.words.Resource(f.Resource),
		Kind: f.Kind, DistanceM: metres(f.Distance), RouteM: metres(f.Route), BudgetM: metres(f.Budget),
		Quantity: rounded(f.Delivered.Amount, exchangeformat.QuantityDecimals), Unit: f.Delivered.Unit,
		NetBenefit: roundedOf(plain(f.NetBenefit), exchangeformat.MoneyDecimals), Certainty: f.Certainty, Visibility: f.Visibility,
	}
	if f.CO2e != nil {
		t := rounded(f.CO2e.Tonnes(), exchangeformat.ClimateDecimals)
		out.CO2e = &t
	}
	return out
}

func (v view) pairwise(r appraise.AHPResult, items []string) *PairwiseResult {
	return &PairwiseResult{
		Items: items, Weights: r.Weights, LambdaMax: r.LambdaMax, ConsistencyRatio: r.Ratio, Inconsistent: r.Inconsistent,
		Text: v.words.Consistency(r.Inconsistent, r.Ratio, items[r.WorstRow], items[r.WorstColumn], r.WorstFits),
	}
}

func (v view) sensitivity(e planner.Evaluated) *Sensitivity {
	s := e.Sensitivity
	out := &Sensitivity{Samples: s.Samples, Effects: []WeightEffect{}}
	name := map[symbiosis.AreaID]string{}
	first, share := "", 0.0
	for i, a := range e.Areas {
		name[a.ID] = a.Name
		if e.Evaluations[i].Rank == 1 && first == "" {
			first, share = a.Name, s.Shares[i]
		}
	}
	flips := 0
	for _, x := range s.Effects {
		effect := WeightEffect{Key: x.Key, Changes: x.Changes, Leaders: []string{}, Below: x.Below, BelowLeader: string(x.BelowLeader), Above: x.Above, AboveLeader: string(x.AboveLeader)}
		moved := false
		for _, id := range x.Leaders {
			effect.Leaders = append(effect.Leaders, string(id))
			moved = moved || name[id] != first
		}
		if moved {
			flips++
		}
		out.Effects = append(out.Effects, effect)
	}
	if first != "" {
		out.Text = v.words.Firmness(first, share, flips, len(e.Areas))
	}
	return out
}
