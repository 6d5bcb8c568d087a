package exchangeformat

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

const siteHeader = "id,name,lon,lat"

func TestReadSites(t *testing.T) {
	b := right(t, mustRead(t, "sites.csv", "\ufeffid,name,lon,lat,organisation,nace,municipality,country,place_accuracy,visibility,source,note\r\n"+
		"a, Sågverket ,14.64,63.18,\"AB \"\"Såg\"\"\",16.10,Krokom,se,approximate,network,register,\"two\r\nlines\"\r\n"+
		"\r\n"+
		"b,B,15,63,,,,,,,,\r\n", Options{}))
	want := []Placed[symbiosis.Site]{
		{symbiosis.Site{ID: "a", Name: "Sågverket", Organisation: `AB "Såg"`, NACE: "16.10", Municipality: "Krokom", Country: "SE",
			Location: [2]float64{14.64, 63.18}, Accuracy: symbiosis.Approximate, Visibility: symbiosis.Network, Source: "register", Note: "two\r\nlines"},
			Place{File: "sites.csv", Row: 2, Line: 2}},
		{symbiosis.Site{ID: "b", Name: "B", Location: [2]float64{15, 63}, Accuracy: symbiosis.Exact, Visibility: symbiosis.Public},
			Place{File: "sites.csv", Row: 4, Line: 5}},
	}
	if d := cmp.Diff(want, b.Sites); d != "" {
		t.Error(d)
	}
	if len(b.Notices) != 0 {
		t.Error(told(b.Notices))
	}
}

func TestReadFlows(t *testing.T) {
	b := right(t, mustRead(t, "flows.csv", strings.Join([]string{
		"id;site_id;riktning;resource;quantity;unit;full_load_hours;monthly;supply_c;return_c;price_sek;disposal_cost_sek;waste_code;status;accepts;permitted_codes;moisture_pct;max_moisture_pct;quality;max_distance_m;valid_from;valid_to;certainty",
		`h;s1;Överskott;heat.50-80;1 234,5;MWh/år;4000;"1;2;3;4;5;6;7;8;9;10;11;12,5";80;45,5;-10;;;;;;;;;5000;2026-01-01;2030-12-31;Uppmätt`,
		`m;s1;surplus;WOOD.sawdust;70;t/yr;;;;;;600;030105;by product;;;12,5;;"chloride=420 mg/kg; particle size=5..40 mm";;;;`,
		`n;s2;behov;wood;100;ton/år;;;;;;;;;wood.sawdust; "191207;03.01.05*; 20";;30;"chloride<=500 mg/kg";;;;`,
	}, "\n"), Options{Catalogue: catalogue(t)}))
	h, m, n := b.Flows[0].Record, b.Flows[1].Record, b.Flows[2].Record
	if d := cmp.Diff(symbiosis.Flow{ID: "h", SiteID: "s1", Direction: symbiosis.Surplus, Resource: "heat.50-80",
		Quantity: symbiosis.Quantity{Amount: 1234.5, Unit: symbiosis.MWhYear}, FullLoadHours: ptr(unit.Hours(4000)),
		Shape:  symbiosis.Shape{Kind: symbiosis.Own, Monthly: [12]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.5}},
		Supply: ptr(80 * unit.Celsius), Return: ptr(45.5 * unit.Celsius), Price: ptr(-10.0), Status: symbiosis.UnknownStatus,
		MaxDistance: ptr(5 * unit.Kilometre), ValidFrom: symbiosis.Date{Year: 2026, Month: 1, Day: 1}, ValidTo: symbiosis.Date{Year: 2030, Month: 12, Day: 31},
		Certainty: symbiosis.Measured, Visibility: symbiosis.Public}, h); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(symbiosis.Flow{ID: "m", SiteID: "s1", Direction: symbiosis.Surplus, Resource: "wood.sawdust",
		Quantity: symbiosis.Quantity{Amount: 70, Unit: symbiosis.TonneYear}, Shape: symbiosis.Shape{Kind: symbiosis.Flat},
		DisposalCost: ptr(600 * unit.SEKPerTonne), WasteCode: "03 01 05", Status: symbiosis.ByProduct,
		Quality: []symbiosis.Property{{Name: "moisture", Unit: "%", Max: ptr(12.5)}, {Name: "chloride", Unit: "mg/kg", Max: ptr(420.0)},
			{Name: "particle size", Unit: "mm", Min: ptr(5.0), Max: ptr(40.0)}},
		Certainty: symbiosis.Estimated, Visibility: symbiosis.Public}, m); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(symbiosis.Flow{ID: "n", SiteID: "s2", Direction: symbiosis.Need, Resource: "wood",
		Quantity: symbiosis.Quantity{Amount: 100, Unit: symbiosis.TonneYear}, Shape: symbiosis.Shape{Kind: symbiosis.Flat}, Status: symbiosis.UnknownStatus,
		Accepts: []string{"wood.sawdust"}, PermittedCodes: []symbiosis.WasteCode{"19 12 07", "03 01 05", "20"},
		Quality:   []symbiosis.Property{{Name: "moisture", Unit: "%", Max: ptr(30.0)}, {Name: "chloride", Unit: "mg/kg", Max: ptr(500.0)}},
		Certainty: symbiosis.Estimated, Visibility: symbiosis.Public}, n); d != "" {
		t.Error(d)
	}
}

