package exchangeformat

import (
	"context"
	"io/fs"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
)

// The demo region's own files are right by the rules of this door.
func TestDemoRegionReads(t *testing.T) {
	read := func(name string) Batch {
		t.Helper()
		file, err := geodata.Demo().Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		b, err := Read(context.Background(), name, file, Options{Catalogue: catalogue(t)})
		if err != nil {
			t.Fatal(err)
		}
		return right(t, b)
	}
	sites, flows, exchanges := read("sites.csv"), read("flows.csv"), read("exchanges.csv")
	if _, err := fs.Stat(geodata.Demo(), "areas.geojson"); err != nil {
		t.Fatal(err)
	}
	at := map[symbiosis.SiteID]bool{}
	for _, s := range sites.Sites {
		at[s.Record.ID] = true
	}
	known := map[symbiosis.FlowID]bool{}
	for _, f := range flows.Flows {
		known[f.Record.ID] = true
		if !at[f.Record.SiteID] {
			t.Errorf("%s: flow %s is at no site", f.Place, f.Record.ID)
		}
	}
	for _, x := range exchanges.Exchanges {
		if !known[x.Record.SurplusID] || !known[x.Record.NeedID] {
			t.Errorf("%s: exchange %s has an unknown end", x.Place, x.Record.ID)
		}
	}
	if len(sites.Sites) < 40 || len(flows.Flows) < 90 {
		t.Errorf("%d sites, %d flows", len(sites.Sites), len(flows.Flows))
	}
	land := read("land.geojson")
	if len(land.Constraints) < 5 || len(land.Facilities) < 12 {
		t.Errorf("the demo region has %d constraints and %d facilities", len(land.Constraints), len(land.Facilities))
	}
	for _, f := range land.Facilities { // none is surveyed: each must say so
		if f.Record.Accuracy != symbiosis.Approximate || f.Record.Certainty != symbiosis.Estimated || f.Record.Source == "" {
			t.Errorf("%s: %s, %s, %q", f.Record.ID, f.Record.Accuracy, f.Record.Certainty, f.Record.Source)
		}
	}
	if n := len(read("areas.geojson").Areas); n < 8 {
		t.Errorf("%d areas", n)
	}
}
