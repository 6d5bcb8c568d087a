// Land in the order of a ranking: a numbered disc each; excluded land is hollow. Where discs lie over
// each other the best one keeps its number.
import type { Feature } from 'geojson';
import type { RankedArea } from '../api/client';
import { format } from '../units/format';
import { figure, text, truth, type MapLayer } from './layer';

const INK = '#17505c';

export const rankedFeature = (a: RankedArea, open: boolean): Feature => ({
  type: 'Feature',
  properties: { area: a.area_id, name: a.name, rank: a.rank, label: a.excluded ? '–' : String(a.rank), excluded: a.excluded === true, found: a.matched_flows > 0, open, benefit: a.net_benefit_sek_per_year },
  geometry: { type: 'Point', coordinates: [a.lon, a.lat] },
});

export const ranked: MapLayer = {
  name: 'ranked',
  sources: { ranked: { data: true } },
  paints: [
    {
      id: 'ranked-symbol', type: 'circle', source: 'ranked',
      paint: {
        'circle-radius': ['case', ['get', 'open'], 15, ['<=', ['get', 'rank'], 3], 13, 10],
        'circle-color': ['case', ['get', 'excluded'], '#fffdf8', ['get', 'found'], INK, '#85795f'],
        'circle-stroke-color': ['case', ['get', 'open'], '#0b57d0', ['get', 'excluded'], '#85795f', '#fffdf8'],
        'circle-stroke-width': ['case', ['get', 'open'], 3, 2],
      },
    },
    {
      id: 'ranked-label', type: 'symbol', source: 'ranked',
      layout: { 'text-field': ['get', 'label'], 'text-font': ['Atlas Sans Semibold'], 'text-size': 13, 'text-padding': 5, 'symbol-sort-key': ['get', 'rank'] },
      paint: { 'text-color': ['case', ['get', 'excluded'], '#565044', '#ffffff'] },
    },
  ],
  hits: ['ranked-symbol'],
  legend: (visible, { t }) => {
    const discs = visible.filter((f) => f.layer.id === 'ranked-symbol');
    const items = [];
    if (discs.some((f) => !truth(f.properties.excluded))) items.push({ sign: { kind: 'rank' as const, colour: INK }, label: t.firms.legendRank });
    if (discs.some((f) => truth(f.properties.excluded))) items.push({ sign: { kind: 'rank' as const, colour: '#fffdf8' }, label: t.firms.legendExcluded });
    return items;
  },
  hover: ({ properties: p }, { t, lang }) => [
    `${truth(p.excluded) ? '' : `${text(p.rank)}. `}${text(p.name)}`,
    truth(p.excluded) ? t.firms.excluded : format(figure(p.benefit), 'SEK/yr', lang, { about: true }),
  ],
  pick: ({ properties: p }) => (text(p.area) ? { area: text(p.area) } : undefined),
  source: (t) => t.legend.computed,
};
