package planner_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// TestTriggersOfOthersReachEveryServer: people who look after a database add triggers of their own, which change
// what a server writes, or rows of other tables with it. The server that wrote shows that as the others do.
func TestTriggersOfOthersReachEveryServer(t *testing.T) {
	for name, region := range map[string]func(*testing.T) (func(testing.TB) store.Store, func(statements ...string), []string){
		"a GeoPackage": func(t *testing.T) (func(testing.TB) store.Store, func(...string), []string) {
			path := t.TempDir() + "/region.gpkg"
			openStore(t, path)
			return func(t testing.TB) store.Store { return openStore(t, path) }, func(q ...string) { sqlite(t, path, q...) }, []string{
				`CREATE TRIGGER namn AFTER UPDATE OF name ON sites BEGIN
					UPDATE flows SET note = 'platsen heter ' || NEW.name WHERE site_id = NEW.id;
				END`,
			}
		},
		"PostGIS": func(t *testing.T) (func(testing.TB) store.Store, func(...string), []string) {
			address := newSchema(t)
			openPostGIS(t, address)
			return func(t testing.TB) store.Store { return openPostGIS(t, address) }, func(q ...string) { psql(t, address, q...) }, []string{
				`CREATE FUNCTION namn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
					NEW.note := 'hette ' || OLD.name;
					UPDATE flows SET note = 'platsen heter ' || NEW.name WHERE site_id = NEW.id;
					RETURN NEW;
				END $$`,
				`CREATE TRIGGER namn BEFORE UPDATE ON sites FOR EACH ROW EXECUTE FUNCTION namn()`,
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			open, do, triggers := region(t)
			server := func() *planner.Planner {
				p, err := planner.Open(t.Context(), open(t), known(), defaults(), planner.Options{})
				must(t, err)
				return p
			}
			writes := server()
			_, err := writes.CreateSite(t.Context(), aSite("a", 14.6, 63.2))
			must(t, err)
			_, err = writes.CreateFlow(t.Context(), aHeat("f", "a", symbiosis.Surplus))
			must(t, err)
			if _, reloads := writes.Followed(); reloads != 1 {
				t.Errorf("without triggers of others the region was read %d times", reloads)
			}
			caughtUp, _ := writes.Followed()
			if caughtUp != 0 {
				t.Errorf("without triggers of others the store was asked %d times for what was just put", caughtUp)
			}
			do(triggers...)
			renamed := aSite("a", 14.6, 63.2)
			renamed.Name = "Verket"
			_, err = writes.UpdateSite(t.Context(), renamed, planner.AnyVersion)
			must(t, err)
			if diff := cmp.Diff(server().Snapshot().Everything(), writes.Snapshot().Everything(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("who wrote shows another state than a server that has just begun (-new +writer):\n%s", diff)
			}
			if f, err := writes.Snapshot().Flow("f"); err != nil || !strings.Contains(f.Note, "Verket") {
				t.Errorf("the flow that the trigger changed is %+v, %v", f, err)
			}
		})
	}
}

// TestWhoWritesIsToldWhatIsOnFile: a trigger of others changes the row that is put, before, and raises its version,
// after. What comes back is that row, and its version serves for the next change.
func TestWhoWritesIsToldWhatIsOnFile(t *testing.T) {
	address := newSchema(t)
	p, err := planner.Open(t.Context(), openPostGIS(t, address), known(), defaults(), planner.Options{})
	must(t, err)
	psql(t, address,
		`CREATE FUNCTION before() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'dnr ' || NEW.id; RETURN NEW; END $$`,
		`CREATE FUNCTION after() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF pg_trigger_depth() = 1 THEN EXECUTE format('UPDATE %I SET version = version + 1 WHERE id = $1', TG_TABLE_NAME) USING NEW.id; END IF;
			RETURN NULL;
		END $$`)
	for _, table := range []string{"sites", "flows", "areas", "exchanges"} {
		psql(t, address, `CREATE TRIGGER dnr BEFORE INSERT OR UPDATE ON `+table+` FOR EACH ROW EXECUTE FUNCTION before()`,
			`CREATE TRIGGER dnr_efter AFTER INSERT OR UPDATE ON `+table+` FOR EACH ROW EXECUTE FUNCTION after()`)
	}
	shown := func(what string, got any, note string, want any, err error) {
		t.Helper()
		must(t, err)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || !strings.HasPrefix(note, "dnr ") {
			t.Errorf("%s: what is shown (-) and what who wrote is told (+), with the note %q:\n%s", what, note, diff)
		}
	}
	ctx := t.Context()
	site, err := p.CreateSite(ctx, aSite("a", 14.6, 63.2))
	must(t, err)
	onFile, err := p.Snapshot().Site("a")
	shown("a new site", site, site.Note, onFile, err)
	site.Name = "Verket"
	site, err = p.UpdateSite(ctx, site, site.Version)
	must(t, err)
	onFile, err = p.Snapshot().Site("a")
	shown("a site", site, site.Note, onFile, err)
	site, err = p.UpdateSite(ctx, site, site.Version)
	must(t, err)

	surplus, err := p.CreateFlow(ctx, aHeat("f", "a", symbiosis.Surplus))
	must(t, err)
	flow, err := p.Snapshot().Flow("f")
	shown("a new flow", surplus, surplus.Note, flow, err)
	surplus, err = p.UpdateFlow(ctx, surplus, surplus.Version)
	must(t, err)
	flow, err = p.Snapshot().Flow("f")
	shown("a flow", surplus, surplus.Note, flow, err)

	area, err := p.CreateArea(ctx, land("l", 14.6, 63.2))
	must(t, err)
	placed, err := p.Snapshot().Area("l")
	shown("a new area", area, area.Note, placed, err)
	area, err = p.UpdateArea(ctx, area, area.Version)
	must(t, err)
	placed, err = p.Snapshot().Area("l")
	shown("an area", area, area.Note, placed, err)

	back, err := p.Restore(ctx, planner.Deleted{
		Sites: []symbiosis.Site{aSite("b", 14.7, 63.2)}, Flows: []symbiosis.Flow{aHeat("n", "b", symbiosis.Need)},
		Exchanges: []symbiosis.Exchange{{ID: "e", SurplusID: "f", NeedID: "n", State: symbiosis.Idea}},
	})
	must(t, err)
	now := p.Snapshot().Everything()
	want := planner.Deleted{Sites: now.Sites[1:], Flows: now.Flows[1:], Exchanges: now.Exchanges}
	shown("what is brought back", back, back.Exchanges[0].Note, want, nil)
}

// TestKeysOfOthersReachTheServer: rows that go with others by a key that somebody has added.
func TestKeysOfOthersReachTheServer(t *testing.T) {
	address := newSchema(t)
	writes, err := planner.Open(t.Context(), openPostGIS(t, address), known(), defaults(), planner.Options{})
	must(t, err)
	_, err = writes.CreateSite(t.Context(), aSite("a", 14.6, 63.2))
	must(t, err)
	_, err = writes.CreateArea(t.Context(), land("a", 14.6, 63.2))
	must(t, err)
	psql(t, address, `ALTER TABLE areas ADD FOREIGN KEY (id) REFERENCES sites ON DELETE CASCADE`)
	_, err = writes.DeleteSite(t.Context(), "a", planner.AnyVersion)
	must(t, err)
	if areas := writes.Snapshot().Everything().Areas; len(areas) != 0 {
		t.Errorf("the area that went with the site is still shown: %+v", areas)
	}
}

// TestColumnsOfOtherTypesAreShownAsTheyKeep: a column that somebody has made one of two decimals rounds what is
// put there. The server that put it shows what is on file, as the others do; a text that is too long is refused.
func TestColumnsOfOtherTypesAreShownAsTheyKeep(t *testing.T) {
	for _, kept := range []string{"numeric(10,2)", "real"} {
		t.Run(kept, func(t *testing.T) {
			address := newSchema(t)
			server := func() *planner.Planner {
				p, err := planner.Open(t.Context(), openPostGIS(t, address), known(), defaults(), planner.Options{})
				must(t, err)
				return p
			}
			openPostGIS(t, address)
			psql(t, address, `DROP VIEW flows_on_map`, `ALTER TABLE flows ALTER quantity TYPE `+kept, `ALTER TABLE sites ALTER note TYPE varchar(20)`)
			writes := server()
			_, err := writes.CreateSite(t.Context(), aSite("a", 14.6, 63.2))
			must(t, err)
			f := aHeat("f", "a", symbiosis.Surplus)
			f.Quantity.Amount = 3.14159265358979
			_, err = writes.CreateFlow(t.Context(), f)
			must(t, err)
			if diff := cmp.Diff(server().Snapshot().Everything(), writes.Snapshot().Everything(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("who wrote shows another state than a server that has just begun (-new +writer):\n%s", diff)
			}
			if f, err = writes.Snapshot().Flow("f"); err != nil || f.Quantity.Amount == 3.14159265358979 {
				t.Errorf("the column has kept all decimals: %v, %v", f.Quantity.Amount, err)
			}
			long := aSite("b", 14.6, 63.2)
			long.Note = "längre än tjugo tecken"
			_, err = writes.CreateSite(t.Context(), long)
			kindOf(t, err, symbiosis.Invalid)
			if !strings.Contains(err.Error(), "can't keep a value (value too long for type character varying(20))") {
				t.Error(err)
			}
		})
	}
}

// TestAChangeThatATriggerLeavesOutIsNoChange: it is refused, and nothing of it kept.
func TestAChangeThatATriggerLeavesOutIsNoChange(t *testing.T) {
	address := newSchema(t)
	p, err := planner.Open(t.Context(), openPostGIS(t, address), known(), defaults(), planner.Options{})
	must(t, err)
	_, err = p.CreateSite(t.Context(), aSite("a", 14.6, 63.2))
	must(t, err)
	psql(t, address, `CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`,
		`CREATE TRIGGER never BEFORE INSERT OR UPDATE OR DELETE ON sites FOR EACH ROW EXECUTE FUNCTION never()`)
	_, err = p.CreateSite(t.Context(), aSite("b", 14.6, 63.2))
	kindOf(t, err, symbiosis.Unavailable)
	_, err = p.UpdateSite(t.Context(), aSite("a", 15, 63.2), planner.AnyVersion)
	kindOf(t, err, symbiosis.Unavailable)
	_, err = p.DeleteSite(t.Context(), "a", planner.AnyVersion)
	kindOf(t, err, symbiosis.Unavailable)
	if !strings.Contains(err.Error(), "nothing was changed") {
		t.Error(err)
	}
	psql(t, address, `CREATE OR REPLACE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'Platsen saknar diarienummer'; END $$`)
	_, err = p.CreateSite(t.Context(), aSite("b", 14.6, 63.2))
	kindOf(t, err, symbiosis.Invalid)
	if !strings.Contains(err.Error(), "Platsen saknar diarienummer") {
		t.Error(err)
	}
	psql(t, address, `DROP TRIGGER never ON sites`)
	if sites := p.Snapshot().Everything().Sites; len(sites) != 1 || sites[0].Version != 1 {
		t.Errorf("the sites are %+v", sites)
	}
}
