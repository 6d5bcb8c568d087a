package exchangeformat

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/samloka/samloka/internal/symbiosis"
)

// endless is a file of sites that is made while it is read: n of them, then tail.
type endless struct {
	n, at, read int
	tail        string
	rest        []byte
}

func (e *endless) Read(p []byte) (int, error) {
	for len(e.rest) == 0 {
		switch {
		case e.at == 0:
			e.rest = append(e.rest, utf8Mark...)
			e.rest = append(e.rest, `{"type":"FeatureCollection","features":[`...)
		case e.at <= e.n:
			if e.at > 1 {
				e.rest = append(e.rest, ',')
			}
			e.rest = fmt.Appendf(e.rest, `{"type":"Feature","id":"s%d","geometry":{"type":"Point","coordinates":[14.5,63]},"properties":{"kind":"site","name":"Å %d","note":"%s"}}`, e.at, e.at, strings.Repeat("n", 500))
		case e.at == e.n+1:
			e.rest = append(e.rest, e.tail...)
		default:
			return 0, io.EOF
		}
		e.at++
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	e.read += n
	return n, nil
}

// TestALargeFileIsNeverHeld: only some parts of it have been read before those that are taken, from its first
// records to the last.
func TestALargeFileIsNeverHeld(t *testing.T) {
	ahead := (mostAhead + 4) * 2 * partBytes
	file := &endless{n: 4 * ahead / 600, tail: "]}"}
	opened, taken := 0, 0
	_, err := Later("large.geojson", 0, func() (io.Reader, error) { opened++; return file, nil }).Read(t.Context(), Options{Take: func(b Batch) error {
		taken += b.Len()
		if held := file.read - 600*taken; held > ahead {
			t.Fatalf("%d bytes were read for %d records", file.read, taken)
		}
		return nil
	}})
	if err != nil || taken != file.n || opened != 1 {
		t.Errorf("%d of %d records, opened %d times: %v", taken, file.n, opened, err)
	}
}

// TestAFileThatComesTellsItsFaults: what the disk, the size and who takes the records have to say.
func TestAFileThatComesTellsItsFaults(t *testing.T) {
	slow, stop := errors.New("the disk is slow"), errors.New("stop")
	keep := func(Batch) error { return nil }
	for name, c := range map[string]struct {
		open func() (io.Reader, error)
		opts Options
		want string
	}{
		"it can't be opened": {func() (io.Reader, error) { return nil, slow }, Options{Take: keep}, "large.geojson can't be read: the disk is slow"},
		"it ends in a fault": {func() (io.Reader, error) { return io.MultiReader(&endless{n: 3000}, iotest.ErrReader(slow)), nil }, Options{Take: keep}, "large.geojson can't be read: the disk is slow"},
		"it is too large":    {func() (io.Reader, error) { return &endless{n: 3000, tail: "]}"}, nil }, Options{Take: keep, MaxBytes: 1 << 20}, "large.geojson is larger than 1 MB; split it"},
		"nobody takes it":    {func() (io.Reader, error) { return &endless{n: 3000, tail: "]}"}, nil }, Options{Take: func(Batch) error { return stop }}, "stop"},
		"it is cut off":      {func() (io.Reader, error) { return &endless{n: 3000}, nil }, Options{Take: keep}, ErrNotInParts.Error()},
		"it isn't UTF-8":     {func() (io.Reader, error) { return &endless{n: 3000, tail: `,{"x":"` + "\xe5" + `"}]}`}, nil }, Options{Take: keep}, ErrNotInParts.Error()},
		"a small one":        {func() (io.Reader, error) { return &endless{n: 3}, nil }, Options{Take: keep}, "large.geojson is not valid JSON"},
	} {
		if _, err := Later("large.geojson", 0, c.open).Read(t.Context(), c.opts); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFilesOfAZipAreNotDistinct: an id may stand in two files of it, which who takes their records must
// look for; in one file it is looked for here.
func TestFilesOfAZipAreNotDistinct(t *testing.T) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for _, name := range []string{"a.geojson", "b.geojson"} {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(part, &endless{n: 3000, tail: "]}"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	n := 0
	rest, err := Read(t.Context(), "two.zip", &archive, Options{Take: func(b Batch) error {
		if n += b.Len(); b.Distinct {
			t.Fatal("said to be distinct")
		}
		return nil
	}})
	if err != nil || n != 6000 || rest.Distinct {
		t.Errorf("%d records, %v", n, err)
	}
}

// TestTablesAreHandedOverInParts: a CSV file's records come some thousand at a time, with about how many
// are ahead, and its faults at the end, as of all at once.
func TestTablesAreHandedOverInParts(t *testing.T) {
	var text strings.Builder
	text.WriteString("id,name,lon,lat\n")
	for i := range 5000 {
		fmt.Fprintf(&text, "s%04d,S,14,63\n", i)
	}
	text.WriteString("s0000,twice,14,63\n")
	whole, err := Read(t.Context(), "sites.csv", strings.NewReader(text.String()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var kept Batch
	parts := 0
	rest, err := Read(t.Context(), "sites.csv", strings.NewReader(text.String()), Options{Take: func(b Batch) error {
		kept.append(b)
		if parts++; b.Ahead < 0 || b.Len()+b.Ahead > 5200 || parts == 1 && b.Ahead < 3800 {
			t.Errorf("%d records, %d ahead", b.Len(), b.Ahead)
		}
		return nil
	}})
	if err != nil || parts != 5 || len(kept.Sites) != 5000 || rest.Len() != 0 {
		t.Fatalf("%d sites in %d parts, %v", len(kept.Sites), parts, err)
	}
	for i, s := range kept.Sites {
		if s.Place != whole.Sites[i].Place || s.Record.ID != symbiosis.SiteID(fmt.Sprintf("s%04d", i)) {
			t.Fatalf("%+v at %d", s, i)
		}
	}
	if len(rest.Problems) != 1 || rest.Problems[0] != whole.Problems[0] {
		t.Errorf("told is %+v, want %+v", rest.Problems, whole.Problems)
	}
}
