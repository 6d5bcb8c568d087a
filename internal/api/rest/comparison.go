package rest

import (
	"context"
	"slices"
	"time"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// ComparisonRequest keeps two to six areas side by side as they are judged now, or brings a
// deleted comparison back.
type ComparisonRequest struct {
	Name     string             `json:"name,omitempty" maxLength:"200"`
	Note     string             `json:"note,omitempty" maxLength:"4000"`
	Areas    []string           `json:"areas,omitempty" minItems:"2" maxItems:"6" doc:"Ids, in the order they are shown"`
	Settings EvaluationSettings `json:"settings,omitempty"`
	Restore  *KeptComparison    `json:"restore,omitempty" doc:"What a deletion answered; nothing else is read then"`
}

// KeptComparison is a comparison as the store keeps it.
type KeptComparison struct {
	ID         string               `json:"id"`
	Name       string               `json:"name"`
	Note       string               `json:"note,omitempty"`
	Areas      []string             `json:"areas"`
	Revision   string               `json:"revision"`
	DataTime   time.Time            `json:"data_time"`
	Created    time.Time            `json:"created"`
	Visibility symbiosis.Visibility `json:"visibility"`
	Settings   string               `json:"settings_document" doc:"JSON, in a form of the store's own"`
	Result     string               `json:"result_document" doc:"JSON, in a form of the store's own"`
}

// ComparisonInfo describes a saved comparison.
type ComparisonInfo struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Note      string    `json:"note,omitempty"`
	Areas     []string  `json:"areas" doc:"Ids, in the order they are shown; an area may since have gone"`
	AreaNames []string  `json:"area_names" doc:"As they were called then; in the list, as they are called now"`
	Created   time.Time `json:"created"`
	Revision  string    `json:"revision" doc:"State of the region that it was reckoned from"`
	Date      string    `json:"date" doc:"Of that state"`
	Version   int64     `json:"version"`
	// Visibility is judged anew each time: it may be narrower than the one the comparison was saved with.
	Visibility symbiosis.Visibility `json:"visibility" doc:"Who may see all that it rests on, as its land and flows are today; what is gone counts as closed"`
}

// Comparison is areas side by side as they were judged once; it shows unchanged when the region
// has moved on.
type Comparison struct {
	ComparisonInfo
	Reports   []symbiosis.Visibility `json:"reports" doc:"Readers that a report can be made for today (report.pdf?for=…). For those who may see less than the comparison rests on, it has their own figures and sums of three or more"`
	Outdated  bool                   `json:"outdated" doc:"Today's figures would give other scores, or an area has gone"`
	Judgement Judgement              `json:"judgement"`
	Outlines  []Outline              `json:"outlines" doc:"Of the areas as they were, in the order they are shown"`
}

// Outline is an area as it was drawn.
type Outline struct {
	AreaID   string       `json:"area_id"`
	Geometry MultiPolygon `json:"geometry"`
}

// ComparisonList lists the saved comparisons, newest first.
type ComparisonList struct {
	Items []ComparisonInfo `json:"items"`
}

func (s *Service) listComparisons(_ context.Context, _ *Language) (*jsonOutput[ComparisonList], error) {
	out := ComparisonList{Items: []ComparisonInfo{}}
	snapshot := s.planner.Snapshot()
	for _, c := range snapshot.Comparisons(planner.Page{}).Items {
		names := make([]string, len(c.AreaIDs))
		for i, id := range c.AreaIDs {
			area, err := snapshot.Area(id)
			if names[i] = area.Name; err != nil {
				names[i] = string(id)
			}
		}
		out.Items = append(out.Items, comparisonInfo(c, names, snapshot.VisibilityToday(c)))
	}
	slices.SortStableFunc(out.Items, func(a, b ComparisonInfo) int { return b.Created.Compare(a.Created) })
	return &jsonOutput[ComparisonList]{out}, nil
}

