// Outlines as text, for those who type or paste: WKT and GeoJSON in, WKT out.
import { fromGeoJson, type Outline } from './outline';

/** Seven decimals of a degree are a centimetre. */
const DECIMALS = 7;

export function writeWkt(outline: Outline): string {
  const number = (v: number) => String(Number(v.toFixed(DECIMALS)));
  const ring = (spots: Outline[0][0]) => `(${[...spots, spots[0]!].map((p) => `${number(p[0])} ${number(p[1])}`).join(', ')})`;
  const shape = (s: Outline[0]) => `(${s.map(ring).join(', ')})`;
  if (!outline.length) return '';
  return outline.length === 1 ? `POLYGON ${shape(outline[0]!)}` : `MULTIPOLYGON (${outline.map(shape).join(', ')})`;
}

/** Undefined when the text is neither WKT nor GeoJSON of a polygon in degrees. */
export function readOutline(text: string): Outline | undefined {
  const trimmed = text.trim();
  return trimmed.startsWith('{') ? readJson(trimmed) : readWkt(trimmed);
}

function readJson(text: string): Outline | undefined {
  try {
    let value = JSON.parse(text) as { type?: unknown; geometry?: unknown; features?: unknown[]; coordinates?: unknown };
    if (value.type === 'FeatureCollection' && value.features?.length === 1) value = value.features[0] as typeof value;
    if (value.type === 'Feature') value = value.geometry as typeof value;
    return typeof value?.type === 'string' ? fromGeoJson({ type: value.type, coordinates: value.coordinates }) : undefined;
  } catch {
    return undefined;
  }
}

function readWkt(text: string): Outline | undefined {
  const found = /^(?:SRID=4326;)?\s*(MULTI)?POLYGON\s*(?:Z\s*)?(\(.*\))$/is.exec(text);
  if (!found) return undefined;
  const body = found[2]!;
  if (/[^\d\s().,eE+-]/.test(body)) return undefined;
  // Positions become brackets of JSON; parentheses are the lists.
  const json = body.replace(/[+-]?[\d.][\d.eE+-]*(?:\s+[+-]?[\d.][\d.eE+-]*)+/g, (position) => `[${position.trim().split(/\s+/).map(Number).join(',')}]`).replaceAll('(', '[').replaceAll(')', ']');
  try {
    return fromGeoJson({ type: found[1] ? 'MultiPolygon' : 'Polygon', coordinates: JSON.parse(json) });
  } catch {
    return undefined;
  }
}
