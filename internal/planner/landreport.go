package planner

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/store/geopackage"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// LandReport is a saved comparison as a report on land shows it, for readers who may see madeFor;
// "" stands for those who may see all it rests on today. For readers who may see less it is made of
// what the comparison keeps for them: their own figures, and sums of what is hidden from them. A Conflict
// where nothing is kept for them, or something of it has been closed or deleted since.
func (s *Snapshot) LandReport(c Compared, madeFor symbiosis.Visibility) (report.LandReport, error) {
	today := s.visibilityToday(c)
	if madeFor == "" {
		madeFor = today
	}
	if today.Within(madeFor) {
		return c.landReport(c.Evaluated, today, nil), nil
	}
	kept, closed := s.keptFor(c, madeFor)
	if broken := s.brokenOf(c); broken > 0 && (kept == nil || closed > 0) {
		return report.LandReport{}, symbiosis.Errorf(symbiosis.Conflict,
			"%d of the flows and areas of the report stand in rows that are left out, so that nobody knows who may see them: mend them, or ask for the report with for=%s", broken, today)
	}
	switch {
	case kept == nil:
		return report.LandReport{}, symbiosis.Errorf(symbiosis.Conflict,
			"the comparison rests on land or flows that are %s, and keeps no figures without them: ask for the report with for=%s, or save it again", today, today)
	case closed > 0:
		return report.LandReport{}, symbiosis.Errorf(symbiosis.Conflict,
			"%d of the flows and areas of the report have been closed or deleted since the comparison was saved: save it again, or ask for the report with for=%s", closed, today)
	}
	return c.landReport(kept.Evaluated, madeFor, kept.Sums), nil
}

// brokenOf counts the flows and areas that a comparison rests on and that can't be told of today.
func (s *Snapshot) brokenOf(c Compared) int {
	broken := map[string]bool{}
	for i, a := range c.Evaluated.Areas {
		if s.brokenRow("areas", string(a.ID)) != nil {
			broken["area "+string(a.ID)] = true
		}
		for _, id := range c.restsOn(i) {
			if s.flowIsBroken(id) {
				broken["flow "+string(id)] = true
			}
		}
	}
	return len(broken)
}

// landReport makes a report of one of a comparison's results.
func (c Compared) landReport(e Evaluated, visibility symbiosis.Visibility, sums [][]report.HiddenSum) report.LandReport {
	r := report.LandReport{
		Name: c.Name, Note: c.Note, Sensitivity: e.Sensitivity, Visibility: visibility, Made: symbiosis.DateOf(c.Created), Revision: e.Revision,
		WithoutHidden: sums != nil, LeftOut: e.LeftOut,
	}
	for i, d := range e.Criteria {
		by := report.JudgedBy{Key: d.Key, Group: d.Group, Unit: d.Unit, Weight: e.Weighing.Weights[i], Source: d.Source, Assumption: d.Assumption}
		if _, changed := c.Settings.Curves[d.Key]; changed {
			by.Source, by.Assumption = "", true // the default's source says nothing of a changed one
		}
		for _, corner := range e.Weighing.Curves[i] {
			by.Points = append(by.Points, report.BreakPoint{At: corner.At, Value: corner.Value})
		}
		r.Criteria = append(r.Criteria, by)
	}
	if a, w := c.Settings.AHP, e.Weighing.AHP; a != nil && w != nil {
		r.AHP = &report.Judgements{Items: a.Items, Matrix: a.Matrix, Ratio: w.Ratio}
	}
	for i, a := range e.Areas {
		area := report.JudgedArea{Name: a.Name, Municipality: a.Municipality, Geometry: a.Geometry, Evaluation: e.Evaluations[i]}
		for _, f := range e.Reached[i] {
			x := report.Reached{
				Direction: f.Direction, Site: f.SiteName, Municipality: f.Municipality, Point: f.Place, Resource: f.Resource,
				Amount: f.Delivered.Amount, Unit: string(f.Delivered.Unit), RouteM: f.Route.Metres(), Certainty: f.Certainty,
			}
			if f.NetBenefit != nil {
				v := f.NetBenefit.SEK()
				x.NetBenefit = &v
			}
			area.Reached = append(area.Reached, x)
		}
		reach := e.Evaluations[i].Reach
		area.Untold = max(0, reach.Surpluses+reach.Needs-len(area.Reached))
		if sums != nil {
			area.Sums = sums[i]
		}
		r.Areas = append(r.Areas, area)
	}
	return r
}

// writeLandLayers writes a report on land as a GeoPackage.
func writeLandLayers(ctx context.Context, out io.Writer, r report.LandReport, w wording.Words, progress report.Progress) error {
	folder, err := os.MkdirTemp("", "samloka-report-")
	if err != nil {
		return symbiosis.Errorf(symbiosis.Unavailable, "the report can't be written: %w", err)
	}
	defer os.RemoveAll(folder)
	var layers []geopackage.Layer
	for _, l := range report.LandLayers(r, w) {
		to := geopackage.Layer{Name: l.Name, Description: l.Description, Geometry: l.Geometry}
		for _, f := range l.Fields {
			to.Fields = append(to.Fields, geopackage.Field(f))
		}
		for _, row := range l.Rows {
			to.Rows = append(to.Rows, geopackage.LayerRow(row))
		}
		layers = append(layers, to)
	}
	path := filepath.Join(folder, "report.gpkg")
	if err := geopackage.WriteLayers(ctx, path, layers, progress.Tell); err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return symbiosis.Errorf(symbiosis.Unavailable, "the report can't be read back: %w", err)
	}
	defer file.Close()
	_, err = io.Copy(out, file)
	return err
}
