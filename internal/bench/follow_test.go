package bench

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/postgis"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// deliveries is how many edits are followed; a reload each takes so long that fewer must do.
const (
	deliveries = 100
	reloads    = 5
)

// forgetful is a store that can't tell what has changed: who follows it reads all anew, as every server
// did before there were news.
type forgetful struct{ *postgis.Store }

func (f forgetful) Since(ctx context.Context, _ store.Revision, _ int) (store.News, error) {
	revision, err := f.Store.Revision(ctx)
	return store.News{Revision: revision, Gap: "forgotten, for comparison"}, err
}

// BenchmarkDelivery has one server commit an edit of a flow, and takes the time until another one on
// the same PostGIS shows it by its API, woken by its stream of events as a page is. Both reckon in the
// background what servers reckon after a change, on the same cores.
func BenchmarkDelivery(b *testing.B) {
	for _, flows := range []int{20_000, 200_000} {
		b.Run(fmt.Sprint(flows), func(b *testing.B) {
			address := regionInPostGIS(b, regionOf(flows/2))
			from := serverOn(b, openPostGIS(b, address))
			for _, way := range []struct {
				name string
				n    int
				wrap func(*postgis.Store) store.Store
			}{
				{"by news", deliveries, func(s *postgis.Store) store.Store { return s }},
				{"by reading all", reloads, func(s *postgis.Store) store.Store { return forgetful{s} }},
			} {
				b.Run(strings.ReplaceAll(way.name, " ", "-"), func(b *testing.B) {
					to := serverOn(b, way.wrap(openPostGIS(b, address)))
					region := regionOf(flows / 2)
					for b.Loop() {
						var times []float64
						for i := range way.n {
							f := region.Flows[i*7919%len(region.Flows)]
							times = append(times, deliver(b, from, to, string(f.ID), fmt.Sprint(way.name, i)))
						}
						what := fmt.Sprintf("an edit in one server to another's API, %d flows, %s", flows, way.name)
						figures.note(b, what, "ms p50", quantile(times, 0.5))
						figures.note(b, what, "ms p99", quantile(times, 0.99))
					}
				})
			}
		})
	}
}

// follower is a server with its planner and the revisions that it tells of.
type follower struct {
	planner *planner.Planner
	address string
	told    <-chan string
}

func serverOn(b *testing.B, s store.Store) follower {
	b.Helper()
	p, err := planner.Open(b.Context(), s, catalogue(b), assumptions(b), planner.Options{})
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- p.Run(ctx) }()
	told, unsubscribe := p.Subscribe()
	server := httptest.NewServer(api.New(p, api.Options{}).Handler())
	b.Cleanup(func() {
		server.Close()
		unsubscribe()
		stop()
		if err := <-ran; err != nil {
			b.Error(err)
		}
	})
	return follower{p, server.URL, told}
}

// deliver writes a note on a flow and returns how long after the commit the other server shows it, ms.
// What is shown before the writer has its answer counts as nothing.
func deliver(b *testing.B, from, to follower, id, note string) float64 {
	b.Helper()
	f, err := from.planner.Snapshot().Flow(symbiosis.FlowID(id))
	if err != nil {
		b.Fatal(err)
	}
	f.Note = note
	if _, err := from.planner.UpdateFlow(b.Context(), f, planner.AnyVersion); err != nil {
		b.Fatal(err)
	}
	committed := time.Now()
	patience := time.After(2 * time.Minute)
	for {
		var shown struct{ Note string }
		resp, err := http.Get(to.address + "/api/v1/flows/" + url.PathEscape(id)) //nolint:noctx // a benchmark's
		if err != nil {
			b.Fatal(err)
		}
		err = json.NewDecoder(resp.Body).Decode(&shown)
		resp.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		if shown.Note == note {
			return time.Since(committed).Seconds() * 1000
		}
		select {
		case <-to.told:
		case <-patience:
			b.Fatalf("the edit %s never came", note)
		}
	}
}

// regionInPostGIS puts a region into a schema of its own and returns its address.
func regionInPostGIS(b *testing.B, r *region) string {
	b.Helper()
	u, err := url.Parse(testtool.PostGIS(b))
	if err != nil {
		b.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", "bench_"+strings.ToLower(rand.Text()[:12]))
	u.RawQuery = q.Encode()
	s := openPostGIS(b, u.String())
	if _, err := s.Update(b.Context(), func(tx store.Tx) error { return storetest.Put(b.Context(), tx, &r.Region) }); err != nil {
		b.Fatal(err)
	}
	return u.String()
}

func openPostGIS(b *testing.B, address string) *postgis.Store {
	b.Helper()
	s, err := postgis.Open(b.Context(), address)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}
