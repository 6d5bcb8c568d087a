// The outline of a piece of land while it is edited, and its way to and from GeoJSON. Rings are open:
// the first corner is not repeated at the end.

/** Longitude and latitude, degrees WGS 84. */
export type Spot = readonly [number, number];
export type Ring = readonly Spot[];
/** The outer ring, then holes. */
export type Shape = readonly Ring[];
export type Outline = readonly Shape[];

export interface GeoJsonOutline {
  type: 'Polygon' | 'MultiPolygon';
  coordinates: unknown[];
}

const same = (a: Spot, b: Spot) => a[0] === b[0] && a[1] === b[1];

/** Without a repeated first corner, and without corners that stand twice in a row. */
export function opened(ring: Ring): Ring {
  const out = ring.filter((p, i) => i === 0 || !same(p, ring[i - 1]!));
  return out.length > 1 && same(out[0]!, out.at(-1)!) ? out.slice(0, -1) : out;
}

const closed = (ring: Ring): Spot[] => (ring.length ? [...ring, ring[0]!] : []);

export const toGeoJson = (outline: Outline): GeoJsonOutline => ({ type: 'MultiPolygon', coordinates: outline.map((shape) => shape.map(closed)) });

/** Undefined when it is no polygon of corners on earth, or a ring has less than three. */
export function fromGeoJson(geometry: { type: string; coordinates?: unknown }): Outline | undefined {
  const shapes = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : undefined;
  if (!Array.isArray(shapes)) return undefined;
  const out: Outline = shapes.map((shape: unknown) => (Array.isArray(shape) ? shape.map((ring: unknown) => opened((Array.isArray(ring) ? ring : []).map((p: unknown) => (Array.isArray(p) ? [p[0], p[1]] : [NaN, NaN]) as Spot))) : []));
  const fits = (p: Spot) => Number.isFinite(p[0]) && Number.isFinite(p[1]) && Math.abs(p[0]) <= 180 && Math.abs(p[1]) <= 90;
  return out.length && out.every((shape) => shape.length && shape.every((ring) => ring.length >= 3 && ring.every(fits))) ? out : undefined;
}
