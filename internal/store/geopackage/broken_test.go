package geopackage

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// blob writes a geometry as an SQL literal.
func blob(t testing.TB, g orb.Geometry, srs int32) string {
	t.Helper()
	b, err := encodeGeometry(g, srs)
	if err != nil {
		t.Fatal(err)
	}
	return "x'" + hex.EncodeToString(b) + "'"
}

// TestBrokenRowsAreTold breaks one column after the other, as another program may, and expects
// the row and the column among the broken ones.
func TestBrokenRowsAreTold(t *testing.T) {
	square := orb.Polygon{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}
	pointZ := "x'47500001e610000001e90300000000000000000000000000000000000000000000000000000000'"
	for _, c := range []struct {
		table, set string
		wantField  string
		wantCode   string
	}{
		{"sites", "name = NULL", "name", "required"},
		{"sites", "name = x'00ff'", "name", "not_text"},
		{"sites", "id = ' hall '", "id", "not_text"},
		{"sites", "id = 'a/b'", "id", "not_text"},
		{"sites", "geom = NULL", "geom", "required"},
		{"sites", "geom = 'here'", "geom", "not_a_geometry"},
		{"sites", "geom = x'4750'", "geom", "not_a_geometry"},
		{"sites", "geom = " + pointZ, "geom", "not_a_geometry"},
		{"sites", "geom = " + blob(t, square, wgs84), "geom", "wrong_geometry"},
		{"sites", "geom = " + blob(t, orb.Point{500000, 63}, wgs84), "geom", "out_of_range"},
		{"sites", "geom = " + blob(t, orb.Point{14, 63}, 3006), "geom", "wrong_reference_system"},
		{"sites", "geom = " + blob(t, orb.MultiPoint{}, wgs84), "geom", "required"},
		{"sites", "country = 'Sverige'", "country", "unknown_code"},
		{"sites", "visibility = 'secret'", "visibility", "unknown_code"},
		{"sites", "version = 'two'", "version", "out_of_range"},
		{"sites", "version = -1", "version", "out_of_range"},
		{"areas", "geom = " + blob(t, orb.Point{1, 1}, wgs84), "geom", "wrong_geometry"},
		{"areas", "geom = " + blob(t, orb.Polygon{{{1, 1}, {2, 1}, {2, 2}}}, wgs84), "geom", "not_closed"},
		{"areas", "grid_mw = '3 MW'", "grid_mw", "not_a_number"},
		{"areas", "grid_year = 2029.5", "grid_year", "not_a_number"},
		{"flows", "site_id = NULL", "site_id", "required"},
		{"flows", "quantity = NULL", "quantity", "out_of_range"},
		{"flows", "quantity = 'much'", "quantity", "not_a_number"},
		{"flows", "quantity = 9e999", "quantity", "out_of_range"},
		{"flows", "unit = 'MWh'", "unit", "unknown_code"},
		{"flows", "direction = NULL", "direction", "unknown_code"},
		{"flows", "supply_c = x'00'", "supply_c", "not_a_number"},
		{"flows", "monthly = '1;2;3'", "monthly", "not_a_number"},
		{"flows", "monthly = '1;2;3;4;5;6;7;8;9;10;11;twelve'", "monthly", "not_a_number"},
		{"flows", "quality = 'dry'", "quality", "not_json"},
		{"flows", "quality = '{}'", "quality", "not_json"},
		{"flows", "valid_from = 'yesterday'", "valid_from", "not_a_date"},
		{"flows", "valid_from = '2026-02-30'", "valid_from", "not_a_date"},
		{"exchanges", "state = ''", "state", "unknown_code"},
		{"exchanges", "need_id = NULL", "need_id", "required"},
		{"areas", "price_sek_per_m2 = 'dear'", "price_sek_per_m2", "not_a_number"},
		{"areas", "water = 'yes'", "water", "unknown_code"},
		{"areas", "source_date = '2026-02-30'", "source_date", "not_a_date"},
		{"constraints", "layer = 'nature reserve'", "layer", "not_text"},
		{"constraints", "source = NULL", "source", "required"},
		{"constraints", "buffer_m = -1", "buffer_m", "out_of_range"},
		{"constraints", "geom = NULL", "geom", "required"},
		{"facilities", "kind = NULL", "kind", "unknown_code"},
		{"facilities", "capacity = 1", "capacity_unit", "unknown_code"},
		{"profiles", "flows = 'fish'", "flows", "not_json"},
		{"profiles", "must_haves = '[]'", "must_haves", "not_json"},
		{"profiles", "prospect = 2", "prospect", "unknown_code"},
		{"comparisons", "data_time = 'then'", "data_time", "not_a_date"},
		{"comparisons", "result = '{'", "result", "not_json"},
		{"comparisons", "area_ids = 'a;a'", "area_ids", "duplicate"},
		{"pitches", "expires = NULL", "expires", "required"},
		{"settings", "id = 'Två'", "id", "not_text"},
		{"assumptions", "key = NULL", "key", "required"},
		{"assumptions", "value = NULL", "value", "required"},
		{"assumptions", "value = 9e999", "value", "not_a_number"},
		{"region_info", "questions = '[1]'", "questions", "not_json"},
	} {
		t.Run(c.table+" "+c.set, func(t *testing.T) {
			s := sample(t)
			before, from := load(t, s)
			id := func() (id string) {
				t.Helper()
				column := "id"
				switch c.table {
				case "assumptions":
					column = "coalesce(key, '')"
				case "region_info":
					column = "'region'" // as the history has it
				}
				if err := editor(t, s).QueryRowContext(t.Context(), "SELECT "+column+" FROM "+c.table+" WHERE fid = 1").Scan(&id); err != nil {
					t.Fatal(err)
				}
				return id
			}
			was := id()
			edit(t, s.path, "UPDATE "+c.table+" SET "+c.set+" WHERE fid = 1")
			p := storetest.Broken(t, s, before, from, c.table, was, id())
			if want := fmt.Sprintf("table %s, row 1", c.table); p.Place != want || p.Field != c.wantField || p.Code != c.wantCode {
				t.Errorf("the problem is %+v; want %s, %s, %s", p, want, c.wantField, c.wantCode)
			}
		})
	}
}

