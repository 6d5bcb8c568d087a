package planner

import (
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
)

// books are the catalogue and the assumptions that ship.
func books(t testing.TB) (*symbiosis.Catalogue, symbiosis.Assumptions) {
	t.Helper()
	c, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		t.Fatal(err)
	}
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	return c, a
}
