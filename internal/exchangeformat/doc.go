// Package exchangeformat takes files in and writes files out. Readers turn a file into
// records of package symbiosis, each with its place in the file, and gather everything that
// is wrong with the file at once. It knows no store and no region: whether a flow's site
// exists, and whether an import is carried out at all, is package planner's to say.
//
// One table of columns per noun (site, flow, area, exchange) serves the headers of CSV, the
// properties of GeoJSON, the way out and the documentation: see Columns.
//
// # CSV
//
// The separator is a comma, a semicolon or a tab, found from the header. UTF-8, UTF-16 with
// a byte order mark, Windows-1252 and CP850 are told apart by content. Coordinates are WGS 84
// degrees in lon and lat, or metres of another reference system in x (easting) and y
// (northing) with the system named by the caller or in a column epsg.
//
// Numbers: where commas separate the cells the decimal sign is a point, and nothing else. In
// files separated by semicolons or tabs a comma or a point is the decimal sign, so 1,234 and
// 1.234 are both 1.234; a number with both is refused. Thousands can be set apart by (thin,
// no-break) spaces only. Nothing is guessed from the look of a number.
//
// Text that a spreadsheet would run as a formula (it starts with = + - @, a tab or a line
// break) is written with an apostrophe before it, and read back without. Text that already
// starts with apostrophes before such a sign gets one more, so the way back is exact. A
// program that splits at semicolons, as Excel does in Swedish and Norwegian settings, must be
// told that commas separate (Data, From text), or given a workbook instead.
//
// # Excel
//
// Workbooks (.xlsx) with a sheet for each noun; the header of a sheet tells which. Numbers and
// days are Excel's own. Nothing needs an escape: text in a workbook is never run.
//
// # GeoJSON
//
// RFC 7946, and the older crs member. Sites are points; areas polygons; flows and exchanges
// carry their site's point and the line between two sites for the eye only. The property
// kind names the noun; without it the geometry and the other properties tell. Rings are wound
// by the right-hand rule both on the way in and out.
package exchangeformat
