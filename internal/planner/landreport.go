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
// "" stands for those who may see all it rests on. A comparison that rests on more than the readers
// may see is a Conflict: its sums are of all flows, and would tell of one by the difference.
func (c Compared) LandReport(madeFor symbiosis.Visibility) (report.LandReport, error) {
	if madeFor == "" {
		madeFor = c.Visibility
	}
	if !c.Visibility.Within(madeFor) {
		return report.LandReport{}, symbiosis.Errorf(symbiosis.Conflict,
			"the comparison rests on land or flows that are %s, and its sums would tell of them: ask for the report with for=%s, or save a comparison without them", c.Visibility, c.Visibility)
	}
	e := c.Evaluated
	r := report.LandReport{
		Name: c.Name, Note: c.Note, Sensitivity: e.Sensitivity, Visibility: c.Visibility, Made: symbiosis.DateOf(c.Created), Revision: e.Revision,
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
		r.Areas = append(r.Areas, area)
	}
	return r, nil
}

// WriteLandLayers writes a report on land as a GeoPackage.
func WriteLandLayers(ctx context.Context, out io.Writer, r report.LandReport, w wording.Words) error {
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
	if err := geopackage.WriteLayers(ctx, path, layers); err != nil {
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
