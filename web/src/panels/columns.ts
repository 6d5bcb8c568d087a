// The columns of the lists: what they are called, what they show, what they sort by, where they lead.
import type { Area, Constraint, Exchange, Facility, Flow, Match, Site } from '../api/client';
import type { Dictionary } from '../i18n/dictionary';
import { EFFECTS } from '../layers/landsigns';
import type { Filters, View } from '../state/url';
import { format, type Lang } from '../units/format';

export const TABS = ['matches', 'sites', 'flows', 'exchanges', 'areas'] as const;
/** The lists of the workspace of land. */
export const LAND_TABS = ['areas', 'constraints', 'facilities'] as const;
/** What the server lists by name and searches. */
export const NAMED: readonly Tab[] = ['sites', 'flows', 'exchanges', 'areas'];
export type Tab = (typeof TABS | typeof LAND_TABS)[number];

export type Row =
  | { tab: 'matches'; item: Match }
  | { tab: 'sites'; item: Site }
  | { tab: 'flows'; item: Flow }
  | { tab: 'exchanges'; item: Exchange }
  | { tab: 'areas'; item: Area }
  | { tab: 'constraints'; item: Constraint }
  | { tab: 'facilities'; item: Facility };

export interface Column {
  key: string;
  label: string;
  numeric: boolean;
  text: (row: Row) => string;
  detail?: (row: Row) => string;
  /** undefined: not known. */
  sort: (row: Row) => string | number | undefined;
  open: (row: Row) => Partial<View>;
}

interface Spec<T> {
  key: string;
  label: string;
  numeric?: boolean;
  text: (item: T) => string;
  detail?: (item: T) => string;
  sort: (item: T) => string | number | undefined;
}

function table<T>(tab: Tab, open: (item: T) => Partial<View>, specs: Spec<T>[]): Column[] {
  // A list's columns are only ever given rows of that list.
  const of = (row: Row): T => {
    if (row.tab !== tab) throw new Error(`a row of ${row.tab} in the list of ${tab}`);
    return row.item as T;
  };
  return specs.map(({ detail, ...spec }) => ({
    key: spec.key,
    label: spec.label,
    numeric: spec.numeric ?? false,
    text: (row) => spec.text(of(row)),
    ...(detail && { detail: (row: Row) => detail(of(row)) }),
    sort: (row) => spec.sort(of(row)),
    open: (row) => open(of(row)),
  }));
}

