package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestIdsReachTheirRecordsHoweverTheyAreEscaped: browsers' encodeURIComponent escapes more
// than Go does ("hotmaps:1" becomes hotmaps%3A1), and both must find the record.
func TestIdsReachTheirRecordsHoweverTheyAreEscaped(t *testing.T) {
	r := newRegion(t)
	for _, id := range []string{"hotmaps:1", "a,b;c@d&e=f+g$h", "åäö:ø", "50 %", "100%25", "a?b#c", "fünf%3Asechs"} {
		site := map[string]any{"id": id, "name": "Plats " + id, "lon": 14.6, "lat": 63.2}
		r.read(r.do(http.MethodPost, "/api/v1/sites", site), nil, http.StatusCreated)
		for _, escaped := range []string{url.PathEscape(id), strings.ReplaceAll(url.QueryEscape(id), "+", "%20")} {
			var got struct {
				ID string `json:"id"`
			}
			r.get("/api/v1/sites/"+escaped, &got, http.StatusOK)
			if got.ID != id {
				t.Errorf("/sites/%s gives %q, want %q", escaped, got.ID, id)
			}
			r.get("/api/v1/sites/"+escaped+"/matches", nil, http.StatusOK)
		}
	}
}
