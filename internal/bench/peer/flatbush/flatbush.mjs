// All pairs by Node and flatbush: one static index a resource, a box in degrees round every
// surplus, and the straight line through the Earth for whatever lies in it.
//
//   node flatbush.mjs POINTS REPEAT [PAIRS]
//
// POINTS is what peer.Points.WriteFile writes. Prints one line of JSON; with PAIRS it also writes
// the pairs there, as 32-bit numbers of surplus and need.
import { readFileSync, writeFileSync } from "node:fs";
import Flatbush from "flatbush";

const [file, repeat, pairsFile] = process.argv.slice(2);
const bytes = readFileSync(file);
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
const [surpluses, needs] = new Int32Array(buffer, 0, 2);
let at = 8;
const doubles = (n) => {
  const column = new Float64Array(buffer, at, n);
  at += 8 * n;
  return column;
};
const surplus = { lon: doubles(surpluses), lat: doubles(surpluses), budget: doubles(surpluses) };
const need = { lon: doubles(needs), lat: doubles(needs) };
surplus.resource = new Int32Array(buffer, at, surpluses);
need.resource = new Int32Array(buffer, at + 4 * surpluses, needs);

const RADIAN = Math.PI / 180;

// Geocentric coordinates of WGS 84, metres.
function geocentric(points) {
  const n = points.lon.length;
  const x = new Float64Array(n), y = new Float64Array(n), z = new Float64Array(n);
  const a = 6378137, e2 = 0.0066943799901413165;
  for (let i = 0; i < n; i++) {
    const sin = Math.sin(points.lat[i] * RADIAN), cos = Math.cos(points.lat[i] * RADIAN);
    const nu = a / Math.sqrt(1 - e2 * sin * sin);
    x[i] = nu * cos * Math.cos(points.lon[i] * RADIAN);
    y[i] = nu * cos * Math.sin(points.lon[i] * RADIAN);
    z[i] = nu * (1 - e2) * sin;
  }
  return { x, y, z };
}

let start = performance.now();
const s = geocentric(surplus), t = geocentric(need);
const byResource = new Map();
for (let i = 0; i < needs; i++) {
  const list = byResource.get(need.resource[i]);
  if (list) list.push(i);
  else byResource.set(need.resource[i], [i]);
}
const indexes = new Map();
for (const [resource, list] of byResource) {
  const tree = new Flatbush(list.length);
  for (const i of list) tree.add(need.lon[i], need.lat[i], need.lon[i], need.lat[i]);
  tree.finish();
  indexes.set(resource, { tree, list: Int32Array.from(list) });
}
const build = performance.now() - start;

// All pairs, handed to found as a surplus and the needs near it.
function allPairs(found) {
  const R = 6371008.8;
  const near = [];
  for (let i = 0; i < surpluses; i++) {
    const index = indexes.get(surplus.resource[i]);
    if (!index) continue;
    const { tree, list } = index;
    const d = surplus.budget[i], lat = surplus.lat[i], lon = surplus.lon[i];
    const theta = d / 6335000; // the least radius of curvature: the box is never too small
    const dlat = theta / RADIAN;
    const sin = Math.sin(theta) / Math.cos(lat * RADIAN);
    const dlon = sin < 1 ? (Math.asin(sin) / RADIAN) * 1.004 : 180;
    const chord = 2 * R * Math.sin(d / (2 * R)), most = chord * chord;
    const x = s.x[i], y = s.y[i], z = s.z[i];
    near.length = 0;
    for (const j of tree.search(lon - dlon, lat - dlat, lon + dlon, lat + dlat)) {
      const n = list[j];
      const dx = t.x[n] - x, dy = t.y[n] - y, dz = t.z[n] - z;
      if (dx * dx + dy * dy + dz * dz <= most) near.push(n);
    }
    if (near.length) found(i, near);
  }
}

const times = [], cpu = [];
let pairs = 0;
for (let k = 0; k < Number(repeat); k++) {
  pairs = 0;
  start = performance.now();
  const used = process.cpuUsage();
  allPairs((i, near) => (pairs += near.length));
  times.push(performance.now() - start);
  const { user, system } = process.cpuUsage(used);
  cpu.push((user + system) / 1000);
}
if (pairsFile) {
  const out = new Int32Array(2 * pairs);
  let k = 0;
  allPairs((i, near) => {
    for (const n of near) {
      out[k++] = i;
      out[k++] = n;
    }
  });
  writeFileSync(pairsFile, out);
}
console.log(JSON.stringify({ version: `Node ${process.version}`, build_ms: build, query_ms: times, cpu_ms: cpu, pairs }));
