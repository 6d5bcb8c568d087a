package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// The load: so many requests of each kind over so many connections at once. On the machine of the
// server, so both share its cores.
const (
	connections = 8
	requests    = 2_000
)

// BenchmarkLoad asks bin/samloka (SAMLOKA_BIN), serving a region of 10 000 × 10 000 flows from a
// GeoPackage on disk, over loopback HTTP. The time of a request is until its whole answer has
// been read. /healthz, which answers nothing, shows what HTTP itself costs.
func BenchmarkLoad(b *testing.B) {
	binary := os.Getenv("SAMLOKA_BIN")
	if binary == "" {
		b.Skip("SAMLOKA_BIN names no program to load; make bench does")
	}
	r := regionOf(10_000)
	address := serve(b, binary, importInto(b, binary, r))
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true}}
	defer client.CloseIdleConnections()

	for _, c := range []struct {
		name string
		next func(i int) *http.Request
	}{
		{"empty handler", get(address + "/healthz")},
		{"a z8 tile of sites", get(address + tilePath("sites", 8, 18.06, 59.33))},
		{"a z8 tile of matches", get(address + tilePath("matches", 8, 18.06, 59.33))},
		{"a page of 1000 sites, GeoJSON", get(address + "/api/v1/sites?f=geojson&limit=1000")},
		{"a page of 1000 flows, GeoJSON", get(address + "/api/v1/flows?f=geojson&limit=1000")},
		{"a page of 100 matches", get(address + "/api/v1/matches?limit=100")},
		{"one what-if", whatIfRequests(b, address, 1, 20)},
		{"100 what-ifs in one request", whatIfRequests(b, address, 100, 20)},
		{"100 what-ifs in one request, sums and the best match", whatIfRequests(b, address, 100, 1)},
	} {
		b.Run(strings.ReplaceAll(c.name, " ", "-"), func(b *testing.B) {
			for b.Loop() {
				l := load(b, client, c.next)
				figures.note(b, "HTTP, "+c.name, "requests/s", float64(len(l.milliseconds))/l.wall.Seconds())
				figures.note(b, "HTTP, "+c.name, "ms p50", quantile(l.milliseconds, 0.5))
				figures.note(b, "HTTP, "+c.name, "ms p99", quantile(l.milliseconds, 0.99))
				figures.note(b, "HTTP, "+c.name, "kB", l.bytes/1000)
			}
		})
	}
}

// importInto imports the region by the command and returns the store's path.
func importInto(b *testing.B, binary string, r *region) string {
	b.Helper()
	dir := b.TempDir()
	sites, flows := r.csv(b)
	store, siteFile, flowFile := filepath.Join(dir, "region.gpkg"), filepath.Join(dir, "sites.csv"), filepath.Join(dir, "flows.csv")
	for name, data := range map[string][]byte{siteFile: sites, flowFile: flows} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	run := func(what string, args ...string) {
		start := time.Now()
		if out, err := exec.CommandContext(b.Context(), binary, args...).CombinedOutput(); err != nil {
			b.Fatalf("samloka %s: %v\n%s", args[0], err, out)
		}
		figures.note(b, what, "rows/s", float64(len(r.Sites)+len(r.Flows))/time.Since(start).Seconds())
	}
	run("samloka import, whole command", "import", "--store", store, siteFile, flowFile)
	run("samloka export, whole command, GeoJSON", "export", "--store", store, filepath.Join(dir, "region.geojson"))
	return store
}

// serve starts the server on a free port and returns its address when it is ready.
func serve(b *testing.B, binary, store string) string {
	b.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(b.Context()), binary, "serve", "--quiet", "--store", store, "--listen", "127.0.0.1:0")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		err := cmd.Process.Signal(syscall.SIGTERM)
		if waited := cmd.Wait(); err == nil {
			err = waited
		}
		if err != nil {
			b.Errorf("samloka serve ended: %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatalf("samloka serve said nothing: %v", err)
	}
	_, address, found := strings.Cut(strings.TrimSpace(line), " at ")
	if !found {
		b.Fatalf("samloka serve said %q, without its address", line)
	}
	return strings.TrimSuffix(address, "/")
}

