package postgis

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// kind is what the store has to know of a noun to keep it.
type kind[T symbiosis.Record] struct {
	table *table
	noun  string // for people: "site"
	read  func(*row) T
	write func(*T, rowWriter) error // the values of its columns, but for the version
	check func(*T) error            // normalises, then validates
	// checkAfter, when there is one, is check of a record beside another that has passed it.
	checkAfter func(x, passed *T) error
	setVersion func(*T, int64)
}

// readAll reads rows, in the order of their ids, and closes them. Those that are broken come
// apart.
func (k *kind[T]) readAll(rows pgx.Rows, types *pgtype.Map) (items []T, broken []symbiosis.BrokenRow, err error) {
	defer rows.Close()
	r := newRow(k.table, types)
	// In blocks: nobody knows how many come, and a list that grows is copied again and again.
	const block = 4096
	var blocks [][]T
	for rows.Next() {
		r.start(rows)
		if len(items) == block {
			blocks, items = append(blocks, items), make([]T, 0, block)
		}
		if item := k.read(r); !r.faults.Broken() {
			items = append(items, item)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, nil, err
	}
	if blocks != nil {
		items = slices.Concat(append(blocks, items)...)
	}
	// The column is compared byte by byte, unless another program has made it anew.
	byID := func(a, b T) int { return strings.Compare(a.RecordID(), b.RecordID()) }
	if !slices.IsSortedFunc(items, byID) {
		slices.SortFunc(items, byID)
	}
	return items, r.faults.Rows, nil
}

// one returns the record of id.
func (k *kind[T]) one(ctx context.Context, tx *transaction, id string) (T, error) {
	var none T
	if err := tx.usable(ctx); err != nil {
		return none, err
	}
	p := tx.pending(k.table)
	if p.hasNone(id) {
		return none, k.unknown(id)
	}
	if _, waits := p.at[id]; waits {
		if err := p.flush(ctx); err != nil {
			return none, err
		}
	}
	items, err := k.some(ctx, tx, k.table.selectOne, id)
	if err != nil {
		return none, err
	}
	if len(items) == 0 {
		return none, k.unknown(id)
	}
	return items[0], nil
}

// some returns the records that query selects of those on file.
func (k *kind[T]) some(ctx context.Context, tx *transaction, query, arg string) ([]T, error) {
	if !storable(arg) {
		return nil, nil
	}
	conn, err := tx.db(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := conn.Query(ctx, query, arg)
	if err != nil {
		return nil, tx.fail(ctx, err)
	}
	items, broken, err := k.readAll(rows, conn.TypeMap())
	if err != nil {
		return nil, tx.fail(ctx, err)
	}
	return items, record.Unreadable(tx.location, broken)
}

// related returns the records that query selects, those that wait to be written among them.
func (k *kind[T]) related(ctx context.Context, tx *transaction, query, arg string) ([]T, error) {
	if err := tx.usable(ctx); err != nil {
		return nil, err
	}
	if err := tx.pending(k.table).flush(ctx); err != nil {
		return nil, err
	}
	return k.some(ctx, tx, query, arg)
}

// put stores *item, which it may change, and makes it what will be on file. passed is a record that has been
// put before; nil: none has.
func (k *kind[T]) put(ctx context.Context, tx *transaction, item, passed *T) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	if err := k.checked(item, passed); err != nil {
		return err
	}
	id, p := (*item).RecordID(), tx.pending(k.table)
	if c := p.filledBy(); c != nil {
		c.row.begin()
		if err := k.write(item, &c.row); err != nil {
			c.row.undo()
			return k.unstorable(err)
		}
		if p.first(id) {
			c.row.whole(1)
			if len(c.row.unlike) > 0 {
				if err := tx.sendMore(ctx); err != nil {
					return tx.fail(ctx, err)
				}
				c = tx.copying
				_ = k.write(item, &c.row) // as before
				c.row.whole(1)
			}
			if err := c.added(ctx, id); err != nil {
				return tx.fail(ctx, err)
			}
			k.setVersion(item, 1)
			return nil
		}
		c.row.undo()
	}
	values := make(valueList, 0, len(k.table.columns)+1)
	if err := k.write(item, &values); err != nil {
		return k.unstorable(err)
	}
	version, err := p.put(ctx, id, values)
	if err == nil {
		k.setVersion(item, version)
	}
	return err
}

func (k *kind[T]) checked(item, passed *T) error {
	if passed != nil && k.checkAfter != nil {
		return k.checkAfter(item, passed)
	}
	return k.check(item)
}

func (k *kind[T]) unstorable(err error) error {
	return symbiosis.Errorf(symbiosis.Invalid, "the %s can't be stored: %w", k.noun, err)
}

// remove deletes the record of id.
func (k *kind[T]) remove(ctx context.Context, tx *transaction, id string) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	if !storable(id) {
		return k.unknown(id)
	}
	p := tx.pending(k.table)
	if err := p.flush(ctx); err != nil {
		return err
	}
	// A statement that finds no row changes the revision all the same: look before.
	version, err := p.version(ctx, id)
	if err != nil {
		return err
	}
	if version == 0 {
		return k.unknown(id)
	}
	p.note(id, 0)
	conn, err := tx.db(ctx)
	if err != nil {
		return err
	}
	tag, err := conn.Exec(ctx, k.table.remove, id)
	if err == nil {
		err = leftOut(tx.location, k.table.name, tag, 1)
	}
	if err != nil {
		return tx.fail(ctx, err)
	}
	return nil
}

func (k *kind[T]) unknown(id string) error {
	return symbiosis.Errorf(symbiosis.NotFound, "there is no %s %q", k.noun, id)
}

// storable says whether PostgreSQL can hold s in a text: it must be UTF-8 without NUL.
func storable(s string) bool {
	return !strings.ContainsRune(s, 0) && strings.ToValidUTF8(s, "") == s
}
