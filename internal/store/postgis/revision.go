package postgis

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/store"
)

// revision is what a store.Revision names: a state by the counter and mark of samloka_revision, and
// the last entry that the history has then.
type revision struct {
	counter int64
	mark    string // a uuid
	number  int64  // of the last entry; 0: there is none
	print   string // of what that entry says

	altered bool // others have a hand in changes; asked for by selectRevisionAfter alone
}

func (r revision) String() string {
	return fmt.Sprintf("%d-%s-%d-%s", r.counter, r.mark, r.number, r.print)
}

func (r revision) store() store.Revision { return store.Revision(r.String()) }

// parseRevision reads what String wrote; ok is false for anything else.
func parseRevision(s store.Revision) (r revision, ok bool) {
	counter, rest, _ := strings.Cut(string(s), "-")
	if len(rest) < 38 || rest[36] != '-' {
		return revision{}, false
	}
	number, print, _ := strings.Cut(rest[37:], "-")
	r.mark, r.print = rest[:36], print
	var errCounter, errNumber error
	r.counter, errCounter = strconv.ParseInt(counter, 10, 64)
	r.number, errNumber = strconv.ParseInt(number, 10, 64)
	return r, errCounter == nil && errNumber == nil && r.String() == string(s)
}

// entry is an entry of the history, as far as it is needed to know it again.
type entry struct {
	number, at           int64
	table, id, operation string
}

func (e entry) print() string {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%d %d %s %s %q", e.number, e.at, e.operation, e.table, e.id)
	return strconv.FormatUint(h.Sum64(), 36)
}

// lastEntry selects the newest of the entries, or of those that limit (a WHERE on number) leaves:
// one that stands by itself, or the last of a run. It reads one row of each table.
func lastEntry(limit string) string {
	const at = `(extract(epoch FROM changed_at) * 1000000)::bigint`
	return `
	SELECT number, at, table_name, record_id, operation FROM (
		(SELECT number, ` + at + ` AS at, table_name, record_id, operation
			FROM samloka_history` + limit + ` ORDER BY number DESC LIMIT 1)
		UNION ALL
		(SELECT number + cardinality(record_ids) - 1, ` + at + `, table_name, greatest_id, 'insert'
			FROM samloka_history_runs` + limit + ` ORDER BY number DESC LIMIT 1)
	) AS entries ORDER BY number DESC LIMIT 1`
}

// selectRevision also asks which schema the database has by now: a newer program may have brought
// it forward while this one runs. selectRevisionAfter asks whether others have a hand in changes, too.
var (
	selectRevision      = revisionWith(`false`)
	selectRevisionAfter = revisionWith(othersHaveAHand)
)

func revisionWith(altered string) string {
	return `
	SELECT samloka_revision.counter, samloka_revision.mark::text, ` + altered + `,
		(SELECT max(version_id) FROM samloka_migrations WHERE is_applied),
		h.number, h.at, h.table_name, h.record_id, h.operation
	FROM samloka_revision LEFT JOIN (` + lastEntry("") + `) AS h ON true`
}

// selectSchema asks for the schema alone.
const selectSchema = `SELECT max(version_id) FROM samloka_migrations WHERE is_applied`

// readSchema refuses a database that a newer program has brought forward.
func readSchema(ctx context.Context, from queryer, location string) (schema int64, err error) {
	if err := from.QueryRow(ctx, selectSchema).Scan(&schema); err != nil {
		return 0, err
	}
	return schema, notNewer(location, schema)
}

func notNewer(location string, schema int64) error {
	newest, err := newestSchema()
	if err == nil && schema > newest {
		return newerSchema(location, schema, newest)
	}
	return err
}

func readRevision(ctx context.Context, from queryer, location string) (revision, error) {
	return scanRevision(from.QueryRow(ctx, selectRevision), location)
}

func scanRevision(row pgx.Row, location string) (revision, error) {
	var r revision
	var schema int64
	var number, at *int64
	var table, id, operation *string
	if err := row.Scan(&r.counter, &r.mark, &r.altered, &schema, &number, &at, &table, &id, &operation); err != nil {
		return r, err
	}
	if err := notNewer(location, schema); err != nil {
		return r, err
	}
	if number == nil {
		r.print = "0"
		return r, nil
	}
	r.number, r.print = *number, entry{*number, *at, *table, *id, *operation}.print()
	return r, nil
}

// noRegion is the state of a region that isn't made.
var noRegion = revision{mark: "00000000-0000-0000-0000-000000000000", print: "0"}

// Revision implements store.Store.
func (s *Store) Revision(ctx context.Context) (store.Revision, error) {
	if s.unmade.Load() {
		return noRegion.store(), nil
	}
	r, err := readRevision(ctx, s.pool, s.location)
	if err != nil {
		return "", s.explain(ctx, err)
	}
	return r.store(), nil
}
