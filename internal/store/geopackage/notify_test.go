package geopackage

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/store"
)

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

// listen listens to a store; stop ends that, and what Notify returned comes on ended.
func listen(t *testing.T, s *Store) (changed chan struct{}, ended chan error, stop context.CancelFunc) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	changed, ended = make(chan struct{}, 100), make(chan error, 1)
	go func() { ended <- s.Notify(ctx, func() { changed <- struct{}{} }) }()
	await(t, changed) // it listens
	return changed, ended, stop
}

// TestNotify edits the file as another program does: what it commits is told, by a look at the file
// that doesn't wait for it, and what the server writes itself too.
func TestNotify(t *testing.T) {
	s := sample(t)
	changed, ended, stop := listen(t, s)
	db := editor(t, s)
	for _, edit := range []string{
		`UPDATE sites SET note = 'by hand' WHERE id = 'hall'`,
		`BEGIN; DELETE FROM exchanges; DELETE FROM flows; COMMIT`,
	} {
		if _, err := db.ExecContext(t.Context(), edit); err != nil {
			t.Fatal(err)
		}
		await(t, changed)
	}
	if n := len(changed); n != 0 {
		t.Errorf("%d more changes were told", n)
	}

	// A change that isn't committed is none.
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), `DELETE FROM sites`); err != nil {
		t.Fatal(err)
	}
	conn, err := s.readers.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	before, err := dataVersion(t.Context(), conn)
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if after, err := dataVersion(t.Context(), conn); err != nil || after != before {
		t.Errorf("after what was taken back the file has version %d, before it %d: %v", after, before, err)
	}
	update(t, s, func(tx store.Tx) error { return tx.DeleteSite(t.Context(), "hall") })
	await(t, changed)

	stop()
	if err := await(t, ended); !errors.Is(err, context.Canceled) {
		t.Errorf("Notify returned %v", err)
	}
}

func TestNotifyTellsThatItIsCutOff(t *testing.T) {
	s := sample(t)
	if err := s.readers.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Notify(t.Context(), func() { t.Error("a change was told of a file that isn't open") }); err == nil {
		t.Error("Notify returned no error")
	}
}
