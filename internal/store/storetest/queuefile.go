package storetest

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// keep keeps content as a file.
func keep(t *testing.T, s store.Store, content []byte) int64 {
	t.Helper()
	file, err := s.PutFile(context.Background(), func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// hasFile says that a job has a file of that content; nil: none.
func hasFile(t *testing.T, s store.Store, job int64, name string, want []byte) {
	t.Helper()
	r, err := s.JobFile(context.Background(), job, name)
	if want == nil {
		if err == nil || symbiosis.KindOf(err) != symbiosis.NotFound {
			t.Errorf("job %d: the file %q is there still (%v)", job, name, err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
		t.Errorf("job %d: the file %q has %d bytes, want %d; %v", job, name, len(got), len(want), err)
	}
}

func filesOfJobs(t *testing.T, s store.Store) {
	ctx := context.Background()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same each time
	sizes := []int{0, 1, store.FilePiece - 1, store.FilePiece, store.FilePiece + 1, 5*store.FilePiece + 77}
	contents := make([][]byte, len(sizes))
	files := map[string]int64{}
	for i, size := range sizes {
		contents[i] = make([]byte, size)
		for j := range contents[i] {
			contents[i][j] = byte(random.Uint32())
		}
		// Written by pieces of any size.
		file, err := s.PutFile(ctx, func(w io.Writer) error {
			for rest := contents[i]; len(rest) > 0; {
				n := min(len(rest), 1+random.IntN(2*store.FilePiece))
				if m, err := w.Write(rest[:n]); err != nil || m != n {
					t.Errorf("Write: %d of %d, %v", m, n, err)
				}
				rest = rest[n:]
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		files[string(rune('a'+i))] = file
	}
	job := add(t, s, store.NewJob{Kind: "k", Args: []byte(`{}`), Files: files})[0]
	for i := range sizes {
		hasFile(t, s, job, string(rune('a'+i)), contents[i])
	}
	hasFile(t, s, job, "other", nil)

	// A file that could not be written is none, and no job can be given it or another's.
	refusal := errors.New("the writer gave up")
	if _, err := s.PutFile(ctx, func(w io.Writer) error {
		_, _ = w.Write(contents[5])
		return refusal
	}); !errors.Is(err, refusal) {
		t.Errorf("PutFile returned %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = s.PutFile(ctx, func(w io.Writer) error {
			_, _ = w.Write(contents[5])
			panic("a fault")
		})
		t.Error("the writer's panic was swallowed")
	}()
	for _, file := range []int64{files["a"], 1 << 40} {
		if _, err := s.AddJobs(ctx, store.NewJob{Kind: "k", Args: []byte(`{}`), Files: map[string]int64{"in": file}}); err == nil || symbiosis.KindOf(err) != symbiosis.NotFound {
			t.Errorf("a job is given file %d, which it can't have: %v", file, err)
		}
	}
	if list, err := s.Jobs(ctx, 0, 10); err != nil || len(list) != 1 {
		t.Errorf("there are %d jobs, %v: one that can't have its files is none", len(list), err)
	}
	// Who reads while the job is cancelled is told so; half a file is not taken for a whole one.
	r, err := s.JobFile(ctx, job, "f")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	if err := s.CancelJob(ctx, job); err != nil {
		t.Fatal(err)
	}
	hasFile(t, s, job, "a", nil)
	if _, err := io.ReadAll(r); err == nil || symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("reading on in a file that is gone gives %v", err)
	}
}

func filesGoWithJobs(t *testing.T, s store.Store) {
	ids := add(t, s, store.NewJob{Kind: "whole", Args: []byte(`{}`), Files: map[string]int64{"in": keep(t, s, []byte("given"))}})
	var parts []int64
	stop := work(t, s, 1, func(ctx context.Context, j store.Job, _ func(done, total int64)) (store.Outcome, error) {
		if j.Kind == "whole" {
			if done, err := s.Jobs(ctx, j.ID, 10); err != nil || len(done) > 0 {
				for _, p := range done {
					hasFile(t, s, p.ID, "in", nil)
					hasFile(t, s, p.ID, "out", []byte("part"))
				}
				hasFile(t, s, j.ID, "in", []byte("given")) // until the whole has ended
				return store.Outcome{Files: map[string]int64{"out": keep(t, s, []byte("made"))}}, err
			}
			var err error
			parts, err = s.AddJobs(ctx, store.NewJob{Kind: "part", Parent: j.ID, Args: []byte(`{}`), Files: map[string]int64{"in": keep(t, s, []byte("cell"))}})
			return store.Outcome{Parted: true}, err
		}
		hasFile(t, s, j.ID, "in", []byte("cell"))
		return store.Outcome{Files: map[string]int64{"out": keep(t, s, []byte("part"))}}, nil
	})
	reaches(t, s, ids[0], store.JobDone)
	stop()
	hasFile(t, s, ids[0], "in", nil)
	hasFile(t, s, ids[0], "out", []byte("made"))
	hasFile(t, s, parts[0], "out", nil)
}

func jobsAreCleaned(t *testing.T, s store.Store) {
	ctx := context.Background()
	ids := add(t, s,
		store.NewJob{Kind: "whole", Args: []byte(`{}`)},
		store.NewJob{Kind: "bad", Args: []byte(`{}`)},
		store.NewJob{Kind: "long", Args: []byte(`{}`), Files: map[string]int64{"in": keep(t, s, []byte("kept"))}},
		store.NewJob{Kind: "cancelled", Args: []byte(`{}`)})
	if err := s.CancelJob(ctx, ids[3]); err != nil {
		t.Fatal(err)
	}
	begun := make(chan struct{}, 9)
	stop := work(t, s, 2, func(ctx context.Context, j store.Job, _ func(done, total int64)) (store.Outcome, error) {
		switch j.Kind {
		case "bad":
			return store.Outcome{}, errors.New("it could not be done")
		case "long":
			begun <- struct{}{}
			<-ctx.Done()
			return store.Outcome{}, ctx.Err()
		case "part":
			return store.Outcome{Files: map[string]int64{"out": keep(t, s, []byte("part"))}}, nil
		}
		if parts, err := s.Jobs(ctx, j.ID, 9); err != nil || len(parts) > 0 {
			return store.Outcome{Files: map[string]int64{"out": keep(t, s, []byte("made"))}}, err
		}
		_, err := s.AddJobs(ctx, store.NewJob{Kind: "part", Parent: j.ID, Args: []byte(`{}`)})
		return store.Outcome{Parted: true}, err
	})
	<-begun
	reaches(t, s, ids[0], store.JobDone)
	reaches(t, s, ids[1], store.JobFailed)
	counts, err := s.CountJobs(ctx)
	want := []store.JobCount{{Kind: "bad", State: store.JobFailed, Count: 1}, {Kind: "cancelled", State: store.JobCancelled, Count: 1}, {Kind: "long", State: store.JobRunning, Count: 1}, {Kind: "whole", State: store.JobDone, Count: 1}}
	if err != nil || !slices.Equal(counts, want) {
		t.Errorf("the jobs are counted as %v, %v; want %v", counts, err, want)
	}
	clean := func(before time.Time, want int) {
		t.Helper()
		if n, err := s.CleanJobs(ctx, before); err != nil || n != want {
			t.Errorf("%d jobs were cleaned away, %v; want %d", n, err, want)
		}
	}
	// The store's clock may be another machine's: these are far off either way.
	orphan := keep(t, s, []byte("of no job"))
	clean(time.Now().Add(-time.Hour), 0)
	hasFile(t, s, ids[0], "out", []byte("made"))
	clean(time.Now().Add(time.Hour), 3)
	for _, id := range []int64{ids[0], ids[1], ids[3]} {
		if _, err := s.Job(ctx, id); err == nil || symbiosis.KindOf(err) != symbiosis.NotFound {
			t.Errorf("job %d is there still: %v", id, err)
		}
	}
	hasFile(t, s, ids[0], "out", nil)
	if parts, err := s.Jobs(ctx, ids[0], 9); err != nil || len(parts) > 0 {
		t.Errorf("parts are left: %v, %v", parts, err)
	}
	if _, err := s.AddJobs(ctx, store.NewJob{Kind: "k", Args: []byte(`{}`), Files: map[string]int64{"in": orphan}}); err == nil || symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("the file of no job is there still: %v", err)
	}
	// What goes on is left alone, however old it is.
	hasFile(t, s, ids[2], "in", []byte("kept"))
	if j, err := s.Job(ctx, ids[2]); err != nil || j.State != store.JobRunning {
		t.Errorf("the one that goes on is %+v, %v", j, err)
	}
	stop()
}

// largeFile writes and reads a file of 64 MB and looks at the heap on the way.
func largeFile(t *testing.T, s store.Store) {
	const megabytes, bound = 64, 16 << 20
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most := heap(), uint64(0)
	look := func() { most = max(most, heap()) }
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same each time
	written := crc32.NewIEEE()
	file, err := s.PutFile(context.Background(), func(w io.Writer) error {
		block := make([]byte, 1<<20)
		for i := range megabytes {
			for j := 0; j < len(block); j += 8 {
				binary.LittleEndian.PutUint64(block[j:], random.Uint64())
			}
			if _, err := io.MultiWriter(w, written).Write(block); err != nil {
				return err
			}
			if i%8 == 0 {
				look()
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	job := add(t, s, store.NewJob{Kind: "k", Args: []byte(`{}`), Files: map[string]int64{"in": file}})[0]
	r, err := s.JobFile(context.Background(), job, "in")
	if err != nil {
		t.Fatal(err)
	}
	read := crc32.NewIEEE()
	for range megabytes {
		if _, err := io.CopyN(read, r, 1<<20); err != nil {
			t.Fatal(err)
		}
		look()
	}
	if n, err := io.Copy(read, r); n != 0 || err != nil || read.Sum32() != written.Sum32() {
		t.Errorf("it comes back otherwise: %d bytes more, %v", n, err)
	}
	if most > before+bound {
		t.Errorf("the heap grew by %d MB for a file of %d MB", (most-before)>>20, megabytes)
	}
}
