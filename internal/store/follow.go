package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Follower is the part of a store that tells what has changed since an earlier state, so that a
// server which holds that state need not read the whole region anew.
//
// No change may be missed, in whatever order transactions begin and end. Two things see to that in
// every store. Changes of a region are carried out one after the other: whoever changes it first
// takes a lock that is held to the commit (the row samloka_revision in PostGIS, the file itself in
// a GeoPackage), and the entries of the history are numbered under that lock. So numbers rise in
// the order of the commits, and who sees an entry sees all below it, also those of a transaction
// that began earlier. And a revision names the last entry of its state, with a print of what that
// entry says: news are the entries above it, and where the entry is another one, or none, as after
// a backup was put back, the store's past isn't that of the one who asks.
type Follower interface {
	// Since returns what differs from the state of revision from, as one state of the store has
	// it, without waiting for writers. from is what Load, Update, Revision or Since of the same
	// store has returned. Where the history can't tell, or more than most of its entries have come
	// since, News.Gap says so and nothing else is told but the revision: then the region is to be
	// loaded. A row among the news that breaks its rules is told as in Load, and no record.
	Since(ctx context.Context, from Revision, most int) (News, error)

	// Behind says how far the state of revision from is behind the store's present one.
	Behind(ctx context.Context, from Revision) (Behind, error)
}

// News is what a store holds otherwise than at an earlier revision.
type News struct {
	Revision Revision
	Gap      string // why the region must be loaded, for people; "" when it need not
	// Changed holds the records that were put since, as they are now, each list in the order of its
	// ids; all the region's own values of assumptions when one of them was changed, else nil; the
	// description of the region when Described says so; and which of the changed rows are broken.
	Changed   symbiosis.Region
	Described bool
	// Nameless says that the broken rows have all among them that have no id, changed or not: in the stores
	// where there can be such, no entry of the history names them.
	Nameless bool
	// Gone holds the ids of records that were changed since and are no more, by table, those of broken
	// rows among them. Whoever asks need not have known them.
	Gone map[string][]string
	// Rows counts all rows of tables where the history may have been passed by: who gets another
	// number with the news has missed something. It is nil where that can't happen.
	Rows map[string]int
}

// Behind is a distance between two states.
type Behind struct {
	Revisions int64         // transactions between them, as far as the store can tell them apart
	For       time.Duration // since the first of them was written, by the store's clock
}

// BrokenAfter returns the rows that are broken at the state of the news, where before were at the one that the
// news begin at, in the order of SortBroken.
func (n News) BrokenAfter(before []symbiosis.BrokenRow) []symbiosis.BrokenRow {
	if len(before) == 0 {
		return n.Changed.Broken
	}
	type row struct{ table, id string }
	touched := map[row]bool{}
	for table, ids := range n.Gone {
		for _, id := range ids {
			touched[row{table, id}] = true
		}
	}
	for table, ids := range n.Changed.IDs() {
		for id := range ids {
			touched[row{table, id}] = true
		}
	}
	after := slices.Clone(n.Changed.Broken)
	for _, b := range before {
		whole := b.Table == "assumptions" && n.Changed.Assumptions != nil || b.Table == "region_info" && n.Described // read anew
		told := n.Nameless && strings.Trim(b.ID, " ") == ""
		if !whole && !told && !touched[row{b.Table, b.ID}] {
			after = append(after, b)
		}
	}
	symbiosis.SortBroken(after)
	return after
}
