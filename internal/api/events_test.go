package api_test

import (
	"bufio"
	"context"
	"net/http"
	"path/filepath"
	"slices"
	"testing"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store/geopackage"
	"github.com/samloka/samloka/internal/symbiosis"
)

// listen opens the stream of events as a browser does that has seen last; cut breaks it.
func (r running) listen(t *testing.T, path, last string) (stream *bufio.Reader, cut func()) {
	t.Helper()
	ctx, cut := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cut(); resp.Body.Close() })
	return bufio.NewReader(resp.Body), cut
}

// TestAStreamThatWasCutGoesOnWhereItWas cuts the stream, changes the region meanwhile and connects again:
// the reader is told in one event what has changed since the last it saw, nothing when nothing has, and
// that anything may have when its last is not known any more.
func TestAStreamThatWasCutGoesOnWhereItWas(t *testing.T) {
	p := emptyPlanner(t)
	server := run(t, p)
	defer func() { server.stop(); <-server.done }()
	add := func(name string) {
		t.Helper()
		if _, err := p.CreateSite(t.Context(), symbiosis.Site{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	const path = "/api/v1/events"
	stream, cut := server.listen(t, path, "")
	first := nextEvent(t, stream)
	if first.Changed != nil || first.ID != first.Revision || first.ID != p.Snapshot().Revision() {
		t.Errorf("who comes anew is told %+v", first)
	}
	add("seen")
	seen := nextEvent(t, stream)
	if !slices.Equal(seen.Changed, []string{"sites"}) {
		t.Errorf("a new site is told as %+v", seen)
	}
	cut()

	add("missed")
	if err := p.SetInfo(t.Context(), symbiosis.RegionInfo{Name: symbiosis.Names{SV: "Ny"}}); err != nil {
		t.Fatal(err)
	}
	if err := p.SetAssumptions(t.Context(), map[string]float64{"heat_value_sek_per_mwh": 301}); err != nil {
		t.Fatal(err)
	}
	stream, cut = server.listen(t, path, seen.ID)
	caughtUp := nextEvent(t, stream)
	if !slices.Equal(caughtUp.Changed, []string{"assumptions", "region_info", "sites"}) || caughtUp.Revision != p.Snapshot().Revision() {
		t.Errorf("after the break it is told %+v", caughtUp)
	}
	cut()

	// Nothing has changed in this break: the next thing that is told is the change after it. The last
	// event may stand in the query, where a page connects by itself.
	for _, inQuery := range []bool{false, true} {
		if inQuery {
			stream, cut = server.listen(t, path+"?after="+caughtUp.ID, "")
		} else {
			stream, cut = server.listen(t, path, caughtUp.ID)
		}
		add("after")
		next := nextEvent(t, stream)
		if next.Revision != p.Snapshot().Revision() || !slices.Equal(next.Changed, []string{"sites"}) {
			t.Errorf("after a break without a change it is told %+v", next)
		}
		caughtUp = next
		cut()
	}

	stream, _ = server.listen(t, path, "from another life")
	if lost := nextEvent(t, stream); lost.Changed != nil || lost.Revision != p.Snapshot().Revision() {
		t.Errorf("a reader whose last event isn't known is told %+v", lost)
	}
}

// onOneFile opens planners on one file, as several programs would.
func onOneFile(t *testing.T) func() *planner.Planner {
	path := filepath.Join(t.TempDir(), "region.gpkg")
	return func() *planner.Planner {
		s, err := geopackage.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		p, err := planner.Open(t.Context(), s, catalogue(t), assumptions(t), planner.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
}

// TestAStreamThatComesToAnotherServer connects again to a server that is behind the one before: it
// catches up first, and the reader never goes back in time.
func TestAStreamThatComesToAnotherServer(t *testing.T) {
	open := onOneFile(t)
	ahead, behind := open(), open() // nobody runs them: they follow when they are asked to
	if _, err := ahead.CreateSite(t.Context(), symbiosis.Site{Name: "New"}); err != nil {
		t.Fatal(err)
	}
	server := run(t, behind)
	defer func() { server.stop(); <-server.done }()
	stream, _ := server.listen(t, "/api/v1/events", ahead.Snapshot().Revision())
	if _, err := ahead.CreateSite(t.Context(), symbiosis.Site{Name: "Newer"}); err != nil {
		t.Fatal(err)
	}
	if err := behind.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if next := nextEvent(t, stream); next.Revision != ahead.Snapshot().Revision() || !slices.Equal(next.Changed, []string{"sites"}) {
		t.Errorf("the reader is told %+v, at %s", next, ahead.Snapshot().Revision())
	}
}

// TestMetricsOfFollowing lets another program write and looks before and after it is followed.
func TestMetricsOfFollowing(t *testing.T) {
	open := onOneFile(t)
	p, other := open(), open()
	h := api.New(p, api.Options{Page: page}).Handler()
	looks := func(when, revisions, changes, reloads string, behind bool) {
		t.Helper()
		got := []string{
			figure(t, h, "samloka_region_behind_revisions"),
			figure(t, h, `samloka_region_followed_total{way="changes"}`),
			figure(t, h, `samloka_region_followed_total{way="reload"}`),
		}
		if !slices.Equal(got, []string{revisions, changes, reloads}) {
			t.Errorf("%s: behind by %s revisions, followed %s times by changes and %s by reloads", when, got[0], got[1], got[2])
		}
		if seconds := figure(t, h, "samloka_region_behind_seconds"); (seconds != "0") != behind {
			t.Errorf("%s: behind by %s s", when, seconds)
		}
	}
	looks("at first", "0", "0", "1", false)
	for _, name := range []string{"One", "Two"} {
		if _, err := other.CreateSite(t.Context(), symbiosis.Site{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	looks("two edits behind", "2", "0", "1", true)
	if err := p.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	looks("after following", "0", "1", "1", false)
}
