// What is typed of a firm that asks for land, and the profile it makes: all of it at the planned
// size, which the profile keeps per unit of capacity. Pure.
import type { Profile, ProfileInput, QuantityUnit } from '../api/client';
import { mustHavesOf, tokensOf } from '../state/ranking';
import { parseNumber, round, type Lang } from '../units/format';
import { numeric, plain, type Fault, type Faults, type Rule } from './fields';

type ProfileFlow = ProfileInput['flows'][number];

export interface TypedFlow {
  direction: 'need' | 'surplus';
  resource: string;
  quantity: string;
  unit: string;
  supply_c: string;
  return_c: string;
  full_load_hours: string;
  shape: string;
  /** Twelve, January first; shares or amounts. */
  monthly: string[];
  source: string;
  /** Which flow of the profile it was; none when it is new. */
  was?: number;
}

export interface TypedProspect {
  name: string;
  land_ha: string;
  grid_mw: string;
  water_m3_per_year: string;
  staff: string;
  visibility: string;
  source: string;
  note: string;
  /** What land must have, as the ranking writes it: plan:detaljplan, water, rail:5000 … */
  must: string[];
  flows: TypedFlow[];
}

const FIGURES = ['land_ha', 'grid_mw', 'water_m3_per_year', 'staff'] as const;

/** The hours of the months of a year, as shares in per cent: what a flow that is even over the year has. */
const EVEN = [744, 672, 744, 720, 744, 720, 744, 744, 720, 744, 720, 744].map((hours) => round((hours / 8760) * 100, 2));

export const evenMonths = (lang: Lang): string[] => EVEN.map((share) => plain(share, lang));

export const emptyFlow = (): TypedFlow => ({ direction: 'need', resource: 'heat', quantity: '', unit: 'MWh/yr', supply_c: '', return_c: '', full_load_hours: '', shape: 'flat', monthly: [], source: '' });

export const emptyProspect = (): TypedProspect => ({ name: '', land_ha: '', grid_mw: '', water_m3_per_year: '', staff: '', visibility: 'broker_only', source: '', note: '', must: [], flows: [emptyFlow()] });

export const isHeat = (resource: string): boolean => resource === 'heat' || resource.startsWith('heat.');

/** More digits than a figure has would only show how computers divide. */
const whole = (value: number): number => Number(value.toPrecision(12));

/** A profile as it stands in the form, at the size it is shown at. */
export function typedProspect(profile: Profile, lang: Lang): TypedProspect {
  const at = (value: number | undefined) => (value === undefined ? '' : plain(whole(value * profile.capacity), lang));
  return {
    name: profile.name, land_ha: at(profile.land_ha), grid_mw: at(profile.grid_mw), water_m3_per_year: at(profile.water_m3_per_year), staff: at(profile.staff),
    visibility: profile.visibility ?? 'public', source: profile.source ?? '', note: profile.note ?? '', must: tokensOf(profile.must_haves ?? {}),
    flows: profile.flows.map((f, was) => ({
      direction: f.direction, resource: f.resource, quantity: at(f.quantity), unit: f.unit, supply_c: plain(f.supply_c, lang), return_c: plain(f.return_c, lang), full_load_hours: plain(f.full_load_hours, lang),
      shape: f.shape ?? 'flat', monthly: (f.monthly ?? []).map((share) => plain(share, lang)), source: f.origin.source, was,
    })),
  };
}

/** A field of the form: "land_ha", or of a flow "flows[0].quantity", as the server calls them. */
export type ProspectFaults = Faults<string>;

const RULES: Record<'quantity' | 'supply_c' | 'return_c' | 'full_load_hours' | (typeof FIGURES)[number], Rule> = {
  land_ha: { min: 0, max: 1e6 },
  grid_mw: { min: 0, max: 1e5 },
  water_m3_per_year: { min: 0, max: 1e12 },
  staff: { min: 0, max: 1e6 },
  quantity: { required: true, positive: true, max: 1e12 },
  supply_c: { required: true, min: -273.15, max: 3000 },
  return_c: { required: true, min: -273.15, max: 3000 },
  full_load_hours: { positive: true, max: 8784 },
};

/** Without what the form shows: the rest of a flow stays as it was, unless it is of something else now. */
function restOf(before: ProfileFlow | undefined, resource: string): Partial<ProfileFlow> {
  if (!before || before.resource !== resource) return {};
  const { supply_c: _, return_c: __, full_load_hours: ___, monthly: ____, ...rest } = before;
  return rest;
}

