// Between what the address says an establishment asks of land and the server's question; and the
// slider's scale. Pure.
import type { Profile, RankingRequest } from '../api/client';
import { round } from '../units/format';
import { FACILITIES } from '../layers/landsigns';
import type { Firm } from './url';

export const ORDERS = ['net_benefit', 'coverage', 'co2e', 'delivered_cost', 'combined'] as const;
export type Order = (typeof ORDERS)[number];

/** Utilities that can be demanded. */
export const UTILITIES = ['water', 'sewage', 'fibre', 'district_heating'] as const;
/** Infrastructure that can be demanded within a distance. */
export const NEAR = ['highway', 'rail', 'port', 'substation'] as const;
/** Distances that can be asked for, m. */
export const DISTANCES = [1000, 2000, 5000, 10_000, 20_000] as const;
export const PLANS = ['oversiktsplan', 'detaljplan'] as const;

type Demands = NonNullable<RankingRequest['demands']>;

const among = <T extends string>(text: string, all: readonly T[]): T | undefined => all.find((x) => x === text);

/** The value of a demand with a figure, such as plan:detaljplan. */
export const demanded = (must: readonly string[], key: string): string | undefined => must.find((m) => m.startsWith(`${key}:`))?.slice(key.length + 1);

/** The demands with one set, or taken away when the value is empty. */
export function demand(must: readonly string[], key: string, value: string | boolean): string[] {
  const rest = must.filter((m) => m !== key && !m.startsWith(`${key}:`));
  return value === false || value === '' ? rest : [...rest, value === true ? key : `${key}:${value}`].sort();
}

type MustHaves = NonNullable<Profile['must_haves']>;

/** What the profile itself asks of land, out of the demands that are written; the others are of a ranking alone. */
export function mustHavesOf(must: readonly string[]): MustHaves {
  const { land: _, grid_power: __, needs: ___, ...own } = demandsOf(must);
  return own;
}

/** The same, written. */
export const tokensOf = ({ plan, years_to_build_ready: years, connections, within }: MustHaves): string[] =>
  [...(plan ? [`plan:${plan}`] : []), ...(years !== undefined ? [`years:${years}`] : []), ...(connections ?? []), ...(within ?? []).map((w) => `${w.kind}:${w.distance_m}`)].sort();

function demandsOf(must: readonly string[]): Demands {
  const demands: Demands = {};
  for (const part of must) {
    const [key = '', value = ''] = part.split(':');
    const figure = Number(value);
    const utility = value === '' ? among(key, UTILITIES) : undefined;
    const near = among(key, FACILITIES);
    const plan = among(value, PLANS);
    if (key === 'land') demands.land = true;
    else if (key === 'grid') demands.grid_power = true;
    else if (key === 'plan' && plan) demands.plan = plan;
    else if (key === 'years' && value !== '' && figure >= 0) demands.years_to_build_ready = figure;
    else if (key === 'heat' && figure > 0 && figure <= 1) demands.needs = { heat: figure };
    else if (utility) demands.connections = [...(demands.connections ?? []), utility];
    else if (near && figure > 0) demands.within = [...(demands.within ?? []), { kind: near, distance_m: figure }];
  }
  return demands;
}

/** How much land of a ranking a page of the list holds: what a slider makes anew. */
export const PAGE = 100;

/** All land in short, so that a slider is answered at once in a region with a thousand areas. */
export const rankingRequest = (firm: Firm, overrides: Record<string, number> = {}): RankingRequest => ({ ...questionOf(firm, overrides), rows: true, limit: 1 });

/** One piece of land in the same ranking, with the reasons for its place. */
export const reasonsRequest = (firm: Firm, overrides: Record<string, number>, area: string): RankingRequest => ({ ...questionOf(firm, overrides), areas: [area], limit: 1 });

function questionOf(firm: Firm, overrides: Record<string, number>): Omit<RankingRequest, 'limit'> {
  const demands = demandsOf(firm.must);
  const order = among(firm.order ?? '', ORDERS);
  return { profile: firm.profile, demands, order: order ?? 'net_benefit', ...(firm.capacity !== undefined && { capacity: firm.capacity }),
    ...(order === 'combined' && firm.landWeight !== undefined && { land_weight: firm.landWeight }), ...assuming(overrides) };
}

/** What the address says of a firm that the ranking depends on: not what of it is open. */
export function questionOnly(firm: Firm): Firm {
  const { open: _, pair: __, partner: ___, others: ____, ...question } = firm;
  return question;
}

/** The page of the list, from 0, that a place in the ranking is on. */
export const pageOf = (rank: number): number => Math.floor((rank - 1) / PAGE);

/** Steps of a slider from the least to the greatest capacity, evenly by ratio. */
export const STEPS = 100;

export function capacityAt(step: number, least: number, greatest: number): number {
  return step <= 0 ? least : step >= STEPS ? greatest : round(least * (greatest / least) ** (step / STEPS), 2);
}

export const stepOf = (capacity: number, least: number, greatest: number): number =>
  greatest > least ? Math.round((Math.log(capacity / least) / Math.log(greatest / least)) * STEPS) : 0;

/** The changed assumptions of the address, without what is changed of one pair's own flows. */
export const ofAll = (overrides: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(overrides).filter(([key]) => !key.startsWith('surplus.') && !key.startsWith('need.')));

export const assuming = (overrides: Record<string, number>): { assumptions?: Record<string, number> } => {
  const assumptions = ofAll(overrides);
  return Object.keys(assumptions).length ? { assumptions } : {};
};
