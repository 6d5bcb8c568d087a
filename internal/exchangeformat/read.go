package exchangeformat

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Preset names a published data set with columns of its own.
type Preset string

// The presets.
const (
	NoPreset Preset = ""
	Hotmaps  Preset = "hotmaps" // Hotmaps D2.3, industrial sites of Europe with excess heat
)

// Presets lists the presets that have a name.
func Presets() []Preset { return []Preset{Hotmaps} }

// Options say how a file is to be read. The zero Options read our own formats.
type Options struct {
	Preset Preset
	// CRS is the reference system of x and y, of outlines and of GeoJSON. None: WGS 84,
	// unless the file itself says otherwise.
	CRS geo.System
	// Catalogue, when given, is what resources and waste codes are checked against.
	Catalogue *symbiosis.Catalogue
	// As says what the features of somebody else's file are; the zero As reads files of ours.
	As As
	// Layer is which layer of a GeoPackage to read; none: all that can be read.
	Layer string
	// MaxProblems is how many problems are told in full; 0 means 1000.
	MaxProblems int
	// Beside opens a file that stands beside the one that is read, by the name that a row gives
	// (column shape_file). Nil: rows can't name files.
	Beside func(name string) (io.ReadCloser, error)
	// Take, when given, gets the records in the order of the file while it is read, in parts that it
	// may not keep, instead of the Batch. What it got is void unless Read returns without an error.
	// An error of its own ends the reading and comes out of Read as it is.
	Take func(Batch) error
	// MaxBytes is the greatest size of a file; 0 means 1 GiB.
	MaxBytes int64
}

const defaultMaxBytes = 1 << 30

// ErrNotInParts says that a file turned out, on the way, to be one that must be read as a whole: read
// it again without Take.
var ErrNotInParts = errors.New("the file can't be read in parts")

// settings are the options in force for one file.
type settings struct {
	name      string
	catalogue *symbiosis.Catalogue
	crs       geo.System // the caller's
	fileCRS   geo.System // the file's own (GeoJSON's crs member)

	ctx    context.Context //nolint:containedctx // lives for one call of Read
	beside func(string) (io.ReadCloser, error)
	years  map[string]yearRead // by name: many rows may name the same file

	noPatterns bool // tests: each feature is read as any JSON, see pattern
}

// yearRead is a year's file, or why it can't be read.
type yearRead struct {
	year Year
	err  error
}

// year reads a file beside the one that is read, once.
func (s *settings) year(name string) (Year, error) {
	if have, ok := s.years[name]; ok {
		return have.year, have.err
	}
	var read yearRead
	if s.beside == nil {
		read.err = errors.New("no other file can be read from here; give the twelve values in monthly")
	} else if r, err := s.beside(name); err != nil {
		read.err = err
	} else {
		read.year, read.err = ReadYear(s.ctx, name, r)
		_ = r.Close() // it was only read
	}
	if s.years == nil {
		s.years = map[string]yearRead{}
	}
	s.years[name] = read
	return read.year, read.err
}

// system returns the reference system of coordinates that don't name one themselves: what
// the caller says goes before what the file says.
func (s *settings) system() geo.System {
	switch {
	case s.crs.Valid():
		return s.crs
	case s.fileCRS.Valid():
		return s.fileCRS
	}
	return geo.WGS84
}

// Read reads a file called name from r. What the file is shows from its content; the name
// stands in the places of problems. Bad rows don't make an error: they are in the Batch,
// every one of them. An Invalid error means that nothing could be read as records, an
// Unavailable one that r failed; a cancelled context gives its own error.
func Read(ctx context.Context, name string, r io.Reader, opts Options) (Batch, error) {
	content, err := Load(ctx, name, r, opts.MaxBytes)
	if err != nil {
		return Batch{}, err
	}
	return content.Read(ctx, opts)
}

// Content is a file's content, at hand or to be had.
type Content struct {
	name string
	data []byte
	open func() (io.Reader, error) // nil: data is at hand
	size int64
}

