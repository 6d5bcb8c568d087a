package exchangeformat

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

func openHotmaps(t testing.TB) (Batch, [][]string) {
	t.Helper()
	path := testtool.SharedData(t, "sites/hotmaps_industrial_database_v_ehcm.csv")
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b, err := Read(context.Background(), "hotmaps.csv", file, Options{Preset: Hotmaps, Catalogue: catalogue(t)})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(data)))
	r.Comma = ';'
	raw, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return b, raw
}

// Every row and every GWh of the file, read a second time by another reader, is accounted
// for: imported, or named in a notice.
func TestHotmapsLosesNothing(t *testing.T) {
	b, raw := openHotmaps(t)
	right(t, b)
	column := map[string]int{}
	for i, name := range raw[0] {
		column[name] = i
	}
	raw = raw[1:]
	if len(raw) != 5029 {
		t.Fatalf("the file has %d rows", len(raw))
	}

	leftOut := map[int]bool{}
	for _, p := range b.Notices {
		if p.Code != "no_place" {
			continue
		}
		_, after, found := strings.Cut(p.Place, ", row ")
		n, err := strconv.Atoi(strings.Split(after, ",")[0])
		if !found || err != nil || leftOut[n] {
			t.Fatalf("a notice without a row, or a second one for it: %s", p)
		}
		leftOut[n] = true
	}
	sites := map[int]symbiosis.Site{}
	for _, s := range b.Sites {
		sites[s.Place.Row] = s.Record
	}
	heat := map[string]float64{}
	flows := 0
	for _, f := range b.Flows {
		heat[string(f.Record.ID)] = f.Record.Quantity.Amount
		if f.Record.Quantity.Unit != symbiosis.GWhYear || f.Record.Direction != symbiosis.Surplus || f.Record.Certainty != symbiosis.Estimated {
			t.Errorf("%s is not an estimated surplus in GWh/yr", f.Record.ID)
		}
	}
	var imported, lost, all float64
	for i, row := range raw {
		at := i + 2
		site, ok := sites[at]
		if ok == leftOut[at] {
			t.Fatalf("row %d: imported %v, left out %v", at, ok, leftOut[at])
		}
		if hasPlace := row[column["geom"]] != ""; hasPlace != ok {
			t.Fatalf("row %d: has a place: %v, imported: %v", at, hasPlace, ok)
		}
		for _, band := range []struct{ column, id string }{{"Excess_Heat_100-200C", "heat-100-200"}, {"Excess_Heat_200-500C", "heat-200-500"}, {"Excess_Heat_500C", "heat-500"}} {
			want, err := strconv.ParseFloat(row[column[band.column]], 64)
			if err != nil {
				t.Fatal(err)
			}
			all += want
			got, has := heat["hotmaps:"+row[column["SiteID"]]+":"+band.id]
			switch {
			case !ok && has:
				t.Errorf("row %d has no place but a flow", at)
			case !ok:
				lost += want
			case has != (want > 0) || got != want:
				t.Errorf("row %d, %s: %g GWh/yr in the file, %g read", at, band.column, want, got)
			case has:
				flows++
				imported += got
			}
		}
		if ok {
			if string(site.ID) != "hotmaps:"+row[column["SiteID"]] || site.Name != strings.TrimSpace(row[column["SiteName"]]) {
				t.Errorf("row %d: site %s %q", at, site.ID, site.Name)
			}
			for _, value := range []string{row[column["City"]], row[column["Subsector"]], row[column["Emissions_ETS_2014"]]} {
				if !strings.Contains(site.Note, strings.TrimSpace(value)) {
					t.Errorf("row %d: the note %q lacks %q", at, site.Note, value)
				}
			}
		}
	}
	if flows != len(b.Flows) || len(sites) != len(b.Sites) || len(b.Sites)+len(leftOut) != len(raw) {
		t.Errorf("%d of %d flows and %d sites, %d left out of %d rows", flows, len(b.Flows), len(b.Sites), len(leftOut), len(raw))
	}
	if len(leftOut) != 524 || math.Abs(all-93735.97) > 0.01 || math.Abs(imported+lost-all) > 1e-6 {
		t.Errorf("left out %d; %.2f GWh/yr in all = %.2f + %.2f", len(leftOut), all, imported, lost)
	}
}

func TestHotmapsKnownSites(t *testing.T) {
	b, _ := openHotmaps(t)
	heat := map[string]float64{}
	name := map[symbiosis.SiteID]string{}
	countries, shared := map[string]int{}, 0
	for _, s := range b.Sites {
		name[s.Record.ID] = s.Record.Name
		countries[s.Record.Country]++
		if c := s.Record.Country; (c == "SE" || c == "NO") && s.Record.Accuracy == symbiosis.Approximate {
			shared++
		}
	}
	for _, f := range b.Flows {
		heat[name[f.Record.SiteID]] += f.Record.Quantity.Amount
	}
	// As the data's README counts: 276 and 63 sites, 14 without coordinates, 66 on shared points.
	if countries["SE"] != 264 || countries["NO"] != 61 || shared != 66 {
		t.Errorf("%d sites in Sweden, %d in Norway, %d share a point", countries["SE"], countries["NO"], shared)
	}
	if countries["LI"] != 0 {
		t.Errorf("%d sites of Croatia were put into Liechtenstein", countries["LI"])
	}
	found := false
	for n, gwh := range heat {
		if strings.Contains(n, "Oxelösund") && math.Round(gwh) == 791 {
			found = true
		}
	}
	if !found {
		t.Error("Oxelösund's 791 GWh/yr were not read")
	}
}

func TestHotmapsFaultsAreTold(t *testing.T) {
	header := "SiteID;CompanyName;SiteName;Country;geom;Excess_Heat_100-200C;Excess_Heat_200-500C;Excess_Heat_500C\n"
	b := mustRead(t, "h.csv", header+
		"1;A;A;Sweden;SRID=4326;1;2;3\n"+ // the geometry isn't quoted
		"2;B;B;Sweden;\"SRID=4326;POINT(15 60)\";x;-2;3\n"+
		"3;C;C;Sweden;\"SRID=4326;POINT(15 60)\";1;0;0\n"+
		"3;C;C;Sweden;\"SRID=4326;POINT(16 61)\";1;0;0\n"+
		"4;D;D;Sweden;;1.5;0;0\n", Options{Preset: Hotmaps})
	if len(b.Sites) != 1 || len(b.Flows) != 1 || len(b.Notices) != 1 {
		t.Errorf("%d sites, %d flows, %d notices", len(b.Sites), len(b.Flows), len(b.Notices))
	}
	got := told(b.Problems)
	for _, want := range []string{"row 2, column geom", `row 3, column Excess_Heat_100-200C: Excess_Heat_100-200C is not a number ("x")`, `must be zero or above ("-2")`, "row 5, column SiteID: SiteID stands twice: first in h.csv, row 4"} {
		if !strings.Contains(got, want) {
			t.Errorf("missing %q in\n%s", want, got)
		}
	}
}
