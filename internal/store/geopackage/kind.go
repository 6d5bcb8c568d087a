package geopackage

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// kind is what the store has to know of a noun to keep it.
type kind[T symbiosis.Record] struct {
	table      *table
	noun       string // for people: "site"
	read       func(*row) T
	values     func(T) ([]any, error)
	check      func(*T) error // normalises, then validates
	setVersion func(*T, int64)
}

// readAll reads rows, in the order of their ids, and closes them. Those that are broken come
// apart. about is how many rows to expect.
func (k *kind[T]) readAll(rows *sql.Rows, about int) (items []T, broken []symbiosis.BrokenRow, err error) {
	defer rows.Close()
	items = make([]T, 0, about)
	r := newRow(k.table)
	for rows.Next() {
		if err := r.scan(rows); err != nil {
			return nil, nil, err
		}
		if item := k.read(r); !r.faults.Broken() {
			items = append(items, item)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, nil, err
	}
	return k.sorted(items), r.faults.Rows, nil
}

// sorted returns items in the order of their ids, byte by byte. Sorting here is quicker than
// having SQLite look each row up by the index of ids, and sorting keys quicker than moving records.
func (k *kind[T]) sorted(items []T) []T {
	type key struct {
		id string
		at int
	}
	keys := make([]key, len(items))
	for i, item := range items {
		keys[i] = key{item.RecordID(), i}
	}
	byID := func(a, b key) int { return strings.Compare(a.id, b.id) }
	if slices.IsSortedFunc(keys, byID) {
		return items
	}
	slices.SortFunc(keys, byID)
	in := make([]T, len(items))
	for i, key := range keys {
		in[i] = items[key.at]
	}
	return in
}

// one returns the record of id.
func (k *kind[T]) one(ctx context.Context, tx *transaction, id string) (T, error) {
	var none T
	items, err := k.some(ctx, tx, k.table.selectOne, id)
	if err != nil {
		return none, err
	}
	if len(items) == 0 {
		return none, k.unknown(id)
	}
	return items[0], nil
}

// some returns the records that query selects.
func (k *kind[T]) some(ctx context.Context, tx *transaction, query, arg string) ([]T, error) {
	rows, err := tx.query(ctx, query, arg)
	if err != nil {
		return nil, err
	}
	items, broken, err := k.readAll(rows, 1)
	if err != nil {
		return nil, tx.fail(ctx, err)
	}
	return items, record.Unreadable(tx.path, broken)
}

// put stores item and returns it as it is now on file.
func (k *kind[T]) put(ctx context.Context, tx *transaction, item T) (T, error) {
	var none T
	if err := tx.usable(ctx); err != nil {
		return none, err
	}
	if err := k.check(&item); err != nil {
		return none, err
	}
	values, err := k.values(item)
	if err != nil {
		return none, symbiosis.Errorf(symbiosis.Invalid, "the %s can't be stored: %w", k.noun, err)
	}
	filling, err := tx.fill(ctx, k.table)
	if err != nil {
		return none, err
	}
	var fid, version int64
	switch {
	case filling == nil || filling.ids.MayHold(item.RecordID()):
		fid, version, err = tx.find(ctx, k.table, item.RecordID())
	case filling.from > 0:
		fid, version, err = tx.findOld(ctx, k.table, item.RecordID())
	}
	if err == nil && fid == 0 && filling == nil {
		filling, err = tx.grow(ctx, k.table)
	}
	if err != nil {
		return none, err
	}
	geometry, _ := values[0].([]byte) // nil where the table has none
	sameGeometry, err := tx.follow(ctx, k.table, fid, geometry)
	if err != nil {
		return none, err
	}
	version++
	switch {
	case fid == 0 && filling != nil:
		err = filling.add(ctx, tx, item.RecordID(), values)
	case fid == 0:
		err = tx.exec(ctx, k.table.insert, values...)
	default:
		update := k.table.update
		if sameGeometry {
			update, values = k.table.updateRest, values[1:]
		}
		if err = tx.tellNews(ctx, k.table, fid); err == nil {
			err = tx.exec(ctx, update, append(values, version, fid)...)
		}
	}
	if err != nil {
		return none, err
	}
	k.setVersion(&item, version)
	return item, nil
}

// remove deletes the record of id.
func (k *kind[T]) remove(ctx context.Context, tx *transaction, id string) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	fid, _, err := tx.find(ctx, k.table, id)
	if err != nil {
		return err
	}
	if fid == 0 {
		return k.unknown(id)
	}
	if _, err := tx.follow(ctx, k.table, fid, nil); err != nil {
		return err
	}
	if err := tx.tellNews(ctx, k.table, fid); err != nil {
		return err
	}
	return tx.exec(ctx, k.table.remove, id)
}

func (k *kind[T]) unknown(id string) error {
	return symbiosis.Errorf(symbiosis.NotFound, "there is no %s %q", k.noun, id)
}
