package planner

import (
	"context"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
)

// formerIDs gives records of somebody else's file the ids by which the region knows them from an import
// that doubled the separator at the end of their beginning, so that the same wish finds them again.
func (in *importing) formerIDs(ctx context.Context, b *exchangeformat.Batch) error {
	if b.Doubled == "" {
		return nil
	}
	for i := range b.Areas {
		a := &b.Areas[i].Record
		was := a.ID
		if err := former(ctx, b.Doubled, &a.ID, in.area); err != nil {
			return err
		}
		if a.Name == string(was) { // it has none of its own
			a.Name = string(a.ID)
		}
	}
	for i := range b.Constraints {
		if err := former(ctx, b.Doubled, &b.Constraints[i].Record.ID, in.constraint); err != nil {
			return err
		}
	}
	for i := range b.Facilities {
		if err := former(ctx, b.Doubled, &b.Facilities[i].Record.ID, in.facility); err != nil {
			return err
		}
	}
	return nil
}

func former[ID ~string, T symbiosis.Record](ctx context.Context, doubled string, id *ID, stands func(context.Context, ID) (T, standing, error)) error {
	old := ID(exchangeformat.FormerID(doubled, string(*id)))
	_, is, err := stands(ctx, old)
	if err == nil && is != nothing {
		*id = old
	}
	return err
}
