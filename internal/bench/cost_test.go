package bench

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// cost is what a process took.
type cost struct {
	wall, cpu, server float64 // seconds; server is the database server's processor time
}

// server is a database server whose processor time is asked for: the number of its first process; 0
// for none, or one that can't be asked.
type server int

const noServer server = 0

// serverOf finds the server whose socket and data lie in folder, as .ci/with-postgis starts it.
func serverOf(b *testing.B, folder string) server {
	b.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "data", "postmaster.pid"))
	if err != nil {
		b.Logf("the server's processor time is left out: %v", err)
		return noServer
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		b.Fatal(err)
	}
	return server(pid)
}

// ticks is how many there are in a second of /proc/PID/stat (USER_HZ, which Linux keeps at 100).
const ticks = 100

// seconds is the processor time that the server has taken, its processes of today and those that have
// ended.
func (s server) seconds() float64 {
	if s == noServer {
		return 0
	}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	total := 0.0
	for _, name := range stats {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it has just ended
		}
		// proc(5): the name in brackets may hold anything; then from state, field 3, on.
		fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
		add := func(from, to int) {
			for _, field := range fields[from:to] {
				n, _ := strconv.ParseFloat(field, 64)
				total += n / ticks
			}
		}
		switch {
		case name == filepath.Join("/proc", strconv.Itoa(int(s)), "stat"):
			add(11, 15) // own time, and that of children that have ended
		case fields[1] == strconv.Itoa(int(s)):
			add(11, 13)
		}
	}
	return total
}

func (s server) run(b *testing.B, cmd *exec.Cmd) cost {
	b.Helper()
	before, start := s.seconds(), time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	c := cost{wall: time.Since(start).Seconds(), cpu: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()}
	c.server = s.seconds() - before
	return c
}

// theirsFirst says of what is compared whether the other program was first the last time.
var theirsFirst = map[string]bool{}

// compare times both, in turn the one or the other first, since who comes first finds what the one before has left to be
// written, and notes rows a second and how many times quicker ours is, by the
// clock and by the processor time of the two programs, which a busy machine disturbs less.
func (s server) compare(b *testing.B, what string, rows float64, ours, theirs func(context.Context) *exec.Cmd) {
	b.Helper()
	var a, o cost
	if theirsFirst[what] = !theirsFirst[what]; theirsFirst[what] {
		o, a = s.run(b, theirs(b.Context())), s.run(b, ours(b.Context()))
	} else {
		a, o = s.run(b, ours(b.Context())), s.run(b, theirs(b.Context()))
	}
	for _, who := range []struct {
		name string
		cost
	}{{"samloka", a}, {"ogr2ogr", o}} {
		figures.note(b, what+": "+who.name, "rows/s", rows/who.wall)
		figures.note(b, what+": "+who.name, "s CPU", who.cpu)
		if s != noServer {
			figures.note(b, what+": "+who.name, "s CPU of the server", who.server)
		}
	}
	figures.note(b, what+": ogr2ogr's time ÷ samloka's", "times", o.wall/a.wall)
	figures.note(b, what+": ogr2ogr's processor time ÷ samloka's", "times", o.cpu/a.cpu)
	if s != noServer {
		figures.note(b, what+": ogr2ogr's processor time ÷ samloka's, with the server's", "times", (o.cpu+o.server)/(a.cpu+a.server))
	}
}
