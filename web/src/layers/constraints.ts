// What stands against land: greys, told apart by pattern and by line. Excludes: crossed hatching and a
// solid edge; penalises: simple hatching and a dashed edge; informs: dots and a dotted edge.
import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl';
import { format } from '../units/format';
import { figure, present, text, truth, type MapLayer } from './layer';
import { EFFECTS, GROUND, type Effect } from './landsigns';

const effect: ExpressionSpecification = ['get', 'effect'];
const shape = (type: 'Point' | 'LineString' | 'Polygon'): FilterSpecification => ['==', ['geometry-type'], type] as FilterSpecification;
const of = (which: Effect): FilterSpecification => ['all', ['==', effect, which], ['!=', ['geometry-type'], 'Point']] as FilterSpecification;
const edge = { 'line-color': GROUND.ink, 'line-width': 1.4 } as const;

const zone = (which: 'warning' | 'buffer'): FilterSpecification => ['==', ['get', 'zone'], which] as FilterSpecification;

export const constraints: MapLayer = {
  name: 'constraints',
  // How far round a constraint something holds is a surface of its own, made by the server in metres.
  sources: { constraints: { tiles: 'constraints' }, zones: { tiles: 'zones' } },
  paints: [
    { id: 'zones-warning', type: 'fill', source: 'zones', 'source-layer': 'zones', filter: zone('warning'), paint: { 'fill-color': GROUND.ink, 'fill-opacity': 0.06 } },
    { id: 'zones-buffer', type: 'fill', source: 'zones', 'source-layer': 'zones', filter: zone('buffer'), paint: { 'fill-pattern': ['concat', 'ground|', ['coalesce', effect, 'informs']] as never } },
    { id: 'zones-warning-edge', type: 'line', source: 'zones', 'source-layer': 'zones', filter: zone('warning'), paint: { 'line-color': GROUND.ink, 'line-width': 1, 'line-opacity': 0.45 } },
    { id: 'zones-buffer-edge', type: 'line', source: 'zones', 'source-layer': 'zones', filter: zone('buffer'), paint: { 'line-color': GROUND.ink, 'line-width': 1, 'line-dasharray': [2, 1.5] } },
    {
      id: 'constraints-fill', type: 'fill', source: 'constraints', 'source-layer': 'constraints', filter: shape('Polygon'),
      paint: { 'fill-pattern': ['concat', 'ground|', ['coalesce', effect, 'informs']] as never },
    },
    { id: 'constraints-excludes', type: 'line', source: 'constraints', 'source-layer': 'constraints', filter: of('excludes'), paint: { ...edge, 'line-width': 1.8 } },
    { id: 'constraints-penalises', type: 'line', source: 'constraints', 'source-layer': 'constraints', filter: of('penalises'), paint: { ...edge, 'line-dasharray': [4, 2] } },
    { id: 'constraints-informs', type: 'line', source: 'constraints', 'source-layer': 'constraints', filter: of('informs'), paint: { ...edge, 'line-dasharray': [1, 1.6] } },
    {
      id: 'constraints-point', type: 'symbol', source: 'constraints', 'source-layer': 'constraints', filter: shape('Point'),
      layout: { 'icon-image': ['concat', 'warn|', ['coalesce', effect, 'informs']] as never, 'icon-allow-overlap': true, 'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 0.6, 10, 1] },
    },
  ],
  hits: ['constraints-point', 'constraints-excludes', 'constraints-penalises', 'constraints-informs', 'constraints-fill'],
  legend: (visible, { t }) => {
    const drawn = (points: boolean) => present(EFFECTS, visible.filter((f) => f.layer.source === 'constraints' && (f.layer.id === 'constraints-point') === points).map((f) => f.properties.effect as Effect));
    return [
      ...drawn(false).map((which) => ({ sign: { kind: 'ground' as const, effect: which, point: false }, label: t.constraint.effects[which] })),
      ...drawn(true).map((which) => ({ sign: { kind: 'ground' as const, effect: which, point: true }, label: t.constraint.point(t.constraint.effects[which]) })),
      ...(visible.some((f) => f.layer.id === 'zones-buffer') ? [{ sign: { kind: 'line' as const, colour: GROUND.ink, width: 1, dash: true, pale: false }, label: t.constraint.bufferEdge }] : []),
      ...(visible.some((f) => f.layer.id === 'zones-warning') ? [{ sign: { kind: 'line' as const, colour: GROUND.ink, width: 1, dash: false, pale: true }, label: t.constraint.warning }] : []),
    ];
  },
  hover: ({ properties: p }, { t, lang }) => {
    const layer = t.constraint.layers[text(p.layer)] ?? text(p.layer);
    const metres = (of: unknown, say: (m: string) => string) => ((figure(of) ?? 0) > 0 ? say(format(figure(of), 'm', lang)) : '');
    return [
      text(p.name) || layer,
      [text(p.name) ? layer : '', t.constraint.effects[p.effect as Effect] ?? ''].filter(Boolean).join(' · '),
      metres(p.buffer_m, t.constraint.buffer),
      metres(p.warning_distance_m, t.constraint.warnedWithin),
      truth(p.estimated) ? t.certainty.estimated : '',
    ].filter(Boolean);
  },
  pick: ({ properties: p }) => (text(p.id) ? { constraint: text(p.id) } : undefined),
  source: (t) => t.legend.own,
};