/** `planned` says what is counted where the capacity is nothing but the planned size. `before` is the profile that is changed. */
export function readProspect(typed: TypedProspect, planned: { sv: string; nb: string; en: string }, lang: Lang, before?: Profile): { profile?: ProfileInput; faults: ProspectFaults } {
  const faults: ProspectFaults = {};
  const figure = (field: string, text: string, rule: Rule): number | undefined => {
    const { value, fault } = numeric(text, rule);
    if (fault) faults[field] = fault;
    return value;
  };
  const required: Fault = { rule: 'required' };
  const size = before?.capacity ?? 1;
  const per = (value: number) => (size === 1 ? value : value / size);
  if (!typed.name.trim()) faults.name = required;
  const figures: Partial<Record<(typeof FIGURES)[number], number>> = {};
  for (const key of FIGURES) {
    const value = figure(key, typed[key], RULES[key]);
    if (value !== undefined) figures[key] = per(value);
  }
  const flows = typed.flows.map((f, i): ProfileFlow => {
    const at = (field: string) => `flows[${i}].${field}`;
    const was = f.was === undefined ? undefined : before?.flows[f.was];
    if (!f.resource) faults[at('resource')] = required;
    const quantity = figure(at('quantity'), f.quantity, RULES.quantity);
    const hours = figure(at('full_load_hours'), f.full_load_hours, RULES.full_load_hours);
    const heat = isHeat(f.resource);
    const supply = heat ? figure(at('supply_c'), f.supply_c, RULES.supply_c) : undefined;
    const back = heat ? figure(at('return_c'), f.return_c, RULES.return_c) : undefined;
    if (supply !== undefined && back !== undefined && back >= supply) faults[at('return_c')] = { rule: 'returnBelow' };
    const monthly = f.shape === 'own' ? monthsOf(f.monthly) : undefined;
    if (f.shape === 'own' && !monthly) faults[at('monthly')] = { rule: 'months' };
    return {
      ...restOf(was, f.resource), direction: f.direction, resource: f.resource, quantity: per(quantity ?? 0), unit: f.unit as QuantityUnit, shape: f.shape as NonNullable<ProfileFlow['shape']>,
      origin: { ...(was && f.source === was.origin.source ? was.origin : {}), source: f.source.trim() },
      ...(supply !== undefined && { supply_c: supply }), ...(back !== undefined && { return_c: back }), ...(hours !== undefined && { full_load_hours: hours }), ...(monthly && { monthly }),
    };
  });
  if (Object.keys(faults).length) return { faults };
  const { id, nace, category, certainty, origins, capacity_unit, capacity_of, capacity, least_capacity, greatest_capacity, prospect } = before ?? {
    capacity_unit: '1', capacity_of: planned, capacity: 1, least_capacity: 0.25, greatest_capacity: 2, prospect: true,
  } as Profile;
  const kept = Object.fromEntries(Object.entries({ id, nace, category, certainty, origins, capacity_unit, capacity_of, capacity, least_capacity, greatest_capacity, prospect }).filter(([, value]) => value !== undefined)) as Pick<ProfileInput, 'capacity_unit' | 'capacity'>;
  return {
    profile: {
      ...kept, ...figures, names: namesOf(typed.name.trim(), lang, before), flows, visibility: typed.visibility as NonNullable<ProfileInput['visibility']>, must_haves: mustHavesOf(typed.must),
      ...(typed.source.trim() && { source: typed.source.trim() }), ...(typed.note.trim() && { note: typed.note.trim() }),
    },
    faults,
  };
}

/** A name that is the same in all languages stays so; otherwise the reader's is changed alone. */
function namesOf(name: string, lang: Lang, before: Profile | undefined): ProfileInput['names'] {
  const names = before?.names ?? {};
  if (before && name === before.name) return names;
  return new Set(Object.values(names)).size > 1 ? { ...names, [lang]: name } : { [before ? lang : 'sv']: name };
}

/** Twelve figures of nil or more that aren't all nil. */
export function monthsOf(texts: readonly string[]): number[] | undefined {
  const months = texts.map((text) => (text.trim() ? parseNumber(text) : null));
  return months.length === 12 && months.every((m): m is number => m !== null && m >= 0) && months.some((m) => m! > 0) ? (months as number[]) : undefined;
}
