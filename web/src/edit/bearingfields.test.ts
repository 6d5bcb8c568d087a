import { expect, it } from 'vitest';
import type { Constraint, Facility } from '../api/client';
import { readConstraint, readFacility, typedConstraint, typedFacility } from './bearingfields';
import type { Drawn } from './geometry/outline';

const line: Drawn = { form: 'line', outline: [[[[14, 63], [14.1, 63]]]] };
const point: Drawn = { form: 'point', outline: [[[[14, 63]]]] };
const shore = { id: 'c', version: 2, layer: 'shore', layer_name: 'Strandskydd', effect: 'penalises', buffer_m: 100, warning_distance_m: 0, certainty: 'reported', place_accuracy: 'exact', source: 'Länsstyrelsen', source_date: '2026-03-01', geometry: {} } as unknown as Constraint;
const station = { id: 'f', version: 5, facility: 'substation', capacity: 40, capacity_unit: 'MW', year: 2030, certainty: 'estimated', place_accuracy: 'approximate', source: 'Elnätet', geometry: {} } as unknown as Facility;

it('gives back what it was given, with what is drawn', () => {
  expect(readConstraint(typedConstraint(shore, 'sv'), line, shore)).toEqual({ faults: {}, record: { ...shore, geometry: { type: 'LineString', coordinates: [[14, 63], [14.1, 63]] } } });
  expect(readFacility(typedFacility(station, 'nb'), point, station)).toEqual({ faults: {}, record: { ...station, geometry: { type: 'Point', coordinates: [14, 63] } } });
});

it('tells what is missing and what is no figure, each where it belongs', () => {
  expect(readConstraint({ ...typedConstraint(shore, 'sv'), source: ' ', buffer_m: '-1', warning_distance_m: 'långt' }, undefined).faults)
    .toEqual({ source: { rule: 'required' }, buffer_m: { rule: 'range', min: 0, max: 20_003_931 }, warning_distance_m: { rule: 'number' }, geometry: { rule: 'required' } });
  expect(readFacility({ ...typedFacility(station, 'sv'), year: '20300' }, { form: 'point', outline: [] }).faults).toMatchObject({ year: { rule: 'range' }, geometry: { rule: 'required' } });
});

it('counts no capacity that is not known', () => {
  const { record } = readFacility({ ...typedFacility(station, 'sv'), capacity: '' }, point, station);
  expect(record).not.toHaveProperty('capacity');
  expect(record).not.toHaveProperty('capacity_unit');
});
