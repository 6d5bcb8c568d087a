package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func (s *Service) registerFiles(to registrar) {
	plainly(to, http.MethodGet, "list-columns", "/columns", "The columns that an import knows", s.columns)
	huma.Register(to.api, huma.Operation{
		OperationID: "import", Method: http.MethodPost, Path: Prefix + "/import",
		Summary: "Import files; all or nothing, every bad row is reported at once",
		// The server bounds size and time of the whole request.
		MaxBodyBytes: -1, BodyReadTimeout: -1,
	}, problems(to.log, s.importFiles))
}

func (s *Service) columns(context.Context, *onlyLanguage) (*jsonOutput[ColumnList], error) {
	out := ColumnList{Items: []Column{}}
	for _, c := range exchangeformat.Columns() {
		out.Items = append(out.Items, Column{
			Table: string(c.Noun) + "s", Name: c.Name, Required: c.Required, ReadOnly: c.ReadOnly, Type: string(c.Type), Unit: c.Unit,
			Values: c.Choices, Synonyms: c.Synonyms, Text: c.Doc, Example: c.Example,
		})
	}
	return &jsonOutput[ColumnList]{out}, nil
}

func (s *Service) importFiles(ctx context.Context, in *importInput) (*jsonOutput[ImportReport], error) {
	var batches []exchangeformat.Batch
	for _, file := range in.RawBody.Data().Files {
		batch, err := exchangeformat.Read(ctx, file.Filename, file, exchangeformat.Options{
			Preset: exchangeformat.Preset(in.Preset), Catalogue: s.planner.Catalogue(),
		})
		if err != nil {
			return nil, err
		}
		batches = append(batches, batch)
	}
	report, err := s.planner.Import(ctx, planner.ImportOptions{Partial: in.Partial, DryRun: in.DryRun}, batches...)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[ImportReport]{reportOf(report, in.DryRun)}, nil
}

func reportOf(r planner.ImportReport, dryRun bool) ImportReport {
	return ImportReport{
		DryRun: dryRun, Sites: ImportCount(r.Sites), Flows: ImportCount(r.Flows), Areas: ImportCount(r.Areas), Exchanges: ImportCount(r.Exchanges),
		LeftOut: r.LeftOut, Problems: listed(r.Problems), Notices: listed(r.Notices), MoreProblems: r.MoreProblems, MoreNotices: r.MoreNotices,
	}
}

// listed never is null in JSON.
func listed(ps []symbiosis.Problem) []symbiosis.Problem {
	if ps == nil {
		return []symbiosis.Problem{}
	}
	return ps
}
