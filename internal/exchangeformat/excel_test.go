package exchangeformat

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

// workbook makes a file of sheets with rows of values.
func workbook(t *testing.T, sheets map[string][][]any, order ...string) string {
	t.Helper()
	book := excelize.NewFile()
	for _, name := range order {
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range sheets[name] {
			if err := book.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadExcel(t *testing.T) {
	file := workbook(t, map[string][][]any{
		"Läs mig": {{"This workbook …"}, {"holds a region"}},
		"Platser": {{}, {"id", "Namn", "lon", "lat", "kommun"}, {"a", "Sågverket", 14.64, 63.18, "Krokom"}, {}, {"b", "", "14,5", "sextio"}},
		"Flöden":  {{"id", "site_id", "direction", "resource", "quantity", "unit", "valid_from", "valid_to"}, {7, "a", "behov", "wood", 0.1, "t/yr", 46023, "2027-01-31"}},
	}, "Läs mig", "Platser", "Flöden")
	b := mustRead(t, "r.xlsx", file, Options{Catalogue: catalogue(t)})
	if len(b.Sites) != 1 || b.Sites[0].Record.Name != "Sågverket" || b.Sites[0].Place != (Place{File: "r.xlsx", Sheet: "Platser", Row: 3}) {
		t.Errorf("%+v", b.Sites)
	}
	if got, want := told(b.Problems), strings.Join([]string{
		`r.xlsx, sheet Platser, row 5, column lat: lat is not a number ("sextio"); digits with one decimal sign, such as 1234,5; thousands apart by spaces only`,
		"r.xlsx, sheet Platser, row 5, column Namn: name is missing; for instance SSAB Oxelösund"}, "\n"); got != want {
		t.Error(cmp.Diff(want, got))
	}
	f := b.Flows[0].Record
	if f.ID != "7" || f.Quantity.Amount != 0.1 || f.ValidFrom != (symbiosis.Date{Year: 2026, Month: 1, Day: 1}) || f.ValidTo != (symbiosis.Date{Year: 2027, Month: 1, Day: 31}) {
		t.Errorf("%+v", f)
	}
	if len(b.Notices) != 1 || !strings.Contains(told(b.Notices), "sheet Läs mig: has no header") {
		t.Error(told(b.Notices))
	}
}

func TestBrokenWorkbooks(t *testing.T) {
	good := workbook(t, map[string][][]any{"s": {{"id", "name", "lon", "lat"}, {"a", "A", 1, 2}}}, "s")
	for name, file := range map[string]string{
		"no zip":    "PK\x03\x04 and then nothing",
		"cut":       good[:len(good)/2],
		"empty":     workbook(t, nil),
		"no header": workbook(t, map[string][][]any{"s": {{"a", "b"}, {1, 2}}}, "s"),
	} {
		if _, err := readTold(t, name, strings.NewReader(file), Options{}); err == nil || symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Whatever byte is spoilt, the reader neither panics nor calls it its own fault.
	for i := 0; i < len(good); i += 41 {
		spoilt := []byte(good)
		spoilt[i] ^= 0x55
		if _, err := Read(context.Background(), "f", bytes.NewReader(spoilt), Options{}); err != nil && symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("byte %d: %v", i, err)
		}
	}
}

// A workbook of another program's, which holds places without ids, is refused with reasons.
func TestForeignWorkbook(t *testing.T) {
	for _, name := range []string{"emb3rs_sink_import_sample.xlsx", "emb3rs_source_import_sample.xlsx"} {
		b, err := readFile(t, testtool.SharedData(t, "formats/"+name))
		if err != nil || b.Len() != 0 || !strings.Contains(told(b.Problems), "id is missing among the columns of a site") {
			t.Errorf("%s: %v, %d records, %s", name, err, b.Len(), told(b.Problems))
		}
	}
}

// What is written to a workbook is read back the same, as far as XML can hold it; megawatts
// become a binary number there, so the last bit of a power may change.
func TestExcelRoundTrip(t *testing.T) {
	c := catalogue(t)
	xml := func(s string) bool {
		return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff' })
	}
	rapid.Check(t, func(t *rapid.T) {
		want := drawRecords(t, c)
		for i := range want.Sites {
			s := &want.Sites[i]
			if !xml(s.Name + s.Organisation + s.NACE + s.Municipality + s.Note + s.Source) {
				t.SkipNow()
			}
		}
		for _, f := range want.Flows {
			for _, p := range f.Quality {
				if !xml(p.Name + p.Unit) {
					t.SkipNow()
				}
			}
			if !xml(f.Name + f.Note + f.Source) {
				t.SkipNow()
			}
		}
		for _, a := range want.Areas {
			if !xml(a.Name + a.Municipality + a.Remediation + a.Note + a.Source + a.Restrictions + a.Owner + a.Contact) {
				t.SkipNow()
			}
		}
		for _, e := range want.Exchanges {
			if !xml(e.Note + e.Source) {
				t.SkipNow()
			}
		}
		for _, c := range want.Constraints {
			if !xml(c.Name + c.Note + c.Source) {
				t.SkipNow()
			}
		}
		for _, f := range want.Facilities {
			if !xml(f.Name + f.Note + f.Source) {
				t.SkipNow()
			}
		}
		var file bytes.Buffer
		if err := WriteExcel(context.Background(), &file, want); err != nil {
			t.Fatal(err)
		}
		b, err := Read(context.Background(), "f.xlsx", &file, Options{Catalogue: c})
		if err != nil || b.Err() != nil {
			t.Fatal(err, b.Err())
		}
		if d := cmp.Diff(want, records(b), cmpopts.EquateEmpty(), cmp.Comparer(func(a, b unit.Power) bool { return math.Abs(float64(a-b)) <= 1e-15*math.Abs(float64(a)) })); d != "" {
			t.Fatal(d)
		}
	})
}

func TestExcelTooLong(t *testing.T) {
	r := Records{Sites: []symbiosis.Site{{ID: "a", Name: "A", Note: strings.Repeat("x", 40_000)}}}
	if err := WriteExcel(context.Background(), &bytes.Buffer{}, r); err == nil || !strings.Contains(err.Error(), "the note of site a is too long") {
		t.Error(err)
	}
	if err := WriteExcel(context.Background(), full{}, Records{}); symbiosis.KindOf(err) != symbiosis.Unavailable || err == nil {
		t.Error(err)
	}
}
