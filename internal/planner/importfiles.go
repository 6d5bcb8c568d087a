package planner

import (
	"context"
	"errors"
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

// NamedFile is a file to be imported.
type NamedFile struct {
	Name string
	Size int64 // bytes; 0: nobody knows
	// Open opens it from its beginning, maybe more than once.
	Open func() (io.Reader, error)
}

// Files returns a Reading of the files of one import, and how many have records of their own: a row of
// one may name another, such as the course of a year, and that other has none. A large GeoJSON file is
// read while it comes, and never held. Errors are exchangeformat's, and Invalid for a wish that can't be
// met.
func (p *Planner) Files(ctx context.Context, files []NamedFile, w ReadWish) (Reading, int, error) {
	system, err := w.system()
	if err != nil {
		return nil, 0, err
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Name
	}
	var own []NamedFile
	for _, f := range files {
		if !exchangeformat.Accompanies(f.Name, names) {
			own = append(own, f)
		}
	}
	read := func(inParts bool, take func(exchangeformat.Batch) error) error {
		named := map[string]bool{}
		options := exchangeformat.Options{Preset: w.Preset, Catalogue: p.catalogue, CRS: system, As: w.As, Layer: w.Layer}
		options.Beside = func(name string) (io.ReadCloser, error) {
			for _, f := range files {
				if f.Name == name {
					named[name] = true
					content, err := f.Open()
					return io.NopCloser(content), err
				}
			}
			return nil, fmt.Errorf("no file of that name was sent along")
		}
		given := false
		if inParts {
			options.Take = func(b exchangeformat.Batch) error {
				given = true
				return take(b)
			}
		}
		failed := map[string]error{}
		var order []string
		for _, f := range own {
			given = false
			rest, err := exchangeformat.Later(f.Name, f.Size, f.Open).Read(ctx, options)
			switch {
			case err == nil:
				err = take(rest)
			case !given && !errors.Is(err, exchangeformat.ErrNotInParts) && ctx.Err() == nil:
				failed[f.Name] = err // unless a row names it
				order = append(order, f.Name)
				continue
			}
			if err != nil {
				return err
			}
		}
		for _, name := range order {
			if !named[name] {
				return failed[name]
			}
		}
		return nil
	}
	return read, len(own), nil
}
