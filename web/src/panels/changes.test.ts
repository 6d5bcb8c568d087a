import { expect, test } from 'vitest';
import { dictionary } from '../i18n/dictionary';
import { valueWords } from './changes';

const t = dictionary('sv');

test('a quantity has the unit that its record gave it in', () => {
  expect(valueWords('quantity', 12.5, t, 'sv', { quantity: 12.5, unit: 'GWh/yr' })).toBe('12,5\u00a0GWh/år');
  expect(valueWords('quantity', 12500, t, 'sv', { unit: 't/yr' })).toBe('12\u202f500\u00a0ton/år');
  // Of a record that isn't there any more nobody knows it.
  expect(valueWords('quantity', 3, t, 'sv')).toBe('3');
});

test('what is always given in one unit has that; a count has none, and what there is none of is a dash', () => {
  expect(valueWords('supply_c', 75, t, 'sv', {})).toBe('75\u00a0°C');
  expect(valueWords('grid_mw', 40, t, 'en', {})).toBe('40\u00a0MW');
  expect(valueWords('staff', 16, t, 'sv', {})).toBe('16');
  expect(valueWords('lat', 63.3, t, 'sv', {})).toBe('63,3');
  expect(valueWords('supply_c', undefined, t, 'sv', {})).toBe('–');
});
