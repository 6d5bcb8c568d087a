import { expect, test } from 'vitest';
import { emptyFlow, readProspect, type TypedProspect } from './prospect';

const planned = { sv: 'planerad storlek', nb: 'planlagt størrelse', en: 'planned size' };
const fish: TypedProspect = { name: ' Fiskbolaget ', land: '5', grid: '1,5', water: '', visibility: 'broker_only', flows: [{ ...emptyFlow(), quantity: '3', unit: 'MW', supply: '30', back: '15' }] };

test('a prospect becomes a profile of size one, with the visibility that was chosen', () => {
  expect(readProspect(fish, planned)).toEqual({
    names: { sv: 'Fiskbolaget' }, capacity_unit: '1', capacity_of: planned, capacity: 1, least_capacity: 0.25, greatest_capacity: 2, prospect: true, visibility: 'broker_only',
    land_ha: 5, grid_mw: 1.5, flows: [{ direction: 'need', resource: 'heat', quantity: 3, unit: 'MW', supply_c: 30, return_c: 15, origin: { source: '' } }],
  });
});

test('what is missing or no number is refused', () => {
  const flow = fish.flows[0]!;
  for (const bad of [{ ...fish, name: '' }, { ...fish, land: 'x' }, { ...fish, grid: '-1' }, { ...fish, flows: [{ ...flow, quantity: '0' }] }, { ...fish, flows: [{ ...flow, back: '' }] }, { ...fish, flows: [{ ...flow, back: '40' }] }, { ...fish, flows: [{ ...flow, resource: '' }] }]) {
    expect(readProspect(bad, planned)).toBeUndefined();
  }
  expect(readProspect({ ...fish, flows: [{ ...flow, resource: 'wood', supply: '', back: '' }] }, planned)).toBeDefined();
});
