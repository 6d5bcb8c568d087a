package planner

import (
	"slices"
	"sort"
)

// table holds records in the order of their keys. It is immutable: with makes a new one that
// shares the records. Lists are paged by key, so their order is the order of the table.
type table[T any] struct {
	rows []*T
	key  func(*T) string
}

// newTable returns a table of rows, which it may reorder and keeps.
func newTable[T any](rows []*T, key func(*T) string) table[T] {
	sort.SliceStable(rows, func(i, j int) bool { return key(rows[i]) < key(rows[j]) })
	return table[T]{rows, key}
}

func (t table[T]) len() int { return len(t.rows) }

// get returns the record of a key, nil when there is none.
func (t table[T]) get(key string) *T {
	i := t.seek(key)
	if i < len(t.rows) && t.key(t.rows[i]) == key {
		return t.rows[i]
	}
	return nil
}

// seek returns the place of the first record whose key isn't below key.
func (t table[T]) seek(key string) int {
	return sort.Search(len(t.rows), func(i int) bool { return t.key(t.rows[i]) >= key })
}

// with returns a table in which the records of put stand, replacing those of the same keys,
// and those of the keys in gone don't. Rows between those that change are copied as they lie, without
// a look at them: m changes among n rows take m·log n looks and a copy of n pointers.
func (t table[T]) with(put []*T, gone []string) table[T] {
	if len(put) == 0 && len(gone) == 0 {
		return t
	}
	put = newTable(slices.Clone(put), t.key).rows
	gone = slices.Clone(gone)
	slices.Sort(gone)
	rows := make([]*T, 0, len(t.rows)+len(put))
	from := 0 // rows before it are copied, or gone
	for len(put) > 0 || len(gone) > 0 {
		var row *T
		var key string
		if len(gone) == 0 || len(put) > 0 && t.key(put[0]) <= gone[0] {
			row, put = put[0], put[1:]
			key = t.key(row)
		} else {
			key, gone = gone[0], gone[1:]
		}
		at := from + table[T]{t.rows[from:], t.key}.seek(key)
		rows = append(rows, t.rows[from:at]...)
		if from = at; at < len(t.rows) && t.key(t.rows[at]) == key {
			from++
		}
		if row != nil {
			rows = append(rows, row)
		}
	}
	return table[T]{append(rows, t.rows[from:]...), t.key}
}
