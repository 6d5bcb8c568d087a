package postgis

import (
	"context"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// historyByUs is true of a trigger new_row of a table owner that writes the history of new rows where this package may do
// that in its place: as the owner of the history, of rows that come into the table as they were sent.
const historyByUs = `new_row.tgfoid = 'samloka_write_history'::regproc AND new_row.tgargs = 'r.id\000r.version\000'::bytea
	AND EXISTS (
		SELECT FROM pg_trigger AS guard
		JOIN pg_class AS runs ON runs.oid = guard.tgrelid
		WHERE guard.tgrelid = 'samloka_history_runs'::regclass AND guard.tgname = 'samloka_history_by_triggers' AND guard.tgenabled = 'O'
			AND pg_has_role(current_user, runs.relowner, 'USAGE'))
	AND owner.relkind = 'r'
	AND NOT EXISTS (
		SELECT FROM pg_trigger AS other
		WHERE other.tgrelid = new_row.tgrelid AND NOT other.tgisinternal
			AND other.tgtype & 5 = 5 -- for each row that is inserted
			AND (other.tgname <> 'samloka_new_row' OR other.tgenabled <> 'O'))`

// fillHistory gathers what the history shall know of rows that fill a table, in the form that the trigger
// gives it (migrations/postgis, 00024): ids in the order in which they came, many to a run. The trigger
// would have PostgreSQL keep a copy of all rows until it has gone through them, which takes as long as
// storing them.
type fillHistory struct {
	table *table
	count int64
	runs  []idRun
}

// idsOfRun is how many ids a run has but for the last, as with the trigger.
const idsOfRun = 1000

// idRun are ids as a binary value of the type text[].
type idRun struct {
	least, greatest string // parts of records, until the run is full
	ids             []byte
}

// seal lets go of the records that the ids are parts of.
func (r *idRun) seal() { r.least, r.greatest = strings.Clone(r.least), strings.Clone(r.greatest) }

// arrayHead begins a text[] of one dimension without NULLs, whose length stands at arrayLength.
const (
	arrayHead   = "\x00\x00\x00\x01" + "\x00\x00\x00\x00" + "\x00\x00\x00\x19" + "\x00\x00\x00\x00" + "\x00\x00\x00\x01"
	arrayLength = 12
)

// add takes the id of the next row.
func (h *fillHistory) add(id string) {
	if h.count%idsOfRun == 0 {
		h.runs = append(h.runs, idRun{least: id, greatest: id, ids: append(make([]byte, 0, idsOfRun*(len(id)+8)), arrayHead...)})
	}
	h.count++
	r := &h.runs[len(h.runs)-1]
	r.least, r.greatest = min(r.least, id), max(r.greatest, id)
	r.ids = binary.BigEndian.AppendUint32(r.ids, uint32(len(id))) //nolint:gosec // an id is short
	r.ids = append(r.ids, id...)
	binary.BigEndian.PutUint32(r.ids[arrayLength:], uint32((h.count-1)%idsOfRun+1)) //nolint:gosec // at most idsOfRun
	if h.count%idsOfRun == 0 {
		r.seal()
	}
}

// write puts down what was gathered. Only the owner can let it in: others write history by changing rows.
func (h *fillHistory) write(ctx context.Context, conn *pgx.Conn) error {
	if h == nil || h.count == 0 {
		return nil
	}
	var number int64
	if err := conn.QueryRow(ctx, `SELECT setval(numbers, nextval(numbers) + $1 - 1) - $1 + 1 FROM pg_get_serial_sequence('samloka_history', 'number') AS numbers`,
		h.count).Scan(&number); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `ALTER TABLE samloka_history_runs DISABLE TRIGGER samloka_history_by_triggers`); err != nil {
		return err
	}
	const name = "samloka_history_run"
	types := []uint32{pgtype.Int8OID, pgtype.TextOID, pgtype.TextOID, pgtype.TextOID, pgtype.TextArrayOID}
	if _, err := conn.PgConn().Prepare(ctx, name, `
		INSERT INTO samloka_history_runs (number, change_set, changed_at, actor, program, table_name, undoes, least_id, greatest_id, record_ids)
		SELECT $1, (SELECT counter FROM samloka_revision), clock_timestamp(), coalesce(nullif(current_setting('samloka.actor', true), ''), session_user),
			current_setting('application_name'), $2, nullif(current_setting('samloka.undoes', true), '')::bigint, $3, $4, $5`, types); err != nil {
		return err
	}
	for runs := range slices.Chunk(h.runs, 32) { // some at once, as each waits for an answer
		var batch pgconn.Batch
		for _, r := range runs {
			first := binary.BigEndian.AppendUint64(nil, uint64(number)) //nolint:gosec // the number of a change
			values := [][]byte{first, []byte(h.table.name), []byte(r.least), []byte(r.greatest), r.ids}
			batch.ExecPrepared(name, values, []int16{pgx.BinaryFormatCode}, nil)
			number += idsOfRun
		}
		if err := conn.PgConn().ExecBatch(ctx, &batch).Close(); err != nil {
			return err
		}
	}
	if err := conn.PgConn().Deallocate(ctx, name); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, `ALTER TABLE samloka_history_runs ENABLE TRIGGER samloka_history_by_triggers`)
	return err
}
