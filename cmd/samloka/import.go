package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/largepages"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

type importCommand struct {
	storeFlag
	Files   []string          `arg:"" optional:"" name:"file" help:"CSV, GeoJSON, Excel, GeoPackage or Shapefile (.shp or a zip) files; - is standard input. What a file holds shows from its columns."`
	Preset  string            `help:"Read a published data set with columns of its own: hotmaps." enum:",hotmaps" default:""`
	CRS     string            `name:"crs" help:"Reference system of the coordinates, such as EPSG:3006. Default: WGS 84, or what the file says." placeholder:"EPSG:CODE"`
	Partial bool              `help:"Import the rows that are right and leave the others out. Default: all or nothing."`
	Shape   map[string]string `help:"The year's course of a flow from a CSV file: --shape boiler-heat=boiler-2025.csv. Of the files, or of the region." placeholder:"FLOW=FILE;…"`
	As      string            `help:"What the features of somebody else's file are: area, constraint or facility." enum:",area,constraint,facility" default:""`
	asFlags
	DryRun bool `help:"Check everything, write nothing."`
	JSON   bool `name:"json" help:"Print the report as JSON."`
}

// asFlags say more of what --as names.
type asFlags struct {
	Layer           string  `help:"With --as constraint: the layer, such as protected_nature, natura_2000, shore, flood, groundwater, heritage, housing, other, or a key of your own." placeholder:"KEY"`
	Effect          string  `help:"With --as constraint: excludes, penalises or informs. Default: the usual effect of the layer." enum:",excludes,penalises,informs" default:""`
	Buffer          float64 `help:"With --as constraint: how many metres round the features the effect holds too." placeholder:"METRES"`
	WarningDistance float64 `help:"With --as constraint: within how many metres people are warned." placeholder:"METRES"`
	Facility        string  `help:"With --as facility: highway, rail, port, substation or district_heating." enum:",highway,rail,port,substation,district_heating" default:""`
	Source          string  `help:"With --as: where the file comes from, with its licence. Default: its name." placeholder:"TEXT"`
	SourceDate      string  `help:"With --as: date of the source." placeholder:"2026-03-01"`
	Certainty       string  `help:"With --as: measured, reported or estimated." enum:",measured,reported,estimated" default:""`
	IDPrefix        string  `name:"id-prefix" help:"With --as: what ids begin with. Default: the layer, the kind of facility or area." placeholder:"TEXT"`
	FromLayer       string  `help:"Which layer of a GeoPackage to read. Default: all whose columns are ours; with --as the only one." placeholder:"NAME"`
}

func (c importCommand) Help() string {
	return `Rows of known ids update what is stored; a second import of the same file changes nothing. Every bad row is reported with its row, column, value and what would be right. "samloka columns" lists the columns.

A year's course can be given hour by hour: the column shape_file of a flow, or --shape, names a CSV file with 8760 rows (8784 in a leap year), 365 or 366 days, quarters of an hour or 12 months. A column called load, value, power or energy has the values; a column of dates may say when the year starts; of a column temperature heating degree-days under 17 °C are made. It is reduced to twelve monthly shares; hours and quarters also give the full-load hours of a flow that has none.

Files of others, with columns of their own, are read with --as: the name and an id are taken from them, what else is needed from the flags. Surfaces that cross themselves are made whole, and told of.

Examples:
  samloka import --store region.gpkg sites.csv flows.csv
  samloka import --as constraint --layer protected_nature --crs EPSG:3006 --source "Naturvårdsverket, CC0" reserves.csv
  samloka import --as facility --facility rail railways.shp
  samloka import --store region.gpkg --shape boiler-heat=boiler-2025.csv`
}

