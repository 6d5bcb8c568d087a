package geopackage

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/symbiosis"
)

// The requirements of GeoPackage 1.3 that a features and attributes file has to meet, by their
// numbers in the standard.
func TestStandard(t *testing.T) {
	s := sample(t)
	ask := func(requirement, query string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, rows(t, s, query)); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", requirement, query, diff)
		}
	}
	ask("1.1.1.1.1 application id", `PRAGMA application_id`, "1196444487")
	ask("1.1.1.1.1 user version", `PRAGMA user_version`, "10300")
	ask("req 6, 7 integrity", `PRAGMA integrity_check`, "ok")
	ask("req 7 foreign keys", `PRAGMA foreign_key_check`)
	ask("req 10, 11 reference systems", `SELECT srs_id, organization, organization_coordsys_id, definition LIKE '%"EPSG","' || srs_id || '"]]' FROM gpkg_spatial_ref_sys ORDER BY srs_id`,
		"-1|NONE|-1|0", "0|NONE|0|0", "3006|EPSG|3006|1", "4326|EPSG|4326|1")
	ask("req 13 contents", `SELECT table_name, data_type, srs_id FROM gpkg_contents ORDER BY table_name`,
		"areas|features|4326", "assumptions|attributes|<nil>", "comparisons|attributes|<nil>", "constraints|features|4326",
		"exchanges|attributes|<nil>", "facilities|features|4326", "flows|attributes|<nil>", "flows_on_map|features|4326",
		"pitches|attributes|<nil>", "profiles|attributes|<nil>", "region_info|attributes|<nil>", "settings|attributes|<nil>", "sites|features|4326")
	ask("req 15 last_change is ISO 8601", `SELECT count(*) FROM gpkg_contents WHERE last_change NOT GLOB '20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'`, "0")
	ask("req 21–28 geometry columns", `SELECT table_name, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns ORDER BY table_name`,
		"areas|geom|MULTIPOLYGON|4326|0|0", "constraints|geom|GEOMETRY|4326|0|0", "facilities|geom|GEOMETRY|4326|0|0", "flows_on_map|geom|POINT|4326|0|0", "sites|geom|POINT|4326|0|0")
	ask("req 31 the column is declared as the geometry's type", `SELECT m.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE c.name = 'geom' AND m.type = 'table' ORDER BY 1`,
		"areas|MULTIPOLYGON", "constraints|GEOMETRY", "facilities|GEOMETRY", "sites|POINT")
	ask("req 58–63 extensions", `SELECT table_name, column_name, extension_name, scope FROM gpkg_extensions ORDER BY 3, 1`,
		"areas|geom|gpkg_rtree_index|write-only", "constraints|geom|gpkg_rtree_index|write-only", "facilities|geom|gpkg_rtree_index|write-only", "sites|geom|gpkg_rtree_index|write-only",
		"gpkg_data_column_constraints|<nil>|gpkg_schema|read-write", "gpkg_data_columns|<nil>|gpkg_schema|read-write",
		"samloka_file_pieces|<nil>|samloka_store|write-only", "samloka_files|<nil>|samloka_store|write-only", "samloka_history|<nil>|samloka_store|write-only", "samloka_history_runs|<nil>|samloka_store|write-only", "samloka_jobs|<nil>|samloka_store|write-only", "samloka_migrations|<nil>|samloka_store|write-only",
		"samloka_revision|<nil>|samloka_store|write-only", "samloka_session|<nil>|samloka_store|write-only")
	for _, layer := range geometryLayers {
		index := "rtree_" + layer.name + "_geom"
		ask("req 75–77 R-tree tables and triggers", `SELECT type, name FROM sqlite_master WHERE name LIKE '`+index+`%' AND (type = 'trigger' OR sql LIKE 'CREATE VIRTUAL TABLE%') ORDER BY name`,
			"table|"+index, "trigger|"+index+"_delete", "trigger|"+index+"_insert",
			"trigger|"+index+"_update1", "trigger|"+index+"_update2", "trigger|"+index+"_update3", "trigger|"+index+"_update4")
	}
	ask("req 119 attributes tables have an integer primary key", `
		SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND m.name IN (SELECT table_name FROM gpkg_contents)
		AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.pk = 1 AND c.type = 'INTEGER' AND c."notnull")`)
	ask("req 5 columns have only types of table 1", `
		SELECT DISTINCT c.type FROM gpkg_contents, pragma_table_info(table_name) c ORDER BY 1`,
		"BOOLEAN", "DATE", "DATETIME", "DOUBLE", "GEOMETRY", "INTEGER", "MULTIPOLYGON", "POINT", "TEXT")
}

