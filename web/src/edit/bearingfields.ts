// From what is typed of a constraint or of infrastructure to what is sent. Pure; the outline comes from the sketch.
import type { Constraint, ConstraintInput, Facility, FacilityInput, QuantityUnit } from '../api/client';
import type { Lang } from '../units/format';
import { over, plain, read, type Faults, type Rule, type Typed } from './fields';
import { toGeometry, type Drawn } from './geometry/outline';

export const CONSTRAINT_FIELDS = ['layer', 'name', 'effect', 'buffer_m', 'warning_distance_m', 'certainty', 'place_accuracy', 'source', 'source_date', 'note'] as const;
export type ConstraintField = (typeof CONSTRAINT_FIELDS)[number];

export const FACILITY_FIELDS = ['facility', 'name', 'capacity', 'capacity_unit', 'year', 'certainty', 'place_accuracy', 'source', 'source_date', 'note'] as const;
export type FacilityField = (typeof FACILITY_FIELDS)[number];

/** What the capacity of infrastructure is counted in, the usual one of its kind first. */
export const CAPACITY_UNITS: readonly QuantityUnit[] = ['MW', 'kW', 'GWh/yr', 'MWh/yr', 't/yr', 'm3/yr'];

/** Half way round the Earth, m. */
const FARTHEST = 20_003_931;
const NUMBERS: Partial<Record<string, Rule>> = {
  buffer_m: { min: 0, max: FARTHEST },
  warning_distance_m: { min: 0, max: FARTHEST },
  capacity: { min: 0, max: 1e12 },
  year: { min: 1900, max: 2200, year: true },
};

const typedOf = <F extends string>(fields: readonly F[], record: object, lang: Lang) => Object.fromEntries(fields.map((f) => [f, plain((record as Record<string, unknown>)[f], lang)])) as Typed<F>;

export const typedConstraint = (constraint: Partial<Constraint>, lang: Lang): Typed<ConstraintField> => typedOf(CONSTRAINT_FIELDS, constraint, lang);
export const typedFacility = (facility: Partial<Facility>, lang: Lang): Typed<FacilityField> => typedOf(FACILITY_FIELDS, facility, lang);

type Placed = { geometry: unknown };

function placed<F extends string, I extends Placed>(fields: readonly F[], typed: Typed<F>, required: readonly F[], drawn: Drawn | undefined, before: object | undefined): { record?: I; faults: Faults<F | 'geometry'> } {
  const { values, faults } = read<F | 'geometry'>(fields, { ...typed, geometry: '' } as Typed<F | 'geometry'>, required, NUMBERS);
  if (!drawn?.outline.length) faults['geometry' as F | 'geometry'] = { rule: 'required' };
  if (Object.keys(faults).length || !drawn) return { faults };
  return { record: { ...over<I>(before as Partial<I> | undefined, fields, values), geometry: toGeometry(drawn) as I['geometry'] }, faults };
}

export const readConstraint = (typed: Typed<ConstraintField>, drawn: Drawn | undefined, before?: Constraint) => placed<ConstraintField, ConstraintInput>(CONSTRAINT_FIELDS, typed, ['layer', 'source'], drawn, before);

/** Without a capacity there is nothing to count. */
export const readFacility = (typed: Typed<FacilityField>, drawn: Drawn | undefined, before?: Facility) =>
  placed<FacilityField, FacilityInput>(FACILITY_FIELDS, typed.capacity.trim() ? typed : { ...typed, capacity_unit: '' }, ['facility', 'source'], drawn, before);