func get(address string) func(int) *http.Request {
	return func(int) *http.Request {
		r, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			panic(err) // a fault of this file
		}
		return r
	}
}

// whatIfRequests ask for so many hypothetical sites at once, other ones each time, with so many matches
// each.
func whatIfRequests(b *testing.B, address string, points, limit int) func(int) *http.Request {
	b.Helper()
	scenarios := whatIfs(200 + points)
	bodies := make([][]byte, 200)
	for i := range bodies {
		type body = map[string]any
		var list []body
		for _, sc := range scenarios[i : i+points] {
			site, f := sc.Sites[0], sc.Flows[0]
			flow := body{"direction": f.Direction, "resource": f.Resource, "quantity": f.Quantity.Amount, "unit": f.Quantity.Unit}
			if f.Supply != nil {
				flow["supply_c"], flow["return_c"] = f.Supply.Celsius(), f.Return.Celsius()
			}
			list = append(list, body{"lon": site.Location.Lon(), "lat": site.Location.Lat(), "flows": []body{flow}})
		}
		data, err := json.Marshal(body{"points": list, "limit": limit})
		if err != nil {
			b.Fatal(err)
		}
		bodies[i] = data
	}
	return func(i int) *http.Request {
		r, err := http.NewRequest(http.MethodPost, address+"/api/v1/whatif", bytes.NewReader(bodies[i%len(bodies)]))
		if err != nil {
			panic(err) // a fault of this file
		}
		r.Header.Set("Content-Type", "application/json")
		return r
	}
}

// tilePath returns the path of the tile that holds a point.
func tilePath(layer string, zoom int, lon, lat float64) string {
	n := math.Exp2(float64(zoom))
	φ := lat * math.Pi / 180
	x := int(n * (lon + 180) / 360)
	y := int(n * (1 - math.Asinh(math.Tan(φ))/math.Pi) / 2)
	return fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", layer, zoom, x, y)
}

type loaded struct {
	milliseconds []float64
	wall         time.Duration
	bytes        float64 // of one answer, on average
}

// load sends the requests and fails the benchmark on any answer but 200.
func load(b *testing.B, client *http.Client, next func(int) *http.Request) loaded {
	b.Helper()
	// Connections, caches and what is reckoned once are not what is measured.
	for i := range connections {
		if _, err := answer(client, next(i)); err != nil {
			b.Fatal(err)
		}
	}
	var (
		sent, size atomic.Int64
		group      sync.WaitGroup
		mutex      sync.Mutex
		all        loaded
		faults     []error
	)
	start := time.Now()
	for range connections {
		group.Go(func() {
			var own []float64
			var fault error
			for fault == nil {
				i := int(sent.Add(1)) - 1
				if i >= requests || time.Since(start) > 10*time.Second {
					break
				}
				asked := time.Now()
				n, err := answer(client, next(i))
				own, fault = append(own, time.Since(asked).Seconds()*1000), err
				size.Add(n)
			}
			mutex.Lock()
			defer mutex.Unlock()
			all.milliseconds = append(all.milliseconds, own...)
			faults = append(faults, fault)
		})
	}
	group.Wait()
	all.wall = time.Since(start)
	if err := errors.Join(faults...); err != nil {
		b.Fatal(err)
	}
	all.bytes = float64(size.Load()) / float64(len(all.milliseconds))
	return all
}

// answer sends a request, reads the answer to its end and returns its length.
func answer(client *http.Client, r *http.Request) (int64, error) {
	response, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 500))
		return 0, fmt.Errorf("%s: %s: %s", r.URL, response.Status, text)
	}
	return io.Copy(io.Discard, response.Body)
}

func TestTilePath(t *testing.T) {
	// Stockholm's tile as OpenStreetMap numbers them.
	if got, want := tilePath("sites", 8, 18.06, 59.33), "/tiles/sites/8/140/75.mvt"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