// Each row breaks one rule; every row is told, with what would be right, and the good ones
// are still read.
func TestEveryBadRowIsTold(t *testing.T) {
	b := mustRead(t, "flows.csv", strings.Join([]string{
		"id,site_id,direction,resource,quantity,unit,supply_c,retur,waste_code,valid_from,quality,moisture_pct,monthly,shape",
		"ok,s,surplus,wood,1,t/yr",
		",s,surplus,wood,1,t/yr",
		"b,s,sideways,wood,1,t/yr",
		"c,s,surplus,wod,1,t/yr",
		`d,s,surplus,wood,"1,5",t/yr`,
		"e,s,surplus,wood,1,GWh/yr",
		"f,s,surplus,heat,1,MW,40,50",
		"g,s,surplus,wood,1,t/yr,,,999999",
		"ok,s,surplus,wood,1,t/yr",
		"h,s,surplus,wood,1,t/yr,,,,31/12/2026",
		"i,s,surplus,wood,1,t/yr,,,,,chloride 500",
		"j,s,need,wood,1,t/yr,,,,,,12",
		"k,s,surplus,wood,1,t/yr,,,,,,,1;2",
		"l,s,surplus,wood,1,t/yr,,,,,,,1;1;1;1;1;1;1;1;1;1;1;1,flat",
		`m,s,surplus,"wood"s,1,t/yr`,
		"n,s,surplus,wood,1,t/yr,,,,,,,,,too,many",
		"o,s,surplus,wood,0,t/yr",
		"p,s,need,wood,1,t/yr,,,,,chloride=5",
		"q,s,need,wood,,t/yr",
		`r,s,"need,wood,1,t/yr`,
		"last,s,need,wood,1,t/yr",
	}, "\n"), Options{Catalogue: catalogue(t)})
	got := told(b.Problems)
	for _, want := range []string{
		"flows.csv, row 3, column id: id is missing",
		`row 4, column direction: direction is not known ("sideways"); one of surplus, need`,
		`row 5, column resource: resource is not in the catalogue ("wod"); did you mean "wood" (Wood)?`,
		`row 6, column quantity: quantity is not a number ("1,5"); use a decimal point`,
		`row 7, column unit: unit does not suit the resource wood ("GWh/yr"); use t/yr`,
		`row 8, column retur: return_c must be below supply_c (40) ("50")`,
		`row 9, column waste_code: waste_code is not in the European List of Waste ("99 99 99")`,
		"row 10, column id: id stands twice: first in flows.csv, row 2",
		`row 11, column valid_from: valid_from is not a date ("31/12/2026")`,
		"row 12, column quality: quality has no <=, >= or = after chloride 500",
		"row 13, column moisture_pct: moisture_pct is of a surplus; a need has max_moisture_pct",
		"row 14, column monthly: monthly has not twelve values",
		"row 15, column monthly: monthly is given, but shape is flat",
		"row 16: has something behind a closing quote",
		`row 17: has more cells than the header has columns ("too")`,
		`row 18, column quantity: quantity must be above zero ("0")`,
		"row 19, column quality: quality has a single value, but a need has limits",
		"row 20, column quantity: quantity is missing; for instance 12.5",
		"row 21: opens a quote that is never closed",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("missing\n  %s\nin\n%s", want, got)
		}
	}
	if len(b.Problems) != 19 {
		t.Errorf("%d problems:\n%s", len(b.Problems), got)
	}
	if len(b.Flows) != 2 || b.Flows[1].Record.ID != "last" || b.Flows[1].Place.Row != 22 {
		t.Errorf("read %v", b.Flows)
	}
}

