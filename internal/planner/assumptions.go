package planner

import (
	"context"
	"maps"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// DefaultAssumptions returns the assumptions without the region's own values.
func (p *Planner) DefaultAssumptions() symbiosis.Assumptions { return p.defaults }

// SetAssumptions replaces the region's own values: those left out are the defaults again. An
// unknown key or a value outside its range is Invalid, with a problem for each.
func (p *Planner) SetAssumptions(ctx context.Context, own map[string]float64) error {
	if _, err := p.defaults.With(own); err != nil {
		return err
	}
	own = maps.Clone(own)
	// A value that is the default isn't the region's own.
	maps.DeleteFunc(own, func(key string, v float64) bool {
		a, _ := p.defaults.Get(key)
		return a.Value == v
	})
	if own == nil {
		own = map[string]float64{}
	}
	return p.update(ctx, func(tx store.Tx, done *change) error {
		done.assumptions = own
		return tx.PutAssumptions(ctx, own)
	})
}
