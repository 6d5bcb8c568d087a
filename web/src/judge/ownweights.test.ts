import { describe, expect, it } from 'vitest';
import type { Api, EvaluationSettings, Judgement, RegionSettings } from '../api/client';
import { keepAsOwn, backToUsual, standing } from './ownweights';

const judgement = {
  settings: { weights: { slope: 7 }, curves: { slope: [{ at: 0, value: 1 }, { at: 5, value: 0 }] } },
  criteria: [{ key: 'slope', default_weight: 3 }, { key: 'rail_m', default_weight: 2 }],
} as unknown as Judgement;

/** A server with one row. */
function server() {
  let now: RegionSettings = { own: false, version: 0 };
  const log: string[] = [];
  const check = (version: number) => {
    if (version !== now.version) throw new Error('stale');
  };
  return {
    log,
    get now() { return now; },
    api: {
      regionSettings: async () => now,
      putRegionSettings: async (s: EvaluationSettings, version: number) => {
        check(version);
        log.push('put');
        return (now = { ...s, own: true, version: now.version + 1 });
      },
      deleteRegionSettings: async (version: number) => {
        check(version);
        log.push('delete');
        now = { own: false, version: 0 };
      },
    } as unknown as Api,
  };
}

describe('the region’s own weights', () => {
  it('are all that stands: what was asked for above what is usual', () => {
    expect(standing(judgement, { curves: { rail_m: [{ at: 0, value: 1 }, { at: 9, value: 0 }] } })).toEqual({
      weights: { slope: 7, rail_m: 2 },
      curves: { rail_m: [{ at: 0, value: 1 }, { at: 9, value: 0 }], slope: [{ at: 0, value: 1 }, { at: 5, value: 0 }] },
    });
  });

  it('are kept, taken back and kept again', async () => {
    const s = server();
    const told: string[] = [];
    const none = {} as never;
    const { reverse } = await keepAsOwn(s.api, 'x', judgement, () => told.push('kept'), () => told.push('back')).run(none);
    expect(s.now.own).toBe(true);
    expect(s.now.weights).toEqual({ slope: 7, rail_m: 2 });
    const again = await reverse.run(none);
    expect(s.now.own).toBe(false);
    await again.reverse.run(none);
    expect(s.now.weights).toEqual({ slope: 7, rail_m: 2 });
    const usual = await backToUsual(s.api, 'x').run(none);
    expect(s.now.own).toBe(false);
    await usual.reverse.run(none);
    expect(s.now.weights).toEqual({ slope: 7, rail_m: 2 });
    expect(told).toEqual(['kept', 'back', 'kept']);
    expect(s.log).toEqual(['put', 'delete', 'put', 'delete', 'put']);
  });
});
