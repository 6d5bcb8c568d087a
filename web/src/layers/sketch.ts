// The outline that is being drawn: blue, as whatever is only being tried.
import type { Feature } from 'geojson';
import { toGeometry } from '../edit/geometry/outline';
import { corners, middles } from '../edit/geometry/vertices';
import type { Sketch } from '../edit/sketch.svelte';
import type { MapLayer } from './layer';

const INK = '#0b57d0';
const is = (role: string) => ['==', ['get', 'role'], role] as never;

export function sketchFeatures(sketch: Sketch): Feature[] {
  const at = (role: string, coordinates: readonly [number, number]): Feature => ({ type: 'Feature', properties: { role }, geometry: { type: 'Point', coordinates: [...coordinates] } });
  const area = (role: string, outline: Sketch['outline'], form: Sketch['form'] = 'surface'): Feature => ({ type: 'Feature', properties: { role }, geometry: toGeometry({ form, outline }) as Feature['geometry'] });
  const { line } = sketch;
  return [
    ...(sketch.outline.length ? [area('shape', sketch.outline, sketch.form)] : []),
    ...sketch.apart.map((outline) => area('apart', outline)),
    ...(sketch.closes && line.length > 2 ? [area('draft', [[line]])] : []),
    ...(line.length > 1 ? [{ type: 'Feature' as const, properties: { role: 'path' }, geometry: { type: 'LineString' as const, coordinates: line.map((p) => [...p]) } }] : []),
    ...sketch.path.map((p) => at('corner', p)),
    ...(sketch.mode === 'rest' && !sketch.heavy ? [...middles(sketch.outline, sketch.form).map(({ spot }) => at('middle', spot)), ...corners(sketch.outline).map(({ corner, spot }) => at(sketch.isSelected(corner) ? 'selected' : 'corner', spot))] : []),
  ];
}

export const sketchLayer: MapLayer = {
  name: 'sketch',
  sources: { sketch: { data: true } },
  paints: [
    { id: 'sketch-fill', type: 'fill', source: 'sketch', filter: ['==', ['geometry-type'], 'Polygon'] as never, paint: { 'fill-color': INK, 'fill-opacity': ['match', ['get', 'role'], 'shape', 0.22, 'apart', 0.08, 0.1] } },
    { id: 'sketch-line', type: 'line', source: 'sketch', filter: ['match', ['get', 'role'], ['shape', 'apart'], true, false] as never, paint: { 'line-color': INK, 'line-width': 2 } },
    { id: 'sketch-path', type: 'line', source: 'sketch', filter: is('path'), paint: { 'line-color': INK, 'line-width': 2, 'line-dasharray': [3, 1.5] } },
    { id: 'sketch-middle', type: 'circle', source: 'sketch', filter: is('middle'), paint: { 'circle-radius': 3.5, 'circle-color': '#fffdf8', 'circle-stroke-color': INK, 'circle-stroke-width': 1 } },
    { id: 'sketch-corner', type: 'circle', source: 'sketch', filter: ['match', ['get', 'role'], ['corner', 'selected'], true, false] as never, paint: { 'circle-radius': ['match', ['get', 'role'], 'selected', 7, 5.5], 'circle-color': ['match', ['get', 'role'], 'selected', '#ffb000', INK], 'circle-stroke-color': '#fffdf8', 'circle-stroke-width': 2 } },
  ],
  hits: [],
  legend: (visible, { t }) => (visible.some((f) => f.layer.id !== 'sketch-middle') ? [{ sign: { kind: 'area', colour: '#c9d8f1', line: INK, hatched: false }, label: t.area.drawn }] : []),
  hover: () => [],
  pick: () => undefined,
  source: (t) => t.area.drawnSource,
};
