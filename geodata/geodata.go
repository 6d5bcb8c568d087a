// Package geodata embeds the data that every installation of Samloka shares: the catalogue
// of resources, the European List of Waste, the uses of waste, the basemap and the demo region. It only
// embeds; internal/symbiosis and internal/exchangeformat read and check the files. Sources
// and licences stand in README.md.
package geodata

import (
	"embed"
	"io/fs"
)

//go:embed catalogue/catalogue-2026-11.json
var catalogue []byte

//go:embed waste/list-of-waste.csv
var wasteList []byte

//go:embed waste/chapters.json
var wasteChapters []byte

//go:embed waste/uses.json
var wasteUses []byte

//go:embed basemap/basemap.json
var basemap []byte

//go:embed basemap/places.json
var places []byte

//go:embed demo
var demo embed.FS

// Catalogue returns the tree of resources (JSON). The caller must not change it.
func Catalogue() []byte { return catalogue }

// WasteList returns the European List of Waste: CSV separated by semicolons with the header
// code;level;hazardous;name_en. The caller must not change it.
func WasteList() []byte { return wasteList }

// WasteChapters returns the Swedish and Norwegian names of the list's 20 chapters (JSON).
// The caller must not change it.
func WasteChapters() []byte { return wasteChapters }

// WasteUses returns the rules *waste code → use* (JSON). The caller must not change it.
func WasteUses() []byte { return wasteUses }

// Basemap returns land, borders, lakes and rivers of northern Europe: TopoJSON in WGS 84, made by
// web/scripts/basemap.mjs. The page and the reports draw it. The caller must not change it.
func Basemap() []byte { return basemap }

// Places returns towns and waters with their names (JSON). The caller must not change it.
func Places() []byte { return places }

// Demo returns the files of the demo region: sites.csv, flows.csv, areas.geojson,
// exchanges.csv and questions.json.
func Demo() fs.FS {
	sub, err := fs.Sub(demo, "demo")
	if err != nil {
		// Only an invalid path fails, and "demo" is a constant.
		return demo
	}
	return sub
}
