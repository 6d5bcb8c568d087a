package postgis

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/store"
)

// selectHistory returns what reads the changes that q chooses. They stand in two tables: most in
// samloka_history, a row each; new rows that came many at once in samloka_history_runs, a thousand
// to a row, whose first has the row's number and the others those that follow. Runs are chosen
// before they are taken apart: by their numbers, and by their least and greatest id.
//
// next is the number of the record's next change, 0 for none.
func selectHistory(q store.HistoryQuery) (query string, args []any) {
	var single, run, news []string
	where := func(to *[]string, condition string, arg any) {
		args = append(args, arg)
		*to = append(*to, strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(args))))
	}
	if q.Table != "" {
		where(&single, "h.table_name = ?", q.Table)
		where(&run, "r.table_name = ?", q.Table)
	}
	if q.ID != "" {
		where(&single, "h.record_id = ?", q.ID)
		where(&run, "r.least_id <= ? AND r.greatest_id >= ? AND ? = ANY(r.record_ids)", q.ID)
		where(&news, "news.id = ?", q.ID)
	}
	if q.Number != 0 {
		where(&single, "h.number = ?", q.Number)
		where(&run, "r.number <= ? AND r.number + cardinality(r.record_ids) > ?", q.Number)
		where(&news, "r.number + news.at - 1 = ?", q.Number)
	}
	if q.Set != 0 {
		where(&single, "h.change_set = ?", q.Set)
		where(&run, "r.change_set = ?", q.Set)
	}
	if q.Older != 0 {
		where(&single, "h.number < ?", q.Older)
		where(&run, "r.number < ?", q.Older)
		where(&news, "r.number + news.at - 1 < ?", q.Older)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	newest := fmt.Sprintf("ORDER BY number DESC LIMIT %d", limit)
	return `
	WITH chosen AS (
		(
			SELECT h.number, h.change_set, h.changed_at, h.actor, h.program, h.table_name, h.record_id, h.operation, h.version, h.undoes
			FROM samloka_history AS h ` + all(single) + newest + `
		) UNION ALL (
			SELECT r.number + news.at - 1 AS number, r.change_set, r.changed_at, r.actor, r.program, r.table_name, news.id, 'insert', 1, r.undoes
			FROM (SELECT r.* FROM samloka_history_runs AS r ` + all(run) + newest + `) AS r,
				unnest(r.record_ids) WITH ORDINALITY AS news (id, at) ` + all(news) + newest + `
		)
	)
	SELECT
		c.number,
		c.change_set,
		c.changed_at,
		c.actor,
		c.program,
		c.table_name,
		c.record_id,
		c.operation,
		coalesce(c.version, 0),
		coalesce(c.undoes, 0),
		coalesce((
			SELECT n.number FROM samloka_history AS n
			WHERE n.record_id = c.record_id AND n.table_name = c.table_name AND n.number > c.number
			ORDER BY n.number LIMIT 1
		), (
			SELECT r.number FROM samloka_history_runs AS r
			WHERE r.table_name = c.table_name AND r.number > c.number
				AND r.least_id <= c.record_id AND r.greatest_id >= c.record_id AND c.record_id = ANY(r.record_ids)
			ORDER BY r.number LIMIT 1
		), 0) AS next
	FROM (SELECT * FROM chosen ` + newest + `) AS c ORDER BY c.number DESC`, args
}

// all is a WHERE clause of conditions.
func all(conditions []string) string {
	if len(conditions) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(conditions, " AND ") + " "
}
