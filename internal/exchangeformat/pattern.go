package exchangeformat

import (
	"encoding/binary"
	"math/bits"
	"strconv"

	"github.com/paulmach/orb"
)

// A file's features were written by one program, and mostly look alike: the same members in the same
// order, the same signs and spaces between them, and many of the same values. So a feature is first
// compared with some read lately, byte by byte, and only values that differ are read. What stands between
// the values being the same, they are those of the same names, whatever their order; the first other byte
// leaves all to the reader of any JSON. Records, notices and problems are the same.

// pattern is a feature that was read, with its values and where they stand in it.
type pattern struct {
	text   []byte // from brace to brace, in the data or in kept; none: there is no pattern
	kept   []byte
	values []valueAt
	unlike bool // it has a value that is no property, id or coordinate

	id    string
	props []property
	kind  string // of the geometry: "Point" or none
	point orb.Point

	// site is the number of the record that rows of sites made of it; 0: none, or one with faults.
	site    int
	givesID bool // a property has the site's id

	// Of a feature that is compared with it:
	start   int      // where in the data it begins
	next    []bounds // its values
	changed []int    // those that differ
}

// bounds are those of a stretch of bytes.
type bounds struct{ from, to int }

// valueAt is where a value stands, from the beginning of its feature, and which it is: a property, by its
// place among them, or one of those below.
type valueAt struct {
	bounds
	which int
}

const (
	idValue      = -1 - iota
	lonValue     // the numbers of a Point
	latValue     //
	heightValue  // not taken
	skippedValue // of a member that isn't taken
)

const (
	// patternsKept are how many features lately read the next is compared with: some have a property more
	// than others, or are of another noun.
	patternsKept = 4
	// vainPatterns is after how many features that are like none of them only one in as many is compared.
	vainPatterns = 16
	// mostValues is how many values a pattern has at most.
	mostValues = 256
)

// patterns are those of a reader, the last one used first.
type patterns struct {
	list [patternsKept]*pattern
	vain int  // features in a row that were like none
	off  bool // tests: every feature is read as any JSON
}

// first moves p, which is the i-th, before all others.
func (ps *patterns) first(i int, p *pattern) {
	copy(ps.list[1:i+1], ps.list[:i])
	ps.list[0] = p
}

// keep holds on to what the patterns look like before the data is used for something else. Their records
// it forgets: the part that follows tells for itself what its features have that isn't known.
func (ps *patterns) keep() {
	for _, p := range ps.list {
		if p != nil {
			p.site = 0
			p.kept = append(p.kept[:0], p.text...)
			p.text = p.kept
		}
	}
}

// newPattern is for the next feature, whose properties are to be put there.
func (r *geojsonReader) newPattern() *pattern {
	last := &r.patterns.list[patternsKept-1]
	if *last == nil {
		*last = &pattern{}
	}
	p := *last
	p.text, p.values, p.unlike, p.site = nil, p.values[:0], false, 0
	r.props = p.props[:0]
	return p
}

// add takes down where a value stands in the data.
func (p *pattern) add(from, to, which int) {
	p.values = append(p.values, valueAt{bounds{from, to}, which})
}

// addGeometry is add for a geometry that was read by g. Of others than points the coordinates are most of
// the feature.
func (p *pattern) addGeometry(kind string, g *geometryReader) {
	if kind == "" {
		return // null, as between values
	}
	if p.unlike = kind != "Point" || g.count > len(g.numbersAt); !p.unlike {
		for i, at := range g.numbersAt[:g.count] {
			p.add(at.from, at.to, lonValue-i)
		}
	}
}

// learn keeps p, of the feature f that was read from a place of the data on, for the next features.
func (r *geojsonReader) learn(p *pattern, f *feature, from int) {
	if p.props = r.props; r.scan.fault != "" || p.unlike || len(p.values) > mostValues {
		return
	}
	p.id, p.kind, p.point = f.id, f.geometry.kind, f.geometry.point
	p.text = r.scan.data[from:r.scan.pos]
	for i := range p.values {
		p.values[i].from -= from
		p.values[i].to -= from
	}
	r.patterns.first(patternsKept-1, p)
}

// likeBefore reads the feature at hand, if it is like one lately read.
func (r *geojsonReader) likeBefore(f *feature) bool {
	ps := &r.patterns
	if ps.off || ps.vain >= vainPatterns && r.number%vainPatterns != 0 {
		return false
	}
	start := r.scan.pos
	for i, p := range ps.list {
		if p == nil || len(p.text) == 0 || !r.compare(p) {
			continue
		}
		reshaped, ok := r.readChanged(p)
		if !ok {
			p.text, r.scan.pos = nil, start
			break
		}
		ps.vain = 0
		ps.first(i, p)
		r.props, f.id, f.geometry = p.props, p.id, jsonGeometry{kind: p.kind, point: p.point}
		switch {
		case r.foreign != nil:
			r.foreignFeature(f)
		case reshaped || p.site == 0 || p.site != r.sites.count || !r.siteAgain(p, f):
			r.recordOf(p, f)
		default:
			p.site = r.sites.count
		}
		return true
	}
	ps.vain++
	return false
}

