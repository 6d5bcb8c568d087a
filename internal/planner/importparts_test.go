package planner_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// largeFile is a file of n sites, with a flow before each seventh, whose site comes later, and ends
// with tail.
func largeFile(n int, note, tail string) string {
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		if i%7 == 0 {
			fmt.Fprintf(&b, `{"type":"Feature","id":"f%d","geometry":null,"properties":{"kind":"flow","site_id":"s%d","direction":"surplus","resource":"heat","quantity":3,"unit":"MW","full_load_hours":6000,"supply_c":80,"return_c":45}},`, i, (i+n/2)%n)
		}
		fmt.Fprintf(&b, `{"type":"Feature","id":"s%d","geometry":{"type":"Point","coordinates":[%g,%g]},"properties":{"kind":"site","name":"Å %d","note":"%s"}}`, i, 12+float64(i%1000)/1000, 60+float64(i%777)/777, i, note)
	}
	return b.String() + tail
}

// importParts imports a file while it is read; given counts what came before it was read to its end.
func (r *region) importParts(t testing.TB, opts planner.ImportOptions, text string) (report planner.ImportReport, given, calls int, err error) {
	report, err = r.ImportReading(t.Context(), opts, 1, func(inParts bool, take func(exchangeformat.Batch) error) error {
		calls++
		options := exchangeformat.Options{Catalogue: r.Catalogue()}
		if inParts {
			options.Take = func(b exchangeformat.Batch) error {
				given += b.Len()
				return take(b)
			}
		}
		rest, err := exchangeformat.Later("large.geojson", int64(len(text)), content(text)).Read(t.Context(), options)
		if err != nil {
			return err
		}
		return take(rest)
	})
	return report, given, calls, err
}

// TestAFileImportedWhileItIsReadIsImportedAsEver: reports and records are those of an import of all
// that was read before; of new records, of the same, of changed ones.
func TestAFileImportedWhileItIsReadIsImportedAsEver(t *testing.T) {
	const n = 3000
	parts, whole := newRegion(t, planner.Options{}), newRegion(t, planner.Options{})
	for _, note := range []string{"a", "a", "b"} {
		text := largeFile(n, note, "]}")
		last, total := 0, 0
		got, given, _, err := parts.importParts(t, planner.ImportOptions{Progress: func(done, of int) {
			if last, total = done, of; done > of {
				t.Errorf("%d of %d", done, of)
			}
		}}, text)
		must(t, err)
		if given == 0 || last != total || last != n+(n+6)/7 {
			t.Errorf("%d records came in parts; progress ends at %d of %d", given, last, total)
		}
		want, err := whole.Import(t.Context(), planner.ImportOptions{}, whole.read(t, "large.geojson", text))
		must(t, err)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: the report:\n%s", note, d)
		}
		if d := cmp.Diff(whole.Snapshot().Records(), parts.Snapshot().Records()); d != "" {
			t.Errorf("%s: the records:\n%s", note, d)
		}
	}
}

// TestAFaultAtTheEndTakesBackWhatWasStoredOnTheWay: of a wrong record, of a broken file, of one that
// had to be read as a whole and is wrong then; with Partial the right records stay.
func TestAFaultAtTheEndTakesBackWhatWasStoredOnTheWay(t *testing.T) {
	const n = 3000
	bad := `,{"type":"Feature","id":"bad","geometry":{"type":"Point","coordinates":[200,95]},"properties":{"kind":"site","name":"B"}}]}`
	orphan := `,{"type":"Feature","id":"o","geometry":null,"properties":{"kind":"flow","site_id":"nobody","direction":"surplus","resource":"heat","quantity":3,"unit":"MW","full_load_hours":6000,"supply_c":80,"return_c":45}}]}`
	twice := `,{"type":"Feature","id":"s0","geometry":{"type":"Point","coordinates":[14,63]},"properties":{"kind":"site","name":"B"}}]}`
	for name, tail := range map[string]string{"a bad record": bad, "a flow without its site": orphan, "an id that stood first": twice, "broken": "", "another type": `],"type":"Feature"}`, "a reference system at the end": `],"crs":{"type":"name","properties":{"name":"EPSG:1"}}}`} {
		r, whole := newRegion(t, planner.Options{}), newRegion(t, planner.Options{})
		before := r.Snapshot()
		text := largeFile(n, "a", tail)
		got, given, calls, err := r.importParts(t, planner.ImportOptions{}, text)
		if kindOf(t, err, symbiosis.Invalid); given == 0 {
			t.Errorf("%s: nothing came in parts", name)
		}
		if r.Snapshot() != before || len(r.Snapshot().Records().Sites) != 0 {
			t.Errorf("%s: something was kept", name)
		}
		batch, readErr := exchangeformat.Read(t.Context(), "large.geojson", strings.NewReader(text), exchangeformat.Options{Catalogue: r.Catalogue()})
		if readErr != nil {
			if d := cmp.Diff(problems(t, readErr), problems(t, err)); d != "" || calls != 2 {
				t.Errorf("%s: %d calls, told is\n%s", name, calls, d)
			}
			continue
		}
		want, wantErr := whole.Import(t.Context(), planner.ImportOptions{}, batch)
		if d := cmp.Diff(want, got); d != "" || wantErr.Error() != err.Error() || calls != 1 {
			t.Errorf("%s: %d calls, %v, want %v; the report:\n%s", name, calls, err, wantErr, d)
		}
		got, _, _, err = r.importParts(t, planner.ImportOptions{Partial: true}, text)
		must(t, err)
		if got.Sites.Created != n || got.LeftOut != 1 {
			t.Errorf("%s, partial: %+v", name, got)
		}
	}
}

