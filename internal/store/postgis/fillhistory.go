package postgis

import (
	"context"
	"encoding/binary"
	"io"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

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

const (
	historyIsUnderWay = `ALTER TABLE samloka_history_runs DISABLE TRIGGER samloka_history_by_triggers`
	historyIsWritten  = `ALTER TABLE samloka_history_runs ENABLE TRIGGER samloka_history_by_triggers`
)

// write puts down what was gathered, if anything was. Only the owner can let it in: others write history by changing
// rows. Once it is written, historyIsWritten is to follow.
func (h *fillHistory) write(ctx context.Context, conn *pgx.Conn) (written bool, err error) {
	if h == nil || h.count == 0 {
		return false, nil
	}
	var number, changeSet int64
	var at time.Time
	var actor, program string
	var undoes *int64
	if err := conn.QueryRow(ctx, `
		SELECT setval(numbers, nextval(numbers) + $1 - 1) - $1 + 1, (SELECT counter FROM samloka_revision), clock_timestamp(),
			coalesce(nullif(current_setting('samloka.actor', true), ''), session_user), current_setting('application_name'),
			nullif(current_setting('samloka.undoes', true), '')::bigint
		FROM pg_get_serial_sequence('samloka_history', 'number') AS numbers`, pgx.QueryExecModeExec, h.count).
		Scan(&number, &changeSet, &at, &actor, &program, &undoes); err != nil {
		return false, err
	}
	if _, err := conn.Exec(ctx, historyIsUnderWay); err != nil {
		return false, err
	}
	rows := &runRows{left: h.runs, row: rowEncoder{types: conn.TypeMap(), buf: []byte(copySignature), columns: []uint32{
		pgtype.Int8OID, pgtype.Int8OID, pgtype.TimestamptzOID, pgtype.TextOID, pgtype.TextOID, pgtype.TextOID, pgtype.Int8OID,
		pgtype.TextOID, pgtype.TextOID, pgtype.TextArrayOID,
	}}}
	rows.write = func(r idRun) error {
		to := &rows.row
		to.begin()
		to.whole(number)
		to.whole(changeSet)
		to.value(at)
		for _, text := range []string{actor, program, h.table.name} {
			to.value(text)
		}
		if undoes != nil {
			to.whole(*undoes)
		} else {
			to.value(nil)
		}
		to.value(r.least)
		to.value(r.greatest)
		to.encoded(r.ids)
		number += idsOfRun
		return to.end()
	}
	_, err = conn.PgConn().CopyFrom(ctx, rows, `COPY samloka_history_runs (number, change_set, changed_at, actor, program, table_name, undoes, least_id, greatest_id, record_ids) FROM STDIN BINARY`)
	return true, err
}

// runRows reads runs as COPY takes them.
type runRows struct {
	left  []idRun
	row   rowEncoder // holds what is not read yet, from at
	at    int
	ended bool
	write func(idRun) error // into row
}

// Read implements io.Reader.
func (r *runRows) Read(p []byte) (int, error) {
	if r.at == len(r.row.buf) {
		r.row.buf, r.at = r.row.buf[:0], 0
		switch {
		case len(r.left) > 0:
			if err := r.write(r.left[0]); err != nil {
				return 0, err
			}
			r.left = r.left[1:]
		case !r.ended:
			r.row.buf, r.ended = append(r.row.buf, copyEnd...), true
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, r.row.buf[r.at:])
	r.at += n
	return n, nil
}
