package regiongen

import (
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// heat is the one resource that goes by pipe.
const heat symbiosis.ResourceCode = "heat.50-80"

// materials are leaves of the catalogue from 23 branches: none satisfies another.
var materials = []symbiosis.ResourceCode{
	"co2.fossil", "techgas.oxygen", "metal.nonferrous.copper", "plastic.pvc", "wood.bark", "paper.cardboard",
	"glass.flat", "mineral.brick", "insulation.eps", "ash.bottom", "slag.steel", "sludge.fibre", "food.whey",
	"animal.insect", "manure.pig", "digestate.solid", "chemical.glycol", "textile.clothes", "rubber.tyres",
	"electronics.it", "battery.lead", "vehicle", "residual.municipal",
}

// Resources returns the codes of all 24 resources that a region of this package has, heat first.
func Resources() []symbiosis.ResourceCode {
	return slices.Insert(slices.Clone(materials), 0, heat)
}
