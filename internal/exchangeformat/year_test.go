package exchangeformat_test

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

func readYear(t testing.TB, text string) (exchangeformat.Year, error) {
	t.Helper()
	return exchangeformat.ReadYear(t.Context(), "year.csv", strings.NewReader(text))
}

// rows writes a header and n rows.
func rows(header string, n int, row func(i int) string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := range n {
		b.WriteString(row(i) + "\n")
	}
	return b.String()
}

// Published hourly profiles come down to what their months sum to; that of middle Norrland's
// buildings is the winter shape.
func TestHourlyProfilesAreReduced(t *testing.T) {
	for _, name := range []string{"residential_shw_and_heating_SE32", "prof_paper_SE", "prof_iron_and_steel_SE", "prof_food_and_tobacco_SE"} {
		f, err := os.Open(testtool.SharedData(t, "profiles/"+name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		y, err := exchangeformat.ReadYear(t.Context(), name, f)
		f.Close()
		if err != nil || y.Values != 8760 || y.DegreeDays {
			t.Fatalf("%s: %+v, %v", name, y, err)
		}
		sum := 0.0
		for _, x := range y.Monthly {
			sum += x
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("%s: the months sum to %g", name, sum)
		}
		if name != "residential_shw_and_heating_SE32" {
			if y.FullLoadHours < 7000 || y.FullLoadHours > 8760 {
				t.Errorf("%s: %g full-load hours, an industry runs nearly always", name, float64(y.FullLoadHours))
			}
			continue
		}
		if y.FullLoadHours < 2000 || y.FullLoadHours > 4500 {
			t.Errorf("buildings: %g full-load hours", float64(y.FullLoadHours))
		}
		for m, want := range (symbiosis.Shape{Kind: symbiosis.Winter}).Shares() {
			if math.Abs(y.Monthly[m]-want) > 0.0006 {
				t.Errorf("month %d: %.4f, the winter shape has %.4f", m+1, y.Monthly[m], want)
			}
		}
	}
}

// Temperatures become degree-days; the file starts in October and holds one day twice.
func TestTemperaturesBecomeDegreeDays(t *testing.T) {
	f, err := os.Open(testtool.SharedData(t, "profiles/oslo-daily.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	y, err := exchangeformat.ReadYear(t.Context(), "oslo-daily.csv", f)
	if err != nil || !y.DegreeDays || y.Values != 366 {
		t.Fatalf("%+v, %v", y, err)
	}
	if y.Monthly[11] < 3*y.Monthly[4] || y.Monthly[6] > 0.02 || y.Monthly[0] < 0.12 || y.Monthly[0] > 0.2 {
		t.Errorf("the months are %.3f", y.Monthly)
	}
	// By hand: every day of January 2 °C, of all other months 16 °C: 31·15 of 31·15 + 334·1.
	y, err = readYear(t, rows("date;temperatur", 365, func(i int) string {
		d := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
		if d.Month() == time.January {
			return d.Format("02.01.2006") + ";2,0"
		}
		return d.Format("02.01.2006") + ";16,0"
	}))
	if want := 31.0 * 15 / (31*15 + 334); err != nil || math.Abs(y.Monthly[0]-want) > 1e-9 {
		t.Errorf("January has %.6f of the degree-days, want %.6f; %v", y.Monthly[0], want, err)
	}
}

// An even load is flat however it is written: a normal year and a leap year, quarters, days,
// months; a start in October told by dates; a header or none.
func TestEvenLoadIsFlat(t *testing.T) {
	flat := symbiosis.Shape{Kind: symbiosis.Flat}.Shares()
	dated := func(start time.Time, step time.Duration) func(int) string {
		return func(i int) string { return start.Add(time.Duration(i)*step).Format("2006-01-02 15:04") + ",7" }
	}
	seven := func(int) string { return "7" }
	for name, text := range map[string]string{
		"hours":                   rows("load", 8760, seven),
		"hours of a leap year":    rows("load", 8784, seven),
		"quarters":                rows("effekt", 35040, seven),
		"quarters of a leap year": rows("effekt", 35136, seven),
		"days":                    rows("energy", 365, seven),
		"no header":               rows("7", 8759, seven),
		"counted":                 rows("region;hour;load", 8760, func(i int) string { return fmt.Sprintf("SE;%d;7,0", i+1) }),
		"from October":            rows("time,kwh", 8760, dated(time.Date(2024, 10, 1, 0, 0, 0, 0, time.UTC), time.Hour)),
		"dated leap year":         rows("datum,anything", 8784, dated(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Hour)),
	} {
		y, err := readYear(t, text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for m := range flat {
			if math.Abs(y.Monthly[m]-flat[m]) > 1e-9 {
				t.Errorf("%s: month %d has %.5f, want %.5f", name, m+1, y.Monthly[m], flat[m])
			}
		}
	}
	// The peak: three quarters of the year at 1, a quarter at 4, are 1.75/4 of the year at full load;
	// days and months hide theirs.
	for n, want := range map[int]float64{8760: 0.4375 * 8760, 35040: 0.4375 * 8760, 365: 0, 12: 0} {
		y, err := readYear(t, rows("load", n, func(i int) string { return []string{"1", "4"}[4*i/(3*n)] }))
		if err != nil || math.Abs(float64(y.FullLoadHours)-want) > 1 {
			t.Errorf("%d values: %g full-load hours, want %g; %v", n, float64(y.FullLoadHours), want, err)
		}
	}
	// What runs in February alone stays in February, also in a leap year.
	y, err := readYear(t, rows("load", 8784, func(i int) string {
		if i >= 31*24 && i < 60*24 {
			return "5"
		}
		return "0"
	}))
	if err != nil || math.Abs(y.Monthly[1]-1) > 1e-12 {
		t.Errorf("February alone: %.3f, %v", y.Monthly, err)
	}
	y, err = readYear(t, rows("mwh", 12, func(i int) string { return fmt.Sprint(i) }))
	if err != nil || math.Abs(y.Monthly[11]-11.0/66) > 1e-12 {
		t.Errorf("twelve months: %.3f, %v", y.Monthly, err)
	}
}

func TestYearsThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		"": "is empty",
		rows("load", 8000, func(int) string { return "1" }):                               `has so many values ("8000"); a year has 8760 hours`,
		rows("load", 50_000, func(int) string { return "1" }):                             "more than a year has",
		rows("load", 8760, func(i int) string { return fmt.Sprint(3 - i%7) }):             `line 6: is below zero, and a flow never runs backwards ("-1")`,
		rows("load", 8760, func(i int) string { return []string{"1", ""}[i/8000] }):       "", // an empty row is no row
		rows("a,load", 8760, func(i int) string { return []string{"x,1", "x,"}[i/8000] }): `line 8002: is not a number; fill gaps`,
		rows("load", 8760, func(i int) string { return []string{"1", "NaN"}[i/100%2] }):   `line 102: is not a number ("NaN")`,
		rows("load", 8760, func(int) string { return "0" }):                               "sums to nothing",
		rows("cats,dogs,hens", 8760, func(int) string { return "1,2,3" }):                 "columns cats, dogs, hens",
		rows("temperature", 365, func(int) string { return "-300" }):                      "no outdoor temperature",
		rows("date,load", 365, func(int) string { return "2025-01-01,1" }):                "has no value of February",
		rows("date,load", 365, func(int) string { return "yesterday,1" }):                 "line 2: no date",
		"load\n\"1": "opens a quote",
	} {
		_, err := readYear(t, text)
		if want == "" {
			want = `has so many values ("8000")`
		}
		if symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "year.csv") {
			t.Errorf("%.30q: %v, want %q", text, err, want)
		}
	}
}

// A row of flows names the file of its year; wrong ones are told at the row.
func TestRowsNameTheFileOfTheirYear(t *testing.T) {
	files := map[string]string{
		"town.csv":  rows("load", 8760, func(i int) string { return fmt.Sprint(1 + i/4380) }),
		"short.csv": rows("load", 100, func(int) string { return "1" }),
	}
	opened := 0
	beside := func(name string) (io.ReadCloser, error) {
		text, ok := files[name]
		if opened++; !ok {
			return nil, fmt.Errorf("there is no %s", name)
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}
	const header = "id,site_id,direction,resource,quantity,unit,supply_c,return_c,shape,shape_file\n"
	read := func(options exchangeformat.Options, lines ...string) exchangeformat.Batch {
		b, err := exchangeformat.Read(t.Context(), "flows.csv", strings.NewReader(header+strings.Join(lines, "\n")), options)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := read(exchangeformat.Options{Beside: beside}, "a,s,need,heat,1,MW,70,40,,town.csv", "b,s,need,heat,2,MW,70,40,own,town.csv", "c,s,need,heat,1,MW,70,40,,")
	if len(b.Flows) != 3 || opened != 1 || b.Flows[0].Record.Shape.Kind != symbiosis.Own || b.Flows[2].Record.Shape.Kind != symbiosis.Flat {
		t.Fatalf("%d flows, %d files opened: %+v %v", len(b.Flows), opened, b.Flows, b.Problems)
	}
	if s := b.Flows[0].Record.Shape.Shares(); math.Abs(s[11]-2*s[0]) > 1e-9 || s != b.Flows[1].Record.Shape.Shares() {
		t.Errorf("the months are %.4f", s)
	}
	b = read(exchangeformat.Options{Beside: beside}, "a,s,need,heat,1,MW,70,40,,short.csv", "b,s,need,heat,2,MW,70,40,winter,town.csv", "c,s,need,heat,1,MW,70,40,,none.csv")
	for i, want := range []string{`has so many values ("100")`, "beside monthly or a shape", "there is no none.csv"} {
		if len(b.Problems) != 3 || !strings.Contains(b.Problems[i].String(), want) || !strings.Contains(b.Problems[i].Place, fmt.Sprintf("row %d, column shape_file", i+2)) {
			t.Errorf("problem %d is %v, want one about %q", i, b.Problems, want)
		}
	}
	// Hours tell the full-load hours too, of a flow that has none of its own.
	files["hours.csv"] = rows("load", 8760, func(i int) string { return []string{"1", "4"}[4*i/(3*8760)] })
	files["months.csv"] = rows("load", 12, func(i int) string { return fmt.Sprint(i + 1) })
	b = read(exchangeformat.Options{Beside: beside}, "a,s,need,heat,1,MW,70,40,,hours.csv", "b,s,need,heat,2,MW,70,40,,months.csv")
	if h := b.Flows[0].Record.FullLoadHours; h == nil || math.Abs(float64(*h)-0.4375*8760) > 1 || b.Flows[1].Record.FullLoadHours != nil {
		t.Errorf("full-load hours are %v of hours and %v of months", h, b.Flows[1].Record.FullLoadHours)
	}
	own := unit.Hours(1000)
	flow := symbiosis.Flow{FullLoadHours: &own}
	if (exchangeformat.Year{FullLoadHours: 3000}).Describe(&flow); *flow.FullLoadHours != own {
		t.Errorf("the flow's own full-load hours became %v", *flow.FullLoadHours)
	}
	b = read(exchangeformat.Options{}, "a,s,need,heat,1,MW,70,40,,town.csv")
	if len(b.Problems) != 1 || !strings.Contains(b.Problems[0].Text, "no other file can be read") {
		t.Errorf("without a folder: %v", b.Problems)
	}
}

// No text makes the reader of a year fall over.
func FuzzReadYear(f *testing.F) {
	f.Add("load\n1\n2")
	f.Add("date;max temperature;min temperature\n2025-01-01;1;2")
	f.Add("\xef\xbb\xbf\"a\nb\",load\r\n1,2")
	f.Fuzz(func(t *testing.T, text string) {
		y, err := readYear(t, text)
		if err == nil && y.Values == 0 || err != nil && symbiosis.KindOf(err) == symbiosis.Internal {
			t.Errorf("%q: %+v, %v", text, y, err)
		}
	})
}