func TestEveryBrokenRowIsTold(t *testing.T) {
	s := sample(t)
	edit(t, s.path, `UPDATE sites SET name = NULL, country = '?'`, `UPDATE flows SET unit = NULL WHERE fid = 2`)
	told := func() (rows int, problems []string) {
		t.Helper()
		region, _ := load(t, s)
		for _, row := range region.Broken {
			for _, p := range row.Problems {
				problems = append(problems, p.Place+": "+p.Field)
			}
		}
		return len(region.Broken), problems
	}
	rows, got := told()
	slices.Sort(got)
	want := []string{
		"table flows, row 2: unit", "table sites, row 1: country", "table sites, row 1: name", "table sites, row 2: country", "table sites, row 2: name",
		"table sites, row 3: country", "table sites, row 3: name",
	}
	if rows != 4 {
		t.Errorf("%d rows are told of", rows)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	edit(t, s.path, `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO exchanges (id) SELECT 'x' || i FROM n`)
	if rows, problems := told(); rows != 1004 || len(problems) != len(want)+2*1000 {
		t.Errorf("a thousand broken rows more are %d with %d problems", rows, len(problems))
	}
	err := s.Stream(t.Context(), func(r symbiosis.RegionPieces) error { return r.Gather(new(symbiosis.Region)) })
	if e, ok := errors.AsType[*symbiosis.Error](err); !ok || len(e.Problems) != len(want)+record.MostFaults {
		t.Errorf("a stream tells of %v", err)
	}

	// What is broken can be replaced or deleted.
	update(t, s, func(tx store.Tx) error {
		ctx := context.Background()
		for i := range 1000 {
			if err := tx.DeleteExchange(ctx, symbiosis.ExchangeID(fmt.Sprint("x", i+1))); err != nil {
				return err
			}
		}
		return nil
	})
	putSample(t, s)
	if region, _ := load(t, s); len(region.Exchanges) != 2 {
		t.Errorf("%d exchanges after mending", len(region.Exchanges))
	}
}

// TestForeignRowsAreCompleted writes rows as a GIS does, which knows neither our defaults nor our
// ways of writing.
func TestForeignRowsAreCompleted(t *testing.T) {
	s := sample(t)
	edit(t, s.path,
		`DELETE FROM sites`, `DELETE FROM areas`, `DELETE FROM flows`, `DELETE FROM exchanges`,
		`INSERT INTO sites (geom, id, name, country, place_accuracy, visibility, version) VALUES (`+blob(t, orb.Point{14, 63}, wgs84)+`, 17, ' Såg ', 'se', NULL, '', NULL)`,
		`INSERT INTO areas (geom, id, name) VALUES (`+blob(t, orb.Polygon{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}, wgs84)+`, 'a', 'A')`,
		`INSERT INTO flows (id, site_id, direction, resource, quantity, unit, accepts, permitted_codes, quality, valid_from)
			VALUES ('f', 17, 'need', 'HEAT', 3, 'MW', ' wood ;19 12;; ', '191204', '[]', '2026-11-22')`,
		`INSERT INTO exchanges (id, surplus_id, need_id) VALUES ('e', 'f', 'f')`)
	region, _ := load(t, s)
	want := symbiosis.Site{ID: "17", Name: "Såg", Country: "SE", Location: orb.Point{14, 63}, Accuracy: symbiosis.Exact, Visibility: symbiosis.Public, Version: 1}
	if diff := cmp.Diff([]symbiosis.Site{want}, region.Sites); diff != "" {
		t.Errorf("site (-want +got):\n%s", diff)
	}
	a, f, e := region.Areas[0], region.Flows[0], region.Exchanges[0]
	if len(a.Geometry) != 1 || a.PlanStatus != symbiosis.NoPlan || a.Certainty != symbiosis.Estimated || a.Version != 1 {
		t.Errorf("area %+v", a)
	}
	if f.SiteID != "17" || f.Resource != "heat" || f.Quantity.Amount != 3 || f.Status != symbiosis.UnknownStatus || f.Shape.Kind != symbiosis.Flat ||
		!cmp.Equal(f.Accepts, []string{"wood", "19 12"}) || !cmp.Equal(f.PermittedCodes, []symbiosis.WasteCode{"19 12 04"}) || f.Quality != nil ||
		f.ValidFrom != (symbiosis.Date{Year: 2026, Month: 11, Day: 22}) {
		t.Errorf("flow %+v", f)
	}
	if e.State != symbiosis.Idea || e.Certainty != symbiosis.Estimated {
		t.Errorf("exchange %+v", e)
	}
	// They can be found by what Load calls them.
	update(t, s, func(tx store.Tx) error {
		x, err := tx.Site(t.Context(), "17")
		if err != nil {
			return err
		}
		if x, err = tx.PutSite(t.Context(), x); x.Version != 2 {
			t.Errorf("the completed site has version %d", x.Version)
		}
		return err
	})
}
