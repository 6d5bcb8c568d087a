// What a change in the history did, in the reader's words. Pure: the lists show it.
import type { FieldChange } from '../api/client';
import type { Dictionary } from '../i18n/dictionary';
import { number, type Lang } from '../units/format';

/** What an attribute is called in the forms and panels; its own name where they have no word. */
export function fieldName(field: string, t: Dictionary): string {
  const names: Record<string, string> = {
    name: t.edit.name, lon: t.edit.lon, lat: t.edit.lat, organisation: t.site.organisation, nace: t.edit.nace, municipality: t.site.municipality,
    country: t.edit.country, place_accuracy: t.site.place, visibility: t.site.visibility, source: t.site.source, note: t.site.note,
    direction: t.filter.direction, resource: t.flow.resource, quantity: t.flow.quantity, unit: t.history.unit, supply_c: t.history.supply, return_c: t.history.return,
    full_load_hours: t.flow.hours, shape: t.flow.shape, price_sek: t.history.price, disposal_cost_sek: t.flow.disposal, treatment_cost_sek: t.flow.treatment,
    waste_code: t.flow.waste, status: t.flow.legal, max_distance_m: t.flow.maxDistance, valid_from: t.edit.from, valid_to: t.edit.to, certainty: t.flow.certainty,
    state: t.exchange.state, geometry: t.history.geometry, value: t.history.value,
  };
  return names[field] ?? field;
}

/** A value as it is shown; what there is none of is a dash. */
export function valueWords(field: string, value: unknown, t: Dictionary, lang: Lang): string {
  if (value === undefined || value === null || value === '') return '–';
  const sets: Record<string, Record<string, string>> = {
    place_accuracy: t.accuracy, visibility: t.visibility, direction: t.direction, shape: t.shape, status: t.status, certainty: t.certainty,
  };
  if (typeof value === 'number') return number(value, lang, 8);
  if (typeof value === 'string') return sets[field]?.[value] ?? value;
  if (Array.isArray(value) && value.every((v) => typeof v !== 'object')) return value.join(', ');
  return '…';
}

/** The attributes in which two records differ, as the history tells them. */
export function differences(before: object, after: object): FieldChange[] {
  const old = before as Record<string, unknown>;
  const now = after as Record<string, unknown>;
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => name !== 'version');
  return names.filter((name) => JSON.stringify(old[name] ?? '') !== JSON.stringify(now[name] ?? '')).map((field) => ({ field, before: old[field], after: now[field] }));
}
