package api_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/samloka/samloka/internal/api"
)

var update = flag.Bool("update", false, "write openapi.json anew")

// The page's typed client is made from the committed document: it must be what the program
// serves. `go test ./internal/api -run OpenAPI -update` writes it.
func TestOpenAPIIsCommitted(t *testing.T) {
	now, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("openapi.json", now, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(now, committed) {
		t.Error("openapi.json is not what the program serves; run: go test ./internal/api -run OpenAPI -update")
	}
}
