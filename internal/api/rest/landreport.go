package rest

import (
	"bytes"
	"context"
	"strconv"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// landReportInput asks for the report of a comparison.
type landReportInput struct {
	ByID
	For string `query:"for" enum:"public,network,broker_only" doc:"Whom the report is for; those who may see all that the comparison rests on, when it isn't said. Refused when it rests on more than they may see"`
}

func (s *Service) registerLandReports(to registrar) {
	file(to, "comparison-pdf", "/comparisons/{id}/report.pdf", "A saved comparison as a report for plan documents, PDF", "application/pdf", s.landPDF)
	file(to, "comparison-xlsx", "/comparisons/{id}/report.xlsx", "The same as Excel", excelType, s.landWorkbook)
	file(to, "comparison-gpkg", "/comparisons/{id}/report.gpkg", "The same as GeoPackage, WGS 84", geoPackageType, s.landGeoPackage)
}

// Media types of files.
const (
	excelType      = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	geoPackageType = "application/geopackage+sqlite3"
)

// landReport opens a comparison as a report in the language asked for.
func (s *Service) landReport(in *landReportInput) (report.LandReport, wording.Words, error) {
	snapshot := s.planner.Snapshot()
	c, err := snapshot.OpenComparison(symbiosis.ComparisonID(in.ID))
	if err != nil {
		return report.LandReport{}, wording.Words{}, err
	}
	r, err := c.LandReport(symbiosis.Visibility(in.For))
	if err != nil {
		return report.LandReport{}, wording.Words{}, err
	}
	return r, wording.In(in.lang(), snapshot.Assumptions(), s.planner.Catalogue()), nil
}

func (s *Service) landPDF(_ context.Context, in *landReportInput) (*fileOutput, error) {
	r, w, err := s.landReport(in)
	if err != nil {
		return nil, err
	}
	content, err := report.PDF(report.LandDocument(r, w))
	if err != nil {
		return nil, err
	}
	return &fileOutput{ContentType: "application/pdf", Disposition: inlineName(in.ID, "pdf"), Caching: "no-store", Body: content}, nil
}

func (s *Service) landWorkbook(_ context.Context, in *landReportInput) (*fileOutput, error) {
	r, w, err := s.landReport(in)
	if err != nil {
		return nil, err
	}
	content, err := report.LandWorkbook(r, w)
	if err != nil {
		return nil, err
	}
	return &fileOutput{ContentType: excelType, Disposition: attachmentName(in.ID, "xlsx"), Caching: "no-store", Body: content}, nil
}

func (s *Service) landGeoPackage(ctx context.Context, in *landReportInput) (*fileOutput, error) {
	r, w, err := s.landReport(in)
	if err != nil {
		return nil, err
	}
	var content bytes.Buffer
	if err := planner.WriteLandLayers(ctx, &content, r, w); err != nil {
		return nil, err
	}
	return &fileOutput{ContentType: geoPackageType, Disposition: attachmentName(in.ID, "gpkg"), Caching: "no-store", Body: content.Bytes()}, nil
}

// attachmentName names a file to be saved.
func attachmentName(id, ending string) string {
	return "attachment; filename=" + strconv.QuoteToASCII("samloka-"+id+"."+ending)
}
