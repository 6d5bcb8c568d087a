// Surpluses (discs) and needs (rings): colour by kind of resource, size by amount, hatched when
// estimated, in places of their own around their site. Far out the largest win.
import { format, number, unitName } from '../units/format';
import { HEAT_STEPS, hueExpression, hueOf, KINDS, type Hue } from './kinds';
import { figure, present, text, truth, type LegendItem, type MapLayer } from './layer';
import { BOUNDS, dimensionOf, sizeExpression, sizeOf, type SizeClass } from './sizes';

/** Places around a site, in the order they are taken, px from its middle. */
const SLOTS: readonly (readonly [number, number])[] = [
  [0, -24], [21, -12], [21, 12], [0, 24], [-21, 12], [-21, -12], [0, -46], [32, -34], [45, -10], [45, 14], [32, 36], [0, 48], [-32, 36], [-45, 14], [-45, -10], [-32, -34],
];
const scaled = (share: number) => SLOTS.flatMap(([x, y], i) => [i, ['literal', [x * share, y * share]]]);
const slot = ['%', ['coalesce', ['get', 'nth'], 0], SLOTS.length];
const offsets = (share: number) => ['match', slot, ...scaled(share), ['literal', [0, 0]]];

const amountOf = (p: Record<string, unknown>) => ({ energy_gwh_per_year: figure(p.energy_gwh_per_year), mass_t_per_year: figure(p.mass_t_per_year) });

const HUES: readonly Hue[] = ['heat-0', 'heat-1', 'heat-2', 'heat-3', 'heat-4', ...(KINDS.filter((k) => k !== 'heat') as Exclude<Hue, `heat-${number}`>[])];

export const flows: MapLayer = {
  name: 'flows',
  sources: { flows: { tiles: 'flows' } },
  paints: [
    {
      id: 'flows-symbol', type: 'symbol', source: 'flows', 'source-layer': 'flows',
      layout: {
        'icon-image': ['concat', 'flow|', hueExpression(), '|', ['get', 'direction'], '|', sizeExpression(), '|', ['case', ['to-boolean', ['get', 'estimated']], 'estimated', 'known']] as never,
        'icon-size': ['interpolate', ['linear'], ['zoom'], 4, 0.55, 8, 0.9, 12, 1.1],
        'icon-offset': ['interpolate', ['linear'], ['zoom'], 6, offsets(0.45), 8.5, offsets(0.8), 11, offsets(1)] as never,
        // Far out only the largest of a crowd is shown; close up all of them.
        'icon-allow-overlap': ['step', ['zoom'], false, 8.5, true] as never,
        'icon-ignore-placement': false,
        'icon-padding': 0,
        'symbol-sort-key': ['-', 0, ['to-number', sizeExpression()]] as never,
      },
    },
  ],
  hits: ['flows-symbol'],
  filter: ({ resource, direction, municipality }, { below }) => {
    const all: unknown[] = ['all'];
    if (resource) all.push(['in', ['get', 'resource'], ['literal', below(resource)]]);
    if (direction) all.push(['==', ['get', 'direction'], direction]);
    if (municipality) all.push(['==', ['downcase', ['coalesce', ['get', 'municipality'], '']], municipality.toLocaleLowerCase()]);
    return { 'flows-symbol': (all.length > 1 ? all : null) as never };
  },
  legend: (visible, { t, lang }) => {
    const seen = visible.map(({ properties: p }) => ({
      hue: hueOf(text(p.resource), figure(p.supply_c)),
      direction: p.direction === 'need' ? ('need' as const) : ('surplus' as const),
      size: sizeOf(amountOf(p)),
      dimension: dimensionOf(amountOf(p)),
      estimated: truth(p.estimated),
    }));
    if (!seen.length) return [];
    const items: LegendItem[] = [];
    const flow = (hue: Hue, direction: 'surplus' | 'need', size: SizeClass, estimated: boolean) => ({ kind: 'flow' as const, flow: { hue, direction, size, estimated } });
    for (const direction of present(['surplus', 'need'] as const, seen.map((s) => s.direction))) items.push({ sign: flow('mineral', direction, 2, false), label: t.direction[direction] });
    if (seen.some((s) => s.estimated)) items.push({ sign: flow('mineral', 'surplus', 3, true), label: t.legend.estimated });
    for (const hue of present(HUES, seen.map((s) => s.hue))) {
      const step = hue.startsWith('heat-') ? Number(hue.slice(5)) : -1;
      items.push({ sign: flow(hue, 'surplus', 2, false), label: step >= 0 && step < HEAT_STEPS.length ? t.hues[step]! : t.kinds[hue as keyof typeof t.kinds] });
    }
    for (const dimension of ['energy', 'mass'] as const) {
      const [unit, by] = dimension === 'energy' ? (['GWh/yr', 1000] as const) : (['t/yr', 1] as const);
      const from = (size: SizeClass) => number(BOUNDS[dimension][Math.max(0, size - 2)]! / by, lang);
      for (const size of present([1, 2, 3, 4, 5] as const, seen.filter((s) => s.dimension === dimension).map((s) => s.size))) {
        items.push({ sign: flow('mineral', 'surplus', size, false), label: size === 1 ? `< ${from(1)}` : from(size), scale: t.legend.scale(unitName(unit, lang)) });
      }
    }
    return items;
  },
  hover: ({ properties: p }, { t, lang, name }) => [
    `${t.direction[p.direction === 'need' ? 'need' : 'surplus']}: ${name(text(p.resource))}`,
    [
      p.energy_gwh_per_year === undefined ? '' : format(figure(p.energy_gwh_per_year), 'GWh/yr', lang, { about: truth(p.estimated) }),
      p.energy_gwh_per_year !== undefined || p.mass_t_per_year === undefined ? '' : format(figure(p.mass_t_per_year), 't/yr', lang, { about: truth(p.estimated) }),
      p.supply_c === undefined ? '' : format(figure(p.supply_c), 'degC', lang),
      truth(p.estimated) ? t.certainty.estimated : '',
    ].filter(Boolean).join(' · '),
    text(p.site_name) + (Number(p.count) > 1 ? ` (+${Number(p.count) - 1})` : ''),
  ].filter(Boolean),
  pick: ({ properties: p }) => (text(p.id) ? { flow: text(p.id), ...(text(p.site_id) && { site: text(p.site_id) }) } : undefined),
  source: (t) => t.legend.own,
};
