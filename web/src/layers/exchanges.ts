// Exchanges that exist or are on their way: solid lines.
import { COLOURS, colourExpression, hueOf } from './kinds';
import { text, type MapLayer } from './layer';

export const exchanges: MapLayer = {
  name: 'exchanges',
  sources: { exchanges: { tiles: 'exchanges' } },
  paints: [
    { id: 'exchanges-casing', type: 'line', source: 'exchanges', 'source-layer': 'exchanges', paint: { 'line-color': '#fffdf8', 'line-width': 6.5 }, layout: { 'line-cap': 'round' } },
    {
      id: 'exchanges-line', type: 'line', source: 'exchanges', 'source-layer': 'exchanges', layout: { 'line-cap': 'round' },
      paint: { 'line-color': colourExpression(), 'line-width': 3.5, 'line-opacity': ['match', ['get', 'state'], ['ended'], 0.4, 1] },
    },
  ],
  hits: ['exchanges-line'],
  filter: ({ resource }, { below }) => {
    const filter = resource ? ['in', ['get', 'resource'], ['literal', below(resource)]] : null;
    return { 'exchanges-line': filter as never, 'exchanges-casing': filter as never };
  },
  legend: (visible, { t }) => {
    const lines = visible.filter((f) => f.layer.id === 'exchanges-line');
    const first = lines[0];
    return first ? [{ sign: { kind: 'line' as const, colour: lines.length === 1 ? COLOURS[hueOf(text(first.properties.resource))] : COLOURS.mineral, width: 3.5, dash: false }, label: t.legend.solid }] : [];
  },
  hover: ({ properties: p }, { t, name }) => [
    [text(p.surplus_site), text(p.need_site)].filter(Boolean).join(' → '),
    [name(text(p.resource)), t.state[p.state as keyof typeof t.state] ?? text(p.state)].filter(Boolean).join(' · '),
  ].filter(Boolean),
  pick: ({ properties: p }) => (text(p.id) ? { exchange: text(p.id) } : undefined),
  source: (t) => t.legend.own,
};
