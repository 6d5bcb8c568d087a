package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"

	"github.com/samloka/samloka/internal/largepages"
)

// mostGarbage is how much of memory a command that runs in one go lets lie unused at most, beside as much
// again as is in use.
const mostGarbage = 256 << 20

// inOneGo lets a command that reads or writes a whole region and ends have memory for time: it
// collects what it no longer uses when four times as much has come as is in use, or mostGarbage where
// that is less, unless the environment (GOGC) says otherwise. And it is on large pages, which a server had better
// not be: the system would fill up what Go gives back.
func inOneGo() {
	largepages.Use()
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(percentOfUse(0))
	atNextCollection()
}

// atNextCollection sets, after each collection, how far memory may grow until the next one.
func atNextCollection() {
	type sentinel struct{ _ *int } // which nobody holds, so that each collection finds it
	runtime.SetFinalizer(&sentinel{}, func(*sentinel) {
		inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(inUse)
		debug.SetGCPercent(percentOfUse(inUse[0].Value.Uint64()))
		atNextCollection()
	})
}

// percentOfUse is how much may come, in per cent of what is in use.
func percentOfUse(inUse uint64) int {
	const most, least = 400, 100
	if inUse == 0 {
		return most
	}
	return int(min(most, max(least, 100*mostGarbage/inUse)))
}
