// Package geopackage keeps a region in a GeoPackage 1.3 file (OGC 12-128r17), which QGIS, ArcGIS
// and GDAL read and edit.
//
// Tables and columns are those of migrations/geopackage, named as in the import files with the
// unit as a suffix. Points and polygons are WGS 84 (4326). In a text column accepts,
// permitted_codes and monthly are lists separated by ";"; quality and questions are JSON. An
// empty text, an absent number and an empty list are NULL.
//
// Another program may edit the file while Samloka runs. Triggers in the file, not this package,
// then keep what Samloka relies on: the R-tree index, the version of each record (one more at
// each change), an id for a row that was added without, and the revision. Rows that such a
// program leaves incomplete are completed by the defaults of the columns and of
// symbiosis.Normalise; a row that can't be, makes Load fail with its table, row and column.
//
// The file is in WAL mode: beside it stand a -wal and a -shm file while a program has it open.
// Readers have connections of their own and don't wait for the writer, nor it for them. A
// committed update has been synced to the disk.
//
// The revision is a counter and a random mark, both changed by triggers with every row that is
// changed by whichever program. The mark tells apart two files that were edited differently
// after one was copied from the other.
package geopackage
