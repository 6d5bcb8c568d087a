package postgis

import (
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/samloka/samloka/internal/symbiosis"
)

// othersHaveAHand says whether a table of the region has triggers, rules or cascading keys that aren't ours, as
// people who look after a database add: a date of the last edit, a name put right, rows of another table that go
// with a deleted one; or a column of a type that keeps another value than it is given and doesn't refuse it, such as
// numeric(10,2). What an update has put is then not all that it has changed. Asked when it has written: who adds a
// trigger waits until we end.
const othersHaveAHand = `EXISTS (
		SELECT FROM pg_class AS own
		WHERE own.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND own.relkind IN ('r', 'p')
			AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = own.oid AND tgname = 'samloka_change')
			AND (EXISTS (
				SELECT FROM pg_trigger
				WHERE tgrelid = own.oid AND NOT tgisinternal AND tgenabled <> 'D'
					AND tgname NOT IN ('samloka_change', 'samloka_new_row', 'samloka_new_version',
						'samloka_history_insert', 'samloka_history_update', 'samloka_history_delete', 'samloka_history_truncate'))
			OR EXISTS (
				SELECT FROM pg_attribute
				WHERE attrelid = own.oid AND attnum > 0 AND NOT attisdropped AND atttypid IN ('numeric'::regtype, 'real'::regtype, 'bpchar'::regtype))
			OR EXISTS (SELECT FROM pg_rewrite WHERE ev_class = own.oid)
			OR EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND confrelid = own.oid AND confdeltype::text || confupdtype::text ~ '[cnd]')))`

// leftOut is an Unavailable error unless a statement has changed as many rows as it was given.
func leftOut(location, table string, tag pgconn.CommandTag, given int) error {
	if tag.RowsAffected() == int64(given) {
		return nil
	}
	return symbiosis.Errorf(symbiosis.Unavailable,
		"%s left a change of the table %s out, by a trigger or rule of its own: nothing was changed; ask who looks after the database", location, table)
}
