package rest

import (
	"bytes"
	"context"
	"strconv"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// landReportInput asks for the report of a comparison.
type landReportInput struct {
	ByID
	For string `query:"for" enum:"public,network,broker_only" doc:"Whom the report is for; those who may see all that the comparison rests on, when it isn't said. For those who may see less it has figures of its own, without what is hidden from them, and sums of three or more of that; refused when the land is hidden, or something it shows has been closed or deleted since"`
}

func (s *Service) registerLandReports(to registrar) {
	for _, r := range []struct {
		format      planner.FileFormat
		summary     string
		disposition string
	}{
		{planner.PDF, "A saved comparison as a report for plan documents, PDF, at once; POST /jobs/report makes it in the background", "inline"},
		{planner.Excel, "The same as Excel", "attachment"},
		{planner.GeoPackage, "The same as GeoPackage, WGS 84", "attachment"},
	} {
		file(to, "comparison-"+string(r.format), "/comparisons/{id}/report."+string(r.format), r.summary, r.format.MediaType(),
			func(ctx context.Context, in *landReportInput) (*fileOutput, error) {
				f, err := s.planner.ComparisonFile(symbiosis.ComparisonID(in.ID), r.format, symbiosis.Visibility(in.For), in.lang())
				if err != nil {
					return nil, err
				}
				return whole(ctx, f, r.disposition)
			})
	}
}

// whole answers with a file that is made before the answer begins, so that what fails is a problem.
func whole(ctx context.Context, f planner.File, disposition string) (*fileOutput, error) {
	var content bytes.Buffer
	if err := f.Write(ctx, &content); err != nil {
		return nil, err
	}
	return &fileOutput{ContentType: f.MediaType, Disposition: named(disposition, f.Name), Caching: "no-store", Body: content.Bytes()}, nil
}

// named is how a file is to be shown (inline) or saved (attachment).
func named(disposition, name string) string {
	return disposition + "; filename=" + strconv.QuoteToASCII(name)
}
