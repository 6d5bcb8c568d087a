import { expect, test } from 'vitest';
import type { Profile } from '../api/client';
import { emptyFlow, emptyProspect, evenMonths, readProspect, typedProspect, type TypedProspect } from './prospect';

const planned = { sv: 'planerad storlek', nb: 'planlagt størrelse', en: 'planned size' };
const fish: TypedProspect = { ...emptyProspect(), name: ' Fiskbolaget ', land_ha: '5', grid_mw: '1,5', must: ['plan:detaljplan', 'rail:5000', 'water'], flows: [{ ...emptyFlow(), quantity: '3', unit: 'MW', supply_c: '30', return_c: '15', full_load_hours: '8000' }] };
const read = (typed: TypedProspect, before?: Profile) => readProspect(typed, planned, 'sv', before);

test('a prospect becomes a profile of size one, confidential, with what land must have', () => {
  expect(read(fish)).toEqual({
    faults: {},
    profile: {
      names: { sv: 'Fiskbolaget' }, capacity_unit: '1', capacity_of: planned, capacity: 1, least_capacity: 0.25, greatest_capacity: 2, prospect: true, visibility: 'broker_only',
      land_ha: 5, grid_mw: 1.5, must_haves: { plan: 'detaljplan', connections: ['water'], within: [{ kind: 'rail', distance_m: 5000 }] },
      flows: [{ direction: 'need', resource: 'heat', quantity: 3, unit: 'MW', supply_c: 30, return_c: 15, full_load_hours: 8000, shape: 'flat', origin: { source: '' } }],
    },
  });
});

test('what is missing or no number is told where it is', () => {
  const flow = fish.flows[0]!;
  const wrong = (typed: TypedProspect) => read(typed).faults;
  expect(wrong({ ...fish, name: '' })).toEqual({ name: { rule: 'required' } });
  expect(wrong({ ...fish, land_ha: 'x', grid_mw: '-1' })).toEqual({ land_ha: { rule: 'number' }, grid_mw: { rule: 'range', min: 0, max: 1e5 } });
  expect(wrong({ ...fish, flows: [flow, { ...flow, quantity: '0', return_c: '' }] })).toEqual({ 'flows[1].quantity': { rule: 'positive' }, 'flows[1].return_c': { rule: 'required' } });
  expect(wrong({ ...fish, flows: [{ ...flow, return_c: '40' }] })).toEqual({ 'flows[0].return_c': { rule: 'returnBelow' } });
  expect(wrong({ ...fish, flows: [{ ...flow, resource: '' }] })).toHaveProperty(['flows[0].resource']);
  expect(wrong({ ...fish, flows: [{ ...flow, resource: 'wood', supply_c: '', return_c: '' }] })).toEqual({});
});

test('twelve months of one\'s own are needed whole, nil among them', () => {
  const flow = { ...fish.flows[0]!, shape: 'own' };
  const months = evenMonths('sv');
  expect(read({ ...fish, flows: [{ ...flow, monthly: months.with(6, '0') }] }).profile?.flows[0]).toMatchObject({ shape: 'own', monthly: [8.5, 7.7, 8.5, 8.2, 8.5, 8.2, 0, 8.5, 8.2, 8.5, 8.2, 8.5] });
  for (const bad of [[], months.slice(1), months.with(3, ''), months.with(3, '-1'), months.map(() => '0')]) {
    expect(read({ ...fish, flows: [{ ...flow, monthly: bad }] }).faults).toEqual({ 'flows[0].monthly': { rule: 'months' } });
  }
});

const smolt = {
  id: 'own-smolt', version: 4, own: true, name: 'Smolt', names: { sv: 'Smolt', nb: 'Settefisk', en: 'Smolt' }, category: 'food', category_name: 'Mat', counted: 'smolt', capacity_unit: 't/yr', capacity_of: { sv: 'smolt' }, capacity: 1000,
  least_capacity: 100, greatest_capacity: 10_000, land_ha: 0.004, staff: 0.01, certainty: 'estimated', visibility: 'network', source: 'Nistad 2020', resource_names: { heat: 'Värme' },
  origins: { land_ha: { source: 'x' } }, must_haves: { years_to_build_ready: 2, within: [{ kind: 'district_heating', distance_m: 700 }], connections: ['district_heating'] },
  flows: [
    { direction: 'need', resource: 'heat', quantity: 1.7, unit: 'MWh/yr', supply_c: 20, return_c: 12, shape: 'winter', price_sek: 400, origin: { source: 'Nistad 2020', year: 2020 } },
    { direction: 'surplus', resource: 'bio.fish', quantity: 0.3, unit: 't/yr', shape: 'own', monthly: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2], accepts: ['x'], waste_code: '02 02 03', origin: { source: '', assumption: true } },
  ],
} as unknown as Profile;

test('a profile that is opened and saved is the same, at whatever size it is shown', () => {
  const typed = typedProspect(smolt, 'sv');
  expect(typed).toMatchObject({ land_ha: '4', staff: '10', must: ['district_heating', 'district_heating:700', 'years:2'] });
  expect(typed.flows[0]!.quantity).toBe('1700');
  const { profile, faults } = read(typed, smolt);
  expect(faults).toEqual({});
  const { version: _, own: __, name: ___, category_name: ____, counted: _____, resource_names: ______, ...same } = smolt;
  expect(profile).toEqual(same);
});

test('a name is changed in the reader\'s language alone; a flow of something else starts anew', () => {
  const typed = typedProspect(smolt, 'nb');
  const { profile } = readProspect({ ...typed, name: 'Laks', flows: [{ ...typed.flows[1]!, resource: 'wood' }] }, planned, 'nb', smolt);
  expect(profile?.names).toEqual({ sv: 'Smolt', nb: 'Laks', en: 'Smolt' });
  expect(profile?.flows[0]).not.toHaveProperty('waste_code');
  const alone = { ...smolt, names: { sv: 'X', nb: 'X', en: 'X' }, name: 'X' };
  expect(readProspect({ ...typed, name: 'Y' }, planned, 'nb', alone).profile?.names).toEqual({ nb: 'Y' });
});