func TestProblemsAreCapped(t *testing.T) {
	text := siteHeader + "\n" + strings.Repeat("a,,x,y\n", 50)
	b := mustRead(t, "s.csv", text, Options{MaxProblems: 7})
	if len(b.Problems) != 7 || len(b.Problems)+b.MoreProblems < 150 {
		t.Errorf("%d told, %d more", len(b.Problems), b.MoreProblems)
	}
	if err := b.Err(); err == nil || !strings.Contains(err.Error(), "; the first 7 are") {
		t.Error(err)
	}
}

func TestCoordinatesInAnotherSystem(t *testing.T) {
	sweref, err := geo.SystemByEPSG(3006)
	if err != nil {
		t.Fatal(err)
	}
	want := [2]float64{12.146151472138385, 58.46573396912418} // swedish_crs_coordinates.csv, first row
	for name, c := range map[string]struct {
		text string
		opts Options
	}{
		"option":       {"id,name,e,n\na,A,333538.2957000149,6484098.2550872\n", Options{CRS: sweref}},
		"column":       {"id;name;x;y;epsg\na;A;158529,85136620898;6483166,205771873;3007\n", Options{}},
		"column first": {"id,name,x,y,epsg\na,A,333538.2957000149,6484098.2550872,EPSG:3006\n", Options{CRS: geo.WGS84}},
		"degrees":      {"id,name,lon,lat,x,y\na,A,12.146151472138385,58.46573396912418,,\n", Options{CRS: sweref}},
	} {
		p := right(t, mustRead(t, name, c.text, c.opts)).Sites[0].Record.Location
		if d := max(p[0]-want[0], want[0]-p[0], p[1]-want[1], want[1]-p[1]); d > 1e-7 {
			t.Errorf("%s: %v is %g° off", name, p, d)
		}
	}
	for text, want := range map[string]string{
		"id,name,lon,lat\na,A,333538,6484098\n":             "with their reference system",
		"id,name,x,y\na,A,333538,6484098\n":                 "say which reference system x and y are in",
		"id,name,x,y,epsg\na,A,6484098,333538,3006\n":       "the axes seem swapped",
		"id,name,x,y,epsg\na,A,333538,6484098,9999\n":       "column epsg",
		"id,name,x,y\na,A,333538,\n":                        "column y: y is missing",
		"id,name,lon,x,y\na,A,,,\n":                         "column lon: lon is missing",
		"id,name\na,A\n":                                    "row 1: lon is missing among the columns",
		"id,name,lon,lat,longitude\na,A,1,2,3\n":            "column longitude: lon means the same as column lon",
		"id,name,lon,lat\na,A,63,\n":                        "column lat: lat is missing",
		"id,name,lon,lat\na,A,inf,0x1p4\n":                  `lat is not a number ("0x1p4")`,
		"id,name,lon,lat\na/b,A,1,2\n":                      "has a slash",
		"id;name;lon;lat\na;A;1.000,5;2\n":                  `lon is not a number ("1.000,5")`,
		"id,name,lon,lat\n" + strings.Repeat("a", 70000):    "longer than 64 kB",
		"id,surplus_id,need_id,state\na,b,c,d\n":            "one of idea, contact, study",
		"id,name,geometry\na,A,POINT(1 2)\n":                "an area is a polygon",
		"id,name,geometry\na,A,\"POLYGON((1 2,3 4))\"\n":    "column geometry",
		"id,name,geometry,grid_year\na,A,x,now\n":           "is not a year",
		"id,name,geometry\na,A,\"SRID=1;POLYGON((1 2))\"\n": "column geometry",
	} {
		if got := told(mustRead(t, "s.csv", text, Options{}).Problems); !strings.Contains(got, want) {
			t.Errorf("%.60s: missing %q in %q", text, want, got)
		}
	}
}

