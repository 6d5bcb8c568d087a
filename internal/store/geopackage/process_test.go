package geopackage

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// The second program of these tests is the test binary itself, started anew with a role.
const (
	roleEnv = "SAMLOKA_TEST_ROLE"
	pathEnv = "SAMLOKA_TEST_STORE"
	fromEnv = "SAMLOKA_TEST_FROM"
)

// play carries out a role and says whether there was one.
func play() bool {
	role := os.Getenv(roleEnv)
	if role == "" {
		return false
	}
	if err := map[string]func() error{"write": writeUntilKilled, "count": countUp}[role](); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}

// start starts the second program and returns it and what it writes.
func start(t *testing.T, role, path string, from int) (*exec.Cmd, io.Reader) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), roleEnv+"="+role, pathEnv+"="+path, fromEnv+"="+strconv.Itoa(from))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

// pair puts a site and a flow there that belong together, the one of n.
func pair(ctx context.Context, tx store.Tx, n int) error {
	id := fmt.Sprintf("%06d", n)
	site := symbiosis.Site{
		ID: symbiosis.SiteID(id), Name: "Site " + id, Location: orb.Point{14 + float64(n%100)/100, 63 + float64(n/100)/100},
		Note: strings.Repeat("lorem ", n%300), // updates of many sizes
	}
	flow := symbiosis.Flow{
		ID: symbiosis.FlowID(id), SiteID: site.ID, Direction: symbiosis.Need, Resource: "wood",
		Quantity: symbiosis.Quantity{Amount: float64(n + 1), Unit: symbiosis.TonneYear},
	}
	if _, err := tx.PutSite(ctx, site); err != nil {
		return err
	}
	_, err := tx.PutFlow(ctx, flow)
	return err
}

// writeUntilKilled writes one pair after the other and says each number when its update has
// returned, the first time that it has begun.
func writeUntilKilled() error {
	ctx := context.Background()
	from, err := strconv.Atoi(os.Getenv(fromEnv))
	if err != nil {
		return err
	}
	fmt.Println("begun")
	s, err := Open(ctx, os.Getenv(pathEnv))
	if err != nil {
		return err
	}
	for n := from; n < from+100_000; n++ {
		if _, err := s.Update(ctx, func(tx store.Tx) error { return pair(ctx, tx, n) }); err != nil {
			return err
		}
		fmt.Println(n)
	}
	return fmt.Errorf("nobody killed me")
}

// TestKill kills the writer after it has told of so many updates, while it is at the next.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "region.gpkg")
	next := 0
	for round, updates := range []int{0, 0, 1, 2, 3, 50, 7, 120, 1, 33, 0, 80} {
		cmd, out := start(t, "write", path, next)
		told := next
		lines := bufio.NewScanner(out)
		for seen := -1; seen < updates && lines.Scan(); seen++ {
			if text := lines.Text(); text != "begun" {
				n, err := strconv.Atoi(text)
				if err != nil || n != told {
					t.Fatalf("the writer says %q, not %d", text, told)
				}
				told = n + 1
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what it told before it died counts too
			if n, err := strconv.Atoi(lines.Text()); err == nil && n == told {
				told = n + 1
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the writer ended before it was killed")
		}

		var how []Option
		if round%2 == 1 {
			how = append(how, ToRead())
		}
		s := open(t, path, how...)
		region, _ := load(t, s)
		got := len(region.Sites)
		if got < told || got > told+1 {
			t.Errorf("round %d: %d updates were acknowledged, %d are there", round, told, got)
		}
		if len(region.Flows) != got {
			t.Errorf("round %d: %d sites and %d flows: half an update is there", round, got, len(region.Flows))
		}
		for i := range min(got, len(region.Flows)) {
			id := fmt.Sprintf("%06d", i)
			if string(region.Sites[i].ID) != id || string(region.Flows[i].ID) != id || region.Flows[i].Quantity.Amount != float64(i+1) ||
				region.Sites[i].Note != strings.Repeat("lorem ", i%300) {
				t.Fatalf("round %d: record %d is %+v, %+v", round, i, region.Sites[i], region.Flows[i])
			}
		}
		integrity(t, s)
		checkIndex(t, s, "sites")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path + "-wal"); err == nil {
			t.Errorf("round %d: the log is left beside the file", round)
		}
		next = got
	}
}

const counts = 40

// countUp counts in one record, together with whoever else does.
func countUp() error {
	ctx := context.Background()
	s, err := Open(ctx, os.Getenv(pathEnv))
	if err != nil {
		return err
	}
	for range counts {
		if err := countOnce(ctx, s); err != nil {
			return err
		}
	}
	return s.Close()
}

func countOnce(ctx context.Context, s *Store) error {
	_, err := s.Update(ctx, func(tx store.Tx) error {
		x, err := tx.Site(ctx, "counter")
		if err != nil {
			return err
		}
		n, err := strconv.Atoi(x.Note)
		if err != nil {
			return err
		}
		x.Note = strconv.Itoa(n + 1)
		_, err = tx.PutSite(ctx, x)
		return err
	})
	return err
}

func TestTwoProgramsWrite(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	closeAtEnd(t, s)
	update(t, s, func(tx store.Tx) error {
		_, err := tx.PutSite(t.Context(), symbiosis.Site{ID: "counter", Name: "Counter", Note: "0", Location: orb.Point{14, 63}})
		return err
	})
	const programs = 2
	var others []*exec.Cmd
	for range programs {
		cmd, _ := start(t, "count", s.path, 0)
		others = append(others, cmd)
	}
	for range counts {
		if err := countOnce(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	for _, cmd := range others {
		if err := cmd.Wait(); err != nil {
			t.Fatalf("the other program: %v", err)
		}
	}
	region, _ := load(t, s)
	if got, want := region.Sites[0].Note, strconv.Itoa((programs+1)*counts); got != want {
		t.Errorf("three programs have counted to %s, not %s", got, want)
	}
	if got := region.Sites[0].Version; got != (programs+1)*counts+1 {
		t.Errorf("the version is %d", got)
	}
	integrity(t, s)
}
