package planner_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// aCountry puts sites with heat, materials, exchanges and limits over a wide region.
func aCountry(t *testing.T, p *planner.Planner, n int) {
	t.Helper()
	draw := rand.New(rand.NewSource(7)) //nolint:gosec // the same region each time
	var b exchangeformat.Batch
	var surpluses, needs []symbiosis.Flow
	for i := range n {
		site := aSite(fmt.Sprint("s", i), 12+draw.Float64()*6, 57+draw.Float64()*8)
		if i%3 == 0 && i > 0 { // towns
			site.Location = b.Sites[i/2].Record.Location
			site.Location = orb.Point{site.Location[0] + draw.NormFloat64()/50, site.Location[1] + draw.NormFloat64()/100}
		}
		b.Sites = append(b.Sites, exchangeformat.Placed[symbiosis.Site]{Record: site})
		for k, resource := range []symbiosis.ResourceCode{"heat", "wood", "plastic.pp"} {
			direction := symbiosis.Surplus
			if draw.Intn(2) == 0 {
				direction = symbiosis.Need
			}
			f := aHeat(fmt.Sprintf("%d-f%d", i, k), string(site.ID), direction)
			f.Quantity.Amount = 0.5 + draw.Float64()*5
			if f.Resource = resource; resource != "heat" {
				f.Supply, f.Return = nil, nil
				f.Quantity = symbiosis.Quantity{Amount: 100 + draw.Float64()*5000, Unit: symbiosis.TonneYear}
				f.Status = symbiosis.ByProduct
			}
			b.Flows = append(b.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: f})
			if resource == "heat" && direction == symbiosis.Surplus {
				surpluses = append(surpluses, f)
			} else if resource == "heat" {
				needs = append(needs, f)
			}
		}
	}
	for i := range min(len(surpluses), len(needs), n/10) {
		e := symbiosis.Exchange{ID: symbiosis.ExchangeID(fmt.Sprint("e", i)), SurplusID: surpluses[i].ID, NeedID: needs[i].ID, State: symbiosis.Operation}
		b.Exchanges = append(b.Exchanges, exchangeformat.Placed[symbiosis.Exchange]{Record: e})
	}
	_, err := p.Import(t.Context(), planner.ImportOptions{}, b)
	must(t, err)
}

// single is the file of one run over the whole region.
func single(t *testing.T, s *planner.Snapshot) []byte {
	t.Helper()
	var b bytes.Buffer
	out := exchangeformat.NewMatchCSV(t.Context(), &b, exchangeformat.CSV)
	var failed error
	err := s.EachMatch(t.Context(), nil, match.Options{}, func(m symbiosis.Match) bool {
		failed = out.Write(m)
		return failed == nil
	})
	must(t, errors.Join(err, failed, out.Close()))
	return b.Bytes()
}

// working works the planner's jobs until the returned function is called.
func working(t *testing.T, p *planner.Planner) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.Work(ctx, planner.WorkOptions{Workers: 2, Silent: 500 * time.Millisecond}) }()
	stop = sync.OnceFunc(func() {
		cancel()
		must(t, <-ended)
	})
	t.Cleanup(stop)
	return stop
}

// ends waits until a job has ended.
func ends(t *testing.T, p *planner.Planner, id int64) planner.Job {
	t.Helper()
	ticks := time.NewTicker(20 * time.Millisecond)
	defer ticks.Stop()
	patience := time.After(2 * time.Minute)
	for {
		job, err := p.Job(t.Context(), id)
		must(t, err)
		if job.State.Ended() {
			return job
		}
		select {
		case <-ticks.C:
		case <-patience:
			t.Fatalf("job %+v never ends", job)
		}
	}
}

