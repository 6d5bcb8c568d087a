package postgis

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// guardHistory lets entries in from outside the triggers, or (ENABLE) no longer. Only the owner can.
func guardHistory(how string) string {
	return strings.ReplaceAll(`
		ALTER TABLE samloka_history HOW TRIGGER samloka_history_by_triggers, HOW TRIGGER samloka_history_stays;
		ALTER TABLE samloka_history_runs HOW TRIGGER samloka_history_by_triggers, HOW TRIGGER samloka_history_stays`, "HOW", how)
}

// Inherit implements store.Heir.
func (tx *transaction) Inherit(ctx context.Context, p store.Past) (inherited bool, err error) {
	if err := tx.usable(ctx); err != nil {
		return false, err
	}
	if began, known := parseRevision(tx.began); !known || began.number != 0 {
		return false, nil
	}
	for _, waiting := range tx.order {
		if err := waiting.flush(ctx); err != nil {
			return false, err
		}
	}
	conn, err := tx.db(ctx)
	if err != nil {
		return false, err
	}
	h := heir{ctx: ctx, tx: tx, conn: conn, twins: map[string]*twin{}}
	for _, step := range []func(store.Past) error{h.takeVersions, h.forget, h.takeEntries, h.end} {
		if err := step(p); err != nil {
			return false, h.fail(err)
		}
	}
	return true, nil
}

// heir is a past on its way into the store.
type heir struct {
	ctx  context.Context //nolint:containedctx // of the one call that makes it
	tx   *transaction
	conn *pgx.Conn
	top  int64 // the greatest number or change set

	single, runs [][]any // entries that wait to be written
	twins        map[string]*twin
}

// fail notes that the transaction is lost. Within the past it comes before the other store can take the error for
// its own.
func (h *heir) fail(err error) error {
	if err == nil {
		return nil
	}
	return h.tx.fail(h.ctx, err)
}

// takeVersions gives records their versions. What the triggers write down of it goes with the rest.
func (h *heir) takeVersions(p store.Past) error {
	var table string
	var ids []string
	var versions []int64
	write := func() error {
		if len(ids) == 0 {
			return nil
		}
		_, err := h.conn.Exec(h.ctx, `UPDATE `+table+` AS r SET version = v.version
			FROM unnest($1::text[], $2::bigint[]) AS v (id, version) WHERE r.id = v.id`, ids, versions)
		ids, versions = ids[:0], versions[:0]
		return err
	}
	err := p.Versions(func(of, id string, version int64) error {
		if of != table || len(ids) == entriesAtOnce {
			if err := write(); err != nil {
				return h.fail(err)
			}
			table = of
		}
		ids, versions = append(ids, id), append(versions, version)
		return nil
	})
	if err != nil {
		return err
	}
	return write()
}

// forget takes away what this transaction has written down, which is all there is.
func (h *heir) forget(store.Past) error {
	_, err := h.conn.Exec(h.ctx, guardHistory("DISABLE")+`; DELETE FROM samloka_history; DELETE FROM samloka_history_runs`)
	return err
}

func (h *heir) takeEntries(p store.Past) error {
	if err := p.Entries(func(e store.Entry) error { return h.fail(h.take(e)) }); err != nil {
		return err
	}
	for _, t := range h.twins {
		if err := t.end(h); err != nil {
			return err
		}
	}
	if err := h.writeSingle(); err != nil {
		return err
	}
	return h.writeRuns()
}

// take takes an entry. Their order in the tables means nothing.
func (h *heir) take(e store.Entry) error {
	h.top = max(h.top, e.Last(), e.Set)
	values := []any{e.Number, e.Set, e.At, whole(e.Actor), whole(e.Program), e.Table, orNone(e.Undoes)}
	if len(e.Run) > 0 {
		h.runs = append(h.runs, append(values, slices.Min(e.Run), slices.Max(e.Run), e.Run))
		if len(h.runs) < 16 {
			return nil
		}
		return h.writeRuns()
	}
	values = append(values, e.ID, string(e.Operation), orNone(e.Version))
	if t, known := rememberedTables[e.Table]; known && e.Before != nil {
		// What another program left without a geometry, say, can't be put, and so not brought back.
		if columns, row, ok := t.row(e.ID, e.Before); ok {
			return h.twin(e.Table, columns).add(h, append(values, row...))
		}
	}
	h.single = append(h.single, values)
	if len(h.single) < entriesAtOnce {
		return nil
	}
	return h.writeSingle()
}

var (
	commonColumns = []string{"number", "change_set", "changed_at", "actor", "program", "table_name", "undoes"}
	singleColumns = append(slices.Clone(commonColumns), "record_id", "operation", "version")
	runColumns    = append(slices.Clone(commonColumns), "least_id", "greatest_id", "record_ids")
)

