// Sites by sector: a dark square with the letter of the section in NACE.
import type { ExpressionSpecification } from 'maplibre-gl';
import type { Anchors } from './inside';
import { figure, present, text, truth, type MapLayer } from './layer';
import { SECTIONS } from './sectors';

const approximate = ['to-boolean', ['get', 'approximate']];
const sectionFor = (p: Record<string, unknown>) => text(p.sector);

/** The library breaks a line after a closing bracket; where a comma follows, the break belongs after that. */
export const NAME_LINES = ['let', 'at', ['index-of', '), ', ['get', 'name']], ['case', ['>=', ['var', 'at'], 0],
  ['concat', ['slice', ['get', 'name'], 0, ['+', ['var', 'at'], 2]], '\n', ['slice', ['get', 'name'], ['+', ['var', 'at'], 3]]],
  ['get', 'name']]] as unknown as ExpressionSpecification;

/** How far from a sign its name stands, em. */
export const NAME_PLACES: Anchors = ['top', [0, 1.6], 'bottom', [0, -1.6], 'left', [2, 0], 'right', [-2, 0], 'top', [0, 3], 'bottom', [0, -3]];

export const sites: MapLayer = {
  name: 'sites',
  sources: { sites: { tiles: 'sites' } },
  paints: [
    {
      id: 'sites-label', type: 'symbol', source: 'sites', 'source-layer': 'sites', minzoom: 8.5,
      layout: {
        'text-field': NAME_LINES,
        'text-font': ['Atlas Sans Semibold'],
        'text-size': ['interpolate', ['linear'], ['zoom'], 8.5, 12, 13, 14],
        'text-variable-anchor-offset': NAME_PLACES as never,
        'text-justify': 'auto',
        'text-max-width': 11,
        'text-padding': 4,
      },
      paint: { 'text-color': '#23201a', 'text-halo-color': '#f9f6ee', 'text-halo-width': 1.8 },
    },
    {
      id: 'sites-symbol', type: 'symbol', source: 'sites', 'source-layer': 'sites',
      layout: {
        'icon-image': ['concat', 'site|', ['coalesce', ['get', 'sector'], ''], '|', ['case', approximate, 'approximate', 'exact']] as never,
        'icon-size': ['interpolate', ['linear'], ['zoom'], 4, 0.6, 8, 0.95, 12, 1.15],
        'icon-allow-overlap': true,
        'icon-ignore-placement': false,
        'icon-padding': 0,
      },
    },
  ],
  hits: ['sites-symbol'],
  filter: ({ municipality }) => {
    const filter = municipality ? ['==', ['downcase', ['coalesce', ['get', 'municipality'], '']], municipality.toLocaleLowerCase()] : null;
    return { 'sites-symbol': filter as never, 'sites-label': filter as never };
  },
  legend: (visible, { t }) => {
    const symbols = visible.filter((f) => f.layer.id === 'sites-symbol');
    const items = present([...SECTIONS, ''], symbols.map((f) => sectionFor(f.properties))).map((section) => ({
      sign: { kind: 'site' as const, site: { section, approximate: false } },
      label: section ? t.sectors[section as keyof typeof t.sectors] : t.legend.unknownSector,
    }));
    if (symbols.some((f) => truth(f.properties.approximate))) items.push({ sign: { kind: 'site', site: { section: '', approximate: true } }, label: t.legend.approximate });
    return items;
  },
  hover: ({ properties: p }, { t }) => [
    text(p.name) + (Number(p.count) > 1 ? ` (+${Number(p.count) - 1})` : ''),
    text(p.municipality),
    [figure(p.surpluses) ? `${t.direction.surplus}: ${p.surpluses}` : '', figure(p.needs) ? `${t.direction.need}: ${p.needs}` : ''].filter(Boolean).join(' · '),
    truth(p.approximate) ? t.accuracy.approximate : '',
  ].filter(Boolean),
  pick: ({ properties: p }) => (text(p.id) ? { site: text(p.id) } : undefined),
  source: (t) => t.legend.own,
};
