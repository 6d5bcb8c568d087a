package exchangeformat

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The template's headers are understood as the columns that they stand for, its comments say what each is,
// and rows below them are read though other sheets stay empty.
func TestTemplateIsFilledInAndRead(t *testing.T) {
	var file bytes.Buffer
	if err := WriteTemplate(&file, func(s string) string { return "«" + s + "»" }); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, n := range Nouns() {
		rows, err := book.GetRows(n.Plural())
		if err != nil || len(rows) != 1 {
			t.Fatalf("%s: %d rows, %v", n, len(rows), err)
		}
		comments, err := book.GetComments(n.Plural())
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for _, c := range ColumnsOf(n) {
			if c.ReadOnly {
				continue
			}
			header := rows[0][at]
			if header != c.Name && !strings.HasPrefix(header, c.Name+" (") {
				t.Errorf("%s: column %d is %q, want %s", n, at, header, c.Name)
			}
			if got := comments[at].Text; !strings.Contains(got, "«"+c.Doc+"»") || !strings.Contains(got, c.Example) || strings.Contains(got, "«For instance:»") != (c.Example != "") || strings.Contains(got, "«Required.»") != c.Required || !strings.Contains(got, c.Unit) {
				t.Errorf("%s %s says %q", n, c.Name, got)
			}
			at++
		}
		if len(rows[0]) != at || len(comments) != at {
			t.Errorf("%s: %d headers and %d comments, want %d", n, len(rows[0]), len(comments), at)
		}
	}
	fill := func(sheet string, values map[string]any) {
		rows, _ := book.GetRows(sheet)
		for i, header := range rows[0] {
			name, _, _ := strings.Cut(header, " (")
			if v, ok := values[name]; ok {
				cell, _ := excelize.CoordinatesToCellName(i+1, 2)
				if err := book.SetCellValue(sheet, cell, v); err != nil {
					t.Fatal(err)
				}
				delete(values, name)
			}
		}
		if len(values) > 0 {
			t.Errorf("%s has no %v", sheet, values)
		}
	}
	fill("sites", map[string]any{"id": "s", "name": "Sågen", "lon": 14.5, "lat": 63.2})
	fill("flows", map[string]any{"id": "f", "site_id": "s", "direction": "need", "resource": "heat", "quantity": 2.5, "unit": "GWh/yr", "full_load_hours": 4000, "supply_c": 75.5, "return_c": 40})
	var filled bytes.Buffer
	if err := book.Write(&filled); err != nil {
		t.Fatal(err)
	}
	b := right(t, mustRead(t, "mall.xlsx", filled.String(), Options{Catalogue: catalogue(t)}))
	if len(b.Sites) != 1 || len(b.Flows) != 1 || len(b.Notices) != 0 {
		t.Fatalf("%+v %+v %s", b.Sites, b.Flows, told(b.Notices))
	}
	if f := b.Flows[0].Record; *f.FullLoadHours != 4000 || *f.Supply != 75.5 {
		t.Errorf("%+v", f)
	}
}
