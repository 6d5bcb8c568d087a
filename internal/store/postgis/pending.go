package postgis

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/store/record"
)

const (
	// fewPuts is how many records of a table an update puts before it reads the versions of the
	// whole table at once rather than one by one.
	fewPuts = 16
	// fewRows is up to how many rows go as single statements, in one batch; more go by COPY.
	fewRows = 64
	// mostRows bounds the memory that waiting rows take.
	mostRows = 20_000
)

// bitsOfSeen are those of the hash of an id; tests take fewer.
var bitsOfSeen = 64

// pending holds the rows of a table that an update has put and that are not written yet: writing
// them together spares a round trip for each. No other program can change the region meanwhile,
// so a version that was read stays true.
type pending struct {
	tx    *transaction
	table *table
	// versions holds, by id, the version that the row has or will have once written; 0: no such
	// row. whole says that it holds every row of the table.
	versions map[string]int64
	whole    bool
	seen     *record.Seen   // of a table that was empty: ids in versions, and of rows of version 1 that went in; see first
	asked    int            // versions read one by one
	rows     [][]any        // values, with the version last
	isNew    []bool         // the row of this index is not in the table yet
	news     int            // how many are
	at       map[string]int // index in rows, by id

	empty  bool     // the table had no rows when all versions were read
	filled bool     // see putOff
	atEnd  []string // statements that make good what was put off until then
	// What was put off until its COPY has ended, and what the history shall know of its rows.
	afterCopy []string
	history   *fillHistory
	defaults  map[string]any // of columns that its COPY may leave out
}

// pending returns the rows of t that wait to be written.
func (tx *transaction) pending(t *table) *pending {
	p := tx.waiting[t]
	if p == nil {
		p = &pending{tx: tx, table: t, versions: map[string]int64{}, seen: record.NewSeen(bitsOfSeen), at: map[string]int{}}
		tx.waiting[t] = p
		tx.order = append(tx.order, p)
	}
	return p
}

// version returns the version of id, 0 when there is none.
func (p *pending) version(ctx context.Context, id string) (int64, error) {
	if version, known := p.versions[id]; known || p.hasNone(id) {
		return version, nil
	}
	if p.asked >= fewPuts {
		err := p.readVersions(ctx)
		return p.versions[id], err
	}
	p.asked++
	var version int64
	conn, err := p.tx.db(ctx)
	if err != nil {
		return 0, err
	}
	if p.asked == 2 { // this may become many: of an empty table all is known at once
		some := true
		if err := conn.QueryRow(ctx, p.table.selectSomeRow).Scan(&some); err != nil {
			return 0, p.tx.fail(ctx, err)
		}
		if !some {
			p.hasAll(true)
			return p.versions[id], nil
		}
	}
	err = conn.QueryRow(ctx, p.table.selectVersion, id).Scan(&version)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, p.tx.fail(ctx, err)
	}
	p.note(id, version)
	return version, nil
}

// hasAll notes that the versions of all rows of the table are known by now; empty: there are none.
func (p *pending) hasAll(empty bool) {
	p.empty, p.whole, p.asked = empty, true, 0
	p.seen = record.NewSeen(bitsOfSeen) // all are in versions
	if empty {
		for _, id := range slices.Sorted(maps.Keys(p.versions)) {
			p.seen.Add(id)
		}
	}
}

// hasNone says that it is known that there is no row of id.
func (p *pending) hasNone(id string) bool {
	version, known := p.versions[id]
	if known {
		return version == 0
	}
	return p.whole && !p.seen.MayHold(id)
}

// note takes down the version that a row has by now.
func (p *pending) note(id string, version int64) {
	p.versions[id] = version
	if p.empty {
		p.seen.Add(id)
	}
}

// first notes a new row of a table that was empty, of version 1; false for one that has been put, asked
// for or removed before, or may have been. Of a filling's ids no more is kept than that they have been
// seen: a million would take hundreds of bytes each, with what they are a part of.
func (p *pending) first(id string) bool { return p.seen.Add(id) }

// readVersions reads the versions of all rows, but for those that are known better.
func (p *pending) readVersions(ctx context.Context) error {
	conn, err := p.tx.db(ctx)
	if err != nil {
		return err
	}
	rows, err := conn.Query(ctx, p.table.selectVersions)
	if err != nil {
		return p.tx.fail(ctx, err)
	}
	empty := true
	var id string
	var version int64
	_, err = pgx.ForEachRow(rows, []any{&id, &version}, func() error {
		empty = false
		if _, known := p.versions[id]; !known {
			p.versions[id] = version
		}
		return nil
	})
	if err != nil {
		return p.tx.fail(ctx, err)
	}
	p.hasAll(empty)
	return nil
}

// filledBy returns the COPY that is filling the table; nil: none is.
func (p *pending) filledBy() *copying {
	if c := p.tx.copying; c != nil && c.table == p.table && p.empty {
		return c
	}
	return nil
}

