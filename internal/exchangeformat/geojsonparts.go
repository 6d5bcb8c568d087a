package exchangeformat

import (
	"bytes"
	"context"
	"runtime"
	"sync"
	"unicode/utf8"

	"github.com/samloka/samloka/internal/symbiosis"
)

// A large FeatureCollection is read in parts, on all cores. A part begins where a feature seems to
// begin; that it does shows once the part before it has ended just there. The parts are taken in
// order by the reader of the whole file, which knows what one part can't: how many features and lines
// came before, which ids have stood already, what has been told. A part with anything to tell, and one
// that doesn't fit, it reads itself: so records, notices and problems are those of one reader that
// goes from the first feature to the last, to the letter.

const (
	leastInParts = 256 << 10 // bytes of a file that is read in parts
	partBytes    = 256 << 10 // of a part, about
)

// part is a stretch of the features of a file, read by a reader of its own.
type part struct {
	*geojsonReader
	stretch
	closed bool  // the list of features ends within it
	lines  int   // that begin within it
	fault  any   // a panic, which the reader of the file shall have
	err    error // why there is no stretch
	ready  chan<- part
}

// readInParts reads data as readGeoJSON does. read is false where data isn't a FeatureCollection
// that begins with what the features are to be understood by, or is broken somewhere: what f
// holds by then is void. size is of a part.
func readInParts(ctx context.Context, f *findings, s *settings, data []byte, size int) (read bool, err error) {
	return readStretches(ctx, f, s, &atHand{data: data}, int64(len(data)), size)
}

// readStretches is readInParts of a file that comes in stretches, of total bytes; 0: nobody knows. Of
// stretches that can't be told apart read is false too.
func readStretches(ctx context.Context, f *findings, s *settings, from stretches, total int64, size int) (read bool, err error) {
	data, err := from.begin(size)
	if err != nil {
		return false, err
	}
	scan := &jsonScanner{data: data}
	crs, ok := opening(scan)
	if !ok {
		return false, nil
	}
	if err := readCRS(f, s, crs); err != nil {
		return false, nil //nolint:nilerr // told, or something before it, by who reads the whole
	}
	r := newGeoJSONReader(f, s, scan)
	r.total = total
	from.features(scan.pos)
	ahead := newLead()
	var group sync.WaitGroup
	defer group.Wait()
	defer ahead.stop()
	readers := sync.Pool{New: func() any { return newPartReader(s) }}
	for p := range partsOf(from, size, &readers, &group, ahead) {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		next := <-p
		switch {
		case next.fault != nil:
			panic(next.fault)
		case next.err != nil:
			return false, next.err
		case !next.isText:
			return false, nil
		case next.offset+int64(next.from) < r.base+int64(scan.pos):
			ahead.less()
			continue // it began within a feature
		}
		r.goOn(next.stretch)
		closed := next.closed
		if taken, err := r.take(next); err != nil {
			return false, err
		} else if !taken {
			if closed = r.features(next.to); scan.fault != "" {
				return false, nil
			}
			f.Distinct = true
			if err := f.handOver(); err != nil {
				return false, err
			}
		}
		readers.Put(next.geojsonReader)
		if closed {
			f.Distinct = true
			return next.final && closing(scan), nil
		}
		r.scan.line(r.scan.pos) // counted before the bytes are gone
		from.done(next.stretch)
		ahead.less()
	}
	return false, nil
}

// goOn makes the reader go on in a stretch, where it has come to.
func (r *geojsonReader) goOn(next stretch) {
	line := r.scan.line(r.scan.pos) - 1
	r.scan.pos = int(r.base + int64(r.scan.pos) - next.offset)
	r.scan.data, r.base = next.data, next.offset
	r.scan.lineFrom, r.scan.lineAt = r.scan.pos, line
}

