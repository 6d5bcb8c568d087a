package postgis

import (
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/symbiosis"
)

// nounTables are the tables of records that have an id and a version.
func nounTables() []*table {
	return []*table{
		sites, flowKind.table, exchangeKind.table, areaKind.table, constraintKind.table, facilityKind.table,
		profileKind.table, comparisonKind.table, pitchKind.table, settingKind.table,
	}
}

func texts[T ~string](items []T) string {
	var s []string
	for _, item := range items {
		s = append(s, string(item))
	}
	return strings.Join(s, ", ")
}

// TestTablesExplainThemselves asks the database what a GIS engineer would.
func TestTablesExplainThemselves(t *testing.T) {
	_, dsn := opened(t)
	conn := foreign(t, dsn)
	type column struct {
		Table, Column, Type, Comment string
	}
	rows, err := conn.Query(t.Context(), `
		SELECT c.relname, a.attname, replace(format_type(a.atttypid, a.atttypmod), 'public.', ''), coalesce(col_description(c.oid, a.attnum), '')
		FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND c.relname != 'samloka_migrations' AND c.relname NOT LIKE 'river\_%' -- River's own
		ORDER BY c.relname, a.attnum`)
	if err != nil {
		t.Fatal(err)
	}
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByPos[column])
	if err != nil {
		t.Fatal(err)
	}
	comments, types, in := map[string]string{}, map[string]string{}, map[string][]string{}
	for _, c := range columns {
		name := c.Table + "." + c.Column
		comments[name], types[name] = c.Comment, c.Type
		in[c.Table] = append(in[c.Table], c.Column)
		if c.Comment == "" {
			t.Errorf("%s has no comment", name)
		}
	}
	for _, table := range nounTables() {
		got := slices.Sorted(slices.Values(in[table.name]))
		want := slices.Sorted(slices.Values(append(slices.Clone(table.columns), "version")))
		if !slices.Equal(got, want) {
			t.Errorf("table %s has the columns %v, the program %v", table.name, got, want)
		}
	}
	for name, want := range map[string]string{
		"flows.unit": texts(symbiosis.QuantityUnits()), "exchanges.unit": texts(symbiosis.QuantityUnits()),
		"flows.shape": texts(symbiosis.ShapeKinds()), "flows.status": texts(symbiosis.LegalStatuses()),
		"flows.certainty": texts(symbiosis.Certainties()), "areas.certainty": texts(symbiosis.Certainties()), "exchanges.certainty": texts(symbiosis.Certainties()),
		"sites.visibility": texts(symbiosis.Visibilities()), "flows.visibility": texts(symbiosis.Visibilities()),
		"sites.place_accuracy": texts(symbiosis.PlaceAccuracies()), "areas.place_accuracy": texts(symbiosis.PlaceAccuracies()),
		"areas.plan_status": texts(symbiosis.PlanStatuses()), "exchanges.state": texts(symbiosis.ExchangeStates()),
		"areas.water": texts(symbiosis.Connections()), "areas.sewage": texts(symbiosis.Connections()), "areas.fibre": texts(symbiosis.Connections()), "areas.district_heating": texts(symbiosis.Connections()),
		"areas.visibility": texts(symbiosis.Visibilities()), "profiles.visibility": texts(symbiosis.Visibilities()), "comparisons.visibility": texts(symbiosis.Visibilities()), "pitches.visibility": texts(symbiosis.Visibilities()),
		"constraints.effect": texts(symbiosis.ConstraintEffects()), "constraints.certainty": texts(symbiosis.Certainties()), "constraints.place_accuracy": texts(symbiosis.PlaceAccuracies()),
		"facilities.kind": texts(symbiosis.FacilityKinds()), "facilities.capacity_unit": texts(symbiosis.QuantityUnits()), "facilities.certainty": texts(symbiosis.Certainties()),
		"facilities.place_accuracy": texts(symbiosis.PlaceAccuracies()), "profiles.certainty": texts(symbiosis.Certainties()), "pitches.language": texts(symbiosis.Languages()),
		"flows_on_map.unit": texts(symbiosis.QuantityUnits()), "flows_on_map.certainty": texts(symbiosis.Certainties()), "exchanges_on_map.state": texts(symbiosis.ExchangeStates()),
		"constraint_zones_on_map.effect": texts(symbiosis.ConstraintEffects()),
	} {
		if !strings.HasSuffix(comments[name], ": "+want) {
			t.Errorf("the comment on %s is %q, and doesn't list %q", name, comments[name], want)
		}
	}
	for suffix, unit := range map[string]string{"_c": "°C", "_sek": "SEK", "_m": "Metres", "_mw": "MW", "_ha": "Hectares", "_m2": "square metre"} {
		for name, comment := range comments {
			if strings.HasSuffix(name, suffix) && !strings.Contains(comment, unit) {
				t.Errorf("the comment on %s doesn't name the unit %s: %q", name, unit, comment)
			}
		}
	}
	if types["sites.geom"] != "geometry(Point,4326)" || types["areas.geom"] != "geometry(MultiPolygon,4326)" {
		t.Errorf("geometries are %s and %s", types["sites.geom"], types["areas.geom"])
	}
	var without, gist int
	err = conn.QueryRow(t.Context(), `SELECT
		(SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v') AND relname != 'samloka_migrations' AND relname NOT LIKE 'river\_%' AND obj_description(oid, 'pg_class') IS NULL),
		(SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexdef LIKE '%USING gist (geom)')`).Scan(&without, &gist)
	if err != nil || without != 0 || gist != 4 {
		t.Errorf("%d tables and views have no comment, %d layers a spatial index: %v", without, gist, err)
	}
}

