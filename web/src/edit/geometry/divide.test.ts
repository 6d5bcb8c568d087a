import { describe, expect, it } from 'vitest';
import { cut, split, type Divided } from './divide';
import { hectares } from './measure';
import type { Outline, Ring, Spot } from './outline';

/** Units of a thousandth of a degree east of 14° and north of 63°. */
const at = (x: number, y: number): Spot => [14 + x / 1000, 63 + y / 1000];
const ring = (...xy: [number, number][]): Ring => xy.map(([x, y]) => at(x, y));
const SQUARE: Outline = [[ring([0, 0], [10, 0], [10, 10], [0, 10])]];
const HOLED: Outline = [[ring([0, 0], [10, 0], [10, 10], [0, 10]), ring([4, 4], [4, 6], [6, 6], [6, 4])]];
const ha = hectares;

function pieces(d: Divided): number[] {
  if ('fault' in d) throw new Error(d.fault);
  return [...d.outline.map((s) => ha([s])), ...d.apart.map((o) => ha(o))];
}
const sum = (all: number[]) => all.reduce((a, b) => a + b, 0);

describe('a line divides', () => {
  it('a square in two', () => {
    const p = pieces(split(SQUARE, ring([3, -1], [3, 11])));
    expect(p).toHaveLength(2);
    expect(p[1]! / ha(SQUARE)).toBeCloseTo(0.3, 3);
    expect(sum(p)).toBeCloseTo(ha(SQUARE), 6);
  });
  it('from corner to corner, as a snapped line goes', () => expect(pieces(split(SQUARE, ring([0, 0], [10, 10])))).toHaveLength(2));
  it('with bends', () => expect(pieces(split(SQUARE, ring([3, -1], [3, 5], [7, 5], [7, 11]))).map((v) => Math.round((v / ha(SQUARE)) * 10))).toEqual([5, 5]));
  it('through a hole, which goes to neither', () => {
    const p = pieces(split(HOLED, ring([5, -1], [5, 11])));
    expect(p).toHaveLength(2);
    expect(sum(p)).toBeCloseTo(ha(HOLED), 6);
  });
  it('beside a hole, which stays with its side', () => {
    const d = split(HOLED, ring([2, -1], [2, 11]));
    expect(pieces(d)).toHaveLength(2);
    expect('outline' in d && d.outline[0]).toHaveLength(2);
    expect(sum(pieces(d))).toBeCloseTo(ha(HOLED), 6);
  });
  it('a U in three', () => {
    const u: Outline = [[ring([0, 0], [10, 0], [10, 10], [7, 10], [7, 3], [3, 3], [3, 10], [0, 10])]];
    const p = pieces(split(u, ring([-1, 6], [11, 6])));
    expect(p).toHaveLength(3);
    expect(sum(p)).toBeCloseTo(ha(u), 6);
  });
  it('nothing when it misses, ends within, or crosses itself', () => {
    expect(split(SQUARE, ring([20, 0], [20, 10]))).toEqual({ fault: 'missesLand' });
    expect(split(SQUARE, ring([5, -1], [5, 5]))).toEqual({ fault: 'missesLand' });
    expect(split(SQUARE, ring([-1, 5], [11, 5], [5, 11], [5, -1]))).toEqual({ fault: 'crossesItself' });
  });
});

describe('a cut', () => {
  it('within makes a hole', () => {
    const d = cut(SQUARE, ring([2, 2], [4, 2], [4, 4], [2, 4]));
    expect('outline' in d && d.outline[0]).toHaveLength(2);
    expect(sum(pieces(d)) / ha(SQUARE)).toBeCloseTo(0.96, 3);
  });
  it('across the edge takes a bite, whichever way it was drawn', () => {
    for (const bite of [ring([8, 4], [12, 4], [12, 6], [8, 6]), ring([8, 6], [12, 6], [12, 4], [8, 4])]) expect(sum(pieces(cut(SQUARE, bite))) / ha(SQUARE)).toBeCloseTo(0.96, 3);
  });
  it('across the whole leaves two pieces of the same land', () => {
    const d = cut(SQUARE, ring([4, -1], [6, -1], [6, 11], [4, 11]));
    expect(pieces(d)).toHaveLength(2);
    expect('apart' in d && d.apart).toEqual([]);
    expect(sum(pieces(d)) / ha(SQUARE)).toBeCloseTo(0.8, 3);
  });
  it('over a hole takes it in, in whole or in part', () => {
    expect(sum(pieces(cut(HOLED, ring([3, 3], [7, 3], [7, 7], [3, 7])))) / ha(SQUARE)).toBeCloseTo(0.84, 3);
    expect(sum(pieces(cut(HOLED, ring([5, 3], [8, 3], [8, 7], [5, 7])))) / ha(SQUARE)).toBeCloseTo(0.86, 3);
  });
  it('of all or of nothing is refused', () => {
    expect(cut(SQUARE, ring([-1, -1], [11, -1], [11, 11], [-1, 11]))).toEqual({ fault: 'nothingLeft' });
    expect(cut(SQUARE, ring([20, 0], [21, 0], [21, 1]))).toEqual({ fault: 'missesLand' });
    expect(cut(SQUARE, ring([2, 2], [4, 4], [4, 2], [2, 4]))).toEqual({ fault: 'crossesItself' });
  });
});

it('loses and makes no land, whatever the line', () => {
  // A generator of Park and Miller, so that each run tries the same.
  let seed = 20261125;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  let divided = 0;
  for (let n = 0; n < 2000; n++) {
    const star: Spot[] = Array.from({ length: 9 }, (_, i) => {
      const [a, r] = [(i / 9) * 2 * Math.PI, 3 + 5 * random()];
      return at(r * Math.cos(a), r * Math.sin(a));
    });
    const land: Outline = [[star, ring([-1, -1], [-1, 1], [1, 1], [1, -1])]];
    const a = random() * 2 * Math.PI;
    const line = ring([12 * Math.cos(a), 12 * Math.sin(a)], [4 * random() - 2, 4 * random() - 2], [12 * Math.cos(a + 2 + random()), 12 * Math.sin(a + 2 + random())]);
    const d = split(land, line);
    if ('fault' in d) continue;
    divided++;
    expect(sum(pieces(d)), `line ${n}`).toBeCloseTo(ha(land), 3);
    const box = ring([random() * 4, random() * 4], [6 + random() * 4, random() * 2], [7, 7], [random() * 3, 8]);
    const bitten = cut(land, box);
    if ('fault' in bitten) continue;
    // What is cut, cut again, leaves the rest as it is.
    const left = sum(pieces(bitten));
    expect(left, `bite ${n}`).toBeLessThan(ha(land) + 1e-3);
    expect(left, `bite ${n}`).toBeGreaterThan(ha(land) - ha([[box]]) - 1e-3);
  }
  expect(divided).toBeGreaterThan(1500);
});