// Load fetches what r holds, to be read later, at most maxBytes; 0 means 1 GiB. Its errors are those
// of the package's Read.
func Load(ctx context.Context, name string, r io.Reader, maxBytes int64) (Content, error) {
	if maxBytes <= 0 {
		maxBytes = defaultMaxBytes
	}
	data, err := readAll(ctx, r, maxBytes)
	if err != nil {
		return Content{}, unread(ctx, name, err)
	}
	return Content{name: name, data: data}, nil
}

// unread says that a file's content couldn't be had.
func unread(ctx context.Context, name string, err error) error {
	var known *symbiosis.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &known):
		told := *known
		told.Text = name + " " + known.Text
		return &told
	case errors.Is(err, fs.ErrNotExist):
		return symbiosis.Errorf(symbiosis.NotFound, "%s can't be read: %w", name, err)
	}
	return symbiosis.Errorf(symbiosis.Unavailable, "%s can't be read: %w", name, err)
}

func tooLarge(limit int64) error {
	return symbiosis.Errorf(symbiosis.Invalid, "is larger than %d MB; split it", limit>>20)
}

// Later is the content of a file called name that open opens when it is read, maybe more than once; of
// size bytes, 0: nobody knows. With Options.Take a large GeoJSON file of ours is then read stretch by
// stretch, and never held as a whole.
func Later(name string, size int64, open func() (io.Reader, error)) Content {
	return Content{name: name, size: size, open: open}
}

// Read is the package's Read.
func (c Content) Read(ctx context.Context, opts Options) (Batch, error) {
	if c.open != nil && opts.Take != nil && opts.Preset == NoPreset && opts.As == (As{}) && !promisesBinary(c.name) {
		b, read, err := c.arrive(ctx, opts)
		if read || err != nil {
			return b, err
		}
	}
	if c.open != nil {
		r, err := c.open()
		if err != nil {
			return Batch{}, unread(ctx, c.name, err)
		}
		c, err = Load(ctx, c.name, r, opts.MaxBytes)
		if err != nil {
			return Batch{}, err
		}
	}
	f, s := c.begin(ctx, opts)
	if err := read(ctx, f, s, c.data, opts); err != nil {
		return Batch{}, err
	}
	return f.end(c.name)
}

func (c Content) begin(ctx context.Context, opts Options) (*findings, *settings) {
	f := &findings{maxProblems: opts.MaxProblems, give: opts.Take}
	if f.maxProblems <= 0 {
		f.maxProblems = defaultMaxProblems
	}
	f.Doubled = opts.As.doubled()
	return f, &settings{name: c.name, catalogue: opts.Catalogue, crs: opts.CRS, ctx: ctx, beside: opts.Beside}
}

// arrive reads a large GeoJSON file while its content comes; read is false when it is none, or one that
// must be read as a whole.
func (c Content) arrive(ctx context.Context, opts Options) (b Batch, read bool, err error) {
	r, err := c.open()
	if err != nil {
		return Batch{}, false, unread(ctx, c.name, err)
	}
	from := &arriving{ctx: ctx, from: r, most: opts.MaxBytes}
	if from.most <= 0 {
		from.most = defaultMaxBytes
	}
	f, s := c.begin(ctx, opts)
	var taken error
	f.give = func(b Batch) error {
		taken = opts.Take(b)
		return taken
	}
	read, err = readStretches(ctx, f, s, from, c.size, partBytes)
	switch {
	case err != nil && taken == nil:
		return Batch{}, false, unread(ctx, c.name, err)
	case err != nil:
		return Batch{}, false, err
	case !read && f.given > 0:
		return Batch{}, false, ErrNotInParts
	case !read:
		return Batch{}, false, nil
	}
	b, err = f.end(c.name)
	return b, true, err
}

// end hands over the last records and returns what is to be told of the file.
func (f *findings) end(name string) (Batch, error) {
	if err := f.handOver(); err != nil {
		return Batch{}, err
	}
	if f.Len()+f.given == 0 && len(f.Problems) == 0 {
		f.notice(symbiosis.Problem{Place: name, Code: "no_rows", Text: "holds no rows: nothing was read from it", Hint: "one record a row below the header"})
	}
	f.Distinct = f.Distinct && !f.several
	return f.Batch, nil
}

