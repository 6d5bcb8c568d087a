// Command samloka plans industrial co-location: it serves the map page and the API, reads
// and writes a region's files, and matches surpluses with needs.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal lets what is under way be finished; a second one ends the program as signals do.
	context.AfterFunc(ctx, stop)
	code := Run(ctx, os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
