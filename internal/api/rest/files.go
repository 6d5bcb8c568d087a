package rest

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/api/problem"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

func (s *Service) registerFiles(to registrar) {
	plainly(to, http.MethodGet, "list-columns", "/columns", "The columns that an import knows", s.columns)
	file(to, "get-import-template", "/columns/template.xlsx", "A workbook to be filled in and imported: a sheet for each kind of record, with its columns and their units", planner.Excel.MediaType(), s.importTemplate)
	huma.Register(to.api, huma.Operation{
		OperationID: "import", Method: http.MethodPost, Path: Prefix + "/import",
		Summary: "Import files; all or nothing, every bad row is reported at once",
		// The server bounds size and time of the whole request.
		MaxBodyBytes: -1, BodyReadTimeout: -1,
	}, problems(to.log, s.importFiles))
	plainly(to, http.MethodPost, "read-year", "/year", "A year's course from a file, as twelve months and a peak; nothing is stored", s.readYear)
	huma.Register(to.api, huma.Operation{
		OperationID: "export", Method: http.MethodGet, Path: Prefix + "/export", Summary: "The region as a file that import reads back, at once; POST /jobs/export writes a large one in the background, and Excel",
		Responses: map[string]*huma.Response{"200": {
			Description: "The file",
			Content:     map[string]*huma.MediaType{geoJSON: {}, "text/csv": {}},
		}},
	}, problems(to.log, s.export))
}

func (s *Service) columns(_ context.Context, in *onlyLanguage) (*jsonOutput[ColumnList], error) {
	out := ColumnList{Items: []Column{}}
	told := func(english string) string { return wording.Told(in.lang(), english) }
	for _, c := range exchangeformat.Columns() {
		out.Items = append(out.Items, Column{
			Table: c.Noun.Plural(), Name: c.Name, Required: c.Required, ReadOnly: c.ReadOnly, Type: string(c.Type), Unit: told(c.Unit),
			Values: c.Choices, Synonyms: c.Synonyms, Text: told(c.Doc), Example: exchangeformat.ExampleIn(c, told),
		})
	}
	return &jsonOutput[ColumnList]{out}, nil
}

func (s *Service) importTemplate(_ context.Context, in *onlyLanguage) (*fileOutput, error) {
	var content bytes.Buffer
	if err := exchangeformat.WriteTemplate(&content, func(english string) string { return wording.Told(in.lang(), english) }); err != nil {
		return nil, err
	}
	return &fileOutput{ContentType: planner.Excel.MediaType(), Disposition: named("attachment", "samloka-template.xlsx"), Caching: "no-cache", Body: content.Bytes()}, nil
}

func (s *Service) importFiles(ctx context.Context, in *ImportInput) (*jsonOutput[ImportReport], error) {
	wish, err := in.wish()
	if err != nil {
		return nil, err
	}
	read, n, err := s.planner.Files(ctx, in.files(), wish)
	if err != nil {
		return nil, err
	}
	report, err := s.planner.ImportReading(ctx, planner.ImportOptions{Partial: in.Partial, DryRun: in.DryRun}, n, read)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[ImportReport]{reportOf(report, in.DryRun, in.lang())}, nil
}

// files are those that were sent; the server has laid large ones on the disk.
func (in *ImportInput) files() []planner.NamedFile {
	sent := in.RawBody.Data().Files
	files := make([]planner.NamedFile, len(sent))
	for i, file := range sent {
		files[i] = planner.NamedFile{Name: file.Filename, Size: file.Size, Open: func() (io.Reader, error) {
			return io.NewSectionReader(file, 0, file.Size), nil
		}}
	}
	return files
}

// wish is how the files are to be read.
func (in *ImportInput) wish() (planner.ReadWish, error) {
	w := planner.ReadWish{Preset: exchangeformat.Preset(in.Preset), CRS: in.CRS, Layer: in.FromLayer}
	date, err := symbiosis.ParseDate(in.SourceDate)
	if err != nil {
		return w, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the date can't be read", Problems: []symbiosis.Problem{{
			Field: "source_date", Code: "not_a_date", Value: in.SourceDate, Text: "is not a date", Hint: "such as 2026-03-01"}}}
	}
	if in.As == "" {
		return w, nil
	}
	w.As = exchangeformat.As{
		Noun: exchangeformat.Noun(in.As), Layer: symbiosis.ConstraintLayer(in.Layer), Effect: symbiosis.ConstraintEffect(in.Effect),
		Buffer: unit.Length(in.BufferM), WarningDistance: unit.Length(in.WarningDistanceM), Facility: symbiosis.FacilityKind(in.Facility),
		Certainty: symbiosis.Certainty(in.Certainty), Source: in.Source, SourceDate: date, Prefix: in.IDPrefix,
	}
	return w, nil
}

func reportOf(r planner.ImportReport, dryRun bool, lang symbiosis.Language) ImportReport {
	return ImportReport{
		DryRun: dryRun, Sites: ImportCount(r.Sites), Flows: ImportCount(r.Flows), Areas: ImportCount(r.Areas), Exchanges: ImportCount(r.Exchanges),
		Constraints: ImportCount(r.Constraints), Facilities: ImportCount(r.Facilities),
		LeftOut: r.LeftOut, Problems: listed(wording.Faults(lang, r.Problems)), Notices: listed(wording.Faults(lang, r.Notices)), MoreProblems: r.MoreProblems, MoreNotices: r.MoreNotices,
	}
}

// listed never is null in JSON.
func listed(ps []symbiosis.Problem) []symbiosis.Problem {
	if ps == nil {
		return []symbiosis.Problem{}
	}
	return ps
}

// exportOutput is a file under way.
type exportOutput struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	Disposition string `header:"Content-Disposition" doc:"Names the file"`
	Body        func(huma.Context)
}

func (s *Service) export(ctx context.Context, in *exportInput) (*exportOutput, error) {
	f, err := s.planner.Snapshot().ExportFile(planner.FileFormat(in.Format), in.Table)
	if err != nil {
		return nil, err
	}
	return s.streamed(ctx, f.MediaType, f.Name, func(w io.Writer) error { return f.Write(ctx, w) }), nil
}

// streamed answers with a file while it is made.
func (s *Service) streamed(ctx context.Context, mediaType, name string, write func(io.Writer) error) *exportOutput {
	return &exportOutput{ContentType: mediaType, Disposition: named("attachment", name), Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", mediaType)
		hc.SetHeader("Content-Disposition", named("attachment", name))
		if err := write(hc.BodyWriter()); err != nil {
			// Half a file must not look like a whole one: the connection is broken off.
			s.log.Error("a file was broken off", "request", problem.RequestOf(ctx), "file", name, "err", err)
			panic(http.ErrAbortHandler)
		}
	}}
}
