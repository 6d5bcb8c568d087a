// What a change in the history did, in the reader's words. Pure: the lists show it.
import type { FieldChange, ProfileInput } from '../api/client';
import { tokensOf } from '../state/ranking';
import type { Dictionary } from '../i18n/dictionary';
import { number, unitName, type Lang } from '../units/format';

/** What an attribute is called in the forms and panels; its own name where they have no word. */
export function fieldName(field: string, t: Dictionary): string {
  const names: Record<string, string> = {
    name: t.edit.name, lon: t.edit.lon, lat: t.edit.lat, organisation: t.site.organisation, nace: t.edit.nace, municipality: t.site.municipality,
    country: t.edit.country, place_accuracy: t.site.place, visibility: t.site.visibility, source: t.site.source, note: t.site.note,
    direction: t.filter.direction, resource: t.flow.resource, quantity: t.flow.quantity, unit: t.history.unit, supply_c: t.history.supply, return_c: t.history.return,
    full_load_hours: t.flow.hours, shape: t.flow.shape, price_sek: t.history.price, disposal_cost_sek: t.flow.disposal, treatment_cost_sek: t.flow.treatment,
    waste_code: t.flow.waste, status: t.flow.legal, max_distance_m: t.flow.maxDistance, valid_from: t.edit.from, valid_to: t.edit.to, certainty: t.flow.certainty,
    state: t.exchange.state, geometry: t.history.geometry, value: t.history.value,
    plan_status: t.land.plan, years_to_build_ready: t.land.years, price_sek_per_m2: t.area.price, grid_mw: t.land.grid, grid_year: t.area.gridYear, water: t.area.water, sewage: t.area.sewage, fibre: t.area.fibre,
    district_heating: t.facility.district_heating, remediation_cost_sek: t.area.remediationCost, remediation: t.land.remediation, owner: t.area.owner, contact: t.area.contact, restrictions: t.area.restrictions, source_date: t.area.sourceDate,
    layer: t.constraint.layer, effect: t.constraint.effect, buffer_m: t.constraint.bufferField, warning_distance_m: t.constraint.warningField,
    facility: t.facilityForm.kind, capacity: t.facilityForm.capacity, capacity_unit: t.history.unit, year: t.area.gridYear,
    names: t.edit.name, land_ha: t.firms.landHa, water_m3_per_year: t.firms.water, staff: t.firms.staff, flows: t.site.flows, must_haves: t.firms.must,
  };
  return names[field] ?? t.fieldNames[field as keyof Dictionary['fieldNames']] ?? field;
}

/** Where in a record a fault is, as the server names it ("body.flows[0].supply_c"), in the reader's words: "Flöden 1, Framledning". What there is no word for stays. */
export function fieldPath(field: string, t: Dictionary): string {
  return field.replace(/^body\./, '').split('.').map((step) => {
    const [, name = step, , at] = /^([^[]*)(\[(\d+)\])?$/.exec(step) ?? [];
    return fieldName(name, t) + (at === undefined ? '' : ` ${Number(at) + 1}`);
  }).join(', ');
}

/** The units of attributes that are always given in the same one. */
const UNITS: Record<string, string> = {
  supply_c: '°C', return_c: '°C', full_load_hours: 'h/yr', max_distance_m: 'm', buffer_m: 'm', warning_distance_m: 'm', disposal_cost_sek: 'SEK/t', treatment_cost_sek: 'SEK/t',
  years_to_build_ready: 'yr', price_sek_per_m2: 'SEK/m2', remediation_cost_sek: 'SEK', grid_mw: 'MW', slope_pct: '%', land_ha: 'ha', water_m3_per_year: 'm3/yr',
};

/** The unit that a record gives an attribute in, "" when it has none: that of a quantity stands beside it. */
function unitIn(field: string, record: object | undefined): string {
  const beside = { quantity: 'unit', capacity: 'capacity_unit' }[field];
  if (!beside) return UNITS[field] ?? '';
  return String((record as Record<string, unknown> | undefined)?.[beside] ?? '');
}

/** A value as it is shown, with its unit, which the record that it stands in may say; what there is none of is a dash. */
export function valueWords(field: string, value: unknown, t: Dictionary, lang: Lang, record?: object): string {
  if (value === undefined || value === null || value === '') return '–';
  const sets: Record<string, Record<string, string>> = {
    plan_status: t.plan, effect: t.constraint.effects, layer: t.constraint.layers, facility: t.facility, water: t.area.connection, sewage: t.area.connection, fibre: t.area.connection, district_heating: t.area.connection,
    place_accuracy: t.accuracy, visibility: t.visibility, direction: t.direction, shape: t.shape, status: t.status, certainty: t.certainty,
  };
  if (typeof value === 'number') return [number(value, lang, 8), unitName(unitIn(field, record), lang)].filter(Boolean).join('\u00a0');
  if (typeof value === 'string') return sets[field]?.[value] ?? value;
  if (Array.isArray(value) && value.every((v) => typeof v !== 'object')) return value.join(', ');
  if (field === 'flows') return (value as ProfileInput['flows']).map((f) => `${t.direction[f.direction]}: ${f.resource} ${number(f.quantity, lang, 6)} ${unitName(f.unit, lang)}`).join('; ');
  if (field === 'must_haves') return tokensOf(value as NonNullable<ProfileInput['must_haves']>).join(', ') || '–';
  if (field === 'names') return Object.values(value as Record<string, string>)[0] ?? '–';
  return '…';
}

/** The attributes in which two records differ, as the history tells them. */
export function differences(before: object, after: object): FieldChange[] {
  const old = before as Record<string, unknown>;
  const now = after as Record<string, unknown>;
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => name !== 'version');
  return names.filter((name) => JSON.stringify(old[name] ?? '') !== JSON.stringify(now[name] ?? '')).map((field) => ({ field, before: old[field], after: now[field] }));
}
