// Industrial land: ochre, hatched when estimated. The darker, the further in planning law.
import { format } from '../units/format';
import { figure, present, text, truth, type MapLayer } from './layer';

export const LAND = { detaljplan: '#cdb262', oversiktsplan: '#e0cd93', none: '#efe6c8' } as const;
const LINE = '#6d5a2c';
const STATUSES = ['detaljplan', 'oversiktsplan', 'none'] as const;

export const areas: MapLayer = {
  name: 'areas',
  sources: { areas: { tiles: 'areas' } },
  paints: [
    {
      id: 'areas-fill', type: 'fill', source: 'areas', 'source-layer': 'areas',
      paint: { 'fill-color': ['match', ['get', 'plan_status'], 'detaljplan', LAND.detaljplan, 'oversiktsplan', LAND.oversiktsplan, LAND.none], 'fill-opacity': 0.85 },
    },
    { id: 'areas-hatch', type: 'fill', source: 'areas', 'source-layer': 'areas', filter: ['to-boolean', ['get', 'estimated']], paint: { 'fill-pattern': `hatch|${LINE}` } },
    { id: 'areas-line', type: 'line', source: 'areas', 'source-layer': 'areas', paint: { 'line-color': LINE, 'line-width': 1.5 } },
  ],
  hits: ['areas-fill'],
  filter: ({ municipality }) => {
    const mine = municipality ? ['==', ['get', 'municipality'], municipality] : undefined;
    const estimated = ['to-boolean', ['get', 'estimated']];
    return { 'areas-fill': (mine ?? null) as never, 'areas-line': (mine ?? null) as never, 'areas-hatch': (mine ? ['all', estimated, mine] : estimated) as never };
  },
  legend: (visible, { t }) => {
    const fills = visible.filter((f) => f.layer.id === 'areas-fill');
    const items = present(STATUSES, fills.map((f) => f.properties.plan_status as (typeof STATUSES)[number])).map((status) => ({
      sign: { kind: 'area' as const, colour: LAND[status], line: LINE, hatched: false },
      label: t.plan[status],
    }));
    if (fills.some((f) => truth(f.properties.estimated))) items.push({ sign: { kind: 'area', colour: LAND.none, line: LINE, hatched: true }, label: t.legend.estimated });
    return items;
  },
  hover: ({ properties: p }, { t, lang }) => [
    text(p.name),
    [text(p.municipality), t.plan[p.plan_status as keyof typeof t.plan] ?? '', figure(p.area_ha) ? format(figure(p.area_ha), 'ha', lang) : ''].filter(Boolean).join(' · '),
    truth(p.estimated) ? t.certainty.estimated : '',
  ].filter(Boolean),
  pick: ({ properties: p }) => (text(p.id) ? { area: text(p.id) } : undefined),
  source: (t) => t.legend.own,
};