func TestMatchingInCellsIsTheSingleRun(t *testing.T) {
	r := newRegion(t, planner.Options{})
	aCountry(t, r.Planner, 400)
	want := single(t, r.Snapshot())
	if n := bytes.Count(want, []byte("\n")); n < 500 {
		t.Fatalf("the region has %d pairs only", n)
	}
	working(t, r.Planner)
	for _, cells := range []int{0, 1, 2, 13, 64} {
		job, err := r.StartMatching(planner.By(t.Context(), "Kim"), planner.Once{}, planner.MatchJobOptions{Cells: cells})
		must(t, err)
		if job = ends(t, r.Planner, job.ID); job.State != store.JobDone {
			t.Fatalf("%d cells: %+v", cells, job)
		}
		_, file, err := r.JobResult(t.Context(), job.ID)
		must(t, err)
		got, err := io.ReadAll(file)
		must(t, err)
		if !bytes.Equal(got, want) {
			t.Errorf("%d cells give %d bytes, a single run %d", cells, len(got), len(want))
		}
		if job.Author != "Kim" {
			t.Errorf("it was begun by %q", job.Author)
		}
		var result planner.MatchJobResult
		must(t, json.Unmarshal(job.Result, &result))
		sums, pairs := byResource(t, r.Snapshot()), int64(0)
		for i, got := range result.ByResource {
			want := sums[got.Resource]
			if got.Pairs != want.Pairs || got.Surpluses != want.Surpluses || got.Unit != want.Unit || math.Abs(got.Delivered-want.Delivered) > 1e-6*want.Delivered || math.Abs(got.NetBenefit-want.NetBenefit) > 1e-6*math.Abs(want.NetBenefit) {
				t.Errorf("%d cells: %+v, want %+v", cells, got, want)
			}
			if i > 0 && got.NetBenefit > result.ByResource[i-1].NetBenefit {
				t.Errorf("%d cells: %s stands after one of less benefit", cells, got.Resource)
			}
			pairs += got.Pairs
		}
		if len(result.ByResource) != len(sums) || len(sums) < 2 || pairs != result.Pairs {
			t.Errorf("%d cells: %d resources of %d, %d pairs of %d", cells, len(result.ByResource), len(sums), pairs, result.Pairs)
		}
	}
}

// byResource sums each surplus's best match plainly.
func byResource(t *testing.T, s *planner.Snapshot) map[symbiosis.ResourceCode]planner.MatchedResource {
	t.Helper()
	of := map[symbiosis.FlowID][]symbiosis.Match{}
	must(t, s.EachMatch(t.Context(), nil, match.Options{}, func(m symbiosis.Match) bool {
		of[m.SurplusID] = append(of[m.SurplusID], m)
		return true
	}))
	sums := map[symbiosis.ResourceCode]planner.MatchedResource{}
	for _, matches := range of {
		best := matches[0]
		for _, m := range matches {
			if m.NetBenefit != nil && (best.NetBenefit == nil || *m.NetBenefit > *best.NetBenefit) {
				best = m
			}
		}
		r := sums[best.Resource]
		r.Unit, r.Pairs, r.Surpluses, r.Delivered = best.Delivered.Unit, r.Pairs+int64(len(matches)), r.Surpluses+1, r.Delivered+best.Delivered.Amount
		if best.NetBenefit != nil {
			r.NetBenefit += best.NetBenefit.SEK()
		}
		sums[best.Resource] = r
	}
	return sums
}

func TestAnImportAsAJob(t *testing.T) {
	r := newRegion(t, planner.Options{})
	working(t, r.Planner)
	csv := "id,name,lon,lat\nbad,Badet,14.6,63.2\nsag,Sågen,14.7,63.3\n"
	job, err := r.StartImport(planner.By(t.Context(), "Kim"), planner.Once{}, []planner.NamedFile{{Name: "sites.csv", Open: content(csv)}}, planner.ReadWish{}, planner.ImportOptions{})
	must(t, err)
	if job = ends(t, r.Planner, job.ID); job.State != store.JobDone {
		t.Fatalf("%+v", job)
	}
	if _, err := r.Snapshot().Site("sag"); err != nil {
		t.Error(err)
	}
	if by := r.newest(t, "sites", "sag").Actor; by != "Kim" {
		t.Errorf("the import is written down to %q", by)
	}
	job, err = r.StartImport(t.Context(), planner.Once{}, []planner.NamedFile{{Name: "sites.csv", Open: content("id,name,lon,lat\nx,,200,63\n")}}, planner.ReadWish{}, planner.ImportOptions{})
	must(t, err)
	if job = ends(t, r.Planner, job.ID); job.State != store.JobFailed || job.Error == "" {
		t.Errorf("a bad file: %+v", job)
	}
	// What is wrong is kept fault by fault, as the sentence tells it.
	faults, more := planner.JobFaults(job)
	if lines := strings.Split(job.Error, "\n"); more != 0 || len(faults) < 2 || len(faults) != len(lines)-1 || faults[0].String() != lines[1] || !strings.HasPrefix(faults[0].Place, "sites.csv, row 2") {
		t.Errorf("faults are %v, the job says %s", faults, job.Error)
	}
	_, _, err = r.JobResult(t.Context(), job.ID)
	kindOf(t, err, symbiosis.NotFound)
}

