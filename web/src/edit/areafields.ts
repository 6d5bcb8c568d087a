// From what is typed of a piece of land to what is sent. Pure; its outline comes from the sketch.
import type { Area, AreaInput } from '../api/client';
import type { Lang } from '../units/format';
import { over, plain, read, type Faults, type Rule, type Typed } from './fields';
import { toGeoJson, type Outline } from './geometry/outline';

export const AREA_FIELDS = [
  'name', 'municipality', 'country', 'plan_status', 'years_to_build_ready', 'price_sek_per_m2', 'grid_mw', 'grid_year', 'water', 'sewage', 'fibre', 'district_heating',
  'remediation_cost_sek', 'remediation', 'slope_pct', 'owner', 'contact', 'restrictions', 'visibility', 'certainty', 'place_accuracy', 'source', 'source_date', 'note',
] as const;
export type AreaField = (typeof AREA_FIELDS)[number];

const NUMBERS: Partial<Record<string, Rule>> = {
  years_to_build_ready: { min: 0, max: 100 },
  price_sek_per_m2: { min: 0, max: 1e6 },
  grid_mw: { min: 0, max: 1e5 },
  grid_year: { min: 1900, max: 2200, year: true },
  remediation_cost_sek: { min: 0, max: 1e12 },
  slope_pct: { min: 0, max: 300 },
};

export const typedArea = (area: Partial<Area>, lang: Lang): Typed<AreaField> => Object.fromEntries(AREA_FIELDS.map((f) => [f, plain(area[f], lang)])) as Typed<AreaField>;

export function readArea(typed: Typed<AreaField>, outline: Outline, before?: Area): { record?: AreaInput; faults: Faults<AreaField | 'geometry'> } {
  const { values, faults } = read<AreaField | 'geometry'>(AREA_FIELDS, { ...typed, geometry: '' }, ['name'], NUMBERS);
  if (!outline.length) faults.geometry = { rule: 'required' };
  if (Object.keys(faults).length) return { faults };
  return { record: { ...over<AreaInput>(before as Partial<AreaInput> | undefined, AREA_FIELDS, values), geometry: toGeoJson(outline) as AreaInput['geometry'] }, faults };
}
