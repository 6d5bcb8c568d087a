package rest

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/exchangeformat"
)

type yearInput struct {
	RawBody huma.MultipartFormFiles[YearFile]
}

// YearFile is what is sent of a year's course.
type YearFile struct {
	File huma.FormFile `form:"file" required:"true" doc:"CSV or text with 8760 or 8784 hours, 35040 or 35136 quarters of an hour, 365 or 366 days, or 12 months"`
}

// YearCourse is a year's course reduced to what a flow takes: its own shape and its peak.
type YearCourse struct {
	Values        int       `json:"values" doc:"How many the file has"`
	DegreeDays    bool      `json:"degree_days,omitempty" doc:"The file has temperatures; the shares are of heating degree-days under 17 °C"`
	Monthly       []float64 `json:"monthly" doc:"Twelve shares of the year, January first: what a flow takes with shape own"`
	FullLoadHours *float64  `json:"full_load_hours,omitempty" doc:"How long the year takes at the greatest hour or quarter; left out of days, months and temperatures, which hide their peaks"`
}

func (s *Service) readYear(ctx context.Context, in *yearInput) (*jsonOutput[YearCourse], error) {
	file := in.RawBody.Data().File
	year, err := exchangeformat.ReadYear(ctx, file.Filename, file)
	if err != nil {
		return nil, err
	}
	out := YearCourse{Values: year.Values, DegreeDays: year.DegreeDays, Monthly: year.Monthly[:]}
	if year.FullLoadHours > 0 {
		hours := float64(year.FullLoadHours)
		out.FullLoadHours = &hours
	}
	return &jsonOutput[YearCourse]{out}, nil
}
