// Package starting lets the program start without collecting garbage, and on large pages of memory.
//
// Packages make some three megabytes while they are initialised, excelize's patterns half of it. Go would
// collect them for the first time at four, just when a command begins: a fifth of the processor time of a start.
// Packages are initialised in the order of their paths as soon as what they import is, so that this one, which
// imports next to nothing, comes before most.
package starting

import (
	"os"
	"runtime/debug"

	"github.com/samloka/samloka/internal/largepages"
)

// percent is how much may come, in per cent of what is in use: of the least that Go reckons with, 16 MB.
const percent = 400

func init() {
	largepages.Use()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// Over has memory collected as usual again, as the environment (GOGC) says.
func Over() {
	const usual = 100
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(usual)
	}
}
