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
	item   T
	before T // the one put before, which was right
	any    bool
}

func within[T symbiosis.Record](tx *transaction, k *kind[T]) record.Records[T] {
	return records[T]{k, tx, &putRoom[T]{}}
}

// One implements record.Records.
func (r records[T]) One(ctx context.Context, id string) (T, error) { return r.kind.one(ctx, r.tx, id) }

// Put implements record.Records.
func (r records[T]) Put(ctx context.Context, x T) (T, error) {
	r.room.item = x
	if err := r.Keep(ctx, &r.room.item); err != nil {
		var none T
		return none, err
	}
	return r.room.item, nil
}

// Keep implements record.Records.
func (r records[T]) Keep(ctx context.Context, x *T) error {
	passed := &r.room.before
	if !r.room.any {
		passed = nil
	}
	if err := r.kind.put(ctx, r.tx, x, passed); err != nil {
		return err
	}
	r.room.before, r.room.any = *x, true
	return nil
}

// Remove implements record.Records.
func (r records[T]) Remove(ctx context.Context, id string) error { return r.kind.remove(ctx, r.tx, id) }