func (c importCommand) Run(ctx context.Context, s *Streams, before *ahead) error {
	largepages.Use()
	if len(c.Files) == 0 && len(c.Shape) == 0 {
		return usagef("name the files to import, or a flow's course with --shape FLOW=FILE")
	}
	options, err := c.options()
	if err != nil {
		return err
	}
	region := c.openEarly(ctx, before)
	catalogue, err := loadCatalogue()
	options.Catalogue = catalogue
	files, errLoad := c.load(ctx, s)
	defer files.close()
	read := func(inParts bool, take func(exchangeformat.Batch) error) error {
		return files.read(ctx, options, inParts, take)
	}
	if err = cmp.Or(err, errLoad); err == nil && len(c.Shape) == 0 {
		ahead, stop := planner.ReadAhead(read)
		defer stop()
		read = ahead
	}
	r, errOpen := region()
	if err = cmp.Or(err, errOpen); err != nil {
		if r != nil {
			_ = r.Close() // nothing was written
		}
		return err
	}
	report, began, err := c.takeIn(ctx, s, r, len(files)+len(c.Shape), read)
	if closing := r.Close(); err == nil {
		err = closing // a GeoPackage that is made has its name only once it is closed
	}
	if !began {
		return err
	}
	if c.JSON {
		if e := printJSON(s.Out, newImportReport(report, c.DryRun, err)); e != nil {
			return e
		}
		return err
	}
	printNotices(s.Err, report)
	if err != nil {
		return err
	}
	return printImport(s, report, c.DryRun)
}

// takeIn imports so many files while they are read. began is false when it came to nothing before.
func (c importCommand) takeIn(ctx context.Context, s *Streams, r *region, files int, read planner.Reading) (report planner.ImportReport, began bool, err error) {
	if len(c.Shape) > 0 { // flows get their courses when all are there
		var batches []exchangeformat.Batch
		err := read(false, func(b exchangeformat.Batch) error {
			batches = append(batches, b)
			return nil
		})
		if err == nil {
			batches, err = c.shape(ctx, r.Snapshot(), batches)
		}
		if err != nil {
			return report, false, err
		}
		read = func(_ bool, take func(exchangeformat.Batch) error) error {
			for _, b := range batches {
				if err := take(b); err != nil {
					return err
				}
			}
			return nil
		}
	}
	line := newProgress(s.Err, "records")
	defer line.done()
	report, err = r.ImportReading(ctx, planner.ImportOptions{Partial: c.Partial, DryRun: c.DryRun, Progress: growing(line.at)}, files, read)
	return report, true, err
}

// openEarly begins to read the region, while the caller opens the files; what it returns waits for it.
// One that isn't there is made by the import itself: all or nothing.
func (c importCommand) openEarly(ctx context.Context, before *ahead) func() (*region, error) {
	var r *region
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		r, err = c.openForImport(ctx, before)
	}()
	return func() (*region, error) {
		<-done
		return r, err
	}
}

func (c importCommand) openForImport(ctx context.Context, before *ahead) (*region, error) {
	name, err := c.name(true)
	if err != nil {
		return nil, err
	}
	s, begun, err := before.take(name)
	if !begun {
		s, err = openToFill(ctx, name)
	}
	if err != nil {
		return nil, err
	}
	return planned(ctx, s, planner.Options{Once: true})
}

// options are how the files are to be read, but for the catalogue.
func (c importCommand) options() (exchangeformat.Options, error) {
	options := exchangeformat.Options{Preset: exchangeformat.Preset(c.Preset), Layer: c.FromLayer}
	if c.As == "" && (c.asFlags != asFlags{FromLayer: c.FromLayer}) {
		return options, usagef("--layer, --effect, --facility and the like go with --as")
	}
	if c.As != "" {
		date, err := symbiosis.ParseDate(c.SourceDate)
		if err != nil {
			return options, usagef("--source-date: %w", err)
		}
		options.As = exchangeformat.As{
			Noun: exchangeformat.Noun(c.As), Layer: symbiosis.ConstraintLayer(c.asFlags.Layer), Effect: symbiosis.ConstraintEffect(c.Effect),
			Buffer: unit.Length(c.Buffer), WarningDistance: unit.Length(c.WarningDistance), Facility: symbiosis.FacilityKind(c.Facility),
			Certainty: symbiosis.Certainty(c.Certainty), Source: c.Source, SourceDate: date, Prefix: c.IDPrefix,
		}
	}
	if c.CRS != "" {
		var err error
		if options.CRS, err = geo.ParseSystem(c.CRS); err != nil {
			return options, usagef("--crs: %w", err)
		}
	}
	return options, nil
}

