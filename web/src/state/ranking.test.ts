import { describe, expect, it, test } from 'vitest';
import { capacityAt, demand, demanded, PAGE, pageOf, questionOnly, rankingRequest, STEPS, stepOf, ofAll } from './ranking';
import { parseView, writeView } from './url';

test('what the address demands of land is what the server is asked', () => {
  const address = '?room=firms&firm=smolt&capacity=500&order=coverage&must=land,grid,plan:detaljplan,years:3,water,rail:5000,heat:0.5,beauty,years:x&open=morsil-a';
  const { firm } = parseView(address, '');
  expect(rankingRequest(firm!)).toEqual({
    profile: 'smolt', capacity: 500, order: 'coverage', rows: true, limit: 1,
    demands: { land: true, grid_power: true, plan: 'detaljplan', years_to_build_ready: 3, connections: ['water'], within: [{ kind: 'rail', distance_m: 5000 }], needs: { heat: 0.5 } },
  });
  expect(writeView(parseView(address, ''))).toBe(address);
});

test('what of a firm is open stands in the address, and changes nothing in the ranking', () => {
  const address = '?room=firms&firm=smolt&open=morsil-a&pair=0&partner=mill-heat&others=1';
  const { firm } = parseView(address, '');
  expect(firm).toEqual({ profile: 'smolt', must: [], open: 'morsil-a', pair: 0, partner: 'mill-heat', others: 1 });
  expect(writeView(parseView(address, ''))).toBe(address);
  expect(questionOnly(firm!)).toEqual({ profile: 'smolt', must: [] });
  expect(parseView('?room=firms&firm=smolt&pair=0&partner=x&others=1', '').firm).toEqual({ profile: 'smolt', must: [] });
});

test('the page of a place in the ranking', () => {
  expect([1, PAGE, PAGE + 1, 10 * PAGE].map(pageOf)).toEqual([0, 0, 1, 9]);
});

test('a demand is set, changed and taken away', () => {
  let must = demand([], 'plan', 'detaljplan');
  expect(demanded(must, 'plan')).toBe('detaljplan');
  must = demand(must, 'land', true);
  must = demand(must, 'plan', 'oversiktsplan');
  expect(must).toEqual(['land', 'plan:oversiktsplan']);
  expect(demand(demand(must, 'plan', ''), 'land', false)).toEqual([]);
});

test('the slider ends at the ends and comes back to where it was', () => {
  for (const [least, greatest] of [[0.5, 30], [100, 10_000], [20_000, 600_000]] as const) {
    expect(capacityAt(0, least, greatest)).toBe(least);
    expect(capacityAt(STEPS, least, greatest)).toBe(greatest);
    for (let step = 0; step <= STEPS; step += 10) {
      const c = capacityAt(step, least, greatest);
      expect(Math.abs(stepOf(c, least, greatest) - step)).toBeLessThanOrEqual(1);
    }
  }
  expect(stepOf(1, 1, 1)).toBe(0);
});

describe('a ranking under changed assumptions', () => {
  it('takes them along, but not what is changed of one pair', () => {
    const changed = { heat_value_sek_per_mwh: 450, 'surplus.supply_c': 80 };
    expect(ofAll(changed)).toEqual({ heat_value_sek_per_mwh: 450 });
    expect(rankingRequest({ profile: 'p', must: [] }, changed).assumptions).toEqual({ heat_value_sek_per_mwh: 450 });
    expect(rankingRequest({ profile: 'p', must: [] }).assumptions).toBeUndefined();
  });
  it('lets the land weigh only where it counts', () => {
    expect(rankingRequest({ profile: 'p', must: [], order: 'combined', landWeight: 0.3 }).land_weight).toBe(0.3);
    expect(rankingRequest({ profile: 'p', must: [], landWeight: 0.3 }).land_weight).toBeUndefined();
  });
});
