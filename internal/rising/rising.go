// Package rising sees that ids come in an order, as in most files: none of them can have come before then,
// and nobody need look for it among the others. A file that was put together from some rises in runs.
package rising

// mostRuns is in how many runs ids may come: one more is put down to there being no order.
const mostRuns = 8

// IDs are ids that have come. The zero IDs are none.
type IDs struct {
	byBytes  order
	byLength order // and by bytes where the lengths are the same: 9, 10
}

// Above says that an id lies outside all runs of others in one order or the other, so that it is none of
// them. One that doesn't may be new all the same.
func (s *IDs) Above(id string) bool { return s.byBytes.free(id, false) || s.byLength.free(id, true) }

// Take is Above, and takes the id in.
func (s *IDs) Take(id string) bool {
	bytes, length := s.byBytes.take(id, false), s.byLength.take(id, true)
	return bytes || length
}

// order is one of them. Every id that has come lies within a run, the ends included.
type order struct {
	run           // the one that rises
	closed []run  // those that have ended
	before string // the first of the closed run that comes next above the one that rises; none: there is none
	any    bool
	full   bool // ids lie outside the runs
}

// run is a stretch of an order.
type run struct{ first, last string }

func (r run) holds(id string, byLength bool) bool {
	return !below(id, r.first, byLength) && !below(r.last, id, byLength)
}

func below(a, b string, byLength bool) bool {
	if byLength && len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// goesOn says that the run that rises does so with id, and meets no other on the way.
func (o *order) goesOn(id string, byLength bool) bool {
	return o.any && below(o.last, id, byLength) && (o.before == "" || below(id, o.before, byLength))
}

func (o *order) free(id string, byLength bool) bool {
	switch {
	case o.full || o.goesOn(id, byLength):
		return !o.full
	case !o.any:
		return true
	case o.holds(id, byLength):
		return false
	}
	for _, r := range o.closed {
		if r.holds(id, byLength) {
			return false
		}
	}
	return true
}

func (o *order) take(id string, byLength bool) bool {
	if !o.full && o.goesOn(id, byLength) {
		o.last = id
		return true
	}
	if !o.free(id, byLength) {
		return false
	}
	switch rises := o.any && below(o.last, id, byLength); {
	case o.any && len(o.closed) == mostRuns-1 && !rises:
		*o = order{full: true}
		return true
	case o.any && len(o.closed) == mostRuns-1:
		o.last = id // over those that it meets
	default:
		if o.any {
			o.closed = append(o.closed, o.run)
		}
		o.run, o.any = run{id, id}, true
	}
	o.before = ""
	for _, r := range o.closed {
		if below(o.last, r.first, byLength) && (o.before == "" || below(r.first, o.before, byLength)) {
			o.before = r.first
		}
	}
	return true
}
