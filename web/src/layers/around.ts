// The circle within which what lies around a place is summed. Its edge comes from the server, which
// measured by the same geodesic.
import type { Feature, Position } from 'geojson';
import type { Surroundings } from '../api/client';
import type { Bounds } from '../map/atlas';
import type { MapLayer } from './layer';

const INK = '#0b57d0';

/** The server sends no corner that is nothing; its document can't say so. */
const ring = (a: Surroundings): Position[] => a.outline as Position[];

export const circleFeature = (a: Surroundings): Feature => ({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring(a)] } });

export function boundsOfCircle(a: Surroundings): Bounds {
  const x = ring(a).map((p) => p[0]!);
  const y = ring(a).map((p) => p[1]!);
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

export const around: MapLayer = {
  name: 'around',
  sources: { around: { data: true } },
  paints: [
    { id: 'around-fill', type: 'fill', source: 'around', paint: { 'fill-color': INK, 'fill-opacity': 0.07 } },
    { id: 'around-line', type: 'line', source: 'around', paint: { 'line-color': INK, 'line-width': 2 } },
  ],
  // What lies inside is what a reader points at.
  hits: [],
  legend: (visible, { t }) => (visible.length ? [{ sign: { kind: 'area', colour: '#0b57d012', line: INK, hatched: false }, label: t.around.circle }] : []),
  hover: () => [],
  pick: () => undefined,
  source: (t) => t.around.drawn,
};