// binaryEndings are of the names of files that are no text.
var binaryEndings = map[string]string{".gpkg": "GeoPackage", ".shp": "Shapefile", ".zip": "zip file", ".xlsx": "Excel file"}

// promisesBinary says that a file's name is one of those.
func promisesBinary(name string) bool { return binaryEndings[strings.ToLower(path.Ext(name))] != "" }

// damaged says that a file isn't of the kind that it promises to be. What the library that reads such
// files says of it, the cause, helps nobody who imports it.
func damaged(name, kind string, cause error) error {
	return &symbiosis.Error{Kind: symbiosis.Invalid, Err: cause,
		Text: name + " is no " + kind + ", or it is damaged: have the program that wrote it write it again"}
}

func read(ctx context.Context, f *findings, s *settings, data []byte, opts Options) error {
	preset := opts.Preset
	if len(data) == 0 {
		return symbiosis.Errorf(symbiosis.Invalid, "%s is empty", s.name)
	}
	for _, known := range []struct{ magic, text string }{
		{"\xd0\xcf\x11\xe0", "is an old Excel file (.xls); save it as CSV (UTF-8)"},
		{"%PDF-", "is a PDF; the table in it must be saved as CSV"},
	} {
		if bytes.HasPrefix(data, []byte(known.magic)) {
			return symbiosis.Errorf(symbiosis.Invalid, "%s %s", s.name, known.text)
		}
	}
	if opts.As != (As{}) {
		if err := opts.As.check(); err != nil {
			return err
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte("SQLite format 3\x00")):
		return readGeoPackage(ctx, f, s, data, opts)
	case bytes.HasPrefix(data, []byte("\x00\x00\x27\x0a")):
		return readShapefile(ctx, f, s, data, opts)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readZip(ctx, f, s, data, opts)
	}
	// A damaged file is told by what its name promises, not by what is found in it taken for text.
	for ending, kind := range binaryEndings {
		if strings.HasSuffix(strings.ToLower(s.name), ending) {
			return damaged(s.name, kind, nil)
		}
	}
	content, encoding, guessed, err := decode(data)
	if err != nil {
		return symbiosis.Errorf(symbiosis.Invalid, "%s is not text in %s: %w", s.name, encoding, err)
	}
	if guessed {
		f.notice(symbiosis.Problem{Place: s.name, Code: "encoding", Value: encoding,
			Text: "is not UTF-8 and was read in the encoding that its letters point to", Hint: "look at å, ä, ö, æ and ø; save the file as UTF-8 if they are wrong"})
	}
	start := bytes.TrimLeft(content, " \t\r\n")
	switch {
	case preset == Hotmaps:
		return readHotmaps(ctx, f, s, string(content))
	case preset != NoPreset:
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "there is no such preset", Problems: []symbiosis.Problem{{
			Field: "preset", Code: "unknown_code", Value: string(preset), Text: "is not known", Hint: "the one there is: hotmaps"}}}
	case len(start) == 0:
		return symbiosis.Errorf(symbiosis.Invalid, "%s is empty", s.name)
	case start[0] == '{' || start[0] == '[':
		return readGeoJSON(ctx, f, s, content, opts.As)
	}
	if opts.As.Noun != "" {
		return readForeignCSV(ctx, f, s, string(content), opts.As)
	}
	return readCSV(ctx, f, s, string(content))
}

// readAll reads r up to limit bytes, looking at ctx between pieces.
func readAll(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	var b bytes.Buffer
	const piece = 4 << 20
	switch r := r.(type) {
	case interface{ Len() int }:
		b.Grow(int(min(int64(r.Len()), limit) + bytes.MinRead))
	case interface{ Stat() (fs.FileInfo, error) }:
		if info, err := r.Stat(); err == nil && info.Mode().IsRegular() {
			b.Grow(int(min(info.Size(), limit) + bytes.MinRead))
		}
	}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		_, err := io.CopyN(&b, r, piece)
		switch {
		case int64(b.Len()) > limit:
			return nil, tooLarge(limit)
		case errors.Is(err, io.EOF):
			return b.Bytes(), nil
		case err != nil:
			return nil, err
		}
	}
}
