package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

type demoCommand struct {
	storeFlag
}

func (c demoCommand) Help() string {
	return `The demo region is Jämtland–Trøndelag with the cases of Östergötland and Sotenäs. Each value has its source and how sure it is; estimated values are marked. Writing it again updates it.`
}

func (c demoCommand) Run(ctx context.Context, s *Streams) error {
	r, err := c.open(ctx, true, planner.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	batches, err := demoBatches(ctx, r.Catalogue())
	if err != nil {
		return err
	}
	report, err := r.Import(ctx, planner.ImportOptions{}, batches...)
	if err != nil {
		return err
	}
	info, err := demoInfo()
	if err != nil {
		return err
	}
	if err := r.SetInfo(ctx, info); err != nil {
		return err
	}
	if err := printImport(s, report, false); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "the demo region is in %s\n", r.Location())
	return err
}

// demoBatches reads the demo region's files in the order of their names.
func demoBatches(ctx context.Context, catalogue *symbiosis.Catalogue) ([]exchangeformat.Batch, error) {
	names, err := fs.Glob(geodata.Demo(), "*.*")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var batches []exchangeformat.Batch
	for _, name := range names {
		if ext := path.Ext(name); ext != ".csv" && ext != ".geojson" {
			continue
		}
		data, err := fs.ReadFile(geodata.Demo(), name)
		if err != nil {
			return nil, err
		}
		batch, err := exchangeformat.Read(ctx, name, bytes.NewReader(data), exchangeformat.Options{Catalogue: catalogue})
		if err != nil {
			return nil, err
		}
		batches = append(batches, batch)
	}
	return batches, nil
}

func demoInfo() (symbiosis.RegionInfo, error) {
	var info symbiosis.RegionInfo
	data, err := fs.ReadFile(geodata.Demo(), "questions.json")
	if err == nil {
		err = json.Unmarshal(data, &info)
	}
	return info, err
}
