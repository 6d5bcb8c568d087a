package wording

import (
	"fmt"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Why an import of a thousand bad rows failed, told the first time.
func BenchmarkFaultsToldTheFirstTime(b *testing.B) {
	lines := make([]string, 1000)
	for i := range lines {
		lines[i] = [...]string{
			fmt.Sprintf(`sites.csv, row %d, column lat: lat is out of range ("163.2"); between -90 and 90`, i),
			fmt.Sprintf(`flows.csv, row %d, column site_id: site_id is no site of the region ("x%d"); add the site first`, i, i),
			fmt.Sprintf(`sites.csv, row %d, column name: name is missing`, i),
		}[i%3]
	}
	forget := func() {
		remembered.mu.Lock()
		defer remembered.mu.Unlock()
		clear(remembered.told)
	}
	english := strings.Join(lines, "\n")
	for b.Loop() {
		forget()
		Told(symbiosis.Swedish, english)
	}
}