func TestViewsAreMaps(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	conn := foreign(t, dsn)
	for query, want := range map[string]string{
		// A circle of 32 corners is 0.64 % smaller than a round one; 500 m round each of two points 1.2 km apart.
		`SELECT string_agg(concat_ws(' ', id, effect, zone, distance_m, round(ST_Area(geom::geography) / CASE zone WHEN 'warning' THEN 2 * pi() * 500 ^ 2 ELSE 8.5e6 END)), '; ' ORDER BY id) FROM constraint_zones_on_map`: "homes:warning informs warning 500 1; reserve:effect excludes effect 0.5 1",
		`SELECT string_agg(concat_ws(' ', id, direction, site_name, ST_AsText(geom)), '; ' ORDER BY id) FROM flows_on_map`:                                                                                                  "hall-heat surplus Serverhallen i Mörsil POINT(13.6537 63.3106); sawdust surplus Østre såg 😀 POINT(10.75 59.91); smolt-heat need Smoltanlegget POINT(-0.1 -89.999999999)",
		`SELECT string_agg(concat_ws(' ', id, state, resource, from_site, to_site, ST_AsText(geom)), '; ' ORDER BY id) FROM exchanges_on_map`:                                                                               "e1 study heat Serverhallen i Mörsil Smoltanlegget LINESTRING(13.6537 63.3106,-0.1 -89.999999999); e2 idea wood Østre såg 😀 Smoltanlegget LINESTRING(10.75 59.91,-0.1 -89.999999999)",
		`SELECT string_agg(concat_ws(' ', f_table_name, type, srid), '; ' ORDER BY f_table_name) FROM public.geometry_columns WHERE f_table_schema = current_schema()`:                                                      "areas MULTIPOLYGON 4326; constraint_zones_on_map MULTIPOLYGON 4326; constraints GEOMETRY 4326; exchanges_on_map LINESTRING 4326; facilities GEOMETRY 4326; flows_on_map POINT 4326; sites POINT 4326",
	} {
		var got string
		if err := conn.QueryRow(t.Context(), query).Scan(&got); err != nil || got != want {
			t.Errorf("%s:\n%q\nwant\n%q\n%v", query, got, want, err)
		}
	}
}
