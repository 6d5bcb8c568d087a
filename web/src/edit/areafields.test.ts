import { expect, it } from 'vitest';
import type { Area } from '../api/client';
import { AREA_FIELDS, readArea, typedArea } from './areafields';
import type { Outline } from './geometry/outline';

const outline: Outline = [[[[14, 63], [14.1, 63], [14.1, 63.1]]]];
const area = { id: 'a', version: 3, name: 'Norra', plan_status: 'detaljplan', grid_mw: 12.5, grid_year: 2028, price_sek_per_m2: 250, water: 'nearby', remediation_cost_sek: 0, certainty: 'estimated', visibility: 'public', place_accuracy: 'exact' } as Area;

it('gives back what it was given, and the outline as a polygon', () => {
  const { record: read, faults } = readArea(typedArea(area, 'sv'), outline, area);
  expect(faults).toEqual({});
  expect(read).toMatchObject({ ...area, geometry: { type: 'MultiPolygon', coordinates: [[[[14, 63], [14.1, 63], [14.1, 63.1], [14, 63]]]] } });
});

it('tells a missing name, a missing outline and figures that are none, each where it belongs', () => {
  const { record: read, faults } = readArea({ ...typedArea(area, 'sv'), name: ' ', grid_mw: 'mycket', price_sek_per_m2: '-1' }, []);
  expect(read).toBeUndefined();
  expect(faults).toEqual({ name: { rule: 'required' }, geometry: { rule: 'required' }, grid_mw: { rule: 'number' }, price_sek_per_m2: { rule: 'range', min: 0, max: 1e6 } });
});

it('takes away what was emptied: not known is not nil', () => {
  const { record: read } = readArea({ ...typedArea(area, 'sv'), grid_mw: '', water: '' }, outline, area);
  expect(read).not.toHaveProperty('grid_mw');
  expect(read).not.toHaveProperty('water');
  expect(read?.remediation_cost_sek).toBe(0);
  expect(AREA_FIELDS).toContain('remediation_cost_sek');
});
