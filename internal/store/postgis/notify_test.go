package postgis

import (
	"context"
	"errors"
	"testing"
	"time"
)

// listener listens to a store until the test, or the connection, ends.
type listener struct {
	changed chan struct{}
	ended   chan error
	stop    context.CancelFunc
}

func listen(t *testing.T, s *Store) *listener {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	l := &listener{changed: make(chan struct{}, 100), ended: make(chan error, 1), stop: stop}
	go func() { l.ended <- s.Notify(ctx, func() { l.changed <- struct{}{} }) }()
	t.Cleanup(stop)
	await(t, l.changed) // it listens
	return l
}

// await waits for what must come, but not for ever.
func await[T any](t *testing.T, c <-chan T) (came T) {
	t.Helper()
	select {
	case came = <-c:
	case <-time.After(30 * time.Second):
		t.Fatal("nothing came")
	}
	return came
}

func TestNotify(t *testing.T) {
	s, dsn := opened(t)
	other, _ := opened(t)
	l := listen(t, s)
	putSample(t, s)
	await(t, l.changed)
	run(t, dsn, `UPDATE sites SET note = 'by hand' WHERE id = 'hall'`)
	await(t, l.changed)

	// Neither another region of the database nor what was rolled back is told, and a transaction
	// of many statements is told once.
	putSample(t, other)
	conn := foreign(t, dsn)
	execute(t, conn, `BEGIN`, `DELETE FROM sites`, `ROLLBACK`,
		`BEGIN`, `DELETE FROM sites`, `DELETE FROM flows`, `DELETE FROM areas`, `COMMIT`)
	await(t, l.changed)
	// What is told comes in the order of the commits: this one stands behind all the others.
	execute(t, conn, `NOTIFY samloka, '`+schemaOf(t, s)+`'`)
	await(t, l.changed)
	if n := len(l.changed); n != 0 {
		t.Errorf("%d more changes were told", n)
	}

	l.stop()
	if err := await(t, l.ended); !errors.Is(err, context.Canceled) {
		t.Errorf("Notify returned %v", err)
	}
}

func TestNotifyTellsThatItIsCutOff(t *testing.T) {
	dsn := fresh(t)
	s := open(t, with(t, dsn, "application_name", "cut-off"))
	closeAtEnd(t, s)
	l := listen(t, s)
	run(t, dsn, `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE query = 'LISTEN samloka' AND application_name = 'cut-off'`)
	refused(t, await(t, l.ended))
	again := listen(t, s)
	putSample(t, s)
	await(t, again.changed)
}