func (s *Service) getComparison(ctx context.Context, in *ByID) (*recordOutput[Comparison], error) {
	snapshot := s.planner.Snapshot()
	c, err := snapshot.OpenComparison(symbiosis.ComparisonID(in.ID))
	if err != nil {
		return nil, err
	}
	still, err := snapshot.StillSo(ctx, c)
	if err != nil {
		return nil, err
	}
	return &recordOutput[Comparison]{ETag: etag(c.Version), Body: s.view(snapshot, in.Language).comparison(c, !still)}, nil
}

func (s *Service) createComparison(ctx context.Context, in *createComparisonInput) (*recordOutput[Comparison], error) {
	var c planner.Compared
	var again bool
	var err error
	if kept := in.Body.Restore; kept != nil {
		c, err = s.planner.RestoreComparison(ctx, kept.record())
	} else {
		c, again, err = s.planner.SaveComparison(ctx, planner.Compare{
			Name: in.Body.Name, Note: in.Body.Note, Areas: areaIDs(in.Body.Areas), Settings: in.Body.Settings.settings(), Once: in.once(in.Body),
		})
	}
	if err != nil {
		return nil, err
	}
	still := true
	if again {
		if still, err = s.planner.Snapshot().StillSo(ctx, c); err != nil {
			return nil, err
		}
	}
	return &recordOutput[Comparison]{
		ETag: etag(c.Version), Location: locationOf("/comparisons", c), Body: s.now(in.Language).comparison(c, !still),
	}, nil
}

func areaIDs(ids []string) []symbiosis.AreaID {
	out := make([]symbiosis.AreaID, len(ids))
	for i, id := range ids {
		out[i] = symbiosis.AreaID(id)
	}
	return out
}

func (k KeptComparison) record() symbiosis.Comparison {
	return symbiosis.Comparison{
		ID: symbiosis.ComparisonID(k.ID), Name: k.Name, Note: k.Note, AreaIDs: areaIDs(k.Areas), Revision: k.Revision,
		DataTime: k.DataTime, Created: k.Created, Visibility: k.Visibility, Settings: symbiosis.Document(k.Settings), Result: symbiosis.Document(k.Result),
	}
}

func (view) keptComparison(c symbiosis.Comparison) KeptComparison {
	k := KeptComparison{
		ID: string(c.ID), Name: c.Name, Note: c.Note, Areas: []string{}, Revision: c.Revision, DataTime: c.DataTime, Created: c.Created,
		Visibility: c.Visibility, Settings: string(c.Settings), Result: string(c.Result),
	}
	for _, id := range c.AreaIDs {
		k.Areas = append(k.Areas, string(id))
	}
	return k
}

func comparisonInfo(c symbiosis.Comparison, names []string, today symbiosis.Visibility) ComparisonInfo {
	info := ComparisonInfo{
		ID: string(c.ID), Name: c.Name, Note: c.Note, Areas: []string{}, AreaNames: names, Created: c.Created,
		Revision: c.Revision, Date: symbiosis.DateOf(c.DataTime).String(), Version: c.Version, Visibility: today,
	}
	for _, id := range c.AreaIDs {
		info.Areas = append(info.Areas, string(id))
	}
	return info
}

// comparison shows a comparison with settings that judge today as it did.
func (v view) comparison(c planner.Compared, outdated bool) Comparison {
	settings, err := v.snapshot.SettingsNow(c)
	if err != nil {
		settings = c.Settings // the region's own can't be used: what was asked for is still known
	}
	names := make([]string, len(c.Evaluated.Areas))
	for i, a := range c.Evaluated.Areas {
		names[i] = a.Name
	}
	out := Comparison{
		ComparisonInfo: comparisonInfo(c.Comparison, names, v.snapshot.VisibilityToday(c.Comparison)), Outdated: outdated, Reports: v.snapshot.ReportsFor(c),
		Judgement: v.judgement(c.Evaluated, settingsOf(settings), true), Outlines: []Outline{},
	}
	for _, a := range c.Evaluated.Areas {
		out.Outlines = append(out.Outlines, Outline{string(a.ID), MultiPolygon{"MultiPolygon", rightHanded(a.Geometry)}})
	}
	return out
}