// recordOf is record for a feature of p.
func (r *geojsonReader) recordOf(p *pattern, f *feature) {
	before := r.sites.count
	r.record(f)
	p.site, p.givesID = 0, false
	if r.sites.count == before || r.sites.kept != r.sites.count {
		return
	}
	p.site = r.sites.count
	for _, x := range r.props {
		p.givesID = p.givesID || x.text != "" && int(x.columns[siteTable.number]) == siteTable.byName["id"]
	}
}

// compare tells whether the feature at hand is like p, and finds its values and its end.
func (r *geojsonReader) compare(p *pattern) bool {
	data := r.scan.data
	p.start, p.next, p.changed = r.scan.pos, p.next[:0], p.changed[:0]
	at, from := p.start, 0 // in the data, and where that is in the pattern
	for i := 0; ; i++ {
		same := from + commonLength(p.text[from:], data[at:])
		// A value that ends before the first other byte is the same.
		for shift := at - from - p.start; i < len(p.values) && p.values[i].to < same; i++ {
			p.next = append(p.next, bounds{p.values[i].from + shift, p.values[i].to + shift})
		}
		switch {
		case i == len(p.values):
			r.scan.pos = at + same - from
			if same < len(p.text) {
				r.scan.pos = p.start
			}
			return same == len(p.text)
		case same < p.values[i].from:
			return false
		}
		first := at + p.values[i].from - from
		end, ok := r.valueEnd(first, p.values[i].which)
		if !ok {
			return false
		}
		p.next = append(p.next, bounds{first - p.start, end - p.start})
		p.changed = append(p.changed, i)
		at, from = end, p.values[i].to
	}
}

// valueEnd returns where the value ends that begins at a place of the data, if it is one that a pattern may
// have there.
func (r *geojsonReader) valueEnd(at, which int) (end int, ok bool) {
	scan := r.scan
	if at >= len(scan.data) {
		return 0, false
	}
	isNumber := which <= lonValue && which >= heightValue
	switch c := scan.data[at]; {
	case c == '-' || c-'0' <= 9:
		if _, end, ok = decimal(scan.data, at); ok {
			return end, true
		}
	case isNumber || c <= ' ' || which == idValue && (c == '[' || c == '{'):
		return 0, false
	case c == '"':
		if end = plainUntil(scan.data, at+1); end < len(scan.data) && scan.data[end] == '"' {
			return end + 1, true
		}
	}
	before, depth := scan.pos, scan.depth
	scan.pos = at
	scan.skip()
	end, ok = scan.pos, scan.fault == ""
	scan.pos, scan.depth, scan.fault = before, depth, "" // told by who reads the feature as any JSON
	return end, ok
}

// readChanged reads the values that compare found to differ, and makes the feature at hand the pattern.
// reshaped says that it may be of another noun, or have values for other columns. ok is false for a number
// that none can be: p is void then.
func (r *geojsonReader) readChanged(p *pattern) (reshaped, ok bool) {
	end := r.scan.pos
	for _, i := range p.changed {
		which := p.values[i].which
		at := bounds{p.start + p.next[i].from, p.start + p.next[i].to}
		r.scan.pos = at.from
		switch which {
		case idValue:
			p.id = r.valueLike(&r.idText).text
		case lonValue, latValue, heightValue:
			v, _, ok := decimal(r.scan.data, at.from)
			if !ok {
				var err error
				if v, err = strconv.ParseFloat(string(r.scan.data[at.from:at.to]), 64); err != nil {
					return false, false
				}
			}
			if which != heightValue {
				p.point[lonValue-which] = v
			}
		case skippedValue:
		default:
			now, before := r.valueLike(&r.texts[min(which, len(r.texts)-1)]), &p.props[which]
			reshaped = reshaped || now.isBad || before.isBad || (now.text == "") != (before.text == "") || before.name == "kind"
			before.text, before.isBad = now.text, now.isBad
		}
	}
	for i, at := range p.next {
		p.values[i].bounds = at
	}
	p.text, r.scan.pos = r.scan.data[p.start:end], end
	return reshaped, true
}

// siteAgain makes a site of a feature that differs from p's before it in values alone, of which the last
// site was made. It is false for one that there is something to tell of: that is read as any other.
func (r *geojsonReader) siteAgain(p *pattern, f *feature) bool {
	to := r.sites
	to.expect(int(r.base)+r.scan.pos, int(r.total))
	before, d := to.d, &to.d
	to.count++ // whatever comes of it
	takes := func(column int, text string) bool {
		return column < 0 || text != "" && len(text) <= maxCell && to.table.columns[column].parse(d, cell{text: text}) == nil
	}
	for _, i := range p.changed {
		switch which := p.values[i].which; {
		case which >= 0:
			if !takes(int(p.props[which].columns[to.table.number]), p.props[which].text) {
				return false
			}
		case which == idValue && !p.givesID:
			if !takes(to.table.byName["id"], p.id) {
				return false
			}
		}
	}
	if d.fromPoint {
		d.Location = p.point
	}
	if d.finish(r.settings) != nil || d.ValidateAfter(&before.Site) != nil {
		return false
	}
	if to.seen != nil {
		if _, twice := to.seen.add(string(d.ID), f.place.spot()); twice {
			return false
		}
	}
	to.keep(d, f.place)
	to.kept = to.count
	return true
}

// commonLength is for how many bytes a and b begin alike.
func commonLength(a, b []byte) int {
	n := min(len(a), len(b))
	a, b = a[:n], b[:n]
	i := 0
	for ; i+8 <= n; i += 8 {
		if x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}
