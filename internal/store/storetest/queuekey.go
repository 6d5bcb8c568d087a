package storetest

import (
	"context"
	"io"
	"sync"
	"testing"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// A job that is asked for again under its key is the one that there is, whatever has become of it and
// whoever asks at the same moment; the files that come along are not kept.
func aKeyHasOneJob(t *testing.T, s store.Store) {
	ctx := context.Background()
	put := func() int64 {
		t.Helper()
		file, err := s.PutFile(ctx, func(w io.Writer) error {
			_, err := io.WriteString(w, "rows")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	keyed := func(asked string) store.NewJob {
		return store.NewJob{Kind: "good", Args: []byte(`{}`), Key: "k", Asked: asked, Files: map[string]int64{"file": put()}}
	}
	first := add(t, s, keyed("a"))[0]
	again := keyed("b")
	both := add(t, s, again, store.NewJob{Kind: "good", Args: []byte(`{}`)})
	if both[0] != first || both[1] == first {
		t.Fatalf("the first is %d, asked for again it is %d, and another without a key %d", first, both[0], both[1])
	}
	if j, err := s.Job(ctx, first); err != nil || j.Asked != "a" {
		t.Errorf("the job is %+v, %v", j, err)
	}
	// What came the second time belongs to nobody, and is gone.
	if _, err := s.AddJobs(ctx, store.NewJob{Kind: "good", Args: []byte(`{}`), Files: again.Files}); symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("the file that came twice is still kept: %v", err)
	}
	if _, err := s.JobFile(ctx, first, "file"); err != nil {
		t.Errorf("the first file is gone: %v", err)
	}
	var asking sync.WaitGroup
	ids := make([]int64, 8)
	for i := range ids {
		asking.Go(func() {
			if got, err := s.AddJobs(ctx, store.NewJob{Kind: "good", Args: []byte(`{}`), Key: "at once"}); err != nil {
				t.Error(err)
			} else {
				ids[i] = got[0]
			}
		})
	}
	asking.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("eight who ask at once are given %v", ids)
		}
	}
	stop := work(t, s, 1, func(context.Context, store.Job, func(done, total int64)) (store.Outcome, error) {
		return store.Outcome{}, nil
	})
	reaches(t, s, first, store.JobDone)
	stop()
	if got := add(t, s, keyed("a"))[0]; got != first {
		t.Errorf("done, it is asked for again and is %d", got)
	}
}