// opening takes what stands before the features of a FeatureCollection, and stops at the first of
// them.
func opening(scan *jsonScanner) (crs []byte, ok bool) {
	if !scan.open('{') {
		return nil, false
	}
	seen := map[string]bool{}
	for scan.peek() == '"' {
		name := string(scan.rawString())
		if scan.peek() != ':' || seen[name] {
			return nil, false
		}
		seen[name] = true
		scan.pos++
		c := scan.peek()
		from := scan.pos
		if name == "features" {
			return crs, seen["type"] && scan.open('[') && scan.peek() == '{'
		}
		scan.skip()
		switch {
		case scan.fault != "" || scan.peek() != ',':
			return nil, false
		case name == "crs":
			crs = scan.data[from:scan.pos]
		case name == "type" && (c != '"' || string(bytes.TrimSpace(scan.data[from:scan.pos])) != `"FeatureCollection"`):
			return nil, false
		}
		scan.pos++
	}
	return nil, false
}

// closing takes what stands behind the features. It says whether that leaves them as they were
// understood.
func closing(scan *jsonScanner) bool {
	for scan.peek() == ',' {
		scan.pos++
		if scan.peek() != '"' {
			return false
		}
		switch string(scan.rawString()) {
		case "type", "features", "crs":
			return false
		}
		if scan.peek() != ':' {
			return false
		}
		scan.pos++
		scan.skip()
	}
	if scan.peek() != '}' {
		return false
	}
	scan.pos++
	return scan.peek() == 0 && scan.fault == ""
}

// partsOf reads the parts of a file, and gives them in order. Some are ahead of who takes them.
func partsOf(from stretches, size int, readers *sync.Pool, group *sync.WaitGroup, ahead *lead) <-chan chan part {
	// Neither is ever full: there are no more parts than ahead lets there be.
	parts, work := make(chan chan part, mostAhead), make(chan part, mostAhead)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for p := range work {
				p.geojsonReader = readers.Get().(*geojsonReader)
				p.read()
				p.ready <- p
			}
		})
	}
	group.Go(func() {
		defer close(parts)
		defer close(work)
		for ahead.more() {
			one := make(chan part, 1)
			parts <- one
			next, err := from.next(size)
			if err != nil || next.data == nil {
				one <- part{err: err}
				return
			}
			work <- part{stretch: next, ready: one}
		}
	})
	return parts
}

// mostAhead is how many parts may be ahead of who takes them: whoever is to take them may have to wait for
// something else, such as a lock, and later for a server that stores them, while the cores read on.
const mostAhead = 16

// lead keeps count of the parts that are ahead.
type lead struct {
	lock   sync.Mutex
	change sync.Cond
	parts  int
	ended  bool
}

func newLead() *lead {
	l := &lead{}
	l.change.L = &l.lock
	return l
}

// more waits until there may be one more; false when there shall be none.
func (l *lead) more() bool {
	l.lock.Lock()
	defer l.lock.Unlock()
	for l.parts >= mostAhead && !l.ended {
		l.change.Wait()
	}
	l.parts++
	return !l.ended
}

// less says that one is taken.
func (l *lead) less() {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.parts--
	l.change.Signal()
}

func (l *lead) stop() {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.ended = true
	l.change.Signal()
}

// border returns where the next feature seems to begin at or after pos, else the end of data.
func border(data []byte, pos int) int {
	for least := pos; ; {
		i := bytes.Index(data[pos:], []byte(`"Feature"`))
		if i < 0 {
			return len(data)
		}
		if start, ok := before(data, pos+i, ":", `"type"`, "{"); ok && start >= least {
			if _, ok := before(data, start, ","); ok {
				return start
			}
		}
		pos += i + len(`"Feature"`)
	}
}

// before says whether signs, the last one first, stand before pos with nothing but space between
// them, and where they begin.
func before(data []byte, pos int, signs ...string) (int, bool) {
	for _, sign := range signs {
		for pos > 0 && (data[pos-1] == ' ' || data[pos-1] == '\n' || data[pos-1] == '\r' || data[pos-1] == '\t') {
			pos--
		}
		if !bytes.HasSuffix(data[:pos], []byte(sign)) {
			return 0, false
		}
		pos -= len(sign)
	}
	return pos, true
}

// newPartReader returns a reader of parts, which leaves to the reader of the file what only that can
// know: ids that stand twice, files beside this one.
func newPartReader(s *settings) *geojsonReader {
	own := *s
	own.beside, own.years = nil, nil
	r := newGeoJSONReader(&findings{maxProblems: 1}, &own, &jsonScanner{})
	r.sites.seen, r.flows.seen, r.areas.seen = nil, nil, nil
	r.exchanges.seen, r.constraints.seen, r.facilities.seen = nil, nil, nil
	return r
}

