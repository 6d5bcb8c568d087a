// From what is typed in a form to what is sent, and what is wrong on the way. Pure: the forms show it.
import { toldHere } from '../api/told';
import type { Flow, FlowInput, QuantityUnit, Site, SiteInput } from '../api/client';
import type { FieldProblem } from '../api/problem';
import { parseNumber, typedNumber, type Lang } from '../units/format';

/** What is wrong with a field; the forms have the words. */
export type Fault = { rule: 'required' | 'number' | 'positive' | 'returnBelow' | 'months' } | { rule: 'range'; min: number; max: number; year?: true } | { rule: 'server'; code: string; text: string };

export type Faults<K extends string> = Partial<Record<K, Fault>>;

/** A form's text by field, as the server calls the field. */
export type Typed<K extends string> = Record<K, string>;

export const SITE_FIELDS = ['name', 'lon', 'lat', 'organisation', 'nace', 'municipality', 'country', 'place_accuracy', 'visibility', 'source', 'note'] as const;
export type SiteField = (typeof SITE_FIELDS)[number];

export const FLOW_FIELDS = [
  'direction', 'resource', 'name', 'quantity', 'unit', 'supply_c', 'return_c', 'full_load_hours', 'shape', 'price_sek', 'disposal_cost_sek', 'treatment_cost_sek',
  'waste_code', 'status', 'max_distance_m', 'valid_from', 'valid_to', 'certainty', 'visibility', 'source', 'note',
] as const;
export type FlowField = (typeof FLOW_FIELDS)[number];

export const plain = (value: unknown, lang: Lang): string => (value === undefined || value === null ? '' : typeof value === 'number' ? typedNumber(value, lang) : String(value));

export const typedSite = (site: Partial<Site>, lang: Lang): Typed<SiteField> =>
  Object.fromEntries(SITE_FIELDS.map((f) => [f, plain(site[f], lang)])) as Typed<SiteField>;

export const typedFlow = (flow: Partial<Flow>, lang: Lang): Typed<FlowField> =>
  Object.fromEntries(FLOW_FIELDS.map((f) => [f, plain(flow[f], lang)])) as Typed<FlowField>;

export interface Rule {
  required?: boolean;
  min?: number;
  max?: number;
  /** Above zero, zero not included. */
  positive?: boolean;
  /** Written as a year, without a gap. */
  year?: true;
}

/** A typed number; undefined when nothing is typed, a Fault when it is none or out of bounds. */
export function numeric(text: string, rule: Rule): { value?: number; fault?: Fault } {
  if (!text.trim()) return rule.required ? { fault: { rule: 'required' } } : {};
  const value = parseNumber(text);
  if (value === null) return { fault: { rule: 'number' } };
  if (rule.positive && value <= 0) return { fault: { rule: 'positive' } };
  const { min = -Infinity, max = Infinity } = rule;
  if (value < min || value > max) return { fault: { rule: 'range', min, max, ...(rule.year && { year: true }) } };
  return { value };
}

const NUMBERS: Partial<Record<SiteField | FlowField, Rule>> = {
  lon: { required: true, min: -180, max: 180 },
  lat: { required: true, min: -90, max: 90 },
  quantity: { required: true, positive: true, max: 1e12 },
  supply_c: { min: -273.15, max: 3000 },
  return_c: { min: -273.15, max: 3000 },
  full_load_hours: { positive: true, max: 8784 },
  price_sek: { min: -1e9, max: 1e9 },
  disposal_cost_sek: { min: 0, max: 1e9 },
  treatment_cost_sek: { min: 0, max: 1e9 },
  max_distance_m: { min: 0, max: 20_003_931 },
};

const REQUIRED: readonly (SiteField | FlowField)[] = ['name', 'direction', 'resource', 'unit'];

export function read<K extends string>(fields: readonly K[], typed: Typed<K>, required: readonly string[], rules: Partial<Record<string, Rule>>) {
  const values: Partial<Record<string, string | number>> = {};
  const faults: Faults<K> = {};
  for (const field of fields) {
    const text = typed[field].trim();
    const rule = rules[field];
    if (rule) {
      const { value, fault } = numeric(text, rule);
      if (fault) faults[field] = fault;
      else if (value !== undefined) values[field] = value;
    } else if (text) values[field] = text;
    else if (required.includes(field)) faults[field] = { rule: 'required' };
  }
  return { values, faults };
}

/** What a form does not show stays as it was; what was emptied goes. */
export function over<T extends object>(before: Partial<T> | undefined, fields: readonly string[], values: object): T {
  const rest = Object.fromEntries(Object.entries(before ?? {}).filter(([key]) => !fields.includes(key)));
  return { ...rest, ...values } as T;
}

export function readSite(typed: Typed<SiteField>, before?: Site): { site?: SiteInput; faults: Faults<SiteField> } {
  const { values, faults } = read(SITE_FIELDS, typed, ['name'], NUMBERS);
  return Object.keys(faults).length ? { faults } : { site: over<SiteInput>(before, SITE_FIELDS, values), faults };
}

/** `heat` says that the resource goes by pipe: then both temperatures are needed. `months` are the flow's own, for the shape that has some. */
export function readFlow(typed: Typed<FlowField>, siteId: string, heat: boolean, before?: Flow, months?: number[]): { flow?: FlowInput; faults: Faults<FlowField> } {
  const rules = heat ? { ...NUMBERS, supply_c: { ...NUMBERS.supply_c, required: true }, return_c: { ...NUMBERS.return_c, required: true } } : NUMBERS;
  const shown: Typed<FlowField> = heat ? { ...typed, disposal_cost_sek: '', treatment_cost_sek: '', waste_code: '' } : { ...typed, supply_c: '', return_c: '' };
  const { values, faults } = read(FLOW_FIELDS, shown, REQUIRED.filter((f) => f !== 'name'), rules);
  const { supply_c: supply, return_c: back } = values;
  if (typeof supply === 'number' && typeof back === 'number' && back >= supply) faults.return_c = { rule: 'returnBelow' };
  if (typed.shape === 'own' && !months) faults.shape = { rule: 'months' };
  if (Object.keys(faults).length) return { faults };
  const { monthly: _, ...flow } = over<FlowInput>(before, FLOW_FIELDS, values);
  return { flow: { ...flow, site_id: siteId, ...(typed.shape === 'own' && months && { monthly: months }) } as FlowInput, faults };
}

/** The server's faults at the fields they name; those of no field of the form come apart. */
export function serverFaults<K extends string>(fields: readonly K[], errors: readonly FieldProblem[]): { faults: Faults<K>; others: FieldProblem[] } {
  const faults: Faults<K> = {};
  const others: FieldProblem[] = [];
  for (const error of errors) {
    const name = error.field?.replace(/^body\./, '') as K | undefined;
    if (name && fields.includes(name)) faults[name] ??= { rule: 'server', code: error.code, text: toldHere(error) };
    else others.push(error);
  }
  return { faults, others };
}

const ENERGY: QuantityUnit[] = ['MW', 'kW', 'MWh/yr', 'GWh/yr'];
const MASS: QuantityUnit[] = ['t/yr', 'kg/yr'];

/** The units a flow of a resource counted in `unit` may be given in. */
export function unitsFor(unit: QuantityUnit | undefined, hasDensity: boolean): QuantityUnit[] {
  if (!unit) return [...ENERGY, ...MASS, 'm3/yr', 'pcs/yr', 'h/yr'];
  if (ENERGY.includes(unit)) return ENERGY;
  if (MASS.includes(unit)) return hasDensity ? [...MASS, 'm3/yr'] : MASS;
  return [unit];
}
