package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/postgis"
)

// ahead opens the database that an export will read or an import fill while the command line is still being read: the server takes
// longer to make a process for it.
type ahead struct {
	name string
	done chan struct{}
	s    store.Store
	err  error
}

// aheadOf are the options with which the commands that begin like this open their database. Nothing is changed before
// the call is known to be right.
var aheadOf = map[string][]postgis.Option{
	"export": {postgis.ToRead()},
	"import": {postgis.MakeLater(), postgis.AsItIs()},
}

// openAhead begins to open the database that args would have exported or filled; nil where they don't say at once.
func openAhead(ctx context.Context, args []string) *ahead {
	name := storeOf(args, os.Getenv("SAMLOKA_STORE"))
	if !isDatabase(name) {
		return nil
	}
	a := &ahead{name: name, done: make(chan struct{})}
	go func() {
		defer close(a.done)
		a.s, a.err = opened(postgis.Open(ctx, name, aheadOf[args[0]]...))
	}()
	return a
}

// storeOf is the store that a command line has opened ahead, as far as it can be told at a glance: usual if it names none.
func storeOf(args []string, usual string) string {
	if len(args) == 0 || aheadOf[args[0]] == nil {
		return ""
	}
	for i, arg := range args {
		if arg == "--store" && i+1 < len(args) {
			return args[i+1]
		}
		if name, ok := strings.CutPrefix(arg, "--store="); ok {
			return name
		}
	}
	return usual
}

// take returns the store called name, if that is the one that was begun with and it is in order; then it is the caller's.
func (a *ahead) take(name string) (s store.Store, begun bool, err error) {
	if a == nil || a.name != name {
		return nil, false, nil
	}
	<-a.done
	if errors.Is(a.err, postgis.ErrNotInOrder) {
		return nil, false, nil
	}
	s, a.s, a.name = a.s, nil, ""
	return s, true, a.err
}

// close closes what nobody has taken.
func (a *ahead) close() {
	if a == nil {
		return
	}
	<-a.done
	if a.s != nil {
		_ = a.s.Close()
	}
}
