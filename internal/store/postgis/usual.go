package postgis

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// usual is what a column had in every row that was at hand when the COPY of a filling began, where the server puts it in
// by itself: NULL, its default or, of a column that has none, a text that is made its default for as long as the table
// is filled. Such a column isn't sent, which spares the server a tenth of its time. A row that has something else there
// ends the COPY, and the next one sends the column.
type usual struct {
	unsent bool
	value  any // nil, a string or an int64
}

// isUsual says whether v is a usual value.
func isUsual(v, usual any) bool {
	switch usual := usual.(type) {
	case nil:
		return v == nil
	case string:
		s, isText := v.(string)
		return isText && s == usual
	case int64:
		n, isWhole := v.(int64)
		return isWhole && n == usual
	}
	return false
}

// selectDefaults selects what columns of %s have that a COPY doesn't name, as far as that stands with the table: not
// the default of a domain, nor what is generated.
const selectDefaults = `
	SELECT attname, coalesce((SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = attrelid AND adnum = attnum), '')
	FROM pg_attribute
	WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attgenerated = ''
		AND (SELECT typtype = 'b' AND typdefault IS NULL FROM pg_type WHERE oid = atttypid)`

// readDefaults reads the rows of selectDefaults: the defaults that are constants, by column.
func readDefaults(rows [][][]byte) map[string]any {
	defaults := map[string]any{}
	for _, r := range rows {
		if value, isConstant := constant(string(r[1])); isConstant {
			defaults[string(r[0])] = value
		}
	}
	return defaults
}

// constant reads a default as the catalogue tells of it, "" for none. ok is false for one that would have to be worked
// out, and for a text in which something is escaped.
func constant(expression string) (value any, ok bool) {
	if expression == "" {
		return nil, true
	}
	if quoted, isText := strings.CutPrefix(expression, "'"); isText {
		text, kind, _ := strings.Cut(quoted, "'")
		return text, text != "" && !strings.Contains(text, `\`) && (kind == "::text" || kind == "::character varying")
	}
	n, err := strconv.ParseInt(expression, 10, 64)
	return n, err == nil
}

// usual returns which of the columns, of these types, the COPY that begins with these rows may leave out; nil: none.
func (p *pending) usual(ctx context.Context, news [][]any, types []uint32) ([]usual, error) {
	if p.defaults == nil {
		return nil, nil
	}
	defaults := p.defaults
	p.defaults = nil // a COPY that comes later has rows that weren't looked at
	var set, drop []string
	columns := make([]usual, len(p.table.columns)+1)
	for i, name := range p.table.all() {
		value, known := defaults[name]
		first := news[0][i]
		if !known || slices.ContainsFunc(news, func(row []any) bool { return !isUsual(row[i], first) }) {
			continue
		}
		text, isText := first.(string)
		switch {
		case isUsual(first, value):
		case value == nil && isText && text != "" && types[i] == pgtype.TextOID && p.history != nil:
			set = append(set, "ALTER "+pgx.Identifier{name}.Sanitize()+" SET DEFAULT "+literal(text))
			drop = append(drop, "ALTER "+pgx.Identifier{name}.Sanitize()+" DROP DEFAULT")
		default:
			continue
		}
		columns[i] = usual{unsent: true, value: first}
	}
	if len(set) == 0 {
		return columns, nil
	}
	alter := "ALTER TABLE ONLY " + pgx.Identifier{p.table.name}.Sanitize() + " "
	p.afterCopy = append(p.afterCopy, alter+strings.Join(drop, ", "))
	_, err := p.tx.conn.Exec(ctx, alter+strings.Join(set, ", "))
	return columns, err
}

// literal writes a text as SQL does, whatever standard_conforming_strings says.
func literal(text string) string {
	return "E'" + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(text) + "'"
}

// sendMore takes back the row that was written last, which is unlike all before it in columns that aren't sent: it
// ends the COPY, begins one that sends these too and leaves it ready for the row.
func (tx *transaction) sendMore(ctx context.Context) error {
	c := tx.copying
	c.row.undo()
	columns := slices.Clone(c.row.usual)
	for _, i := range c.row.unlike {
		columns[i] = usual{}
	}
	if err := tx.endCopy(ctx); err != nil {
		return err
	}
	tx.beginCopy(ctx, c.table, c.history, c.row.columns, columns)
	tx.copying.row.begin()
	return nil
}