// TestTablesOfTheStandard compares column by column with annex C, written out here from the
// standard: name, type, not null, default, place in the primary key.
func TestTablesOfTheStandard(t *testing.T) {
	s := sample(t)
	for table, want := range map[string][]string{
		"gpkg_spatial_ref_sys": {
			"srs_name|TEXT|1|<nil>|0", "srs_id|INTEGER|1|<nil>|1", "organization|TEXT|1|<nil>|0",
			"organization_coordsys_id|INTEGER|1|<nil>|0", "definition|TEXT|1|<nil>|0", "description|TEXT|0|<nil>|0",
		},
		"gpkg_contents": {
			"table_name|TEXT|1|<nil>|1", "data_type|TEXT|1|<nil>|0", "identifier|TEXT|0|<nil>|0", "description|TEXT|0|''|0",
			"last_change|DATETIME|1|strftime('%Y-%m-%dT%H:%M:%fZ','now')|0",
			"min_x|DOUBLE|0|<nil>|0", "min_y|DOUBLE|0|<nil>|0", "max_x|DOUBLE|0|<nil>|0", "max_y|DOUBLE|0|<nil>|0", "srs_id|INTEGER|0|<nil>|0",
		},
		"gpkg_geometry_columns": {
			"table_name|TEXT|1|<nil>|1", "column_name|TEXT|1|<nil>|2", "geometry_type_name|TEXT|1|<nil>|0",
			"srs_id|INTEGER|1|<nil>|0", "z|TINYINT|1|<nil>|0", "m|TINYINT|1|<nil>|0",
		},
		"gpkg_extensions": {
			"table_name|TEXT|0|<nil>|0", "column_name|TEXT|0|<nil>|0", "extension_name|TEXT|1|<nil>|0", "definition|TEXT|1|<nil>|0", "scope|TEXT|1|<nil>|0",
		},
		"gpkg_data_columns": {
			"table_name|TEXT|1|<nil>|1", "column_name|TEXT|1|<nil>|2", "name|TEXT|0|<nil>|0", "title|TEXT|0|<nil>|0",
			"description|TEXT|0|<nil>|0", "mime_type|TEXT|0|<nil>|0", "constraint_name|TEXT|0|<nil>|0",
		},
		"gpkg_data_column_constraints": {
			"constraint_name|TEXT|1|<nil>|0", "constraint_type|TEXT|1|<nil>|0", "value|TEXT|0|<nil>|0", "min|NUMERIC|0|<nil>|0",
			"min_is_inclusive|BOOLEAN|0|<nil>|0", "max|NUMERIC|0|<nil>|0", "max_is_inclusive|BOOLEAN|0|<nil>|0", "description|TEXT|0|<nil>|0",
		},
	} {
		got := rows(t, s, `SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)`, table)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-standard +ours):\n%s", table, diff)
		}
	}
}

// TestColumnsAreDescribed holds the descriptions to the tables, and both to what is read and
// written.
func TestColumnsAreDescribed(t *testing.T) {
	s := sample(t)
	described := rows(t, s, `SELECT table_name, column_name FROM gpkg_data_columns WHERE description > '' ORDER BY 1, 2`)
	real := rows(t, s, `
		SELECT table_name, c.name FROM gpkg_contents, pragma_table_info(table_name) c
		WHERE c.name NOT IN ('fid', 'geom') AND table_name != 'flows_on_map' ORDER BY 1, 2`)
	if diff := cmp.Diff(real, described); diff != "" {
		t.Errorf("columns without description, or descriptions without column (-columns +described):\n%s", diff)
	}
	for _, table := range append(nounTables(), assumptions, regionInfo) {
		want := rows(t, s, `SELECT name FROM pragma_table_info(?) WHERE name NOT IN ('fid', 'version')`, table.name)
		if diff := cmp.Diff(want, table.columns); diff != "" {
			t.Errorf("table %s (-schema +program):\n%s", table.name, diff)
		}
	}
}

