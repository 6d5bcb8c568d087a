package api_test

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/testtool"
)

// TestTheTagServesForTheNextChange also where a trigger of others changes the row that is put, and its version.
func TestTheTagServesForTheNextChange(t *testing.T) {
	r := newRegion(t)
	const trigger = `CREATE TRIGGER dnr AFTER UPDATE ON sites WHEN NEW.note IS NOT 'dnr 7' BEGIN
		UPDATE sites SET note = 'dnr 7', version = version + 1 WHERE id = NEW.id;
	END`
	add := exec.CommandContext(t.Context(), testtool.Require(t, "ogrinfo"), r.planner.Location(), "-sql", trigger)
	if out, err := add.CombinedOutput(); err != nil || strings.Contains(string(out), "ERROR") {
		t.Fatalf("%v\n%s", err, out)
	}
	site := r.planner.Snapshot().Records().Sites[0]
	path, tag := "/api/v1/sites/"+string(site.ID), "*"
	for _, name := range []string{"Verket", "Bruket"} {
		var before map[string]any
		r.read(r.do(http.MethodGet, path, nil), &before, 200)
		before["name"], before["note"] = name, ""
		body, err := json.Marshal(before)
		if err != nil {
			t.Fatal(err)
		}
		w := r.do(http.MethodPut, path, string(body), "If-Match", tag)
		var told struct{ Name, Note string }
		r.read(w, &told, 200)
		if tag = w.Header().Get("ETag"); told.Name != name || told.Note != "dnr 7" || tag != r.do(http.MethodGet, path, nil).Header().Get("ETag") {
			t.Errorf("told %+v with the tag %s", told, tag)
		}
	}
}
