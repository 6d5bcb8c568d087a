import { describe, expect, it } from 'vitest';
import type { Flow, Match, WhatIfResult } from '../api/client';
import { PRESETS } from './presets';
import { boxAround, distance, FARTHEST, nearest, NEAREST, prospectOf, questionAt, RADII, surplusesAround } from './reach';

const morsil = { lon: 13.66, lat: 63.31 };
const flow = (id: string, lon: number, lat: number) => ({ id, lon, lat }) as Flow;
const inside = (bbox: string, { lon, lat }: { lon: number; lat: number }) => {
  const [w, s, e, n] = bbox.split(',').map(Number) as [number, number, number, number];
  return lat >= s && lat <= n && (w <= e ? lon >= w && lon <= e : lon >= w || lon <= e);
};

describe('the question', () => {
  it('holds every kind of establishment, all at the place', () => {
    const { points } = questionAt(morsil);
    expect(points.map((p) => p.id)).toEqual(PRESETS.map((p) => p.id));
    for (const point of points) expect(point).toMatchObject({ ...morsil });
  });
  it('lets nothing wet or perishable go across the region', () => {
    for (const { id, others } of PRESETS) {
      for (const f of others.filter((o) => o.direction === 'surplus' && /^(digestate|sludge|food)/.test(o.resource))) {
        expect(f.max_distance_m, `${id} ${f.resource}`).toBeGreaterThan(0);
        expect(f.max_distance_m, `${id} ${f.resource}`).toBeLessThanOrEqual(100_000);
      }
    }
  });
});

describe('a prospect', () => {
  const match = (own: string, other: string, unit: Match['unit'], quantity: number, gives = false): Match => {
    const here = { id: own, site_id: 'biogas' };
    const there = { id: other, site_id: 'x' };
    return { surplus_id: gives ? own : other, need_id: gives ? other : own, unit, quantity, surplus: gives ? here : there, need: gives ? there : here } as unknown as Match;
  };
  const result = (matches: Match[], total = matches.length): WhatIfResult => ({ id: 'biogas', matches, near_misses: [], total, net_benefit_sek_per_year: 7, co2e_t_per_year: 1 });

  it('counts each own flow once, with its best partner', () => {
    const p = prospectOf(result([match('biogas:0', 'a', 'GWh/yr', 3), match('biogas:0', 'b', 'GWh/yr', 9), match('biogas:1', 'c', 't/yr', 40, true), match('biogas:1', 'd', 't/yr', 90, true)], 55));
    expect(p).toEqual({ preset: 'biogas', matches: 55, benefit: 7, amounts: [{ unit: 'GWh/yr', quantity: 3 }, { unit: 't/yr', quantity: 40 }] });
  });
  it('sums flows of the same unit', () => expect(prospectOf(result([match('biogas:1', 'a', 't/yr', 1), match('biogas:2', 'b', 't/yr', 2)])).amounts).toEqual([{ unit: 't/yr', quantity: 3 }]));
  it('of nothing is nothing', () => expect(prospectOf(result([]))).toMatchObject({ matches: 0, amounts: [] }));
});

describe('around a place', () => {
  it('distances are those of the earth', () => {
    expect(distance(morsil, morsil)).toBe(0);
    expect(distance({ lon: 0, lat: 0 }, { lon: 0, lat: 90 })).toBeCloseTo((Math.PI / 2) * 6_371_000, 0);
    expect(distance({ lon: 179.9, lat: 0 }, { lon: -179.9, lat: 0 })).toBeCloseTo(22_239, 0);
  });
  it('a box holds its circle, wherever on earth', () => {
    for (const lat of [-89.99, -60, 0, 63.31, 84, 89.5]) {
      for (const lon of [-180, -13, 0, 179.95, 180]) {
        for (const metres of RADII) {
          const box = boxAround({ lon, lat }, metres);
          const [, s, , n] = box.split(',').map(Number) as [number, number, number, number];
          expect(s).toBeGreaterThanOrEqual(-90);
          expect(n).toBeLessThanOrEqual(90);
          for (let bearing = 0; bearing < 360; bearing += 5) {
            const point = walk({ lon, lat }, metres * 0.999, bearing);
            expect(inside(box, point), `${lon} ${lat} ${metres} ${bearing}`).toBe(true);
          }
        }
      }
    }
  });
  it('the nearest come first, equally far ones by id, those outside not at all', () => {
    const flows = [flow('far', 14.9, 63.31), flow('b', 13.67, 63.31), flow('a', 13.67, 63.31), flow('here', 13.66, 63.31)];
    expect(nearest(flows, morsil, 15_000).map((n) => n.flow.id)).toEqual(['here', 'a', 'b']);
    expect(nearest(flows, morsil, 15_000, 1)).toHaveLength(1);
  });
  it('asks in growing circles and stops as soon as there are enough', async () => {
    const region = Array.from({ length: 40 }, (_, i) => flow(`f${i}`, 13.66 + i * 0.02, 63.31));
    const boxes: string[] = [];
    const found = await surplusesAround(morsil, (bbox) => {
      boxes.push(bbox);
      return Promise.resolve(region.filter((f) => inside(bbox, f)));
    });
    expect(boxes).toHaveLength(2);
    expect(found.map((n) => n.flow.id)).toEqual(nearest(region, morsil, FARTHEST).map((n) => n.flow.id));
    expect(found).toHaveLength(NEAREST);
  });
  it('gives up at the farthest circle', async () => {
    let asked = 0;
    expect(await surplusesAround(morsil, () => Promise.resolve((asked++, [])))).toEqual([]);
    expect(asked).toBe(RADII.length);
  });
});

/** Where one comes to along a great circle. */
function walk({ lon, lat }: { lon: number; lat: number }, metres: number, bearing: number) {
  const [d, p, b] = [metres / 6_371_000, (lat * Math.PI) / 180, (bearing * Math.PI) / 180];
  const q = Math.asin(Math.sin(p) * Math.cos(d) + Math.cos(p) * Math.sin(d) * Math.cos(b));
  const l = lon + (Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(p), Math.cos(d) - Math.sin(p) * Math.sin(q)) * 180) / Math.PI;
  return { lat: (q * 180) / Math.PI, lon: l > 180 ? l - 360 : l < -180 ? l + 360 : l };
}
