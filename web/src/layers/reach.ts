// What the selected area could get and give: lines from its fit land to the flows it reaches, and
// what constraints leave of it. Drawn from what the panel shows.
import type { Feature } from 'geojson';
import type { AreaEvaluation } from '../api/client';
import { format } from '../units/format';
import { COLOURS, colourOf } from './kinds';
import { figure, text, type MapLayer } from './layer';
import { widthOf } from './sizes';

/** More lines in each direction than this are a tangle; the list has them all. */
const MOST_LINES = 12;
const LEFT = '#5b6b1f';

export function reachFeatures(area: AreaEvaluation): Feature[] {
  const [lon, lat] = area.land.fit_point ?? [area.lon, area.lat];
  const most: Record<string, number> = {};
  const shown = (area.reach.flows ?? []).filter((f) => (most[f.direction] = (most[f.direction] ?? 0) + 1) <= MOST_LINES);
  return shown.map((f) => ({
    type: 'Feature',
    properties: { site_id: f.site_id, flow_id: f.flow_id, site: f.site_name, resource: f.resource, colour: colourOf(f.resource), width: widthOf(f.net_benefit_sek_per_year ?? 0) / 2, benefit: f.net_benefit_sek_per_year, route_m: f.route_m, direction: f.direction },
    geometry: { type: 'LineString', coordinates: f.direction === 'surplus' ? [[f.lon, f.lat], [lon!, lat!]] : [[lon!, lat!], [f.lon, f.lat]] },
  }));
}

export const leftFeature = (geometry: unknown): Feature => ({ type: 'Feature', properties: {}, geometry: geometry as Feature['geometry'] });

export const reach: MapLayer = {
  name: 'reach',
  sources: { reach: { data: true }, left: { data: true } },
  paints: [
    { id: 'left-fill', type: 'fill', source: 'left', paint: { 'fill-color': LEFT, 'fill-opacity': 0.35 } },
    { id: 'left-line', type: 'line', source: 'left', paint: { 'line-color': LEFT, 'line-width': 2 } },
    { id: 'reach-line', type: 'line', source: 'reach', paint: { 'line-color': ['get', 'colour'], 'line-width': ['coalesce', ['get', 'width'], 1.5], 'line-opacity': 0.8, 'line-dasharray': [2.6, 1.5] } },
  ],
  hits: ['reach-line'],
  legend: (visible, { t }) => [
    ...(visible.some((f) => f.layer.id === 'reach-line') ? [{ sign: { kind: 'line' as const, colour: COLOURS.mineral, width: 2, dash: true }, label: t.judge.reach }] : []),
    ...(visible.some((f) => f.layer.id === 'left-fill') ? [{ sign: { kind: 'area' as const, colour: LEFT, line: LEFT, hatched: false }, label: t.judge.fit }] : []),
  ],
  hover: ({ properties: p }, { lang, name }) => [
    text(p.site),
    [name(text(p.resource)), figure(p.benefit) === undefined ? '' : format(figure(p.benefit), 'SEK/yr', lang, { about: true }), format(figure(p.route_m), 'm', lang)].filter((s) => s && s !== '–').join(' · '),
  ].filter(Boolean),
  pick: ({ properties: p }) => (text(p.site_id) ? { site: text(p.site_id), flow: text(p.flow_id) } : undefined),
  source: (t) => t.legend.computed,
};
