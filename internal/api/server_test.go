package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func TestListenIsForThisMachineOnly(t *testing.T) {
	for _, address := range []string{":0", "0.0.0.0:0", "[::]:0", "192.168.1.5:8080", "samloka.example:8080", "localhost", "8080", ""} {
		l, err := api.Listen(address)
		if err == nil {
			l.Close()
			t.Errorf("%q was taken", address)
			continue
		}
		if symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), "localhost") {
			t.Errorf("%q: %v doesn't tell what would do", address, err)
		}
	}
	l, err := api.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = api.Listen(l.Addr().String())
	if symbiosis.KindOf(err) != symbiosis.Unavailable || !strings.Contains(err.Error(), "another program") {
		t.Errorf("a port in use: %v", err)
	}
}

// running is a server at work on a real port.
type running struct {
	url  string
	stop context.CancelFunc
	done chan error
}

func run(t *testing.T, p *planner.Planner) running {
	l, err := api.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	r := running{"http://" + l.Addr().String(), stop, make(chan error, 1)}
	go func() { r.done <- api.New(p, api.Options{Page: page}).Run(ctx, l) }()
	return r
}

func (r running) get(t *testing.T, path string) *http.Response {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

// An open stream hears of changes, and doesn't hold up the server's end.
func TestEventsFollowTheRegionAndEndWithTheServer(t *testing.T) {
	p := emptyPlanner(t)
	server := run(t, p)
	resp := server.get(t, "/api/v1/events")
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("content type %s", got)
	}
	stream := bufio.NewReader(resp.Body)
	if got := revisionOf(t, stream); got != p.Snapshot().Revision() {
		t.Errorf("first told of %s, want the present %s", got, p.Snapshot().Revision())
	}
	_, err := p.CreateSite(t.Context(), symbiosis.Site{Name: "New"})
	if err != nil {
		t.Fatal(err)
	}
	if got := revisionOf(t, stream); got != p.Snapshot().Revision() {
		t.Errorf("told of %s, want %s", got, p.Snapshot().Revision())
	}
	server.stop()
	if _, err := io.ReadAll(stream); err != nil {
		t.Errorf("the stream ended with %v", err)
	}
	if err := <-server.done; err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

func revisionOf(t *testing.T, stream *bufio.Reader) string {
	t.Helper()
	return nextEvent(t, stream).Revision
}

// told is an event of the region's stream.
type told struct {
	ID, Revision string
	Changed      []string
}

// nextEvent reads the next event of a stream.
func nextEvent(t *testing.T, stream *bufio.Reader) told {
	t.Helper()
	var e told
	for {
		line, err := stream.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			e.ID = strings.TrimSpace(id)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				t.Fatal(err)
			}
			return e
		}
	}
}

// A request that never ends its header is given up by the server, not waited for.
func TestTheServerSurvivesAConnectionThatSaysNothing(t *testing.T) {
	server := run(t, emptyPlanner(t))
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(server.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if resp := server.get(t, "/healthz"); resp.StatusCode != 200 {
		t.Errorf("status %d beside a silent connection", resp.StatusCode)
	}
	server.stop()
	select {
	case err := <-server.done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Error("the server waits for a connection that says nothing")
	}
}

func TestThePage(t *testing.T) {
	r := newRegion(t)
	for _, c := range []struct {
		path, cache string
		status      int
		holds       string
	}{
		{"/", "no-cache", 200, "<title>Samloka"},
		{"/karta/site/are-badhus", "no-cache", 200, "<title>Samloka"}, // a route of the page's own
		{"/assets/app-1234.js", "public, max-age=31536000, immutable", 200, "export"},
		{"/assets/../assets/app-1234.js", "public, max-age=31536000, immutable", 200, "export"},
		{"/favicon.ico", "no-cache", 200, "<svg"},
		{"/logo.png", "no-store", 404, "problem"},
		{"/../../etc/passwd", "no-cache", 200, "<title>Samloka"},
	} {
		w := r.do("GET", c.path, nil)
		if w.Code != c.status || w.Header().Get("Cache-Control") != c.cache || !strings.Contains(w.Body.String(), c.holds) {
			t.Errorf("%s: %d, %q: %s", c.path, w.Code, w.Header().Get("Cache-Control"), w.Body)
		}
	}
	if w := r.do("GET", "/", nil, "If-None-Match", r.do("GET", "/", nil).Header().Get("ETag")); w.Code != 304 {
		t.Errorf("status %d of a page that is known, want 304", w.Code)
	}
	policy := r.do("GET", "/", nil).Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "http") {
		t.Errorf("policy %q", policy)
	}
}

func TestWithoutThePageItSaysWhatToDo(t *testing.T) {
	h := api.New(emptyPlanner(t), api.Options{Page: fstest.MapFS{".gitkeep": {}}}).Handler()
	r := &region{T: t, handler: h}
	for _, path := range []string{"/", "/karta"} {
		if w := r.do("GET", path, nil); w.Code != 200 || !strings.Contains(w.Body.String(), "make build") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// What a page has read it keeps until the region changes.
func TestListsAreReadOnceForEachRevision(t *testing.T) {
	r := newRegion(t)
	first := r.do("GET", "/api/v1/sites", nil)
	tag := first.Header().Get("ETag")
	if w := r.do("GET", "/api/v1/sites", nil, "If-None-Match", tag); w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("status %d, want 304", w.Code)
	}
	if w := r.do("GET", "/api/v1/sites", nil, "If-None-Match", tag, "Accept-Language", "nb"); w.Code != 200 {
		t.Errorf("status %d in another language, want 200", w.Code)
	}
	if w := r.do("GET", "/api/v1/sites/nobody", nil); w.Header().Get("ETag") != "" {
		t.Error("a failure has a tag")
	}
	r.read(r.do("POST", "/api/v1/sites", `{"name":"x","lon":14,"lat":63}`), nil, 201)
	if w := r.do("GET", "/api/v1/sites", nil, "If-None-Match", tag); w.Code != 200 {
		t.Errorf("status %d after a change, want 200", w.Code)
	}
}

func TestHeadIsGetWithoutABody(t *testing.T) {
	server := run(t, emptyPlanner(t))
	defer func() { server.stop(); <-server.done }()
	for _, path := range []string{"/", "/api/v1/sites", "/tiles/sites", "/healthz"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodHead, server.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != 200 {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
	}
}

func TestLanguages(t *testing.T) {
	r := newRegion(t)
	for _, c := range []struct{ query, header, want string }{
		{"", "", "Värme"}, {"?lang=nb", "", "Varme"}, {"?lang=en", "nb", "Heat"},
		{"", "de, nb;q=0.8, en;q=0.9", "Heat"}, {"", "no", "Varme"}, {"", "de", "Värme"}, {"", ";;;", "Värme"},
	} {
		var list struct{ Items []struct{ Code, Name string } }
		r.read(r.do("GET", "/api/v1/resources"+c.query, nil, "Accept-Language", c.header), &list, 200)
		if list.Items[0].Code != "heat" || list.Items[0].Name != c.want {
			t.Errorf("%q %q: %s, want %s", c.query, c.header, list.Items[0].Name, c.want)
		}
	}
}
