// What is on the page, as one value, and its way into the address bar and back. Pure: no DOM.
import type { Lang } from '../units/format';
import { isPlain, PLAIN, readCurves, writeCurves, type Judging } from './judging';

export const WORKSPACES = ['map', 'land', 'firms', 'data'] as const;
export type Workspace = (typeof WORKSPACES)[number];

export const LANGS: readonly Lang[] = ['sv', 'nb', 'en'];

/** One surplus and one need, by their flow ids. */
export interface Pair {
  surplus: string;
  need: string;
}

/**
 * What is selected, from the outside in. The deepest one given is *the* selection; the others are the
 * way back: region → site → flow → pair.
 */
export interface Selection {
  site?: string;
  flow?: string;
  pair?: Pair;
  area?: string;
  constraint?: string;
  facility?: string;
  exchange?: string;
}

export type Direction = 'surplus' | 'need';

export interface Filters {
  /** Code of a resource of the catalogue; its descendants are included. */
  resource?: string;
  municipality?: string;
  direction?: Direction;
  /** Least net benefit of a match, SEK a year. */
  minBenefit?: number;
}

/** Centre in degrees WGS 84, and MapLibre's zoom. */
export interface Camera {
  zoom: number;
  lat: number;
  lon: number;
}

/** A hypothetical site on the map: a preset's name (or "own") and what it needs. */
export interface WhatIf {
  preset: string;
  lon: number;
  lat: number;
  /** Own values by name (mw, supply, return, hours …); empty for a preset as it is. */
  values: Record<string, number>;
}

/** What lies within a radius of a place: of `at`, or of the site or land that is selected. */
export interface Around {
  metres: number;
  at?: { lon: number; lat: number };
  /** The sum whose flows are listed. */
  line?: { direction: Direction; resource: string };
}

/** An establishment that land is ranked for: a profile, how large, by what, and what the land must have. */
export interface Firm {
  profile: string;
  capacity?: number;
  /** By what land is ranked; net benefit unless told. */
  order?: string;
  /** How much the land counts when it is ranked by both, 0–1; half unless told. */
  landWeight?: number;
  /** What land must have: land, grid, water …, or with a figure: plan:detaljplan, years:3, rail:5000. */
  must: string[];
  /** The area whose reasons are open. */
  open?: string;
  /** Of the firm's flows the one whose reckoning with a partner there is shown, by its place. */
  pair?: number;
  /** The partner's flow; the best there unless told. */
  partner?: string;
  /** Of the firm's flows the one whose other partners are listed, by its place. */
  others?: number;
}

/** A list as its reader has made it. */
export interface Listing {
  tab?: string;
  find?: string;
  /** By a column's key. */
  sort?: { key: string; down: boolean };
}

export interface View {
  lang?: Lang;
  workspace: Workspace;
  /** The panel shows everything as lists instead of the summary. */
  list: boolean;
  /** Which list, what is searched for in it and how it is sorted, where it isn't as it begins. */
  listing?: Listing;
  selection: Selection;
  filters: Filters;
  camera?: Camera;
  /** Names of layers the reader has switched off. */
  hidden: string[];
  /** Names of layers the reader has asked for where they are not shown by themselves. */
  asked: string[];
  /** Assumptions that differ from the default, by key. */
  assumptions: Record<string, number>;
  whatIf?: WhatIf;
  around?: Around;
  /** How land is judged, where it isn't as usual. */
  judging?: Judging;
  /** Ids of the areas that are picked for a comparison. */
  compare: string[];
  /** The picked areas are shown side by side. */
  beside: boolean;
  /** Id of a saved comparison that is shown. */
  comparison?: string;
  firm?: Firm | undefined;
  /** The workspace of establishments shows all land × all profiles. */
  matrix: boolean;
}

export const START: View = { workspace: 'map', list: false, selection: {}, filters: {}, hidden: [], asked: [], assumptions: {}, compare: [], beside: false, matrix: false };