func (h *heir) writeSingle() error { return h.write("samloka_history", singleColumns, &h.single) }
func (h *heir) writeRuns() error   { return h.write("samloka_history_runs", runColumns, &h.runs) }

func (h *heir) write(table string, columns []string, rows *[][]any) error {
	if len(*rows) == 0 {
		return nil
	}
	_, err := h.conn.CopyFrom(h.ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(*rows))
	*rows = (*rows)[:0]
	return err
}

// end has numbers and change sets go on behind the past. No entry has the counter's number: who follows the
// store sees by it that it has missed something.
func (h *heir) end(store.Past) error {
	_, err := h.conn.Exec(h.ctx, `UPDATE samloka_revision SET counter = greatest(counter, $1) + 1, mark = gen_random_uuid()`, h.top)
	if err != nil {
		return err
	}
	_, err = h.conn.Exec(h.ctx, `SELECT setval(pg_get_serial_sequence('samloka_history', 'number'), (SELECT counter FROM samloka_revision))`)
	if err != nil {
		return err
	}
	_, err = h.conn.Exec(h.ctx, guardHistory("ENABLE"))
	return err
}

// twin is a temporary table with the entries and the old rows of one table, of which the server makes JSON in
// the words of the triggers.
type twin struct {
	name    string
	table   string
	columns []string
	rows    [][]any
	made    bool
}

// twinPrefix comes before the columns of the entry.
const twinPrefix = "samloka_entry_"

func (h *heir) twin(table string, columns []string) *twin {
	t := h.twins[table]
	if t == nil {
		t = &twin{name: "samloka_past_" + table, table: table}
		for _, c := range singleColumns {
			t.columns = append(t.columns, twinPrefix+c)
		}
		t.columns = append(t.columns, columns...)
		h.twins[table] = t
	}
	return t
}

func (t *twin) add(h *heir, row []any) error {
	t.rows = append(t.rows, row)
	if len(t.rows) < entriesAtOnce {
		return nil
	}
	return t.write(h)
}

func (t *twin) write(h *heir) error {
	if !t.made {
		t.made = true
		var parts []string
		for _, c := range singleColumns {
			parts = append(parts, "h."+c+" AS "+twinPrefix+c)
		}
		// Without the rules of either, which old rows may break.
		_, err := h.conn.Exec(h.ctx, `CREATE TEMPORARY TABLE `+t.name+` ON COMMIT DROP AS
			SELECT `+strings.Join(parts, ", ")+`, r.* FROM samloka_history AS h, `+t.table+` AS r WITH NO DATA`)
		if err != nil {
			return err
		}
	}
	rows := t.rows
	t.rows = nil
	_, err := h.conn.CopyFrom(h.ctx, pgx.Identifier{"pg_temp", t.name}, t.columns, pgx.CopyFromRows(rows))
	return err
}

// end makes entries of the rows.
func (t *twin) end(h *heir) error {
	if err := t.write(h); err != nil {
		return err
	}
	var row string
	err := h.conn.QueryRow(h.ctx, `
		SELECT string_agg(CASE WHEN a.atttypid = to_regtype('geometry') THEN format('r.%1$I::text AS %1$I', a.attname) ELSE format('r.%I', a.attname) END, ', ' ORDER BY a.attnum)
		FROM pg_attribute AS a WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped`, t.table).Scan(&row)
	if err != nil {
		return err
	}
	_, err = h.conn.Exec(h.ctx, `
		INSERT INTO samloka_history (`+strings.Join(singleColumns, ", ")+`, before) OVERRIDING SYSTEM VALUE
		SELECT r.`+twinPrefix+strings.Join(singleColumns, ", r."+twinPrefix)+`, (SELECT row_to_json(s) FROM (SELECT `+row+`) AS s)
		FROM pg_temp.`+t.name+` AS r`)
	return err
}

// orNone is NULL for 0.
func orNone(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// whole is a text as PostgreSQL can hold it.
func whole(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\x00", "?")
}

// row returns a record as the history keeps it, unless it is none that can be put.
func (k *kind[T]) row(_ string, record any) (columns []string, values []any, ok bool) {
	x, ok := record.(T)
	if !ok {
		return nil, nil, false
	}
	var list valueList
	err := k.write(&x, &list)
	return k.columns(), append(list, x.RecordVersion()), err == nil
}

func (t rememberedRow) row(id string, record any) (columns []string, values []any, ok bool) {
	switch x := record.(type) {
	case float64:
		return t.table.columns, []any{id, x}, true
	case symbiosis.RegionInfo:
		values, err := infoValues(x)
		return t.table.columns, append([]any{1}, values...), err == nil
	}
	return nil, nil, false
}
