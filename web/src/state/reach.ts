// What a piece of land has within reach: for each kind of establishment what it would find there, and
// the surpluses that lie nearest. Pure: the questions, and what is read from their answers.
import type { Flow, WhatIfRequest, WhatIfResult } from '../api/client';
import { flowsOf, PRESETS, type PresetId } from './presets';

export interface Place {
  lon: number;
  lat: number;
}

/** Every kind of establishment at one place, in one question; the answers come in the same order. */
export const questionAt = (at: Place): WhatIfRequest => ({
  points: PRESETS.map(({ id }) => ({ id, lon: at.lon, lat: at.lat, flows: flowsOf({ preset: id, lon: at.lon, lat: at.lat, values: {} }) })),
  limit: 40,
});

export interface Prospect {
  preset: PresetId;
  matches: number;
  /** Of each of its flows with its best partner, SEK a year. */
  benefit: number;
  /** What those best partners would deliver, summed by unit, such as GWh/yr and t/yr; in order of unit. */
  amounts: { unit: string; quantity: number }[];
}

/** What one kind of establishment would find: each of its own flows counted once, with its best partner. */
export function prospectOf(result: WhatIfResult): Prospect {
  const preset = PRESETS.find(({ id }) => id === result.id)!;
  const counted = new Set<string>();
  const sums = new Map<string, number>();
  // The matches come by net benefit, so that the first of a flow is its best.
  for (const match of result.matches) {
    const own = match.surplus.site_id === result.id ? match.surplus_id : match.need_id;
    if (counted.has(own)) continue;
    counted.add(own);
    sums.set(match.unit, (sums.get(match.unit) ?? 0) + match.quantity);
  }
  const amounts = [...sums].map(([unit, quantity]) => ({ unit, quantity })).sort((a, b) => (a.unit < b.unit ? -1 : 1));
  return { preset: preset.id, matches: result.total, benefit: result.net_benefit_sek_per_year, amounts };
}

// The surpluses around

const EARTH = 6_371_000;
const rad = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance on a sphere, m: for a list, right to half a per cent. */
export function distance(a: Place, b: Place): number {
  const h = Math.sin(rad(b.lat - a.lat) / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** "west,south,east,north" of a box that holds the circle of so many metres; west above east crosses 180°. */
export function boxAround({ lon, lat }: Place, metres: number): string {
  const reach = (metres / EARTH / Math.PI) * 180;
  const south = lat - reach;
  const north = lat + reach;
  if (south <= -90 || north >= 90) return [-180, Math.max(-90, south), 180, Math.min(90, north)].join(',');
  // The circle's westernmost point lies nearer the pole than its middle, where meridians are closer.
  const wide = (Math.asin(Math.min(1, Math.sin(metres / EARTH) / Math.cos(rad(lat)))) * 180) / Math.PI;
  const turn = (l: number) => (l < -180 ? l + 360 : l > 180 ? l - 360 : l);
  return [turn(lon - wide), south, turn(lon + wide), north].join(',');
}

export interface Near {
  flow: Flow;
  /** As the crow flies, m. */
  distance: number;
}

export const NEAREST = 10;
/** Radii that are asked one after the other until there are enough, m: a dense region answers with little. */
export const RADII = [5_000, 15_000, 45_000, 90_000] as const;
export const FARTHEST = RADII[RADII.length - 1]!;

/** Those within the circle, nearest first, at most `count`; equally far ones by id. */
export const nearest = (flows: readonly Flow[], at: Place, metres: number, count = NEAREST): Near[] =>
  flows
    .map((flow) => ({ flow, distance: distance(at, flow) }))
    .filter((near) => near.distance <= metres)
    .sort((a, b) => a.distance - b.distance || (a.flow.id < b.flow.id ? -1 : 1))
    .slice(0, count);

/** Asks in growing circles; `read` gives the surpluses of a box. */
export async function surplusesAround(at: Place, read: (bbox: string) => Promise<readonly Flow[]>): Promise<Near[]> {
  let found: Near[] = [];
  for (const metres of RADII) {
    found = nearest(await read(boxAround(at, metres)), at, metres);
    if (found.length >= NEAREST) break;
  }
  return found;
}