// shape gives flows the courses of --shape: those of the batches, else those of the region,
// which make a batch of their own.
func (c importCommand) shape(ctx context.Context, region *planner.Snapshot, batches []exchangeformat.Batch) ([]exchangeformat.Batch, error) {
	var own exchangeformat.Batch
	for _, id := range slices.Sorted(maps.Keys(c.Shape)) {
		name := c.Shape[id]
		file, err := openFile(name)
		if err != nil {
			return nil, err
		}
		year, err := exchangeformat.ReadYear(ctx, name, file)
		_ = file.Close() // it was only read
		if err != nil {
			return nil, err
		}
		found := false
		for i := range batches {
			for j := range batches[i].Flows {
				if f := &batches[i].Flows[j]; string(f.Record.ID) == id {
					year.Describe(&f.Record)
					found = true
				}
			}
		}
		if found {
			continue
		}
		f, err := region.Flow(symbiosis.FlowID(id))
		if err != nil {
			return nil, symbiosis.Errorf(symbiosis.NotFound, "--shape %s: neither the files nor the region have such a flow", id)
		}
		year.Describe(&f)
		own.Flows = append(own.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: f, Place: exchangeformat.Place{File: name}})
	}
	if own.Len() > 0 {
		batches = append(batches, own)
	}
	return batches, nil
}

// importReport is planner.ImportReport as JSON.
type importReport struct {
	OK        bool        `json:"ok"`
	DryRun    bool        `json:"dry_run"`
	Sites     importCount `json:"sites"`
	Flows     importCount `json:"flows"`
	Areas     importCount `json:"areas"`
	Exchanges importCount `json:"exchanges"`

	Constraints importCount `json:"constraints"`
	Facilities  importCount `json:"facilities"`

	LeftOut  int                 `json:"left_out"`
	Problems []symbiosis.Problem `json:"problems"`
	Notices  []symbiosis.Problem `json:"notices"`
}

type importCount struct {
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
}

func newImportReport(r planner.ImportReport, dryRun bool, err error) importReport {
	return importReport{
		OK: err == nil, DryRun: dryRun, LeftOut: r.LeftOut, Problems: r.Problems, Notices: r.Notices,
		Sites: importCount(r.Sites), Flows: importCount(r.Flows), Areas: importCount(r.Areas), Exchanges: importCount(r.Exchanges),
		Constraints: importCount(r.Constraints), Facilities: importCount(r.Facilities),
	}
}

// mostNoticesShown keeps a terminal readable; --json prints all.
const mostNoticesShown = 20

func printNotices(w io.Writer, r planner.ImportReport) {
	for i, n := range r.Notices {
		if i == mostNoticesShown {
			say(w, "… and %d more (--json prints all)", len(r.Notices)+r.MoreNotices-i)
			printRows(w, r.Notices[i:])
			break
		}
		fmt.Fprintln(w, wording.Fault(spoken(), n))
	}
}

var rowOfPlace = regexp.MustCompile(`, (?:row|feature) (\d+)`)

// printRows names the rows of notices that aren't printed in full, each kind on one line: no
// row is left out of an import without being named.
func printRows(w io.Writer, notices []symbiosis.Problem) {
	var codes []string
	rows := map[string][]string{}
	for _, n := range notices {
		if m := rowOfPlace.FindStringSubmatch(n.Place); m != nil {
			if rows[n.Code] == nil {
				codes = append(codes, n.Code)
			}
			rows[n.Code] = append(rows[n.Code], m[1])
		}
	}
	for _, code := range codes {
		say(w, "  %s: rows %s", code, strings.Join(rows[code], ", "))
	}
}

func printImport(s *Streams, r planner.ImportReport, dryRun bool) error {
	for _, p := range r.Problems { // only with --partial
		fmt.Fprintln(s.Err, wording.Fault(spoken(), p))
	}
	if r.LeftOut > 0 {
		say(s.Err, "rows left out: %d", r.LeftOut)
	}
	if dryRun {
		say(s.Out, "dry run: nothing was written")
	}
	for _, k := range []struct {
		noun string
		planner.ImportCount
	}{{"sites", r.Sites}, {"flows", r.Flows}, {"areas", r.Areas}, {"exchanges", r.Exchanges},
		{"constraints", r.Constraints}, {"facilities", r.Facilities}} {
		if k.ImportCount != (planner.ImportCount{}) {
			if err := say(s.Out, "%s: %d new, %d updated, %d unchanged", k.noun, k.Created, k.Updated, k.Unchanged); err != nil {
				return err
			}
		}
	}
	return nil
}
