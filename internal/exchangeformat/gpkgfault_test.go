package exchangeformat

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// A GeoPackage that was cut off on its way is told with what to do, wherever it was cut, or is read to its
// end where what is missing isn't needed; SQLite's own words aren't shown.
func TestACutGeoPackageSaysWhatToDo(t *testing.T) {
	whole, err := os.ReadFile(testtool.SharedData(t, "formats/gpkg/simple_sewer_features.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	damaged := 0
	for cut := 100; cut < len(whole); cut += len(whole) / 41 {
		_, err := readTold(t, "cut.gpkg", bytes.NewReader(whole[:cut]), Options{As: As{Noun: Facilities, Facility: "rail"}})
		if err == nil {
			continue
		}
		says := err.Error()
		if strings.Contains(says, "is damaged, or only a part of it came along: copy or download it again") {
			damaged++
		} else if !strings.Contains(says, "has several layers") {
			t.Errorf("cut at %d: %v", cut, err)
		}
		if symbiosis.KindOf(err) != symbiosis.Invalid || strings.Contains(says, "SQLITE") || strings.Contains(says, "disk image") {
			t.Errorf("cut at %d: %s %v", cut, symbiosis.KindOf(err), err)
		}
	}
	if damaged == 0 {
		t.Error("no file was found damaged")
	}
}
