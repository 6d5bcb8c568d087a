package geopackage

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
			return flowKind.some(ctx, tx, flowsOfSite, site)
		},
		ExchangesBy: func(ctx context.Context, flow string) ([]symbiosis.Exchange, error) {
			return exchangeKind.some(ctx, tx, exchangesOfFlow, flow)
		},
	}
}

// records are those of a kind within a transaction.
type records[T symbiosis.Record] struct {
	kind *kind[T]
	tx   *transaction
}

func within[T symbiosis.Record](tx *transaction, k *kind[T]) record.Records[T] {
	return records[T]{k, tx}
}

// One implements record.Records.
func (r records[T]) One(ctx context.Context, id string) (T, error) { return r.kind.one(ctx, r.tx, id) }

// Put implements record.Records.
func (r records[T]) Put(ctx context.Context, x T) (T, error) { return r.kind.put(ctx, r.tx, x) }

// Keep implements record.Records.
func (r records[T]) Keep(ctx context.Context, x *T) error {
	now, err := r.kind.put(ctx, r.tx, *x)
	if err == nil {
		*x = now
	}
	return err
}

// Remove implements record.Records.
func (r records[T]) Remove(ctx context.Context, id string) error { return r.kind.remove(ctx, r.tx, id) }
