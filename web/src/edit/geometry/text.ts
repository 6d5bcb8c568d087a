// Outlines as text, for those who type or paste: WKT and GeoJSON in, WKT out.
import { fromGeometry, type Drawn, type Form, type Outline, type Ring } from './outline';

/** Seven decimals of a degree are a centimetre. */
const DECIMALS = 7;

const WORD: Record<Form, string> = { surface: 'POLYGON', line: 'LINESTRING', point: 'POINT' };

export function writeWkt(outline: Outline, form: Form = 'surface'): string {
  if (!outline.length) return '';
  const number = (v: number) => String(Number(v.toFixed(DECIMALS)));
  const list = (spots: Ring) => `(${spots.map((p) => `${number(p[0])} ${number(p[1])}`).join(', ')})`;
  const shape = (s: Outline[0]) => (form === 'surface' ? `(${s.map((ring) => list([...ring, ring[0]!])).join(', ')})` : list(s[0]!));
  return outline.length === 1 ? `${WORD[form]} ${shape(outline[0]!)}` : `MULTI${WORD[form]} (${outline.map(shape).join(', ')})`;
}

/** Undefined when the text is neither WKT nor GeoJSON of surfaces, lines or points in degrees. */
export function readDrawn(text: string): Drawn | undefined {
  const trimmed = text.trim();
  try {
    return trimmed.startsWith('{') ? readJson(trimmed) : readWkt(trimmed);
  } catch {
    return undefined;
  }
}

function readJson(text: string): Drawn | undefined {
  let value = JSON.parse(text) as { type?: unknown; geometry?: unknown; features?: unknown[]; coordinates?: unknown };
  if (value.type === 'FeatureCollection' && value.features?.length === 1) value = value.features[0] as typeof value;
  if (value.type === 'Feature') value = value.geometry as typeof value;
  return typeof value?.type === 'string' ? fromGeometry({ type: value.type, coordinates: value.coordinates }) : undefined;
}

const TYPES: Record<string, string> = { POLYGON: 'Polygon', LINESTRING: 'LineString', POINT: 'Point' };

function readWkt(text: string): Drawn | undefined {
  const found = /^(?:SRID=4326;)?\s*(MULTI)?(POLYGON|LINESTRING|POINT)\s*(?:Z\s*)?(\(.*\))$/is.exec(text);
  if (!found) return undefined;
  const body = found[3]!;
  if (/[^\d\s().,eE+-]/.test(body)) return undefined;
  const type = TYPES[found[2]!.toUpperCase()]!;
  // Positions become brackets of JSON; parentheses are the lists.
  const json = body.replace(/[+-]?[\d.][\d.eE+-]*(?:\s+[+-]?[\d.][\d.eE+-]*)+/g, (position) => `[${position.trim().split(/\s+/).map(Number).join(',')}]`).replaceAll('(', '[').replaceAll(')', ']');
  const coordinates = JSON.parse(json) as unknown[];
  if (type !== 'Point') return fromGeometry({ type: found[1] ? `Multi${type}` : type, coordinates });
  // A point stands in parentheses of its own, those of a multitude may.
  const points = coordinates.map((p) => (Array.isArray(p) && Array.isArray(p[0]) ? (p[0] as unknown) : p));
  return found[1] ? fromGeometry({ type: 'MultiPoint', coordinates: points }) : points.length === 1 ? fromGeometry({ type, coordinates: points[0] }) : undefined;
}