// read reads the part's features.
func (p *part) read() {
	defer func() { p.fault = recover() }()
	r := p.geojsonReader
	if p.isText = p.isText || utf8.Valid(p.data); !p.isText {
		return
	}
	r.scan.data = p.data
	r.scan.pos, r.scan.depth, r.scan.fault = p.from, 2, ""
	r.scan.lineFrom, r.scan.lineAt = p.from, 0
	r.number = 0
	clear(r.unknown)
	r.Batch.clear()
	r.Notices, r.Problems, r.MoreNotices, r.MoreProblems, r.Ahead = r.Notices[:0], r.Problems[:0], 0, 0, 0
	p.closed = r.features(p.to)
	p.lines = r.scan.line(r.scan.pos) - 1
}

// features takes features from the present one to the one that begins at byte to or later, and says
// whether the list ends before.
func (r *geojsonReader) features(to int) (closed bool) {
	defer r.patterns.keep()
	for {
		r.feature()
		switch r.scan.peek() {
		case ',':
			r.scan.pos++
			r.scan.peek()
			if r.scan.pos >= to {
				return false
			}
		case ']':
			r.scan.close()
			return true
		default:
			r.scan.fail("a comma or a closing bracket is missing")
			return false
		}
	}
}

// take takes a part over, if it is the one that comes next and there is nothing to tell of it.
func (r *geojsonReader) take(p part) (bool, error) {
	o, b := p.geojsonReader, &p.geojsonReader.Batch
	if p.from != r.scan.pos || o.scan.fault != "" || len(b.Problems) > 0 || len(b.Notices) != len(o.unknown) {
		return false, nil
	}
	for key := range o.unknown {
		if !r.unknown[key] {
			return false, nil
		}
	}
	number, line := r.number, r.scan.line(p.from)-1
	if number == 0 {
		r.expectLike(b, float64(r.total-p.offset-int64(p.from))/float64(max(1, o.scan.pos-p.from)))
	}
	if !(claim(r.sites, b.Sites, number, line) && claim(r.flows, b.Flows, number, line) && claim(r.areas, b.Areas, number, line) &&
		claim(r.exchanges, b.Exchanges, number, line) && claim(r.constraints, b.Constraints, number, line) && claim(r.facilities, b.Facilities, number, line)) {
		for _, seen := range []*spots{r.sites.seen, r.flows.seen, r.areas.seen, r.exchanges.seen, r.constraints.seen, r.facilities.seen} {
			seen.forget(number)
		}
		return false, nil
	}
	r.number += o.number
	r.scan.pos, r.scan.depth = o.scan.pos, o.scan.depth
	r.scan.lineFrom, r.scan.lineAt = o.scan.pos, line+p.lines
	b.Distinct = true
	if stretch := o.scan.pos - p.from; !p.closed && stretch > 0 {
		b.Ahead = max(0, int(float64(b.Len())*float64(r.total-p.offset-int64(o.scan.pos))/float64(stretch)))
	}
	return true, r.findings.take(b)
}

// expectLike makes room for so many times the records of b.
func (r *geojsonReader) expectLike(b *Batch, times float64) {
	about := func(n int) int { return max(0, int(min(1.02*times*float64(n), mostExpected))) }
	r.sites.expectRecords(about(len(b.Sites)))
	r.flows.expectRecords(about(len(b.Flows)))
	r.areas.expectRecords(about(len(b.Areas)))
	r.exchanges.expectRecords(about(len(b.Exchanges)))
	r.constraints.expectRecords(about(len(b.Constraints)))
	r.facilities.expectRecords(about(len(b.Facilities)))
}

// claim moves the places of records to where they are in the file, and notes their ids, unless one
// has stood before.
func claim[T symbiosis.Record, D any, P draft[D]](r *rows[D, P], records []Placed[T], number, line int) bool {
	for i := range records {
		place := &records[i].Place
		place.Row += number
		place.Line += line
		if _, twice := r.seen.add(records[i].Record.RecordID(), place.spot()); twice {
			return false
		}
	}
	return true
}
