// Package postgis keeps a region in a PostgreSQL database with PostGIS: one store for many users,
// under any number of servers, open to QGIS, psql and whoever else speaks to the database.
//
// Tables and columns are those of migrations/postgis: named as in the import files, units as
// suffixes, points and polygons in WGS 84 (4326). They stand in the schema samloka, or in the one
// that search_path in the address names, so that one database can hold several regions. An empty
// text, an absent number and an empty list are NULL.
//
// Whoever changes a row, triggers in the database see to the version of the record (one more at
// each change), to an id for a row that came without, and to the revision. The revision is one row
// that each transaction changes before anything else and so holds locked until it ends: changes of
// a region, by this package or by another program, follow one another, commit in the order of the
// revision's counter, and none is missed by a reader that compares revisions. Readers take no
// lock and wait for nobody.
//
// Within an update records are gathered and written together: a few by one batch of statements,
// many by COPY.
package postgis
