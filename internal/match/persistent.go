package match

import (
	"hash/maphash"
	"maps"

	"github.com/samloka/samloka/internal/parallel"
)

// shards is a map that an edit copies a small part of. The zero value is empty. Readers
// share it freely; edits go through an editor.
type shards[K ~string, V any] struct {
	table *[shardCount]map[K]V
	count int
}

const shardCount = 1024

var shardSeed = maphash.MakeSeed()

func shardOf[K ~string](k K) int { return int(maphash.String(shardSeed, string(k)) % shardCount) }

func (s shards[K, V]) get(k K) (V, bool) {
	if s.table == nil {
		var none V
		return none, false
	}
	v, ok := s.table[shardOf(k)][k]
	return v, ok
}

// newShards holds n entries; of those with one key the last counts.
func newShards[K ~string, V any](n int, entry func(int) (K, V)) shards[K, V] {
	shardsOf := make([]uint16, n)
	parallel.Each((n+pageSize-1)/pageSize, func(page int) {
		for i := page * pageSize; i < min(n, (page+1)*pageSize); i++ {
			k, _ := entry(i)
			shardsOf[i] = uint16(shardOf(k))
		}
	})
	var ends [shardCount + 1]int
	for _, at := range shardsOf {
		ends[at+1]++
	}
	for i := range shardCount {
		ends[i+1] += ends[i]
	}
	members, next := make([]int32, n), ends
	for i, at := range shardsOf {
		members[next[at]] = int32(i)
		next[at]++
	}
	s := shards[K, V]{table: new([shardCount]map[K]V)}
	parallel.Each(shardCount, func(at int) {
		list := members[ends[at]:ends[at+1]]
		if len(list) == 0 {
			return
		}
		shard := make(map[K]V, len(list))
		for _, i := range list {
			k, v := entry(int(i))
			shard[k] = v
		}
		s.table[at] = shard
	})
	for _, shard := range s.table {
		s.count += len(shard)
	}
	return s
}

// editor is a copy of shards that may be changed. Only the shards it touches are copied.
type editor[K ~string, V any] struct {
	shards[K, V]
	own [shardCount]bool
}

func (s shards[K, V]) edit() *editor[K, V] {
	e := &editor[K, V]{shards: shards[K, V]{table: new([shardCount]map[K]V), count: s.count}}
	if s.table != nil {
		*e.table = *s.table
	}
	return e
}

func (e *editor[K, V]) shard(k K) map[K]V {
	i := shardOf(k)
	if !e.own[i] {
		e.own[i] = true
		if e.table[i] == nil {
			e.table[i] = map[K]V{}
		} else {
			e.table[i] = maps.Clone(e.table[i])
		}
	}
	return e.table[i]
}

func (e *editor[K, V]) put(k K, v V) {
	shard := e.shard(k)
	if _, had := shard[k]; !had {
		e.count++
	}
	shard[k] = v
}

func (e *editor[K, V]) delete(k K) {
	shard := e.shard(k)
	if _, had := shard[k]; had {
		e.count--
		delete(shard, k)
	}
}

// pages is a vector of records by slot that an edit copies a small part of.
type pages struct {
	list [][]*record
	size int
}

const pageSize = 1024

// at is asked for each candidate of each flow: by a number that can't be below nil, dividing is shifting.
func (p *pages) at(slot int32) *record { return p.list[uint32(slot)/pageSize][uint32(slot)%pageSize] }

// pageEditor is a copy of pages that may be changed.
type pageEditor struct {
	pages
	own map[int32]bool
}

func (p *pages) edit() *pageEditor {
	return &pageEditor{pages: pages{list: append([][]*record(nil), p.list...), size: p.size}, own: map[int32]bool{}}
}

func (e *pageEditor) set(slot int32, r *record) {
	page := slot / pageSize
	if int(page) == len(e.list) {
		e.list = append(e.list, make([]*record, pageSize))
		e.own[page] = true
	} else if !e.own[page] {
		e.list[page] = append([]*record(nil), e.list[page]...)
		e.own[page] = true
	}
	e.list[page][slot%pageSize] = r
	e.size = max(e.size, int(slot)+1)
}