// TestAFileThatCantBeReadInPartsIsReadAgain: a right one, only in another order than usual.
func TestAFileThatCantBeReadInPartsIsReadAgain(t *testing.T) {
	r := newRegion(t, planner.Options{})
	got, given, calls, err := r.importParts(t, planner.ImportOptions{}, largeFile(3000, "a", `],"crs":{"type":"name","properties":{"name":"EPSG:4326"}}}`))
	must(t, err)
	if given == 0 || calls != 2 || got.Sites.Created != 3000 || len(r.Snapshot().Records().Sites) != 3000 {
		t.Errorf("%d given, %d calls, %+v", given, calls, got)
	}
	stop := errors.New("stop")
	if _, err := r.ImportReading(t.Context(), planner.ImportOptions{}, 1, func(bool, func(exchangeformat.Batch) error) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of the reading came out as %v", err)
	}
}

// TestLargeFilesOfAJobAreImportedWhileTheyAreRead: several files, in parts of GeoJSON and of CSV, with
// one that a row names and that isn't read by itself; an id that stands in two of them, and a fault at
// the end, leave nothing of any.
func TestLargeFilesOfAJobAreImportedWhileTheyAreRead(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		working(t, r.Planner)
		const n = 4000
		var csv, year strings.Builder
		csv.WriteString("id,name,lon,lat\n")
		for i := range n {
			fmt.Fprintf(&csv, "c%d,C %d,%g,%g\n", i, i, 12+float64(i%1000)/1000, 60+float64(i%777)/777)
		}
		year.WriteString("mw\n" + strings.Repeat("1\n2\n", 4380))
		named := `,{"type":"Feature","id":"y","geometry":null,"properties":{"kind":"flow","site_id":"c7","direction":"surplus","resource":"heat","quantity":3,"unit":"MW","full_load_hours":6000,"supply_c":80,"return_c":45,"shape_file":"year.csv"}}]}`
		started := func(tail, more string) store.Job {
			t.Helper()
			job, err := r.StartImport(t.Context(), planner.Once{}, []planner.NamedFile{
				{Name: "large.geojson", Open: content(largeFile(n, "a", tail))},
				{Name: "more.csv", Open: content(csv.String() + more)},
				{Name: "year.csv", Open: content(year.String())},
			}, planner.ReadWish{}, planner.ImportOptions{})
			must(t, err)
			return ends(t, r.Planner, job.ID)
		}
		for _, c := range []struct{ name, tail, more, told string }{
			{"an id in two files", named, "s12,twice,14,63\n", "more.csv, row 4002"},
			{"a fault at the end", named, "bad,B,200,95\n", "more.csv, row 4002"},
			{"a file nobody names", "]}", "", "year.csv"},
			{"broken", ",", "", "large.geojson"},
		} {
			job := started(c.tail, c.more)
			if job.State != store.JobFailed || !strings.Contains(job.Error, c.told) {
				t.Errorf("%s: %s: %s", c.name, job.State, job.Error)
			}
			if kept := r.Snapshot().Records(); len(kept.Sites)+len(kept.Flows) != 0 {
				t.Errorf("%s: %d sites and %d flows were kept", c.name, len(kept.Sites), len(kept.Flows))
			}
		}
		job := started(named, "")
		if job.State != store.JobDone || job.Done != job.Total || job.Total != 2*n+(n+6)/7+1 {
			t.Fatalf("%+v", job)
		}
		if kept := r.Snapshot().Records(); len(kept.Sites) != 2*n || len(kept.Flows) != (n+6)/7+1 {
			t.Errorf("%d sites and %d flows", len(kept.Sites), len(kept.Flows))
		}
		flow, err := r.Snapshot().Flow("y")
		must(t, err)
		if flow.Shape.Kind != symbiosis.Own {
			t.Errorf("the flow's year is %+v", flow.Shape)
		}
	})
}

// TestAReadingThatGoesWrong: what it panics with comes out where the import was called, one that nobody
// waits for is ended, and the region can be changed afterwards.
func TestAReadingThatGoesWrong(t *testing.T) {
	r := newRegion(t, planner.Options{})
	site := exchangeformat.Batch{Sites: []exchangeformat.Placed[symbiosis.Site]{{Record: symbiosis.Site{ID: "a", Name: "A", Location: orb.Point{14, 63}}}}}
	func() {
		defer func() {
			if p := recover(); p != "a fault" {
				t.Errorf("it came out as %v", p)
			}
		}()
		_, _ = r.ImportReading(t.Context(), planner.ImportOptions{}, 1, func(_ bool, take func(exchangeformat.Batch) error) error {
			must(t, take(site))
			panic("a fault")
		})
	}()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	ended := make(chan error, 1)
	_, err := r.ImportReading(gone, planner.ImportOptions{}, 1, func(_ bool, take func(exchangeformat.Batch) error) error {
		err := take(site)
		ended <- err
		return err
	})
	if e := <-ended; !errors.Is(err, context.Canceled) || e == nil {
		t.Errorf("the import of somebody gone ended with %v, its reading with %v", err, e)
	}
	if len(r.Snapshot().Records().Sites) != 0 {
		t.Error("something was kept")
	}
	if _, err := r.Import(t.Context(), planner.ImportOptions{}, site); err != nil || len(r.Snapshot().Records().Sites) != 1 {
		t.Errorf("afterwards: %v", err)
	}
}