// One place that is wrong is one fault, in the columns that the file has.
func TestPlaceThatIsWrongIsToldOnce(t *testing.T) {
	for text, want := range map[string]string{
		"id;name;N;E\na;A;7010234,5;485120,2\n":      "s.csv, row 2, column E: x is no place: (485120.20, 7010234.50) look like metres",
		"id;name;N;E;epsg\na;A;;;3006\n":             "s.csv, row 2, column E: x is missing; for instance 622345.1\ns.csv, row 2, column N: y is missing; for instance 6505432.9",
		"id;name;N;E;epsg\na;A;7010234;;3006\n":      "s.csv, row 2, column E: x is missing",
		"id;name;x;y;epsg\na;A;6484098;33353;3006\n": "s.csv, row 2, column x: x is no place",
		"id;name;lon;lat\na;A;14.7;631.9\n":          "s.csv, row 2, column lat: lat must lie within −90 and 90",
		"id;name;lon;lat\na;A;485120;7010234\n":      "s.csv, row 2, column lon: lon is no place: (485120.00, 7010234.00) look like metres",
	} {
		got := told(mustRead(t, "s.csv", text, Options{}).Problems)
		if !strings.HasPrefix(got, want) || strings.Count(got, "\n") != strings.Count(want, "\n") {
			t.Errorf("%q:\n%s\nwant\n%s", text, got, want)
		}
	}
}

// A table as somebody in a municipality keeps it: the catalogue's names, units behind the headers.
func TestNamesAndUnitsAsPeopleWriteThem(t *testing.T) {
	b := right(t, mustRead(t, "f.csv", strings.Join([]string{
		"Flöde-id;Anläggnings-id;Riktning;Resurs;Mängd;Enhet;Framledning (°C);Retur [grader C];Accepterar;Pris (kr/MWh);Fukthalt (%)",
		"a;s;behov;värme;2,5;MW;75,5;40;;350,5;",
		"b;s;behov;Flis;500;ton/år;;;\"Bark; 19 12\";;",
		"c;s;overskudd;Varme 50–80 °C;2;GWh/år;70;40;;;",
	}, "\n"), Options{Catalogue: catalogue(t)}))
	if len(b.Flows) != 3 || len(b.Notices) != 0 {
		t.Fatalf("%+v %v", b.Flows, told(b.Notices))
	}
	a, chips, c := b.Flows[0].Record, b.Flows[1].Record, b.Flows[2].Record
	if a.Resource != "heat" || *a.Supply != 75.5 || *a.Return != 40 || *a.Price != 350.5 || c.Resource != "heat.50-80" || chips.Resource != "wood.chips" {
		t.Errorf("%+v %s %s", a, chips.Resource, c.Resource)
	}
	if want := []string{"wood.bark", "19 12"}; !slices.Equal(chips.Accepts, want) {
		t.Errorf("accepts %q, want %q", chips.Accepts, want)
	}
	// Another unit than the column's would be another figure.
	b = mustRead(t, "f.csv", "id;site_id;direction;resource;quantity;unit;supply_c;return_c;Pris (öre/kWh)\na;s;need;heat;2;MW;70;40;35\n", Options{Catalogue: catalogue(t)})
	if !strings.Contains(told(b.Notices), "column Pris (öre/kWh): is not a column of a flow and was left out") {
		t.Error(told(b.Notices))
	}
}

