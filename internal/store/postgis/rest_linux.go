package postgis

import (
	"syscall"
	"time"
)

// rest leaves the server alone for so long. The thread rests, not the goroutine alone: for that Go would wait for the
// next bytes of any connection besides, and the server would wake it for each piece that it sends.
func rest(d time.Duration) {
	t := syscall.NsecToTimespec(d.Nanoseconds())
	_ = syscall.Nanosleep(&t, nil) // cut short by a signal, it has rested for less
}
