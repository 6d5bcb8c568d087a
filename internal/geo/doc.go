// Package geo knows where things are: reference systems, distances on the ellipsoid, the
// bounds a search needs, the measures of shapes, and the binary and text forms geometries
// arrive in. It is the only place that turns orb geometries into go-geom ones and back.
//
// Everywhere in the program a point is an orb.Point in WGS 84, longitude first, in degrees;
// other systems exist at the doors only. Projected points are easting first, northing
// second, whatever order the authority writes them in. ETRS89 and SWEREF 99 are taken as
// WGS 84: they differ by less than a metre, which is what is known of most sites.
package geo
