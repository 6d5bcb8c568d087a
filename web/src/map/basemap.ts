// The offline basemap: Natural Earth's land, lakes, rivers and borders, cut out by
// scripts/basemap.mjs, with our own short list of towns and waters as labels.
import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { feature } from 'topojson-client';
import type { Topology } from 'topojson-specification';
import basemapUrl from '../../../geodata/basemap/basemap.json?url';
import type { Anchors } from '../layers/inside';
import type { Lang } from '../units/format';
import names from '../../../geodata/basemap/places.json';

/** The map cannot be moved out of this box: beyond it the basemap ends. West, south, east, north. */
export const LIMITS: [number, number, number, number] = [-13, 51.5, 44, 73.8];

/** Where the map opens when nothing else is said: Jämtland–Trøndelag. */
export const HOME: [number, number, number, number] = [9.2, 62.6, 16.2, 64.2];

export interface Place {
  name: string;
  country: string;
  /** 1 is shown first. */
  rank: number;
  lon: number;
  lat: number;
}

export const PLACES: readonly Place[] = names.places;

/** From this zoom on the shapes are coarser than what lies on them: lakes fade, and the page says so. */
export const COARSE_FROM = 9.5;

const COLOUR = { water: '#d3e2e8', land: '#f7f3e8', lake: '#d3e2e8', river: '#bfd5de', coast: '#9fbac4', border: '#b5a28f', town: '#5d5647', halo: '#f9f6ee', sea: '#4f7485' };

function labels(lang: Lang): { places: FeatureCollection; waters: FeatureCollection } {
  const point = (lon: number, lat: number, properties: Record<string, unknown>) => ({
    type: 'Feature' as const,
    properties,
    geometry: { type: 'Point' as const, coordinates: [lon, lat] },
  });
  return {
    places: { type: 'FeatureCollection', features: names.places.map((p) => point(p.lon, p.lat, { name: p.name, rank: p.rank })) },
    waters: { type: 'FeatureCollection', features: names.waters.map((w) => point(w.lon, w.lat, { name: w[lang], rank: w.rank })) },
  };
}

/** Where a town's name may stand beside it, em. */
export const TOWN_PLACES: Anchors = ['top', [0, 0.6], 'bottom', [0, -0.6], 'left', [0.6, 0], 'right', [-0.6, 0]];

const painted: LayerSpecification[] = [
  { id: 'water', type: 'background', paint: { 'background-color': COLOUR.water } },
  { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': COLOUR.land } },
  { id: 'lakes', type: 'fill', source: 'lakes', paint: { 'fill-color': COLOUR.lake, 'fill-outline-color': COLOUR.coast, 'fill-opacity': ['interpolate', ['linear'], ['zoom'], COARSE_FROM, 1, COARSE_FROM + 1.5, 0.35] } },
  { id: 'rivers', type: 'line', source: 'rivers', minzoom: 5, paint: { 'line-color': COLOUR.river, 'line-width': ['interpolate', ['linear'], ['zoom'], 5, 0.6, 10, 2] } },
  { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': COLOUR.coast, 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.5, 9, 1.2] } },
  { id: 'borders', type: 'line', source: 'borders', paint: { 'line-color': COLOUR.border, 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.8, 9, 1.8], 'line-dasharray': [5, 2, 1, 2] } },
  {
    id: 'waters-label',
    type: 'symbol',
    source: 'waters',
    filter: ['<=', ['get', 'rank'], ['step', ['zoom'], 1, 5, 2, 7, 3]],
    layout: { 'text-field': ['get', 'name'], 'text-font': ['Atlas Sans Italic'], 'text-size': ['interpolate', ['linear'], ['zoom'], 4, 12, 8, 15], 'text-letter-spacing': 0.08, 'text-max-width': 7 },
    paint: { 'text-color': COLOUR.sea, 'text-halo-color': COLOUR.water, 'text-halo-width': 1 },
  },
  {
    id: 'places-label',
    type: 'symbol',
    source: 'places',
    filter: ['<=', ['get', 'rank'], ['step', ['zoom'], 1, 4.2, 2, 6, 3, 7.2, 4]],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': ['Atlas Sans Medium'],
      'text-size': ['interpolate', ['linear'], ['zoom'], 4, ['match', ['get', 'rank'], 1, 13, 11], 9, ['match', ['get', 'rank'], 1, 18, 2, 17, 3, 14, 13]],
      'text-variable-anchor-offset': TOWN_PLACES as never,
      'text-justify': 'auto',
      'symbol-sort-key': ['get', 'rank'],
      'text-padding': 6,
    },
    paint: { 'text-color': COLOUR.town, 'text-halo-color': COLOUR.halo, 'text-halo-width': 1.6 },
  },
];

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** The style without shapes, which `shapes` brings after. No `glyphs`: MapLibre then draws labels with the page's fonts. */
export function basemapStyle(lang: Lang): StyleSpecification {
  const { places, waters } = labels(lang);
  const source = (data: FeatureCollection) => ({ type: 'geojson' as const, data });
  return {
    version: 8,
    sources: {
      land: { ...source(EMPTY), attribution: 'Natural Earth' },
      lakes: source(EMPTY),
      rivers: source(EMPTY),
      borders: source(EMPTY),
      places: source(places),
      waters: source(waters),
    },
    layers: painted,
  };
}

export const waterLabels = (lang: Lang): FeatureCollection => labels(lang).waters;

/** The shapes of the basemap by source name. */
export async function shapes(): Promise<Record<'land' | 'lakes' | 'rivers' | 'borders', FeatureCollection>> {
  const answer = await fetch(basemapUrl);
  if (!answer.ok) throw new Error(`basemap: ${answer.status}`);
  const topology = (await answer.json()) as Topology;
  const object = (name: string): FeatureCollection => {
    const shape = topology.objects[name];
    if (!shape) throw new Error(`basemap: no ${name}`);
    const out = feature(topology, shape);
    return out.type === 'FeatureCollection' ? out : { type: 'FeatureCollection', features: [out] };
  };
  return { land: object('land'), lakes: object('lakes'), rivers: object('rivers'), borders: object('borders') };
}

/** A basemap of the user's own (samloka serve --basemap), as the server told the page. */
export interface OwnBasemap {
  address: string;
  credit: string;
}

export function ownBasemap(root: HTMLElement | null = document.getElementById('page')): OwnBasemap | undefined {
  const { basemap, basemapCredit } = root?.dataset ?? {};
  return basemap ? { address: basemap, credit: basemapCredit ?? '' } : undefined;
}

/** An archive of tiles in one file, which is read by parts. */
export const isArchive = (address: string): boolean => /\.pmtiles(?:[?#]|$)/i.test(address);
