package rest

import (
	"context"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

func (s *Service) summary(ctx context.Context, in *onlyLanguage) (*jsonOutput[Summary], error) {
	snapshot := s.planner.Snapshot()
	sum, err := snapshot.Summary(ctx)
	if err != nil {
		return nil, err
	}
	info, lang := snapshot.Info(), in.lang()
	out := Summary{
		Name: info.Name.In(lang), Location: s.planner.Location(), Revision: snapshot.Revision(), Questions: []Question{}, Totals: []KindTotal{},
		Counts:    Counts{sum.Sites, sum.Surpluses, sum.Needs, sum.Areas, sum.Exchanges},
		Estimated: sum.Estimated, Bounds: bboxOf(sum.Bounds), Places: []Municipality{}, Broken: len(snapshot.Broken()),
		Matches: s.view(snapshot, in.Language).matchTotals(sum.Matches),
	}
	for _, q := range info.Questions {
		out.Questions = append(out.Questions, Question{q.Role, q.Text.In(lang), q.Target})
	}
	for _, t := range sum.Totals {
		out.Totals = append(out.Totals, KindTotal{t.Kind, t.Direction, t.Flows, rounded(t.Energy.GigawattHours(), exchangeformat.QuantityDecimals), rounded(t.Mass.Tonnes(), exchangeformat.QuantityDecimals)})
	}
	for _, m := range snapshot.Municipalities() {
		out.Places = append(out.Places, Municipality{m.Name, m.Sites})
	}
	return &jsonOutput[Summary]{out}, nil
}

func bboxOf(b *orb.Bound) []float64 {
	if b == nil {
		return nil
	}
	return []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
}

func (s *Service) search(_ context.Context, in *searchInput) (*jsonOutput[SearchResult], error) {
	out := SearchResult{Items: []Found{}}
	for _, f := range s.planner.Snapshot().Search(in.Query, in.Limit) {
		out.Items = append(out.Items, Found{string(f.Type), f.ID, f.Name, f.Detail, f.Point.Lon(), f.Point.Lat(), bboxOf(f.Bounds)})
	}
	return &jsonOutput[SearchResult]{out}, nil
}

func (s *Service) listResources(_ context.Context, in *onlyLanguage) (*jsonOutput[ResourceList], error) {
	catalogue, lang := s.planner.Catalogue(), in.lang()
	flows := s.planner.Snapshot().CountByResource()
	out := ResourceList{Version: catalogue.Version(), Items: []Resource{}}
	for _, r := range catalogue.Resources() {
		out.Items = append(out.Items, Resource{r, r.Names.In(lang), len(catalogue.Path(r.Code)) - 1, flows[r.Code]})
	}
	return &jsonOutput[ResourceList]{out}, nil
}

func (s *Service) listWasteCodes(_ context.Context, in *wasteInput) (*jsonOutput[WasteCodeList], error) {
	catalogue := s.planner.Catalogue()
	out := WasteCodeList{Items: []WasteCode{}}
	for _, e := range catalogue.WasteList() {
		if !wasteFits(e, in.Query) {
			continue
		}
		if out.Total++; len(out.Items) < in.Limit {
			resources := catalogue.ResourcesOf(e.Code)
			if resources == nil {
				resources = []symbiosis.ResourceCode{}
			}
			out.Items = append(out.Items, WasteCode{string(e.Code), e.Hazardous, e.Name, resources})
		}
	}
	return &jsonOutput[WasteCodeList]{out}, nil
}

// wasteFits says that an entry's code begins with the digits of a query, or that its name
// holds every word of it.
func wasteFits(e symbiosis.WasteEntry, query string) bool {
	plain := strings.NewReplacer(" ", "", ".", "", "*", "", "-", "")
	if digits := plain.Replace(query); strings.Trim(digits, "0123456789") == "" {
		return strings.HasPrefix(plain.Replace(string(e.Code)), digits)
	}
	name := strings.ToLower(e.Name)
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(name, word) {
			return false
		}
	}
	return true
}

func (s *Service) listAssumptions(_ context.Context, in *onlyLanguage) (*jsonOutput[AssumptionList], error) {
	return &jsonOutput[AssumptionList]{AssumptionList{s.assumptions(s.planner.Snapshot().Assumptions(), in.lang())}}, nil
}

func (s *Service) putAssumptions(ctx context.Context, in *assumptionsInput) (*jsonOutput[AssumptionList], error) {
	if err := s.planner.SetAssumptions(ctx, in.Body.Values); err != nil {
		return nil, err
	}
	return s.listAssumptions(ctx, &onlyLanguage{in.Language})
}

// assumptions shows a set of assumptions beside their defaults.
func (s *Service) assumptions(set symbiosis.Assumptions, lang symbiosis.Language) []Assumption {
	defaults := s.planner.DefaultAssumptions()
	words := wording.In(lang, set, s.planner.Catalogue())
	out := make([]Assumption, 0, len(set.All()))
	for _, a := range set.All() {
		standard, _ := defaults.Get(a.Key)
		var labels []string
		for _, c := range a.Choices {
			labels = append(labels, words.Choice(c))
		}
		out = append(out, Assumption{
			ChoiceLabels: labels, Key: a.Key, Group: a.Group, Name: a.Names.In(lang), Value: a.Value, Default: standard.Value, Changed: a.Value != standard.Value,
			Unit: a.Unit, Year: a.Year, Source: words.Origin(standard.Source), Assumption: a.Figure.Assumption, Min: a.Min, Max: a.Max, Choices: a.Choices,
		})
	}
	return out
}
