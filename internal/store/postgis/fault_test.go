package postgis

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// kill ends the server's side of the connection that an update runs on.
func kill(t *testing.T, tx store.Tx) {
	t.Helper()
	ours, ok := tx.(*transaction)
	if !ok {
		t.Fatalf("the transaction is a %T", tx)
	}
	run(t, testtool.PostGIS(t), fmt.Sprintf("SELECT pg_terminate_backend(%d, 10000)", ours.conn.PgConn().PID()))
}

// TestKilledConnection cuts an update's connection at each point of its life: nothing of it is
// kept, and the store goes on.
func TestKilledConnection(t *testing.T) {
	s, _ := opened(t)
	putSample(t, s)
	want, before := load(t, s)
	ctx := context.Background()
	puts := func(tx store.Tx, n int) error {
		for i := range n {
			if _, err := tx.PutSite(ctx, symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprint("n", i)), Name: "x", Location: orb.Point{1, 1}}); err != nil {
				return err
			}
		}
		return nil
	}
	flushed := func(tx store.Tx) error {
		_, err := tx.Site(ctx, "n0") // makes what waits be written
		return err
	}
	for _, c := range []struct {
		name  string
		write func(tx store.Tx) error
	}{
		{"before the first write", func(tx store.Tx) error { kill(t, tx); return puts(tx, 1) }},
		{"before what waits is written", func(tx store.Tx) error {
			if err := puts(tx, 500); err != nil {
				return err
			}
			kill(t, tx)
			return nil
		}},
		{"after it was written", func(tx store.Tx) error {
			if err := puts(tx, 500); err != nil {
				return err
			}
			if err := flushed(tx); err != nil {
				return err
			}
			kill(t, tx)
			return nil
		}},
		{"and write takes no heed", func(tx store.Tx) error {
			kill(t, tx)
			_ = tx.DeleteSite(ctx, "hall")
			_ = tx.PutInfo(ctx, symbiosis.RegionInfo{})
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := s.Update(ctx, c.write)
			refused(t, err)
			got, after := load(t, s)
			if diff := cmp.Diff(want, got); diff != "" || before != after {
				t.Errorf("it left (-want +got):\n%s", diff)
			}
		})
	}
	update(t, s, func(tx store.Tx) error { return puts(tx, 100) })
	if region, _ := load(t, s); len(region.Sites) != 103 {
		t.Errorf("%d sites after all", len(region.Sites))
	}
}

// TestIdleConnectionsAreReplaced cuts every connection of the pool between two uses, as a restart
// of the server does.
func TestIdleConnectionsAreReplaced(t *testing.T) {
	s, _ := opened(t)
	putSample(t, s)
	run(t, testtool.PostGIS(t), fmt.Sprintf(`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'samloka' AND query LIKE '%%samloka_revision%%' AND state = 'idle' AND pid IN (%s)`, pids(t, s)))
	// The first use may meet the dead connection; it says so, and the next one has a new one.
	if _, err := s.Revision(t.Context()); err != nil {
		refused(t, err, "connection")
	}
	load(t, s)
	putSample(t, s)
}

// pids lists the server's processes of the pool's idle connections.
func pids(t *testing.T, s *Store) string {
	t.Helper()
	list := "0"
	for _, conn := range s.pool.AcquireAllIdle(t.Context()) {
		list += fmt.Sprintf(", %d", conn.Conn().PgConn().PID())
		conn.Release()
	}
	return list
}

// TestALimitOfTheServerIsSaid: a reading or a change that needs more room for sorting than the role may take is told so.
func TestALimitOfTheServerIsSaid(t *testing.T) {
	conn := foreign(t, fresh(t))
	execute(t, conn, "SET work_mem = '64kB'", "SET temp_file_limit = '64kB'")
	_, err := conn.Exec(t.Context(), "SELECT repeat('x', 100) || i FROM generate_series(1, 100000) i ORDER BY 1")
	if err == nil {
		t.Fatal("the server keeps to no limit")
	}
	err = explain(t.Context(), "postgres://here", err)
	if symbiosis.KindOf(err) != symbiosis.Unavailable || !strings.Contains(err.Error(), "has reached a limit that is set for it (temporary file size exceeds") {
		t.Errorf("%s: %v", symbiosis.KindOf(err), err)
	}
}
