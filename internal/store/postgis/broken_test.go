package postgis

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
)

// TestBrokenRowsAreTold breaks one column after the other, as another program may, and expects
// the row and the column among the broken ones. What PostgreSQL's types refuse by themselves isn't here.
func TestBrokenRowsAreTold(t *testing.T) {
	s, dsn := opened(t)
	conn := foreign(t, dsn)
	for _, c := range []struct {
		table, row, set string
		wantField       string
		wantCode        string
	}{
		{"sites", "hall", "name = NULL", "name", "required"},
		{"sites", "hall", "geom = NULL", "geom", "required"},
		{"sites", "hall", "geom = 'SRID=4326;POINT EMPTY'", "geom", "required"},
		{"sites", "hall", "geom = 'SRID=4326;POINT(500000 63)'", "geom", "out_of_range"},
		{"sites", "hall", "geom = ST_SetSRID(ST_MakePoint('NaN', 63), 4326)", "geom", "out_of_range"},
		{"sites", "hall", "country = 'Sverige'", "country", "unknown_code"},
		{"sites", "hall", "visibility = 'secret'", "visibility", "unknown_code"},
		{"areas", "krokom", "geom = 'SRID=4326;MULTIPOLYGON EMPTY'", "geom", "required"},
		{"areas", "krokom", "grid_mw = 'Infinity'", "grid_mw", "out_of_range"},
		{"areas", "krokom", "grid_year = 3000", "grid_year", "out_of_range"},
		{"flows", "hall-heat", "site_id = NULL", "site_id", "required"},
		{"flows", "hall-heat", "quantity = NULL", "quantity", "out_of_range"},
		{"flows", "hall-heat", "quantity = 'NaN'", "quantity", "out_of_range"},
		{"flows", "hall-heat", "unit = 'MWh'", "unit", "unknown_code"},
		{"flows", "hall-heat", "direction = NULL", "direction", "unknown_code"},
		{"flows", "hall-heat", "monthly = '{1,2,3}'", "monthly", "not_a_number"},
		{"flows", "hall-heat", "monthly = '{1,2,3,4,5,6,7,8,9,10,11,NULL}'", "monthly", "not_a_number"},
		{"flows", "hall-heat", `quality = '"dry"'`, "quality", "not_json"},
		{"flows", "hall-heat", "quality = '{}'", "quality", "not_json"},
		{"flows", "hall-heat", "valid_from = 'infinity'", "valid_from", "not_a_date"},
		{"flows", "hall-heat", "valid_from = '12026-01-01', valid_to = NULL", "valid_from", "not_a_date"},
		{"exchanges", "e1", "state = ''", "state", "unknown_code"},
		{"exchanges", "e1", "need_id = NULL", "need_id", "required"},
		{"assumptions", "detour.pipe", "value = NULL", "value", "required"},
		{"assumptions", "detour.pipe", "value = '-Infinity'", "value", "not_a_number"},
		{"region_info", "1", "questions = '[1]'", "questions", "not_json"},
	} {
		t.Run(c.table+" "+c.set, func(t *testing.T) {
			execute(t, conn, "TRUNCATE sites, areas, flows, exchanges, constraints, facilities, profiles, comparisons, pitches, settings, assumptions, region_info")
			putSample(t, s)
			key := "id::text"
			if c.table == "assumptions" {
				key = "key"
			}
			before, from := load(t, s)
			execute(t, conn, "UPDATE "+c.table+" SET "+c.set+" WHERE "+key+" = '"+c.row+"'")
			id := c.row
			if c.table == "region_info" { // as the history has it
				id = "region"
			}
			p := storetest.Broken(t, s, before, from, c.table, id, id)
			if want := fmt.Sprintf("table %s, row %q", c.table, c.row); p.Place != want || p.Field != c.wantField || p.Code != c.wantCode {
				t.Errorf("the problem is %+v; want %s, %s, %s", p, want, c.wantField, c.wantCode)
			}
		})
	}
}

// TestIDWithSpaces is told as it stands, since it could not be found by its tidy name.
func TestIDWithSpaces(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	run(t, dsn, `UPDATE sites SET id = ' hall ' WHERE id = 'hall'`)
	if region, _ := load(t, s); len(region.Broken) != 1 || region.Broken[0].ID != " hall " || region.Broken[0].Problems[0].Place != `table sites, row " hall "` {
		t.Errorf("Load told of %v", region.Broken)
	}
}

// TestAlteredColumn gives a column another type, as a well-meaning administrator may.
func TestAlteredColumn(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	want, _ := load(t, s)
	run(t, dsn, `DROP VIEW flows_on_map`, `ALTER TABLE flows ALTER quantity TYPE numeric`, `ALTER TABLE flows ALTER note TYPE varchar(100)`)
	region, _, err := s.Load(t.Context())
	if err != nil { // a statement prepared for the old type is refused once
		region, _ = load(t, s)
	}
	want.Flows[1].Quantity.Amount = region.Flows[1].Quantity.Amount // a third is cut off
	for i := range want.Flows {
		want.Flows[i].Version = region.Flows[i].Version
	}
	if diff := cmp.Diff(want, region); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	run(t, dsn, `ALTER TABLE flows ALTER quantity TYPE text`, `UPDATE flows SET quantity = 'much' WHERE id = 'hall-heat'`)
	if region, _, err = s.Load(t.Context()); err != nil {
		region, _ = load(t, s)
	}
	if len(region.Broken) != len(want.Flows) || len(region.Flows) != 0 || !strings.Contains(fmt.Sprint(region.Broken), `row "hall-heat": quantity is not a number ("much")`) {
		t.Errorf("Load told of %v", region.Broken)
	}
	run(t, dsn, `ALTER TABLE flows DROP quantity`)
	_, _, err = s.Load(t.Context())
	refused(t, err, "lacks a table or column")
	_, err = s.Update(t.Context(), func(tx store.Tx) error {
		_, err := tx.Flow(t.Context(), "hall-heat")
		return err
	})
	refused(t, err, "lacks a table or column")
}
