// Land that is set against other land: a disc each, numbered in a ranking, lettered side by side; land
// that is excluded is hollow. Where discs lie over each other the best one keeps its number.
import type { Feature } from 'geojson';
import type { AreaEvaluation, RankedRow } from '../api/client';
import { letter, scoreText } from '../judge/score';
import { format, type Lang } from '../units/format';
import { figure, text, truth, type MapLayer } from './layer';

const INK = '#17505c';

type At = { area_id: string; name: string; lon: number; lat: number; rank: number };

const disc = ({ area_id, name, lon, lat, rank }: At, properties: { label: string; excluded: boolean; found: boolean; open: boolean; value: string | number; beside: boolean }): Feature => ({
  type: 'Feature',
  properties: { area: area_id, name, rank, ...properties },
  geometry: { type: 'Point', coordinates: [lon, lat] },
});

export const rankedFeature = (a: RankedRow, open: boolean): Feature =>
  disc(a, { label: a.excluded ? '–' : String(a.rank), excluded: a.excluded === true, found: a.matched_flows > 0, open, value: a.net_benefit_sek_per_year, beside: false });

/** Land as it is judged: by its place in the order, or by its letter among the areas side by side. */
export const judgedFeature = (a: AreaEvaluation, lang: Lang, beside?: number): Feature =>
  disc(a, { label: beside !== undefined ? letter(beside) : a.unfit ? '–' : String(a.rank), excluded: a.unfit === true, found: true, open: false, value: a.unfit ? '' : scoreText(a.score, a.low, a.high, lang), beside: beside !== undefined });

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
    if (discs.some((f) => !truth(f.properties.excluded) && !truth(f.properties.beside))) items.push({ sign: { kind: 'rank' as const, colour: INK }, label: t.firms.legendRank });
    if (discs.some((f) => truth(f.properties.beside))) items.push({ sign: { kind: 'rank' as const, colour: INK }, label: t.judge.legendBeside });
    if (discs.some((f) => truth(f.properties.excluded))) items.push({ sign: { kind: 'rank' as const, colour: '#fffdf8' }, label: t.firms.legendExcluded });
    return items;
  },
  hover: ({ properties: p }, { t, lang }) => [
    `${truth(p.excluded) && !truth(p.beside) ? '' : `${text(p.label)}${truth(p.beside) ? '' : '.'} `}${text(p.name)}`,
    truth(p.excluded) ? t.firms.excluded : figure(p.value) !== undefined ? format(figure(p.value), 'SEK/yr', lang, { about: true }) : `${text(p.value)} ${t.judge.points}`,
  ],
  pick: ({ properties: p }) => (text(p.area) ? { area: text(p.area) } : undefined),
  source: (t) => t.legend.computed,
};