// The unit behind the header of quantities is that of every row, where no column has it.
func TestUnitBehindTheHeaderOfQuantities(t *testing.T) {
	b := right(t, mustRead(t, "f.csv", "id;site_id;direction;resource;Mängd (MWh/år);Framledning (°C);Retur (°C)\na;s;need;heat;2,5;70;40\nb;s;need;heat;300;70;40\n", Options{Catalogue: catalogue(t)}))
	if len(b.Flows) != 2 || len(b.Notices) != 0 {
		t.Fatalf("%+v %s", b.Flows, told(b.Notices))
	}
	for i, amount := range []float64{2.5, 300} {
		if q := b.Flows[i].Record.Quantity; q.Amount != amount || q.Unit != "MWh/yr" {
			t.Errorf("%+v", q)
		}
	}
	// A unit that there is none of, another beside it, and running hours under no name of ours stay as they are.
	for header, want := range map[string]string{
		"id;site_id;direction;resource;Mängd (lass);supply_c":     "quantity is missing among the columns of a flow",
		"id;site_id;direction;resource;Mängd (MWh/år);unit":       "quantity is missing among the columns of a flow",
		"id;site_id;direction;resource;Drifttimmar (h/år);unit":   "quantity is missing among the columns of a flow",
		"id;site_id;direction;resource;Drifttimmar (MWh/år);unit": "quantity is missing among the columns of a flow",
	} {
		if got := told(mustRead(t, "f.csv", header+"\na;s;need;heat;2;70\n", Options{Catalogue: catalogue(t)}).Problems); !strings.Contains(got, want) {
			t.Errorf("%s: %s", header, got)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text  string
		comma bool
		want  float64
		bad   bool
	}{
		{"1234.5", false, 1234.5, false},
		{"1,234", true, 1.234, false},
		{"1.234", true, 1.234, false},
		{"1,234", false, 0, true},
		{"1.234,5", true, 0, true},
		{"1,234.5", true, 0, true},
		{"1 234 567,5", true, 1234567.5, false},
		{"1\u00a0234", false, 1234, false},
		{"1\u202f234\u2009567.25", false, 1234567.25, false},
		{"12 34", false, 0, true},
		{"1234 567", false, 0, true},
		{"1 23", true, 0, true},
		{"1 234 5", true, 0, true},
		{"1.5 000", false, 0, true},
		{"−3,5", true, -3.5, false},
		{"1,2E+06", true, 1.2e6, false},
		{"NaN", false, 0, true}, {"Inf", false, 0, true}, {"0x10", false, 0, true}, {"1_000", false, 0, true},
		{"1e999", false, 0, true}, {"12 %", false, 0, true}, {"--1", false, 0, true}, {"<5", false, 0, true}, {",", true, 0, true},
	} {
		got, f := cell{c.text, c.comma}.number()
		if (f != nil) != c.bad || f == nil && got != c.want {
			t.Errorf("%q (decimal comma %v): %g, %+v", c.text, c.comma, got, f)
		}
	}
}

func TestEncodings(t *testing.T) {
	text := "id;namn;lon;lat;kommun\na;Sågverket i Åre;13,08;63,4;Åre\nb;Ørland næring;9,6;63,7;Ørland\nc;Östra ön;14;63;Östersund\n"
	cp850, err := charmap.CodePage850.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	cp1252, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	quotes, err := charmap.Windows1252.NewEncoder().String("id;name;lon;lat\na;The firm’s ‘old’ “mill”;1;2\n")
	if err != nil {
		t.Fatal(err)
	}
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	big, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	plain := right(t, mustRead(t, "s.csv", text, Options{}))
	if plain.Sites[0].Record.Name != "Sågverket i Åre" || plain.Sites[1].Record.Municipality != "Ørland" {
		t.Fatal(plain.Sites)
	}
	for name, c := range map[string]struct {
		text   string
		notice string
	}{"mark": {"\ufeff" + text, ""}, "UTF-16LE": {little, ""}, "UTF-16BE": {big, ""}, "CP850": {cp850, "CP850"}, "Windows-1252": {cp1252, "Windows-1252"}, "CR": {strings.ReplaceAll(text, "\n", "\r"), ""}} {
		b := right(t, mustRead(t, "s.csv", c.text, Options{}))
		if d := cmp.Diff(plain.Sites, b.Sites); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if got := told(b.Notices); (c.notice == "") != (got == "") || !strings.Contains(got, c.notice) {
			t.Errorf("%s: notices %q", name, got)
		}
	}
	if b := right(t, mustRead(t, "s.csv", quotes, Options{})); b.Sites[0].Record.Name != "The firm’s ‘old’ “mill”" {
		t.Errorf("Windows quotes were taken for CP850: %q", b.Sites[0].Record.Name)
	}
}

func TestSeparatorsAndUnknownColumns(t *testing.T) {
	for _, text := range []string{
		"id,name,lon,lat,colour\na,A,1.5,2,red\n",
		"id;name;lon;lat;colour\na;A;1,5;2;red\n",
		"id\tname\tlon\tlat\tcolour\na\tA\t1,5\t2\tred\n",
		"sep=;\r\nid;name;lon;lat;colour\r\na;A;1.5;2;red\r\n",
		" ID , Name,Longitude,LAT,colour\na,A,1.5,2,red",
	} {
		b := right(t, mustRead(t, "s.csv", text, Options{}))
		if len(b.Sites) != 1 || b.Sites[0].Record.Location != [2]float64{1.5, 2} {
			t.Errorf("%q: %v", text, b.Sites)
		}
		if got := told(b.Notices); !strings.Contains(got, "column colour: is not a column of a site and was left out") {
			t.Errorf("%q: notices %q", text, got)
		}
	}
}

func TestFilesThatHoldNothing(t *testing.T) {
	for text, want := range map[string]string{
		"":                    "is empty",
		" \n \n":              "is empty",
		"PK\x03\x04...":       "Excel",
		"SQLite format 3\x00": "is damaged",
		"a,b,c\n1,2,3\n":      "has no header that tells what it holds",
		"surplus_id,need_id,resource,distance_m,route_m,budget_m,quantity,unit,net_benefit_sek_per_year,co2e_t_per_year,score\n": "list of matches",
		"SiteID;Excess_Heat_100-200C;geom\n": "preset hotmaps",
		"\"id,name\n":                        "the header opens a quote",
	} {
		_, err := readTold(t, "f", strings.NewReader(text), Options{})
		if err == nil || symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }

func TestReadErrors(t *testing.T) {
	if _, err := Read(t.Context(), "f", failing{}, Options{}); symbiosis.KindOf(err) != symbiosis.Unavailable || !strings.Contains(err.Error(), "the disk is gone") {
		t.Error(err)
	}
	if _, err := readTold(t, "f", strings.NewReader("id,name,lon,lat\n"), Options{MaxBytes: 10}); symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), "larger than") {
		t.Error(err)
	}
	if _, err := readTold(t, "f", strings.NewReader("x"), Options{Preset: "other"}); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, "f", strings.NewReader(siteHeader), Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
