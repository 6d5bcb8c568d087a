package main

import (
	"context"
	"fmt"
	"io"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/largepages"
	"github.com/samloka/samloka/internal/planner"
)

type exportCommand struct {
	storeFlag
	csvForm
	File string `arg:"" help:"File to write: region.geojson and region.xlsx hold all; a .csv holds one noun (--only). - is standard output, as GeoJSON."`
	Only string `help:"Write one noun: sites, flows, areas, exchanges, constraints or facilities." enum:",sites,flows,areas,exchanges,constraints,facilities" default:""`
}

func (c exportCommand) Help() string {
	return `The store itself is a GeoPackage: QGIS and ArcGIS open it as it is. What export writes, import reads back the same.`
}

func (c exportCommand) Run(ctx context.Context, s *Streams, before *ahead) error {
	largepages.Use()
	format, ok := exchangeformat.FormatOf(c.File)
	if c.File == "-" {
		format, ok = exchangeformat.GeoJSON, true
	}
	if !ok {
		return usagef("%s: the name must end in .geojson, .xlsx or .csv", c.File)
	}
	format, err := c.asFlagged(format)
	if err != nil {
		return err
	}
	if (format == exchangeformat.CSV || format == exchangeformat.SemicolonCSV) && c.Only == "" {
		return usagef("a CSV file holds one noun: add --only sites, flows, areas, exchanges, constraints or facilities")
	}
	name, err := c.name(false)
	if err != nil {
		return err
	}
	opened, begun, err := before.take(name)
	if !begun {
		opened, err = openToRead(ctx, name)
	}
	if err != nil {
		return err
	}
	defer opened.Close()
	noun, _ := exchangeformat.ParseNoun(c.Only)
	var written exchangeformat.Counts
	line := newProgress(s.Err, "records")
	err = writeFile(ctx, s, c.File, func(w io.Writer) (err error) {
		written, err = planner.Export(ctx, opened, w, format, noun, growing(line.at))
		return err
	})
	line.done()
	if err != nil || c.File == "-" {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "%s: %d sites, %d flows, %d areas, %d exchanges, %d constraints, %d facilities\n", c.File,
		written[exchangeformat.Sites], written[exchangeformat.Flows], written[exchangeformat.Areas],
		written[exchangeformat.Exchanges], written[exchangeformat.Constraints], written[exchangeformat.Facilities])
	return err
}

// growing is progress, behind which memory that Go has taken meanwhile has large pages: all that there will be
// is there after a few pieces.
func growing(progress func(rows, about int)) func(rows, about int) {
	left := 8
	return func(rows, about int) {
		if left > 0 {
			left--
			largepages.Use()
		}
		progress(rows, about)
	}
}
