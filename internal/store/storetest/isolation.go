package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// isolation reads from within an update: a store whose readers waited for writers would hang.
func isolation(t *testing.T, s store.Store) {
	want := prepared(t, s)
	_, before := load(t, s)
	update(t, s, func(tx store.Tx) error {
		if tx.Began() != before {
			t.Errorf("the transaction began at %q, the store is at %q", tx.Began(), before)
		}
		mess(t, tx)
		if tx.Began() != before {
			t.Errorf("after it has written, the transaction began at %q", tx.Began())
		}
		if _, err := tx.Site(context.Background(), "new"); err != nil {
			t.Errorf("the transaction doesn't see its own write: %v", err)
		}
		holds(t, s, want)
		if revision, err := s.Revision(context.Background()); revision != before || err != nil {
			t.Errorf("the revision is %q within the update, %q before it: %v", revision, before, err)
		}
		return nil
	})
	after, revision := load(t, s)
	if difference(want, after) == "" || revision == before {
		t.Error("the committed update is not seen")
	}
}

// cancelWaiting cancels an update that waits for another one, which waits for the test.
func cancelWaiting(t *testing.T, s store.Store) {
	inside, goOn := make(chan struct{}), make(chan struct{})
	first := make(chan error, 1)
	go func() {
		_, err := s.Update(context.Background(), func(store.Tx) error {
			close(inside)
			<-goOn
			return nil
		})
		first <- err
	}()
	<-inside
	ctx, cancel := context.WithCancel(context.Background())
	second := make(chan error, 1)
	go func() {
		_, err := s.Update(ctx, func(store.Tx) error { return errors.New("called while another update was under way") })
		second <- err
	}()
	cancel()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Errorf("the waiting update returned %v", err)
	}
	close(goOn)
	if err := <-first; err != nil {
		t.Errorf("the first update returned %v", err)
	}
}

func revisions(t *testing.T, s store.Store) {
	ctx := context.Background()
	seen := map[store.Revision]string{}
	note := func(what string, r store.Revision) {
		t.Helper()
		if old, twice := seen[r]; twice || r == "" {
			t.Errorf("the revision %q stands for %q and for %q", r, old, what)
		}
		seen[r] = what
		if now, err := s.Revision(ctx); now != r || err != nil {
			t.Errorf("%s: Revision returned %q, %v; want %q", what, now, err, r)
		}
	}
	_, r := load(t, s)
	note("a new store", r)
	sample := Sample()
	for _, change := range []struct {
		what  string
		write func(store.Tx) error
	}{
		{"put site", func(tx store.Tx) error { _, err := tx.PutSite(ctx, sample.Sites[0]); return err }},
		{"put the same site", func(tx store.Tx) error { _, err := tx.PutSite(ctx, sample.Sites[0]); return err }},
		{"put flow", func(tx store.Tx) error { _, err := tx.PutFlow(ctx, sample.Flows[0]); return err }},
		{"put area", func(tx store.Tx) error { _, err := tx.PutArea(ctx, sample.Areas[0]); return err }},
		{"put exchange", func(tx store.Tx) error { _, err := tx.PutExchange(ctx, sample.Exchanges[0]); return err }},
		{"put info", func(tx store.Tx) error { return tx.PutInfo(ctx, sample.Info) }},
		{"put assumptions", func(tx store.Tx) error { return tx.PutAssumptions(ctx, sample.Assumptions) }},
		{"delete site", func(tx store.Tx) error { return tx.DeleteSite(ctx, sample.Sites[0].ID) }},
		{"delete flow", func(tx store.Tx) error { return tx.DeleteFlow(ctx, sample.Flows[0].ID) }},
		{"delete area", func(tx store.Tx) error { return tx.DeleteArea(ctx, sample.Areas[0].ID) }},
		{"delete exchange", func(tx store.Tx) error { return tx.DeleteExchange(ctx, sample.Exchanges[0].ID) }},
		{"delete assumptions", func(tx store.Tx) error { return tx.PutAssumptions(ctx, nil) }},
	} {
		note(change.what, update(t, s, change.write))
	}
}

// concurrency lets writers count upwards in two sites at once, and readers look.
func concurrency(t *testing.T, s store.Store) {
	const writers, rounds, readers = 4, 15, 3
	ctx := context.Background()
	ids := []symbiosis.SiteID{"left", "right"}
	count := func(tx store.Tx, by int) error {
		for _, id := range ids {
			x, err := tx.Site(ctx, id)
			if symbiosis.KindOf(err) == symbiosis.NotFound {
				x, err = site(id), nil
			}
			if err != nil {
				return err
			}
			n, _ := strconv.Atoi(x.Note)
			x.Note = strconv.Itoa(n + by)
			if _, err := tx.PutSite(ctx, x); err != nil {
				return err
			}
		}
		return nil
	}
	update(t, s, func(tx store.Tx) error { return count(tx, 0) })

	var writing, reading sync.WaitGroup
	done := make(chan struct{})
	var mu sync.Mutex
	states := map[store.Revision]string{}
	for range readers {
		reading.Go(func() {
			for {
				region, revision, err := s.Load(ctx)
				if err != nil {
					t.Errorf("Load: %v", err)
					return
				}
				l, r := region.Sites[0], region.Sites[1]
				if l.Note != r.Note || l.Version != r.Version {
					t.Errorf("half an update is seen: %s and %s", l.Note, r.Note)
				}
				mu.Lock()
				if old, ok := states[revision]; ok && old != l.Note {
					t.Errorf("revision %q stands for %s and %s", revision, old, l.Note)
				}
				states[revision] = l.Note
				mu.Unlock()
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for w := range writers {
		writing.Go(func() {
			for round := range rounds {
				fails := (w+round)%5 == 0
				_, err := s.Update(ctx, func(tx store.Tx) error {
					if err := count(tx, 1); err != nil || !fails {
						return err
					}
					return errWanted
				})
				if fails != errors.Is(err, errWanted) || !fails && err != nil {
					t.Errorf("Update: %v", err)
				}
			}
		})
	}
	writing.Wait()
	close(done)
	reading.Wait()

	const counted = writers*rounds - writers*rounds/5
	region, _ := load(t, s)
	if got := region.Sites[0].Note; got != fmt.Sprint(counted) {
		t.Errorf("%d updates of one each have counted to %s", counted, got)
	}
	if v := region.Sites[0].Version; v != counted+1 {
		t.Errorf("the version is %d after %d changes", v, counted)
	}
}

func ownership(t *testing.T, s store.Store) {
	want := prepared(t, s)
	mine, _ := load(t, s)
	for i := range mine.Flows {
		f := &mine.Flows[i]
		f.Name = "changed"
		for _, x := range f.Quality {
			*x.Max = 99
		}
		for j := range f.Accepts {
			f.Accepts[j] = "changed"
		}
		if f.Supply != nil {
			*f.Supply = 1
		}
	}
	mine.Areas[0].Geometry[0][0][1][0] = 0
	mine.Assumptions["mine"] = 1
	holds(t, s, want)
}