// put takes the values of the row of id, new or replacing, and returns its version. One that filledBy's COPY takes
// isn't among them.
func (p *pending) put(ctx context.Context, id string, values []any) (int64, error) {
	before, err := p.version(ctx, id)
	if err != nil {
		return 0, err
	}
	version := before + 1
	p.note(id, version)
	values = append(values, version)
	if c := p.tx.copying; before == 0 && c != nil && c.table == p.table {
		if err := p.copyRow(ctx, values); err != nil {
			return 0, p.tx.fail(ctx, err)
		}
		return version, nil
	}
	if i, waits := p.at[id]; waits {
		p.rows[i] = values
		return version, nil
	}
	p.at[id] = len(p.rows)
	p.rows = append(p.rows, values)
	p.isNew = append(p.isNew, before == 0)
	if before == 0 {
		p.news++
	}
	switch {
	case p.news >= manyNews:
		return version, p.handOver(ctx)
	case len(p.rows) >= mostRows:
		return version, p.flush(ctx)
	}
	return version, nil
}

// handOver gives the new rows that wait to a COPY, which goes on while more are put. The others
// wait on.
func (p *pending) handOver(ctx context.Context) error {
	var news [][]any
	rows, isNew := p.rows, p.isNew
	p.forget()
	for i, values := range rows {
		if isNew[i] && !putTwice(values) {
			news = append(news, values)
			continue
		}
		p.at[values[p.table.keyAt].(string)] = len(p.rows)
		p.rows, p.isNew = append(p.rows, values), append(p.isNew, isNew[i])
	}
	if err := p.copyNews(ctx, news); err != nil {
		return p.tx.fail(ctx, err)
	}
	return nil
}

// copyNews has new rows copied into the table, behind those that are on the way there.
func (p *pending) copyNews(ctx context.Context, news [][]any) error {
	if len(news) == 0 {
		return nil
	}
	if p.tx.copying == nil || p.tx.copying.table != p.table {
		if err := p.putOff(ctx, len(news)); err != nil {
			return err
		}
		if _, err := p.tx.db(ctx); err != nil {
			return err
		}
		if err := p.tx.startCopy(ctx, p.table, news); err != nil {
			return err
		}
	}
	for _, values := range news {
		if err := p.copyRow(ctx, values); err != nil {
			return err
		}
	}
	return nil
}

// putTwice says of the values of a new row that they aren't its first ones: it has another version,
// and so an entry of its own in the history, where others come by the thousand.
func putTwice(values []any) bool { return values[len(values)-1] != int64(1) }

// forget empties what waits.
func (p *pending) forget() {
	p.rows, p.isNew, p.news = nil, nil, 0
	clear(p.at)
}

// flush writes what waits.
func (p *pending) flush(ctx context.Context) error {
	if len(p.rows) == 0 {
		return nil
	}
	write := p.writeFew
	if len(p.rows) > fewRows {
		write = p.writeMany
	}
	err := write(ctx, p.rows)
	p.forget()
	if err != nil {
		return p.tx.fail(ctx, err)
	}
	return nil
}

func (p *pending) writeFew(ctx context.Context, rows [][]any) error {
	var batch pgx.Batch
	for _, values := range rows {
		batch.Queue(p.table.upsert, values...)
	}
	conn, err := p.tx.db(ctx)
	if err != nil {
		return err
	}
	results := conn.SendBatch(ctx, &batch)
	for range rows {
		tag, err := results.Exec()
		if err == nil {
			err = leftOut(p.tx.location, p.table.name, tag, 1)
		}
		if err != nil {
			_ = results.Close() // the first error tells more
			return err
		}
	}
	return results.Close()
}

// writeMany copies new rows into the table, and the others over the rows they replace.
func (p *pending) writeMany(ctx context.Context, rows [][]any) error {
	var news, twice, known [][]any
	for i, values := range rows {
		switch {
		case !p.isNew[i]:
			known = append(known, values)
		case putTwice(values):
			twice = append(twice, values)
		default:
			news = append(news, values)
		}
	}
	if err := p.copyNews(ctx, news); err != nil {
		return err
	}
	if len(twice) > 0 {
		if err := p.writeFew(ctx, twice); err != nil {
			return err
		}
	}
	if len(known) == 0 {
		return nil
	}
	conn, err := p.tx.db(ctx)
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, p.table.makeTemporary); err != nil {
		return err
	}
	if _, err := conn.CopyFrom(ctx, p.table.temporary(), p.table.all(), pgx.CopyFromRows(known)); err != nil {
		return err
	}
	tag, err := conn.Exec(ctx, p.table.replaceFromTemporary)
	if err == nil {
		err = leftOut(p.tx.location, p.table.name, tag, len(known))
	}
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, p.table.emptyTemporary)
	return err
}
