package postgis

import (
	"context"

	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// nouns are the records that a transaction reads and writes.
func (tx *transaction) nouns() record.Transaction {
	return record.Transaction{
		Sites:       within(tx, &siteKind),
		Flows:       within(tx, &flowKind),
		Areas:       within(tx, &areaKind),
		Exchanges:   within(tx, &exchangeKind),
		Constraints: within(tx, &constraintKind),
		Facilities:  within(tx, &facilityKind),
		Profiles:    within(tx, &profileKind),
		Comparisons: within(tx, &comparisonKind),
		Pitches:     within(tx, &pitchKind),
		Settings:    within(tx, &settingKind),
		FlowsAt: func(ctx context.Context, site string) ([]symbiosis.Flow, error) {
			return flowKind.related(ctx, tx, flowsOfSite, site)
		},
		ExchangesBy: func(ctx context.Context, flow string) ([]symbiosis.Exchange, error) {
			return exchangeKind.related(ctx, tx, exchangesOfFlow, flow)
		},
	}
}

// records are those of a kind within a transaction.
type records[T symbiosis.Record] struct {
	kind *kind[T]
	tx   *transaction
	room *putRoom[T]
}

// putRoom is one place for all records that are put.
type putRoom[T any] struct {
	items  [2]T // the one that is put, and the one before
	at     int
	before bool // there is one, which was right
}

func within[T symbiosis.Record](tx *transaction, k *kind[T]) record.Records[T] {
	return records[T]{k, tx, &putRoom[T]{}}
}

// One implements record.Records.
func (r records[T]) One(ctx context.Context, id string) (T, error) { return r.kind.one(ctx, r.tx, id) }

// Put implements record.Records.
func (r records[T]) Put(ctx context.Context, x T) (T, error) {
	room := r.room
	item, passed := &room.items[room.at], &room.items[1-room.at]
	if !room.before {
		passed = nil
	}
	*item = x
	if err := r.kind.put(ctx, r.tx, item, passed); err != nil {
		var none T
		return none, err
	}
	room.at, room.before = 1-room.at, true
	return *item, nil
}

// Remove implements record.Records.
func (r records[T]) Remove(ctx context.Context, id string) error { return r.kind.remove(ctx, r.tx, id) }
