//go:build !linux

package postgis

import "time"

// rest leaves the server alone for so long.
func rest(d time.Duration) { time.Sleep(d) }
