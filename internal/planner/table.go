package planner

import (
	"iter"
	"slices"
	"sort"
	"strings"
)

// chunkSize is how many rows a chunk has at most: an edit copies the chunks that it touches and the list
// of all chunks, which at a million rows are about as long.
const chunkSize = 512

// table holds records in the order of their keys. It is immutable: with makes a new one that
// shares the records, and all chunks but those that it touches. Lists are paged by key, so their order is
// the order of the table.
type table[T any] struct {
	chunks []chunk[T] // none is empty
	key    func(*T) string
}

// chunk is a run of rows.
type chunk[T any] struct {
	rows []*T
	from int // the place of its first row in the table
}

func (c chunk[T]) end() int { return c.from + len(c.rows) }

// newTable returns a table of rows, which it may reorder and keeps.
func newTable[T any](rows []*T, key func(*T) string) table[T] {
	slices.SortStableFunc(rows, func(a, b *T) int { return strings.Compare(key(a), key(b)) })
	return table[T]{appendRows(nil, rows), key}
}

// appendRows adds rows to a list of chunks. Rows that fill no more than half a chunk together with the
// last one go into that; what fills several is shared out evenly. So of any two neighbours in the list
// one at least is a quarter full.
func appendRows[T any](list []chunk[T], rows []*T) []chunk[T] {
	from := 0
	if n := len(list); n > 0 {
		last := list[n-1]
		if len(rows) > 0 && len(last.rows)+len(rows) <= chunkSize/2 {
			list[n-1].rows = slices.Concat(last.rows, rows)
			return list
		}
		from = last.end()
	}
	if len(rows) > 0 && len(rows) <= chunkSize {
		return append(list, chunk[T]{rows, from})
	}
	for n := (len(rows) + chunkSize - 1) / chunkSize; n > 0; n-- {
		size := len(rows) / n
		// Each has memory of its own, or the last to go would hold all rows that there were.
		list = append(list, chunk[T]{slices.Clone(rows[:size]), from})
		rows, from = rows[size:], from+size
	}
	return list
}

func (t table[T]) len() int {
	if n := len(t.chunks); n > 0 {
		return t.chunks[n-1].end()
	}
	return 0
}

// at returns the row at a place, 0 to len − 1.
func (t table[T]) at(place int) *T {
	i := sort.Search(len(t.chunks), func(i int) bool { return t.chunks[i].end() > place })
	return t.chunks[i].rows[place-t.chunks[i].from]
}

// all goes through the rows in the order of their keys.
func (t table[T]) all() iter.Seq[*T] { return t.since("") }

// since goes through the rows whose keys aren't below key.
func (t table[T]) since(key string) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		i, at := t.chunkOf(key)
		for ; i < len(t.chunks); i, at = i+1, 0 {
			for _, row := range t.chunks[i].rows[at:] {
				if !yield(row) {
					return
				}
			}
		}
	}
}

// get returns the record of a key, nil when there is none.
func (t table[T]) get(key string) *T {
	if i, at := t.chunkOf(key); i < len(t.chunks) && t.key(t.chunks[i].rows[at]) == key {
		return t.chunks[i].rows[at]
	}
	return nil
}

// seek returns the place of the first record whose key isn't below key.
func (t table[T]) seek(key string) int {
	if i, at := t.chunkOf(key); i < len(t.chunks) {
		return t.chunks[i].from + at
	}
	return t.len()
}

// chunkOf returns the chunk of the first record whose key isn't below key, and its place there; the number
// of chunks when there is none.
func (t table[T]) chunkOf(key string) (i, at int) {
	i = sort.Search(len(t.chunks), func(i int) bool { return t.lastKey(i) >= key })
	if i < len(t.chunks) {
		at = t.seekIn(t.chunks[i].rows, key)
	}
	return i, at
}

func (t table[T]) lastKey(i int) string {
	rows := t.chunks[i].rows
	return t.key(rows[len(rows)-1])
}

func (t table[T]) seekIn(rows []*T, key string) int {
	return sort.Search(len(rows), func(i int) bool { return t.key(rows[i]) >= key })
}

// with returns a table in which the records of put stand, replacing those of the same keys,
// and those of the keys in gone don't; of a key in both lists the record stands. A few changes among n
// rows take some log n looks each, and copies of the chunks that they fall into and of the list of chunks.
func (t table[T]) with(put []*T, gone []string) table[T] {
	if len(put) == 0 && len(gone) == 0 {
		return t
	}
	edits := t.edits(put, gone)
	next := make([]chunk[T], 0, len(t.chunks)+len(put)/chunkSize+1)
	copied := 0 // chunks of t that are in next, or what has become of them
	for len(edits) > 0 && copied < len(t.chunks) {
		// What comes after all rows goes into the last chunk.
		i, _ := t.chunkOf(edits[0].key)
		i = min(i, len(t.chunks)-1)
		mine := edits
		if i < len(t.chunks)-1 {
			last := t.lastKey(i)
			mine = edits[:sort.Search(len(edits), func(i int) bool { return edits[i].key > last })]
		}
		for _, c := range t.chunks[copied:i] {
			next = appendRows(next, c.rows)
		}
		next = appendRows(next, t.edited(t.chunks[i].rows, mine))
		edits, copied = edits[len(mine):], i+1
	}
	next = appendRows(next, t.edited(nil, edits))
	for _, c := range t.chunks[copied:] {
		next = appendRows(next, c.rows)
	}
	return table[T]{next, t.key}
}

// edit is what becomes of the record of a key: row, or nothing.
type edit[T any] struct {
	key string
	row *T
}

// edits returns one edit a key, in the order of the keys.
func (t table[T]) edits(put []*T, gone []string) []edit[T] {
	list := make([]edit[T], 0, len(put)+len(gone))
	for _, row := range put {
		list = append(list, edit[T]{t.key(row), row})
	}
	for _, key := range gone {
		list = append(list, edit[T]{key, nil})
	}
	slices.SortStableFunc(list, func(a, b edit[T]) int { return strings.Compare(a.key, b.key) })
	return slices.CompactFunc(list, func(a, b edit[T]) bool { return a.key == b.key })
}

// edited returns rows after some edits.
func (t table[T]) edited(rows []*T, edits []edit[T]) []*T {
	next := make([]*T, 0, len(rows)+len(edits))
	for _, e := range edits {
		at := t.seekIn(rows, e.key)
		next = append(next, rows[:at]...)
		if rows = rows[at:]; len(rows) > 0 && t.key(rows[0]) == e.key {
			rows = rows[1:]
		}
		if e.row != nil {
			next = append(next, e.row)
		}
	}
	return append(next, rows...)
}
