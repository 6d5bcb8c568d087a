// Feasible pairs: dashed lines, colour by kind of resource, width by net benefit a year.
import { bound, format } from '../units/format';
import { COLOURS, colourExpression } from './kinds';
import { figure, present, text, type MapLayer } from './layer';
import { BENEFIT_STEPS, BENEFIT_WIDTHS, widthExpression } from './sizes';

const benefitOf = (p: Record<string, unknown>) => figure(p.net_benefit_sek_per_year) ?? 0;
const classOf = (sek: number) => Math.max(0, BENEFIT_STEPS.findLastIndex((from) => sek >= from));

export const matches: MapLayer = {
  name: 'matches',
  sources: { matches: { tiles: 'matches' } },
  thinned: 'matches',
  paints: [
    {
      id: 'matches-line', type: 'line', source: 'matches', 'source-layer': 'matches',
      layout: { 'line-sort-key': ['coalesce', ['get', 'net_benefit_sek_per_year'], 0], 'line-cap': 'butt' },
      paint: { 'line-color': colourExpression(), 'line-width': widthExpression('net_benefit_sek_per_year'), 'line-opacity': 0.72, 'line-dasharray': [2.6, 1.5] },
    },
  ],
  hits: ['matches-line'],
  filter: ({ resource, minBenefit, municipality }, { below }) => {
    const all: unknown[] = ['all'];
    if (resource) all.push(['in', ['get', 'resource'], ['literal', below(resource)]]);
    if (minBenefit) all.push(['>=', ['coalesce', ['get', 'net_benefit_sek_per_year'], -1], minBenefit]);
    if (municipality) all.push(['any', ['==', ['get', 'surplus_municipality'], municipality], ['==', ['get', 'need_municipality'], municipality]]);
    return { 'matches-line': (all.length > 1 ? all : null) as never };
  },
  legend: (visible, { t, lang }) => {
    const classes = present([0, 1, 2, 3, 4], visible.map((f) => classOf(benefitOf(f.properties))));
    return classes.map((i) => ({
      sign: { kind: 'line' as const, colour: COLOURS.mineral, width: BENEFIT_WIDTHS[i]!, dash: true },
      label: i === 0 ? t.legend.under(bound(BENEFIT_STEPS[1], 'SEK/yr', lang)) : t.legend.from(bound(BENEFIT_STEPS[i]!, 'SEK/yr', lang)),
    }));
  },
  hover: ({ properties: p }, { t, lang, name }) => [
    [text(p.surplus_site), text(p.need_site)].filter(Boolean).join(' → ') || name(text(p.resource)),
    [name(text(p.resource)), p.class ? t.class[p.class as keyof typeof t.class] : ''].filter(Boolean).join(' · '),
    [figure(p.net_benefit_sek_per_year) === undefined ? '' : format(benefitOf(p), 'SEK/yr', lang, { about: true }), format(figure(p.distance_m), 'm', lang)].filter((s) => s && s !== '–').join(' · '),
  ].filter(Boolean),
  pick: ({ properties: p }) => (text(p.surplus_id) && text(p.need_id) ? { pair: { surplus: text(p.surplus_id), need: text(p.need_id) } } : undefined),
  source: (t) => t.legend.computed,
};