// TestAnImportAsAJobIsReadAsWished: in its reference system, as what it is said to be, with the files
// that rows name beside it.
func TestAnImportAsAJobIsReadAsWished(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		working(t, r.Planner)
		var year strings.Builder
		year.WriteString("mw\n")
		for hour := range 8760 {
			fmt.Fprintf(&year, "%d\n", 1+hour/4380) // twice as much in the second half of the year
		}
		wish := planner.ReadWish{CRS: "EPSG:3006"}
		imported := func(wish planner.ReadWish, files ...planner.NamedFile) {
			t.Helper()
			job, err := r.StartImport(t.Context(), planner.Once{}, files, wish, planner.ImportOptions{})
			must(t, err)
			if job = ends(t, r.Planner, job.ID); job.State != store.JobDone {
				t.Fatalf("%+v", job)
			}
		}
		imported(wish, planner.NamedFile{Name: "sites.csv", Open: content("id,name,x,y\nbad,Badet,480000,7010000\n")},
			planner.NamedFile{Name: "flows.csv", Open: content("id,site_id,direction,resource,quantity,unit,supply_c,return_c,full_load_hours,shape_file\nf,bad,need,heat,3,MW,60,40,6000,year.csv\n")},
			planner.NamedFile{Name: "year.csv", Open: content(year.String())})
		site, err := r.Snapshot().Site("bad")
		must(t, err)
		if site.Location.Lat() < 63 || site.Location.Lat() > 63.5 || site.Location.Lon() < 14 || site.Location.Lon() > 15 {
			t.Errorf("the site is at %v", site.Location)
		}
		flow, err := r.Snapshot().Flow("f")
		must(t, err)
		if flow.Shape.Kind != symbiosis.Own || flow.Shape.Monthly[11] <= flow.Shape.Monthly[0] {
			t.Errorf("the flow's year is %+v", flow.Shape)
		}
		date := symbiosis.Date{Year: 2026, Month: 3, Day: 1}
		imported(planner.ReadWish{As: exchangeformat.As{Noun: exchangeformat.Constraints, Layer: "flood", Buffer: 12.5, Source: "MSB", SourceDate: date, Certainty: symbiosis.Measured}},
			planner.NamedFile{Name: "hav.geojson", Open: content(`{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"properties":{"namn":"Ån"},"geometry":{"type":"Polygon","coordinates":[[[14,63],[14.1,63],[14.1,63.1],[14,63]]]}}]}`)})
		constraints := r.Snapshot().Records().Constraints
		if len(constraints) != 1 || constraints[0].Layer != "flood" || constraints[0].Buffer != 12.5 || constraints[0].Source != "MSB" || constraints[0].Date != date || constraints[0].Certainty != symbiosis.Measured {
			t.Errorf("the constraint is %+v", constraints)
		}
		_, err = r.StartImport(t.Context(), planner.Once{}, nil, planner.ReadWish{CRS: "EPSG:1"}, planner.ImportOptions{})
		kindOf(t, err, symbiosis.Invalid)
	})
}

// content opens a text, as often as is asked for.
func content(text string) func() (io.Reader, error) {
	return func() (io.Reader, error) { return strings.NewReader(text), nil }
}
