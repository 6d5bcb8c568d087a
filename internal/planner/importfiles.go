package planner

import (
	"context"
	"fmt"
	"io"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
)

// ReadWish is how the files of an import are to be read. A job keeps it as JSON.
type ReadWish struct {
	Preset exchangeformat.Preset
	CRS    string            // as geo.ParseSystem reads it; "": WGS 84, or what a file says
	As     exchangeformat.As // what the features of somebody else's files are
	Layer  string            // of a GeoPackage; "": all that can be read
}

// system is the reference system wished for; the zero one when none is. An unknown one is Invalid.
func (w ReadWish) system() (geo.System, error) {
	if w.CRS == "" {
		return geo.System{}, nil
	}
	system, err := geo.ParseSystem(w.CRS)
	if err != nil {
		return geo.System{}, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the reference system can't be read", Problems: []symbiosis.Problem{{
			Field: "crs", Code: "unknown_code", Value: w.CRS, Text: "is no reference system we know: " + err.Error(), Hint: "such as EPSG:3006"}}}
	}
	return system, nil
}

// ReadFiles reads the files of one import, which open opens by their place in names, each maybe more
// than once: a row of one may name another, such as the course of a year, and that other has no
// records of its own. Errors are exchangeformat's, and Invalid for a wish that can't be met.
func (p *Planner) ReadFiles(ctx context.Context, names []string, open func(i int) (io.Reader, error), w ReadWish) ([]exchangeformat.Batch, error) {
	system, err := w.system()
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	beside := func(name string) (io.ReadCloser, error) {
		for i := range names {
			if names[i] == name {
				named[name] = true
				content, err := open(i)
				return io.NopCloser(content), err
			}
		}
		return nil, fmt.Errorf("no file of that name was sent along")
	}
	var batches []exchangeformat.Batch
	failed := map[string]error{}
	var order []string
	for i, name := range names {
		if exchangeformat.Accompanies(name, names) {
			continue
		}
		content, err := open(i)
		if err != nil {
			return nil, err
		}
		batch, err := exchangeformat.Read(ctx, name, content, exchangeformat.Options{
			Preset: w.Preset, Catalogue: p.catalogue, Beside: beside, CRS: system, As: w.As, Layer: w.Layer,
		})
		if err != nil {
			failed[name] = err
			order = append(order, name)
			continue
		}
		batches = append(batches, batch)
	}
	for _, name := range order {
		if !named[name] {
			return nil, failed[name]
		}
	}
	return batches, nil
}
