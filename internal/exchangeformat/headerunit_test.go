package exchangeformat

import (
	"fmt"
	"strings"
	"testing"
)

// A property with its unit in brackets is read as a column is, and its neighbour's unit is its own.
func TestUnitsInBracketsBehindProperties(t *testing.T) {
	feature := func(id, properties string) string {
		return `{"type":"Feature","geometry":null,"properties":{"kind":"flow","id":"` + id + `","site_id":"s","direction":"need","resource":"heat",` + properties + `}}`
	}
	read := func(features ...string) Batch {
		return mustRead(t, "f.geojson", `{"type":"FeatureCollection","features":[`+strings.Join(features, ",")+`]}`, Options{Catalogue: catalogue(t)})
	}
	b := right(t, read(
		feature("a", `"M\u00e4ngd (MWh/år)":2.5,"Framledning [°C]":70,"Retur (°C)":40`),
		feature("b", `"quantity":3,"unit":"MW","supply_c":70,"return_c":40`),
		feature("c", `"Framledning [°C]":70,"Retur (°C)":40,"Mängd [MW]":3`)))
	if len(b.Flows) != 3 || len(b.Notices) != 0 {
		t.Fatalf("%+v %s", b.Flows, told(b.Notices))
	}
	for i, want := range []string{"2.5 MWh/yr", "3 MW", "3 MW"} {
		f := b.Flows[i].Record
		if fmt.Sprint(f.Quantity.Amount, " ", f.Quantity.Unit) != want || f.Supply == nil || *f.Supply != 70 || f.Return == nil || *f.Return != 40 {
			t.Errorf("%s: %v, %v/%v, want %s", f.ID, f.Quantity, f.Supply, f.Return, want)
		}
	}
	// Another unit than the column's, one beside a column of units, and one that there is none of.
	for properties, want := range map[string]string{
		`"quantity":3,"unit":"MW","supply_c":70,"return_c":40,"Pris (öre/kWh)":35`: "Pris (öre/kWh): is not a column of a flow",
		`"Mängd (MWh/år)":3,"unit":"MW","supply_c":70,"return_c":40`:               "quantity is missing",
		`"Mängd (lass)":3,"supply_c":70,"return_c":40`:                             "quantity is missing",
	} {
		b := read(feature("a", properties))
		if got := told(b.Problems) + told(b.Notices); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %q", properties, got, want)
		}
	}
}
