import { expect, test } from 'vitest';
import { readSize } from './firm';

test.each([
  ['2', 'ha', 2],
  ['2,5', 'ha', 2.5],
  ['20 000 m2', 'ha', 2],
  ['20000m²', 'ha', 2],
  ['5 000 m²', 'm2', 5000],
  ['20 000 m2', 't/yr', null],
  ['stort', 'ha', null],
  ['', 'ha', null],
])('the size %j of a firm that is counted in %s: %s', (text, unit, wanted) => expect(readSize(text, { capacity_unit: unit })).toBe(wanted));