export function columnsOf(tab: Tab, t: Dictionary, lang: Lang): Column[] {
  const sek = (v: number | undefined) => (v === undefined ? '–' : format(v, 'SEK/yr', lang, { about: true }));
  const metres = (v: number | undefined) => (v ? format(v, 'm', lang) : '–');
  const at = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' · ');
  switch (tab) {
    case 'matches':
      return table<Match>('matches', (m) => ({ selection: { pair: { surplus: m.surplus_id, need: m.need_id } } }), [
        { key: 'name', label: `${t.list.from} → ${t.list.to}`, text: (m) => `${m.surplus.site_name} → ${m.need.site_name}`, detail: (m) => at(m.surplus.resource_name, m.class ? t.class[m.class] : undefined, m.exchange_id ? t.state.operation : undefined), sort: (m) => m.surplus.site_name },
        { key: 'distance', label: t.list.distance, numeric: true, text: (m) => format(m.distance_m, 'm', lang), sort: (m) => m.distance_m },
        { key: 'benefit', label: t.list.benefit, numeric: true, text: (m) => sek(m.net_benefit_sek_per_year), sort: (m) => m.net_benefit_sek_per_year },
      ]);
    case 'sites':
      return table<Site>('sites', (s) => ({ selection: { site: s.id! } }), [
        { key: 'name', label: t.list.name, text: (s) => s.name, detail: (s) => (s.organisation !== s.name ? (s.organisation ?? '') : ''), sort: (s) => s.name },
        { key: 'municipality', label: t.list.municipality, text: (s) => s.municipality ?? '–', sort: (s) => s.municipality ?? '' },
        { key: 'flows', label: t.list.flows, numeric: true, text: (s) => format((s.surpluses ?? 0) + (s.needs ?? 0), undefined, lang), sort: (s) => (s.surpluses ?? 0) + (s.needs ?? 0) },
      ]);
    case 'flows':
      return table<Flow>('flows', (f) => ({ selection: { site: f.site_id, flow: f.id! } }), [
        { key: 'name', label: t.list.name, text: (f) => f.name || f.resource_name || f.resource, detail: (f) => at(f.site_name, f.name && f.resource_name !== f.name ? f.resource_name : undefined), sort: (f) => f.name || f.resource_name || f.resource },
        { key: 'direction', label: t.filter.direction, text: (f) => t.direction[f.direction], sort: (f) => f.direction },
        { key: 'amount', label: t.list.amount, numeric: true, text: (f) => format(f.quantity, f.unit, lang, { about: f.certainty === 'estimated' }), sort: (f) => (f.energy_gwh_per_year ?? 0) * 1000 || f.mass_t_per_year || f.quantity },
      ]);
    case 'exchanges':
      return table<Exchange>('exchanges', (x) => ({ selection: { exchange: x.id } }), [
        { key: 'name', label: `${t.list.from} → ${t.list.to}`, text: (x) => `${x.surplus.site_name} → ${x.need.site_name}`, detail: (x) => x.surplus.resource_name, sort: (x) => x.surplus.site_name },
        { key: 'state', label: t.exchange.state, text: (x) => t.state[x.state], sort: (x) => x.state },
      ]);
    case 'areas':
      return table<Area>('areas', (a) => ({ selection: { area: a.id } }), [
        { key: 'name', label: t.list.name, text: (a) => a.name, detail: (a) => t.plan[a.plan_status], sort: (a) => a.name },
        { key: 'municipality', label: t.list.municipality, text: (a) => a.municipality ?? '–', sort: (a) => a.municipality ?? '' },
        { key: 'area', label: t.list.area, numeric: true, text: (a) => format(a.area_ha, 'ha', lang), sort: (a) => a.area_ha },
      ]);
    case 'constraints':
      return table<Constraint>('constraints', (c) => ({ selection: { constraint: c.id } }), [
        { key: 'name', label: t.list.name, text: (c) => c.name || c.layer_name, detail: (c) => (c.name ? c.layer_name : ''), sort: (c) => c.name || c.layer_name },
        { key: 'effect', label: t.constraint.effect, text: (c) => t.constraint.effects[c.effect], sort: (c) => EFFECTS.indexOf(c.effect) },
        { key: 'warning', label: t.constraint.warningShort, numeric: true, text: (c) => metres(c.warning_distance_m), sort: (c) => c.warning_distance_m },
      ]);
    case 'facilities':
      return table<Facility>('facilities', (f) => ({ selection: { facility: f.id } }), [
        { key: 'name', label: t.list.name, text: (f) => f.name || f.facility_name, sort: (f) => f.name || f.facility_name },
        { key: 'kind', label: t.facilityForm.kind, text: (f) => f.facility_name, sort: (f) => f.facility_name },
        { key: 'capacity', label: t.facilityForm.capacity, numeric: true, text: (f) => (f.capacity === undefined ? '–' : format(f.capacity, f.capacity_unit, lang)), sort: (f) => f.capacity },
      ]);
  }
}

/** The server filters what it lists, but not exchanges: these by either end, in the same way. */
export function fits(row: Row, { resource, municipality, direction }: Filters): boolean {
  if (row.tab !== 'exchanges') return true;
  const { surplus, need } = row.item;
  const ends = direction === 'surplus' ? [surplus] : direction === 'need' ? [need] : [surplus, need];
  const within = (code: string) => code === resource || code.startsWith(`${resource}.`);
  return (!resource || within(surplus.resource) || within(need.resource)) && (!municipality || ends.some((end) => end.municipality === municipality));
}
