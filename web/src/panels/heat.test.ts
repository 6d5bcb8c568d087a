import { expect, test } from 'vitest';
import { heat, HEAT, strongest } from './heat';

test('more benefit is never lighter, and every step can be reached', () => {
  const values = [0, -5, 1, 10, 100, 300, 1000, 3000, 9999, 10_000, 50_000];
  const steps = values.slice(2).map((v) => heat(v, 10_000));
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(new Set(steps)).toEqual(new Set([1, 2, 3, 4, 5]));
  expect(heat(0, 10_000)).toBe(0);
  expect(heat(-5, 10_000)).toBe(0);
  expect(heat(5, 0)).toBe(0);
  expect(HEAT).toHaveLength(6);
});

test('one giant does not fade all others', () => {
  expect(strongest([...Array.from({ length: 99 }, (_, i) => i + 1), 1e9])).toBeLessThan(1000);
  expect(strongest([])).toBe(0);
  expect(strongest([0, 7])).toBe(7);
});