const finite = (text: string | null | undefined): number | undefined => {
  if (text === null || text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
};

const oneOf = <T extends string>(text: string | null, all: readonly T[]): T | undefined => all.find((item) => item === text);

/** "key:1.5,other:2" → numbers by key; what cannot be read is left out. */
function readNumbers(text: string | null | undefined): Record<string, number> {
  const out: Record<string, number> = {};
  for (const part of (text ?? '').split(',')) {
    const at = part.lastIndexOf(':');
    const value = finite(part.slice(at + 1));
    if (at > 0 && value !== undefined) out[part.slice(0, at)] = value;
  }
  return out;
}

const writeNumbers = (values: Record<string, number>): string =>
  Object.keys(values)
    .sort()
    .map((key) => `${key}:${values[key]}`)
    .join(',');

function readCamera(hash: string): Camera | undefined {
  const [zoom, lat, lon] = hash.replace(/^#/, '').split('/').map((part) => finite(part));
  if (zoom === undefined || lat === undefined || lon === undefined) return undefined;
  if (Math.abs(lat) > 85 || Math.abs(lon) > 180 || zoom < 0 || zoom > 24) return undefined;
  return { zoom, lat, lon };
}

/** What a search of a list may be as long as. */
export const LONGEST_FIND = 100;

function readListing(tab: string | undefined, find: string | undefined, sort: string | undefined): Listing | undefined {
  const [, down, key] = /^(-?)([a-z]+)$/.exec(sort ?? '') ?? [];
  const listing: Listing = { ...(tab && tab !== '1' && { tab }), ...(find && { find: find.slice(0, LONGEST_FIND) }), ...(key && { sort: { key, down: down === '-' } }) };
  return Object.keys(listing).length ? listing : undefined;
}

/** The longest radius that can be asked about, m. */
export const FARTHEST_AROUND = 200_000;

function readAround(text: string | undefined, line: string | undefined): Around | undefined {
  const [metres, lon, lat] = (text ?? '').split('~').map((part) => finite(part));
  if (metres === undefined || metres < 1 || metres > FARTHEST_AROUND) return undefined;
  const at = lon !== undefined && lat !== undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 85 ? { lon, lat } : undefined;
  const [, side, resource] = /^(surplus|need):(.+)$/.exec(line ?? '') ?? [];
  const direction = oneOf(side ?? null, ['surplus', 'need'] as const);
  return { metres, ...(at && { at }), ...(direction && resource && { line: { direction, resource } }) };
}

/** Reads the query and the fragment of an address. Anything unknown or malformed is ignored. */
export function parseView(search: string, hash: string): View {
  const q = new URLSearchParams(search);
  const text = (name: string): string | undefined => q.get(name)?.trim() || undefined;
  const view: View = { ...START, selection: {}, filters: {}, hidden: [], asked: [], compare: [], assumptions: readNumbers(q.get('assume')) };

  const lang = oneOf(q.get('lang'), LANGS);
  if (lang) view.lang = lang;
  view.workspace = oneOf(q.get('room'), WORKSPACES) ?? START.workspace;
  const list = text('list');
  view.list = list !== undefined && /^(1|[a-z]+)$/.test(list);
  const listing = readListing(list, text('find'), text('sort'));
  if (view.list && listing) view.listing = listing;

  const { selection, filters } = view;
  const site = text('site');
  const flow = text('flow');
  const surplus = text('surplus');
  const need = text('need');
  const area = text('area');
  const constraint = text('constraint');
  const facility = text('facility');
  const exchange = text('exchange');
  if (site) selection.site = site;
  if (flow) selection.flow = flow;
  if (surplus && need) selection.pair = { surplus, need };
  if (area) selection.area = area;
  if (constraint) selection.constraint = constraint;
  if (facility) selection.facility = facility;
  if (exchange) selection.exchange = exchange;

  const resource = text('resource');
  const municipality = text('municipality');
  const direction = oneOf(q.get('direction'), ['surplus', 'need'] as const);
  const least = finite(q.get('least'));
  if (resource) filters.resource = resource;
  if (municipality) filters.municipality = municipality;
  if (direction) filters.direction = direction;
  if (least !== undefined && least > 0) filters.minBenefit = least;

  view.hidden = (text('hide') ?? '').split(',').filter(Boolean);
  view.asked = (text('show') ?? '').split(',').filter(Boolean);
  const camera = readCamera(hash);
  if (camera) view.camera = camera;

  const [preset, lon, lat, ...rest] = (text('whatif') ?? '').split('~');
  const x = finite(lon);
  const y = finite(lat);
  if (preset && x !== undefined && y !== undefined && Math.abs(x) <= 180 && Math.abs(y) <= 85) {
    view.whatIf = { preset, lon: x, lat: y, values: readNumbers(rest.join('~')) };
  }

  const around = readAround(text('around'), text('line'));
  if (around) view.around = around;

  const pairs = q.get('pairs');
  const judging: Judging = { weights: nilOrMore(readNumbers(q.get('weigh'))), curves: readCurves(q.get('curves')), ...(pairs !== null && { pairs: saaty(readNumbers(pairs)) }) };
  if (!isPlain(judging)) view.judging = judging;
  view.compare = [...new Set(q.getAll('compare').filter(Boolean))].slice(0, MOST_COMPARED);
  view.beside = q.get('beside') === '1' && view.compare.length > 1;
  const comparison = text('comparison');
  if (comparison) view.comparison = comparison;
  view.matrix = q.get('matrix') === '1';
  const profile = text('firm');
  if (profile) {
    const capacity = finite(q.get('capacity'));
    const order = text('order');
    const weight = finite(q.get('landweight'));
    const open = text('open');
    const pair = finite(q.get('pair'));
    const partner = text('partner');
    const others = finite(q.get('others'));
    view.firm = { profile, must: (text('must') ?? '').split(',').filter(Boolean), ...(capacity !== undefined && capacity > 0 && { capacity }), ...(order && { order }), ...(weight !== undefined && weight >= 0 && weight <= 1 && { landWeight: weight }), ...(open && { open }), ...(open && pair !== undefined && Number.isInteger(pair) && pair >= 0 && { pair, ...(partner && { partner }) }), ...(open && others !== undefined && Number.isInteger(others) && others >= 0 && { others }) };
  }
  return view;
}

/** How many areas can stand side by side. */
export const MOST_COMPARED = 6;

const keep = (values: Record<string, number>, fits: (v: number) => boolean) => Object.fromEntries(Object.entries(values).filter(([, v]) => fits(v)));
const nilOrMore = (values: Record<string, number>) => keep(values, (v) => v >= 0);
const saaty = (values: Record<string, number>) => keep(values, (v) => v >= 1 / 9 - 1e-6 && v <= 9);

/** Writes a view as "?…#…": the opposite of parseView. What is at its default is left out. */
export function writeView(view: View): string {
  const q = new URLSearchParams();
  const put = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== '') q.set(name, String(value));
  };
  const { selection: s, filters: f } = view;
  put('lang', view.lang);
  if (view.workspace !== START.workspace) put('room', view.workspace);
  if (view.list) {
    const { tab, find, sort } = view.listing ?? {};
    put('list', tab ?? '1');
    put('find', find?.trim());
    put('sort', sort && `${sort.down ? '-' : ''}${sort.key}`);
  }
  put('site', s.site);
  put('flow', s.flow);
  put('surplus', s.pair?.surplus);
  put('need', s.pair?.need);
  put('area', s.area);
  put('constraint', s.constraint);
  put('facility', s.facility);
  put('exchange', s.exchange);
  put('resource', f.resource);
  put('municipality', f.municipality);
  put('direction', f.direction);
  put('least', f.minBenefit);
  put('hide', view.hidden.join(','));
  put('show', view.asked.join(','));
  put('assume', writeNumbers(view.assumptions));
  if (view.whatIf) {
    const { preset, lon, lat, values } = view.whatIf;
    put('whatif', [preset, lon.toFixed(4), lat.toFixed(4), writeNumbers(values)].filter(Boolean).join('~'));
  }
  if (view.around) {
    const { metres, at, line } = view.around;
    put('around', [metres, ...(at ? [at.lon.toFixed(4), at.lat.toFixed(4)] : [])].join('~'));
    put('line', line && `${line.direction}:${line.resource}`);
  }
  const { weights, curves, pairs } = view.judging ?? PLAIN;
  put('weigh', writeNumbers(weights));
  put('curves', writeCurves(curves));
  if (pairs) q.set('pairs', writeNumbers(pairs));
  for (const id of view.compare) q.append('compare', id);
  if (view.beside) put('beside', '1');
  put('comparison', view.comparison);
  if (view.matrix) put('matrix', '1');
  if (view.firm) {
    put('firm', view.firm.profile);
    put('capacity', view.firm.capacity);
    put('order', view.firm.order);
    put('landweight', view.firm.landWeight);
    put('must', view.firm.must.join(','));
    put('open', view.firm.open);
    put('pair', view.firm.pair);
    put('partner', view.firm.partner);
    put('others', view.firm.others);
  }
  // Commas, colons and slashes are safe in a query, and easier to read as they are.
  const query = q.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%7E', '~').replaceAll('%3B', ';');
  const c = view.camera;
  const hash = c ? `#${c.zoom.toFixed(2)}/${c.lat.toFixed(4)}/${c.lon.toFixed(4)}` : '';
  return `${query ? `?${query}` : '?'}${hash}`;
}

/** The selection one level up; the same object when nothing is selected. */
export function levelUp(selection: Selection): Selection {
  const { site, flow, pair } = selection;
  if (pair) return { ...(site && { site }), ...(flow && { flow }) };
  if (flow) return site ? { site } : {};
  return Object.keys(selection).length ? {} : selection;
}

export type Level = 'region' | 'site' | 'flow' | 'pair' | 'area' | 'constraint' | 'facility' | 'exchange';

/** The deepest thing that is selected. */
export function level(s: Selection): Level {
  if (s.pair) return 'pair';
  if (s.flow) return 'flow';
  if (s.site) return 'site';
  if (s.area) return 'area';
  if (s.constraint) return 'constraint';
  if (s.facility) return 'facility';
  if (s.exchange) return 'exchange';
  return 'region';
}
