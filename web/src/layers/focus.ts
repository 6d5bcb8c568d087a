// What belongs to the selection alone, drawn from what the panel shows: the selected site's or
// pair's lines, what just misses (pale), the matches of an establishment that is tried out, and a
// ring around what is selected.
import type { Feature, FeatureCollection } from 'geojson';
import type { End, Match, NearMiss } from '../api/client';
import { bound, format } from '../units/format';
import { COLOURS, colourOf } from './kinds';
import { figure, present, text, type MapLayer } from './layer';
import { BENEFIT_STEPS, BENEFIT_WIDTHS, widthOf } from './sizes';

type At = { lon: number; lat: number };

const line = (from: At, to: At, properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'LineString', coordinates: [[from.lon, from.lat], [to.lon, to.lat]] },
});

const names = (surplus: End, need: End) => ({ surplus_site: surplus.site_name, need_site: need.site_name });

export function matchFeature(m: Match): Feature {
  const benefit = m.net_benefit_sek_per_year;
  return line(m.surplus, m.need, { surplus_id: m.surplus_id, need_id: m.need_id, resource: m.resource, class: m.class, colour: colourOf(m.resource), width: widthOf(benefit ?? 0), benefit, distance_m: m.distance_m, ...names(m.surplus, m.need) });
}

export function nearFeature(n: NearMiss): Feature {
  return line(n.surplus, n.need, { surplus_id: n.surplus_id, need_id: n.need_id, resource: n.surplus.resource, colour: colourOf(n.surplus.resource), why: n.failed.map((g) => `${g.label}: ${g.text}`).join(' '), distance_m: n.distance_m, ...names(n.surplus, n.need) });
}

export const point = (at: At): Feature => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [at.lon, at.lat] } });
/** What is selected, marked all round. */
export const outlined = (geometry: Feature['geometry']): Feature => ({ type: 'Feature', properties: {}, geometry });
export const pairFeature = (from: At, to: At, colour: string, feasible: boolean): Feature => line(from, to, { colour, feasible });
export const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });

const classOf = (sek: number) => Math.max(0, BENEFIT_STEPS.findLastIndex((from) => sek >= from));

const dashed = (id: 'pair-line' | 'whatif-line', source: string) => ({
  id, type: 'line' as const, source,
  paint: { 'line-color': ['get', 'colour'] as never, 'line-width': ['coalesce', ['get', 'width'], 3] as never, 'line-dasharray': [2.6, 1.5] },
});

/** The matches of the selected site or pair take the place of all others, which fade. */
export const focus: MapLayer = {
  name: 'nearMisses',
  sources: { near: { data: true }, focus: { data: true }, selection: { data: true } },
  paints: [
    { id: 'near-misses-line', type: 'line', source: 'near', paint: { 'line-color': ['get', 'colour'], 'line-width': 2.2, 'line-opacity': 0.5, 'line-dasharray': [1, 1.6] } },
    dashed('pair-line', 'focus'),
    { id: 'selection-outline', type: 'line', source: 'selection', filter: ['!=', ['geometry-type'], 'Point'] as never, layout: { 'line-join': 'round' }, paint: { 'line-color': '#0b57d0', 'line-width': 3 } },
    { id: 'selection-ring', type: 'circle', source: 'selection', filter: ['==', ['geometry-type'], 'Point'] as never, paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 4, 12, 10, 19], 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': '#0b57d0', 'circle-stroke-width': 3 } },
  ],
  hits: ['pair-line', 'near-misses-line'],
  legend: (visible, { t, lang }) => {
    const pairs = visible.filter((f) => f.layer.id === 'pair-line' && figure(f.properties.benefit) !== undefined);
    const items = present([0, 1, 2, 3, 4], pairs.map((f) => classOf(figure(f.properties.benefit) ?? 0))).map((i) => ({
      sign: { kind: 'line' as const, colour: COLOURS.mineral, width: BENEFIT_WIDTHS[i]!, dash: true, pale: false },
      label: i === 0 ? t.legend.under(bound(BENEFIT_STEPS[1], 'SEK/yr', lang)) : t.legend.from(bound(BENEFIT_STEPS[i]!, 'SEK/yr', lang)),
    }));
    if (visible.some((f) => f.layer.id === 'near-misses-line')) items.push({ sign: { kind: 'line', colour: COLOURS.mineral, width: 2.2, dash: true, pale: true }, label: t.legend.pale });
    return items;
  },
  hover: ({ properties: p }, { lang, name }) => [
    [text(p.surplus_site), text(p.need_site)].filter(Boolean).join(' → '),
    [name(text(p.resource)), figure(p.benefit) === undefined ? '' : format(figure(p.benefit), 'SEK/yr', lang, { about: true }), format(figure(p.distance_m), 'm', lang)].filter((s) => s && s !== '–').join(' · '),
    text(p.why),
  ].filter(Boolean),
  pick: ({ properties: p }) => (text(p.surplus_id) && text(p.need_id) ? { pair: { surplus: text(p.surplus_id), need: text(p.need_id) } } : undefined),
  source: (t) => t.legend.computed,
};

export const whatif: MapLayer = {
  name: 'whatif',
  sources: { whatif: { data: true } },
  paints: [dashed('whatif-line', 'whatif')],
  hits: ['whatif-line'],
  legend: (visible, { t }) => (visible.length ? [{ sign: { kind: 'line', colour: COLOURS.mineral, width: 3, dash: true }, label: t.whatIf.title }] : []),
  hover: focus.hover,
  pick: focus.pick,
  source: (t) => t.legend.computed,
};
