package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// keepHistory gives every table of the region the triggers that write the history, with all its
// columns as they are now, and makes anew those that an earlier schema left. A migration that adds a
// table or a column need not think of them.
func keepHistory(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	tables, err := rememberedTables(ctx, tx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		for _, trigger := range t.triggers() {
			if err := makeTrigger(ctx, tx, trigger.name, trigger.sql); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

// rememberedTable is a table whose changes are written down.
type rememberedTable struct {
	name    string
	columns []string
	types   map[string]string // of the columns
	// id and version are expressions on a row called ROW.
	id, version string
	versioned   bool
}

// rememberedTables finds the tables with an id and a version, and the two of the region itself.
func rememberedTables(ctx context.Context, tx *sql.Tx) ([]rememberedTable, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT t.name, c.name, c.type FROM sqlite_master AS t, pragma_table_info(t.name) AS c
		WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%'
			AND t.name NOT LIKE 'samloka\_%' ESCAPE '\' AND t.name NOT LIKE 'gpkg\_%' ESCAPE '\' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND t.name NOT LIKE 'rtree\_%' ESCAPE '\'
		ORDER BY t.name, c.cid`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []rememberedTable
	for rows.Next() {
		var table, column, kind string
		if err := rows.Scan(&table, &column, &kind); err != nil {
			return nil, err
		}
		if len(all) == 0 || all[len(all)-1].name != table {
			all = append(all, rememberedTable{name: table, types: map[string]string{}})
		}
		t := &all[len(all)-1]
		t.columns = append(t.columns, column)
		t.types[column] = kind
	}
	var kept []rememberedTable
	for _, t := range all {
		_, hasID := t.types["id"]
		_, hasVersion := t.types["version"]
		switch {
		case t.name == assumptions.name:
			t.id, t.version = "ROW.key", "NULL"
		case t.name == regionInfo.name:
			t.id, t.version = "'region'", "NULL"
		case hasID && hasVersion:
			t.id, t.version, t.versioned = "ROW.id", "coalesce(ROW.version, 1)", true
		default:
			continue
		}
		kept = append(kept, t)
	}
	return kept, rows.Err()
}

type trigger struct{ name, sql string }

// of puts OLD or NEW in the place of ROW.
func of(which, expression string) string { return strings.ReplaceAll(expression, "ROW", which) }

func (t rememberedTable) named(which string) string {
	return "trim(coalesce(" + of(which, t.id) + ", '')) != ''"
}

// before is the old row as JSON, without the key that only the file knows.
func (t rememberedTable) before() string {
	var parts []string
	for _, c := range t.columns {
		value := "OLD." + c
		switch {
		case c == "fid":
			continue
		case c == "geom":
			value = "hex(" + value + ")"
		default:
			// What another program left as a blob has no form in JSON.
			value = "CASE typeof(" + value + ") WHEN 'blob' THEN hex(" + value + ") ELSE " + value + " END"
		}
		parts = append(parts, "'"+c+"', "+value)
	}
	return "json_object(" + strings.Join(parts, ", ") + ")"
}

// write is the statement that writes an entry down.
func (t rememberedTable) write(operation, id, version, before string) string {
	return fmt.Sprintf(`
  INSERT INTO samloka_history (number, change_set, actor, program, table_name, record_id, operation, version, undoes, before)
  SELECT
    %s,
    coalesce(change_set, %s),
    coalesce(actor, ''), CASE WHEN change_set IS NULL THEN '' ELSE 'samloka' END,
    '%s', %s, '%s', %s, undoes, %s
  FROM samloka_session;`, nextNumber, nextNumber, t.name, id, operation, version, before)
}

// triggers returns the triggers of the table. A row without an id is nobody's yet: it is written
// down once the trigger that names it has done so.
func (t rememberedTable) triggers() []trigger {
	history := func(name, event, when string, body ...string) trigger {
		full := "samloka_" + t.name + "_history_" + name
		return trigger{full, fmt.Sprintf("CREATE TRIGGER %s AFTER %s ON %s\n  WHEN %s\nBEGIN%s\nEND", full, event, t.name, when, strings.Join(body, ""))}
	}
	// The version that the row has once the trigger of versions has run.
	version := t.version
	if t.versioned {
		version = "CASE WHEN NEW.version IS OLD.version AND " + t.named("OLD") + " THEN coalesce(OLD.version, 1) + 1 ELSE coalesce(NEW.version, 1) END"
	}
	isChange := "(SELECT versioning FROM samloka_session) = 0"
	sameID := of("OLD", t.id) + " IS " + of("NEW", t.id)
	triggers := []trigger{
		history("insert", "INSERT", t.named("NEW"), t.write("insert", of("NEW", t.id), of("NEW", t.version), "NULL")),
		history("delete", "DELETE", t.named("OLD"), t.write("delete", of("OLD", t.id), of("OLD", t.version), t.before())),
		history("update", "UPDATE", sameID+" AND "+t.named("NEW")+" AND "+isChange, t.write("update", of("NEW", t.id), version, t.before())),
		history("renamed", "UPDATE", "NOT ("+sameID+") AND "+t.named("OLD"), t.write("delete", of("OLD", t.id), of("OLD", t.version), t.before())),
		history("named", "UPDATE", "NOT ("+sameID+") AND "+t.named("NEW"), t.write("insert", of("NEW", t.id), version, "NULL")),
	}
	if !t.versioned {
		return triggers
	}
	name := "samloka_" + t.name + "_version"
	return append(triggers, trigger{name, fmt.Sprintf(`CREATE TRIGGER %[1]s AFTER UPDATE ON %[2]s
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE samloka_session SET versioning = 1;
  UPDATE %[2]s SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE samloka_session SET versioning = 0;
  UPDATE gpkg_contents SET last_change = strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now') WHERE table_name = '%[2]s';
END`, name, t.name)})
}

// makeTrigger makes a trigger, or makes it anew when it has another text.
func makeTrigger(ctx context.Context, tx *sql.Tx, name, text string) error {
	var now string
	err := tx.QueryRowContext(ctx, `SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?`, name).Scan(&now)
	switch {
	case err == nil && now == text:
		return nil
	case err == nil:
		if _, err := tx.ExecContext(ctx, `DROP TRIGGER "`+name+`"`); err != nil {
			return err
		}
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	_, err = tx.ExecContext(ctx, text)
	return err
}
