package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

// served is a region of n sites, a heat surplus or need at each, behind a real connection.
func served(b *testing.B, n int) *httptest.Server {
	p := emptyPlanner(b)
	var batch exchangeformat.Batch
	for i := range n {
		s := symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprintf("s%05d", i)), Name: fmt.Sprint("Site ", i), Municipality: "Östersund",
			Location: orb.Point{12 + float64(i%100)/25, 62 + float64(i/100)/50}}
		s.Normalise()
		supply, back := 80*unit.Celsius, 45*unit.Celsius
		if i%2 == 1 {
			supply, back = 60*unit.Celsius, 40*unit.Celsius
		}
		f := symbiosis.Flow{ID: symbiosis.FlowID("f" + string(s.ID)), SiteID: s.ID, Direction: symbiosis.Directions()[i%2], Resource: "heat",
			Quantity: symbiosis.Quantity{Amount: 1 + float64(i%9), Unit: symbiosis.MW}, Supply: &supply, Return: &back}
		f.Normalise()
		batch.Sites = append(batch.Sites, exchangeformat.Placed[symbiosis.Site]{Record: s})
		batch.Flows = append(batch.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: f})
	}
	if _, err := p.Import(b.Context(), planner.ImportOptions{}, batch); err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(api.New(p, api.Options{Page: page}).Handler())
	b.Cleanup(server.Close)
	return server
}

func ask(b *testing.B, server *httptest.Server, method, path, body string) int {
	req, err := http.NewRequestWithContext(b.Context(), method, server.URL+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Encoding", "identity")
	resp, err := server.Client().Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		b.Fatal(resp.Status, err)
	}
	return int(n)
}

// A page of 1 000 sites as GeoJSON, over HTTP, out of 10 000.
func BenchmarkFeatures1000(b *testing.B) {
	server := served(b, 10_000)
	size := 0
	for b.Loop() {
		size = ask(b, server, http.MethodGet, "/api/v1/sites?f=geojson&limit=1000", "")
	}
	b.ReportMetric(float64(size), "B/page")
}

// One what-if over HTTP, as a page asks while a point is dragged, among 10 000 flows.
func BenchmarkWhatIf(b *testing.B) {
	server := served(b, 10_000)
	const body = `{"points":[{"lon":14.02,"lat":63.01,"flows":[{"direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":55,"return_c":30}]}],"limit":20}`
	for b.Loop() {
		ask(b, server, http.MethodPost, "/api/v1/whatif", body)
	}
}

// A hundred what-ifs in one request. Beside the empty request (/healthz) stands one that reads the
// same question and answers as many bytes, made beforehand: what carrying them alone takes. Processor
// time is of both ends together.
func BenchmarkWhatIfBatch(b *testing.B) {
	server := served(b, 10_000)
	var constant []byte
	bytes := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(constant)
	}))
	b.Cleanup(bytes.Close)
	timed := func(b *testing.B, do func()) {
		before := testtool.ProcessorTime()
		n := 0
		for ; b.Loop(); n++ {
			do()
		}
		b.ReportMetric(1000*(testtool.ProcessorTime()-before)/float64(n), "cpu-µs/op")
	}
	b.Run("an empty request", func(b *testing.B) {
		timed(b, func() { ask(b, server, http.MethodGet, "/healthz", "") })
	})
	for _, c := range []struct {
		name, form string
		limit      int
	}{{"20 matches", "matches", 20}, {"20 matches as columns", "columns", 20}, {"1 match", "matches", 1}, {"totals", "totals", 1}} {
		var points []string
		for i := range 100 {
			points = append(points, fmt.Sprintf(`{"lon":%g,"lat":%g,"flows":[{"direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":55,"return_c":30}]}`, 14+0.001*float64(i%10), 63+0.001*float64(i/10)))
		}
		body := fmt.Sprintf(`{"points":[%s],"limit":%d,"form":%q}`, strings.Join(points, ","), c.limit, c.form)
		b.Run(c.name, func(b *testing.B) {
			size := 0
			timed(b, func() { size = ask(b, server, http.MethodPost, "/api/v1/whatif", body) })
			b.ReportMetric(float64(size)/1000, "kB")
		})
		constant = make([]byte, ask(b, server, http.MethodPost, "/api/v1/whatif", body))
		b.Run(c.name+", its bytes alone", func(b *testing.B) {
			timed(b, func() { ask(b, bytes, http.MethodPost, "/", body) })
		})
	}
}
