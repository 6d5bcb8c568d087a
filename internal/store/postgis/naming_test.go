package postgis

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// TestOddSchemaNames keeps regions in schemas whose names must be quoted: history, news and jobs, too.
func TestOddSchemaNames(t *testing.T) {
	for _, name := range []string{"Jamtland", "select", "_9"} {
		t.Run(name, func(t *testing.T) {
			dsn := fresh(t)
			name += schemaInAddress(t, dsn)[:12] // of this test alone
			dsn = with(t, dsn, "search_path", pgx.Identifier{name}.Sanitize())
			s := open(t, dsn)
			closeAtEnd(t, s)
			t.Cleanup(func() { run(t, dsn, `DROP SCHEMA `+pgx.Identifier{name}.Sanitize()+` CASCADE`) })
			empty, err := s.Revision(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			putSample(t, s)
			region, _ := load(t, s)
			if storetest.Dump(region) != storetest.Dump(storetest.Sample()) {
				t.Error("the sample comes back otherwise")
			}
			if news, err := s.Since(t.Context(), empty, 1000); err != nil || news.Gap != "" {
				t.Errorf("the sample doesn't come as news: gap %q, %v", news.Gap, err)
			}
			if _, err := s.AddJobs(t.Context(), store.NewJob{Kind: "x", Args: []byte(`{}`)}); err != nil {
				t.Error(err)
			}
			if again, err := parseTarget(s.Location(), options{}); err != nil || again.schema != name {
				t.Errorf("the location %s doesn't lead to the schema: %v", s.Location(), err)
			}
		})
	}
}

func schemaInAddress(t *testing.T, dsn string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(u.Query().Get("search_path"), "_", "")
}

// TestRenamedSchema renames a region's schema and makes another one under the old name, as who restores a dump
// beside the region that there is: no change of one may be written down to the other.
func TestRenamedSchema(t *testing.T) {
	dsn := fresh(t)
	first := open(t, dsn)
	putSample(t, first)
	old := schemaOf(t, first)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	renamed := old + "_2"
	run(t, dsn, `ALTER SCHEMA `+old+` RENAME TO `+renamed)
	t.Cleanup(func() { run(t, dsn, `DROP SCHEMA `+renamed+` CASCADE`) })
	other := open(t, dsn) // a region of the old name
	closeAtEnd(t, other)
	_, before := load(t, other)

	conn := foreign(t, dsn)
	if _, err := conn.Exec(t.Context(), `UPDATE `+renamed+`.sites SET note = 'x'`); err == nil || !strings.Contains(err.Error(), "was renamed") {
		t.Errorf("an edit before the program has been there: %v", err)
	}
	s := open(t, with(t, dsn, "search_path", renamed))
	closeAtEnd(t, s)
	update(t, s, func(tx store.Tx) error {
		x, err := tx.Site(t.Context(), "hall")
		if err == nil {
			_, err = tx.PutSite(t.Context(), x)
		}
		return err
	})
	execute(t, conn, `UPDATE `+renamed+`.sites SET note = 'x' WHERE id = 'hall'`)
	if _, after := load(t, other); after != before {
		t.Errorf("changes of the renamed region changed the other's revision from %s to %s", before, after)
	}
	changes, err := s.History(t.Context(), store.HistoryQuery{Table: "sites", ID: "hall", Limit: 10})
	if err != nil || len(changes) != 3 {
		t.Errorf("the history tells %d changes, want 3: %v", len(changes), err)
	}
}

// TestMigrationDoesNotWaitForEver: a table that a forgotten transaction has read can't be changed, and whoever reads
// it next would wait behind.
func TestMigrationDoesNotWaitForEver(t *testing.T) {
	defer func(d time.Duration) { migrationPatience = d }(migrationPatience)
	migrationPatience = 50 * time.Millisecond
	s, dsn := opened(t)
	db := stdlib.OpenDB(*s.pool.Config().ConnConfig.Copy())
	defer db.Close()
	provider, err := newProvider(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.DownTo(t.Context(), 22); err != nil {
		t.Fatal(err)
	}
	conn := foreign(t, dsn)
	execute(t, conn, `BEGIN`, `SELECT count(*) FROM areas`)
	_, err = Open(t.Context(), dsn)
	refused(t, err, "is locked by another program")
	execute(t, conn, `COMMIT`)
	closeAtEnd(t, open(t, dsn))
}

// TestFillingATableThatSomebodyReads: it waits for nobody, nor has it readers wait, and keeps the same.
func TestFillingATableThatSomebodyReads(t *testing.T) {
	s, dsn := opened(t)
	reader := foreign(t, dsn)
	execute(t, reader, `BEGIN ISOLATION LEVEL REPEATABLE READ`, `SELECT count(*) FROM sites`)
	ctx, cancel := context.WithTimeout(t.Context(), Patience/2) // less than it would wait for a lock, and then go on
	defer cancel()
	if _, err := s.Update(ctx, func(tx store.Tx) error {
		for i := range manyNews + 10 {
			if _, err := tx.PutSite(ctx, symbiosis.Site{ID: symbiosis.SiteID("s" + strings.Repeat("0", i%7) + string(rune('a'+i%26)) + time.Duration(i).String()), Name: "N", Location: [2]float64{14, 63}}); err != nil {
				return err
			}
		}
		// While it is being filled others read.
		late := foreign(t, dsn)
		execute(t, late, `SET statement_timeout = '5s'`, `SELECT count(*) FROM sites`)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	execute(t, reader, `COMMIT`)
	if region, _ := load(t, s); len(region.Sites) != manyNews+10 {
		t.Errorf("%d sites", len(region.Sites))
	}
	var kept int
	if err := foreign(t, dsn).QueryRow(t.Context(), `SELECT count(*) FROM history WHERE operation = 'insert' AND table_name = 'sites'`).Scan(&kept); err != nil || kept != manyNews+10 {
		t.Errorf("the history tells %d new sites: %v", kept, err)
	}
}

// TestOpeningLeavesWhatIsInOrder: a region that was made, and one that pg_restore has written, are in their place.
func TestOpeningLeavesWhatIsInOrder(t *testing.T) {
	s, dsn := opened(t)
	conn := foreign(t, dsn)
	for _, path := range []string{"", schemaOf(t, s) + ", public"} {
		if path != "" {
			execute(t, conn, `ALTER FUNCTION samloka_change() SET search_path = `+path)
		}
		now, err := readState(t.Context(), conn, schemaOf(t, s))
		if err != nil || now.displaced {
			t.Errorf("with %q: displaced %v, %v", path, now.displaced, err)
		}
	}
	execute(t, conn, `ALTER FUNCTION samloka_change() SET search_path = elsewhere, public`)
	if now, err := readState(t.Context(), conn, schemaOf(t, s)); err != nil || !now.displaced {
		t.Errorf("displaced %v, %v", now.displaced, err)
	}
}
