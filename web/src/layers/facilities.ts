// Infrastructure that land is measured to: browns and greys, roads wide, railways dashed, pipes
// dotted; places as a disc with a sign.
import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl';
import { format } from '../units/format';
import { figure, present, text, truth, type MapLayer } from './layer';
import { FACILITIES, FACILITY_LINES, type FacilityKind } from './landsigns';

const line = (kind: FacilityKind): FilterSpecification => ['all', ['==', ['get', 'facility'], kind], ['!=', ['geometry-type'], 'Point']] as FilterSpecification;
const width = (at: number): ExpressionSpecification => ['interpolate', ['linear'], ['zoom'], 5, at * 0.5, 10, at];

export const facilities: MapLayer = {
  name: 'facilities',
  sources: { facilities: { tiles: 'facilities' } },
  paints: [
    { id: 'facilities-highway', type: 'line', source: 'facilities', 'source-layer': 'facilities', filter: line('highway'), layout: { 'line-join': 'round', 'line-cap': 'round' }, paint: { 'line-color': FACILITY_LINES.highway.colour, 'line-width': width(FACILITY_LINES.highway.width) } },
    { id: 'facilities-rail', type: 'line', source: 'facilities', 'source-layer': 'facilities', filter: line('rail'), paint: { 'line-color': FACILITY_LINES.rail.colour, 'line-width': width(FACILITY_LINES.rail.width), 'line-dasharray': [4, 2] } },
    {
      id: 'facilities-other', type: 'line', source: 'facilities', 'source-layer': 'facilities',
      filter: ['all', ['!', ['in', ['get', 'facility'], ['literal', ['highway', 'rail']]]], ['!=', ['geometry-type'], 'Point']] as FilterSpecification,
      paint: { 'line-color': FACILITY_LINES.district_heating.colour, 'line-width': width(FACILITY_LINES.district_heating.width), 'line-dasharray': [1, 1.5] },
    },
    {
      id: 'facilities-point', type: 'symbol', source: 'facilities', 'source-layer': 'facilities', filter: ['==', ['geometry-type'], 'Point'] as FilterSpecification,
      layout: { 'icon-image': ['concat', 'facility|', ['get', 'facility']] as never, 'icon-allow-overlap': true, 'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 0.65, 10, 1] },
    },
  ],
  hits: ['facilities-point', 'facilities-highway', 'facilities-rail', 'facilities-other'],
  legend: (visible, { t }) => {
    const kinds = (point: boolean) => present(FACILITIES, visible.filter((f) => (f.layer.id === 'facilities-point') === point).map((f) => f.properties.facility as FacilityKind));
    return [
      ...kinds(false).map((kind) => ({ sign: { kind: 'facility' as const, facility: kind, point: false }, label: t.facility[kind] })),
      ...kinds(true).map((kind) => ({ sign: { kind: 'facility' as const, facility: kind, point: true }, label: t.facility[kind] })),
    ];
  },
  hover: ({ properties: p }, { t, lang }) => {
    const kind = t.facility[p.facility as FacilityKind] ?? text(p.facility);
    return [text(p.name) || kind, text(p.name) ? kind : '', figure(p.capacity) === undefined ? '' : format(figure(p.capacity), text(p.capacity_unit), lang), truth(p.estimated) ? t.certainty.estimated : ''].filter(Boolean);
  },
  pick: ({ properties: p }) => (text(p.id) ? { facility: text(p.id) } : undefined),
  source: (t) => t.legend.own,
};
