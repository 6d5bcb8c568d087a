// The outline of a piece of land while it is edited, and its way to and from GeoJSON. Rings are open:
// the first corner is not repeated at the end.

/** Longitude and latitude, degrees WGS 84. */
export type Spot = readonly [number, number];
export type Ring = readonly Spot[];
/** The outer ring, then holes. */
export type Shape = readonly Ring[];
export type Outline = readonly Shape[];

/** What an outline is of: surfaces, lines (each the one ring of its shape, not closed) or points (rings of one). */
export type Form = 'surface' | 'line' | 'point';

export interface Drawn {
  form: Form;
  outline: Outline;
}

/** Corners that a ring of the form has at least. */
export const LEAST: Record<Form, number> = { surface: 3, line: 2, point: 1 };

export interface Geometry {
  type: string;
  coordinates?: unknown;
}

const same = (a: Spot, b: Spot) => a[0] === b[0] && a[1] === b[1];

/** Without corners that stand twice in a row. */
const distinct = (ring: Ring): Ring => ring.filter((p, i) => i === 0 || !same(p, ring[i - 1]!));

/** Without a repeated first corner either. */
export function opened(ring: Ring): Ring {
  const out = distinct(ring);
  return out.length > 1 && same(out[0]!, out.at(-1)!) ? out.slice(0, -1) : out;
}

const closed = (ring: Ring): Spot[] => (ring.length ? [...ring, ring[0]!] : []);

/** Surfaces are always a MultiPolygon; of lines and points one is no multitude. */
export function toGeometry({ form, outline }: Drawn): { type: string; coordinates: unknown[] } {
  if (form === 'surface') return { type: 'MultiPolygon', coordinates: outline.map((shape) => shape.map(closed)) };
  const parts = outline.map((shape) => (form === 'line' ? shape[0]! : shape[0]![0]!));
  const kind = form === 'line' ? 'LineString' : 'Point';
  return parts.length === 1 ? { type: kind, coordinates: parts[0] as unknown[] } : { type: `Multi${kind}`, coordinates: parts };
}

const spotOf = (p: unknown): Spot => (Array.isArray(p) ? [p[0], p[1]] : [NaN, NaN]) as Spot;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Undefined when it is no geometry of one form with corners on earth, or a ring has too few of them. */
export function fromGeometry({ type, coordinates }: Geometry): Drawn | undefined {
  const parts = type.startsWith('Multi') ? listOf(coordinates) : [coordinates];
  const read = (): Drawn | undefined => {
    switch (type.replace('Multi', '')) {
      case 'Polygon':
        return { form: 'surface', outline: parts.map((shape) => listOf(shape).map((ring) => opened(listOf(ring).map(spotOf)))) };
      case 'LineString':
        return { form: 'line', outline: parts.map((line) => [distinct(listOf(line).map(spotOf))]) };
      case 'Point':
        return { form: 'point', outline: parts.map((point) => [[spotOf(point)]]) };
      default:
        return undefined;
    }
  };
  const drawn = read();
  const fits = (p: Spot) => Number.isFinite(p[0]) && Number.isFinite(p[1]) && Math.abs(p[0]) <= 180 && Math.abs(p[1]) <= 90;
  return drawn?.outline.length && drawn.outline.every((shape) => shape.length && shape.every((ring) => ring.length >= LEAST[drawn.form] && ring.every(fits))) ? drawn : undefined;
}

/** The surfaces of a geometry; undefined when it is something else. */
export function fromGeoJson(geometry: Geometry): Outline | undefined {
  const drawn = fromGeometry(geometry);
  return drawn?.form === 'surface' ? drawn.outline : undefined;
}

export const toGeoJson = (outline: Outline) => toGeometry({ form: 'surface', outline });

/** West, south, east, north; undefined when there is nothing. */
export function boundsOf(outline: Outline): [number, number, number, number] | undefined {
  const spots = outline.flat(2);
  if (!spots.length) return undefined;
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of spots) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}
