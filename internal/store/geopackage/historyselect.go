package geopackage

import (
	"fmt"
	"strings"

	"github.com/samloka/samloka/internal/store"
)

// nextNumber is the number of the next change: those of both tables go on from each other.
const nextNumber = `(SELECT 1 + max(
    coalesce((SELECT max(number) FROM samloka_history), 0),
    coalesce((SELECT last_number FROM samloka_history_runs ORDER BY number DESC LIMIT 1), 0)))`

// selectHistory returns what reads the changes that q chooses. They stand in two tables: most in
// samloka_history, a row each; new rows that filled a table in samloka_history_runs, a thousand to
// a row, whose first has the row's number and the others those that follow. Runs are chosen before
// they are taken apart: by their numbers, and by their least and greatest id.
func selectHistory(q store.HistoryQuery) (query string, args []any) {
	var single, news []string
	run := []string{"r.table_name <> ''"} // a copy's mark is no change: see takeEntries
	where := func(to *[]string, condition string, arg any) {
		args = append(args, arg)
		*to = append(*to, strings.ReplaceAll(condition, "?", fmt.Sprintf("?%d", len(args))))
	}
	if q.Table != "" {
		where(&single, "h.table_name = ?", q.Table)
		where(&run, "r.table_name = ?", q.Table)
	}
	if q.ID != "" {
		where(&single, "h.record_id = ?", q.ID)
		where(&run, "r.least_id <= ? AND r.greatest_id >= ? AND EXISTS (SELECT 1 FROM json_each(r.record_ids) WHERE value = ?)", q.ID)
		where(&news, "news.value = ?", q.ID)
	}
	if q.Number != 0 {
		where(&single, "h.number = ?", q.Number)
		where(&run, "r.number <= ? AND r.last_number >= ?", q.Number)
		where(&news, "r.number + news.key = ?", q.Number)
	}
	if q.Set != 0 {
		where(&single, "h.change_set = ?", q.Set)
		where(&run, "r.change_set = ?", q.Set)
	}
	if q.Older != 0 {
		where(&single, "h.number < ?", q.Older)
		where(&run, "r.number < ?", q.Older)
		where(&news, "r.number + news.key < ?", q.Older)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	newest := fmt.Sprintf("ORDER BY number DESC LIMIT %d", limit)
	return `
	WITH chosen AS (
		SELECT * FROM (
			SELECT h.number, h.change_set, h.changed_at, h.actor, h.program, h.table_name, h.record_id, h.operation, h.version, h.undoes, h.before
			FROM samloka_history AS h ` + all(single) + newest + `
		) UNION ALL SELECT * FROM (
			SELECT r.number + news.key AS number, r.change_set, r.changed_at, r.actor, r.program, r.table_name, news.value, 'insert', 1, r.undoes, NULL
			FROM (SELECT r.* FROM samloka_history_runs AS r ` + all(run) + newest + `) AS r, json_each(r.record_ids) AS news ` + all(news) + newest + `
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
		CASE typeof(c.version) WHEN 'integer' THEN c.version ELSE 0 END, -- another program may have written anything
		coalesce(c.undoes, 0),
		c.before,
		coalesce(n.number, (
			SELECT r.number FROM samloka_history_runs AS r
			WHERE r.number > c.number AND r.table_name = c.table_name AND r.least_id <= c.record_id AND r.greatest_id >= c.record_id
				AND EXISTS (SELECT 1 FROM json_each(r.record_ids) WHERE value = c.record_id)
			ORDER BY r.number LIMIT 1
		)),
		n.before
	FROM (SELECT * FROM chosen ` + newest + `) AS c
	LEFT JOIN samloka_history AS n ON n.number = (
		SELECT min(later.number) FROM samloka_history AS later
		WHERE later.record_id = c.record_id AND later.table_name = c.table_name AND later.number > c.number
	)
	ORDER BY c.number DESC`, args
}

// all is a WHERE clause of conditions.
func all(conditions []string) string {
	if len(conditions) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(conditions, " AND ") + " "
}
