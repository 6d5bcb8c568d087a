package geopackage

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/store"
)

// revision is what a store.Revision names: a state by the counter and mark of samloka_revision, and
// the last entry that the history has then.
type revision struct {
	counter int64
	mark    int64  // 64 random bits
	number  int64  // of the last entry; 0: there is none
	print   string // of what that entry says
}

func (r revision) String() string {
	return fmt.Sprintf("%d-%x-%d-%s", r.counter, uint64(r.mark), r.number, r.print) //nolint:gosec // the mark is 64 random bits
}

func (r revision) store() store.Revision { return store.Revision(r.String()) }

// parseRevision reads what String wrote; ok is false for anything else.
func parseRevision(s store.Revision) (r revision, ok bool) {
	parts := strings.Split(string(s), "-")
	if len(parts) != 4 {
		return revision{}, false
	}
	counter, errCounter := strconv.ParseInt(parts[0], 10, 64)
	mark, errMark := strconv.ParseUint(parts[1], 16, 64)
	number, errNumber := strconv.ParseInt(parts[2], 10, 64)
	r = revision{counter, int64(mark), number, parts[3]} //nolint:gosec // the mark is 64 random bits
	return r, errCounter == nil && errMark == nil && errNumber == nil && r.String() == string(s)
}

// entry is an entry of the history, as far as it is needed to know it again.
type entry struct {
	number                   int64
	at, table, id, operation string
}

func (e entry) print() string {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s %s %s %q", e.at, e.operation, e.table, e.id)
	return strconv.FormatUint(h.Sum64(), 36)
}

// at returns the revision with the last entry, which has no number when there is none.
func (r revision) at(last entry) revision {
	r.number, r.print = last.number, "0"
	if r.number != 0 {
		r.print = last.print()
	}
	return r
}

// lastEntry selects the newest of the entries, or of those that limit (a WHERE on number) leaves:
// one that stands by itself, or the last of a run. It reads one row of each table.
func lastEntry(limit string) string {
	return `
	SELECT number, changed_at, table_name, record_id, operation FROM (
		SELECT * FROM (SELECT number, changed_at, table_name, record_id, operation
			FROM samloka_history` + limit + ` ORDER BY number DESC LIMIT 1)
		UNION ALL
		SELECT * FROM (SELECT last_number, changed_at, table_name, greatest_id, 'insert'
			FROM samloka_history_runs` + limit + ` ORDER BY number DESC LIMIT 1)
	) ORDER BY number DESC LIMIT 1`
}

var selectRevision = `
	SELECT r.counter, r.mark, coalesce(h.number, 0), coalesce(h.changed_at, ''), coalesce(h.table_name, ''), coalesce(h.record_id, ''), coalesce(h.operation, '')
	FROM samloka_revision AS r LEFT JOIN (` + lastEntry("") + `) AS h ON true`

// revisionTargets are where the columns of selectRevision go.
func revisionTargets(r *revision, e *entry) []any {
	return []any{&r.counter, &r.mark, &e.number, &e.at, &e.table, &e.id, &e.operation}
}

// Revision implements store.Store.
func (s *Store) Revision(ctx context.Context) (store.Revision, error) {
	if err := s.inPlace(); err != nil {
		return "", err
	}
	r, err := readRevision(ctx, s.readers)
	if err != nil {
		return "", explain(ctx, s.path, err)
	}
	return r.store(), nil
}

func readRevision(ctx context.Context, from queryer) (revision, error) {
	var r revision
	var e entry
	if err := from.QueryRowContext(ctx, selectRevision).Scan(revisionTargets(&r, &e)...); err != nil {
		return r, err
	}
	return r.at(e), nil
}