// TestListsOfValuesAreTheNouns holds the drop-down lists of a GIS to what Validate accepts.
func TestListsOfValuesAreTheNouns(t *testing.T) {
	s := sample(t)
	want := map[string][]string{
		"direction":      texts(symbiosis.Directions()),
		"unit":           texts(symbiosis.QuantityUnits()),
		"shape":          texts(symbiosis.ShapeKinds()),
		"status":         texts(symbiosis.LegalStatuses()),
		"certainty":      texts(symbiosis.Certainties()),
		"visibility":     texts(symbiosis.Visibilities()),
		"place_accuracy": texts(symbiosis.PlaceAccuracies()),
		"plan_status":    texts(symbiosis.PlanStatuses()),
		"state":          texts(symbiosis.ExchangeStates()),
		"connection":     texts(symbiosis.Connections()),
		"effect":         texts(symbiosis.ConstraintEffects()),
		"kind":           texts(symbiosis.FacilityKinds()),
		"language":       texts(symbiosis.Languages()),
	}
	got := map[string][]string{}
	for _, line := range rows(t, s, `SELECT constraint_name, value FROM gpkg_data_column_constraints WHERE constraint_type = 'enum' ORDER BY rowid`) {
		name, value, _ := strings.Cut(line, "|")
		got[name] = append(got[name], value)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-nouns +file):\n%s", diff)
	}
	named := map[string]string{"capacity_unit": "unit"}
	for _, u := range symbiosis.Utilities() {
		named[string(u)] = "connection"
	}
	for _, line := range rows(t, s, `SELECT DISTINCT column_name, constraint_name FROM gpkg_data_columns WHERE constraint_name IS NOT NULL`) {
		if column, constraint, _ := strings.Cut(line, "|"); column != constraint && named[column] != constraint {
			t.Errorf("column %s has the list of %s", column, constraint)
		}
	}
}

// nounTables are the tables of records that have an id and a version.
func nounTables() []*table {
	return []*table{
		sites, flowKind.table, exchangeKind.table, areaKind.table, constraintKind.table, facilityKind.table,
		profileKind.table, comparisonKind.table, pitchKind.table, settingKind.table,
	}
}

func texts[T ~string](values []T) []string {
	var s []string
	for _, v := range values {
		s = append(s, string(v))
	}
	return s
}

// TestFileIsWholeWithoutItsLog copies the one file of a closed store, as people do.
func TestFileIsWholeWithoutItsLog(t *testing.T) {
	s := open(t, t.TempDir()+"/region.gpkg")
	putSample(t, s)
	want, revision := load(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	alone := t.TempDir() + "/copy.gpkg"
	content, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(alone, content, 0o600); err != nil {
		t.Fatal(err)
	}
	copied := open(t, alone)
	closeAtEnd(t, copied)
	got, now := load(t, copied)
	if diff := cmp.Diff(want, got); diff != "" || now != revision {
		t.Errorf("a copy of the closed file, revision %s, was %s (-want +got):\n%s", now, revision, diff)
	}
	if names := rows(t, copied, `SELECT name FROM sqlite_master WHERE name LIKE 'samloka\_%' ESCAPE '\' AND type = 'table' ORDER BY name`); !slices.Equal(names, []string{"samloka_file_pieces", "samloka_files", "samloka_history", "samloka_history_runs", "samloka_jobs", versionTable, "samloka_revision", "samloka_session"}) {
		t.Errorf("tables of our own: %v", fmt.Sprint(names))
	}
}
