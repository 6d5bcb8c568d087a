package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// fillable is what a table that is to be filled can do without until then, as statements.
type fillable struct {
	now         []string // take it away
	afterCopy   []string // give back the key and the triggers
	atEnd       []string // and the spatial indexes
	historyByUs bool
}

// selectFillable asks for %[1]s, as plain questions of few tables each: a process of the server that has just begun
// takes twice as long to plan them as joins.
const selectFillable = `
	SELECT oid = %[1]s, relkind = 'r', pg_has_role(relowner, 'USAGE') FROM pg_class
	WHERE oid IN (%[1]s, 'samloka_history_runs'::regclass);

	SELECT relname, pg_get_indexdef(indexrelid)
	FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
	WHERE indrelid = %[1]s AND relam = (SELECT oid FROM pg_am WHERE amname = 'gist')
		AND NOT indisexclusion AND NOT indisclustered AND reltablespace = 0
		AND NOT EXISTS (SELECT FROM pg_description WHERE objoid = indexrelid AND classoid = 'pg_class'::regclass)
	ORDER BY relname;

	SELECT tgrelid = %[1]s, tgname, tgenabled, tgtype & 5 = 5, -- for each row that is inserted
		tgfoid = 'samloka_write_history'::regproc AND tgargs = 'r.id\000r.version\000'::bytea,
		EXISTS (SELECT FROM pg_description WHERE objoid = pg_trigger.oid AND classoid = 'pg_trigger'::regclass),
		pg_get_triggerdef(oid)
	FROM pg_trigger
	WHERE tgrelid IN (%[1]s, 'samloka_history_runs'::regclass) AND NOT tgisinternal
	ORDER BY tgname;

	SELECT conname, pg_get_constraintdef(pg_constraint.oid)
	FROM pg_constraint JOIN pg_index ON indexrelid = conindid
	WHERE conrelid = %[1]s AND contype = 'p' AND NOT condeferrable AND NOT indisreplident AND NOT indisclustered
		AND (SELECT reltablespace = 0 AND reloptions IS NULL FROM pg_class WHERE oid = conindid)
		AND NOT EXISTS (SELECT FROM pg_description WHERE objoid = pg_constraint.oid AND classoid = 'pg_constraint'::regclass)
		AND NOT EXISTS (SELECT FROM pg_description WHERE objoid = conindid AND classoid = 'pg_class'::regclass)
		AND NOT EXISTS (SELECT FROM pg_depend WHERE refobjid IN (pg_constraint.oid, conindid) AND deptype <> 'i')`

// readFillable reads what t can do without: its spatial indexes, unless their definition doesn't tell all of them, its
// primary key, unless anything else hangs on it, and our triggers for new rows as we made them; all that only for who owns
// the table.
//
// The history of the new rows may be written by this package in the place of a trigger by the owner of the history, where
// rows come into the table as they were sent.
func readFillable(ctx context.Context, conn *pgx.Conn, t *table) (fillable, error) {
	name := pgx.Identifier{t.name}.Sanitize()
	results, err := conn.PgConn().Exec(ctx, fmt.Sprintf(selectFillable, t.regclass())).ReadAll()
	if err != nil {
		return fillable{}, err
	}
	owners, indexes, triggers, keys := results[0].Rows, results[1].Rows, results[2].Rows, results[3].Rows
	var owner, plain, ownsHistory bool
	for _, r := range owners {
		if isTrue(r[0]) {
			plain, owner = isTrue(r[1]), isTrue(r[2])
		} else {
			ownsHistory = isTrue(r[2])
		}
	}
	if !owner {
		return fillable{}, nil
	}
	var has fillable
	for _, r := range keys {
		key := pgx.Identifier{string(r[0])}.Sanitize()
		has.now = append(has.now, "ALTER TABLE "+name+" DROP CONSTRAINT "+key)
		has.afterCopy = append(has.afterCopy, "ALTER TABLE "+name+" ADD CONSTRAINT "+key+" "+string(r[1]))
	}
	for _, r := range indexes {
		has.now = append(has.now, "DROP INDEX "+pgx.Identifier{string(r[0])}.Sanitize())
		has.atEnd = append(has.atEnd, string(r[1]))
	}
	asSent, guarded := plain, false
	for _, r := range triggers {
		ofTable, trigger, enabled, eachNewRow := isTrue(r[0]), string(r[1]), string(r[2]) == "O", isTrue(r[3])
		switch {
		case ofTable && eachNewRow && (trigger != "samloka_new_row" || !enabled):
			asSent = false // somebody else's, or ours as somebody wants it
		case !ofTable && trigger == "samloka_history_by_triggers" && enabled:
			guarded = ownsHistory
		}
	}
	for _, r := range triggers {
		ofTable, trigger, enabled, writesHistory, commented := isTrue(r[0]), string(r[1]), string(r[2]) == "O", isTrue(r[4]), isTrue(r[5])
		byUs := trigger == "samloka_history_insert" && writesHistory && asSent && guarded
		if ofTable && enabled && !commented && (byUs || trigger == "samloka_new_row") {
			has.now = append(has.now, "DROP TRIGGER "+pgx.Identifier{trigger}.Sanitize()+" ON "+name)
			has.afterCopy = append(has.afterCopy, string(r[6]))
			has.historyByUs = has.historyByUs || byUs
		}
	}
	return has, nil
}
